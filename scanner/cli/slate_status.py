"""`netcurtain slate status`: how far a run is, from any terminal; it only reads the store."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.console import err, out, say
from scanner.cli.slate_choice import SlateOption

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.case.store.runs import Run
    from scanner.slate.progress import Looked

_WATCH_EVERY_S = 2.0
_SITES = 12


def status(
    slate: SlateOption = "",
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on showing it until the run ends; Ctrl-C leaves.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print it as JSON, and nothing else.")
    ] = False,
) -> None:
    """Show how far the newest run of a slate is: people by state, the slowest sites, time left.

    Examples:

      netcurtain slate status

      netcurtain slate status --watch
    """
    from scanner.cli.cases import opened_store
    from scanner.cli.slate_choice import chosen_slate

    with opened_store() as store:
        chosen = chosen_slate(store, slate)
        newest = store.runs.newest(chosen.id)
        if newest is None:
            say("No run was begun yet. `netcurtain slate plan` shows what one would do.")
            if as_json:
                out.file.write('{"schema": "netcurtain/slate-status/1", "run": null}\n')
            return
        if as_json:
            out.file.write(json.dumps(_as_data(store, newest), indent=2) + "\n")
        elif watch:
            _watch(store, newest)
        else:
            for line in _lines(store, newest):
                out.print(line, markup=False)


def _watch(store: CaseStore, newest: Run) -> None:
    """The same again and again: a terminal shows it in place."""
    from rich.live import Live
    from rich.text import Text

    from scanner.case.store.runs import RunState

    with Live(console=err, auto_refresh=False, transient=True) as live:
        while True:
            lines = _lines(store, newest)
            if err.is_terminal:
                live.update(Text("\n".join(lines)), refresh=True)
            else:
                err.print("\n".join(lines), markup=False)
            if newest.state is RunState.ENDED:
                break
            time.sleep(_WATCH_EVERY_S)
            newest = store.runs.one(newest.id)
    for line in lines:
        out.print(line, markup=False)


def _lines(store: CaseStore, newest: Run) -> list[str]:
    from scanner.cli.slate_live import people_line, site_line
    from scanner.language.times import utc

    looked = _looked(store, newest)
    lines = [
        f"Run {newest.number}, begun on {utc(newest.started_at)}: {_state(store, newest)}",
        people_line(looked),
    ]
    waiting = [site for site in looked.sites if site.waiting]
    lines += [f"  {site_line(site)}" for site in waiting[:_SITES]]
    if len(waiting) > _SITES:
        lines.append(f"  and {len(waiting) - _SITES} sites more")
    return lines


def _state(store: CaseStore, newest: Run) -> str:
    """In words; a run whose driver was killed still calls itself running."""
    from scanner.case.store.runs import RunState
    from scanner.language.times import utc
    from scanner.slate.running import is_driven

    if newest.state is RunState.ENDED:
        return f"ended on {utc(newest.ended_at)}." if newest.ended_at else "ended."
    if is_driven(store, newest.slate_id):
        is_asking = newest.state is RunState.RUNNING
        return "running." if is_asking else "running, and waiting for the hours of asking."
    return "stopped. `netcurtain slate run` goes on with it."


def _looked(store: CaseStore, newest: Run) -> Looked:
    from scanner.model.clock import utc_now
    from scanner.slate.progress import Looked

    return Looked(utc_now(), store.runs.counts(newest.id), store.runs.sites(newest.id))


def _as_data(store: CaseStore, newest: Run) -> dict[str, Any]:
    from scanner.cli.slate_words import seconds_left
    from scanner.model.slate import EntrantState
    from scanner.slate.running import is_driven

    looked = _looked(store, newest)
    return {
        "schema": "netcurtain/slate-status/1",
        "run": newest.number,
        "state": newest.state.value,
        "is_driven": is_driven(store, newest.slate_id),
        "started_at": newest.started_at.isoformat(),
        "ended_at": newest.ended_at.isoformat() if newest.ended_at else None,
        "people": {state.value: looked.people.get(state, 0) for state in EntrantState},
        "seconds_left_at_least": round(seconds_left(looked.sites)),
        "sites": [
            {
                "site": site.site if site.people > 1 else None,
                "spacing_seconds": site.spacing_s,
                "waiting": site.waiting,
                "answered": site.answered,
                "people": site.people,
            }
            for site in looked.sites
        ],
    }
