"""Request templates: Jinja2's sandbox with the few filters that rules need."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Annotated, Any
from urllib.parse import quote

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import AfterValidator

from scanner.rulebook.plain_template import Pieces, Slot, pieces_of
from scanner.rulebook.variables import Variable

KEPT = "kept"
"""The name under which templates find what earlier steps kept: `{{ kept.NAME }}`."""
NOT_FACTS = frozenset({"secret", "search", KEPT})
"""Names beside the variables: the key, the words of a variant's search, what steps kept."""


def _subpath(text: object) -> str:
    """A path of several parts, each escaped, that cannot climb out of where it is put."""
    parts = (part for part in str(text).split("/") if part not in ("", ".", ".."))
    return "/".join(quote(part, safe="") for part in parts)


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters = {
        "path": lambda text: quote(str(text), safe=""),
        "query": lambda text: quote(str(text), safe=""),
        "quoted": lambda text: f'"{text}"',
        "lower": lambda text: str(text).lower(),
        "json": lambda text: json.dumps(str(text), ensure_ascii=False)[1:-1],
        "subpath": _subpath,
    }
    environment.globals = {}
    return environment


_ENVIRONMENT = _environment()
FILTERS = tuple(sorted(_ENVIRONMENT.filters))
"""Names of all filters."""

_ALLOWED_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Filter,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Getattr,
    nodes.Compare,
    nodes.Operand,
)
"""What a request needs. No loops, calls or arithmetic: filling in a rule always ends, and soon."""

_ESCAPING = ("path", "query", "subpath")
_WHOLE = frozenset({"page", "endpoint", "domain", "instance", "council_site"})
"""Variables that are addresses or hosts themselves and are checked as such by the plan."""


@lru_cache(maxsize=16384)
def _plain(source: str) -> Pieces | None:
    """The pieces of a plain template; None when it takes Jinja2 to tell what it means."""
    pieces = pieces_of(source)
    for piece in pieces or ():
        if isinstance(piece, Slot) and (
            piece.name == KEPT or not _ENVIRONMENT.filters.keys() >= set(piece.filters)
        ):
            return None
    return pieces


def _slots(pieces: Pieces) -> Iterator[Slot]:
    return (piece for piece in pieces if isinstance(piece, Slot))


@lru_cache(maxsize=4096)
def _compile(source: str):  # type: ignore[no-untyped-def]
    return _ENVIRONMENT.from_string(source)


@lru_cache(maxsize=8192)
def variables_of(source: str) -> frozenset[str]:
    """Names that the template uses."""
    if "{" not in source:
        return frozenset()
    if (plain := _plain(source)) is not None:
        return frozenset(slot.name for slot in _slots(plain))
    return frozenset(meta.find_undeclared_variables(_ENVIRONMENT.parse(source)))


def kept_in(source: str) -> frozenset[str]:
    """Names of kept values that the template uses."""
    if KEPT not in source:
        return frozenset()
    return frozenset(node.attr for node in _ENVIRONMENT.parse(source).find_all(nodes.Getattr))


def unescaped_in(source: str, filters: tuple[str, ...] = _ESCAPING) -> frozenset[str]:
    """Variables that stand in an address as they are, so that a slash in them would change it."""
    if (plain := _plain(source)) is not None:
        bare = (slot for slot in _slots(plain) if not {*slot.filters[-1:]} & {*filters})
        return frozenset(slot.name for slot in bare) - _WHOLE
    found: set[str] = set()
    for output in _ENVIRONMENT.parse(source).find_all(nodes.Output):
        for node in output.nodes:
            is_escaped = isinstance(node, nodes.Filter) and node.name in filters
            if not is_escaped:
                names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
                found.update(name.name for name in names)
    return frozenset(found) - _WHOLE


def render(source: str, values: Mapping[str, str]) -> str:
    """The template filled in; a kept value is called `kept.NAME`. Raises jinja2.UndefinedError when
    a value is missing."""
    if "{" not in source:
        return source
    plain = _plain(source)
    if plain is not None and all(slot.name in values for slot in _slots(plain)):
        return "".join(
            piece if isinstance(piece, str) else _filled(piece, values) for piece in plain
        )
    filled: dict[str, Any] = dict(values)
    if KEPT in source:
        prefix = f"{KEPT}."
        kept = {k.removeprefix(prefix): v for k, v in values.items() if k.startswith(prefix)}
        filled[KEPT] = SimpleNamespace(**kept)
    return str(_compile(source).render(filled))


def _filled(slot: Slot, values: Mapping[str, str]) -> str:
    text: object = values[slot.name]
    for name in slot.filters:
        text = _ENVIRONMENT.filters[name](text)
    return str(text)


def check_template(source: str) -> str:
    """The template, if it is one. Raises ValueError with what is wrong."""
    if "{" not in source:
        return source
    try:
        # A plain one is made of allowed nodes only.
        tree = _ENVIRONMENT.parse(source) if _plain(source) is None else nodes.Template([])
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED_NODES):
                raise ValueError(
                    f"may not use {type(node).__name__}; only variables, filters, ~ and "
                    "`… if … else …`"
                )
            if isinstance(node, nodes.Getattr) and not _is_kept(node):
                raise ValueError("may not use Getattr: only kept has parts, {{ kept.NAME }}")
        unknown = variables_of(source) - {variable.value for variable in Variable} - NOT_FACTS
        if _plain(source) is None:
            _compile(source)
    except TemplateError as error:
        raise ValueError(f"is not a template: {error}") from error
    if unknown:
        known = ", ".join(variable.value for variable in Variable)
        raise ValueError(f"uses unknown variable {', '.join(sorted(unknown))}; known: {known}")
    return source


def _is_kept(node: nodes.Getattr) -> bool:
    return isinstance(node.node, nodes.Name) and node.node.name == KEPT


Template = Annotated[str, AfterValidator(check_template)]

__all__ = [
    "KEPT",
    "NOT_FACTS",
    "Template",
    "TemplateError",
    "check_template",
    "kept_in",
    "render",
    "unescaped_in",
    "variables_of",
]
