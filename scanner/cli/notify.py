"""Tells the person by their own service (mail, Signal, Teams …) that something is new, in numbers
alone: whoever runs that service learns nothing else."""

from __future__ import annotations

import importlib
import logging
import warnings
from types import ModuleType

from scanner.case.watching import Missed, News
from scanner.errors import KeyStoreError
from scanner.language.times import day
from scanner.render.words import plural

KEY = "notify"
"""Under which the addresses are kept, like keys of services: they hold passwords."""
_MISSING = (
    "Telling you needs the library apprise, which is not installed. Install netcurtain[notify]."
)
_TITLE = "netcurtain"
_OPEN = "Open the report."


def addresses() -> tuple[str, ...]:
    """The services that the person named; none if they named none. Raises KeyStoreError."""
    from scanner.case.keys import KeyStore

    kept = KeyStore().find([KEY]).get(KEY)
    return tuple(kept.key.split()) if kept else ()


def keep(given: str) -> int:
    """Keeps the addresses, if apprise knows what they are; how many there were. Raises
    KeyStoreError."""
    from scanner.case.keys import KeyStore

    each = given.split()
    unknown = [number for number, address in enumerate(each, start=1) if not _is_known(address)]
    if not each or unknown:
        which = f"Number {unknown[0]} is" if unknown else "That is"
        raise KeyStoreError(
            f"{which} no address of a service that can tell you. Write one like "
            f"mailto://user:password@example.org, or see the list of apprise; nothing was kept."
        )
    KeyStore().put(KEY, " ".join(each))
    return len(each)


def forget() -> bool:
    """Whether there were any."""
    from scanner.case.keys import KeyStore

    return bool(KeyStore().remove(KEY))


def tell(text: str) -> bool:
    """Whether every service took it. Without any there is nobody to tell, which is no failure."""
    given = addresses()
    if not given:
        return True
    apprise = _library()
    told = apprise.Apprise(asset=_asset(apprise))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        added = [told.add(address) for address in given]
        return bool(all(added) and told.notify(body=text, title=_TITLE))


def news_words(news: News, missed: Missed | None = None) -> str:
    """What is told. Numbers and days alone, whoever reads along."""
    parts = [
        f"{number} {words}"
        for number, words in (
            (news.released, "newly in public"),
            (news.relapsed, "back after it was gone"),
            (news.new, "new"),
        )
        if number
    ]
    lines = []
    if parts:
        needs = "needs" if news.total == 1 else "need"
        lines.append(f"{plural(news.total, 'thing')} {needs} you: {', '.join(parts)}. {_OPEN}")
    if missed:
        lines.append(missed_words(missed))
    return " ".join(lines)


def missed_words(missed: Missed) -> str:
    checks = f"{plural(missed.runs, 'check')} {'was' if missed.runs == 1 else 'were'} missed"
    return f"No check since {day(missed.last_at)}: {checks}."


def _is_known(address: str) -> bool:
    apprise = _library()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return bool(apprise.Apprise.instantiate(address, asset=_asset(apprise)))


def _asset(apprise: ModuleType) -> object:
    """No plug-ins from elsewhere, and no address in a log."""
    return apprise.AppriseAsset(
        app_id=_TITLE, app_desc=_TITLE, secure_logging=True, plugin_paths=[], async_mode=False
    )


def _library() -> ModuleType:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            library = importlib.import_module("apprise")
    except ImportError:
        raise KeyStoreError(_MISSING) from None
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    return library
