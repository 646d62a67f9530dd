"""The facts of one row while it is read, each with the column that it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from scanner.model.facts import FactKind
from scanner.slate.importing.cells import (
    CONTROLS,
    by_line,
    emails,
    line_of,
    links,
    listed,
    phones,
    postcode,
    text_of,
)
from scanner.slate.importing.columns import Column
from scanner.slate.importing.days import Order, day_text
from scanner.slate.importing.links import Account, account_of, any_account, page_of
from scanner.slate.importing.listed import Entry
from scanner.slate.importing.names import mended_name
from scanner.slate.importing.sheet import Value
from scanner.slate.importing.vocabulary import MEANINGS, vocabulary

_PATH = re.compile(r"facts\.(\w+)\[(\d+)\]|pages\.urls\[(\d+)\]")
ADDRESS_LINES = ("address", "address_1", "address_2", "address_3", "town", "county", "postcode")
"""Meanings that together make the home address, in the order of an envelope."""


@dataclass(slots=True)
class Gathered:
    """Facts and pages of a row, in the order of its columns."""

    public: str
    """Why its campaign's details are public by choice."""
    today: date
    orders: Mapping[int, Order]
    """In which order the columns of days write them, by place."""
    facts: dict[str, list[Entry]] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was mended."""
    lines: dict[str, str] = field(default_factory=dict)
    """Pieces of the home address by meaning."""
    _origins: dict[tuple[str, int], Column] = field(default_factory=dict)

    def take(self, column: Column, value: Value) -> None:
        """Reads a cell of one of `FACTS`. Raises Unusable or NoDay, with nothing of it taken."""
        FACTS[column.meaning](self, column, value)

    def close_address(self, columns: Mapping[str, Column]) -> None:
        """Puts the pieces of the home address together."""
        if "postcode_end" in self.lines:
            end = self.lines.pop("postcode_end")
            self.lines["postcode"] = f"{self.lines.get('postcode', '')} {end}".strip()
        if house := self.lines.pop("house", ""):
            # A number stands before its street without a comma, a name with one.
            between = " " if house.rpartition(",")[2].strip()[:1].isdigit() else ", "
            street = self.lines.get("address_1", "")
            self.lines["address_1"] = f"{house}{between}{street}" if street else house
        given = [name for name in ADDRESS_LINES if self.lines.get(name)]
        if given:
            line = ", ".join(self.lines[name] for name in given)
            self.add(FactKind.ADDRESS, line, columns.get(given[0]) or columns["house"])

    def add(self, kind: FactKind, entry: Entry, column: Column) -> None:
        """Adds a fact, once."""
        entries = self.facts.setdefault(kind.value, [])
        if entry not in entries:
            self._origins[kind.value, len(entries)] = column
            entries.append(entry)

    def origin(self, where: str) -> Column | None:
        """The column of what a profile calls `where`."""
        found = _PATH.match(where)
        if not found:
            return None
        kind, place = (found[1], found[2]) if found[1] else ("pages", found[3])
        return self._origins.get((kind, int(place)))

    def drop(self, where: str) -> bool:
        """Takes out a fact or a page, and says whether there was one."""
        found = _PATH.match(where)
        if not found:
            return False
        entries: list[Entry] | list[str] = (
            self.facts.get(found[1], []) if found[1] else [*self.pages, *self.sites]
        )
        place = int(found[2] or found[3])
        if place >= len(entries):
            return False
        if found[1]:
            entries[place] = ""
        else:
            page = str(entries[place])
            self.pages = [one for one in self.pages if one != page]
            self.sites = [one for one in self.sites if one != page]
        return True

    def line(self, text: str) -> str:
        """One line, and a note if something had to go."""
        line, unseen = line_of(text)
        if unseen:
            self.notes.append(CONTROLS)
        return line

    def public_entry(self, value: str, site: str = "") -> Entry:
        beside = {"site": site} if site else {}
        return {"value": value, **beside, "public_by_choice": self.public}


def _private_email(row: Gathered, column: Column, value: Value) -> None:
    for found in emails(row.line(text_of(value))):
        row.add(FactKind.EMAIL, found, column)


def _public_email(row: Gathered, column: Column, value: Value) -> None:
    for found in emails(row.line(text_of(value))):
        row.add(FactKind.EMAIL, row.public_entry(found), column)


def _private_phone(row: Gathered, column: Column, value: Value) -> None:
    found, notes = phones(value)
    row.notes.extend(notes)
    for number in found:
        row.add(FactKind.PHONE, row.line(number), column)


def _public_phone(row: Gathered, column: Column, value: Value) -> None:
    found, notes = phones(value)
    row.notes.extend(notes)
    for number in found:
        row.add(FactKind.PHONE, row.public_entry(row.line(number)), column)


def _address_piece(row: Gathered, column: Column, value: Value) -> None:
    text = re.sub(r"\s*[\r\n]+\s*", ", ", text_of(value))
    row.lines[column.meaning] = row.line(text).strip(" ,")


def _postcode(row: Gathered, column: Column, value: Value) -> None:
    row.lines[column.meaning] = postcode(row.line(text_of(value)))


def _public_address(row: Gathered, column: Column, value: Value) -> None:
    text = re.sub(r"\s*[\r\n]+\s*", ", ", text_of(value))
    row.add(FactKind.ADDRESS, row.public_entry(row.line(text).strip(" ,")), column)


def _previous_postcodes(row: Gathered, column: Column, value: Value) -> None:
    for piece in listed(text_of(value)):
        row.add(FactKind.ADDRESS, {"value": row.line(piece), "use": "previous"}, column)


def _birth_date(row: Gathered, column: Column, value: Value) -> None:
    order = row.orders.get(column.place, Order.DAY_FIRST)
    text, note = day_text(value, order, row.today, is_birth=True)
    if note:
        row.notes.append(note)
    row.add(FactKind.BIRTH_DATE, row.line(text), column)


def _account(row: Gathered, column: Column, value: Value) -> None:
    for piece in links(text_of(value)):
        _add_account(row, column, account_of(row.line(piece), column.meaning), is_public=True)


def _public_handles(row: Gathered, column: Column, value: Value) -> None:
    for piece in links(text_of(value)):
        _add_account(row, column, any_account(row.line(piece)), is_public=True)


def _private_handles(row: Gathered, column: Column, value: Value) -> None:
    for piece in links(text_of(value)):
        _add_account(row, column, any_account(row.line(piece)), is_public=False)


def _add_account(row: Gathered, column: Column, account: Account, is_public: bool) -> None:
    if account.page:
        _add_page(row.pages, account.page)
    elif is_public:
        row.add(FactKind.HANDLE, row.public_entry(account.user, account.site), column)
    elif account.site:
        row.add(FactKind.HANDLE, {"value": account.user, "site": account.site}, column)
    else:
        row.add(FactKind.HANDLE, account.user, column)


def _site(row: Gathered, column: Column, value: Value) -> None:
    _add_pages(row, column, value, row.sites)


def _page(row: Gathered, column: Column, value: Value) -> None:
    _add_pages(row, column, value, row.pages)


def _add_pages(row: Gathered, column: Column, value: Value, pages: list[str]) -> None:
    """What somebody gives as their site is often an account."""
    for piece in links(text_of(value)):
        account = any_account(page_of(row.line(piece)))
        if account.page:
            _add_page(pages, account.page)
        else:
            _add_account(row, column, account, is_public=True)


def _add_page(pages: list[str], url: str) -> None:
    if url not in pages:
        pages.append(url)


def _domains(row: Gathered, column: Column, value: Value) -> None:
    for piece in links(text_of(value)):
        row.add(FactKind.DOMAIN, row.line(piece), column)


def _names(kind: FactKind) -> Callable[[Gathered, Column, Value], None]:
    def read(row: Gathered, column: Column, value: Value) -> None:
        for piece in by_line(text_of(value)):
            name, notes = mended_name(row.line(piece))
            row.notes.extend(notes)
            row.add(kind, name, column)

    return read


def _employer(row: Gathered, column: Column, value: Value) -> None:
    for piece in by_line(text_of(value)):
        row.add(FactKind.EMPLOYER, row.line(piece), column)


FACTS: dict[str, Callable[[Gathered, Column, Value], None]] = {
    "email": _public_email,
    "personal_email": _private_email,
    "phone": _private_phone,
    "public_phone": _public_phone,
    **dict.fromkeys((*ADDRESS_LINES, "house", "postcode_end"), _address_piece),
    "postcode": _postcode,
    "public_address": _public_address,
    "previous_postcodes": _previous_postcodes,
    "birth_date": _birth_date,
    **dict.fromkeys((*vocabulary().services, "mastodon"), _account),
    "public_handles": _public_handles,
    "handles": _private_handles,
    "website": _site,
    "page": _page,
    "domains": _domains,
    "known_as": _names(FactKind.ALIAS),
    "ballot_name": _names(FactKind.ALIAS),
    "former_names": _names(FactKind.FORMER_NAME),
    "employer": _employer,
}
"""How the columns that hold facts are read, by what they mean."""
assert set(FACTS) <= MEANINGS
