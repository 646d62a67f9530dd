"""Source rules: where to look, how to ask, and what each answer means."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator

from scanner.model.document import Query
from scanner.model.plan import Robots
from scanner.rulebook.example import SourceExample
from scanner.rulebook.extraction import Extraction, Leads, RecordField
from scanner.rulebook.header import Header, HttpsUrl, IsoDate, Part, RuleId, Text
from scanner.rulebook.pattern import Pattern
from scanner.rulebook.request import MOST_STEPS, Answers, OtherHost, Pages, SourceRequest, Step
from scanner.rulebook.source_checks import problems_of
from scanner.rulebook.template import Template
from scanner.rulebook.variables import Variable


class Category(StrEnum):
    """Closed list; reports group by it."""

    SEARCH = "search"
    PEOPLE = "people"
    REGISTER = "register"
    POLITICS = "politics"
    PROPERTY = "property"
    SOCIAL = "social"
    PROFESSIONAL = "professional"
    DOCUMENT = "document"
    CODE = "code"
    DOMAIN = "domain"
    ARCHIVE = "archive"
    BREACH = "breach"
    SPORT = "sport"
    MARKET = "market"
    GIVING = "giving"
    PRESS = "press"
    VEHICLE = "vehicle"
    PAGE = "page"


class Access(StrEnum):
    API = "api"
    """Documented or openly served machine interface."""
    PAGE = "page"
    """Ordinary public page: one polite request, robots.txt obeyed."""
    MANUAL = "manual"
    """Terms, a log-in wall, a captcha or a payment: the link is prepared, the person looks."""


class Results(StrEnum):
    RECORD = "record"
    """The answer is the subject's own record (their profile, their domain)."""
    LISTING = "listing"
    """The answer lists records of several people; each region is one of them."""
    LEADS = "leads"
    """The answer only names pages worth opening."""
    PAGE = "page"
    """A page about anything, on which facts may stand."""


class Control(Part):
    """The same question about something that cannot exist, asked when the answer is "found"."""

    replaces: Literal["handle", "name_slug", "path"] = Field(
        "handle", description="What is replaced by random characters."
    )
    length: int = Field(
        12,
        ge=12,
        le=40,
        description="How many characters, within what the site allows for a name. Shorter ones "
        "are mostly taken: a site without names of twelve can only be looked at by hand.",
    )
    alphabet: Annotated[str, StringConstraints(min_length=10)] = Field(
        "abcdefghijklmnopqrstuvwxyz0123456789",
        description="The characters that the site allows in a name.",
    )
    words_below: int | None = Field(
        None, ge=1, description="Ask only when the page shows fewer words than this."
    )


FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class Politeness(Part):
    robots: Robots = Robots.OBEY
    spacing_seconds: float = Field(default=1.0, ge=0.2, le=60)
    timeout_seconds: float = Field(default=20, ge=1, le=120)


class Rendering(Part):
    """What the page needs where a browser has to open it (`--render`)."""

    hosts: tuple[OtherHost, ...] = Field(
        min_length=1,
        max_length=10,
        description="Hosts of other sites, with all below them, from which the page loads the "
        "scripts and data that it cannot do without. The plan announces them when pages are to be "
        "rendered; they learn that somebody looks at the page, and nothing of a person.",
    )


class Terms(Part):
    """Whether the operator allows automated access."""

    automation: Literal["allowed", "forbidden", "unclear"]
    checked: IsoDate
    basis: Text


class Variant(Part):
    """One way to put a search, from the facts that it needs beyond the rule's own."""

    needs: tuple[Variable, ...] = Field(
        (), description="Beside the rule's needs: all of these, or it is not asked in this way."
    )
    search: Template = Field(description="The words; the request uses them as {{ search }}.")
    only_if_allowed: StrictBool = Field(
        False,
        description="Reveals so much that it is asked only if the person named the source in "
        "revealing_searches of [consent].",
    )


Nation = Literal["E", "W", "S", "NI"]
Poll = Literal[
    "parliament",
    "local",
    "mayor",
    "pcc",
    "senedd",
    "scottish-parliament",
    "ni-assembly",
    "parish",
    "other",
]


class SourceRule(Header):
    kind: Literal["source"]
    category: Category
    access: Access
    origin: str = Field(
        "",
        max_length=200,
        pattern=r"^(\S.*)?$",
        description="For a rule taken over from another list: which, and its name there, letter by "
        'letter, such as "wmn:GitHub". Such a rule may do without examples.',
    )
    controller: Text = Field(description="Who runs it and learns what is asked.")
    location: str = Field("", description="Where it is run, when outside the United Kingdom.")
    countries: tuple[str, ...] = ("GB",)
    nations: tuple[Nation, ...] = Field(
        (),
        description="For candidates in these nations only: E, W, S, NI. Empty: everywhere. A "
        "person who gave none in [election] is asked about.",
    )
    polls: tuple[Poll, ...] = Field(
        (), description="For these kinds of poll only, as [election] names them. Empty: any."
    )
    needs: tuple[Variable, ...] = Field((), description="All of these, or the source is not asked.")
    handle_sites: tuple[str, ...] = Field(
        (),
        description="Host names whose handles this source is asked for; a handle without a "
        "site is asked everywhere. Empty: only handles without a site.",
    )
    handle_for_site_only: StrictBool = Field(
        False,
        description="Asked only for handles that the person gave for one of handle_sites, such as "
        "a number that only this site gives out; never for one without a site.",
    )
    handle_pattern: Pattern | None = Field(
        None,
        description="Which handles the site can have at all (RE2, the whole handle). Another one "
        "is not asked for.",
    )
    handle_without: str = Field(
        "", description="Characters that are taken out of a handle before it is asked for."
    )
    known_handle: str = Field(
        "",
        description="A handle that surely has an entry there, such as the operator's own: asked "
        "once where every answer was absent, so that a site that says no to all is not believed.",
    )
    by_name: StrictBool = Field(
        False, description="A search by name: asked only if the person ticked it."
    )
    sensitive: StrictBool = Field(
        False, description="Dating, health, adult: only on the person's opt-in."
    )
    variants: tuple[Variant, ...] = Field(
        (),
        description="Searches, each asked if its facts were given; from the one that reveals least "
        "up.",
    )
    steps: tuple[Step, ...] = Field(
        (), max_length=MOST_STEPS, description="Requests before the source's own, in order."
    )
    request: SourceRequest | None = None
    render: Rendering | None = Field(
        None, description="What a page of this source needs that only its scripts fill."
    )
    pages: Pages | None = Field(None, description="Further pages of the answer.")
    page_url: Template = Field("", description="The page a person would open for the same thing.")
    secret: str = Field("", description="Name of the key it needs.")
    secret_help: str = Field("", description="How to get the key, and where to put it.")
    secret_in_url: StrictBool = Field(
        False,
        description="The service takes its key in the address only. It is left out of every "
        "address that is shown or stored.",
    )
    opens_leads: StrictBool = Field(
        False,
        description="Not asked by itself: a rule by which pages that an answer named are read. One "
        "is for the pages of anybody; others are named by leads.rule and lie on the asker's host.",
    )
    asks_about_finds: StrictBool = Field(
        False,
        description="Asked also about pages that nobody listed, once a private fact of the person "
        "was found on one: each page once, at most half as many as leads may be opened.",
    )
    results: Results = Results.RECORD
    answers: Answers | None = None
    control: Control | None = Field(
        None, description="Every source that is asked by handle has one, written or not."
    )
    regions: Extraction | None = Field(None, description="Each match holds one record.")
    leads: Leads | None = None
    fields: dict[FieldName, RecordField] = Field(
        default_factory=dict,
        description="Values of each record that get a name beside them, so that they are "
        "understood.",
    )
    how: str = Field("", description="Manual check: what to look for, step by step.")
    exposes: Text = Field(description="What it can show of a person, in a few words.")
    harm: str = Field(
        "",
        description="Manual check: the row of the harm weighting for what is seen there, the worst "
        "that such a page usually shows of the person. Empty where that cannot be said: what is "
        "seen is then a question.",
    )
    minutes: int = Field(2, ge=1, description="Manual check: how long it takes.")
    look_first: int = Field(
        0,
        ge=0,
        description="Manual check: its place among the few that matter most, from 1. Those without "
        "follow in their groups.",
    )
    ease: Text = Field(description="Row of the ease weighting (E).")
    persistence: Text = Field(description="Row of the persistence weighting (P).")
    by_law: StrictBool = Field(
        False, description="What it shows is public because the law requires it."
    )
    politeness: Politeness = Politeness()
    recheck_days: int | None = Field(
        None, ge=1, le=366, description="Days after which watching asks again; else its group's."
    )
    terms: Terms
    remedy: RuleId
    review_by: IsoDate
    examples: tuple[SourceExample, ...] = ()

    @property
    def is_manual(self) -> bool:
        return self.access is Access.MANUAL

    @model_validator(mode="before")
    @classmethod
    def _handles_need_a_control(cls, given: Any) -> Any:
        """Sites that say yes to every name are too many to trust one that was not asked for one
        that cannot exist."""
        if not isinstance(given, dict) or given.get("control") or given.get("access") == "manual":
            return given
        if not {Variable.HANDLE, Variable.HANDLE_BARE} & set(given.get("needs") or ()):
            return given
        return {**given, "control": {"replaces": "handle"}}

    @property
    def requests(self) -> tuple[SourceRequest, ...]:
        """Those of the steps in order, then its own; empty for a manual check."""
        own = (self.request,) if self.request else ()
        return (*(step.request for step in self.steps), *own)

    def queries(self) -> Iterator[Query]:
        """Everything that must be selected from an answer of this source, its steps included."""
        if self.answers:
            yield from self.answers.queries()
        for step in self.steps:
            yield from step.queries()
        if self.regions:
            yield self.regions.query
        if self.leads:
            yield self.leads.query
        for field in self.fields.values():
            yield field.query
        if self.pages and self.pages.next and self.pages.next.query:
            yield self.pages.next.query

    @model_validator(mode="after")
    def _whole(self) -> SourceRule:
        if problems := tuple(problems_of(self)):
            raise ValueError("; ".join(problems))
        return self


__all__ = [
    "Access",
    "Answers",
    "Category",
    "Control",
    "HttpsUrl",
    "Results",
    "SourceExample",
    "SourceRequest",
    "SourceRule",
    "Step",
    "Variant",
]
