"""`netcurtain slate run`: checks everybody of a slate who has consented."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import err, say
from scanner.cli.options import (
    CaFileOption,
    ConnectTimeoutOption,
    ConnectToOption,
    ContactOption,
    LoopbackOption,
    OptOutOption,
    RulesOption,
    SkipOption,
    TimeoutOption,
)
from scanner.cli.slate_choice import SlateOption
from scanner.cli.slate_options import (
    PeopleOption,
    PerNightOption,
    SiteRequestsOption,
    SourceOption,
    nights_of_option,
    numbers_of_option,
    until_of_option,
)
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.case.store.runs import Run
    from scanner.case.store.slates import Slate
    from scanner.slate.driver import Bounds
    from scanner.slate.running import Wanted
    from scanner.slate.setting import Place

_NOTHING_SENT = "Nothing was sent."
_STOPPING = (
    "Stopping: what has been answered is kept, and nothing more is asked. Again: give up at once."
)


def run(
    slate: SlateOption = "",
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            metavar="ENGINE",
            help="Where the work is done: local (this machine), dask (a cluster on this machine, "
            "with a dashboard), tls://SCHEDULER:PORT or, on this machine, dask://127.0.0.1:PORT.",
        ),
    ] = "local",
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            metavar="NUMBER",
            min=0,
            help="Processes that read and match at a time, on this machine; one for each "
            "processor unless given.",
            show_default=False,
        ),
    ] = 0,
    per_night: PerNightOption = "",
    until: Annotated[
        str,
        typer.Option(
            "--until",
            metavar="TIME",
            help="Stop at this time: 06:00 or 2027-03-01 06:00. Run again to go on.",
            show_default=False,
        ),
    ] = "",
    only: PeopleOption = None,
    source: SourceOption = None,
    skip: SkipOption = None,
    rules: RulesOption = None,
    site_requests: SiteRequestsOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before anything is sent.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    fresh: Annotated[
        bool,
        typer.Option("--fresh", help="Begin anew, also where a run could be gone on with."),
    ] = False,
    finish_now: Annotated[
        bool,
        typer.Option(
            "--finish-now",
            help="Ask nothing more: conclude everybody with what has been answered.",
        ),
    ] = False,
    allow_loopback: LoopbackOption = False,
    proxy: Annotated[
        str, typer.Option("--proxy", metavar="URL", help="Send everything through this proxy.")
    ] = "",
    contact: ContactOption = "",
    opt_out: OptOutOption = None,
    connect_to: ConnectToOption = None,
    ca_file: CaFileOption = None,
    connect_timeout: ConnectTimeoutOption = None,
    timeout: TimeoutOption = None,
) -> None:
    """Check everybody of the slate who has consented, each page and question once for all.

    Nothing is sent before you have seen what goes to whom. Ctrl-C stops within seconds and keeps
    what was answered; run it again to go on, whatever ended it. When a run has ended, the next one
    compares with it. Exit codes: 0 everybody who may be checked was, 1 error or nobody could be
    checked, 2 usage, 3 somebody was left out or is still to come (--until, or the sites' requests
    of this night are spent), 130 interrupted.

    Examples:

      netcurtain slate run

      netcurtain slate run --per-night 22:00-06:00

      netcurtain slate run --engine tls://scheduler.example.org:8786
    """
    from scanner.cli.cases import opened_store
    from scanner.cli.scan import Network
    from scanner.cli.slate_choice import chosen_slate
    from scanner.cli.slate_loading import place_of, setting_of
    from scanner.model.clock import utc_now
    from scanner.slate.driver import Bounds
    from scanner.slate.running import Wanted, driven_alone

    bounds = Bounds(
        until_of_option(until, utc_now()), nights_of_option(per_night), finish_now=finish_now
    )
    if fresh and finish_now:
        raise PlanError("--fresh begins anew and --finish-now ends: give one of them.")
    network = Network(
        allow_loopback,
        proxy,
        contact,
        connect_to,
        _absolute(ca_file),
        opt_out,
        connect_timeout_s=connect_timeout,
        silence_s=timeout,
    ).options()
    with opened_store() as store, contextlib.ExitStack() as stack:
        chosen = chosen_slate(store, slate)
        make_sure = stack.enter_context(driven_alone(store, chosen.id))
        wanted = Wanted(
            only=tuple(source or ()),
            skip=tuple(skip or ()),
            numbers=numbers_of_option(store, chosen, only),
            **({"site_requests": site_requests} if site_requests else {}),
        )
        place = place_of(setting_of(store, rules, network), store)
        found = _run_to_drive(place, chosen, wanted, bounds, fresh, yes)
        if found is not None:
            _drive(place, found, bounds, engine, jobs, quiet, make_sure)


def _run_to_drive(
    place: Place, slate: Slate, wanted: Wanted, bounds: Bounds, fresh: bool, yes: bool
) -> Run | None:
    """The run that is gone on with, or a new one; None when the user says no."""
    from scanner.cli.asking import confirmed
    from scanner.cli.slate_loading import forecast_told
    from scanner.cli.slate_words import print_forecast
    from scanner.model.clock import utc_now
    from scanner.slate.nights import night_of
    from scanner.slate.running import (
        begin_run,
        change_since,
        require_as_begun,
        require_same,
        unfinished,
    )

    store = place.store
    last = None if fresh else unfinished(store, slate.id)
    if last is None and bounds.finish_now:
        raise PlanError("No run is under way that could be finished.")
    if last is not None:
        if not bounds.finish_now:
            require_same(last, place.book)
        require_as_begun(store, last, wanted)
        _tell_going_on(store, last, bounds.finish_now, change_since(last, place.book))
        question = "" if bounds.finish_now else "Go on with it?"
        if question and not confirmed(question, yes):
            say(_NOTHING_SENT)
            return None
        return last
    found = forecast_told(place, slate, wanted, bounds.nights)
    print_forecast(found, err)
    if not found.people:
        raise PlanError(
            "Nobody may be checked yet: a check needs each person's own consent. `netcurtain "
            "slate invite` makes the forms, `netcurtain slate collect` takes in what comes back."
        )
    if not confirmed("Go ahead?", yes):
        say(_NOTHING_SENT)
        return None
    now = utc_now()
    record = wanted.record(place.book, night_of(bounds.nights, now))
    return begin_run(store, slate.id, record, wanted.numbers, now)


def _drive(
    place: Place,
    found: Run,
    bounds: Bounds,
    engine: str,
    jobs: int,
    quiet: bool,
    make_sure: Callable[[], None],
) -> None:
    from scanner.cli.slate_live import LiveSlate
    from scanner.cli.stopping import stoppable
    from scanner.engine import engine_of
    from scanner.slate.driver import drive

    with contextlib.ExitStack() as stack:
        workers = engine_of(engine, jobs)
        stack.callback(workers.close)
        if dashboard := getattr(workers, "dashboard", ""):
            say(f"The cluster can be watched at {dashboard}")
        stopping = stack.enter_context(stoppable(_STOPPING))
        live = stack.enter_context(LiveSlate(place.store, found.id, enabled=not quiet))
        events = drive(
            workers,
            place.setting,
            place.store,
            found.id,
            bounds,
            lambda: stopping.is_wanted,
            make_sure=make_sure,
        )
        try:
            for event in events:
                live.see(event)
        except BaseException:
            # An error, or a second Ctrl-C.
            events.close()
            live.tell_cut_off()
            raise
    live.tell_end()
    raise typer.Exit(int(live.code))


def _tell_going_on(store: CaseStore, last: Run, finishes: bool, change: str) -> None:
    from scanner.cli.slate_words import left_words, people_words
    from scanner.language.times import utc
    from scanner.model.slate import EntrantState

    counts = store.runs.counts(last.id)
    over = counts.get(EntrantState.DONE, 0) + counts.get(EntrantState.LEFT, 0)
    told = (
        f"Goes on with run {last.number}, begun on {utc(last.started_at)}: {over} of "
        f"{people_words(sum(counts.values()))} are through."
    )
    if finishes:
        say(f"{told} Nothing more is asked.")
        if change:
            say(
                f"Note: {change}. Everybody is concluded by the rules and version of now: what "
                f"these do not ask any more does not count, and what they ask anew has no answer."
            )
    else:
        say(f"{told} {left_words(store.runs.sites(last.id))} What was answered is not asked again.")


def _absolute(path: Path | None) -> Path | None:
    return path.resolve() if path else None
