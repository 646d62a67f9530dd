"""From a row to a person: every cell read and mended, every fault told with its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scanner.errors import ConsentError, Problem, ProfileError
from scanner.model.facts import FactKind
from scanner.model.subject import Election, Role
from scanner.profile import parse_profile
from scanner.profile.drafts import draft_of, profile_text
from scanner.profile.sections import id_from_name
from scanner.slate.importing.bringing import CONSENT, consent_of
from scanner.slate.importing.cells import (
    AS_TEXT,
    Unusable,
    emails,
    is_empty,
    listed,
    require_plain,
    text_of,
)
from scanner.slate.importing.columns import NAMES, Column, Layout
from scanner.slate.importing.days import NoDay, Order, day_text, order_of
from scanner.slate.importing.gathering import FACTS, Gathered
from scanner.slate.importing.listed import Listed, draft_table
from scanner.slate.importing.names import holds_several, mended_name
from scanner.slate.importing.sheet import Row, Sheet, Value
from scanner.slate.importing.telling import Told
from scanner.slate.importing.vocabulary import squashed, vocabulary

DEFAULT_REASON = "Campaign contact on the party's list"
"""Why the campaign's details of a list of nobody in particular are public by choice."""
PASSED_OVER = "Nothing stands in the columns that are read, so these rows were passed over."
AS_COMPUTED = "Formulas: what the spreadsheet computed last was read."
SHARED_DETAIL = "One detail stands in a public and in a private column: the campaign publishes it."
UNKNOWN_NATION = "Nations that are not known were left out."

_DATED = re.compile(r"\.(\d{4}-\d{2}-\d{2})$")
_DAYS = ("birth_date", "consent_date", "consent_until", "poll_date")
_FORMULA = ("=", "+", "@", "\t")
_LONGEST = 120
"""Characters of a name, a reference or an area."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How rows are read."""

    today: date
    role: Role | None = None
    """Of everybody whose row says none."""
    recorded_by: str = ""
    """Who holds the written consents that the list brings."""
    skips_cells: bool = False
    """Whether a fact that is faulty is left out, and the rest of its row is taken."""


@dataclass(slots=True)
class RowReader:
    """Reads the rows of one list, one after the other."""

    sheet: Sheet
    layout: Layout
    how: Reading
    told: Told
    orders: dict[int, Order] = field(init=False)
    columns: tuple[Column, ...] = field(init=False)
    """Those that are read."""
    by_meaning: dict[str, Column] = field(init=False)
    """The first of each meaning."""

    def __post_init__(self) -> None:
        self.columns = tuple(column for column in self.layout.columns if column.meaning)
        self.by_meaning = {column.meaning: column for column in reversed(self.columns)}
        self.orders = {
            column.place: order_of(
                row.cells[column.place] for row in self.rows if column.place < len(row.cells)
            )
            for column in self.columns
            if column.meaning in _DAYS
        }

    @property
    def rows(self) -> Iterator[Row]:
        """Those below the headings."""
        return (row for row in self.sheet.rows if row.number > self.layout.header_row)

    def read(self, row: Row) -> Listed | None:
        """The person of a row; None when it has none, or too much is wrong: both are told."""
        reader = _OneRow(self, row)
        return reader.person()


class _OneRow:
    """A row while it is read."""

    def __init__(self, reader: RowReader, row: Row) -> None:
        self._how, self._told, self._row = reader.how, reader.told, row
        self._reader = reader
        format = reader.layout.format
        self._format = format
        public = format.public if format is not None else DEFAULT_REASON
        self._gathered = Gathered(public, self._how.today, reader.orders)
        self._texts: dict[str, str] = {}
        self._columns = reader.by_meaning
        self._faults = 0
        self._cell_faults = 0

    def person(self) -> Listed | None:
        for column in self._reader.columns:
            place = column.place
            value = self._row.cells[place] if place < len(self._row.cells) else None
            self._read_cell(column, value)
        if self._is_empty() or self._is_heading_again():
            self._told.note(PASSED_OVER, self._row.number)
            return None
        self._gathered.close_address(self._columns)
        person = self._made()
        self._told_notes()
        if person and not self._faults and (not self._cell_faults or self._how.skips_cells):
            return person
        self._told.left_out.append((self._name_as_it_is(), self._ref()))
        return None

    def _name_as_it_is(self) -> str:
        pieces = [self._texts.get(key, "") for key in ("given", "family")]
        return self._texts.get("name") or " ".join(filter(None, pieces))

    def _read_cell(self, column: Column, value: Value) -> None:
        formulas = self._reader.sheet.formulas
        is_formula = bool(formulas) and (self._row.number, column.place) in formulas
        if not is_formula and (value is None or value == ""):
            return
        try:
            text = require_plain(text_of(value), is_formula)
            if isinstance(value, str) and text != value.strip():
                self._gathered.notes.append(AS_TEXT)
            if is_formula and text:
                self._told.note(AS_COMPUTED, self._row.number)
            if is_empty(text, column.meaning in NAMES):
                return
            if column.meaning in FACTS:
                self._gathered.take(column, text if isinstance(value, str) else value)
            else:
                self._texts[column.meaning] = self._said(column, text, value)
        except (Unusable, NoDay) as error:
            self._fault(column, error.what, error.mend)

    def _said(self, column: Column, text: str, value: Value) -> str:
        """A cell that is no fact, in one line."""
        if column.meaning in ("consent_date", "consent_until", "poll_date"):
            order = self._reader.orders[column.place]
            written = text if isinstance(value, str) else value
            day, note = day_text(written, order, self._how.today, is_birth=False)
            if note:
                self._gathered.notes.append(note)
            return _iso(day)
        line = self._gathered.line(text)
        if len(line) > _LONGEST and column.meaning != "consent_evidence":
            raise Unusable("is too long.", f"Use at most {_LONGEST} characters.")
        if line.startswith(_FORMULA):
            raise Unusable("begins like a formula.", "Write it without the sign before it.")
        return line

    def _is_empty(self) -> bool:
        read = self._texts or self._gathered.facts or self._gathered.lines or self._gathered.pages
        return not (read or self._gathered.sites or self._faults or self._cell_faults)

    def _is_heading_again(self) -> bool:
        """Whether the headings stand here a second time, as at the top of a printed page."""
        names = [self._columns[key] for key in ("name", "family", "given") if key in self._columns]
        cells = self._row.cells
        heads = [column for column in names if column.place < len(cells)]
        return bool(heads) and all(
            squashed(str(cells[column.place])) == squashed(column.heading) for column in heads
        )

    def _made(self) -> Listed | None:
        name = self._name()
        role = self._role()
        if "death_date" in self._texts:
            self._fault(
                self._columns["death_date"], "is a date of death.", "Take the row out.", True
            )
        if not name:
            return None
        self._add_ballot_name(name)
        one = Listed(
            rows=(self._row.number,),
            name=name,
            role=role,
            ref=self._ref(),
            old_refs=tuple(self._prefixed(ref) for ref in listed(self._texts.get("old_refs", ""))),
            group=_area(self._texts.get("group", "")) or self._texts.get("party", ""),
            ballots=tuple(filter(None, [self._texts.get("ballot", "")])),
            contact=self._contact(),
            election=self._election(),
            sites=tuple(self._gathered.sites),
        )
        return self._checked(one)

    def _checked(self, one: Listed) -> Listed | None:
        """The person as a draft that a profile's own reader takes, every fault of it told."""
        whole = self._with_facts(one)
        draft, problems = draft_of(draft_table(whole, "draft"), self._how.today)
        for problem in problems.warnings:
            self._warn(problem)
        if draft is None:
            dropped = [self._drop(problem) for problem in problems.errors]
            if not all(dropped):
                return None
            whole = self._with_facts(one)
        if any(self._texts.get(key) for key in CONSENT):
            return self._consenting(whole)
        return whole

    def _with_facts(self, one: Listed) -> Listed:
        facts = {
            kind: kept
            for kind, entries in self._gathered.facts.items()
            if (kept := tuple(entry for entry in entries if entry))
        }
        return replace(one, facts=facts, pages=tuple(self._gathered.pages))

    def _consenting(self, one: Listed) -> Listed | None:
        """The same with the consent that the row brings, if that holds."""
        faults = len(self._told.faults)
        consent = consent_of(self._texts, one.name, self._how.recorded_by, self._tell_consent)
        if consent is None or len(self._told.faults) > faults:
            return None
        whole = replace(one, consent=consent)
        text = profile_text(draft_table(whole, id_from_name(one.name)))
        try:
            parse_profile(text, self._how.today)
        except ProfileError as error:
            for problem in error.problems:
                self._tell_consent(problem.where.rpartition(".")[2], problem.what, problem.mend)
            return None
        except ConsentError as error:
            said = str(error).partition(": ")[2].partition("\n")[2].strip() or "does not hold."
            self._tell_consent("valid_until", said.partition(": ")[2] or said, "")
            return None
        return whole

    def _tell_consent(self, key: str, what: str, mend: str) -> None:
        column = self._columns.get(CONSENT_COLUMNS.get(key, "consent_basis"))
        self._fault(column or self._columns.get("consent_date"), what, mend, True)

    def _name(self) -> str:
        whole = self._texts.get("name", "")
        if not whole:
            pieces = [self._texts.get("given", ""), self._texts.get("family", "")]
            whole = " ".join(filter(None, pieces))
            has_both = {"given", "family"} <= self._columns.keys()
            if has_both and sum(map(bool, pieces)) == 1 and not self._faults:
                self._tell_half(self._columns["given" if pieces[1] else "family"])
        if not whole:
            self._fault(None, "has no name.", "Write the name, or take the row out.", True)
            return ""
        column = self._columns.get("name") or self._columns.get("family")
        if holds_several(whole):
            self._fault(column, "holds more than one name.", "Give each person a row.", True)
            return ""
        name, notes = mended_name(whole)
        self._gathered.notes.extend(notes)
        if not any(char.isalpha() for char in name):
            self._fault(column, "is no name.", "Write the name, or take the row out.", True)
            return ""
        return name

    def _tell_half(self, empty: Column) -> None:
        """Half a name finds everybody of that name, and is a slip as a rule; some have no more."""
        mend = "Write it. If the person has one name only, --skip-cells takes them so."
        self._told.fault(self._row.number, empty.heading, "is empty, so half the name lacks.", mend)
        self._cell_faults += 1

    def _add_ballot_name(self, name: str) -> None:
        """The name on the statement of persons nominated, where it is another."""
        pieces = (self._texts.get("ballot_given", ""), self._texts.get("ballot_family", ""))
        column = self._columns.get("ballot_given") or self._columns.get("ballot_family")
        if all(pieces) and column is not None:
            whole, _ = mended_name(" ".join(pieces))
            if squashed(whole) != squashed(name):
                self._gathered.add(FactKind.ALIAS, whole, column)
        aliases = self._gathered.facts.get("alias", [])
        self._gathered.facts["alias"] = [
            "" if isinstance(alias, str) and squashed(alias) == squashed(name) else alias
            for alias in aliases
        ]

    def _role(self) -> Role:
        text = self._texts.get("role", "")
        if text:
            role = vocabulary().roles.get(squashed(text))
            if role is not None:
                return role
            known = ", ".join(each.value for each in Role)
            self._fault(self._columns["role"], "is no known role.", f"Known: {known}.", True)
        said = self._format.role if self._format is not None else ""
        return self._how.role or (Role(said) if said else Role.CANDIDATE)

    def _ref(self) -> str:
        return self._prefixed(self._texts.get("ref", ""))

    def _prefixed(self, ref: str) -> str:
        prefix = self._format.ref_prefix if self._format is not None else ""
        return f"{prefix}{ref}" if ref else ""

    def _contact(self) -> str:
        """Where invitation and result go: where the list says, else to their own address rather
        than to the campaign's, which others may read."""
        said = self._texts.get("contact", "")
        if said:
            try:
                return emails(said)[0].lower()
            except (Unusable, IndexError):
                self._fault(self._columns["contact"], "is not an e-mail address.", "Write one.")
                return ""
        entries = self._gathered.facts.get("email", [])
        private = [entry for entry in entries if isinstance(entry, str)]
        public = [entry["value"] for entry in entries if not isinstance(entry, str)]
        return next(iter([*private, *public]), "").lower()

    def _election(self) -> Election:
        ids = [self._texts.get("ballot", ""), self._texts.get("election", "")]
        kinds = vocabulary().elections
        found = (kinds.get(each.partition(".")[0].lower(), "") for each in ids if "." in each)
        kind = next(filter(None, found), "")
        dated = next(filter(None, map(_DATED.search, ids)), None)
        day = self._texts.get("poll_date") or (dated[1] if dated else "")
        return Election(kind, self._nation(), date.fromisoformat(day) if day else None)

    def _nation(self) -> str:
        text = self._texts.get("nation", "").lower()
        if not text:
            return ""
        nations = vocabulary().nations
        found = next((name for start, name in nations if text.startswith(start)), "")
        if not found:
            self._told.note(UNKNOWN_NATION, self._row.number)
        return found

    def _warn(self, problem: Problem) -> None:
        if "is public by choice and is" in problem.what:
            self._told.note(SHARED_DETAIL, self._row.number)
            return
        column = self._gathered.origin(problem.where)
        where = column.heading if column is not None else problem.where
        self._told.note(f"{where}: {problem.what} {problem.mend}".strip(), self._row.number)

    def _drop(self, problem: Problem) -> bool:
        """Tells a fault of a fact, and takes the fact out where that is wanted."""
        column = self._gathered.origin(problem.where) or self._columns.get("name")
        is_fact = self._gathered.drop(problem.where)
        self._fault(column, problem.what, problem.mend, not is_fact)
        return is_fact and self._how.skips_cells

    def _fault(self, column: Column | None, what: str, mend: str, is_of_row: bool = False) -> None:
        """Tells it. `is_of_row`: without this cell there is no person to take."""
        self._told.fault(self._row.number, column.heading if column else "", what, mend)
        if is_of_row or (column is not None and column.meaning not in FACTS):
            self._faults += 1
        else:
            self._cell_faults += 1

    def _told_notes(self) -> None:
        for note in dict.fromkeys(self._gathered.notes):
            self._told.note(note, self._row.number)


CONSENT_COLUMNS: Mapping[str, str] = {
    "basis": "consent_basis",
    "given_on": "consent_date",
    "how": "consent_evidence",
    "valid_until": "consent_until",
}
"""To a key of a profile's consent the column that says it."""


def _area(text: str) -> str:
    """An area as it is called: without " Ward" at its end, and with "and" for "&"."""
    text = re.sub(r"\s*&\s*", " and ", text)
    return re.sub(r"\s+ward$", "", text, flags=re.IGNORECASE)


def _iso(day: str) -> str:
    """Raises Unusable for what is no whole day."""
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise Unusable("is no whole date.", "Write it as 2027-05-06.") from None
