"""Which weights move a verdict: each is moved by 20% both ways, alone, over seven people.

The people are the six golden ones of the tests and the candidate of the demonstration web, whose
pages are asked for on loopback. A weight stays within its table's bounds (harm 10, a share 1).
Prints the table of docs/score.md; nothing is judged here, so the exit code is always 0.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scanner.demo import DemoWeb
from scanner.fetch import Fetcher, FetchOptions
from scanner.judge import Judged
from scanner.model.assessment import Assessment
from scanner.model.events import FindingMade, GatheringDone
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.book import Loaded, Rule, RuleBook
from scanner.rulebook.situation import SituationWeighting, SpreadWeighting
from scanner.rulebook.weighting import BandWeighting, CoverageWeighting, FactorWeighting
from scanner.run import check
from tests.assess.golden_people import NOW, TODAY, Weighable, people, shipped

SHIFTS = (0.8, 1.2)
_BOUNDS = {"harm": 10.0}


@dataclass(frozen=True)
class Moved:
    """What one weight does when it is moved one way."""

    headlines: tuple[str, ...]
    """Whose headline comes out in another band or kind, and as what."""
    findings: int
    """How many findings come out in another band."""


def demonstration(book: RuleBook) -> Weighable:
    """The demonstration's candidate, asked for once."""
    with DemoWeb() as web:
        subject = parse_profile(web.profile_toml(TODAY), TODAY).subject
        plan = make_plan(subject, book, PlanOptions(secrets=web.secrets), TODAY)
        options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
        with Fetcher(options, now=lambda: NOW) as fetcher:
            events = tuple(
                check(
                    subject,
                    book,
                    plan,
                    fetcher,
                    key=b"k" * 32,
                    now=lambda: NOW,
                    randomness=random.Random(11),
                )
            )
    gathered = next(event.gathered for event in events if isinstance(event, GatheringDone))
    findings = tuple(event.finding for event in events if isinstance(event, FindingMade))
    whole = replace(gathered, started_at=NOW, ended_at=NOW + timedelta(minutes=1))
    return Weighable(subject, whole, Judged(findings, ()))


def weights(book: RuleBook) -> Iterator[tuple[str, Rule, dict[float, dict[str, Any]]]]:
    """Each weight by name, the rule that holds it, and for each shift what to put in its place."""
    for item in book.loaded:
        rule = item.rule
        match rule:
            case FactorWeighting():
                most = _BOUNDS.get(rule.weighs, 1.0)
                for name, row in rule.rows.items():
                    yield (
                        f"{rule.weighs}: {name}",
                        rule,
                        {
                            shift: {
                                "rows": rule.rows
                                | {
                                    name: row.model_copy(
                                        update={"value": _by(row.value, shift, most)}
                                    )
                                }
                            }
                            for shift in SHIFTS
                        },
                    )
            case BandWeighting():
                for band, lowest in rule.from_score.items():
                    if lowest:
                        yield (
                            f"band: {band} from {lowest}",
                            rule,
                            {
                                shift: {
                                    "from_score": rule.from_score | {band: round(lowest * shift)}
                                }
                                for shift in SHIFTS
                            },
                        )
            case CoverageWeighting():
                yield (
                    f"coverage floor {rule.floor}",
                    rule,
                    {shift: {"floor": _by(rule.floor, shift, 1.0)} for shift in SHIFTS},
                )
            case SpreadWeighting():
                yield (
                    "places: all that is added",
                    rule,
                    {
                        shift: {
                            "steps": tuple(
                                step.model_copy(update={"value": 1 + (step.value - 1) * shift})
                                for step in rule.steps
                            )
                        }
                        for shift in SHIFTS
                    },
                )
            case SituationWeighting():
                yield (
                    "situation: all that is added",
                    rule,
                    {shift: _situation(rule, shift) for shift in SHIFTS},
                )


def _situation(rule: SituationWeighting, shift: float) -> dict[str, Any]:
    return {
        "most": rule.most * shift,
        "poll": tuple(step.model_copy(update={"value": step.value * shift}) for step in rule.poll),
        "circumstances": {
            key: row.model_copy(update={"value": row.value * shift})
            for key, row in rule.circumstances.items()
        },
    }


def _by(value: float, shift: float, most: float) -> float:
    return min(most, round(value * shift, 6))


def with_rule(book: RuleBook, rule: Rule, changed: Mapping[str, Any]) -> RuleBook:
    moved = rule.model_copy(update=dict(changed))
    return RuleBook.of(
        Loaded(moved, item.path, item.text) if item.rule.id == rule.id else item
        for item in book.loaded
    )


def compare(usual: Mapping[str, Assessment], moved: Mapping[str, Assessment]) -> Moved:
    headlines, findings = [], 0
    for key, before in usual.items():
        after = moved[key]
        if (before.headline.kind, before.headline.band) != (
            after.headline.kind,
            after.headline.band,
        ):
            headlines.append(f"{key}: {after.headline.band or after.headline.kind}")
        bands = {item.finding.id: item.band for item in before.findings}
        findings += sum(bands[item.finding.id] is not item.band for item in after.findings)
    return Moved(tuple(headlines), findings)


def main() -> int:
    book = shipped()
    everybody = {**people(), "demonstration": demonstration(book)}
    usual = {key: person.assess(book) for key, person in everybody.items()}
    total = sum(len(item.findings) for item in usual.values())
    print(f"{len(everybody)} people, {total} findings; as they are:")
    for key, assessment in usual.items():
        print(f"- {key}: {assessment.headline.band or assessment.headline.kind}")
    print("\n| weight | 20% less: headlines | findings | 20% more: headlines | findings |")
    print("|---|---|---|---|---|")
    tried, still = 0, 0
    for name, rule, shifts in weights(book):
        moved = [
            compare(
                usual,
                {
                    key: person.assess(with_rule(book, rule, shifts[shift]))
                    for key, person in everybody.items()
                },
            )
            for shift in SHIFTS
        ]
        tried += 1
        if not any(item.headlines or item.findings for item in moved):
            still += 1
            continue
        cells = [f"{', '.join(item.headlines) or 'none'} | {item.findings}" for item in moved]
        print(f"| {name} | {' | '.join(cells)} |")
    print(f"\n{still} of {tried} weights move neither a headline nor a finding's band.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
