"""The text of a new source rule, made from a few answers, with examples that want filling in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from scanner.rulebook.draft_examples import example_lines
from scanner.rulebook.mark import Mark
from scanner.rulebook.variables import Variable

_HOLE = re.compile(r"\{\{?\s*([a-z0-9_]+)\s*(?:\|[^}]*)?\}?\}")
_WHOLE = frozenset({Variable.DOMAIN, Variable.INSTANCE, Variable.ENDPOINT, Variable.COUNCIL_SITE})
"""Variables that are a host or an address, and stand in an address as they are."""

_INVENTED = {
    Variable.HANDLE: "janemarlow",
    Variable.HANDLE_BARE: "janemarlow",
    Variable.INSTANCE: "social.wexcombe.example",
    Variable.NAME: "Jane Marlow",
    Variable.NAME_SLUG: "jane_marlow",
    Variable.NAME_DASH: "jane-marlow",
    Variable.NAME_LAST_FIRST: "Marlow, Jane",
    Variable.GIVEN_NAME: "Jane",
    Variable.FAMILY_NAME: "Marlow",
    Variable.TOWN: "Wexcombe",
    Variable.STREET: "Bramble Road",
    Variable.POSTCODE: "WX4 7QT",
    Variable.POSTCODE_COMPACT: "WX47QT",
    Variable.POSTCODE_DISTRICT: "WX4",
    Variable.PHONE_E164: "+447700900123",
    Variable.EMAIL: "jane.marlow@mailbox.example",
    Variable.DOMAIN: "marlow-for-wexcombe.example",
    Variable.EMPLOYER: "Wexcombe Pottery",
    Variable.SCHOOL: "Millbrook Primary",
    Variable.COUNCIL_SITE: "https://democracy.wexcombe.example",
    Variable.ENDPOINT: "https://search.marlow-for-wexcombe.example",
    Variable.PAGE: "https://www.wexcombe-herald.example/news/marlow-stands",
}
PREFIXES = {
    "register": "reg",
    "politics": "pol",
    "property": "prop",
    "social": "soc",
    "professional": "pro",
    "document": "doc",
    "archive": "arch",
    "giving": "give",
}
"""The middle of an id by category, where it is not the category itself."""


@dataclass(frozen=True, slots=True)
class SourceAnswers:
    """What is asked of whoever writes a source."""

    title: str
    address: str
    """With a place for each value: https://town-book.example/people/{handle}."""
    tail: str
    category: str
    access: str
    controller: str
    why: str
    exposes: str
    terms: str
    basis: str
    found_status: int = 200
    found: Mark | None = None
    absent_status: int = 404
    absent: Mark | None = None
    how: str = ""
    records: Mark | None = None
    """What holds one record of a list: css or json."""
    next: Mark | None = None
    """Where the next page's address stands: css, json, header; or parameter, one that counts."""
    leads: Mark | None = None
    """Where the addresses of pages worth opening stand: css or json."""
    key: str = ""
    """Name of the key that it needs."""
    key_header: str = ""
    """How the key is sent, with KEY in its place: "Authorization: Bearer KEY"."""

    @property
    def is_listing(self) -> bool:
        """Whether an answer may hold records of several people."""
        return is_listing(self.address) or self.records is not None

    @property
    def id(self) -> str:
        return f"src.{PREFIXES.get(self.category, self.category)}.{self.tail}"


def variables_in(address: str) -> tuple[str, ...]:
    """Names between braces, each once, known or not."""
    return tuple(dict.fromkeys(_HOLE.findall(address)))


def is_listing(address: str) -> bool:
    """Whether who asks there by name may be told of several people."""
    needs = variables_in(address)
    return any("name" in name for name in needs) and Variable.HANDLE not in needs


def tail_of(title: str) -> str:
    """A file's name for a title: `town_book_profile`."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    return plain[:40].rstrip("_") or "source"


def as_template(address: str) -> str:
    """The address with each value escaped for its place."""

    def filled(hole: re.Match[str]) -> str:
        name = hole[1]
        if name in _WHOLE or name == Variable.PAGE:
            return f"{{{{ {name} }}}}"
        behind = "?" in address[: hole.start()]
        return f"{{{{ {name} | {'query' if behind else 'path'} }}}}"

    return _HOLE.sub(filled, address)


def source_draft(told: SourceAnswers, today: date) -> str:
    """The rule as YAML. It is a draft: used by no check until `status` is taken out."""
    return "\n".join(_lines(told, today)) + "\n"


def _lines(told: SourceAnswers, today: date) -> Iterator[str]:
    needs = variables_in(told.address)
    by_handle = "handle" in needs
    yield f"id: {told.id}"
    yield "kind: source"
    yield "status: draft  # take this line out when the examples are what the service really sends"
    yield f"title: {_quoted(told.title)}"
    yield f"why: {_quoted(told.why)}"
    yield f'reviewed: "{today.isoformat()}"'
    yield ""
    yield f"category: {told.category}"
    yield f"access: {told.access}"
    yield f"controller: {_quoted(told.controller)}"
    yield f"needs: [{', '.join(needs)}]"
    host = (urlsplit(_HOLE.sub("x", told.address)).hostname or "").removeprefix("www.")
    if by_handle:
        yield f"handle_sites: [{host}]  # whose handles it is asked for, beside those of no site"
    if any("name" in name for name in needs):
        yield "by_name: true  # asked only if the person ticked it"
    address = _quoted(as_template(told.address))
    if told.access == "manual":
        yield f"page_url: {address}"
        yield f"how: {_quoted(told.how)}"
        yield "minutes: 3"
    else:
        yield from _key(told)
        yield f"request:\n  url: {address}"
        if told.key:
            name, _, value = (told.key_header or _KEY_HEADER).partition(":")
            sent = value.strip().replace("KEY", "{{ secret }}")
            yield f"  headers: {{{_quoted(name.strip())}: {_quoted(sent)}}}"
        yield f"page_url: {address}  # what a person would open to see the same"
        yield f"results: {'listing' if told.is_listing else 'record'}"
        yield from _taken(told)
        yield from _signatures(told, by_handle)
    yield f"exposes: {_quoted(told.exposes)}"
    yield f"ease: {'via_handle' if by_handle else 'name_and_town'}"
    yield f"persistence: {'third_party' if told.is_listing else 'own_page'}"
    if told.access == "api":
        yield "politeness: {robots: not_applicable}  # its terms and limits hold instead"
    yield "terms:"
    yield f"  automation: {told.terms}"
    yield f'  checked: "{today.isoformat()}"'
    yield f"  basis: {_quoted(told.basis)}"
    yield "remedy: rem.gdpr.erase  # `netcurtain rules list --kind remedy` shows all"
    yield f'review_by: "{_in_a_year(today).isoformat()}"'
    if told.access != "manual":
        values = {name: _INVENTED.get(Variable(name), "example") for name in needs}
        yield from example_lines(told, values)


def _in_a_year(today: date) -> date:
    return date(today.year + 1, today.month, min(today.day, 28))


_KEY_HEADER = "Authorization: Bearer KEY"


def _key(told: SourceAnswers) -> Iterator[str]:
    if told.key:
        place = f"NETCURTAIN_KEY_{told.key.upper()}"
        yield f"secret: {told.key}"
        help_text = f"Ask {told.controller} for a key, and put it into {place}."
        yield f"secret_help: {_quoted(help_text)}"


def _taken(told: SourceAnswers) -> Iterator[str]:
    """What is taken from an answer: records, the next page, pages worth opening."""
    if told.is_listing:
        records = told.records or Mark("css", "li")
        held = f"{{{records.kind}: {_quoted(records.value)}}}"
        yield f"regions: {held}  # what holds one record, so that two people are not one"
    if told.leads:
        yield f"leads: {_address_at(told.leads, ', limit: 10')}  # pages that it names, opened next"
    if told.next and told.next.kind == "parameter":
        name = _quoted(told.next.value)
        yield f"pages:\n  parameter: {{name: {name}, first: 1, step: 1}}\n  at_most: 3"
    elif told.next:
        yield f"pages:\n  next: {_address_at(told.next)}\n  at_most: 3"


def _address_at(mark: Mark, more: str = "") -> str:
    attribute = ", attribute: href" if mark.kind == "css" else ""
    return f"{{{mark.kind}: {_quoted(mark.value)}{attribute}{more}}}"


def _signatures(told: SourceAnswers, by_handle: bool) -> Iterator[str]:
    yield "answers:"
    yield "  found:  # a status of 200 proves nothing by itself"
    yield f"    status: {told.found_status}"
    if told.found:
        yield f"    {_signature(told.found)}"
    if by_handle:
        yield "    shows: handle"
    yield "  absent:"
    yield f"    status: {told.absent_status}"
    if told.absent:
        yield f"    {_signature(told.absent)}"


def _signature(mark: Mark) -> str:
    if mark.kind == "json_equals":
        return f"json_equals: {json.dumps(dict([mark.equals]), ensure_ascii=False)}"
    return f"{mark.kind}: {_quoted(mark.value)}"


def _quoted(text: str) -> str:
    """In double quotes, as YAML and JSON both have it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
