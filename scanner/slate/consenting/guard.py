"""Whose details the officer may not see, and how the person themself opens them."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.case.store import CaseStore
from scanner.errors import ConsentError, PassphraseError, SlateError
from scanner.model.slate import Person, Sharing
from scanner.slate.consenting.sealing import unlock


def kept_from_officer(store: CaseStore, case_id: str) -> Person | None:
    """The person of a case, if on any slate they share numbers alone; None when the officer may
    see the details, or looks after nobody of that case."""
    entries = store.slates.of_case(case_id)
    return next((one for _, one in entries if one.sharing is Sharing.NUMBERS), None)


def require_shown(store: CaseStore, case_id: str, passphrase: str = "") -> None:
    """Raises ConsentError when the details of a case are the person's alone and `passphrase` is
    not theirs."""
    person = kept_from_officer(store, case_id)
    if person is None:
        return
    if not passphrase or not person.locked_identity:
        raise ConsentError(
            f"{person.name} lets you see numbers alone: `netcurtain slate overview` shows them. "
            f"The details are in the result that only their own passphrase opens. For them to see "
            f"or do this here, NETCURTAIN_RESULT_PASSPHRASE may hold it for one command."
        )
    try:
        unlock(person.locked_identity, passphrase)
    except PassphraseError:
        raise ConsentError(f"That is not the passphrase of {person.name}.") from None


def require_nothing_kept(store: CaseStore, people: Iterable[Person]) -> None:
    """Raises SlateError when one of them shares numbers alone and has a case: off the slate, nobody
    would know that its details are theirs."""
    kept = [
        one
        for one in people
        if one.sharing is Sharing.NUMBERS
        and one.subject_id
        and store.cases.find(one.subject_id) is not None
    ]
    if kept:
        refs = ", ".join(f'"{one.ref}"' for one in kept[:5])
        more = f" and {len(kept) - 5} more" if len(kept) > 5 else ""
        raise SlateError(
            f"{refs}{more}: what checks left of them is theirs alone, which only the slate knows. "
            f"`netcurtain purge` deletes it and takes them off."
        )
