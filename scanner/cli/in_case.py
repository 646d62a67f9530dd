"""A check in the person's case: whether it may be made, what it goes on with, what it leaves."""

from __future__ import annotations

import contextlib
import math
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from scanner import __version__
from scanner.case.consents import require_not_withdrawn
from scanner.case.evidence import CaseFolder, evidence_of_check
from scanner.case.exports import note_export
from scanner.case.recording import Recording, Unfinished, begin, go_on, unfinished_of
from scanner.case.store import CaseStore, ScanRecord
from scanner.case.store.locking import CaseBusy, locked
from scanner.case.store.opening import store_path
from scanner.cli.cases import opened_store, operator, require_open
from scanner.cli.console import say
from scanner.cli.scan import Loaded, Scan
from scanner.errors import PlanError
from scanner.language.times import utc
from scanner.model.assessment import Assessment
from scanner.model.before import Before
from scanner.model.clock import utc_now
from scanner.model.subject import Subject
from scanner.plan import plan_with_keys
from scanner.render.words import plural
from scanner.store_address import store_address


@dataclass(frozen=True, slots=True)
class InCase:
    """A person's case, held by this process alone."""

    store: CaseStore
    subject: Subject
    case_id: str
    unfinished: Unfinished | None
    """The newest check, if it was cut off or stopped."""

    @property
    def before(self) -> Before:
        """What a check that begins now knows of those before it."""
        return self.store.lives.before(self.case_id)

    def begin(self, scan: Scan, renders: bool, keeps_content: bool) -> Recording:
        """A new check, from now on in the case."""
        self.store.cases.enrol(self.subject, utc_now())
        record = ScanRecord(
            subject=scan.subject,
            plan=scan.plan,
            seed=secrets.randbits(64),
            started_at=utc_now(),
            tool_version=__version__,
            rules_digest=scan.book.digest,
            renders=renders,
            keeps_content=keeps_content,
            before=self.before,
            controls_by_source=True,
        )
        return begin(self.store, self.case_id, record, operator())

    def evidence_of(self, recording: Recording) -> CaseFolder | None:
        """Where a check's evidence goes while the case is encrypted; None while it is not, and the
        evidence goes where the user says."""
        if not self.store.vault.is_encrypted:
            return None
        return evidence_of_check(self.store, self.case_id, recording.scan.id)

    def end(self, recording: Recording, assessment: Assessment, folder: Path) -> None:
        """What a check came to, and where its report lies."""
        recording.end(assessment, operator())
        note_export(self.store, self.case_id, folder, "report", utc_now())

    def go_on(self, last: Unfinished, keeps_content: bool) -> Recording:
        """The check that was cut off, with what the person did since."""
        now = self.before
        before = replace(last.record.before, letters=now.letters, marks=now.marks)
        record = replace(last.record, before=before, keeps_content=keeps_content)
        return go_on(self.store, last, record, utc_now(), operator())


@contextlib.contextmanager
def in_case(subject: Subject, waits: bool, store: CaseStore | None = None) -> Iterator[InCase]:
    """Opens the person's case for a check. Raises ConsentError when they have withdrawn their
    consent, CaseError when another check of them runs and `waits` is not set.

    `store`: another one than the user's own.
    """
    with contextlib.ExitStack() as stack:
        if store is None:
            store = stack.enter_context(opened_store())
        require_not_withdrawn(store, subject)
        case_id = store.cases.id_of(subject.id)
        require_open(store, case_id)
        _hold(stack, store, case_id, waits)
        yield InCase(store, subject, case_id, unfinished_of(store, case_id))


def require_consent(subject: Subject) -> None:
    """For a check that leaves no case: a consent that was withdrawn counts all the same. Raises
    ConsentError; makes no store where there is none."""
    if store_address() or store_path().exists():
        with opened_store() as store:
            require_not_withdrawn(store, subject)


def _hold(stack: contextlib.ExitStack, store: CaseStore, case_id: str, waits: bool) -> None:
    engine = store.database.engine
    try:
        stack.enter_context(locked(engine, case_id))
    except CaseBusy:
        if not waits:
            raise
        say("Another netcurtain is at work on this case: waiting until it has ended.")
        stack.enter_context(locked(engine, case_id, math.inf))


def to_go_on_with(
    case: InCase, loaded: Loaded, resume: bool, fresh: bool, may_ask: bool
) -> Unfinished | None:
    """The check to take up; None to begin a new one. Raises PlanError when the one that the user
    wants cannot be gone on with."""
    last = case.unfinished
    if last is None or fresh:
        return None
    problem = changed_since(last.record, loaded)
    if resume:
        if problem:
            raise PlanError(
                f"{_told(last)} It cannot be gone on with: {problem}. Begin anew with --fresh."
            )
        return last
    if not last.answered:
        return None
    if problem:
        say(f"{_told(last)} It cannot be gone on with ({problem}), so a new one begins.")
        return None
    if may_ask:
        say(_told(last))
        return last if typer.confirm("Go on with it?", default=True, err=True) else None
    say(f"{_told(last)} A new one begins in its place; --resume would have gone on with it.")
    return None


def changed_since(record: ScanRecord, loaded: Loaded) -> str:
    """Why answers from before may not fit questions of now; empty when they do."""
    if record.tool_version != __version__:
        return f"it was begun with netcurtain {record.tool_version}"
    if record.rules_digest != loaded.book.digest:
        return "the rules have changed since"
    if replace(record.subject, manual=()) != replace(loaded.subject, manual=()):
        return "the profile has changed since"
    return ""


def planned_then(last: Unfinished, loaded: Loaded) -> Scan:
    """What was planned when the check began, with today's keys. Raises PlanError."""
    plan = plan_with_keys(last.record.plan, loaded.book, loaded.secrets)
    return Scan(last.record.subject, loaded.book, plan, loaded.warnings)


def announce(last: Unfinished) -> None:
    """What is gone on with, and what is left."""
    questions = plural(last.planned, "planned question")
    if last.left:
        done = f"{last.planned - last.left} of {questions} were answered. Left are {last.left}, "
        done += "and what their answers lead to"
    else:
        done = f"all {questions} were answered. Left is what their answers lead to"
    say(
        f"Goes on with the check begun on {utc(last.record.started_at)}: {done}. What was "
        f"answered is not asked again."
    )


def _told(last: Unfinished) -> str:
    return (
        f"The check begun on {utc(last.record.started_at)} was not finished: "
        f"{last.planned - last.left} of {plural(last.planned, 'planned question')} were answered."
    )
