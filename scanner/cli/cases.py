"""What the commands about a case share: the store, and whom and what the user means."""

from __future__ import annotations

import contextlib
import getpass
import os
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.errors import CaseError, ConsentError, PlanError
from scanner.model.clock import utc_now
from scanner.store_address import store_address

if TYPE_CHECKING:
    from scanner.case.store import Case, CaseHead, CaseStore
    from scanner.case.vault import Vault
    from scanner.model.history import Known

_NAMES_SHOWN = 10

RESULT_VARIABLE = "NETCURTAIN_RESULT_PASSPHRASE"
"""The passphrase of a person of a slate, for what only they may open."""

SubjectArgument = Annotated[
    str,
    typer.Argument(
        metavar="SUBJECT",
        help="Whose case: a profile, or the name. Not needed while there is only one.",
        show_default=False,
    ),
]


@contextlib.contextmanager
def opened_store() -> Iterator[CaseStore]:
    """The user's store of cases; asks for the passphrase when one is set. Raises CaseError."""
    from scanner.case.vault.opening import open_cases
    from scanner.cli.passphrase_source import known_passphrase

    with open_cases(store_address(), known_passphrase) as store:
        yield store


def opened_vault() -> Vault:
    """What protects the store and the files beside it, for a command that needs no more; asks for
    the passphrase when one is set. Raises CaseError."""
    from scanner.case.vault.opening import open_vault
    from scanner.cli.passphrase_source import known_passphrase

    return open_vault(store_address(), known_passphrase)


def operator() -> str:
    """Who is at the keyboard, for the audit log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def find_case(store: CaseStore, subject: str = "") -> Case:
    """The case that is meant: by profile, name or id; the only one if nothing is given. Raises
    PlanError when there is none, or more than one."""
    first = store.cases.first(_NAMES_SHOWN)
    if not first:
        raise PlanError("There is no case yet. `netcurtain check profile.toml` begins one.")
    if not subject:
        if len(first) == 1:
            return first[0]
        raise PlanError(f"Say whose case: {_names(store, first)}.")
    wanted = _subject_id(Path(subject)) if Path(subject).is_file() else subject
    # An id is found by its hash, at once; names of thousands are looked through.
    if case := store.cases.find(wanted):
        return case
    found = store.cases.called(wanted)
    if not found:
        raise PlanError(
            f"There is no case of that name. There are cases of {_names(store, first)}."
        )
    if len(found) > 1:
        ids = _few([case.subject.id for case in found], len(found))
        raise PlanError(f"{len(found)} cases are of that name. Say which by its id: {ids}.")
    return found[0]


def case_unread(store: CaseStore, subject: str) -> CaseHead | None:
    """The case that is meant, by profile, name or id of the case, without reading any."""
    from scanner.profile.entries import slug

    names = [slug(subject), subject]
    if Path(subject).is_file():
        names.insert(0, _subject_id(Path(subject)))
    ids = [*(store.cases.id_of(name) for name in names), subject]
    return next((head for head in map(store.cases.head, ids) if head), None)


def find_open_case(store: CaseStore, subject: str = "") -> Case:
    """`find_case`, for a command that shows or changes details of it. Raises ConsentError when
    these are the person's alone, and neither is their passphrase given."""
    case = find_case(store, subject)
    require_open(store, case.id)
    return case


def require_open(store: CaseStore, case_id: str) -> None:
    """The one guard of those who let their officer see numbers alone. Raises ConsentError."""
    from scanner.slate.consenting.guard import require_shown

    require_shown(store, case_id, os.environ.get(RESULT_VARIABLE, ""))


def find_known(known: Sequence[Known], short: str) -> Known:
    """The finding whose id begins so. Raises CaseError when there is none, or more than one."""
    found = [item for item in known if short and item.finding_id.startswith(short.lower())]
    if len(found) != 1:
        raise CaseError(
            "No finding, or more than one, has an id that begins so. `netcurtain history` shows "
            "them all."
        )
    return found[0]


def _subject_id(profile: Path) -> str:
    """Whose profile it is; of one whose consent has ended, too: that person most of all must be
    able to see and delete their case."""
    from scanner.profile import load_profile

    today = utc_now().date()
    try:
        return load_profile(profile, today).subject.id
    except ConsentError:
        consent = tomllib.loads(profile.read_text(encoding="utf-8-sig")).get("consent", {})
        last = consent.get("valid_until")
        if not isinstance(last, date) or last >= today:
            raise
        return load_profile(profile, last).subject.id


def _names(store: CaseStore, first: Sequence[Case]) -> str:
    return _few([case.subject.display_name for case in first], store.cases.count())


def _few(names: Sequence[str], number: int) -> str:
    """As many as can be read: a slate may have thousands."""
    shown = ", ".join(sorted(names)[:_NAMES_SHOWN])
    rest = number - _NAMES_SHOWN
    return f"{shown} and {rest:,} more (`netcurtain cases` lists them)" if rest > 0 else shown
