"""Where pieces of a person's private facts stand in any text: what every output must mask.

Wider than matching on purpose: what is not sure enough to be a finding can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial

from scanner.model.facts import Fact, FactKind
from scanner.model.masks import mask_part, mask_value
from scanner.text.births import find_partial_births
from scanner.text.coordinates import Point, find_points
from scanner.text.dates import find_dates
from scanner.text.emails import canonical_email, find_emails
from scanner.text.known_names import family_name, whole_name_pattern
from scanner.text.normalise import Normalised, fold, normalise
from scanner.text.percent import decode_percent
from scanner.text.phones import find_phones, phone_digits
from scanner.text.phrases import is_written_as_name, phrase_pattern, words_of
from scanner.text.postcodes import canonical_postcode
from scanner.text.spans import MaskSpan, merge_spans
from scanner.text.streets import street_pattern, street_words

_SHOWN = frozenset({FactKind.NAME, FactKind.ALIAS, FactKind.DOMAIN})
_NAMES = frozenset({FactKind.FORMER_NAME, FactKind.HOUSEHOLD_MEMBER})
_PLACES = frozenset({"town", "locality", "county"})
_BEFORE, _AFTER = r"(?<![a-z0-9])", r"(?![a-z0-9])"
_SEPARATOR = r"[^a-z0-9]{0,3}"
_SHORTEST_PHONE_PIECE = 5
_NEAR_M = 1000
"""Metres from a home within which coordinates are masked."""
_ADDRESS = re.compile(r"://|^www\.|[a-z0-9]\.[a-z]{2,}(?:[:/]|$)|^/[^/]")
"""Marks of a web address in a word of a text."""
_WEB_ADDRESS = re.compile(
    r"(?:[a-z0-9\-]+\.)+[a-z][a-z0-9\-]*(?::\d+)?[/?][^\s\"'<>]*|^/[^\s\"'<>]*"
)
"""A host and what follows it, or a text that is a path."""
_BESIDE = r"[^a-z0-9]{0,4}(?:(?:in|on|of|street|address|house|number|no)[^a-z0-9]{1,3}){0,2}"
"""What may stand between a house and its street."""
_WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
_WORDS += " sixteen seventeen eighteen nineteen twenty"
_NUMBER_WORDS = {str(number): word for number, word in enumerate(_WORDS.split(), 1)}
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
    names = shown_name_words(given)
    spans: list[MaskSpan] = []
    for fact in given:
        if fact.is_public or fact.kind in _SHOWN or (fact.kind, fact.value.reveal()) in chosen:
            continue
        find = _FINDERS.get(fact.kind, _phrase)
        if fact.kind is FactKind.HANDLE and _user(fact) in names:
            find = _handle_like_a_name
        if fact.kind in _NAMES:
            find = partial(_personal_name, shown=names)
        for start, end, mask in find(page, fact):
            spans.append(MaskSpan(*decoded.span(*page.span(start, end)), mask))
    return merge_spans(spans)


def shown_name_words(facts: Iterable[Fact]) -> frozenset[str]:
    """The folded words of the names that every output shows."""
    return frozenset(
        word
        for fact in facts
        if fact.kind in (FactKind.NAME, FactKind.ALIAS)
        for word in words_of(fact.value.reveal())
    )


def _all(page: Normalised, pattern: str, mask: Callable[[str], str]) -> Iterator[Span]:
    if not pattern:
        return
    for found in re.finditer(f"{_BEFORE}(?:{pattern}){_AFTER}", page.text):
        yield found.start(), found.end(), mask(page.slice(*found.span()))


def _named(
    page: Normalised, given: str, pattern: str, mask: Callable[[str], str]
) -> Iterator[Span]:
    """The same, left readable where it is ordinary words: muddy boots, the shops of a high street.

    Within a web address everything is written small, so there it counts.
    """
    for start, end, shown in _all(page, pattern, mask):
        if is_written_as_name(given, page.slice(start, end)) or _is_in_address(page, start, end):
            yield start, end, shown


def _is_in_address(page: Normalised, start: int, end: int) -> bool:
    before = page.text.rfind(" ", 0, start) + 1
    after = page.text.find(" ", end)
    token = page.text[before : after if after >= 0 else len(page.text)]
    return _ADDRESS.search(token) is not None


def _phrase(page: Normalised, fact: Fact) -> Iterator[Span]:
    given = fact.value.reveal()
    pattern = phrase_pattern(given)
    yield from _named(page, given, pattern, lambda text: mask_value(fact.kind, text))


def _personal_name(page: Normalised, fact: Fact, shown: Collection[str]) -> Iterator[Span]:
    def mask(text: str) -> str:
        return mask_value(fact.kind, text)

    yield from _phrase(page, fact)
    yield from _all(page, whole_name_pattern(fact, shown), mask)
    if family := family_name(fact, shown):
        yield from _named(page, family, phrase_pattern(family), mask)


def _phone(page: Normalised, fact: Fact) -> Iterator[Span]:
    digits = phone_digits(fact.value.reveal())
    if len(digits) < _SHORTEST_PHONE_PIECE:
        return
    pattern = r"(?<!\d)(?:(?:\+|00)?" + _SEPARATOR + "44" + _SEPARATOR + r"(?:\(?0\)?)?|\(?0)?"
    pattern += _SEPARATOR + _SEPARATOR.join(digits) + r"(?!\d)"
    for found in re.finditer(pattern, page.text):
        start = found.start() + len(found.group()) - len(found.group().lstrip(" /=-_.,:;"))
        yield start, found.end(), mask_value(fact.kind, page.slice(start, found.end()))
    for spotted in find_phones(page):
        if spotted.value == fact.value.reveal():
            text = page.slice(spotted.start, spotted.end)
            yield spotted.start, spotted.end, mask_value(fact.kind, text)


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
        yield from _named(page, street, pattern, lambda text: mask_part("street", text))
        yield from _beside_street(page, fact, pattern)
    if house and not any(char.isdigit() for char in house):
        pattern = phrase_pattern(house)
        yield from _named(page, house, pattern, lambda text: mask_part("house", text))
    if postcode := canonical_postcode(fact.part("postcode")):
        pattern = rf"{_SEPARATOR}".join(postcode.lower().split())
        yield from _all(page, pattern, lambda text: mask_part("postcode", text))
    if fact.part("latitude"):
        yield from _near(page, fact)
    if fact.parts and {name for name, _ in fact.parts} <= _PLACES | {"latitude", "longitude"}:
        return  # A town by itself is no secret.
    given = fact.value.reveal()
    yield from _named(page, given, phrase_pattern(given), lambda _: fact.value.mask)


def _beside_street(page: Normalised, fact: Fact, street: str) -> Iterator[Span]:
    """House and flat before or after their street, and the street written as one word with them."""
    words = street_words(fact.part("street"))
    joined = re.escape("".join(words))
    stem = r"[^a-z0-9]{1,3}".join(words[:-1]) if len("".join(words[:-1])) > 3 else street
    for piece in filter(None, (fact.part("house"), fact.part("flat"))):
        door = phrase_pattern(piece)
        if word := _NUMBER_WORDS.get(piece):
            door = rf"(?:{door}|{word})"
        yield from _all(page, rf"(?:{door})?{joined}(?:{door})?", _mask_whole)
        for first, second in ((door, street), (door, stem), (street, door)):
            whole = rf"{_BEFORE}({first})({_BESIDE})({second}){_AFTER}"
            names = ("street", "house") if second == door else ("house", "street")
            for found in re.finditer(whole, page.text):
                one, between, two = (page.slice(*found.span(group)) for group in (1, 2, 3))
                yield *found.span(), mask_part(names[0], one) + between + mask_part(names[1], two)


def _mask_whole(text: str) -> str:
    return mask_value(FactKind.ADDRESS, text)


def _near(page: Normalised, fact: Fact) -> Iterator[Span]:
    """Coordinates that lead to the street, or near it."""
    home = Point(float(fact.part("latitude")), float(fact.part("longitude")))
    for found in find_points(page.text):
        if found.point.metres_to(home) <= _NEAR_M:
            text = page.slice(found.start, found.end)
            yield found.start, found.end, mask_value(fact.kind, text)


def _date(page: Normalised, fact: Fact) -> Iterator[Span]:
    value = fact.value.reveal()
    compact = value.replace("-", "")
    reverse = "".join(reversed(value.split("-")))
    for spotted in find_dates(page):
        if spotted.value == value:
            text = page.slice(spotted.start, spotted.end)
            yield spotted.start, spotted.end, mask_value(fact.kind, text)
    parts = {value[:7], f"--{value[5:]}"}
    for spotted in find_partial_births(page):
        if spotted.value in parts:
            text = page.slice(spotted.start, spotted.end)
            yield spotted.start, spotted.end, mask_value(fact.kind, text)
    for pattern in (compact, reverse, r"[-_/.+ ]".join(re.split("-", value))):
        yield from _all(page, pattern, lambda text: mask_value(fact.kind, text))


def _user(fact: Fact) -> str:
    return fold(fact.part("user") or fact.value.reveal()).lstrip("@")


def _handle(page: Normalised, fact: Fact) -> Iterator[Span]:
    yield from _all(page, re.escape(_user(fact)), lambda text: mask_value(fact.kind, text))


def _handle_like_a_name(page: Normalised, fact: Fact) -> Iterator[Span]:
    """A handle that is a word of the person's name: only as @jane, or as a step or a value in a web
    address. Elsewhere it is the name, which is shown."""
    user = re.escape(_user(fact))
    for found in re.finditer(rf"(?<![a-z0-9._%+\-])@({user}){_AFTER}", page.text):
        yield *found.span(1), mask_value(fact.kind, page.slice(*found.span(1)))
    step = rf"(?:/[@~]?|[?&][a-z0-9_.\-]+=@?)({user})(?=[/?#&\s\"')>,;]|\.?$|\.\s)"
    for address in _WEB_ADDRESS.finditer(page.text):
        for found in re.finditer(step, address.group()):
            start, end = (address.start() + at for at in found.span(1))
            yield start, end, mask_value(fact.kind, page.slice(start, end))


def _plate(page: Normalised, fact: Fact) -> Iterator[Span]:
    compact = "".join(char for char in fold(fact.value.reveal()) if char.isalnum())
    alike = {"o": "[o0]", "0": "[o0]", "i": "[i1]", "1": "[i1]"}
    pattern = r"[ \-_+.]{0,3}".join(alike.get(char, char) for char in compact)
    yield from _all(page, pattern, lambda text: mask_value(fact.kind, text))


_FINDERS: dict[FactKind, Callable[[Normalised, Fact], Iterator[Span]]] = {
    FactKind.ADDRESS: _address,
    FactKind.PHONE: _phone,
    FactKind.EMAIL: _email,
    FactKind.BIRTH_DATE: _date,
    FactKind.HANDLE: _handle,
    FactKind.VEHICLE: _plate,
}
