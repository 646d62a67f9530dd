"""The whole check on the demonstration web, held against what was planted there by hand."""

from __future__ import annotations

import html
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from scanner.demo import DemoWeb, GroundTruth, Served
from scanner.demo.truth import Decoy, Expected, Planted, Undecidable
from scanner.fetch import Fetcher, FetchOptions
from scanner.language import WELSH, catalogue_of, speaking
from scanner.model.answer import Gathered
from scanner.model.assessment import AssessedFinding, Assessment, Check
from scanner.model.bands import Standing
from scanner.model.events import (
    AssessmentMade,
    Event,
    PlanMade,
    ProbeDone,
    ProbePlanned,
    RequestSent,
)
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Plan, Purpose
from scanner.plan import PlanOptions, make_plan
from scanner.plan.keys import MARK
from scanner.profile import parse_profile
from scanner.render import Audience, Edition, render_html, render_json, render_summary
from scanner.render.messages import frame_messages, rule_messages
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.xdist_group("demonstration")


@dataclass(frozen=True)
class Scanned:
    truth: GroundTruth
    plan: Plan
    events: tuple[Event, ...]
    assessment: Assessment
    served: tuple[Served, ...]
    profile: str

    def findings_at(self, url: str) -> list[AssessedFinding]:
        """By any address of the page: asked for, or where it is now."""
        asked = {
            e.probe.id
            for e in self.events
            if isinstance(e, ProbePlanned) and e.probe.request.url == url
        }
        return [
            item
            for item in self.assessment.findings
            if item.finding.url.shown(True) == url or item.finding.probe_id in asked
        ]

    def checks_of(self, source_id: str, url: str) -> list[Check]:
        probes = {
            e.probe.id
            for e in self.events
            if isinstance(e, ProbePlanned)
            and e.probe.source_id == source_id
            and e.probe.request.url == url
        }
        return [c for c in self.assessment.checks if c.probe_id in probes]


@pytest.fixture(scope="module")
def scanned() -> Iterator[Scanned]:
    with DemoWeb() as web:
        text = web.profile_toml(TODAY)
        subject = parse_profile(text, TODAY).subject
        book = load_rulebook([])
        plan = make_plan(subject, book, PlanOptions(secrets=web.secrets), TODAY)
        options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
        with Fetcher(options, now=lambda: datetime.now(UTC)) as fetcher:
            events = tuple(
                check(
                    subject,
                    book,
                    plan,
                    fetcher,
                    key=b"k" * 32,
                    now=lambda: datetime.now(UTC),
                    randomness=random.Random(11),
                )
            )
        last = events[-1]
        assert isinstance(last, AssessmentMade)
        yield Scanned(web.ground_truth(), plan, events, last.assessment, web.log, text)


TRUTH = DemoWeb().ground_truth()


def test_the_web_is_a_town(scanned: Scanned) -> None:
    assert len({served.host for served in scanned.served}) >= 25


@pytest.mark.parametrize("planted", TRUTH.planted, ids=lambda p: f"{p.kind}@{p.url[8:48]}")
def test_every_planted_exposure_is_found(scanned: Scanned, planted: Planted) -> None:
    here = [f for f in scanned.findings_at(planted.url) if f.finding.kind is planted.kind]
    if planted.expected is Expected.QUESTION:
        unsure = [f for f in here if f.standing is Standing.UNSURE]
        asked = [
            q
            for q in scanned.assessment.questions
            if q.url.shown(True) == planted.url and q.kind is planted.kind
        ]
        assert unsure or asked
        return
    standing = Standing(planted.expected.value)
    matching = [
        f for f in here if f.finding.exposure == planted.exposure and f.standing is standing
    ]
    assert matching, [(f.finding.exposure, f.standing, f.finding.attribution) for f in here]
    sure = {Attribution.CONFIRMED, Attribution.PROBABLE}
    assert any(f.finding.attribution in sure for f in matching)
    assert any(planted.place in f.finding.places for f in matching)


def test_most_planted_exposures_are_confirmed(scanned: Scanned) -> None:
    named = [p for p in TRUTH.planted if p.named and p.expected is Expected.RISK]
    confirmed = [
        p
        for p in named
        if any(
            f.finding.attribution is Attribution.CONFIRMED and f.finding.exposure == p.exposure
            for f in scanned.findings_at(p.url)
        )
    ]
    assert len(confirmed) >= len(named) - 2, [p.url for p in named if p not in confirmed]


@pytest.mark.parametrize("decoy", TRUTH.decoys, ids=lambda d: d.shown)
def test_no_decoy_is_confirmed(scanned: Scanned, decoy: Decoy) -> None:
    sure = {Attribution.CONFIRMED, Attribution.PROBABLE}
    for item in scanned.findings_at(decoy.url):
        if item.finding.attribution not in sure:
            continue
        assert not decoy.whole_page, (item.finding.exposure, item.finding.quote.shown(True))
        marked = "".join(p.text for p in item.finding.quote.parts if p.marked)
        assert decoy.shown.casefold() not in marked.casefold()


@pytest.mark.parametrize("wall", TRUTH.undecidable, ids=lambda u: u.url[8:60])
def test_what_cannot_be_decided_is_told_as_such(scanned: Scanned, wall: Undecidable) -> None:
    checks = scanned.checks_of(wall.source_id, wall.url)
    assert checks, "it must be asked"
    for told in checks:
        assert told.outcome in wall.outcomes, (told.outcome, told.reason)
        assert told.detail
        assert told.look_yourself
    assert not [f for f in scanned.findings_at(wall.url) if f.standing is Standing.RISK]


def test_honest_absences_are_absent(scanned: Scanned) -> None:
    for absence in TRUTH.absences:
        outcomes = {
            c.outcome
            for c in scanned.assessment.checks
            if c.source_id == absence.source_id and c.purpose is not Purpose.CONTROL
        }
        assert outcomes == {absence.outcome}, absence.source_id


def test_harmless_pages_are_read_and_quiet(scanned: Scanned) -> None:
    for page in TRUTH.harmless:
        assert not [f for f in scanned.findings_at(page.url) if f.standing is Standing.RISK]
        assert {c.outcome for c in scanned.checks_of("src.page.given", page.url)} <= CHECKED


def test_leads_are_opened_and_nothing_else_is_discovered(scanned: Scanned) -> None:
    opened = {
        e.probe.request.url
        for e in scanned.events
        if isinstance(e, ProbePlanned) and e.probe.purpose is Purpose.LEAD
    }
    assert set(TRUTH.leads) <= opened


def test_the_hostile_post_stands_above_all(scanned: Scanned) -> None:
    hostile = {p.url for p in TRUTH.planted if p.hostile}
    assert {e.url.shown(True) for e in scanned.assessment.escalations} & hostile
    first = scanned.assessment.escalations[0]
    assert any("999" in step for step in first.do)


def test_the_headline_is_the_worst_confirmed_band(scanned: Scanned) -> None:
    headline = scanned.assessment.headline
    risks = scanned.assessment.of_standing(Standing.RISK)
    assert headline.kind == "band"
    assert headline.band is risks[0].band
    assert sum(count for _, count in headline.counts) == len(risks)
    assert scanned.assessment.coverage.is_enough
    assert len(scanned.assessment.actions) >= 3


def private_values(scanned: Scanned) -> list[str]:
    """Everything in the profile that must not be readable in a masked output."""
    subject = parse_profile(scanned.profile, TODAY).subject
    values = []
    for fact in subject.facts:
        if fact.is_public or fact.kind in (FactKind.NAME, FactKind.ALIAS):
            continue
        values.append(fact.value.reveal())
        values.extend(
            part.reveal()
            for name, part in fact.parts
            if name in ("street", "postcode", "written", "user")
        )
    return [value for value in dict.fromkeys(values) if len(value) > 3]


@pytest.mark.parametrize("output", [render_html, render_json, render_summary])
def test_masked_outputs_hold_no_private_value(scanned: Scanned, output: object) -> None:
    text = output(scanned.assessment)  # type: ignore[operator]
    squeezed = re.sub(r"[^a-z0-9@]", "", text.casefold())
    for value in private_values(scanned):
        assert value.casefold() not in text.casefold(), value
        digits = re.sub(r"\D", "", value)
        if len(digits) >= 9:
            assert digits[-9:] not in squeezed


def test_a_value_that_was_not_given_is_never_shown(scanned: Scanned) -> None:
    for reveal in (False, True):
        for text in (
            render_html(scanned.assessment, reveal),
            render_json(scanned.assessment, reveal),
        ):
            # Fingerprints of pages hold any six figures now and then.
            assert not re.search(
                r"(?:7700[ .-]?|(?<![\da-f]))9[ .-]?0[ .-]?0[ .-]?4[ .-]?6[ .-]?1(?!\w)", text
            )


def test_no_event_shows_a_private_value(scanned: Scanned) -> None:
    shown = "\n".join(repr(event) for event in scanned.events)
    for value in private_values(scanned):
        assert value not in shown, value


def test_the_json_tells_every_probe(scanned: Scanned) -> None:
    told = json.loads(render_json(scanned.assessment))
    planned = {e.probe.id for e in scanned.events if isinstance(e, ProbePlanned)}
    assert {entry["probe_id"] for entry in told["checks"]} == planned
    kinds = {kind.value for kind in OutcomeKind}
    assert {entry["outcome"] for entry in told["checks"]} <= kinds


def test_the_ledger_equals_what_the_servers_saw(scanned: Scanned) -> None:
    def place(url: str) -> tuple[str, str]:
        _, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        return host, f"{slash or '/'}{path}"

    # The servers got the key of a service that takes it in the address; the ledger has a mark.
    seen = sorted(
        (served.host, served.path.replace("=example-key", f"={MARK}")) for served in scanned.served
    )
    told = sorted(place(line.url.shown(True)) for line in scanned.assessment.ledger)
    assert told == seen
    sent = sorted(place(e.sending.url) for e in scanned.events if isinstance(e, RequestSent))
    assert sent == seen


def test_nothing_leaves_that_the_plan_did_not_announce(scanned: Scanned) -> None:
    announced: dict[str, set[str]] = {}
    for entry in scanned.plan.disclosures:
        announced.setdefault(entry.site, set()).update(s.kind.value for s in entry.sends)
    for line in scanned.assessment.ledger:
        if line.what == "probe":
            kinds = {sent.kind.value for sent in line.sent}
            assert kinds <= announced.get(line.site, set()), line


def test_the_same_scan_gives_the_same_assessment(scanned: Scanned) -> None:
    """Judging again what was gathered, in another order, changes nothing."""
    from scanner.run import assess_gathered

    subject = parse_profile(scanned.profile, TODAY).subject
    gathered = _gathered(scanned)
    shuffled = list(gathered.answers)
    random.Random(3).shuffle(shuffled)
    again = _last(assess_gathered(subject, load_rulebook([]), gathered, b"k" * 32))
    other = Gathered(
        gathered.plan, tuple(shuffled), gathered.sendings, gathered.started_at, gathered.ended_at
    )
    mixed = _last(assess_gathered(subject, load_rulebook([]), other, b"k" * 32))
    assert again.findings == mixed.findings
    assert again.headline == mixed.headline
    assert again.actions == mixed.actions


def _gathered(scanned: Scanned) -> Gathered:
    from scanner.model.answer import Answer
    from scanner.read import read

    book = load_rulebook([])
    told = {c.probe_id: c for c in scanned.assessment.checks}
    answers = []
    for event in scanned.events:
        if isinstance(event, ProbeDone):
            rule = book.sources[event.probe.source_id]
            hops = getattr(event.answer, "hops", ())
            document = read(event.answer, tuple(rule.queries())) if hops else None  # type: ignore[arg-type]
            outcome = event.outcome
            settled = told[event.probe.id].outcome
            if settled is not outcome.kind:
                continue
            answers.append(Answer(event.probe, event.answer, outcome, document))
    plan = next(e.plan for e in scanned.events if isinstance(e, PlanMade))
    sendings = tuple(e.sending for e in scanned.events if isinstance(e, RequestSent))
    return Gathered(
        plan, tuple(answers), sendings, scanned.assessment.started_at, scanned.assessment.ended_at
    )


@pytest.mark.parametrize("audience", Audience)
def test_the_welsh_report_says_nothing_in_english(scanned: Scanned, audience: Audience) -> None:
    """But for strangers' pages, names, and letters, which are written for their recipients."""
    with speaking(WELSH):
        page = render_html(scanned.assessment, edition=Edition(audience))
    assert '<html lang="cy"' in page
    shown = re.sub(r"<(style|script|pre)\b.*?</\1>", "", page, flags=re.DOTALL)
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())
    catalogue = catalogue_of(WELSH)
    texts = {message.one for message in (*frame_messages(), *rule_messages())}
    english = {
        one
        for one in texts
        if len(one.split()) > 3 and "{" not in one and catalogue.exact(one) != one and one in text
    }
    assert not english
    assert "Beth i'w wneud" in text or audience is not Audience.CANDIDATE


def test_the_welsh_summary_begins_with_the_headline_in_welsh(scanned: Scanned) -> None:
    with speaking(WELSH):
        summary = " ".join(render_summary(scanned.assessment, ["report.html"]).split())
    assert "Mae'r peth gwaethaf sydd i'w weld yn ddifrifol iawn" in summary
    assert "gave" not in summary
    assert "Adroddiadau: report.html" in summary


def _last(steps: object) -> Assessment:
    try:
        while True:
            next(steps)  # type: ignore[call-overload]
    except StopIteration as end:
        result = end.value
        assert isinstance(result, Assessment)
        return result
