"""The sentence that holds a warning sign, with every private detail in it masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scanner.model.facts import Fact
from scanner.model.finding import Quote, QuotePart
from scanner.text.known import known_spans
from scanner.text.quoting import MaskSpan, make_quote

_LONGEST = 160
"""Code points of a sentence that are shown on either side of the wording."""
_ENDS = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)]*\s|\n")
_OTHERS = re.compile(
    r"[^\s@<>()]+@[^\s@<>()]+"
    r"|\+?\(?\d[\d\s().\-]{6,}\d"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[A-Z]{2}\b"
    r"|\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'\u2019]+\s+){1,3}"
    r"(?:Road|Street|Lane|Avenue|Close|Drive|Way|Row|Crescent|Terrace|Place|Court|Gardens|Square"
    r"|Rd|St|Ave)\b"
)
"""What may be anybody's e-mail address, number, postcode or door: hidden, whoever's it is."""
_HIDDEN = "••••"


def quoted(quote: Quote, text: str, hit: tuple[int, int], facts: Iterable[Fact]) -> Quote:
    """A finding's own quote, which is masked already, if it holds the wording at `hit`.

    Else the sentence of the wording stands before it.
    """
    wording = " ".join(text[slice(*hit)].split()).casefold()
    shown = "".join(part.text for part in quote.parts)
    if wording in " ".join(shown.split()).casefold():
        return quote
    start, end = _sentence(text, hit)
    spans = [MaskSpan(start + a, start + b, mask) for a, b, mask in _known(text, start, end, facts)]
    spans += [
        MaskSpan(start + found.start(), start + found.end(), _HIDDEN, always=True)
        for found in _OTHERS.finditer(text[start:end])
    ]
    sentence = make_quote(text[:end], start, end, spans, context=0)
    parts = [part for part in sentence.parts if part.text.strip() or part.mask]
    return Quote((QuotePart("\u201c"), *parts, QuotePart("\u201d "), *quote.parts))


def _known(
    text: str, start: int, end: int, facts: Iterable[Fact]
) -> Iterator[tuple[int, int, str | None]]:
    for span in known_spans(text[start:end], facts):
        yield span.start, span.end, span.mask


def _sentence(text: str, hit: tuple[int, int]) -> tuple[int, int]:
    """Start and end of the sentence around `hit`, shortened at words where it is long."""
    low, high = max(0, hit[0] - _LONGEST), min(len(text), hit[1] + _LONGEST)
    starts = [match.end() for match in _ENDS.finditer(text, low, hit[0])]
    end = _ENDS.search(text, max(hit[1] - 1, 0), high)
    first = starts[-1] if starts else _word_after(text, low, hit[0])
    return first, end.end() if end else _word_before(text, high, hit[1])


def _word_after(text: str, at: int, latest: int) -> int:
    while 0 < at < latest and not text[at - 1].isspace():
        at += 1
    return at


def _word_before(text: str, at: int, earliest: int) -> int:
    while len(text) > at > earliest and not text[at].isspace():
        at -= 1
    return at
