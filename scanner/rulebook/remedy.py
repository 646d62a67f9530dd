"""Remedy rules: what to do about an exposure, in order, and how the next scan proves it gone."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator

from scanner.model.facts import FactKind
from scanner.model.situation import Circumstance
from scanner.model.subject import Role
from scanner.rulebook.detector import ExposureId
from scanner.rulebook.header import Header, HttpsUrl, Part, RuleId, Text
from scanner.rulebook.timetable import Moment

LetterId = Annotated[str, StringConstraints(pattern=r"^letter(\.[a-z0-9_]+)+$")]


class Backfire(StrEnum):
    """What acting at once could spoil."""

    FIX_NOW = "fix_now"
    CAPTURE_FIRST = "capture_first"
    DO_NOT_CONTACT = "do_not_contact"
    TELL_POLICE = "tell_police"


class RemedyClass(StrEnum):
    ORDINARY = "ordinary"
    PUBLIC_BY_LAW = "public_by_law"
    PUBLIC_BY_CHOICE = "public_by_choice"


class RemedyStep(Part):
    do: Text
    link: HttpsUrl | None = None


class Applies(Part):
    """For which findings this remedy is meant. All given fields must hold; the remedy with most
    given fields wins, then the one that its source names."""

    sources: tuple[RuleId, ...] = ()
    exposes: tuple[ExposureId, ...] = ()
    host_suffix: tuple[str, ...] = Field((), description="End of the page's host name, `.gov.uk`.")
    host_words: tuple[str, ...] = Field((), description="Stands in the page's host name.")
    page_title: tuple[str, ...] = Field((), description="Stands in the page's title.")
    signal: StrictBool = Field(
        False,
        description="A warning sign stands beside the fact. Goes before every other remedy, so "
        "that nobody is told to write to the person who threatens them.",
    )


class General(Part):
    """Makes a remedy advice that needs no finding, and says whom it is for."""

    rank: int = Field(ge=1, description="Its place in the list; the lowest comes first.")
    roles: tuple[Role, ...] = Field((), description="For these only. Empty: for everybody.")
    facts: tuple[FactKind, ...] = Field(
        (), description="For those who gave one of these. Empty: for everybody."
    )
    first_for: tuple[Circumstance, ...] = Field(
        (), description="Comes before all else for those who told one of these in [situation]."
    )


class RemedyCase(Part):
    source: RuleId
    exposes: ExposureId
    url: str = ""
    page_title: str = ""
    signal: StrictBool = False
    expect: Literal["applies", "does_not_apply"]


class RemedyRule(Header):
    kind: Literal["remedy"]
    nature: RemedyClass = RemedyClass.ORDINARY
    summary: Text = Field(description="What it achieves, in a sentence.")
    steps: tuple[RemedyStep, ...] = Field(min_length=1)
    minutes: int = Field(ge=0, description="Work for the person.")
    waits: str = Field(
        "", description="How long the other side takes, in words; empty when it works at once."
    )
    waits_days: int = Field(
        0, ge=0, description="The same in days, at the longest that is usual; 0: at once."
    )
    cost: str = Field("", description="What it costs the person, in words; empty when nothing.")
    dont_send: str = Field("", description="What is asked for and had better not be sent.")
    after: tuple[RuleId, ...] = Field(
        (), description="Remedies that must be done first, or this one does not last."
    )
    letters: tuple[LetterId, ...] = Field((), description="Letters that help with it.")
    who: Text = "you"
    proof: str = Field("", description="Proof of identity that is asked for.")
    legal_basis: str = ""
    deadline: str = Field("", description="Until when it helps, in words.")
    helps_before: Moment = Field(
        Moment.SOPN,
        description="By which day of an election it should have worked. Where that day is the last "
        "for something (nominations, agents), it cannot be done afterwards; else it still helps "
        "until the poll.",
    )
    backfire: Backfire
    backfire_note: Text
    verify: Text = Field(description="How the next scan proves it gone.")
    verify_after_days: int = Field(14, ge=0)
    applies: tuple[Applies, ...] = Field(
        (), description="Any of these; a source may also name the remedy as its own."
    )
    general: General | None = Field(
        None, description="Also good advice for people about whom nothing was found."
    )
    examples: tuple[RemedyCase, ...]

    @model_validator(mode="after")
    def _whole(self) -> RemedyRule:
        if bool(self.waits) != bool(self.waits_days):
            raise ValueError(
                "waits (in words) and waits_days belong together; leave both out for what works "
                "at once"
            )
        if self.id in self.after:
            raise ValueError("after: it cannot come after itself")
        if self.applies and {example.expect for example in self.examples} != {
            "applies",
            "does_not_apply",
        }:
            raise ValueError("examples need one finding to which it applies and one to which not")
        return self
