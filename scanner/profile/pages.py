"""The block of pages to look at, and which of them are the person's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scanner.domains import host_of_url, is_within, normal_host
from scanner.model.facts import Fact, FactKind
from scanner.model.subject import OwnPage
from scanner.profile.reading import tidy
from scanner.profile.sections import page_fault
from scanner.profile.tables import Table

_MEND = "Write the whole address, such as https://www.example.org/page."
_ENTRY_MEND = 'Put the address in double quotes, or write { url = "https://…", own = true }.'
_KEYS = ("url", "own", "ignore_robots")


@dataclass(frozen=True, slots=True)
class _Entry:
    where: str
    """Key path of the address."""
    url: str
    is_own: bool = False
    ignore_robots: str = ""


def read_pages(top: Table, facts: Sequence[Fact]) -> tuple[tuple[str, ...], tuple[OwnPage, ...]]:
    """The pages to look at, each once, in order, and which of them are the person's own.

    A page is the person's own when its entry says so or its host is, or lies under, a domain among
    `facts`. Only there may robots.txt be passed over. The plan says which pages may be visited.
    """
    table = top.table("pages")
    if table is None:
        return (), ()
    table.only(("urls",))
    domains = [normal_host(f.value.reveal()) for f in facts if f.kind is FactKind.DOMAIN]
    pages: dict[str, None] = {}
    own: dict[str, OwnPage] = {}
    for entry in _entries(table):
        if fault := page_fault(entry.url):
            table.problems.error(entry.where, fault, _MEND)
            continue
        pages.setdefault(entry.url)
        host = host_of_url(entry.url)
        if entry.is_own or any(is_within(host, domain) for domain in domains):
            own[entry.url] = OwnPage(entry.url, entry.ignore_robots)
        elif entry.ignore_robots:
            table.problems.error(
                entry.where.removesuffix(".url") + ".ignore_robots",
                "is only for a page of your own.",
                "If you run that site, add own = true; otherwise leave it out.",
            )
    return tuple(pages), tuple(own.values())


def _entries(table: Table) -> Iterator[_Entry]:
    """What is listed, as far as it can be read: addresses, and tables with one."""
    value = table.content.get("urls")
    if value is None:
        return
    items = value if isinstance(value, list) else [value]
    for index, item in enumerate(items):
        where = f"{table.where('urls')}[{index}]" if items is value else table.where("urls")
        if isinstance(item, str) and (line := tidy(item)):
            yield _Entry(where, line)
        elif isinstance(item, dict):
            yield from _described(Table(where, item, table.problems))
        else:
            table.problems.error(where, "is not the address of a page.", _ENTRY_MEND)


def _described(entry: Table) -> Iterator[_Entry]:
    entry.only(_KEYS)
    own = entry.content.get("own", False)
    if not isinstance(own, bool):
        entry.problems.error(entry.where("own"), "must be true or false.", "Write own = true.")
    reason = entry.text("ignore_robots")
    if url := entry.text("url", "Write the address of the page."):
        yield _Entry(entry.where("url"), url, own is True, reason)
