"""The texts that modules of this program compose: their strings, read from their source.

Each string that reads like words is a message; what an f-string puts in is a place. A choice
between two endings by a number makes a message with a plural.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WORDS = re.compile(r"^[A-Z][a-z]+:$|[A-Za-z]{2,}[^ ]* |[a-z] [a-z]|^[A-Z][a-z]+$")
_CODE = re.compile(r"[\\^|<>]|\(\?|^EX:|^-//")


@dataclass(frozen=True, slots=True)
class Text:
    """One message of the source."""

    one: str
    many: str
    """With a plural; else empty."""
    line: int


def texts_of(path: Path, has_tables: bool = False) -> Iterator[Text]:
    """Every message of a module. `has_tables`: the values of its dictionaries are words, also where
    they are one small word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = _table_words(tree) if has_tables else frozenset[str]()
    for node in _speaking(tree):
        if isinstance(node, ast.JoinedStr):
            yield from _composed(node)
        elif isinstance(node, ast.Call):
            yield from _counted(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = " ".join(node.value.split())
            if is_words(text) or text in words:
                yield Text(text, "", node.lineno)


def is_words(text: str) -> bool:
    """Whether a string of the program is something to read."""
    return bool(_WORDS.search(text)) and not _CODE.search(text)


def _table_words(tree: ast.AST) -> frozenset[str]:
    values = (v for node in ast.walk(tree) if isinstance(node, ast.Dict) for v in node.values)
    return frozenset(
        v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)
    )


def _speaking(tree: ast.AST) -> Iterator[ast.AST]:
    """Strings outside docstrings, errors, calls that match or look up, and other strings."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.Raise, ast.Assert, ast.Import, ast.ImportFrom)):
            continue
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # A docstring.
        if isinstance(node, ast.Call) and _name(node.func) in _UNSPOKEN:
            continue
        if isinstance(node, ast.Call) and _name(node.func) == "plural":
            yield node
            continue
        if isinstance(node, (ast.JoinedStr, ast.Constant)):
            yield node
            if isinstance(node, ast.JoinedStr):
                for value in node.values:
                    if isinstance(value, ast.FormattedValue) and not _plural_of(value.value):
                        yield from _speaking(value)
            continue
        yield from _speaking(node)


_UNSPOKEN = frozenset({"compile", "frozenset", "TypeVar", "fill", "sub", "Literal"})


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _counted(node: ast.Call) -> Iterator[Text]:
    """Of `plural(number, "page")`."""
    nouns = [
        str(item.value)
        for item in node.args[1:]
        if isinstance(item, ast.Constant) and isinstance(item.value, str)
    ]
    if nouns:
        many = nouns[1] if len(nouns) > 1 else f"{nouns[0]}s"
        yield Text(f"{{count}} {nouns[0]}", f"{{count}} {many}", node.lineno)


def _composed(node: ast.JoinedStr) -> Iterator[Text]:
    one = many = ""
    places = 0
    for value in node.values:
        if isinstance(value, ast.Constant):
            one, many = one + str(value.value), many + str(value.value)
        elif isinstance(value, ast.FormattedValue):
            if ends := _plural_of(value.value):
                one, many = one + ends[0], many + ends[1]
            else:
                name = _place(value.value, places)
                places += 1
                one, many = f"{one}{{{name}}}", f"{many}{{{name}}}"
    one, many = " ".join(one.split()), " ".join(many.split())
    words = re.sub(r"\{\w+\}", "", one)
    if is_words(words) and words.strip() != "and":  # Lists are joined by the catalogue.
        yield Text(one, many if many != one else "", node.lineno)


def _place(node: ast.AST, number: int) -> str:
    return node.id if isinstance(node, ast.Name) else f"part{number}"


def _plural_of(node: ast.AST) -> tuple[str, str] | None:
    """The endings of `'' if number == 1 else 's'`."""
    if (
        isinstance(node, ast.IfExp)
        and isinstance(node.body, ast.Constant)
        and isinstance(node.orelse, ast.Constant)
        and isinstance(node.test, ast.Compare)
    ):
        return str(node.body.value), str(node.orelse.value)
    return None
