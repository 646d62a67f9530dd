"""Whether a signature holds of an answer: true, false, or unknown where a query went unanswered.

Unknown is kept apart (Kleene's logic), so that a page too large for selectors can neither prove
presence nor, through `none`, absence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query, Selected
from scanner.rulebook.condition import Condition

_SAID = frozenset(
    {Place.TEXT, Place.TITLE, Place.META, Place.STRUCTURED, Place.RECORD, Place.ATTRIBUTE}
)
"""Places that `text` looks at. A site's script templates and comments hold the wording of every
case at once; addresses of links repeat what was asked."""
_SHOWN = _SAID - {Place.ATTRIBUTE}
"""Places that `shows` looks at: an attribute may only repeat the question."""

_NOTHING = frozenset({"", "false", "{}", "[]"})
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def folded(text: str) -> str:
    """Text for comparing: case, runs of white space and curly quotes made alike."""
    return " ".join(text.casefold().translate(_QUOTES).split())


class Evidence:
    """An answer, as conditions look at it. A document without segments is all text."""

    def __init__(
        self, capture: Capture, document: Document, variables: Mapping[str, str] | None = None
    ) -> None:
        self.capture = capture
        self.document = document
        self.variables = variables or {}

    @cached_property
    def said(self) -> str:
        return folded(text_of(self.document, _SAID))

    @cached_property
    def shown(self) -> str:
        return folded(text_of(self.document, _SHOWN))

    @cached_property
    def is_json(self) -> bool:
        return self.document.media_type.endswith(("/json", "+json"))

    def header(self, name: str) -> str:
        """All values of a header of the last hop, folded."""
        if not self.capture.hops:
            return ""
        headers = self.capture.hops[-1].headers
        return folded(" ".join(value for key, value in headers if key.lower() == name.lower()))

    def shows(self, variable: str) -> bool:
        """Whether the value stands on the page as a word of its own."""
        value = folded(self.variables.get(variable, ""))
        return bool(value) and bool(
            re.search(rf"(?<!\w){re.escape(value)}(?!\w)", self.shown, re.UNICODE)
        )


def text_of(document: Document, places: frozenset[Place]) -> str:
    """The document's text in these places, line by line."""
    if not document.segments:
        return document.text
    return "\n".join(document.text[s.start : s.end] for s in document.segments if s.place in places)


def holds(condition: Condition, evidence: Evidence) -> bool | None:
    """Whether all fields of a condition hold; None when that cannot be told."""
    return _all(_fields(condition, evidence))


def any_holds(conditions: Iterable[Condition], evidence: Evidence) -> bool | None:
    """Whether at least one of the conditions holds; None when that cannot be told."""
    unknown = False
    for condition in conditions:
        held = holds(condition, evidence)
        if held:
            return True
        unknown = unknown or held is None
    return None if unknown else False


def _all(results: Iterable[bool | None]) -> bool | None:
    unknown = False
    for result in results:
        if result is False:
            return False
        unknown = unknown or result is None
    return None if unknown else True


def _fields(condition: Condition, evidence: Evidence) -> Iterator[bool | None]:
    """One result for each field that is given, the cheap ones first."""
    capture, document = evidence.capture, evidence.document
    if condition.status is not None:
        yield capture.status in condition.status
    if condition.header is not None:
        for name, wanted in condition.header.items():
            value = evidence.header(name)
            yield bool(value) and folded(wanted) in value
    if condition.final_url is not None:
        yield _contains(document.url.casefold(), condition.final_url)
    if condition.words_at_least is not None:
        yield document.visible_words >= condition.words_at_least
    if condition.words_below is not None:
        yield document.visible_words < condition.words_below
    if condition.has_scripts is not None:
        yield document.has_scripts is condition.has_scripts
    if condition.has_password_field is not None:
        yield document.has_password_field is condition.has_password_field
    if condition.title is not None:
        yield _contains(folded(document.title), condition.title)
    if condition.loads is not None:
        yield _contains("\n".join(document.loads).casefold(), condition.loads)
    if condition.text is not None:
        yield _contains(evidence.said, condition.text)
    if condition.shows is not None:
        yield evidence.shows(condition.shows)
    yield from _queried(condition, evidence)
    if condition.any:
        yield any_holds(condition.any, evidence)
    if condition.none:
        held = any_holds(condition.none, evidence)
        yield None if held is None else not held


def _contains(text: str, wanted: Iterable[str]) -> bool:
    return any(folded(words) in text for words in wanted)


def _queried(condition: Condition, evidence: Evidence) -> Iterator[bool | None]:
    if condition.css is not None:
        results = _results(Query("css", condition.css), evidence)
        yield None if results is None else bool(results)
    if condition.json_path is not None:
        results = _results(Query("jmespath", condition.json_path), evidence)
        yield None if results is None else any(item.text not in _NOTHING for item in results)
    if condition.json_empty is not None:
        results = _results(Query("jmespath", condition.json_empty), evidence)
        yield None if results is None else evidence.is_json and not results
    for expression, wanted in (condition.json_equals or {}).items():
        results = _results(Query("jmespath", expression), evidence)
        yield None if results is None else [r.text for r in results] == [_as_json(wanted)]


def _results(query: Query, evidence: Evidence) -> tuple[Selected, ...] | None:
    if query in evidence.document.unanswered:
        return None
    return evidence.document.results(query)


def _as_json(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
