"""Where pieces of a person's private facts stand in any text: what every output must mask.

Wider than matching on purpose: what is not sure enough to be a finding can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache

from scanner.model.facts import Fact, FactKind
from scanner.model.masks import mask_value
from scanner.text.emails import canonical_email
from scanner.text.known_addresses import address_seekers
from scanner.text.known_dates import date_seekers
from scanner.text.known_names import family_name, whole_name_pattern
from scanner.text.known_organisations import organisation_seekers
from scanner.text.normalise import fold
from scanner.text.phones import phone_digits
from scanner.text.phrases import needed_words, words_of
from scanner.text.searched import ByValue, SearchedText, drawn_alike
from scanner.text.sought import AFTER, Mask, Seek, Sought, Span, phrase, whole
from scanner.text.spans import MaskSpan, merge_spans

_SHOWN = frozenset({FactKind.NAME, FactKind.ALIAS, FactKind.DOMAIN})
_NAMES = frozenset({FactKind.FORMER_NAME, FactKind.HOUSEHOLD_MEMBER})
_SEPARATOR = r"[^a-z0-9]{0,3}"
_SHORTEST_PHONE_PIECE = 5
_AS_DRAWN = {"0": "[0o]", "1": "[1il]"}
"""Figures, and the letters that are drawn like them."""
_PEOPLE_KEPT = 1024
"""Whose patterns are kept at once: each are some dozens of short texts, few of them compiled."""
_WEB_ADDRESS = re.compile(
    r"(?:[a-z0-9\-]+\.)+[a-z][a-z0-9\-]*(?::\d+)?[/?][^\s\"'<>]*|^/[^\s\"'<>]*"
)
"""A host and what follows it, or a text that is a path."""


def known_spans(text: str, facts: Iterable[Fact]) -> tuple[MaskSpan, ...]:
    """Stretches of `text` that hold a private fact or a piece of one, merged and in order.

    Facts that are public by choice are left readable even where a private one says the same.
    """
    return spans_of(facts)(text)


def spans_of(facts: Iterable[Fact]) -> Callable[[str], tuple[MaskSpan, ...]]:
    """`known_spans` for many texts of one person: what is looked for is made out once."""
    seekers = _seekers(tuple(facts))

    def spans(text: str) -> tuple[MaskSpan, ...]:
        searched = SearchedText(text)
        return merge_spans(
            MaskSpan(*searched.origin(start, end), mask)
            for seek in seekers
            for start, end, mask in seek(searched)
        )

    return spans


def shown_name_words(facts: Iterable[Fact]) -> frozenset[str]:
    """The folded words of the names that every output shows."""
    return frozenset(
        word
        for fact in facts
        if fact.kind in (FactKind.NAME, FactKind.ALIAS)
        for word in words_of(fact.value.reveal())
    )


@lru_cache(maxsize=_PEOPLE_KEPT)
def _seekers(facts: tuple[Fact, ...]) -> tuple[Seek, ...]:
    """What finds the private ones of a person's facts, made once for all their texts."""
    chosen = {(fact.kind, fact.value.reveal()) for fact in facts if fact.is_public}
    names = shown_name_words(facts)
    return tuple(
        seek
        for fact in facts
        if not fact.is_public
        and fact.kind not in _SHOWN
        and (fact.kind, fact.value.reveal()) not in chosen
        for seek in _seekers_of(fact, names)
    )


def _seekers_of(fact: Fact, names: Collection[str]) -> Iterable[Seek]:
    if fact.kind in _NAMES:
        return _personal_name(fact, names)
    if fact.kind is FactKind.HANDLE and _user(fact) in names:
        return (_handle_like_a_name(fact),)
    return _SEEKERS.get(fact.kind, _phrase)(fact)


def _mask_of(fact: Fact) -> Mask:
    return lambda text: mask_value(fact.kind, text)


def _phrase(fact: Fact) -> Iterator[Seek]:
    yield phrase(fact.value.reveal(), _mask_of(fact))


def _personal_name(fact: Fact, shown: Collection[str]) -> Iterator[Seek]:
    mask = _mask_of(fact)
    yield phrase(fact.value.reveal(), mask)
    yield whole(whole_name_pattern(fact, shown), needed_words(fact.part("family")), mask)
    if family := family_name(fact, shown):
        yield phrase(family, mask)


def _spotted(fact: Fact, kind: Callable[[SearchedText], ByValue], *values: str) -> Seek:
    """Seeks any of some canonical values among those that a text is known to hold."""

    def seek(text: SearchedText) -> Iterator[Span]:
        seen = kind(text)
        for spotted in (item for value in values for item in seen.get(value, ())):
            written = text.written(spotted.start, spotted.end)
            yield spotted.start, spotted.end, mask_value(fact.kind, written)

    return seek


def _phone(fact: Fact) -> Iterator[Seek]:
    digits = phone_digits(fact.value.reveal())
    if len(digits) < _SHORTEST_PHONE_PIECE:
        return
    pattern = (
        r"(?<!\d)(?:(?:\+|00)?" + _SEPARATOR + "44" + _SEPARATOR + r"(?:\(?[0o]\)?)?|\(?[0o])?"
    )
    pattern += _SEPARATOR + _SEPARATOR.join(_AS_DRAWN.get(digit, digit) for digit in digits)
    sought = Sought(pattern + r"(?!\d)")

    def seek(text: SearchedText) -> Iterator[Span]:
        if digits not in text.digits and digits not in text.letters:
            return
        for found in sought.found_in(text.folded):
            start = found.start() + len(found.group()) - len(found.group().lstrip(" /=-_.,:;"))
            yield start, found.end(), mask_value(fact.kind, text.written(start, found.end()))

    yield seek
    yield _spotted(fact, lambda text: text.phones, fact.value.reveal())


def _email(fact: Fact) -> Iterator[Seek]:
    yield _spotted(fact, lambda text: text.emails, canonical_email(fact.value.reveal()))
    # Joined to other words, as web addresses do: jane-mailbox-example.
    words = re.findall(r"[a-z0-9]+", fold(fact.value.reveal()))
    if len(words) > 1:
        between = r"(?:[^a-z0-9]{1,3}|[^a-z0-9]{1,3}(?:at|dot)[^a-z0-9]{1,3})"
        yield whole(between.join(words), words, _mask_of(fact))


def _date(fact: Fact) -> Iterator[Seek]:
    value = fact.value.reveal()
    yield _spotted(fact, lambda text: text.dates, value)
    yield _spotted(fact, lambda text: text.partial_births, value[:7], f"--{value[-5:]}")
    yield from date_seekers(fact)


def _organisation(fact: Fact) -> Iterator[Seek]:
    yield from organisation_seekers(fact, _mask_of(fact))


def _user(fact: Fact) -> str:
    return fold(fact.part("user") or fact.value.reveal()).lstrip("@")


def _handle(fact: Fact) -> Iterator[Seek]:
    user = _user(fact)
    yield whole(re.escape(user), (user,), _mask_of(fact))


def _handle_like_a_name(fact: Fact) -> Seek:
    """A handle that is a word of the person's name: only as @jane, or as a step or a value in a web
    address. Elsewhere it is the name, which is shown."""
    user = re.escape(_user(fact))
    signed = Sought(rf"(?<![a-z0-9._%+\-])@({user}){AFTER}", (_user(fact),))
    step = Sought(
        rf"(?:/[@~]?|[?&][a-z0-9_.\-]+=@?)({user})(?=[/?#&\s\"')>,;]|\.?$|\.\s)", (_user(fact),)
    )

    def seek(text: SearchedText) -> Iterator[Span]:
        places = [found.span(1) for found in signed.found_in(text.folded)]
        for address in _WEB_ADDRESS.finditer(text.folded):
            at = address.start()
            steps = step.found_in(address.group())
            places += [(at + found.start(1), at + found.end(1)) for found in steps]
        for start, end in places:
            yield start, end, mask_value(fact.kind, text.written(start, end))

    return seek


def _plate(fact: Fact) -> Iterator[Seek]:
    compact = "".join(char for char in fold(fact.value.reveal()) if char.isalnum())
    alike = {"o": "[o0]", "0": "[o0]", "i": "[i1]", "1": "[i1]"}
    pattern = r"[ \-_+.]{0,3}".join(alike.get(char, char) for char in compact)
    seek_drawn, drawn = whole(pattern, (), _mask_of(fact)), drawn_alike(compact)

    def seek(text: SearchedText) -> Iterator[Span]:
        if drawn in text.letters:
            yield from seek_drawn(text)

    yield seek


_SEEKERS: dict[FactKind, Callable[[Fact], Iterator[Seek]]] = {
    FactKind.ADDRESS: address_seekers,
    FactKind.PHONE: _phone,
    FactKind.EMAIL: _email,
    FactKind.EMPLOYER: _organisation,
    FactKind.SCHOOL: _organisation,
    FactKind.BIRTH_DATE: _date,
    FactKind.HANDLE: _handle,
    FactKind.VEHICLE: _plate,
}
