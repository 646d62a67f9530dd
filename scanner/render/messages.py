"""Every text that a report may say, gathered for its translators, and what is still untranslated.

Templates and modules are read as they are, and rules by their kind: there is no list beside them
that could be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from scanner.language.python_text import texts_of
from scanner.render.page_marks import PAGE
from scanner.resources import resource_folder
from scanner.rulebook.letter_template import paragraphs, speaks
from scanner.rulebook.strict_yaml import parse

_PACKAGE = Path(__file__).resolve().parent.parent
_MODULES = (
    "assess/*.py",
    "judge/a*.py",
    "judge/household.py",
    "gather/shown.py",
    "outcome/rendered.py",
    "outcome/wording.py",
    "plan/disclosures.py",
    "plan/limits.py",
    "plan/planner.py",
    "render/words.py",
    "render/asked.py",
    "render/by_hand.py",
    "render/deadlines.py",
    "render/calendar.py",
    "render/letters/choosing.py",
    "render/letters/wording.py",
    "render/letters/guide.py",
    "render/letters/letter.py",
    "render/mosaic_map.py",
    "render/mosaic_view.py",
    "render/since.py",
    "render/summary.py",
    "render/summary_changes.py",
    "render/tasks.py",
    "render/view.py",
    "slate/consenting/form_words.py",
)
_WITH_TABLES = frozenset(
    {"words.py", "asked.py", "because.py", "deadlines.py", "since.py", "choosing.py", "wording.py"}
    | {"form_words.py"}
)
_SPOKEN_FIELDS: dict[str, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        "remedies": "title why summary do waits deadline who proof dont_send cost legal_basis "
        "backfire_note verify",
        "signals": "title say do",
        "weightings": "title why say",
        "timetables": "title limits public still basis",
        "detectors": "title say question",
        "letters": "title to when when_not how_to_send",
        "sources": "title why how exposes basis",
    }.items()
}
"""Of rules: whatever else they hold is for who writes rules. A letter's own words come beside, by
paragraphs."""
_TOP_ONLY = frozenset({"sources", "detectors"})
_WEIGHED_UNSAID = frozenset({"attribution.yaml", "pace.yaml"})
"""Their reasons are for who reads the rule; reports have sentences of their own."""
_ELSE = "Nothing else of yours was found in what was checked"
_ENGLISH_ONLY = "officer/"
"""Templates of what an officer reads, whose program speaks English. What goes to the people of a
slate is not among them, but for the words around it."""
_PUT_TOGETHER = (
    ("scanner/assess/actions.py", "{count} more sites"),
    ("scanner/assess/actions.py", "{count} more places"),
    ("scanner/assess/actions.py", "{count} places"),
    ("scanner/assess/headline.py", "info"),
    ("scanner/assess/headline.py", f"{_ELSE}."),
    ("scanner/assess/headline.py", f"{_ELSE}, beyond what you chose to make public."),
    (
        "scanner/assess/headline.py",
        f"{_ELSE}, beyond what is public because the law requires it. Please look at that part.",
    ),
)
"""What code makes of texts so that its source does not hold them whole."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text in English, and where it stands."""

    one: str
    many: str
    """Where the number decides; else empty."""
    where: str

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.one, self.many) if self.many else self.one


def frame_messages() -> tuple[Message, ...]:
    """What templates and this program say, each once, in order of files."""
    return _once([*_of_templates(), *_of_modules()])


def rule_messages() -> tuple[Message, ...]:
    """What the shipped rules say, each once: what weighs most comes first."""
    return _once(_of_rules())


def _once(messages: Iterable[Message]) -> tuple[Message, ...]:
    found: dict[str, Message] = {}
    for message in messages:
        known = found.get(message.one)
        if known is None or (message.many and not known.many):
            found[message.one] = message
    return tuple(found.values())


def _of_templates() -> Iterator[Message]:
    from scanner.render.environment import environment_of

    found: list[tuple[str, str]] = []
    where = ""

    def note(message: str) -> None:
        found.append((message, where))

    environment: Environment = environment_of(note)
    loader = environment.loader
    assert isinstance(loader, FileSystemLoader)
    for name in environment.list_templates(extensions=["j2"]):
        if name.startswith(_ENGLISH_ONLY):
            continue
        where = f"reports/templates/{name}"
        environment.parse(loader.get_source(environment, name)[0])
    for message, place in found:
        one, _, many = message.partition("\0")
        yield Message(one, many, place)


def _of_modules() -> Iterator[Message]:
    for pattern in _MODULES:
        for path in sorted(_PACKAGE.glob(pattern)):
            if path.name == "__init__.py":
                continue
            for text in texts_of(path, path.name in _WITH_TABLES):
                place = f"scanner/{path.relative_to(_PACKAGE).as_posix()}"
                yield Message(text.one, text.many, place)
    yield Message(PAGE, "", "scanner/render/page_marks.py")
    for place, piece in _PUT_TOGETHER:
        yield Message(piece, "", place)


def _of_rules() -> Iterator[Message]:
    for kind, names in _SPOKEN_FIELDS.items():
        for path in sorted((resource_folder("rules") / kind).glob("*.yaml")):
            rule = parse(path.read_text("utf-8")).value
            if path.name in _WEIGHED_UNSAID:
                continue
            if kind in _TOP_ONLY:
                # What lies deeper is what is looked for on pages, in their words.
                terms = rule.get("terms", {}) if rule.get("access") == "manual" else {}
                rule = {key: value for key, value in rule.items() if key in names} | terms
            place = f"rules/{kind}/{path.name}"
            for text in _texts(rule, names, spoken=False):
                yield Message(text, "", place)
            if kind == "letters":
                yield Message(rule["subject"], "", place)
                for paragraph in filter(speaks, paragraphs(rule["body"])):
                    yield Message(paragraph, "", place)


def _texts(value: Any, names: frozenset[str], spoken: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "examples":
                yield from _texts(item, names, key in names)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, names, spoken)
    elif spoken and isinstance(value, str) and value.strip():
        yield " ".join(value.split())
