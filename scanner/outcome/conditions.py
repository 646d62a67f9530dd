"""Whether a signature holds of an answer: true, false, or unknown where a query went unanswered.

Unknown is kept apart (Kleene's logic), so that a page too large for selectors can neither prove
presence nor, through `none`, absence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from scanner.model.capture import Capture
from scanner.model.document import Document, Place, Query, Selected
from scanner.outcome.source_text import Source
from scanner.rulebook.condition import Condition

_SAID = frozenset(
    {Place.TEXT, Place.TITLE, Place.META, Place.STRUCTURED, Place.RECORD, Place.ATTRIBUTE}
)
"""Places that `text` looks at. A site's script templates and comments hold the wording of every
case at once; addresses of links repeat what was asked."""
_SHOWN = _SAID - {Place.ATTRIBUTE}
"""Places that `shows` looks at: an attribute may only repeat the question."""

_NAME_BEFORE = r"(?<!\w)(?<!\w[-_])"
_NAME_AFTER = r"(?!\w)(?![-_]\w)"
"""janemarlow2 and janemarlow-art are other names; a full stop ends a sentence, or is a host's."""

HANDLE = "{{ handle }}"
"""In a `body` signature: the handle that is asked for."""

_NOTHING = frozenset({"", "false", "{}", "[]"})
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


def folded(text: str) -> str:
    """Text for comparing: case, runs of white space and curly quotes made alike."""
    return " ".join(text.casefold().translate(_QUOTES).split())


wanted = lru_cache(maxsize=8192)(folded)
"""The same for the words of rules, which are few and asked for again and again."""


class Reply:
    """An answer before its content is read: its status, headers and address."""

    def __init__(self, capture: Capture, variables: Mapping[str, str] | None = None) -> None:
        self.capture = capture
        self.variables = variables or {}

    @cached_property
    def source(self) -> Source:
        """What was sent, undecoded."""
        return Source(self.capture.body, self.header("Content-Type"))

    def contains(self, text: str) -> bool:
        """Whether the source holds a text, letter by letter."""
        return self.source.contains(text.replace(HANDLE, self.variables.get("handle", HANDLE)))

    def header(self, name: str) -> str:
        """All values of a header of the last hop, folded."""
        if not self.capture.hops:
            return ""
        headers = self.capture.hops[-1].headers
        return folded(" ".join(value for key, value in headers if key.lower() == name.lower()))

    @property
    def address(self) -> str:
        """Where the answer came from in the end."""
        return self.capture.final_url

    @property
    def is_redirected(self) -> bool:
        """Whether it came from another address than was asked for; one that differs only in what
        servers tidy up (https, www, a slash at the end) is the same."""
        hops = self.capture.hops
        return bool(hops) and _tidied(hops[0].url) != _tidied(self.address)


class Evidence(Reply):
    """An answer with its content, as conditions look at it. A document without segments is all
    text."""

    def __init__(
        self, capture: Capture, document: Document, variables: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(capture, variables)
        self.document = document

    @property
    def address(self) -> str:
        return self.document.url

    @cached_property
    def said(self) -> str:
        return folded(text_of(self.document, _SAID))

    @cached_property
    def shown(self) -> str:
        return folded(text_of(self.document, _SHOWN))

    @cached_property
    def title(self) -> str:
        return folded(self.document.title)

    @cached_property
    def loads(self) -> str:
        return "\n".join(self.document.loads).casefold()

    @cached_property
    def is_json(self) -> bool:
        return self.document.media_type.endswith(("/json", "+json"))

    def shows(self, variable: str) -> bool:
        """Whether the value stands on the page as a name of its own, not as a part of another."""
        value = folded(self.variables.get(variable, ""))
        return (
            bool(value)
            and value in self.shown
            and bool(re.search(rf"{_NAME_BEFORE}{re.escape(value)}{_NAME_AFTER}", self.shown))
        )


def _tidied(url: str) -> str:
    return url.casefold().partition("://")[2].removeprefix("www.").partition("#")[0].rstrip("/")


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def text_of(document: Document, places: frozenset[Place]) -> str:
    """The document's text in these places, line by line."""
    if not document.segments:
        return document.text
    text = document.text
    return "\n".join(text[start:end] for start, end in document.map.spans(places))


def holds(condition: Condition, evidence: Reply) -> bool | None:
    """Whether all fields of a condition hold; None when that cannot be told."""
    return _all(_fields(condition, evidence))


def any_holds(conditions: Iterable[Condition], evidence: Reply) -> bool | None:
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


def _fields(condition: Condition, evidence: Reply) -> Iterator[bool | None]:
    """One result for each field that is given, the cheap ones first."""
    for name in condition.given:
        yield _TESTS[name](condition, evidence)


def is_of_content(condition: Condition) -> bool:
    """Whether its own fields, of which there are some, all need the content."""
    return bool(condition.given) and _OF_THE_PAGE.issuperset(condition.given)


def is_structural(condition: Condition) -> bool:
    """Whether a signature rests on the page's structure. What a page *shows* does not count: a
    log-in wall repeats the name that was asked for."""
    return bool(condition.css or condition.json_path or condition.json_equals) or any(
        is_structural(inner) for inner in condition.any
    )


def is_of_the_source(condition: Condition) -> bool:
    """Whether a signature rests on a piece of the answer's source."""
    return bool(condition.body) or any(is_of_the_source(inner) for inner in condition.any)


def is_of_the_page(condition: Condition) -> bool:
    """Whether it is the page alone that tells, neither headers nor address."""
    return not (condition.header or condition.final_url or condition.final_path)


def _contains(text: str, texts: Iterable[str]) -> bool:
    return any(wanted(words) in text for words in texts)


def _has_headers(condition: Condition, reply: Reply) -> bool:
    values = ((reply.header(name), text) for name, text in (condition.header or {}).items())
    return all(value and wanted(text) in value for value, text in values)


def _is_at_address(condition: Condition, reply: Reply) -> bool:
    return _contains(reply.address.casefold(), condition.final_url or ())


def _is_at_path(condition: Condition, reply: Reply) -> bool:
    return (_path_of(reply.address) or "/") in (condition.final_path or ())


def _has_source(condition: Condition, reply: Reply) -> bool:
    return any(reply.contains(text) for text in condition.body or ())


def _has_any(condition: Condition, reply: Reply) -> bool | None:
    return any_holds(condition.any, reply)


def _has_none(condition: Condition, reply: Reply) -> bool | None:
    held = any_holds(condition.none, reply)
    return None if held is None else not held


def _selects(condition: Condition, evidence: Evidence) -> bool | None:
    results = _results(Query("css", condition.css or "", located=False), evidence)
    return None if results is None else bool(results)


def _has_json(condition: Condition, evidence: Evidence) -> bool | None:
    results = _results(Query("jmespath", condition.json_path or ""), evidence)
    return None if results is None else any(item.text not in _NOTHING for item in results)


def _lacks_json(condition: Condition, evidence: Evidence) -> bool | None:
    results = _results(Query("jmespath", condition.json_empty or ""), evidence)
    return None if results is None else evidence.is_json and not results


def _equals_json(condition: Condition, evidence: Evidence) -> bool | None:
    return _all(
        None if results is None else [result.text for result in results] == [_as_json(value)]
        for expression, value in (condition.json_equals or {}).items()
        for results in [_results(Query("jmespath", expression), evidence)]
    )


_Test = Callable[[Condition, Evidence], bool | None]


def _once_read(test: _Test) -> Callable[[Condition, Reply], bool | None]:
    """The test of a page; of an answer whose content is not read, its result is unknown."""

    def tested(condition: Condition, reply: Reply) -> bool | None:
        return test(condition, reply) if isinstance(reply, Evidence) else None

    return tested


_PAGE_TESTS: dict[str, _Test] = {
    "words_at_least": lambda c, page: page.document.visible_words >= (c.words_at_least or 0),
    "words_below": lambda c, page: page.document.visible_words < (c.words_below or 0),
    "has_scripts": lambda c, page: page.document.has_scripts is c.has_scripts,
    "has_password_field": lambda c, page: page.document.has_password_field is c.has_password_field,
    "title": lambda c, page: _contains(page.title, c.title or ()),
    "loads": lambda c, page: _contains(page.loads, c.loads or ()),
    "text": lambda c, page: _contains(page.said, c.text or ()),
    "shows": lambda c, page: page.shows(c.shows or ""),
    "css": _selects,
    "json_path": _has_json,
    "json_empty": _lacks_json,
    "json_equals": _equals_json,
}
_OF_THE_PAGE = frozenset(_PAGE_TESTS)

_TESTS: dict[str, Callable[[Condition, Reply], bool | None]] = {
    "status": lambda c, reply: reply.capture.status in (c.status or ()),
    "header": _has_headers,
    "final_url": _is_at_address,
    "final_path": _is_at_path,
    "redirected": lambda c, reply: reply.is_redirected is c.redirected,
    "body": _has_source,
    **{name: _once_read(test) for name, test in _PAGE_TESTS.items()},
    "any": _has_any,
    "none": _has_none,
}
"""By field of a condition, how it is tested."""


def _results(query: Query, evidence: Evidence) -> tuple[Selected, ...] | None:
    if query in evidence.document.unanswered:
        return None
    return evidence.document.results(query)


def _as_json(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
