"""Letter rules: what a person may write to whom about an exposure, in true and modest words."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator

from scanner.rulebook.detector import ExposureId
from scanner.rulebook.header import Header, HttpsUrl, Part, RuleId, Text
from scanner.rulebook.letter_template import LetterTemplate


class Recipient(StrEnum):
    """Who reads the letter. Decides what it may hold, and what it is gathered by."""

    OPERATOR = "operator"
    """Whoever runs the site: one letter a site, with the details as the site shows them. Never
    written where a warning sign stands, since the operator may be who threatens."""
    PLATFORM = "platform"
    """The moderators of a site that others write on: one letter a site, with the details."""
    REGISTER = "register"
    """One body behind the sites that the rule names: one letter, with the details."""
    HOST = "host"
    """Who hosts the site: one letter a site, which names pages and kinds of detail only."""
    REGULATOR = "regulator"
    """Who watches over the operator: one letter a site, pages and kinds only."""
    SEARCH_ENGINE = "search_engine"
    """One letter about all pages; pages and kinds only."""
    COUNCIL = "council"
    """One letter, about no page at all."""


class Written(StrEnum):
    """When a letter is written without being asked for."""

    ALWAYS = "always"
    SIGNAL = "signal"
    """Only where a warning sign stands beside the detail."""
    ASKED = "asked"
    """It says what only the person can know, so it is written when it is named."""


OneLine = Annotated[LetterTemplate, StringConstraints(pattern=r"^[^\r\n]+$", max_length=200)]


class GivenDetail(Part):
    """One detail of an example, as an assessment would have it."""

    exposes: ExposureId
    value: str = Field("", description="As the page shows it; empty where only its kind is told.")
    page: str = Field("https://www.wexcombe-herald.example/news/1")
    sure: StrictBool = Field(True, description="Confirmed; else probable.")


class LetterCase(Part):
    """Details, and what a letter about them must and must not say."""

    name: Text
    given: tuple[GivenDetail, ...] = ()
    site: str = "wexcombe-herald.example"
    signs: StrictBool = Field(True, description="The recipient shows the person's name.")
    contact: str = Field("", description="An address that is public by choice.")
    contains: tuple[Text, ...] = Field(min_length=1, description="White space is folded.")
    lacks: tuple[Text, ...] = ()


class AnswerWithin(Part):
    """How long the law gives the recipient to answer, from the day on which they have the
    letter."""

    months: int = Field(0, ge=0, le=12, description="Calendar months, to the same day of a month.")
    days: int = Field(0, ge=0, le=366, description="Days, weekends included.")

    @model_validator(mode="after")
    def _one_of_them(self) -> AnswerWithin:
        if bool(self.months) == bool(self.days):
            raise ValueError("answer_within is either in months or in days")
        return self


class LetterRule(Header):
    kind: Literal["letter"]
    recipient: Recipient
    to: Text = Field(description="Who it goes to, in words.")
    how_to_send: Text = Field(description="Where the recipient's address is found, or the form.")
    email: str = Field(
        "",
        pattern=r"^$|^[A-Za-z0-9._-]+@[a-z0-9.-]+\.[a-z]{2,}$",
        description="The recipient's address, if it is one and the same for everybody.",
    )
    link: HttpsUrl | None = Field(None, description="The recipient's own form or guidance.")
    sites: tuple[str, ...] = Field(
        (), description="Sites, and those within them, whose findings it is about; none: any."
    )
    exposes: tuple[ExposureId, ...] = Field((), description="Details it is about; none: any.")
    written: Written = Written.ALWAYS
    after: tuple[RuleId, ...] = Field(
        (), description="Letters one of which is sent, and waited for, first; it follows by itself."
    )
    answer_within: AnswerWithin | None = Field(
        None, description="How long the recipient has by law; leave out where no law says."
    )
    when: Text = Field(description="When to send it.")
    when_not: Text = Field(description="When sending it would do harm, or cannot help.")
    subject: OneLine = Field(description="A template of one line.")
    body: LetterTemplate = Field(
        description="The letter. Places to fill in stand in square brackets."
    )
    examples: tuple[LetterCase, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> LetterRule:
        if self.recipient is Recipient.REGISTER and not self.sites:
            raise ValueError("recipient: register needs sites, whose details it may repeat")
        if not self.tells_values and "detail.value" in self.body:
            raise ValueError(f"a letter to a {self.recipient.value} repeats no detail.value")
        return self

    @property
    def tells_values(self) -> bool:
        """Whether the recipient shows the details already, so that the letter may repeat them."""
        return self.recipient in SHOWN_THERE


SHOWN_THERE = frozenset({Recipient.OPERATOR, Recipient.PLATFORM, Recipient.REGISTER})
"""Recipients that are the site itself."""
