"""What a run will ask before it asks anything: of whom how often, what they learn, how long it
takes. Plans of people are added one by one; what is kept grows with sites and questions alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.model.facts import FactKind
from scanner.model.plan import ANYBODY, Plan, SentForm
from scanner.plan import question_parts
from scanner.plan.control import most_controls
from scanner.rulebook.book import RuleBook
from scanner.rulebook.template import variables_of
from scanner.slate.nights import Nights

USUAL_ANSWER_S = 0.3
"""What an answer takes at a site of which nothing is known. Judgement; a run measures it."""
STARTING_S = 5.0
"""Until the first request: processes begin, read the rules and make plans. Measured on two cores: 4
to 7 s."""


@dataclass(frozen=True, slots=True)
class SiteForecast:
    """What one site will be asked."""

    site: str
    spacing_s: float
    """Seconds between two requests."""
    questions: int
    """Different requests that are planned, each once for all whom it concerns."""
    requests: int
    """With those that follow from rules alone: later steps, further pages, controls."""
    at_most: int
    """With all that finds may lead to."""
    people: int
    is_known: bool
    """Whether rules name it; else it is somebody's own and stands for them."""
    answer_s: float | None = None
    """What its answers took in earlier runs; None when that is not known."""

    @property
    def seconds(self) -> float:
        return self.requests * self.each_s

    @property
    def seconds_at_most(self) -> float:
        return max(self.requests, self.at_most) * self.each_s

    @property
    def each_s(self) -> float:
        """From one request to the next: the answer, and the pause after it."""
        return self.spacing_s + (USUAL_ANSWER_S if self.answer_s is None else self.answer_s)

    def nights(self, nights: Nights | None, budget: int) -> int:
        """In how many nights (days, without `nights`) its requests are made. `budget`: how many
        it gets in each."""
        window_s = nights.length.total_seconds() if nights else 24 * 3600.0
        each_night = max(1, min(budget, int(window_s / self.each_s)))
        return math.ceil(self.requests / each_night)


@dataclass(frozen=True, slots=True)
class Told:
    """What one third party learns of all people together."""

    site: str
    controller: str
    learns: tuple[tuple[FactKind, SentForm, int], ...]
    """Kind of fact, in which form, of how many people."""
    people: int
    requests: int
    """At most, what people have in common counted once."""
    is_known: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """A run before its first request."""

    people: int
    left: tuple[tuple[str, int], ...]
    """Why people are not scanned, and how many."""
    questions: int
    """Different ones."""
    asked: int
    """All that these people's plans hold; what they share counted for each."""
    sites: tuple[SiteForecast, ...]
    """Longest first."""
    told: tuple[Told, ...]
    """Who learns most first."""
    budget: int
    nights: Nights | None = None

    @property
    def slowest(self) -> SiteForecast | None:
        return self.sites[0] if self.sites else None

    @property
    def seconds(self) -> float:
        """Of asking without a pause: sites are asked side by side, so the slowest sets it."""
        return STARTING_S + max((site.seconds for site in self.sites), default=0.0)

    @property
    def seconds_at_most(self) -> float:
        return STARTING_S + max((site.seconds_at_most for site in self.sites), default=0.0)

    @property
    def nights_needed(self) -> int:
        return max((site.nights(self.nights, self.budget) for site in self.sites), default=0)

    @property
    def setting_nights(self) -> SiteForecast | None:
        """The site that needs most nights."""
        return max(self.sites, key=lambda site: site.nights(self.nights, self.budget), default=None)


@dataclass(slots=True)
class _Site:
    spacing_s: float = 0.0
    questions: int = 0
    planned: int = 0
    follow: int = 0
    """Requests that are surely made for these people: planned ones and what rules add to them."""
    finds: int = 0
    people: int = 0
    sources: set[str] = field(default_factory=set)
    is_known: bool = False


@dataclass(slots=True)
class _Told:
    learns: Counter[tuple[FactKind, SentForm]] = field(default_factory=Counter)
    people: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    """Requests at most, as if everybody asked for themselves alone."""


@dataclass(slots=True)
class _Asked:
    """A source at a site."""

    planned: int = 0
    questions: int = 0
    """Different ones."""
    people: int = 0


class Forecasting:
    """Adds up the plans of people."""

    def __init__(self, book: RuleBook, budget: int, nights: Nights | None = None) -> None:
        """`budget`: requests that a site gets in a night."""
        self._book = book
        self._budget = budget
        self._nights = nights
        self._people = 0
        self._left: Counter[str] = Counter()
        self._seen: set[int] = set()
        """Of each question a number of 64 bits, so that millions of them have room."""
        self._sites: dict[str, _Site] = {}
        self._told: dict[tuple[str, str], _Told] = {}
        self._asked: dict[tuple[str, str], _Asked] = {}

    @property
    def sites(self) -> tuple[str, ...]:
        """All that are asked, by name."""
        return tuple(self._sites)

    def leave(self, why: str) -> None:
        """A person who is not scanned."""
        self._left[why] += 1

    def add(self, plan: Plan) -> None:
        """A person's plan."""
        self._people += 1
        planned: Counter[tuple[str, str]] = Counter()
        for probe in plan.probes:
            site = self._sites.setdefault(probe.site, _Site())
            site.spacing_s = max(site.spacing_s, probe.manners.spacing_s)
            site.planned += 1
            site.is_known = site.is_known or self._is_named(probe.source_id)
            planned[probe.site, probe.source_id] += 1
            asked = self._asked.setdefault((probe.site, probe.source_id), _Asked())
            asked.planned += 1
            question = hash(question_parts(probe))
            if question not in self._seen:
                self._seen.add(question)
                site.questions += 1
                asked.questions += 1
        for place in planned:
            self._asked[place].people += 1
        self._add_disclosures(plan, planned)

    def told(self, answer_s: Mapping[str, float] | None = None) -> Forecast:
        """All of it. `answer_s`: what answers of sites took earlier, as far as that is known."""
        known = answer_s or {}
        sites = sorted(
            (self._forecast(name, site, known.get(name)) for name, site in self._sites.items()),
            key=lambda site: (-site.seconds, -site.seconds_at_most, site.site),
        )
        return Forecast(
            people=self._people,
            left=tuple(self._left.most_common()),
            questions=len(self._seen),
            asked=sum(site.planned for site in self._sites.values()),
            sites=tuple(sites),
            told=tuple(sorted(map(self._learns, self._told), key=_most_learnt)),
            budget=self._budget,
            nights=self._nights,
        )

    def _add_disclosures(self, plan: Plan, planned: Counter[tuple[str, str]]) -> None:
        asked_sites = {site for site, _ in planned}
        learnt: dict[tuple[str, str], set[tuple[FactKind, SentForm]]] = {}
        for entry in plan.disclosures:
            told = self._told.setdefault((entry.controller, entry.site), _Told())
            told.by_source[entry.source_id] += entry.requests
            forms = learnt.setdefault((entry.controller, entry.site), set())
            forms.update((sent.kind, sent.form) for sent in entry.sends)
            if entry.site == ANYBODY:
                continue
            site = self._sites.setdefault(entry.site, _Site())
            rule = self._book.sources[entry.source_id]
            site.spacing_s = max(site.spacing_s, rule.politeness.spacing_seconds)
            asked_sites.add(entry.site)
            if entry.source_id not in {source for _, source in planned}:
                # Only what is found decides how often it is asked.
                site.finds += entry.requests
                continue
            site.sources.add(entry.source_id)
            here = planned[entry.site, entry.source_id]
            # One control serves everybody, so it is no share of each person's.
            site.follow += max(here, entry.requests - most_controls(rule))
        for place, forms in learnt.items():
            self._told[place].people += 1
            self._told[place].learns.update(forms)
        for name in asked_sites:
            self._sites[name].people += 1

    def _forecast(self, name: str, site: _Site, answer_s: float | None) -> SiteForecast:
        shared = site.questions / site.planned if site.planned else 1.0
        controls = sum(most_controls(self._book.sources[each]) for each in site.sources)
        requests = max(site.questions, round(site.follow * shared) + controls)
        return SiteForecast(
            site=name,
            spacing_s=site.spacing_s,
            questions=site.questions,
            requests=requests,
            at_most=requests + site.finds,
            people=site.people,
            is_known=site.is_known or site.people > 1 or not site.planned,
            answer_s=answer_s,
        )

    def _learns(self, place: tuple[str, str]) -> Told:
        told = self._told[place]
        learns = tuple((kind, form, number) for (kind, form), number in told.learns.most_common())
        site = self._sites.get(place[1])
        is_known = site is None or site.is_known or told.people > 1
        requests = sum(self._shared(place[1], *each) for each in told.by_source.items())
        return Told(place[1], place[0], learns, told.people, requests, is_known)

    def _shared(self, site: str, source_id: str, requests: int) -> int:
        """How many of a source's requests there are at most, since people share some of them."""
        asked = self._asked.get((site, source_id))
        if asked is None:
            # Only what is found decides what is asked.
            return requests
        # Each person's plan counts controls, but one serves everybody.
        controls = most_controls(self._book.sources[source_id])
        others = max(asked.planned, requests - controls * asked.people)
        return math.ceil(others * asked.questions / asked.planned) + min(
            controls, requests - others
        )

    def _is_named(self, source_id: str) -> bool:
        """Whether the source has one place of its own, not each person theirs."""
        rule = self._book.sources.get(source_id)
        return rule is not None and all(
            not variables_of(request.origin) for request in rule.requests[:1]
        )


def _most_learnt(told: Told) -> tuple[int, int, str, str]:
    return (-len(told.learns), -told.people, told.controller, told.site)
