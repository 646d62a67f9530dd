"""The room's one step: findings and rules in, the assessment that every report shows out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from scanner.assess.actions import actions_of
from scanner.assess.because import because
from scanner.assess.checks import checks_of
from scanner.assess.combinations import Seen, combinations, lift
from scanner.assess.coverage import coverage_of, open_leads
from scanner.assess.deadlines import Schedule, timetable_of
from scanner.assess.general import general_advice
from scanner.assess.headline import headline_of
from scanner.assess.history import Looked, came_back, history_of, under_known_ids
from scanner.assess.ledger import ledger_of
from scanner.assess.letters import letters_for
from scanner.assess.manual import current
from scanner.assess.mosaic import mosaic_of
from scanner.assess.raising import Spread, situation_factor
from scanner.assess.releases import release_escalations, released_since
from scanner.assess.remedies import Remedies, texts
from scanner.assess.scoring import SCORE_MODEL, Raising, Score, is_named, score_finding
from scanner.assess.seen import seen_by_hand
from scanner.assess.signals import escalations, in_order
from scanner.assess.wording import wording
from scanner.model.answer import Gathered
from scanner.model.assessment import AssessedFinding, Assessment, Combination, Escalation, Person
from scanner.model.bands import Band, Standing
from scanner.model.before import Before
from scanner.model.finding import Attribution, Finding, Question
from scanner.model.mosaic import Mosaic
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.remedy import RemedyClass, RemedyRule
from scanner.rulebook.source import SourceRule
from scanner.rulebook.weighting import CombinationWeighting
from scanner.text.identities import fact_identity
from scanner.text.quoting import mask_of

_WEIGHED = frozenset({Standing.RISK, Standing.PUBLIC_BY_LAW})
"""What may take part in a combination: surely or probably hers, and not meant to be public."""


def assess(
    subject: Subject,
    book: RuleBook,
    gathered: Gathered,
    findings: Sequence[Finding],
    questions: Sequence[Question],
    tool_version: str,
    before: Before | None = None,
) -> Assessment:
    """Weigh the findings of one person.

    Pure: the same arguments give the same assessment, in whatever order answers, findings and
    questions came. Findings and questions of others are left out. `before`: what the case knows of
    earlier checks of the same person, by which is told what changed and what is newly in public.
    """
    if before is not None:
        findings = under_known_ids(findings, before, gathered.answers, subject.facts)
    own = _own(findings, subject.id)
    documents = {item.probe.id: item.document for item in gathered.answers if item.document}
    heard = escalations(book.signals, own, documents, subject)
    known = Remedies(book)
    alarmed = frozenset(key for alarm in heard for key in alarm.finding_ids)
    released = _released(book, before, subject, own)
    alarms = in_order((*heard, *release_escalations(book.signals, released)))
    spread = Spread(book, own)
    situation = situation_factor(book, subject, gathered.started_at.date())
    back = came_back(before) if before is not None else frozenset()
    placed = [
        _place(
            finding,
            book,
            known,
            subject,
            finding.id in alarmed,
            spread.factor(finding) + situation,
            finding.id in back,
        )
        for finding in own
    ]
    hostile = frozenset(key for alarm in heard if _presses(alarm) for key in alarm.finding_ids)
    together = combinations(book.combinations, _seen(placed, subject, hostile))
    weighed = _weighed(placed, together, book)
    remedies = {item.remedy.id: item.remedy for item in placed if item.remedy}
    categories = {rule.id: rule.category.value for rule in book.sources.values()}
    coverage = coverage_of(gathered, subject.id, book.coverage, categories)
    plan = gathered.plan
    by_hand = current(plan.manual, gathered.ended_at.date(), book.coverage.manual_days)
    looked = seen_by_hand(book, by_hand, situation)
    theirs = {item.remedy_id for item in looked if item.remedy_id}
    remedies |= {remedy_id: book.remedies[remedy_id] for remedy_id in theirs}
    general = general_advice(book.remedies.values(), subject, remedies)
    mosaic = mosaic_of(book.mosaic, weighed, subject.facts, book.remedies)
    today = gathered.ended_at.date()
    timetable = timetable_of(subject.election, book.timetables, today)
    # Checks and ledger show the same addresses; the ledger of a page several times.
    masked = cache(mask_of(subject.facts))
    return Assessment(
        person=_person(subject),
        started_at=gathered.started_at,
        ended_at=gathered.ended_at,
        partial=gathered.partial,
        ending=gathered.ending,
        tool_version=tool_version,
        rules_digest=book.digest,
        score_model=SCORE_MODEL,
        headline=headline_of(
            weighed, coverage, gathered.partial, len(looked), open_leads(gathered, subject.id)
        ),
        coverage=coverage,
        escalations=alarms,
        actions=actions_of(
            (*weighed, *looked),
            book.remedies,
            _emergencies(alarms, together),
            Schedule(timetable, today),
            _breaking(mosaic),
        ),
        findings=weighed,
        combinations=together,
        questions=tuple(
            sorted((q for q in questions if q.subject_id == subject.id), key=lambda q: q.id)
        ),
        remedies=texts(remedies | {remedy_id: book.remedies[remedy_id] for remedy_id in general}),
        checks=checks_of(gathered, subject, book.sources, masked),
        left_out=plan.left_out,
        manual=by_hand,
        limitations=tuple(item for item in plan.limitations if item.subject_id == subject.id),
        disclosures=plan.disclosures,
        ledger=ledger_of(gathered, subject, book.sources, masked),
        timetable=timetable,
        mosaic=mosaic,
        general=general,
        letters=letters_for(remedies.values(), book),
        seen=looked,
        history=history_of(
            before,
            weighed,
            gathered,
            Looked.of(gathered.answers, subject.facts, book.sources.values()),
            coverage,
            others=[item.id for item in findings if item.attribution is Attribution.OTHER_PERSON],
            released=[finding.id for finding in released],
        )
        if before is not None
        else None,
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A finding with all that is decided about it alone."""

    finding: Finding
    source: SourceRule | None
    remedy: RemedyRule | None
    standing: Standing
    score: Score
    signal: bool


def _own(findings: Sequence[Finding], subject_id: str) -> tuple[Finding, ...]:
    mine = (
        finding
        for finding in findings
        if finding.subject_id == subject_id and finding.attribution is not Attribution.OTHER_PERSON
    )
    return tuple(sorted(mine, key=lambda finding: (finding.id, finding.probe_id)))


def _place(
    finding: Finding,
    book: RuleBook,
    remedies: Remedies,
    subject: Subject,
    signal: bool,
    raising: Sequence[Raising],
    has_come_back: bool,
) -> _Placed:
    source = book.sources.get(finding.source_id)
    remedy = remedies.choose(finding, source, signal)
    standing = _standing(finding, source, remedy, signal)
    score = score_finding(book, finding, source, subject, raising, has_come_back)
    if standing is Standing.PUBLIC_BY_CHOICE:
        score = Score(0, Band.INFO, "EX:1/public by choice", ())
    return _Placed(finding, source, remedy, standing, score, signal)


def _standing(
    finding: Finding, source: SourceRule | None, remedy: RemedyRule | None, signal: bool
) -> Standing:
    if finding.public_by_choice:
        return Standing.PUBLIC_BY_CHOICE
    if finding.attribution is Attribution.POSSIBLE:
        return Standing.UNSURE
    if signal:
        return Standing.RISK
    by_law = remedy is not None and remedy.nature is RemedyClass.PUBLIC_BY_LAW
    if by_law or (source is not None and source.by_law):
        return Standing.PUBLIC_BY_LAW
    return Standing.RISK


def _seen(
    placed: Sequence[_Placed], subject: Subject, hostile: Collection[str]
) -> tuple[Seen, ...]:
    pages = {item.finding.probe_id for item in placed if item.finding.id in hostile}
    return tuple(
        Seen(
            finding_id=item.finding.id,
            exposure=item.finding.exposure,
            source_id=item.finding.source_id,
            page=item.finding.probe_id,
            site=item.finding.site,
            fact_ids=item.finding.fact_ids,
            named=is_named(item.finding, subject),
            page_title="".join(part.text for part in item.finding.page_title.parts),
            signal=item.finding.probe_id in pages,
        )
        for item in placed
        if item.standing in _WEIGHED
    )


def _weighed(
    placed: Sequence[_Placed], together: Sequence[Combination], book: RuleBook
) -> tuple[AssessedFinding, ...]:
    rules = {rule.id: rule for rule in book.combinations}
    members = [(rules[c.rule_id], frozenset(c.finding_ids)) for c in together]
    made = [
        _assessed(item, [rule for rule, ids in members if item.finding.id in ids], book)
        for item in placed
    ]
    return tuple(
        sorted(
            made,
            key=lambda item: (
                item.band.rank,
                -item.score,
                item.title,
                item.finding.site,
                item.finding.id,
            ),
        )
    )


def _assessed(
    item: _Placed, rules: Sequence[CombinationWeighting], book: RuleBook
) -> AssessedFinding:
    title, why = wording(book, item.finding)
    return AssessedFinding(
        finding=item.finding,
        title=title,
        standing=item.standing,
        band=lift(item.score.band, rules),
        score=item.score.value,
        vector=item.score.vector,
        factors=item.score.factors,
        why=why,
        because=because(item.score, item.standing, rules, book.bands),
        combination_ids=tuple(rule.id for rule in rules),
        remedy_id=item.remedy.id if item.remedy else "",
        source_title=item.source.title if item.source else item.finding.source_id,
        category=item.source.category.value if item.source else "",
    )


def _presses(alarm: Escalation) -> bool:
    return alarm.level != "attention"


def _released(
    book: RuleBook, before: Before | None, subject: Subject, own: Sequence[Finding]
) -> tuple[Finding, ...]:
    if before is None:
        return ()
    harm = {name: row.value for name, row in book.factors["harm"].rows.items()}
    said = {fact.id: fact_identity(fact) for fact in subject.facts}
    return released_since(before, own, harm, said)


def _emergencies(alarms: Sequence[Escalation], together: Sequence[Combination]) -> frozenset[str]:
    pressing = [alarm.finding_ids for alarm in alarms if _presses(alarm)]
    combined = [item.finding_ids for item in together if item.emergency]
    return frozenset(key for ids in (*pressing, *combined) for key in ids)


def _breaking(mosaic: Mosaic | None) -> frozenset[str]:
    """Remedies that break chains."""
    return frozenset(item.remedy_id for item in mosaic.removals) if mosaic else frozenset()


def _person(subject: Subject) -> Person:
    return Person(
        id=subject.id,
        name=subject.display_name,
        role=subject.role,
        consent=subject.consent,
        election=subject.election,
        facts=subject.facts,
    )
