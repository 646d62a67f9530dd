"""Each person's result, in the form in which they agreed to have it, and a list of what was
written, so that the next time only what is new is."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from scanner.case.store import CaseStore
from scanner.case.store.slates import Slate
from scanner.case.whole_file import whole_file
from scanner.errors import OutputError
from scanner.language import ENGLISH, spoken
from scanner.model.assessment import Assessment
from scanner.model.slate import EntrantState, Person, PersonState, Sharing
from scanner.render.csv_report import inert
from scanner.render.veil import printable
from scanner.slate.consenting import seal_result
from scanner.slate.consenting.page import sealed_page
from scanner.slate.handing.names import result_name
from scanner.slate.overview.calls import day_in_london
from scanner.slate.result_files import result_files

INDEX = "results.json"
LIST = "results.csv"
_SCHEMA = "netcurtain/slate-results/1"


@dataclass(frozen=True, slots=True)
class Result:
    """The newest check of a person that came to an end."""

    person: Person = field(repr=False)
    run_id: str
    scan_id: str
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is to be written for a person; at least one of the two."""

    page: str = field(repr=False)
    """The sealed page, which only they can open; empty where they have no key."""
    assessment: Assessment | None = field(repr=False)
    """For an ordinary report, of one who shares everything."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: what was written for a person."""

    number: int
    check: str
    """Which one it tells of."""
    page: str
    """Name of the sealed page; empty for none."""
    report: str
    """Name of the folder with the report in clear; empty for none."""
    checked_on: str
    """Day of the check in London, `2027-04-20`."""
    language: str = ENGLISH.value
    """In which it speaks."""


def results_of(store: CaseStore, slate: Slate, only: Collection[int] = ()) -> tuple[Result, ...]:
    """The newest result of everybody whose consent stands, in the order of the slate. `only`:
    numbers of those who are meant; empty for all."""
    newest: dict[int, tuple[str, str, datetime]] = {}
    for run in sorted(store.runs.of(slate.id), key=lambda each: each.number):
        for one in store.runs.entrants(run.id):
            if one.state is EntrantState.DONE and one.numbers is not None:
                newest[one.number] = (run.id, one.scan_id, one.numbers.ended_at)
    return tuple(
        Result(person, *newest[person.number])
        for person in store.slates.people(slate.id, (PersonState.CONSENTED,))
        if person.number in newest and (not only or person.number in only)
    )


def delivery_of(store: CaseStore, result: Result, who: str) -> Delivery | None:
    """What a person gets; None where there is nothing, or nothing that they could open.

    `who`: the officer, as the sealed page names them. Raises SlateError.
    """
    person = result.person
    assessment: Assessment | None = None
    sealed = store.runs.sealed(result.run_id, person.number)
    if sealed and has_new_key(result):
        return None
    if not sealed:
        # They shared everything when they were checked, so it lies in the case.
        assessment = store.scans.assessment(result.scan_id) if result.scan_id else None
        if assessment is None:
            return None
        if person.recipient:
            sealed = seal_result(person, result_files(assessment))
    page = sealed_page(person, sealed, who) if sealed else ""
    is_open = person.sharing is Sharing.ALL
    return Delivery(page, assessment if is_open else None) if page or is_open else None


def has_new_key(result: Result) -> bool:
    """Whether they answered another form after the check: what was sealed before is for the key
    that came with the earlier one, which is not here any more."""
    answered = result.person.answered_at
    return answered is not None and answered > result.ended_at


def entry_of(result: Result, delivery: Delivery) -> Entry:
    """What the list is to say once it is written."""
    return Entry(
        number=result.person.number,
        check=_check(result),
        page=result_name(result.person, ".html") if delivery.page else "",
        report=result_name(result.person) if delivery.assessment else "",
        checked_on=day_in_london(result.ended_at).isoformat(),
        language=spoken().value,
    )


def is_written(folder: Path, result: Result, written: Mapping[int, Entry]) -> bool:
    """Whether that very check was written there in the language that is spoken, and lies there
    still, as the person shares it."""
    entry = written.get(result.person.number)
    if entry is None or (entry.check, entry.language) != (_check(result), spoken().value):
        return False
    if bool(entry.report) != (result.person.sharing is Sharing.ALL) and not entry.page:
        return False
    return all((folder / name).exists() for name in (entry.page, entry.report) if name)


def read_list(folder: Path) -> dict[int, Entry]:
    """What was written there before, by number of the person. A list that cannot be read counts as
    none: then all is written again."""
    try:
        told = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        if told["schema"] != _SCHEMA:
            return {}
        entries = [Entry(**each) for each in told["written"]]
    except (OSError, ValueError, TypeError, LookupError):
        return {}
    return {entry.number: entry for entry in entries if _is_plain(entry)}


def write_list(
    folder: Path, entries: Mapping[int, Entry], people: Mapping[int, tuple[str, str]]
) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The list for programs, and the same for the officer, with whose each file is: `people` has
    reference and name by number, of those who may stand there. Of others, what still lies there
    stays on the list for programs alone, so that it can be named until it is deleted.

    The lists, and what lies there of others. Raises OutputError.
    """
    ordered = [entries[number] for number in sorted(entries)]
    others = {
        entry.number: _lying(folder, entry) for entry in ordered if entry.number not in people
    }
    kept = [entry for entry in ordered if others.get(entry.number, True)]
    index = {"schema": _SCHEMA, "written": [asdict(entry) for entry in kept]}
    put_file(folder / INDEX, json.dumps(index, indent=1))
    put_file(folder / LIST, _table([one for one in kept if one.number in people], people))
    left = tuple(path for paths in others.values() for path in paths)
    return (folder / INDEX, folder / LIST), left


def _lying(folder: Path, entry: Entry) -> tuple[Path, ...]:
    paths = (folder / name for name in (entry.page, entry.report) if name)
    return tuple(path for path in paths if path.exists())


def put_file(path: Path, text: str) -> None:
    """Puts a file (0600) in the place of what was there: an old copy of a result is of no use to
    anybody. Raises OutputError."""
    try:
        with whole_file(path) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror or error}.") from error


def _table(entries: list[Entry], people: Mapping[int, tuple[str, str]]) -> str:
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(("reference", "name", "sealed page", "report in clear", "checked on"))
    for entry in entries:
        who = people[entry.number]
        cells = (*(printable(" ".join(text.split())) for text in who), entry.page, entry.report)
        table.writerow(map(inert, (*cells, entry.checked_on)))
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + text.getvalue()


def _check(result: Result) -> str:
    return result.scan_id or result.run_id


def _is_plain(entry: Entry) -> bool:
    """Names lead nowhere else, whoever wrote the list."""
    return isinstance(entry.number, int) and all(
        isinstance(name, str) and Path(name).name == name for name in (entry.page, entry.report)
    )
