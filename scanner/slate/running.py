"""Which run of a slate is driven: the one that was cut off, or a new one."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from scanner import __version__
from scanner.case.store import CaseStore
from scanner.case.store.locking import CaseBusy, locked
from scanner.case.store.runs import SITE_REQUESTS, Run, RunRecord, RunState
from scanner.errors import NetcurtainError, PlanError, SlateError
from scanner.model.slate import Person, PersonState
from scanner.rulebook.book import RuleBook
from scanner.slate.entering import entered, planned
from scanner.slate.forecast import Forecast, Forecasting
from scanner.slate.giving_up import give_up_all
from scanner.slate.nights import Nights
from scanner.slate.setting import Place

_LOOKING_S = 1.0
"""Longer than anybody holds the lock who only looks whether it is held."""
_NO_CONSENT = {
    PersonState.LISTED: "no consent of their own yet, and not invited",
    PersonState.INVITED: "invited, and no consent has come back yet",
    PersonState.WITHDRAWN: "they withdrew their consent",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a new run is to be."""

    only: tuple[str, ...] = ()
    """Sources that alone are asked; empty for all."""
    skip: tuple[str, ...] = ()
    lead_budget: int = 20
    site_requests: int = SITE_REQUESTS
    numbers: frozenset[int] = frozenset()
    """People who alone are checked; empty for all."""

    def record(self, book: RuleBook, night: datetime | None = None) -> RunRecord:
        """With a seed of its own. `night`: when the one began in which the run begins. Raises
        PlanError for a source that does not exist."""
        if unknown := sorted({*self.only, *self.skip} - set(book.sources)):
            raise PlanError(
                f"No source is called {', '.join(unknown)}. `netcurtain rules list` shows all of "
                f"them."
            )
        return RunRecord(
            seed=secrets.randbits(64),
            tool_version=__version__,
            rules_digest=book.digest,
            lead_budget=self.lead_budget,
            only=self.only,
            skip=self.skip,
            site_requests=self.site_requests,
            night=night,
        )


def unfinished(store: CaseStore, slate_id: str) -> Run | None:
    """The newest run, if it has not ended."""
    newest = store.runs.newest(slate_id)
    return newest if newest is not None and newest.state is not RunState.ENDED else None


def change_since(run: Run, book: RuleBook) -> str:
    """In words, why answers from before may not fit questions of now; empty when they do."""
    if run.record.tool_version != __version__:
        return f"it was begun with netcurtain {run.record.tool_version}"
    if run.record.rules_digest != book.digest:
        return "the rules have changed since"
    return ""


def require_same(run: Run, book: RuleBook) -> None:
    """Raises PlanError when nothing can be asked in this run any more."""
    if problem := change_since(run, book):
        raise PlanError(
            f"Run {run.number} cannot be gone on with: {problem}. End it with what was answered "
            f"(--finish-now), or begin anew with --fresh."
        )


def require_as_begun(store: CaseStore, run: Run, wanted: Wanted) -> None:
    """Raises PlanError when something else is wanted than what the run was begun for.

    The same words again are no contradiction: a job that is started anew types what it typed.
    """
    record = run.record
    differs = [
        ("--only", wanted.numbers and not _covers(wanted.numbers, store, run)),
        ("--source", wanted.only and set(wanted.only) != set(record.only)),
        ("--skip", wanted.skip and set(wanted.skip) != set(record.skip)),
        ("--site-requests", wanted.site_requests not in (SITE_REQUESTS, record.site_requests)),
    ]
    if named := [option for option, is_so in differs if is_so]:
        raise PlanError(
            f"Run {run.number} is under way, and was begun with another {' and '.join(named)}. "
            f"Leave that out to go on with it as it was begun, or begin anew with --fresh."
        )


def _covers(numbers: Collection[int], store: CaseStore, run: Run) -> bool:
    return all(entrant.number in numbers for entrant in store.runs.entrants(run.id))


def begin_run(
    store: CaseStore, slate_id: str, record: RunRecord, only: Collection[int], now: datetime
) -> Run:
    """A new run with all who have consented; one that was not finished is ended.

    Raises PlanError when nobody has.
    """
    consented = (each.number for each in store.slates.people(slate_id, [PersonState.CONSENTED]))
    numbers = [number for number in consented if not only or number in only]
    if not numbers:
        raise PlanError(
            "Nobody of them may be checked: a check needs each person's own consent. `netcurtain "
            "slate invite` makes the forms, `netcurtain slate collect` takes in what comes back."
        )
    if last := unfinished(store, slate_id):
        give_up_all(store, last, "the run was given up for a new one", now)
        store.runs.turn_to(last.id, RunState.ENDED, now)
    return store.runs.begin(slate_id, record, numbers, now)


def forecast(
    place: Place,
    slate_id: str,
    wanted: Wanted,
    today: date,
    nights: Nights | None = None,
    tell: Callable[[int], object] = lambda _: None,
) -> Forecast:
    """What a new run would ask; nothing is sent, and nothing is written. `tell`: is called with the
    number of people whose plans are made."""
    record = wanted.record(place.book)
    adding = Forecasting(place.book, wanted.site_requests, nights)
    for done, person in enumerate(place.store.slates.people(slate_id), start=1):
        if not wanted.numbers or person.number in wanted.numbers:
            _add(adding, place, slate_id, record, person, today)
        tell(done)
    leases = place.store.leases
    names = {leases.name_of(site): site for site in adding.sites}
    known = leases.visits(names)
    return adding.told(
        {names[name]: each.answer_s for name, each in known.items() if each.answer_s is not None}
    )


def _add(
    adding: Forecasting,
    place: Place,
    slate_id: str,
    record: RunRecord,
    person: Person,
    today: date,
) -> None:
    if why := _NO_CONSENT.get(person.state):
        adding.leave(why)
        return
    try:
        who = entered(place.store, slate_id, person, today)
        before = place.store.lives.before(who.case_id)
        plan = planned(place, record, who.subject, before, today)
    except NetcurtainError as error:
        adding.leave(str(error).partition("\n")[0])
    else:
        adding.add(plan)


@contextlib.contextmanager
def driven_alone(store: CaseStore, slate_id: str) -> Iterator[Callable[[], None]]:
    """One driver at a time for a slate. Gives a function that makes sure of it anew, after a server
    was away, which may have forgotten who drives. Both raise SlateError."""
    with contextlib.ExitStack() as stack:

        def take() -> Callable[[], bool]:
            place = (store.database.engine, _lock_of(store, slate_id), _LOOKING_S)
            try:
                return stack.enter_context(locked(*place))
            except CaseBusy:
                raise SlateError(
                    "This slate is being run already, here or by somebody else. `netcurtain slate "
                    "status --watch` shows how far it is."
                ) from None

        held = [take()]

        def make_sure() -> None:
            if not held[-1]():
                held.append(take())

        yield make_sure


def is_driven(store: CaseStore, slate_id: str) -> bool:
    """Whether somebody drives a run of the slate at this moment."""
    try:
        with locked(store.database.engine, _lock_of(store, slate_id)):
            return False
    except CaseBusy:
        return True


def _lock_of(store: CaseStore, slate_id: str) -> str:
    return store.database.name("driver", slate_id)
