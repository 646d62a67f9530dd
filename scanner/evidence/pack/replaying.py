"""A pack's archive judged again, without a network: by the rules that judged it, or by others."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner.errors import PackError
from scanner.evidence.pack.layout import ARCHIVE, ASSESSMENT, REPLAY
from scanner.evidence.pack.replaydata import ReplayData, decrypt, earlier_in
from scanner.evidence.reading import answers_in
from scanner.gather import Earlier, RecordedFetcher, RecordedRenderer
from scanner.model.answer import Ending
from scanner.model.assessment import Assessment
from scanner.model.capture import Capture, Skipped
from scanner.model.events import AssessmentMade
from scanner.model.plan import Plan
from scanner.plan import placeholder_keys, plan_with_keys
from scanner.render import read_json, render_json
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rule
from scanner.run import check


@dataclass(frozen=True, slots=True)
class Replayed:
    """What judging again came to."""

    archived: Assessment = field(repr=False)
    """The assessment in the pack."""
    again: Assessment = field(repr=False)
    document: str = field(repr=False)
    """The new assessment as JSON, masked or not as the pack's own is."""
    is_identical: bool
    """Byte for byte."""
    same_rules: bool


def archived_answers(warc: bytes) -> dict[str, Capture | Skipped]:
    """Answers by probe. Raises EvidenceError."""
    return dict(answers_in(io.BytesIO(warc)))


def replay_pack(
    contents: Mapping[str, bytes], passphrase: str, book: RuleBook | None = None
) -> Replayed:
    """Judges a pack that was verified. `book`: other rules than those in the pack.

    Raises PackError for a pack without replay data or a wrong passphrase, RuleError for rules that
    this version cannot read, EvidenceError for an archive that it cannot.
    """
    if REPLAY not in contents:
        raise PackError(
            "This pack can only be verified: it was made without a passphrase, or is redacted, and "
            "so holds nothing to judge it by."
        )
    data = decrypt(contents[REPLAY], passphrase)
    earlier = earlier_in(data, archived_answers(contents[ARCHIVE]))
    before = contents[ASSESSMENT]
    archived = read_json(before.decode()).assessment
    # Pictures were taken beside the judging.
    again = replace(_judged(data, earlier, book or _book(data)), shots=archived.shots)
    document = render_json(again, data.revealed)
    return Replayed(
        archived=archived,
        again=again,
        document=document,
        is_identical=document.encode() == before,
        same_rules=again.rules_digest == data.record.rules_digest,
    )


def _book(data: ReplayData) -> RuleBook:
    return RuleBook.of(load_rule(rule.text, Path(rule.name)) for rule in data.rules)


def _judged(data: ReplayData, earlier: Earlier, book: RuleBook) -> Assessment:
    record = data.record
    events = check(
        record.subject,
        book,
        _plan(record.plan, book),
        _Ended(data.ending, earlier),
        data.key,
        now=lambda: data.ended_at,
        randomness=random.Random(record.seed),  # noqa: S311 - chooses control handles
        renderer=RecordedRenderer(None, earlier=earlier) if record.renders else None,
        keeps_content=True,
        began_at=record.started_at,
        before=record.before,
        controls_by_source=record.controls_by_source,
    )
    return next(event.assessment for event in events if isinstance(event, AssessmentMade))


def _plan(plan: Plan, book: RuleBook) -> Plan:
    """The plan as far as these rules know its sources, as if the services' keys were there."""
    known = tuple(probe for probe in plan.probes if probe.source_id in book.sources)
    return plan_with_keys(replace(plan, probes=known), book, placeholder_keys(book))


class _Ended(RecordedFetcher):
    """The answers of a run that is over, and how it ended."""

    def __init__(self, ending: Ending, earlier: Earlier) -> None:
        super().__init__(None, earlier=earlier)
        self._ending = ending

    @property
    def ran_out(self) -> bool:
        return self._ending is Ending.TIME_LIMIT

    @property
    def proxy_problem(self) -> str:
        return "the proxy failed" if self._ending is Ending.PROXY_FAILED else ""


def differences(before: Assessment, after: Assessment) -> Iterator[str]:
    """In lines, masked: findings added, gone, or judged otherwise, and checks that mean something
    else."""
    old = {item.finding.id: item for item in before.findings}
    new = {item.finding.id: item for item in after.findings}
    for key in sorted(new.keys() - old.keys()):
        yield f"added    {_named(new[key].title, new[key].finding.site)} ({new[key].band})"
    for key in sorted(old.keys() - new.keys()):
        yield f"gone     {_named(old[key].title, old[key].finding.site)} ({old[key].band})"
    for key in sorted(old.keys() & new.keys()):
        was, now = old[key], new[key]
        told = [
            f"{what} {first} → {second}"
            for what, first, second in (
                ("severity", was.band, now.band),
                ("score", was.score, now.score),
                ("standing", was.standing, now.standing),
                ("attribution", was.finding.attribution, now.finding.attribution),
                ("remedy", was.remedy_id, now.remedy_id),
            )
            if first != second
        ]
        if told:
            yield f"changed  {_named(now.title, now.finding.site)}: {', '.join(told)}"
    yield from _otherwise(before, after)


def _otherwise(before: Assessment, after: Assessment) -> Iterator[str]:
    old = {check.probe_id: check for check in before.checks}
    new = {check.probe_id: check for check in after.checks}
    for key in sorted(old.keys() & new.keys()):
        if old[key].outcome is not new[key].outcome:
            yield f"outcome  {_named(new[key].title, new[key].site)}: " + (
                f"{old[key].outcome} → {new[key].outcome}"
            )
    for key in sorted(new.keys() - old.keys()):
        yield f"unasked  {_named(new[key].title, new[key].site)}: the archive has no answer to it"


def _named(title: str, site: str) -> str:
    return f"{title}, {site}"
