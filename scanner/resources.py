"""Where the shipped rules and templates lie: inside the installed package, or beside it in a
checkout."""

from __future__ import annotations

from pathlib import Path

from scanner.errors import ResourceError

_PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The folder of shipped data called `name` (`rules` or `reports`).

    Never falls back to a bare sibling: in site-packages that could be another project's folder.
    Raises ResourceError when neither place exists.
    """
    installed = _PACKAGE / "data" / name
    if installed.is_dir():
        return installed
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    raise ResourceError(
        f"The folder of shipped {name} is missing from this installation. Install netcurtain again."
    )
