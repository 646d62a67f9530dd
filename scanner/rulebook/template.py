"""Request templates: Jinja2's sandbox with the few filters that rules need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated
from urllib.parse import quote

from jinja2 import StrictUndefined, TemplateError, meta
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


@lru_cache(maxsize=4096)
def _compile(source: str):  # type: ignore[no-untyped-def]
    return _ENVIRONMENT.from_string(source)


def variables_of(source: str) -> frozenset[str]:
    """Names that the template uses."""
    return frozenset(meta.find_undeclared_variables(_ENVIRONMENT.parse(source)))


def render(source: str, values: Mapping[str, str]) -> str:
    """The template filled in. Raises jinja2.UndefinedError when a value is missing."""
    return str(_compile(source).render(values))


def _check(source: str) -> str:
    try:
        unknown = variables_of(source) - {variable.value for variable in Variable} - {"secret"}
        _compile(source)
    except TemplateError as error:
        raise ValueError(f"is not a template: {error}") from error
    if unknown:
        known = ", ".join(variable.value for variable in Variable)
        raise ValueError(f"uses unknown variable {', '.join(sorted(unknown))}; known: {known}")
    return source


Template = Annotated[str, AfterValidator(_check)]
