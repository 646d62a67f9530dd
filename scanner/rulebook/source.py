"""Source rules: where to look, how to ask, and what each answer means."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, StringConstraints, model_validator

from scanner.model.document import Query
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Robots
from scanner.rulebook.condition import Conditions, Css, HttpStatus, Jmespath
from scanner.rulebook.header import Header, HttpsUrl, IsoDate, Part, RuleId, Text
from scanner.rulebook.template import Template, variables_of
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


class Extraction(Part):
    """Something taken from the answer: by CSS selector or jmespath, never both."""

    css: Css | None = None
    attribute: str = Field("", description="With css: this attribute instead of the text.")
    json_path: Jmespath | None = Field(None, alias="json")

    @model_validator(mode="after")
    def _one_way(self) -> Extraction:
        if (self.css is None) == (self.json_path is None):
            raise ValueError("needs exactly one of css and json")
        return self

    @property
    def query(self) -> Query:
        if self.css is not None:
            return Query("css", self.css, self.attribute)
        return Query("jmespath", self.json_path or "")


class Leads(Extraction):
    """Addresses of pages to open, bounded."""

    limit: int = Field(10, ge=1, le=50)


Onward = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z0-9-]+(\.[a-z0-9-]+)+)$")]


class SourceRequest(Part):
    """The request, as templates over the variables that the rule needs."""

    method: Literal["GET"] = "GET"
    url: Template
    headers: dict[str, Template] = Field(default_factory=dict)
    forwards_to: tuple[Onward, ...] = Field(
        (),
        description="Other hosts to which the operator is known to redirect such a request, with "
        'what it asks about; "*" where it may be anybody (a directory of registries). The plan '
        "announces them. A redirect that would tell any other site is refused.",
    )
    basic_user: Template = Field(
        "", description="User name of HTTP Basic (empty password); usually the secret."
    )

    @property
    def variables(self) -> frozenset[str]:
        texts = (self.url, self.basic_user, *self.headers.values())
        return frozenset().union(*(variables_of(text) for text in texts))


class Answers(Part):
    """Evidence for each outcome. Neither found nor absent, or both: the rule is stale."""

    found: Conditions
    absent: Conditions = ()
    blocked: Conditions = ()


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


class Politeness(Part):
    robots: Robots = Robots.OBEY
    spacing_seconds: float = Field(default=1.0, ge=0.2, le=60)
    timeout_seconds: float = Field(default=20, ge=1, le=120)


class Terms(Part):
    """Whether the operator allows automated access."""

    automation: Literal["allowed", "forbidden", "unclear"]
    checked: IsoDate
    basis: Text


class SourceExample(Part):
    """A recorded answer, written by us with invented people, and what it must come out as."""

    name: Text
    variables: dict[Variable, str] = Field(default_factory=dict)
    status: HttpStatus = 200
    headers: dict[str, str] = Field(default_factory=dict)
    final_url: str = ""
    body: str = ""
    expect: OutcomeKind
    regions: int | None = Field(None, description="How many records must be seen.")
    leads: tuple[str, ...] | None = Field(None, description="Which pages must be named.")


class SourceRule(Header):
    kind: Literal["source"]
    category: Category
    access: Access
    origin: str = Field(
        "",
        max_length=200,
        pattern=r"^\S*$",
        description="For a rule taken over from another list: which, and its name there, such as "
        '"wmn:GitHub".',
    )
    controller: Text = Field(description="Who runs it and learns what is asked.")
    location: str = Field("", description="Where it is run, when outside the United Kingdom.")
    countries: tuple[str, ...] = ("GB",)
    needs: tuple[Variable, ...] = Field((), description="All of these, or the source is not asked.")
    handle_sites: tuple[str, ...] = Field(
        (),
        description="Host names whose handles this source is asked for; a handle without a "
        "site is asked everywhere. Empty: only handles without a site.",
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
    request: SourceRequest | None = None
    page_url: Template = Field("", description="The page a person would open for the same thing.")
    secret: str = Field("", description="Name of the key it needs.")
    secret_help: str = Field("", description="How to get the key, and where to put it.")
    opens_leads: StrictBool = Field(
        False,
        description="Not asked by itself: the rule by which pages that a search named are read.",
    )
    results: Results = Results.RECORD
    answers: Answers | None = None
    control: Control | None = Field(
        None, description="Every source that is asked by handle has one, written or not."
    )
    regions: Extraction | None = Field(None, description="Each match holds one record.")
    leads: Leads | None = None
    how: str = Field("", description="Manual check: what to look for, step by step.")
    exposes: Text = Field(description="What it can show of a person, in a few words.")
    minutes: int = Field(2, ge=1, description="Manual check: how long it takes.")
    ease: Text = Field(description="Row of the ease weighting (E).")
    persistence: Text = Field(description="Row of the persistence weighting (P).")
    by_law: StrictBool = Field(
        False, description="What it shows is public because the law requires it."
    )
    politeness: Politeness = Politeness()
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
        if Variable.HANDLE not in (given.get("needs") or ()):
            return given
        return {**given, "control": {"replaces": "handle"}}

    def queries(self) -> Iterator[Query]:
        """Everything that must be selected from an answer of this source."""
        if self.answers:
            for condition in (*self.answers.found, *self.answers.absent, *self.answers.blocked):
                yield from condition.queries()
        if self.regions:
            yield self.regions.query
        if self.leads:
            yield self.leads.query

    @model_validator(mode="after")
    def _whole(self) -> SourceRule:
        problems: list[str] = []
        if self.is_manual:
            if not self.page_url:
                problems.append("a manual check needs page_url, the link to prepare")
            if not self.how:
                problems.append("a manual check needs how, what to look for")
        else:
            if not self.request:
                problems.append("an automatic source needs request")
            if not self.answers:
                problems.append("an automatic source needs answers")
            if self.terms.automation == "forbidden":
                problems.append("terms forbid automation: access must be manual")
            problems.extend(self._example_problems())
        if self.results is Results.LEADS and not self.leads:
            problems.append("results: leads needs leads, where the addresses stand")
        if self.known_handle and Variable.HANDLE not in self.needs:
            problems.append("known_handle is only for a source that needs handle")
        if self.secret and not self.secret_help:
            problems.append("a source with a secret needs secret_help")
        problems.extend(self._variable_problems())
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def _variable_problems(self) -> Iterator[str]:
        used = set(variables_of(self.page_url)) | (
            set(self.request.variables) if self.request else set()
        )
        if "secret" in used:
            used.remove("secret")
            if not self.secret:
                yield "a template uses secret, but the rule names none"
        undeclared = used - {variable.value for variable in self.needs}
        if undeclared:
            yield f"a template uses {', '.join(sorted(undeclared))}, which needs does not list"

    def _example_problems(self) -> Iterator[str]:
        expected = {example.expect for example in self.examples}
        wanted = {OutcomeKind.FOUND}
        if self.answers and self.answers.absent:
            wanted.add(OutcomeKind.ABSENT)
        if missing := wanted - expected:
            yield f"examples lack the outcome {', '.join(sorted(missing))}"
        if not expected - {OutcomeKind.FOUND, OutcomeKind.ABSENT}:
            yield "examples need at least one answer that proves nothing (blocked or stale)"


__all__ = ["Access", "Category", "Control", "HttpsUrl", "Results", "SourceExample", "SourceRule"]
