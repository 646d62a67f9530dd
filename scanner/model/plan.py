"""What a scan will do: the requests, what each third party learns, and what is left out and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scanner.model.facts import FactKind, Secret
from scanner.model.manual import Looked, ManualAnswer


class SentForm(StrEnum):
    """In what form a fact leaves the machine."""

    CLEAR = "clear"
    HASH = "hash"
    HASH_PREFIX = "hash_prefix"
    PARTIAL = "partial"
    """A piece of it: the town of an address, a postcode's district."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A kind of fact, in a form, that a request carries."""

    kind: FactKind
    form: SentForm
    fact_id: str


class Purpose(StrEnum):
    """Why a request is made."""

    SOURCE = "source"
    """A source's own request, made from facts."""
    PAGE = "page"
    """A page that the person listed."""
    STEP = "step"
    """A request whose answer is needed to ask a source's own question."""
    LEAD = "lead"
    """A page that a search result named."""
    REVISIT = "revisit"
    """A page on which an earlier check found something, and that nothing else leads to."""
    CONTROL = "control"
    """The same question about what cannot exist, to see whether an answer means anything."""


ANYBODY = "*"
"""In place of a host: whoever the source passes the question on to."""


RENDER_REQUESTS = 80
"""Requests that one page may make while a browser shows it. Judgement: pages that are applications
load some dozens of scripts."""


class Robots(StrEnum):
    OBEY = "obey"
    NOT_APPLICABLE = "not_applicable"
    """A documented interface: its terms and rate limits hold instead."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How gently, and within which bounds, a request is made."""

    robots: Robots = Robots.OBEY
    spacing_s: float = 1.0
    timeout_s: float = 20.0
    """Bound on the whole exchange, redirects included."""
    max_bytes: int = 5_000_000
    """Bound on the decoded body."""
    max_redirects: int = 5
    same_page_only: bool = False
    """Whether only a redirect to the same page, spelt otherwise, is followed; any other is then
    the answer itself, body and all."""
    keeps_part: bool = True
    """Whether the beginning of a longer answer is of use: of a page, not of a record."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Its address, headers and body may carry a fact: `repr` hides all three."""

    url: str = field(repr=False)
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Probe:
    """One planned question to one host."""

    id: str
    """Keyless and stable: a hash of source, request and purpose. Never shown beside the address."""
    source_id: str
    request: Request
    host: str
    """Host name in lower case, without port."""
    site: str
    """Registrable domain: the unit of politeness, and the third party that learns something."""
    purpose: Purpose
    sends: tuple[Sent, ...] = ()
    subject_ids: tuple[str, ...] = ()
    """Whom the answer concerns."""
    manners: Manners = Manners()
    variables: tuple[tuple[str, Secret], ...] = ()
    """The rule variables that the request was made from, by name."""
    page_url: str = field(default="", repr=False)
    """The address that a person would open for this; the request's own when empty."""
    parent_id: str = ""
    """The probe whose answer asked for this one."""
    trusted_origin: bool = False
    """The person named this exact origin as their own endpoint: a private address is allowed."""
    forwards_to: tuple[str, ...] = ()
    """Other hosts, with all below them, that may learn what it asks about by way of a redirect;
    ANYBODY among them stands for all."""
    render_hosts: tuple[str, ...] = ()
    """Other hosts, with all below them, that its page may load from when a browser shows it; they
    learn no fact."""
    robots_waiver: str = ""
    """Why this page of the person's own is looked at whatever its robots.txt says, in their words;
    empty when they gave no such reason, and robots.txt is obeyed."""

    key: Secret = field(default=Secret("", ""), repr=False)
    """The key that its source needs. In `request.url` a mark stands in its place, and the key is
    put there at the moment of sending (`scanner.plan.keys`)."""
    announced: tuple[Sent, ...] = ()
    """All that the plan announced for the source; `sends` is what this request carries."""
    step: int = 0
    """The how manieth request of its source's chain it is, from 0."""
    page: int = 1
    """The how manieth page of the answer it asks for."""

    @property
    def shown_url(self) -> str:
        return self.page_url or self.request.url


class NotRunReason(StrEnum):
    NOTHING_TO_ASK = "nothing_to_ask"
    """The profile lacks a kind of fact that the source needs."""
    NO_KEY = "no_key"
    NO_ENDPOINT = "no_endpoint"
    NOT_TICKED = "not_ticked"
    """A search by name, or a sensitive source, that the person has not turned on."""
    ELSEWHERE = "elsewhere"
    """Only for candidates in another nation, or at another kind of poll."""
    IMPOSSIBLE = "impossible"
    """The site can have no such handle."""
    DESELECTED = "deselected"
    """Left out by --only or --skip."""
    OUT_OF_SCOPE = "out_of_scope"
    """The consent does not cover the kind of fact."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A source that is not asked, and why."""

    source_id: str
    title: str
    reason: NotRunReason
    detail: str
    """In plain words, with what to do to have it asked."""
    applicable: bool
    """Whether it counts as unchecked: a source that has nothing to look for does not."""


@dataclass(frozen=True, slots=True)
class ManualCheck:
    """A check that the person makes by hand: the link is prepared, nothing is sent from here."""

    source_id: str
    title: str
    url: str = field(repr=False)
    how: str
    exposes: str
    sends: tuple[Sent, ...] = ()
    """What the site learns when the person follows the link."""
    minutes: int = 2
    why_manual: str = ""
    remedy_id: str = ""
    """What to do if it is seen there."""
    category: str = ""
    """Group of the catalogue, such as "people"."""
    look_first: int = 0
    """Place among the few that matter most, from 1; 0 for the others."""
    answer: ManualAnswer | None = None
    """What the person saw; None while they have not looked."""

    @property
    def is_open(self) -> bool:
        return self.answer is None or self.answer.looked is Looked.NOT_YET


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one third party will learn, before anything is sent."""

    site: str
    controller: str
    """Who runs it, in the person's words ("GitHub (United States)")."""
    source_id: str
    sends: tuple[Sent, ...]
    requests: int
    """How many requests at most, controls included, leads excluded."""


@dataclass(frozen=True, slots=True)
class Limitation:
    """Something given that this scan cannot confirm, and why."""

    subject_id: str
    fact_id: str
    detail: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a scan will do, made only from a current consent."""

    probes: tuple[Probe, ...]
    left_out: tuple[LeftOut, ...]
    manual: tuple[ManualCheck, ...]
    disclosures: tuple[Disclosure, ...]
    limitations: tuple[Limitation, ...]
    lead_budget: int
    """How many pages named by search results may be opened at most."""
