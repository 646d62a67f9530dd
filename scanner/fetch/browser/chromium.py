"""Which browser there is, and how it is started so that it speaks to nobody but our proxy."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

ENVIRONMENT = "NETCURTAIN_CHROMIUM"
NO_PROXY = "http://127.0.0.1:9"
"""Where nobody answers (port 9 is for what is thrown away), for pages that may load nothing."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

_FLAGS = (
    # Nothing on its own behalf, beside what Playwright turns off already (updates, extensions,
    # hints, network time, ...). Not `--disable-features`: a second one undoes the first.
    "--disable-domain-reliability",
    "--no-pings",
    "--dns-prefetch-disable",
    # Nothing beside the proxy: no name is resolved, no datagram sent.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>",
    "--disable-quic",
    # The same by its names in Chrome and in the headless shell: tried by a test with datagrams.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    # Nothing that text does not need, and less for a hostile page to work on.
    "--blink-settings=imagesEnabled=false",
    "--disable-remote-fonts",
    "--disable-gpu",
    "--disable-3d-apis",
    "--disable-notifications",
    "--mute-audio",
    "--js-flags=--jitless --max-old-space-size=512",
)


class BrowserMissing(Exception):
    """Pages cannot be rendered here. The message says what to do."""


def find_browser(given: Path | None = None) -> Path:
    """The browser's executable: the given one, else $NETCURTAIN_CHROMIUM, else one on the path.

    Raises BrowserMissing when there is none, or not the library that drives it.
    """
    if importlib.util.find_spec("playwright") is None:
        raise BrowserMissing(
            "The part that drives a browser is not installed: pip install 'netcurtain[render]'."
        )
    named = given or (Path(text) if (text := os.environ.get(ENVIRONMENT, "")) else None)
    if named is not None:
        if not os.access(named, os.X_OK) or named.is_dir():
            raise BrowserMissing(f"There is no browser at {named}.")
        return named
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    raise BrowserMissing(
        "There is no Chromium or Chrome on this machine: install one (on Debian and Ubuntu "
        f"`apt install chromium`), or say where it is in {ENVIRONMENT}."
    )


def flags(proxy: str, fingerprint: str) -> tuple[str, ...]:
    """The command line, for a proxy's address and the fingerprint of its key, if it has one."""
    trusted: tuple[str, ...] = ()
    if fingerprint:
        # For this one key; any other certificate is verified as ever, and none is ever met.
        trusted = (f"--ignore-certificate-errors-spki-list={fingerprint}",)
    return (*_FLAGS, f"--proxy-server={proxy}", *trusted)


def environment(home: Path, outer: Mapping[str, str]) -> dict[str, str | float | bool]:
    """What the browser's processes know: no key of a service, no folder of the user's."""
    kept = {name: outer[name] for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT") if name in outer}
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_CACHE_HOME": str(home)}


def has_sandbox() -> bool:
    """Whether Chromium can shut its pages in: it refuses to for root."""
    return not (hasattr(os, "geteuid") and os.geteuid() == 0)
