"""Pydantic's complaints in a rule author's words, each at its line and with a mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scanner.rulebook.kinds import model_for
from scanner.rulebook.strict_yaml import Path, Position, YamlDocument


@dataclass(frozen=True, slots=True)
class Complaint:
    position: Position
    what: str
    mend: str


def explain(error: ValidationError, document: YamlDocument) -> tuple[Complaint, ...]:
    """One complaint for each thing that is wrong, in the order of the text."""
    found = {_complaint(detail, document) for detail in error.errors(include_url=False)}
    return tuple(sorted(found, key=lambda item: (item.position, item.what)))


def _complaint(detail: ErrorDetails, document: YamlDocument) -> Complaint:
    path, missing = _walk(detail["loc"], document.value)
    kind = detail["type"]
    if kind == "missing":
        key = str(missing[-1]) if missing else "?"
        return Complaint(
            document.place(path, of_key=True),
            f"{_inside(path)}the key `{key}` is missing",
            _add(key, path, document.value),
        )
    name = _dotted(path)
    if kind == "extra_forbidden":
        position = document.place(path, of_key=True)
        return Complaint(position, f"the key `{name}` is unknown", _nearest(path, document.value))
    position = document.place(path)
    text = _sentence(detail)
    return Complaint(position, f"`{name}`: {text}" if name else text, _mend(detail))


def _walk(loc: tuple[int | str, ...], value: Any) -> tuple[Path, tuple[int | str, ...]]:
    """The part of `loc` that exists in the text, and the last step that does not.

    Pydantic names steps that the author never wrote: the branch of a union, the index of a value
    that stands alone where a list may stand. Those are passed over.
    """
    path: list[str | int] = []
    passed: list[int | str] = []
    for step in loc:
        known: Any = ()
        if isinstance(value, dict):
            known = value
        elif isinstance(value, list):
            known = range(len(value))
        if step not in known:
            passed.append(step)
            continue
        value = value[step]
        path.append(step)
        passed.clear()
    return tuple(path), tuple(passed)


def _dotted(path: Path) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _inside(path: Path) -> str:
    return f"in `{_dotted(path)}` " if path else ""


_WORDED: dict[str, tuple[str, str]] = {
    "string_type": ("must be text", "Put the value in quotes."),
    "bool_type": ("must be true or false", "Write true or false, without quotes."),
    "bool_parsing": ("must be true or false", "Write true or false, without quotes."),
    "int_type": ("must be a whole number", "Write it without quotes."),
    "int_parsing": ("must be a whole number", "Write it without quotes."),
    "float_type": ("must be a number", "Write it without quotes."),
    "float_parsing": ("must be a number", "Write it without quotes."),
    "string_too_short": ("must not be empty", "Write at least a word."),
    "tuple_type": ("must be a list", "Write it as [one, two]."),
    "dict_type": ("must hold keys and values", "Write `key: value` lines below it."),
    "model_type": ("must hold keys and values", "Write `key: value` lines below it."),
    "too_short": ("has too few entries", "Add one."),
}


def _sentence(detail: ErrorDetails) -> str:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind in _WORDED:
        return _WORDED[kind][0]
    if kind in ("enum", "literal_error"):
        return f"must be one of {context.get('expected', '')}"
    if kind == "string_pattern_mismatch":
        return f"does not fit the pattern {context.get('pattern', '')}"
    if kind == "value_error":
        return str(context.get("error", detail["msg"])).rstrip(".")
    return detail["msg"][:1].lower() + detail["msg"][1:].rstrip(".")


def _mend(detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind in _WORDED:
        return _WORDED[kind][1]
    given = detail.get("input")
    expected = str(detail.get("ctx", {}).get("expected", ""))
    if kind in ("enum", "literal_error") and isinstance(given, str):
        choices = [part.strip(" '") for part in expected.replace(" or ", ",").split(",")]
        if near := difflib.get_close_matches(given, choices, 1):
            return f"Did you mean {near[0]}?"
        return "Choose one of them."
    if kind == "string_pattern_mismatch" and "https" in str(detail.get("ctx", {}).get("pattern")):
        return "Write a whole address that begins with https://."
    return "See docs/rules.md for this field."


def _add(key: str, path: Path, value: Any) -> str:
    described = _fields(path, value).get(key, "")
    return f"Add `{key}: …`. {described}".rstrip()


def _nearest(path: Path, value: Any) -> str:
    known = _fields(path[:-1], value)
    if near := difflib.get_close_matches(str(path[-1]), known, 1):
        return f"Did you mean `{near[0]}`?"
    return f"Known here: {', '.join(known)}." if known else "Leave it out."


def _fields(path: Path, value: Any) -> dict[str, str]:
    """Keys that the model at `path` knows, with their descriptions."""
    annotation: Any = model_for(value)
    for step in path:
        model = next(_models_in(annotation), None)
        if model is None:
            return {}
        # Any other step is an index, or a key that the author chose: what it holds is meant.
        for name, field in model.model_fields.items():
            if (field.alias or name) == step:
                annotation = field.annotation
    model = next(_models_in(annotation), None)
    if model is None:
        return {}
    return {
        field.alias or name: field.description or "" for name, field in model.model_fields.items()
    }


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)
