"""Files outside the store that hold lines of many people: where they were written, so that whoever
withdraws can be taken out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from scanner.case.exports import exports_of
from scanner.case.store import CaseStore
from scanner.model.slate import Person
from scanner.slate.consenting.inviting import file_name

_MOST = 200
"""Lists that are remembered, the newest of them."""


def note_lists(store: CaseStore, slate_id: str, paths: Iterable[Path]) -> None:
    """Remembers that these files name people of the slate; what is not there any more is
    forgotten."""
    record = store.slates.one(slate_id).record
    written = [str(path.resolve()) for path in paths]
    kept = [path for path in record.lists if path not in written and Path(path).exists()]
    lists = (*kept, *dict.fromkeys(written))[-_MOST:]
    if lists != record.lists:
        store.slates.change(slate_id, replace(record, lists=lists))


def lists_there(store: CaseStore, slate_id: str) -> tuple[Path, ...]:
    """Those that lie where they were written."""
    paths = map(Path, store.slates.one(slate_id).record.lists)
    return tuple(path for path in paths if path.exists())


def files_of_person(store: CaseStore, slate_id: str, person: Person) -> tuple[Path, ...]:
    """What lies there of one person alone: their results, and their form beside a list of them."""
    return tuple(dict.fromkeys(path for path in _of_person(store, slate_id, person)))


def _of_person(store: CaseStore, slate_id: str, person: Person) -> Iterator[Path]:
    if person.subject_id:
        case_id = store.cases.id_of(person.subject_id)
        noted = [Path(each.path) for each in exports_of(store, case_id)]
        yield from (path for path in noted if path.exists())
    for path in lists_there(store, slate_id):
        form = path.parent / file_name(person)
        if form.exists():
            yield form
