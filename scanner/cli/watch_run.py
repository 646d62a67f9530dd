"""One run of the watch: what is due is asked by an ordinary check, and news of it is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scanner.case.consents import require_not_withdrawn
from scanner.case.evidence import wipe_folder
from scanner.case.recording import unfinished_of
from scanner.case.retention import apply_retention
from scanner.case.store import Case, CaseStore, StoredScan
from scanner.case.watching import (
    Due,
    Missed,
    News,
    Watched,
    asked_before,
    due,
    last_watched,
    longest_pace,
    missed,
    news_of,
    note_watched,
    open_sources,
)
from scanner.cli.cases import find_case, opened_store, operator
from scanner.cli.console import say
from scanner.cli.exits import Exit
from scanner.cli.notify import missed_words, news_words, tell
from scanner.cli.scan import Selection, prepare
from scanner.errors import ConsentError, KeyStoreError, PlanError
from scanner.model.bands import Band
from scanner.profile import load_profile
from scanner.render.words import plural

_A_RUN = re.compile(r"\d{8}-\d{6}")
_ENDED = "The watch has ended, since the consent has ended or was withdrawn. Nothing is sent."

Check = Callable[[list[str], Path, bool], int]
"""Asks all but the sources named, writes the report into the folder, and gives the exit code. The
last says whether one that was cut off is to be gone on with instead."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a watch is told once and for all."""

    profile: Path
    selection: Selection
    every: timedelta
    from_band: Band
    out: Path
    check: Check
    keep_reports: int = 30


@dataclass(frozen=True, slots=True)
class Run:
    """What came of one run."""

    code: Exit
    next_at: datetime
    """When to run again."""


def run_once(watch: Watch, now: datetime) -> Run:
    """Does what is due. Raises ConsentError when the consent has ended or was withdrawn, after
    telling so once; any other NetcurtainError as the check does."""
    with opened_store() as store:
        case = _known_case(store, watch.profile)
        last = last_watched(store, case.id) if case else None
        _require_consent(watch, store, case, last, now)
        gone = missed(last, now)
        if gone:
            say(missed_words(gone))
        asks = _due(watch, store, case, now)
        was_cut_off = case is not None and unfinished_of(store, case.id) is not None
        before = _newest(store, case) if case else None
    if asks.now or was_cut_off:
        say(f"{plural(len(asks.now), 'source')} due, {len(asks.later)} later.")
        folder = watch.out / f"{now:%Y%m%d-%H%M%S}"
        code = Exit(watch.check(sorted(asks.later), folder, was_cut_off))
        _keep_newest(watch)
    else:
        say("Nothing is due yet.")
        code = Exit.CLEAN
    return _ended(watch, now, len(asks.now), code, gone, last.untold if last else News(), before)


def _keep_newest(watch: Watch) -> None:
    """Deletes the reports of older runs: they pile up where nobody looks, and hold what is
    private. What they told stays in the case."""
    if not watch.out.is_dir():
        return
    runs = sorted(each for each in watch.out.iterdir() if _A_RUN.fullmatch(each.name))
    for old in runs[: -watch.keep_reports]:
        wipe_folder(old)


def _known_case(store: CaseStore, profile: Path) -> Case | None:
    """The person's case, if there is one yet."""
    try:
        return find_case(store, str(profile))
    except PlanError:
        return None


def _require_consent(
    watch: Watch, store: CaseStore, case: Case | None, last: Watched | None, now: datetime
) -> None:
    """The end is told once, though a timer goes on firing."""
    try:
        require_not_withdrawn(store, load_profile(watch.profile, now.date()).subject)
    except ConsentError:
        if case is not None and not (last and last.stopped) and tell(_ENDED):
            run = Watched(now, _seconds(watch), 0, stopped=True)
            note_watched(store, case.id, run)
        raise


def _due(watch: Watch, store: CaseStore, case: Case | None, now: datetime) -> Due:
    scan = prepare(watch.profile, watch.selection)
    if case is None:
        return due(scan.plan, scan.book, {}, (), now)
    asked = asked_before(store, case.id, now - longest_pace(scan.book))
    return due(scan.plan, scan.book, asked, open_sources(store.lives.known(case.id)), now)


def _ended(
    watch: Watch,
    now: datetime,
    asked: int,
    code: Exit,
    gone: Missed | None,
    untold: News,
    before: StoredScan | None,
) -> Run:
    """Tells the news, keeps the time, and lets go of what is older than it need be."""
    with opened_store() as store:
        case = find_case(store, str(watch.profile))
        fresh = _fresh(store, case, before, watch.from_band)
        news = untold + fresh
        words = news_words(news, gone)
        was_told = _tell(words) if words else True
        run = Watched(now, _seconds(watch), asked, News() if was_told else news)
        note_watched(store, case.id, run)
        apply_retention(store, now, operator())
    next_at = now + watch.every
    if code in (Exit.INTERRUPTED, Exit.ERROR, Exit.USAGE):
        return Run(code, next_at)
    return Run(Exit.FINDINGS if fresh.total else _quiet(code), next_at)


def _quiet(code: Exit) -> Exit:
    """Old findings are no news; too little coverage is."""
    return Exit.LOW_COVERAGE if code is Exit.LOW_COVERAGE else Exit.CLEAN


def _newest(store: CaseStore, case: Case) -> StoredScan | None:
    return next(reversed(store.scans.of(case.id)), None)


def _fresh(store: CaseStore, case: Case, before: StoredScan | None, from_band: Band) -> News:
    """The news of the check that has just ended."""
    last = _newest(store, case)
    if last is None or last == before:
        return News()
    assessment = store.scans.assessment(last.id)
    return news_of(assessment, from_band) if assessment else News()


def _tell(words: str) -> bool:
    """Here at once, and by the person's own services."""
    say(words)
    try:
        was_told = tell(words)
    except KeyStoreError as error:
        say(str(error))
        return False
    if not was_told:
        say("That could not be told by your own service: the next run tries again.")
    return was_told


def _seconds(watch: Watch) -> int:
    return int(watch.every.total_seconds())
