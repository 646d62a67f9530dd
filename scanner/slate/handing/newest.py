"""The newest whole assessment of a person, wherever it lies."""

from __future__ import annotations

from scanner.case.store import Case, CaseStore
from scanner.errors import SlateError
from scanner.model.assessment import Assessment
from scanner.model.slate import Person
from scanner.render import read_json
from scanner.slate.consenting import open_result, unlock
from scanner.slate.handing.results import has_new_key, results_of
from scanner.slate.result_files import ASSESSMENT


def newest_assessment(store: CaseStore, case: Case, passphrase: str = "") -> Assessment | None:
    """Of who shares everything, from the case; of others, from their sealed result, which only
    their own `passphrase` opens. None where no check has come to an end.

    Raises SlateError for a result that cannot be opened, PassphraseError.
    """
    sealed = _sealed(store, case)
    if sealed is not None:
        person, content = sealed
        files = open_result(content, unlock(person.locked_identity, passphrase)).files
        if ASSESSMENT not in files:
            raise SlateError("The sealed result holds no assessment.")
        return read_json(files[ASSESSMENT].decode()).assessment
    found = store.scans.newest(case.id)
    return found[1] if found else None


def _sealed(store: CaseStore, case: Case) -> tuple[Person, bytes] | None:
    """The newest check of the case if its result was sealed, with who opens it."""
    newest: tuple[Person, bytes] | None = None
    last = None
    for slate_id, person in store.slates.of_case(case.id):
        for result in results_of(store, store.slates.one(slate_id), {person.number}):
            if last is None or result.ended_at > last:
                last = result.ended_at
                content = store.runs.sealed(result.run_id, person.number)
                if content and has_new_key(result):
                    raise SlateError(
                        "Their result is sealed for the key of an earlier form. Check them again."
                    )
                newest = (person, content) if content else None
    return newest
