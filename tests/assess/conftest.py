"""An invented candidate, the shipped weights, and sources of the shapes that matter here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scanner.assess import assess
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Assessment
from scanner.model.before import Before
from scanner.model.capture import Capture, Hop
from scanner.model.document import Document, Place
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Finding, Quote, QuotePart
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Plan, Probe, Purpose, Request
from scanner.model.subject import Basis, Consent, Role, Subject
from scanner.profile import make_fact
from scanner.resources import resource_folder
from scanner.rulebook.book import Loaded, RuleBook
from scanner.rulebook.loader import load_rule
from scanner.rulebook.source import SourceRule

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _source(source_id: str, **given: Any) -> Loaded:
    fields: dict[str, Any] = {
        "id": source_id,
        "kind": "source",
        "title": f"Source {source_id}",
        "why": "It is an invented source.",
        "reviewed": "2026-11-22",
        "category": "page",
        "access": "manual",
        "controller": "Invented Services Ltd",
        "page_url": "https://service.example/",
        "how": "Look.",
        "exposes": "Your details.",
        "results": "page",
        "ease": "name_and_town",
        "persistence": "third_party",
        "terms": {"automation": "allowed", "checked": "2026-11-22", "basis": "Invented."},
        "remedy": "rem.gdpr.erase",
        "review_by": "2027-11-22",
    }
    return Loaded(SourceRule.model_validate({**fields, **given}), Path("invented.yaml"), source_id)


@pytest.fixture(scope="session")
def book() -> RuleBook:
    root = resource_folder("rules")
    shipped = [
        load_rule(path.read_text(encoding="utf-8"), path)
        for folder in ("weightings", "signals", "remedies")
        for path in sorted((root / folder).glob("*.yaml"))
    ]
    return RuleBook.of(
        [
            *shipped,
            _source("src.page.given"),
            _source("src.page.lead"),
            _source("src.reg.ch_companies", category="register"),
            _source("src.reg.ch_disqualified", category="register"),
            _source(
                "src.reg.ch_officers",
                category="register",
                results="listing",
                ease="directory",
                persistence="permanent",
                by_law=True,
                remedy="law.ch_current",
            ),
            _source(
                "src.code.github_user",
                results="record",
                ease="via_handle",
                persistence="own_page",
                remedy="rem.plat.github",
                controller="GitHub",
                location="United States",
            ),
        ]
    )


@pytest.fixture
def subject() -> Subject:
    return Subject(
        id="jane-marlow",
        role=Role.CANDIDATE,
        consent=Consent(
            basis=Basis.SELF,
            given_by="Jane Marlow",
            given_on=date(2026, 11, 1),
            recorded_by="Jane Marlow",
            how="own device",
            scope=frozenset(FactKind),
            valid_until=date(2027, 5, 31),
        ),
        facts=(
            make_fact(FactKind.NAME, "Jane Marlow"),
            make_fact(FactKind.ADDRESS, "14 Bramble Road, Wexcombe, WX4 7QT"),
            make_fact(FactKind.PHONE, "07700 900123"),
            make_fact(FactKind.EMAIL, "jane.marlow@mailbox.example"),
        ),
    )


@pytest.fixture
def finding() -> Callable[..., Finding]:
    """A finding of the home address beside the name; every field may be given otherwise."""

    def make(
        finding_id: str, url: str = "https://www.wexcombe.example/page", **given: Any
    ) -> Finding:
        fields: dict[str, Any] = {
            "subject_id": "jane-marlow",
            "probe_id": f"probe-{url}",
            "source_id": "src.page.given",
            "exposure": "fact.home_address",
            "kind": FactKind.ADDRESS,
            "fact_ids": ("address-1",),
            "form": "full",
            "places": (Place.TEXT,),
            "confidence": 0.95,
            "attribution": Attribution.CONFIRMED,
            "reasons": ("Your name is next to it.",),
            "quote": Quote(
                (
                    QuotePart("She lives at "),
                    QuotePart("14 Bramble Road", "•• B•••••• Road", marked=True),
                )
            ),
            "url": Quote((QuotePart(url),)),
            "page_title": Quote((QuotePart("A page"),)),
            "site": url.split("/")[2].removeprefix("www."),
            "seen_at": NOW,
            "facts_beside": ("name-1",),
        }
        return Finding(id=finding_id, **{**fields, **given})

    return make


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """A probe with its answer; `text` makes the document."""

    def make(
        url: str,
        kind: OutcomeKind = OutcomeKind.FOUND,
        purpose: Purpose = Purpose.PAGE,
        text: str = "",
        probe_id: str = "",
        **probe: Any,
    ) -> Answer:
        asked = Probe(
            **{
                "id": probe_id or f"probe-{url}",
                "source_id": "src.page.given",
                "request": Request(url),
                "host": url.split("/")[2],
                "site": url.split("/")[2].removeprefix("www."),
                "purpose": purpose,
                "subject_ids": ("jane-marlow",),
                **probe,
            }
        )
        capture = Capture(
            probe_id=asked.id,
            hops=(Hop(url, 200, (), "127.0.0.1:443"),),
            body=text.encode(),
            wire=text.encode(),
            fetched_at=NOW,
            elapsed_ms=12,
        )
        return Answer(
            probe=asked,
            answer=capture,
            outcome=Outcome(asked.id, kind, kind.value, "It was looked at."),
            document=Document(asked.id, url, "text/html", text),
        )

    return make


@pytest.fixture
def gathered() -> Callable[..., Gathered]:
    """What gathering left; the plan holds the probes of the answers that are no follow-ups."""

    def make(*answers: Answer, plan: tuple[Probe, ...] | None = None, **given: Any) -> Gathered:
        counted = (Purpose.SOURCE, Purpose.PAGE)
        probes = plan or tuple(a.probe for a in answers if a.probe.purpose in counted)
        whole: dict[str, Any] = {
            "left_out": (),
            "manual": (),
            "disclosures": (),
            "limitations": (),
            "lead_budget": 0,
        }
        made = Plan(probes, **{key: given.pop(key, value) for key, value in whole.items()})
        return Gathered(
            **{
                "plan": made,
                "answers": answers,
                "sendings": (),
                "started_at": NOW,
                "ended_at": NOW + timedelta(minutes=1),
                **given,
            }
        )

    return make


@pytest.fixture
def judged(
    subject: Subject,
    book: RuleBook,
    answer: Callable[..., Answer],
    gathered: Callable[..., Gathered],
) -> Callable[..., Assessment]:
    """The assessment of some findings, with enough answered unless answers are given."""

    def make(
        *findings: Finding,
        answers: tuple[Answer, ...] = (),
        before: Before | None = None,
        **given: Any,
    ) -> Assessment:
        whole = gathered(*(answers or (answer("https://www.wexcombe.example/page"),)), **given)
        return assess(subject, book, whole, findings, (), "0.0.test", before)

    return make
