"""How a source is asked: one request, the steps before it, and the further pages of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from scanner.model.document import Query
from scanner.rulebook.condition import Condition, Conditions
from scanner.rulebook.extraction import Keep, Taken
from scanner.rulebook.header import Part
from scanner.rulebook.template import Template, check_template, kept_in, variables_of

MOST_STEPS = 3
MOST_PAGES = 10

Onward = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z0-9-]+(\.[a-z0-9-]+)+)$")]
OtherHost = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
KeepName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


def leaves_of(value: Any) -> Iterator[str]:
    """All texts in a JSON value but the keys of its objects, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from leaves_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves_of(inner)


def _check_leaves(value: Any) -> Any:
    for text in leaves_of(value):
        check_template(text)
    return value


JsonTemplate = Annotated[dict[str, Any], AfterValidator(_check_leaves)]
"""An object whose texts are templates."""


class SourceRequest(Part):
    """The request, as templates over the variables that the rule needs."""

    method: Literal["GET", "POST"] = Field(
        "GET", description="POST only for a documented interface (access: api)."
    )
    url: Template
    headers: dict[str, Template] = Field(default_factory=dict)
    json_body: JsonTemplate | None = Field(
        None, alias="json", description="With POST: an object; its texts are templates."
    )
    form: dict[str, Template] | None = Field(
        None, description="With POST: the fields of a form, by name."
    )
    body: Template = Field(
        "", description="With POST: any other body as text; its Content-Type goes into headers."
    )
    forwards_to: tuple[Onward, ...] = Field(
        (),
        description="Other hosts to which the operator is known to redirect such a request, with "
        'what it asks about; "*" where it may be anybody (a directory of registries). The plan '
        "announces them. A redirect that would tell any other site is refused.",
    )
    redirects: Literal["follow", "same"] = Field(
        "follow",
        description="same: a redirect is followed only to the same address, spelt otherwise "
        "(https, www., capitals, a slash at the end); any other is the answer itself, with its "
        "own status, headers and body.",
    )
    basic_user: Template = Field(
        "", description="User name of HTTP Basic (empty password); usually the secret."
    )

    @model_validator(mode="after")
    def _one_body(self) -> SourceRequest:
        given = (self.json_body is not None, self.form is not None, bool(self.body))
        if self.method == "GET" and any(given):
            raise ValueError("a GET has no body: write method: POST, or leave it out")
        if self.method == "POST" and sum(given) != 1:
            raise ValueError("a POST needs exactly one of json, form and body")
        if self.body and "content-type" not in {name.lower() for name in self.headers}:
            raise ValueError("body needs its Content-Type in headers")
        return self

    @property
    def templates(self) -> tuple[str, ...]:
        """Everything of it that is filled in."""
        form = (self.form or {}).values()
        return (
            *(self.url, self.basic_user, self.body),
            *self.headers.values(),
            *form,
            *leaves_of(self.json_body),
        )

    @property
    def variables(self) -> frozenset[str]:
        return frozenset().union(*(variables_of(text) for text in self.templates))

    @property
    def kept(self) -> frozenset[str]:
        """Names of what earlier steps kept and this request uses."""
        return frozenset().union(*(kept_in(text) for text in self.templates))

    @property
    def origin(self) -> str:
        """The template of scheme and host."""
        return "/".join(self.url.split("/", 3)[:3]) if "://" in self.url else self.url


class Answers(Part):
    """Evidence for each outcome. Neither found nor absent, or both: the rule is stale."""

    found: Conditions
    absent: Conditions = ()
    blocked: Conditions = ()

    def queries(self) -> Iterator[Query]:
        for condition in (*self.found, *self.absent, *self.blocked):
            yield from condition.queries()


class Step(Part):
    """A request that is made before the source's own, whose answer says how to go on."""

    request: SourceRequest
    answers: Answers | None = Field(
        None,
        description="found: go on; absent: the chain ends, nothing is there; anything else: it "
        "ends without an answer. Without it, status 200 and everything kept is found.",
    )
    keep: dict[KeepName, Keep] = Field(
        default_factory=dict, description="What later templates use as {{ kept.NAME }}."
    )

    @property
    def signatures(self) -> Answers:
        """What is found and absent, written or not."""
        return self.answers or Answers(found=(self._kept_is_there(),))

    def _kept_is_there(self) -> Condition:
        """Status 200, and of each way to take what is kept, the first is there."""
        first: dict[str, Keep] = {}
        for keep in self.keep.values():
            way = "css" if keep.css else "json" if keep.json_path else "header"
            first.setdefault(way, keep)
        return Condition(
            status=(200,),
            css=first["css"].css if "css" in first else None,
            json_path=first["json"].json_path if "json" in first else None,
            header={first["header"].header or "": ""} if "header" in first else None,
        )

    def queries(self) -> Iterator[Query]:
        yield from self.signatures.queries()
        for kept in self.keep.values():
            if kept.query is not None:
                yield kept.query


class PageParameter(Part):
    """A parameter of the address that says which page is meant."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\[\]-]+$")]
    first: int = Field(1, ge=0, description="Its value for the first page.")
    step: int = Field(1, ge=1, description="How much it grows from page to page.")


class Pages(Part):
    """Further pages of the same answer, on the same host, bounded."""

    next: Taken | None = Field(
        None,
        description="Where the address of the next page stands (relative or whole); header: Link "
        "for one with rel=next. With parameter: where its next value stands.",
    )
    parameter: PageParameter | None = None
    full: int | None = Field(
        None, ge=1, description="How many records a full page has; a shorter one is the last."
    )
    at_most: int = Field(3, ge=2, le=MOST_PAGES, description="Pages, the first one included.")

    @model_validator(mode="after")
    def _some_way(self) -> Pages:
        if self.next is None and self.parameter is None:
            raise ValueError("needs next or parameter, how the next page is asked for")
        return self


__all__ = ["Answers", "PageParameter", "Pages", "SourceRequest", "Step"]
