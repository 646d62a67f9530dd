"""Request templates: Jinja2's sandbox with the few filters that rules need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote

from jinja2 import StrictUndefined, TemplateError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import AfterValidator

from scanner.rulebook.variables import Variable


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters = {
        "path": lambda text: quote(str(text), safe=""),
        "query": lambda text: quote(str(text), safe=""),
        "quoted": lambda text: f'"{text}"',
        "lower": lambda text: str(text).lower(),
    }
    environment.globals = {}
    return environment


_ENVIRONMENT = _environment()

_ALLOWED_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Filter,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
)
"""What a request needs. No loops, calls or arithmetic: filling in a rule always ends, and soon."""

_WHOLE = frozenset({"page", "endpoint", "domain", "instance"})
"""Variables that are addresses or hosts themselves and are checked as such by the plan."""


@lru_cache(maxsize=4096)
def _compile(source: str):  # type: ignore[no-untyped-def]
    return _ENVIRONMENT.from_string(source)


def variables_of(source: str) -> frozenset[str]:
    """Names that the template uses."""
    return frozenset(meta.find_undeclared_variables(_ENVIRONMENT.parse(source)))


def unescaped_in(source: str) -> frozenset[str]:
    """Variables that stand in an address as they are, so that a slash in them would change it."""
    found: set[str] = set()
    for output in _ENVIRONMENT.parse(source).find_all(nodes.Output):
        for node in output.nodes:
            is_escaped = isinstance(node, nodes.Filter) and node.name in ("path", "query")
            if not is_escaped:
                names = [node] if isinstance(node, nodes.Name) else node.find_all(nodes.Name)
                found.update(name.name for name in names)
    return frozenset(found) - _WHOLE


def render(source: str, values: Mapping[str, str]) -> str:
    """The template filled in. Raises jinja2.UndefinedError when a value is missing."""
    return str(_compile(source).render(values))


def _check(source: str) -> str:
    try:
        tree = _ENVIRONMENT.parse(source)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED_NODES):
                raise ValueError(
                    f"may not use {type(node).__name__}; only variables, filters, ~ and "
                    "`… if … else …`"
                )
        unknown = variables_of(source) - {variable.value for variable in Variable} - {"secret"}
        _compile(source)
    except TemplateError as error:
        raise ValueError(f"is not a template: {error}") from error
    if unknown:
        known = ", ".join(variable.value for variable in Variable)
        raise ValueError(f"uses unknown variable {', '.join(sorted(unknown))}; known: {known}")
    return source


Template = Annotated[str, AfterValidator(_check)]

__all__ = ["Template", "TemplateError", "render", "variables_of"]
