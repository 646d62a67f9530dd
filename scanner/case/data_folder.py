"""The folders of what stays on this machine from one check to the next."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def data_folder() -> Path:
    """The user's data folder for netcurtain. It is made by what first writes to it."""
    return Path(platformdirs.user_data_dir("netcurtain", appauthor=False))


def config_folder() -> Path:
    """The user's folder for settings, keys among them. Made by what first writes to it."""
    return Path(platformdirs.user_config_dir("netcurtain", appauthor=False))
