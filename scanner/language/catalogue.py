"""The gettext catalogue of one language, with English text as the key.

A message may have places in braces (`{count} pages`). Texts that were composed in English, perhaps
years ago in a stored assessment, are recognised by them: what stands in a place is itself looked
up, and a text of several sentences is taken apart into those that the catalogue knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.errors import ResourceError
from scanner.language.written_dates import with_welsh_dates
from scanner.resources import resource_folder

if TYPE_CHECKING:
    from babel.messages import Catalog

DOMAINS = ("report", "rules")
"""The frame of reports, and what rules say."""
PLACE = re.compile(r"\{(\w+)\}")
_NAMED = re.compile(r"\{[A-Za-z_]\w*\}")
"""A place of a text that code composes. Those of templates have numbers, and are filled there."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d\"`])|(?<=:)\s+(?=[A-Z])")
_WHOLE = re.compile(r"\d+")
_NUMBERED = re.compile(r" (?=\d\. )")
_JOINTS = re.compile(r", | and ")
_BRACKETED = re.compile(r"([^()]+) \((.+)\)")
_COUNTED = re.compile(r"(\d+) ([^(),]+)")
_LONGEST_LIST = 400
_LEAST = 9
"""Letters of a message around its places; one with fewer is only looked for inside another's."""
_REMEMBERED = 32_768


class Language(StrEnum):
    """By its code of ISO 639-1."""

    ENGLISH = "en"
    WELSH = "cy"


ENGLISH, WELSH = Language.ENGLISH, Language.WELSH


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A message with places."""

    expression: re.Pattern[str]
    forms: tuple[str, ...]
    """One, or one for each plural form."""
    literals: tuple[str, ...]
    """What stands around its places."""
    last: str
    """The place that it ends in; empty for none."""

    @property
    def weight(self) -> int:
        """Letters that are not in a place: who has most fits best."""
        return sum(map(len, self.literals))

    def match(self, text: str) -> re.Match[str] | None:
        """Only the last place may hold the end of a sentence: else two sentences were taken for
        one."""
        if not all(literal in text for literal in self.literals):
            return None
        found = self.expression.fullmatch(text)
        if found and any(
            _SENTENCE_END.search(part) and name != self.last
            for name, part in found.groupdict().items()
        ):
            return None
        return found


class Catalogue:
    """What one language says for the English texts."""

    def __init__(self, code: str, catalogs: tuple[Catalog, ...]) -> None:
        self.code = code
        self._exact: dict[str, str] = {}
        self._lacking: set[str] = set()
        self._made: set[str] = set()
        self._plural = catalogs[0].plural_expr if catalogs else ""
        patterns: list[_Pattern] = []
        for message in (m for catalog in catalogs for m in catalog if m.id and not m.fuzzy):
            ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
            text = message.string
            forms = tuple(text) if isinstance(text, (list, tuple)) else (text or "",)
            if not all(forms):
                self._lacking.update(ids)
                continue
            self._exact[ids[0]] = forms[0]
            if _NAMED.search(ids[0]):
                patterns += [_pattern(english, forms) for english in dict.fromkeys(ids)]
        self._patterns = sorted(patterns, key=lambda item: -item.weight)
        self._form_of = _plural_rule(self._plural)
        self.say = lru_cache(maxsize=_REMEMBERED)(self._said)

    def __contains__(self, english: str) -> bool:
        return english in self._exact

    def exact(self, english: str) -> str | None:
        """What is said for a whole message; None when the catalogue lacks it."""
        return self._exact.get(english)

    def _said(self, english: str) -> str:
        """The text in this language; the English where any part of it is unknown: better a whole
        English sentence than half of one."""
        if english in self._made:
            return english  # Said already: a text may pass more than one door.
        told = self._whole(" ".join(english.split()))
        if told is None:
            return english
        if "\n" in english.strip():
            told = _NUMBERED.sub("\n", told)
        before = english[: len(english) - len(english.lstrip())]
        made = before + told + english[len(english.rstrip()) :]
        self._made.add(made)
        return made

    def _whole(self, text: str) -> str | None:
        if not text or (told := self._exact.get(text)) is not None:
            return told if text else None
        if (dated := with_welsh_dates(text)) is not None:
            return dated
        if " " not in text or text in self._lacking:
            return None
        return (
            self._lowered(text)
            or self._listed(text)
            or self._one(text, _LEAST)
            or self._sentences(text)
        )

    def _listed(self, text: str) -> str | None:
        """Several messages in a list, each perhaps with another in brackets after it."""
        if len(text) > _LONGEST_LIST:
            return None
        items = self._items(text)
        known = [told for _, told in items if told is not None]
        return listing(known, text) if items and len(known) == len(items) else None

    def _items(self, text: str) -> list[tuple[str, str | None]]:
        """The items of a list with what is said for each. An item may hold a comma or an "and" of
        its own, so the longest beginning that is known comes first."""
        if (told := self._item(text)) is not None:
            return [(text, told)]
        joints = list(_JOINTS.finditer(text))
        for joint in reversed(joints):
            head = text[: joint.start()]
            if (told := self._item(head)) is not None:
                return [(head, told), *self._items(text[joint.end() :])]
        if not joints:
            return [(text, None)]
        return [(text[: joints[0].start()], None), *self._items(text[joints[0].end() :])]

    def _item(self, text: str) -> str | None:
        told = self._exact.get(text) or self._lowered(text)
        if told is None and (found := _BRACKETED.fullmatch(text)):
            before, inside = self._item(found[1]), self._item(found[2])
            return f"{before} ({inside})" if before and inside else None
        if told is None and (counted := _COUNTED.fullmatch(text)):
            if (told := self._one(text, 1)) is not None:
                return told
            noun = self._item(counted[2])
            return noun and f"{counted[1]} {noun}"
        return told

    def _lowered(self, text: str) -> str | None:
        """A message that begins with a small letter because it stands within a sentence."""
        told = self._exact.get(text[0].upper() + text[1:]) if text[0].islower() else None
        return told and told[0].lower() + told[1:]

    def _one(self, text: str, least: int) -> str | None:
        """By a message with places."""
        for pattern in self._patterns:
            if pattern.weight < least:
                break
            if found := pattern.match(text):
                given = {name: self._piece(part) for name, part in found.groupdict().items()}
                return _filled(pattern.forms[self._form(pattern, found)], given)
        return None

    def _form(self, pattern: _Pattern, found: re.Match[str]) -> int:
        numbers = [part for part in found.groups() if _WHOLE.fullmatch(part)]
        if len(pattern.forms) == 1 or not numbers:
            return 0
        return min(self._form_of(int(numbers[0])), len(pattern.forms) - 1)

    def _piece(self, part: str) -> str:
        """What stands in a place: a text of the catalogue, a list of such, or as it is."""
        if not part:
            return part
        told = self._whole(part.strip())
        if told is not None:
            return told
        if (told := self._whole(f"{part}.")) is not None:
            return told.removesuffix(".")
        if "; " in part:
            return "; ".join(map(self._piece, part.split("; ")))
        if (told := self._one(part, 1)) is not None:
            return told
        return listing([told or item for item, told in self._items(part)], part)

    def _sentences(self, text: str) -> str | None:
        """Taken apart at ends of sentences; the longest beginning that is known comes first."""
        ends = [match.start() for match in _SENTENCE_END.finditer(text)]
        for end in reversed(ends):
            head, rest = text[:end], text[end:].strip()
            first = self._exact.get(head) or self._one(head, _LEAST)
            if first is not None and (others := self._whole(rest)) is not None:
                return f"{first} {others}"
        return None


def listing(items: list[str], english: str) -> str:
    """Joined as the English was: by commas, with a Welsh `a` or `ac` where it had an "and"."""
    if " and " not in english or len(items) < 2:
        return ", ".join(items)
    return f"{', '.join(items[:-1])} {_and(items[-1])}"


def _and(following: str) -> str:
    """`ac` stands before a vowel, `a` before all else; with `eich` and `fy` it is joined."""
    for pronoun, joined in (("eich ", "a'ch "), ("fy ", "a'm ")):
        if following.startswith(pronoun):
            return joined + following.removeprefix(pronoun)
    return f"{'ac' if following[:1].lower() in 'aeiouwyâêîôûŵŷ' else 'a'} {following}"


def _pattern(english: str, forms: tuple[str, ...]) -> _Pattern:
    """Of two places side by side the first takes all: nothing tells where the other begins."""
    expression, at, last, seen = "", 0, "", set[str]()
    literals: list[str] = []
    for place in PLACE.finditer(english):
        between = english[at : place.start()]
        literals.append(between)
        expression += re.escape(between)
        last = f"g_{place[1]}"
        if last in seen:
            expression += f"(?P={last})"
        else:
            expression += f"(?P<{last}>{'' if seen and not between else '.+?'})"
        seen.add(last)
        at = place.end()
    rest = english[at:]
    return _Pattern(
        expression=re.compile(expression + re.escape(rest), re.DOTALL),
        forms=forms,
        literals=tuple(filter(None, (*literals, rest))),
        last="" if rest.strip(".") else last,
    )


def _filled(form: str, given: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: given[f"g_{place[1]}"], form)


def _plural_rule(expression: str) -> _PluralRule:
    return _PluralRule(expression or "(n != 1)")


class _PluralRule:
    """Which plural form a number takes, by the header of the catalogue."""

    def __init__(self, expression: str) -> None:
        from gettext import c2py

        self._form = c2py(expression)

    def __call__(self, number: int) -> int:
        return int(self._form(number))


@lru_cache(maxsize=4)
def catalogue_of(language: Language) -> Catalogue:
    """The shipped catalogue; English has nothing to say otherwise. Raises ResourceError."""
    if language is ENGLISH:
        return Catalogue(language.value, ())
    return Catalogue(language.value, tuple(read_catalogs(language.value)))


def catalogue_path(code: str, domain: str) -> str:
    return f"locale/{code}/LC_MESSAGES/{domain}.po"


def read_catalogs(code: str) -> Iterator[Catalog]:
    """The files as they are kept. Raises ResourceError where one is missing."""
    from babel.messages.pofile import read_po

    for domain in DOMAINS:
        path = resource_folder("reports") / catalogue_path(code, domain)
        try:
            with path.open("rb") as stream:
                yield read_po(stream, locale=code, domain=domain)
        except OSError as error:
            raise ResourceError(
                f"The catalogue of the language {code} is missing from this installation. "
                "Install netcurtain again."
            ) from error
