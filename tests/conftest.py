"""What all tests share: each has a data folder of its own, so that nobody's real one is touched,
and the long ones begin first."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import Generator, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.case import postgresql

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says more of the machine's other work than of the code.
settings.register_profile("suite", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=500)
settings.load_profile("suite")


def pytest_configure() -> None:
    """Who was begun in a shell's background is deaf to Ctrl-C, and so would be all that tests begin
    and interrupt. And whoever forbids Python to keep what it compiled lets each of some hundred
    processes compile the whole program again, which takes longer than most of their tests."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tests of a file share what its fixtures make, so one worker has them all: the others would
    make it again. Not those that take long by themselves."""
    if not any(map(item.get_closest_marker, ("xdist_group", "browser", "long"))):
        item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected lasts to the end: to look for garbage in it takes each worker seconds."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, then groups, which one worker has to itself, so that at the end of a run no
    worker is waited for alone."""
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    if item.get_closest_marker("long"):
        return 0
    group = item.get_closest_marker("xdist_group")
    return 1 if group is None or group.args != (item.path.stem,) else 2


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of a group share what is dear to make. Were they not kept together, all would still
    pass, and take twice the time."""
    if not getattr(session.config.option, "loadgroup", False):
        return
    for item in session.items:
        if item.get_closest_marker("xdist_group") and "@" not in item.nodeid.rpartition("]")[2]:
            raise pytest.UsageError("pytest-xdist does not keep groups together with this pytest")


@pytest.fixture(scope="session")
def data_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One new folder after the other. pytest's own numbering reads the names of all that are there
    for each, which after thousands takes longer than most tests."""
    root = tmp_path_factory.mktemp("data")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_data_folder(data_folders: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is kept between runs, keys of services too, goes to a folder that ends with the test."""
    folder = next(data_folders)
    folder.mkdir()
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgresql.Server | None]:
    """One for all tests of a worker, each of which gets databases of its own. None where
    PostgreSQL's programs are missing."""
    if not postgresql.is_there():
        yield None
        return
    with postgresql.running() as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, to open pages of ours in; without network use of its own."""
    from playwright.sync_api import sync_playwright

    path = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else shutil.which("chromium")
    if not path:
        pytest.fail("The browser tests need Chromium: install it with `apt-get install chromium`.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
