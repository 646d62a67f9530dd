"""Signatures: what must hold of an answer. One small language for found, absent, blocked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Any

import jmespath
from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, StringConstraints

from scanner.model.document import Query
from scanner.rulebook.header import Part, Text
from scanner.rulebook.plain_css import is_common_css


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, (str, int)) else value


def _css(expression: str) -> str:
    if is_common_css(expression):
        return expression
    import soupsieve  # It takes longer to load than all these selectors to check.

    try:
        soupsieve.compile(expression)
    except Exception as error:
        raise ValueError(f"is not a CSS selector: {str(error).splitlines()[0]}") from error
    return expression


def _json(expression: str) -> str:
    try:
        jmespath.compile(expression)
    except Exception as error:
        raise ValueError(f"is not a jmespath expression: {str(error).splitlines()[0]}") from error
    return expression


Css = Annotated[Text, AfterValidator(_css)]
Jmespath = Annotated[Text, AfterValidator(_json)]
HttpStatus = Annotated[int, Field(ge=100, le=599)]
Texts = Annotated[
    tuple[Text, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=Text | tuple[Text, ...]),
]
RawText = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
RawTexts = Annotated[
    tuple[RawText, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=RawText | tuple[RawText, ...]),
]
Statuses = Annotated[
    tuple[HttpStatus, ...],
    BeforeValidator(_as_tuple, json_schema_input_type=HttpStatus | tuple[HttpStatus, ...]),
]


class Condition(Part):
    """All given fields must hold together."""

    status: Statuses | None = Field(None, description="Any of these HTTP statuses (last hop).")
    header: dict[str, str] | None = Field(
        None, description="Each header contains the text, compared without case."
    )
    final_url: Texts | None = Field(
        None, description="The final address contains any of these, compared without case."
    )
    final_path: Texts | None = Field(
        None, description="The path of the final address is one of these; / is the first page."
    )
    redirected: StrictBool | None = Field(
        None, description="Whether the answer came from another address than the one asked for."
    )
    text: Texts | None = Field(
        None, description="The page's text contains any of these, compared without case."
    )
    title: Texts | None = Field(
        None, description="The page's title contains any of these, compared without case."
    )
    body: RawTexts | None = Field(
        None,
        description="The answer's source, as it was sent, contains any of these, letter by letter; "
        "{{ handle }} stands for the handle that is asked for.",
    )
    css: Css | None = Field(None, description="The selector matches at least one element.")
    json_path: Jmespath | None = Field(
        None, alias="json", description="The jmespath result is neither null, false nor empty."
    )
    json_empty: Jmespath | None = Field(
        None, description="The answer is JSON and the jmespath result is an empty list or null."
    )
    json_equals: dict[Jmespath, str | int | bool] | None = Field(
        None, description="Each jmespath result equals the value."
    )
    shows: Text | None = Field(
        None, description="The page's text shows the value of this variable, e.g. handle."
    )
    loads: Texts | None = Field(
        None,
        description="The page loads a script or frame whose address contains any of these, "
        "compared without case.",
    )
    words_at_least: int | None = Field(None, ge=1, description="Visible words.")
    words_below: int | None = Field(None, ge=1, description="Visible words.")
    has_scripts: StrictBool | None = None
    has_password_field: StrictBool | None = None
    any: tuple[Condition, ...] = Field((), description="At least one of these holds.")
    none: tuple[Condition, ...] = Field((), description="None of these holds.")

    @cached_property
    def given(self) -> tuple[str, ...]:
        """Names of the fields that must hold, those first that cost least to test."""
        fields = type(self).model_fields
        return tuple(name for name in _BY_COST if getattr(self, name) != fields[name].default)

    def queries(self) -> Iterator[Query]:
        """What must be selected from the page to decide this condition."""
        if self.css:
            yield Query("css", self.css, located=False)
        for expression in (self.json_path, self.json_empty, *(self.json_equals or {})):
            if expression:
                yield Query("jmespath", expression)
        for inner in (*self.any, *self.none):
            yield from inner.queries()


_BY_COST = (
    *("status", "header", "final_url", "final_path", "redirected", "body"),
    *("words_at_least", "words_below", "has_scripts", "has_password_field", "title", "loads"),
    *("text", "shows", "css", "json_path", "json_empty", "json_equals", "any", "none"),
)


def _as_conditions(value: Any) -> Any:
    return (value,) if isinstance(value, dict) else value


Conditions = Annotated[
    tuple[Condition, ...],
    BeforeValidator(_as_conditions, json_schema_input_type=Condition | tuple[Condition, ...]),
]
"""One condition or a list of which any suffices."""
