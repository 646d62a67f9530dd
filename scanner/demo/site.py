"""What one site of the demonstration web is: a host name and how it answers."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"

_FOLDER = Path(__file__).parent / "sites"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as a site sees it."""

    host: str
    path: str = field(repr=False)
    """Percent-decoded, without the query."""
    query: Mapping[str, str] = field(repr=False)
    """First value of each parameter, decoded."""
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    method: str = "GET"
    target: str = field(default="", repr=False)
    """As on the request line, query included."""
    body: bytes = field(default=b"", repr=False)

    @property
    def url(self) -> str:
        return f"https://{self.host}{self.target}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site answers."""

    body: bytes = field(repr=False)
    status: int = HTTPStatus.OK
    content_type: str = HTML
    headers: Headers = ()


Answerer = Callable[[Asked], Reply]


@dataclass(frozen=True, slots=True)
class Site:
    """A host of the demonstration web."""

    host: str
    answer: Answerer


@dataclass(frozen=True, slots=True)
class Page:
    """A stored page of a site: the name of its file in the site's folder."""

    file: str
    content_type: str = HTML
    status: int = HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Moved:
    """A page that has gone to another address for good."""

    to: str


def stored(host: str, file: str) -> bytes:
    """A stored page body, as it goes over the wire."""
    return (_FOLDER / host / file).read_bytes()


def page(text: str, status: int = HTTPStatus.OK, headers: Headers = ()) -> Reply:
    """A reply of HTML."""
    return Reply(text.encode(), status, HTML, headers)


def as_json(
    value: object, status: int = HTTPStatus.OK, content_type: str = JSON, headers: Headers = ()
) -> Reply:
    """A reply of JSON."""
    return Reply(json.dumps(value).encode(), status, content_type, headers)


def moved(to: str, status: int = HTTPStatus.MOVED_PERMANENTLY) -> Reply:
    """A redirect."""
    return page(f'<p>Moved <a href="{html.escape(to)}">here</a>.</p>', status, (("Location", to),))


def static_site(
    host: str, missing: str, pages: Mapping[str, Page | Moved], robots: str = ""
) -> Site:
    """An ordinary site: stored pages by path, and an honest 404 in its own words for the rest.

    `robots` is the text of its robots.txt; empty means that it has none.
    """
    bodies = {
        path: stored(host, item.file) for path, item in pages.items() if isinstance(item, Page)
    }
    lost = (
        f"<!DOCTYPE html><html lang=en><title>Not found</title><h1>Not found</h1><p>{missing}</p>"
    )

    def answer(asked: Asked) -> Reply:
        if asked.path == "/robots.txt" and robots:
            return Reply(robots.encode(), content_type="text/plain; charset=utf-8")
        match pages.get(asked.path):
            case Page() as found:
                return Reply(bodies[asked.path], found.status, found.content_type)
            case Moved() as gone:
                return moved(gone.to)
            case _:
                return page(lost, HTTPStatus.NOT_FOUND)

    return Site(host, answer)
