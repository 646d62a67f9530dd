"""Detector rules: what counts as a form of a fact, and what stands in the way of reading a page."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from scanner.model.facts import FactKind, Use
from scanner.model.outcome import OutcomeKind
from scanner.rulebook.condition import Conditions, HttpStatus
from scanner.rulebook.header import Header, Part, Text

ExposureId = Annotated[str, Field(pattern=r"^fact\.[a-z0-9_]+$")]
"""Row of the harm weighting."""

_WHOLE_NAME = frozenset({"full", "with_middle", "last_first", "nickname", "shared_family"})
FORMS: dict[FactKind, frozenset[str]] = {
    FactKind.NAME: _WHOLE_NAME
    | {"initial_last", "titled_last", "family_first", "half", "family", "slug", "single"},
    FactKind.ALIAS: frozenset({"full"}),
    FactKind.FORMER_NAME: _WHOLE_NAME | {"initial_last", "nee", "single"},
    FactKind.ADDRESS: frozenset(
        {"full", "house_street", "house_postcode", "street_town", "postcode", "street", "district"}
        | {"building", "gps"}
    ),
    FactKind.PHONE: frozenset({"national", "international", "obfuscated", "local", "fragment"}),
    FactKind.EMAIL: frozenset({"plain", "obfuscated", "fragment"}),
    FactKind.HANDLE: frozenset({"at_sign", "profile_url", "labelled", "url_path", "bare"}),
    FactKind.BIRTH_DATE: frozenset({"full", "month_year", "year", "day_month", "age", "bare"}),
    FactKind.HOUSEHOLD_MEMBER: _WHOLE_NAME | {"single"},
    FactKind.VEHICLE: frozenset({"plate"}),
    FactKind.EMPLOYER: frozenset({"phrase"}),
    FactKind.SCHOOL: frozenset({"phrase"}),
    FactKind.DOMAIN: frozenset({"host"}),
    FactKind.CUSTOM: frozenset({"phrase"}),
}
"""The forms that the matcher can recognise, by kind. A detector rule says which of them count.

Names: `nickname`: a short form of the given name (Kate Marlow). `shared_family`: "Jane and Tom
Marlow". `family_first`: turned round without a sign of it (Marlow Jane). `half`: one half of a
double family name. `family`: no given name ("the Marlows"). `slug`: within a web address.
`single`: the profile gives only one name. `nee`: "née Ashby".

`age`: an age on a page that says when it was published.

`gps`: coordinates near an address whose place on the earth the profile gives.

`local`: a landline without its area code. `fragment`: the profile gives only a piece of the number
or address. `bare`: without the context
that would make it sure (a date without birth words, a handle without @). `labelled`: a handle after
the name of a service; `url_path`: one in a web address that is not known to be a profile's."""


class Form(Part):
    """One way in which a fact may stand on a page."""

    confidence: float = Field(ge=0, le=1, description="How sure that such a text is the fact.")
    finding: StrictBool = Field(
        True, description="False: only supports other sightings, and is masked."
    )
    alone: StrictBool = Field(
        True,
        description="False: many people's. Reported only on a page that shows another form, or "
        "another fact, of the same person.",
    )
    within_metres: float | None = Field(
        None, gt=0, le=5000, description="Of `gps`: how far from the address a place may lie."
    )
    exposes: ExposureId | None = Field(None, description="What is exposed when it stands there.")
    by_use: dict[Use, ExposureId] = Field(
        default_factory=dict, description="Another exposure for facts of this use."
    )

    @model_validator(mode="after")
    def _says_what(self) -> Form:
        if self.finding and self.exposes is None:
            raise ValueError("a form that makes a finding needs exposes")
        return self


class Expected(Part):
    form: Text
    text: Text = Field(description="The text as it stands on the page.")


class FactExample(Part):
    """A text, the facts looked for, and the sightings that must, and alone may, come of it."""

    name: Text
    facts: dict[FactKind, str | dict[str, str]] = Field(
        description="As in a profile: a value, or a table of its parts."
    )
    text: Text
    expect: tuple[Expected, ...]
    strangers: int | None = Field(None, description="How many values of others must be masked.")


class FactDetector(Header):
    """What counts as a form of a kind of fact."""

    kind: Literal["detector"]
    detects: Literal["fact"]
    fact: FactKind
    forms: dict[str, Form]
    question: str = Field(
        "",
        description="What to ask when a value that was not given stands beside the name; {masked} "
        "is the value. Empty: nothing is asked, and others' values are not looked for.",
    )
    examples: tuple[FactExample, ...]

    @model_validator(mode="after")
    def _whole(self) -> FactDetector:
        if unknown := set(self.forms) - FORMS[self.fact]:
            known = ", ".join(sorted(FORMS[self.fact]))
            raise ValueError(f"unknown form {', '.join(sorted(unknown))}; known: {known}")
        if not any(example.expect for example in self.examples):
            raise ValueError("examples need at least one text that must match")
        if "gps" in self.forms and self.forms["gps"].within_metres is None:
            raise ValueError("the form gps needs within_metres")
        if all(example.expect for example in self.examples):
            raise ValueError("examples need at least one text that must not match")
        return self

    def exposure(self, form: str, use: Use | None) -> str:
        """What a sighting in that form exposes, or an empty string when it exposes nothing."""
        declared = self.forms[form]
        if use is not None and use in declared.by_use:
            return declared.by_use[use]
        return declared.exposes or ""


class ObstacleExample(Part):
    name: Text
    status: HttpStatus = 200
    headers: dict[str, str] = Field(default_factory=dict)
    final_url: str = ""
    body: str = ""
    expect: StrictBool


class ObstacleDetector(Header):
    """A page that is no answer: a challenge, a login wall, an empty shell. For all sources."""

    kind: Literal["detector"]
    detects: Literal["obstacle"]
    outcome: Literal[OutcomeKind.BLOCKED, OutcomeKind.FAILED] = OutcomeKind.BLOCKED
    reason: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    say: Text = Field(description="What it means for the person, in plain words.")
    when: Conditions
    examples: tuple[ObstacleExample, ...]

    @model_validator(mode="after")
    def _whole(self) -> ObstacleDetector:
        if {example.expect for example in self.examples} != {True, False}:
            raise ValueError("examples need one page that matches and one that does not")
        return self


DetectorRule = FactDetector | ObstacleDetector
