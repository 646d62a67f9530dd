"""A crawl's archive to measure with: seeded, of the pages of `bench/pages.py`, and people to look
for in it who live in as many towns as a nation has."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from bench.pages import Page, make_pages
from bench.people import JANE, slate, subject
from scanner.model.capture import Capture, Hop
from scanner.model.document import Place
from scanner.model.facts import FactKind
from scanner.model.subject import Subject
from scanner.read import read

_HITS = ("Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT, telephone 07700 900123.",)
_ONE_IN = 2000
"""Pages for one with something of somebody: in a crawl of the whole web there are far fewer."""
_DISTINCT = 24
"""Megabytes of source that are made; the archive has them again and again, in another order and
each with words of its own, so that making it does not take longer than measuring."""
_FIRST = (
    *("Ald", "Bram", "Cors", "Dun", "Edg", "Fen", "Gos", "Har", "Ing", "Kel", "Lang", "Mor"),
    *("Nor", "Ot", "Pem", "Quor", "Rad", "Sel", "Thorn", "Ux"),
)
_MIDDLE = ("", "le", "er", "ing", "en", "sle", "wor", "mins")
_LAST = ("ton", "ham", "ford", "bury", "by", "worth", "combe", "ley", "stead", "wick")


@dataclass(frozen=True, slots=True)
class Crawl:
    """The same pages as source (WARC) and as text (WET)."""

    warc: Path
    wet: Path
    records: int
    warc_bytes: int
    """Of the bodies, unpacked."""
    wet_bytes: int
    hits: int


def people(count: int, seed: int, avoided: Sequence[str]) -> list[Subject]:
    """Jane Marlow and others, each town with a few of them, as in a nation."""
    chance = random.Random(seed)
    towns = [f"{first}{mid}{last}".title() for first in _FIRST for mid in _MIDDLE for last in _LAST]
    found = []
    for person in slate(count, seed, avoided):
        given = {fact.kind: _given(fact.kind, person) for fact in person.facts}
        address = given[FactKind.ADDRESS]
        if person.id != "jane-marlow" and isinstance(address, dict):
            address["town"] = chance.choice(towns)
            # Areas that no real postcode has.
            area = f"{chance.choice('QVX')}{chance.choice('ABCDEFGHJKLMNPRSTUWYZ')}"
            address["postcode"] = f"{area}{address['postcode'].lstrip('WXNMPZD')}"
        found.append(subject(person.id, given if person.id != "jane-marlow" else JANE))
    return found


def _given(kind: FactKind, person: Subject) -> str | dict[str, str]:
    fact = person.of_kind(kind)[0]
    if kind is FactKind.ADDRESS:
        return {key: fact.part(key) for key in ("house", "street", "town", "postcode")}
    return fact.value.reveal()


def make(folder: Path, megabytes: float, seed: int) -> Crawl:
    """Writes both archives, of about so many unpacked megabytes of source, record by record packed
    by gzip as crawls are."""
    chance = random.Random(seed)
    made = make_pages(min(_DISTINCT, megabytes), seed, [])
    # By chance the directories among them hold the very postcode of one who is looked for.
    pages = [replace(page, html=page.html.replace(b"WX4 7QT", b"WX4 7QB")) for page in made]
    texts = [_text(page) for page in pages]
    warc, wet = folder / "crawl.warc.gz", folder / "crawl.warc.wet.gz"
    records = source = plain = hits = 0
    with warc.open("wb") as warc_stream, wet.open("wb") as wet_stream:
        writers = WARCWriter(warc_stream, gzip=True), WARCWriter(wet_stream, gzip=True)
        while source < megabytes * 1e6:
            at = chance.randrange(len(pages))
            records += 1
            said = _HITS[0] if records % _ONE_IN == 1 else ""
            hits += bool(said)
            own = f"Page {records} {chance.random()}. {said}"
            html = pages[at].html.replace(b"</body>", f"<p>{own}</p></body>".encode())
            text = texts[at] + b"\n" + own.encode()
            _write(*writers, f"https://www.example.org/{records}", html, text)
            source += len(html)
            plain += len(text)
    return Crawl(warc, wet, records, source, plain, hits)


def _write(warc: WARCWriter, wet: WARCWriter, url: str, html: bytes, text: bytes) -> None:
    headers = {"WARC-Date": "2026-03-04T09:00:00Z"}
    told = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(html)))]
    answer = StatusAndHeaders("200 OK", told, protocol="HTTP/1.1")
    warc.write_record(
        warc.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(html),
            http_headers=answer,
            warc_headers_dict=dict(headers),
        )
    )
    wet.write_record(
        wet.create_warc_record(
            url,
            "conversion",
            payload=io.BytesIO(text),
            warc_content_type="text/plain",
            warc_headers_dict=dict(headers),
        )
    )


def _text(page: Page) -> bytes:
    """What a crawler's text extractor leaves of a page: what is shown."""
    hop = Hop("https://www.example.org/", 200, (("Content-Type", "text/html"),), "")
    document = read(Capture("p", (hop,), page.html, b"", datetime(2026, 3, 4, tzinfo=UTC), 1))
    return "\n".join(_shown(document.text, document.segments)).encode()


def _shown(text: str, segments: Sequence[object]) -> Iterator[str]:
    for segment in segments:
        if segment.place in (Place.TEXT, Place.TITLE):  # type: ignore[attr-defined]
            yield text[segment.start : segment.end]  # type: ignore[attr-defined]
