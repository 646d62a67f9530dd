"""Six invented people, from "nothing found" to "doxxed with threats", through the real rooms.

Each is a profile and the pages it lists. What comes of them is stored beside, as summaries that a
person has read; `python -m tests.assess.golden_people` writes them again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from scanner.assess import assess
from scanner.judge import judge, may_be_judged
from scanner.judge.judge import Judged
from scanner.match import FactIndex
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Assessment
from scanner.model.capture import Capture, Hop
from scanner.model.plan import Probe
from scanner.model.subject import Subject
from scanner.outcome import decide
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FOLDER = Path(__file__).with_name("golden")
_KEY = b"golden people are no secret....."


@dataclass(frozen=True)
class Golden:
    """Somebody, and what the pages of their profile answer: HTML, or a status that has none."""

    name: str
    facts: str
    pages: Mapping[str, str | int]
    further: str = ""
    """Further blocks of the profile."""


@dataclass(frozen=True)
class Weighable:
    """All that weighing needs."""

    subject: Subject
    gathered: Gathered
    judged: Judged

    def assess(self, book: RuleBook) -> Assessment:
        made = self.judged
        return assess(self.subject, book, self.gathered, made.findings, made.questions, "golden")


def page(title: str, *paragraphs: str, head: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1>{text}</body></html>"
    )


_FILLER = (
    "The town has two markets a week, a library that opens on four days and a bus to the county "
    "town every hour. Whoever wants to speak at the meeting should tell the clerk a day before."
)
_AUTHOR = '<meta name="author" content="wexcombe_watcher">'

PEOPLE = {
    "1-nothing-found": Golden(
        "Osbert Quillfeather",
        """
address = "9 Tanner's Row, Northmoor, WX9 3ZT"
phone = "07700 900601"
email = "osbert.quillfeather@mailbox.example"
""",
        {
            "https://www.northmoor-gazette.example/news/council": page("Council news", _FILLER),
            "https://www.northmoor-chess.example/members": page(
                "Members", "Osbert Quillfeather plays on the second board.", _FILLER
            ),
            "https://www.northmoor-dc.example/minutes": page("Minutes", _FILLER),
            "https://www.northmoor-hall.example/hire": 404,
        },
    ),
    "2-not-enough-checked": Golden(
        "Philippa Underhay-Stroud",
        """
address = "2 Mill Lane, Northmoor, WX9 1AA"
phone = "07700 900602"
""",
        {
            "https://www.northmoor-gazette.example/news/stroud": page("Council news", _FILLER),
            "https://www.northmoor-people.example/stroud": 403,
            "https://www.northmoor-club.example/stroud": 500,
            "https://www.northmoor-forum.example/stroud": 429,
        },
    ),
    "3-public-by-choice-and-law": Golden(
        "Cornelius Featherby",
        """
phone = { value = "01632 960601", public_by_choice = "Campaign line" }
email = { value = "cornelius@featherby.example", public_by_choice = "Campaign e-mail" }

[[facts.address]]
use = "home"
value = "27 Orchard Rise, Northmoor, WX9 5PL"
""",
        {
            "https://www.featherby.example/contact": page(
                "Contact",
                "Cornelius Featherby, your candidate for Northmoor. Ring 01632 960601 or write to "
                "cornelius@featherby.example; the office answers on weekdays.",
                _FILLER,
            ),
            "https://www.northmoor-dc.example/elections/nominated": page(
                "Statement of Persons Nominated",
                "Cornelius Featherby, 27 Orchard Rise, Northmoor, WX9 5PL. Proposed and seconded.",
                _FILLER,
            ),
        },
    ),
    "4-ordinary-candidate": Golden(
        "Marigold Thistlewick",
        """
phone = "07700 900604"
email = "marigold.thistlewick@mailbox.example"
employer = "Northmoor Pottery"
birth_date = 1979-03-14

[[facts.address]]
use = "home"
value = "5 Larch Close, Northmoor, WX9 2QB"
""",
        {
            "https://www.northmoor-striders.example/contacts": page(
                "Contacts",
                "Secretary: Marigold Thistlewick, marigold.thistlewick@mailbox.example, "
                "07700 900604.",
                _FILLER,
            ),
            "https://www.northmoor-gazette.example/news/thistlewick": page(
                "Thistlewick stands",
                "Marigold Thistlewick, of Larch Close, Northmoor, said on Tuesday that she stands.",
                _FILLER,
            ),
            "https://www.northmoor-pottery.example/team": page(
                "Our team", "Marigold Thistlewick leads the kiln at Northmoor Pottery.", _FILLER
            ),
            "https://www.northmoor-hall.example/hire": page("Hire the hall", _FILLER),
        },
        '\n[election]\nkind = "local"\nnation = "England"\npoll_date = 2027-05-06\n',
    ),
    "5-home-on-many-sites": Golden(
        "Jane Marlow",
        """
phone = "07700 900123"
email = "jane.marlow@mailbox.example"

[[facts.address]]
use = "home"
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
""",
        {
            f"https://www.{site}.example/marlow": page(
                title, f"{before} Jane Marlow, 14 Bramble Road, Wexcombe, WX4 7QT{after}.", _FILLER
            )
            for site, title, before, after in (
                ("whereabouts-directory", "People in Wexcombe", "Listed:", ", 07700 900123"),
                ("county-almanack", "Almanack", "Entry:", ""),
                ("wexcombe-planning", "Register of applications", "Applicant:", ", for a porch"),
            )
        }
        | {"https://www.wexcombe-players.example/cast": page("The cast", _FILLER)},
        '\n[election]\nkind = "local"\nnation = "England"\npoll_date = 2027-02-04\n',
    ),
    "6-doxxed-with-threats": Golden(
        "Araminta Holloway-Finch",
        """
phone = "07700 900606"

[[facts.address]]
use = "home"
value = "3 Quarry Bank, Wexcombe, WX4 1HF"
""",
        {
            f"https://www.wexcombe-watch.example/post/{number}": page(
                f"Post {number}", words, _FILLER, head=_AUTHOR
            )
            for number, words in enumerate(
                (
                    "Araminta Holloway-Finch lives at 3 Quarry Bank, Wexcombe, WX4 1HF. She ruined "
                    "my life. Somebody should pay her a visit.",
                    "Ring Araminta Holloway-Finch on 07700 900606, day and night. I will never "
                    "stop. Ring her all night.",
                    "Araminta Holloway-Finch, 3 Quarry Bank, Wexcombe: she knows what she did. "
                    "People like her should be strung up. Her kids are next.",
                    "I am parked outside her house. Araminta Holloway-Finch, 3 Quarry Bank, "
                    "Wexcombe, WX4 1HF. Who else is coming? Bring petrol.",
                ),
                start=1,
            )
        }
        | {
            "https://www.wexcombe-herald.example/letters/4": page(
                "Letters",
                "Araminta Holloway-Finch of Quarry Bank, Wexcombe, should resign. Shoot down the "
                "motion, kill the bill and bring her down at the ballot box.",
                _FILLER,
            )
        },
        "\n[situation]\nthreat_now = true\nchildren_at_home = true\n"
        '\n[election]\nkind = "local"\nnation = "England"\npoll_date = 2026-12-17\n',
    ),
}


def profile_of(golden: Golden) -> str:
    urls = "".join(f'    "{url}",\n' for url in golden.pages)
    return (
        f'schema = 1\n\n[subject]\nrole = "candidate"\n\n[consent]\nbasis = "self"\n'
        f'given_by = "{golden.name}"\ngiven_on = 2026-11-01\nvalid_until = 2027-05-31\n'
        f'how = "own device"\nscope = "all"\n\n[pages]\nurls = [\n{urls}]\n{golden.further}\n'
        f'[facts]\nname = "{golden.name}"{golden.facts}'
    )


def weighable(golden: Golden, book: RuleBook) -> Weighable:
    """The person's pages, read, decided, matched and judged."""
    subject = parse_profile(profile_of(golden), TODAY).subject
    plan = make_plan(subject, book, PlanOptions(only=frozenset({"src.page.given"})), TODAY)
    answers = tuple(_answer(probe, golden.pages[probe.request.url], book) for probe in plan.probes)
    index = FactIndex([subject], book.detectors)
    matched = {
        item.probe.id: index.match(item.document)
        for item in answers
        if item.document and may_be_judged(item, book.sources[item.probe.source_id])
    }
    ended = NOW + timedelta(seconds=len(answers))
    gathered = Gathered(plan, answers, (), NOW, ended)
    return Weighable(subject, gathered, judge(subject, book, answers, matched, _KEY))


def _answer(probe: Probe, content: str | int, book: RuleBook) -> Answer:
    rule = book.sources[probe.source_id]
    status, text = (content, "") if isinstance(content, int) else (200, content)
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    body = text.encode()
    hops = (Hop(probe.request.url, status, headers, "127.0.0.1:443"),)
    capture = Capture(probe.id, hops, body, body, NOW, 20)
    document = read(capture, book.queries_for(rule))
    outcome = decide(probe, capture, document, rule, book.obstacles)
    # These sites say 404 to an address that cannot exist, so what a control asks is settled.
    asked = outcome.control_wanted
    return Answer(probe, capture, replace(outcome, control_wanted=False), document, asked)


@cache
def shipped() -> RuleBook:
    return load_rulebook()


@cache
def people() -> dict[str, Weighable]:
    return {key: weighable(golden, shipped()) for key, golden in PEOPLE.items()}


@cache
def assessments() -> dict[str, Assessment]:
    """The six under the shipped rules, by the name of their summary."""
    return {key: person.assess(shipped()) for key, person in people().items()}


def summary(assessment: Assessment) -> dict[str, Any]:
    """What a person should check by eye."""
    coverage = assessment.coverage
    return {
        "headline": assessment.headline.sentence,
        "kind": assessment.headline.kind,
        "band": assessment.headline.band,
        "coverage": f"{coverage.answered} of {coverage.applicable}",
        "raise_by": [step.do for step in coverage.raise_by],
        "escalations": [
            f"{item.level}: {item.signal_id}: {item.quote.shown()}"
            for item in assessment.escalations
        ],
        "actions": [f"{item.band}: {item.remedy_id}" for item in assessment.actions],
        "combinations": [item.rule_id for item in assessment.combinations],
        "findings": [
            f"{item.band} {item.score} {item.standing}: {item.title} on {item.finding.site}, "
            f"{item.vector}"
            for item in assessment.findings
        ],
        "because": list(assessment.findings[0].because) if assessment.findings else [],
    }


def text_of(assessment: Assessment) -> str:
    return json.dumps(summary(assessment), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for key, assessment in assessments().items():
        (FOLDER / f"{key}.json").write_text(text_of(assessment), encoding="utf-8")
