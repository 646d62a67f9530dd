"""The text of a new source rule, made from a few answers, with examples that want filling in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

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
class Mark:
    """What stands in an answer for one reason alone: a text, a CSS selector or a JSON path."""

    kind: str
    """text, css or json."""
    value: str

    @classmethod
    def of(cls, written: str) -> Mark:
        """`css:article.profile`, `json:login`, or any text."""
        kind, colon, value = written.partition(":")
        if colon and kind in ("css", "json") and value.strip():
            return cls(kind, value.strip())
        return cls("text", written.strip())


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

    @property
    def id(self) -> str:
        return f"src.{PREFIXES.get(self.category, self.category)}.{self.tail}"


def variables_in(address: str) -> tuple[str, ...]:
    """Names between braces, each once, known or not."""
    return tuple(dict.fromkeys(_HOLE.findall(address)))


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
    is_record = by_handle or not any("name" in name for name in needs)
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
        yield f"request:\n  url: {address}"
        yield f"page_url: {address}  # what a person would open to see the same"
        yield f"results: {'record' if is_record else 'listing'}"
        if not is_record:
            yield "regions: {css: li}  # what holds one record, so that two people are not one"
        yield from _signatures(told, by_handle)
    yield f"exposes: {_quoted(told.exposes)}"
    yield f"ease: {'via_handle' if by_handle else 'name_and_town'}"
    yield f"persistence: {'own_page' if is_record else 'third_party'}"
    yield "terms:"
    yield f"  automation: {told.terms}"
    yield f'  checked: "{today.isoformat()}"'
    yield f"  basis: {_quoted(told.basis)}"
    yield "remedy: rem.gdpr.erase  # `netcurtain rules list --kind remedy` shows all"
    yield f'review_by: "{_in_a_year(today).isoformat()}"'
    if told.access != "manual":
        yield from _examples(told, needs, is_record)


def _in_a_year(today: date) -> date:
    return date(today.year + 1, today.month, min(today.day, 28))


def _signatures(told: SourceAnswers, by_handle: bool) -> Iterator[str]:
    yield "answers:"
    yield "  found:  # a status of 200 proves nothing by itself"
    yield f"    status: {told.found_status}"
    if told.found:
        yield f"    {told.found.kind}: {_quoted(told.found.value)}"
    if by_handle:
        yield "    shows: handle"
    yield "  absent:"
    yield f"    status: {told.absent_status}"
    if told.absent:
        yield f"    {told.absent.kind}: {_quoted(told.absent.value)}"


def _examples(told: SourceAnswers, needs: tuple[str, ...], is_record: bool) -> Iterator[str]:
    values = {name: _INVENTED.get(Variable(name), "example") for name in needs}
    variables = json.dumps(values, ensure_ascii=False)
    shown = " ".join(values.values())
    yield ""
    yield "# Put in place of each body what the service really sends, cut down to what matters,"
    yield "# about invented people: numbers 07700 900000 to 900999, hosts under .example."
    yield "examples:"
    for name, status, mark, words, expect in (
        ("somebody who is there", told.found_status, told.found, shown, "found"),
        ("nobody of that name", told.absent_status, told.absent, "", "absent"),
        ("asked too often", 429, Mark("text", "Slow down"), "", "blocked"),
    ):
        yield f"  - name: {name}"
        yield f"    variables: {variables}"
        yield f"    status: {status}"
        yield f"    body: {_quoted(_body(mark, words, is_record))}"
        yield f"    expect: {expect}"


def _body(mark: Mark | None, words: str, is_record: bool) -> str:
    """A page that shows the mark, as far as one can be made from it."""
    if mark is not None and mark.kind == "json":
        inner: object = words or True
        for key in reversed(mark.value.split(".")):
            inner = {key: inner}
        return json.dumps(inner, ensure_ascii=False)
    if mark is not None and mark.kind == "css":
        page = f"<p>{words}</p>"
        for piece in reversed(re.split(r"[\s>]+", mark.value)):
            page = _element(piece, page)
        return page
    said = mark.value if mark else "Here"
    item = f"<p>{words}</p>" if is_record else f"<ul><li>{words}</li></ul>"
    return f"<h1>{said}</h1>{item if words else ''}"


def _element(selector: str, within: str) -> str:
    """An element that a plain selector takes (article.profile#one); a div for any other."""
    found = re.fullmatch(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", selector)
    tag = (found and found[1]) or "div"
    marks = re.findall(r"([.#])([\w-]+)", found[2]) if found else []
    names = " ".join(value for sign, value in marks if sign == ".")
    named = f' class="{names}"' if names else ""
    named += "".join(f' id="{value}"' for sign, value in marks if sign == "#")
    return f"<{tag}{named}>{within}</{tag}>"


def _quoted(text: str) -> str:
    """In double quotes, as YAML and JSON both have it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
