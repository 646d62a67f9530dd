"""The result of a scan, and the only input of every report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from scanner.model.answer import Ending
from scanner.model.bands import Band, Standing
from scanner.model.coverage import Coverage
from scanner.model.facts import Fact, FactKind, Secret
from scanner.model.finding import Finding, Question, Quote
from scanner.model.history import History
from scanner.model.letters import LetterText
from scanner.model.mosaic import Mosaic
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import (
    Disclosure,
    LeftOut,
    Limitation,
    ManualCheck,
    Purpose,
    Sent,
    SentForm,
)
from scanner.model.subject import Consent, Election, Role
from scanner.model.timetable import Due, Milestone, Timetable

SCHEMA = "netcurtain/assessment/1"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a score and the rule it came from."""

    letter: str
    """H harm, E ease, C corroboration, P persistence, N number of places, S the person's situation.
    What a set of rules does not weigh is left out."""
    value: float
    rule_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Combination:
    """Facts that are worse together than apart."""

    rule_id: str
    title: str
    say: str
    floor: Band | None
    emergency: bool
    finding_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessedFinding:
    """A finding with its weight."""

    finding: Finding
    title: str
    """What is exposed, in plain words ("Your home address")."""
    standing: Standing
    band: Band
    score: int
    """0–100, before floors. 0 for what is public by choice."""
    vector: str
    """`EX:1/H:10(fact.home_address)/E:0.8(directory)/…`"""
    factors: tuple[Factor, ...]
    why: str
    """Why it matters, in plain words."""
    combination_ids: tuple[str, ...]
    remedy_id: str
    source_title: str
    category: str
    because: tuple[str, ...] = ()
    """Why the band is what it is: sentences that make sense without the factors."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a remedy."""

    do: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class RemedyText:
    """A remedy rule, as reports show it."""

    id: str
    title: str
    summary: str
    steps: tuple[Step, ...]
    minutes: int
    waits: str
    """How long the other side takes, in words; empty when it works at once."""
    who: str
    proof: str
    """Proof of identity that will be asked for; empty when none."""
    dont_send: str
    """What is asked for and had better not be sent; empty when there is nothing to say."""
    cost: str
    """In words; empty when it costs nothing."""
    waits_days: int
    """Days until it shows, at the longest that is usual; 0 when it works at once."""
    after: tuple[str, ...]
    """Ids of remedies that must be done first."""
    letters: tuple[str, ...]
    """Ids of the letters that help with it."""
    legal_basis: str
    backfire: str
    """`fix_now`, `capture_first`, `do_not_contact` or `tell_police`."""
    backfire_note: str
    verify: str
    """How the next scan proves it gone."""
    why: str = ""
    """Why it is worth doing."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do today: a remedy and the findings that it closes."""

    remedy_id: str
    title: str
    why: str
    first_step: str
    link: str
    """Belongs to the first step; empty when that needs none."""
    minutes: int
    band: Band
    finding_ids: tuple[str, ...]
    due: Due = field(default_factory=Due)
    """By when to ask, so that it helps before the poll."""
    after: tuple[str, ...] = ()
    """Ids of the remedies of this plan that must have worked first, in the plan's order."""
    seen_ids: tuple[str, ...] = ()
    """Ids of the sources at which the person saw for themself what it closes."""


@dataclass(frozen=True, slots=True)
class SeenByHand:
    """What the person saw at a check that only they can make: weighed like a finding, but nobody
    else has read it, so it counts in none of the headline's bands."""

    source_id: str
    source_title: str
    category: str
    on: date
    exposure: str
    """A row of the harm weighting; empty where the source shows too many things to say which."""
    title: str
    standing: Standing
    """`risk` or `public_by_law`; `unsure` where `exposure` is empty: what was it?"""
    band: Band
    score: int
    vector: str
    factors: tuple[Factor, ...]
    why: str
    """Why it matters, in plain words."""
    remedy_id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a probe asked about, as it left."""

    kind: FactKind
    form: SentForm
    fact_id: str
    value: Secret
    """What was sent of it: a town of an address, the fingerprint of an e-mail address."""


@dataclass(frozen=True, slots=True)
class Check:
    """One probe and how it ended."""

    probe_id: str
    parent_id: str
    """The probe whose answer asked for this one: of a control or a lead."""
    source_id: str
    origin: str
    """The list that the source's rule was taken over from; empty for a rule of its own."""
    title: str
    purpose: Purpose
    url: Quote
    host: str
    site: str
    asked: tuple[Asked, ...]
    outcome: OutcomeKind
    reason: str
    detail: str
    status: int
    started_at: datetime | None
    elapsed_ms: int
    bytes: int
    """Of the body, once decompressed."""
    wire_bytes: int
    """Of the body as it came."""
    redirects: int
    attempts: int
    """How often it was asked: 0 when never, more than 1 after a 429, a 503 or a lost connection."""
    control_asked: bool
    control_outcome: OutcomeKind | None
    """What the control question came out as; None when none was asked."""
    body_sha256: str
    look_yourself: str = ""
    """What the person can do about an inconclusive check."""
    unchanged_since: datetime | None = None
    """When the content was fetched that the site, asked again at `started_at`, said is unchanged;
    None when the content came with this check."""
    robots_waiver: str = ""
    """The person's reason for looking at their own page whatever its robots.txt says; empty where
    that was obeyed."""
    rendered: bool = False
    """Whether a browser ran the page's scripts: `body_sha256` is of what it showed then."""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One request that left the machine, and what it told whom."""

    at: datetime
    site: str
    controller: str
    source_id: str
    what: str
    """`probe`, `redirect`, `robots` or `render`."""
    purpose: Purpose | None
    """What it was asked for: a source, a page, a lead, a control."""
    probe_id: str
    method: str
    url: Quote
    sent: tuple[Sent, ...]


@dataclass(frozen=True, slots=True)
class Escalation:
    """A warning sign that stands above everything else in a report."""

    signal_id: str
    title: str
    level: str
    """`emergency`, `urgent` or `attention`."""
    say: str
    do: tuple[str, ...]
    quote: Quote
    url: Quote
    finding_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """The first sentence of a report."""

    kind: str
    """`band` (the worst confirmed band), `not_enough`, `nothing_found`."""
    band: Band | None
    sentence: str
    counts: tuple[tuple[Band, int], ...]
    """Confirmed and probable risks by band, worst first, zeros included."""


@dataclass(frozen=True, slots=True)
class Person:
    """The subject, as a report needs them."""

    id: str
    name: str
    role: Role
    consent: Consent
    election: Election
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture or print of a page on which something was found, in a file beside the report. It is
    an illustration: the archive of what was received is the record."""

    probe_id: str
    kind: str
    """`screenshot`, `pdf` or `mhtml`."""
    file: str
    """Its path inside the folder of the check, with slashes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that a report shows."""

    person: Person
    started_at: datetime
    ended_at: datetime
    partial: bool
    """The run was stopped: what is here is what was done until then."""
    ending: Ending
    tool_version: str
    rules_digest: str
    score_model: str
    """`exposure/1`."""
    headline: Headline
    coverage: Coverage
    escalations: tuple[Escalation, ...]
    actions: tuple[Action, ...]
    """What to fix, in order; the first three are the three things to do today."""
    findings: tuple[AssessedFinding, ...]
    """Worst first."""
    combinations: tuple[Combination, ...]
    questions: tuple[Question, ...]
    remedies: tuple[RemedyText, ...]
    checks: tuple[Check, ...]
    left_out: tuple[LeftOut, ...]
    manual: tuple[ManualCheck, ...]
    limitations: tuple[Limitation, ...]
    disclosures: tuple[Disclosure, ...]
    ledger: tuple[LedgerLine, ...]
    general: tuple[str, ...] = ()
    """Ids of remedies that are good advice for this person whatever was found, in order; without
    those that something found already calls for."""
    mosaic: Mosaic | None = None
    """How findings lead together to the door; None when none do."""
    letters: tuple[LetterText, ...] = ()
    """Letters that help with the remedies, by id."""
    seen: tuple[SeenByHand, ...] = ()
    """What the person saw where only they can look, worst first."""
    timetable: Timetable | None = None
    """The days of the person's election; None when no day of the poll was given."""
    history: History | None = None
    """What changed since earlier checks; None for a check that stands alone."""
    shots: tuple[Shot, ...] = ()
    """Made of the evidence after judging, so that judging it again gives none."""
    schema: str = field(default=SCHEMA)

    @property
    def milestones(self) -> tuple[Milestone, ...]:
        return self.timetable.milestones if self.timetable else ()

    def of_standing(self, standing: Standing) -> tuple[AssessedFinding, ...]:
        return tuple(item for item in self.findings if item.standing is standing)

    def remedy(self, remedy_id: str) -> RemedyText | None:
        return next((remedy for remedy in self.remedies if remedy.id == remedy_id), None)
