"""The reference of the rule language, made from the models: every field of every kind, in Markdown.

docs/rules-reference.md is what `netcurtain rules reference` prints; a test holds it so.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from scanner.rulebook.header import Header
from scanner.rulebook.kinds import FOLDERS, MODELS, PREFIXES
from scanner.rulebook.schema import json_schema
from scanner.rulebook.template import FILTERS
from scanner.rulebook.variables import MEANINGS, NEVER_SENT, Variable

Schema = Mapping[str, Any]

_HEAD = """\
# Reference of the rule language

Made from the models by `netcurtain rules reference`; do not change it by hand.
[Writing a rule](rules.md) explains the language; this page lists every field. A field without a
default is needed. Dates are quoted ISO days. A key that is not listed here is an error.
"""


def reference_text() -> str:
    """The whole page."""
    schema = json_schema()
    definitions: Mapping[str, Schema] = schema["$defs"]
    names = {model.__name__: model for model in MODELS}
    parts = [_HEAD, *_contents(definitions, names), "## What all rules have in common\n"]
    common = tuple(Header.model_fields)
    first = definitions[MODELS[0].__name__]
    parts.append(_table(first, [key for key in first["properties"] if key in common]))
    for name, model in names.items():
        parts += _section(name, definitions[name], model, leave=common)
    for name, definition in sorted(definitions.items()):
        if name not in names:
            parts += _section(name, definition, None, leave=())
    parts += ["## Variables\n", _variables(), "## Filters\n", _filters()]
    return "\n".join(parts).rstrip("\n") + "\n"


def _contents(
    definitions: Mapping[str, Schema], models: Mapping[str, type[BaseModel]]
) -> list[str]:
    kinds = [f"[{_title(name)}](#{_anchor(name)})" for name in models]
    pieces = [
        f"[{_title(name)}](#{_anchor(name)})" for name in sorted(definitions) if name not in models
    ]
    return [
        f"Kinds of rule: {', '.join(kinds)}.\n",
        f"Pieces of rules: {', '.join(pieces)}.\n",
        "Also: [variables](#variables), [filters](#filters).\n",
    ]


def _section(
    name: str, definition: Schema, model: type[BaseModel] | None, leave: tuple[str, ...]
) -> Iterator[str]:
    yield f"## {_title(name)}\n"
    if model is not None:
        kind = definition["properties"]["kind"]["const"]
        prefixes = " or ".join(f"`{prefix}.`" for prefix in PREFIXES[kind])
        yield f"Lies in `{FOLDERS[kind]}/`; its id begins with {prefixes}."
        yield "Beside the common fields:\n"
    if words := _words(definition):
        yield f"{words}\n"
    if "enum" in definition:
        yield f"One of {', '.join(f'`{value}`' for value in definition['enum'])}.\n"
    elif keys := [key for key in definition.get("properties", {}) if key not in leave]:
        yield _table(definition, keys)


def _words(definition: Schema) -> str:
    return inspect.cleandoc(definition.get("description", "")).replace("\n", " ")


def _table(definition: Schema, keys: list[str]) -> str:
    needed = set(definition.get("required", ()))
    rows = ["| field | what it is | default | |", "|---|---|---|---|"]
    for key in keys:
        field = definition["properties"][key]
        default = "" if key in needed else _default(field)
        words = _words(field) if "$ref" not in field or "description" in field else ""
        rows.append(f"| `{key}` | {_type(field)} | {default} | {_cell(words)} |")
    return "\n".join(rows) + "\n"


def _default(field: Schema) -> str:
    value = field.get("default")
    if value in (None, "", [], {}):
        return "none"
    shown = json.dumps(value, ensure_ascii=False)
    return f"`{shown}`" if len(shown) <= 60 else "see there"


def _type(field: Schema) -> str:
    """What a value may be, in a few words, with links to the pieces."""
    if "$ref" in field:
        name = str(field["$ref"]).rpartition("/")[2]
        return f"[{_title(name)}](#{_anchor(name)})"
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in field:
            kinds = (_type(each) for each in field[key] if each.get("type") != "null")
            return " or ".join(dict.fromkeys(kinds))
    match field.get("type"):
        case "array":
            inner = field.get("items") or (field.get("prefixItems") or [{}])[0]
            return f"list of {_type(inner)}"
        case "object":
            inner = field.get("additionalProperties")
            return f"mapping to {_type(inner)}" if isinstance(inner, dict) else "mapping"
        case "string":
            return f"text{_pattern(field)}"
        case "boolean":
            return "`true` or `false`"
        case "integer" | "number":
            return f"number{_range(field)}"
    return "any value"


def _pattern(field: Schema) -> str:
    pattern = field.get("pattern", "")
    return f" of the form `{_cell(pattern)}`" if pattern and len(pattern) <= 40 else ""


def _range(field: Schema) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    if low is None and high is None:
        return ""
    if high is None:
        return f", {low} or more"
    return f", {low} to {high}" if low is not None else f", at most {high}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _title(name: str) -> str:
    """`SourceRule` as "source rule"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _anchor(name: str) -> str:
    return _title(name).replace(" ", "-")


def _variables() -> str:
    rows = ["| variable | made from | leaves |", "|---|---|---|"]
    for variable in Variable:
        meaning = MEANINGS[variable]
        made = meaning.kind.value.replace("_", " ") if meaning.kind else "no fact"
        leaves = "never" if variable in NEVER_SENT else meaning.form.value.replace("_", " ")
        rows.append(f"| `{variable.value}` | {made} | {leaves} |")
    return "\n".join(rows) + "\n"


def _filters() -> str:
    return ", ".join(f"`{name}`" for name in sorted(FILTERS)) + ".\n"
