"""Small archives, made as crawlers make theirs, and the people who stand in them."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scanner.model.facts import FactKind
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.profile import make_fact

WORDS = (
    "The hall was warm, the tea was strong and the minutes of the last meeting were agreed. " * 6
)
HOME = "Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT"
PHONE = "Ring 07700 900 123 for a lift."

PRIVATE = ("Bramble Road", "WX4 7QT", "900123", "900 123")
PROFILE = """\
schema = 1

[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2126-11-01
scope = "all"

[facts]
name = "Jane Marlow"
phone = "07700 900123"

[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""


@dataclass(frozen=True)
class Kept:
    """One page as an archive has it."""

    url: str
    text: str
    day: str = "2026-03-04"
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)
    body: bytes = b""
    """In place of a page made of the text."""


def warc(pages: Sequence[Kept], packed: bool = True) -> bytes:
    """Answers as they came, each packed for itself."""
    return b"".join(_answer(page, packed) for page in pages)


def _answer(page: Kept, packed: bool) -> bytes:
    body = page.body or f"<html><body><p>{WORDS}<p>{page.text}</html>".encode()
    head = "".join(f"{name}: {value}\r\n" for name, value in page.headers)
    block = f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body
    return _record(page, "response", "application/http; msgtype=response", block, packed)


def wet(pages: Sequence[Kept], packed: bool = True) -> bytes:
    """Texts of pages."""
    return b"".join(
        _record(page, "conversion", "text/plain", f"{WORDS}\n{page.text}\n".encode(), packed)
        for page in pages
    )


def wat(pages: Sequence[Kept]) -> bytes:
    """Descriptions of pages; their texts are JSON."""
    return b"".join(
        _record(page, "metadata", "application/json", page.text.encode(), True) for page in pages
    )


def _record(page: Kept, kind: str, media_type: str, block: bytes, packed: bool) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {page.url}\r\n"
        f"WARC-Date: {page.day}T09:00:00Z\r\n"
        f"WARC-Record-ID: <urn:test:{kind}:{page.url}:{page.day}>\r\n"
        f"Content-Type: {media_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    whole = head.encode() + block + b"\r\n\r\n"
    return gzip.compress(whole, mtime=0) if packed else whole


def quiet_pages(count: int) -> list[Kept]:
    return [
        Kept(f"https://quiet.example/{n}", f"Nothing of note, number {n}.") for n in range(count)
    ]


def in_one_piece(content: bytes) -> bytes:
    """An archive packed as a whole."""
    return gzip.compress(gzip.decompress(content))


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def jane(**more: object) -> Subject:
    given: dict[FactKind, object] = {
        FactKind.NAME: "Jane Marlow",
        FactKind.ADDRESS: {
            "house": "14",
            "street": "Bramble Road",
            "town": "Wexcombe",
            "postcode": "WX4 7QT",
        },
        FactKind.PHONE: "07700 900123",
        FactKind.EMAIL: "jane.marlow@mailbox.example",
        FactKind.HANDLE: "janemarlow",
        FactKind.BIRTH_DATE: "1979-03-14",
        FactKind.VEHICLE: "AB12 CDE",
        FactKind.EMPLOYER: "Wexcombe Dairy Ltd",
    }
    given.update({FactKind(kind): value for kind, value in more.items()})
    consent = Consent(
        Basis.SELF,
        "Jane Marlow",
        date(2026, 1, 1),
        "Jane Marlow",
        "own device",
        frozenset(FactKind),
        date(2127, 1, 1),
    )
    facts = tuple(make_fact(kind, value) for kind, value in given.items())  # type: ignore[arg-type]
    return Subject("jane-marlow", Role.CANDIDATE, consent, facts)


PAGES = [
    Kept("https://a.example/home", HOME, "2024-05-01"),
    *quiet_pages(3),
    Kept("https://a.example/home", HOME, "2025-05-01"),
    Kept("https://b.example/phone", PHONE),
]
"""Two pages of hers among others."""
