"""Where pieces of a person's private facts stand in any text: what every output must mask.

Wider than matching on purpose: what is not sure enough to be a finding can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from scanner.model.facts import Fact, FactKind
from scanner.model.masks import mask_part, mask_value
from scanner.text.dates import find_dates
from scanner.text.emails import canonical_email, find_emails
from scanner.text.normalise import Normalised, fold, normalise
from scanner.text.percent import decode_percent
from scanner.text.phones import phone_digits
from scanner.text.postcodes import canonical_postcode
from scanner.text.spans import MaskSpan, merge_spans
from scanner.text.streets import phrase_pattern, street_pattern

_SHOWN = frozenset({FactKind.NAME, FactKind.ALIAS, FactKind.DOMAIN})
_BEFORE, _AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_SEPARATOR = r"[^a-z0-9]{0,3}"
_SHORTEST_PHONE_PIECE = 5
Span = tuple[int, int, str]
"""Folded start and end, and the mask."""


def known_spans(text: str, facts: Iterable[Fact]) -> tuple[MaskSpan, ...]:
    """Stretches of `text` that hold a private fact or a piece of one, merged and in order.

    Facts that are public by choice are left readable even where a private one says the same.
    """
    given = tuple(facts)
    decoded = decode_percent(text)
    page = normalise(decoded.text)
    chosen = {(fact.kind, fact.value.reveal()) for fact in given if fact.is_public}
    spans: list[MaskSpan] = []
    for fact in given:
        if fact.is_public or fact.kind in _SHOWN or (fact.kind, fact.value.reveal()) in chosen:
            continue
        for start, end, mask in _FINDERS.get(fact.kind, _phrase)(page, fact):
            spans.append(MaskSpan(*decoded.span(*page.span(start, end)), mask))
    return merge_spans(spans)


def _all(page: Normalised, pattern: str, mask: Callable[[str], str]) -> Iterator[Span]:
    if not pattern:
        return
    for found in re.finditer(f"{_BEFORE}(?:{pattern}){_AFTER}", page.text):
        yield found.start(), found.end(), mask(page.slice(*found.span()))


def _phrase(page: Normalised, fact: Fact) -> Iterator[Span]:
    pattern = phrase_pattern(fact.value.reveal())
    yield from _all(page, pattern, lambda text: mask_value(fact.kind, text))


def _phone(page: Normalised, fact: Fact) -> Iterator[Span]:
    digits = phone_digits(fact.value.reveal())
    if len(digits) < _SHORTEST_PHONE_PIECE:
        return
    pattern = r"(?<!\d)(?:(?:\+|00)?" + _SEPARATOR + "44" + _SEPARATOR + r"(?:\(?0\)?)?|\(?0)?"
    pattern += _SEPARATOR + _SEPARATOR.join(digits) + r"(?!\d)"
    for found in re.finditer(pattern, page.text):
        start = found.start() + len(found.group()) - len(found.group().lstrip(" /=-_.,:;"))
        yield start, found.end(), mask_value(fact.kind, page.slice(start, found.end()))


def _email(page: Normalised, fact: Fact) -> Iterator[Span]:
    wanted = canonical_email(fact.value.reveal())
    for spotted in find_emails(page):
        if spotted.value == wanted:
            text = page.slice(spotted.start, spotted.end)
            yield spotted.start, spotted.end, mask_value(fact.kind, text)
    # Joined to other words, as web addresses do: jane-mailbox-example.
    words = [re.escape(word) for word in re.findall(r"[a-z0-9]+", fold(fact.value.reveal()))]
    if len(words) > 1:
        pattern = r"(?:[^a-z0-9]{1,3}|[^a-z0-9]{1,3}(?:at|dot)[^a-z0-9]{1,3})".join(words)
        yield from _all(page, pattern, lambda text: mask_value(fact.kind, text))


def _address(page: Normalised, fact: Fact) -> Iterator[Span]:
    house, street = fact.part("house"), fact.part("street")
    if street:
        pattern = street_pattern(street)
        yield from _all(page, pattern, lambda text: mask_part("street", text))
        if house:
            number = phrase_pattern(house)
            whole = rf"{_BEFORE}({number})({_SEPARATOR})({pattern}){_AFTER}"
            for found in re.finditer(whole, page.text):
                before, between, name = (page.slice(*found.span(group)) for group in (1, 2, 3))
                mask = mask_part("house", before) + between + mask_part("street", name)
                yield *found.span(), mask
    if house and not any(char.isdigit() for char in house):
        yield from _all(page, phrase_pattern(house), lambda text: mask_part("house", text))
    if postcode := canonical_postcode(fact.part("postcode")):
        pattern = rf"{_SEPARATOR}".join(postcode.lower().split())
        yield from _all(page, pattern, lambda text: mask_part("postcode", text))
    yield from _all(page, phrase_pattern(fact.value.reveal()), lambda _: fact.value.mask)


def _date(page: Normalised, fact: Fact) -> Iterator[Span]:
    value = fact.value.reveal()
    compact = value.replace("-", "")
    reverse = "".join(reversed(value.split("-")))
    for spotted in find_dates(page):
        if spotted.value == value:
            text = page.slice(spotted.start, spotted.end)
            yield spotted.start, spotted.end, mask_value(fact.kind, text)
    for pattern in (compact, reverse, r"[-_/.+ ]".join(re.split("-", value))):
        yield from _all(page, pattern, lambda text: mask_value(fact.kind, text))


def _handle(page: Normalised, fact: Fact) -> Iterator[Span]:
    user = fact.part("user") or fact.value.reveal()
    pattern = re.escape(fold(user).lstrip("@"))
    yield from _all(page, pattern, lambda text: mask_value(fact.kind, text))


def _plate(page: Normalised, fact: Fact) -> Iterator[Span]:
    compact = "".join(char for char in fold(fact.value.reveal()) if char.isalnum())
    yield from _all(page, r"[ \-_+]?".join(compact), lambda text: mask_value(fact.kind, text))


_FINDERS: dict[FactKind, Callable[[Normalised, Fact], Iterator[Span]]] = {
    FactKind.ADDRESS: _address,
    FactKind.PHONE: _phone,
    FactKind.EMAIL: _email,
    FactKind.BIRTH_DATE: _date,
    FactKind.HANDLE: _handle,
    FactKind.VEHICLE: _plate,
}
