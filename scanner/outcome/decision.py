"""What one answer means, by its source's rule: two-sided evidence, and anything else is doubt.

The order, first that fits:

1. never sent, or failed on the way;
2. content that is not read (its status alone may still prove absence or refusal);
3. the rule's own `blocked`;
4. a status that refuses (401, 403, 407, 429, 451, 503), unless the rule's `found` or `absent`
   names it;
5. an obstacle: a challenge, a wall, an empty shell. One that is known by the answer's headers or
   address always wins. One known only by the page itself gives way to a signature that rests on
   the page's structure (CSS or JSON): a profile may well *speak* of captchas. A signature that is
   a piece of the page's source, or of a rule from another list (whose every yes is controlled),
   outweighs all but challenges, refusals and maintenance. A log-in page is a
   wall even where the rule names it as its no, until the source has said yes to somebody;
6. found or absent, exactly one of them. Both, or neither, and the rule is stale;
   A no of another site, to which everybody is sent, is none.
   What a page of which only a part was read says by its content cannot prove absence;
7. found on a short page by nothing but status and length, with no control to come: doubt.
"""

from __future__ import annotations

from collections.abc import Iterable

from scanner.model.capture import Capture, Failure, Skipped, SkipReason
from scanner.model.document import Document
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.outcome.conditions import (
    Evidence,
    Reply,
    any_holds,
    holds,
    is_of_the_page,
    is_of_the_source,
    is_structural,
)
from scanner.outcome.elsewhere import is_anothers_no
from scanner.outcome.records import leads_of, regions_of
from scanner.outcome.refusals import FIRM, REFUSALS
from scanner.outcome.wording import detail_of
from scanner.rulebook.condition import Condition
from scanner.rulebook.detector import ObstacleDetector
from scanner.rulebook.source import Answers, Results, SourceRule

_LOGIN = "login_wall"
"""The reason that obstacle rules give for log-in pages."""

THIN_WORDS = 150
"""Below so many visible words, status and length alone prove nothing: challenges are short."""


def decide(
    probe: Probe,
    capture: Capture | Skipped,
    document: Document | None,
    rule: SourceRule,
    obstacles: tuple[ObstacleDetector, ...],
) -> Outcome:
    """The outcome of a probe, with regions, leads and whether a control is wanted.

    The answer to a control question is judged in the same way, but leads to nothing further.
    """
    if isinstance(capture, Skipped):
        return _skipped(probe, capture)
    if capture.failure is not None:
        ended = capture.failure in (Failure.STOPPED, Failure.PROXY)
        kind = OutcomeKind.NOT_RUN if ended else OutcomeKind.FAILED
        return _outcome(probe, kind, capture.failure.value)
    if document is None or rule.answers is None:
        return _outcome(probe, OutcomeKind.FAILED, "not_read", capture.status)
    evidence = Evidence(
        capture, document, {name: secret.reveal() for name, secret in probe.variables}
    )
    return (
        _obstructed(probe, evidence, rule, rule.answers, obstacles)
        or _unread(probe, evidence, rule, rule.answers)
        or _judged(probe, evidence, rule, rule.answers)
    )


_SKIPPED = {
    SkipReason.ROBOTS: (OutcomeKind.BLOCKED, SkipReason.ROBOTS.value),
    SkipReason.ROBOTS_UNREADABLE: (OutcomeKind.BLOCKED, SkipReason.ROBOTS_UNREADABLE.value),
    SkipReason.OPTED_OUT: (OutcomeKind.BLOCKED, SkipReason.OPTED_OUT.value),
    SkipReason.SITE_DOWN: (OutcomeKind.FAILED, "host_not_answering"),
    SkipReason.RATE_LIMITED: (OutcomeKind.BLOCKED, "rate_limited"),
}
"""What it means that a probe was not sent, where that says something of the site."""


def _skipped(probe: Probe, skipped: Skipped) -> Outcome:
    kind, reason = _SKIPPED.get(skipped.reason, (OutcomeKind.NOT_RUN, skipped.reason.value))
    return _outcome(probe, kind, reason)


def _obstructed(
    probe: Probe,
    evidence: Evidence,
    rule: SourceRule,
    answers: Answers,
    obstacles: tuple[ObstacleDetector, ...],
) -> Outcome | None:
    """The outcome when something stands between the question and an answer."""
    status = evidence.capture.status
    if any_holds(answers.blocked, evidence):
        return _outcome(probe, OutcomeKind.BLOCKED, "blocked", status)
    obstacle = _obstacle(evidence, rule, answers, obstacles)
    if status in REFUSALS and not _names(status, (*answers.found, *answers.absent)):
        if obstacle is not None and obstacle.outcome is OutcomeKind.BLOCKED:
            return Outcome(probe.id, OutcomeKind.BLOCKED, obstacle.reason, obstacle.say)
        return _outcome(probe, OutcomeKind.BLOCKED, REFUSALS[status], status)
    if obstacle is None:
        return None
    if obstacle.reason == _LOGIN and any_holds(
        answers.absent, Reply(evidence.capture, evidence.variables)
    ):
        # The rule itself says that this is how the site says no; it may be how it says anything.
        if probe.purpose is Purpose.CONTROL:
            return _outcome(probe, OutcomeKind.ABSENT, "absent")
        return _outcome(probe, OutcomeKind.BLOCKED, "login_for_missing")
    return Outcome(probe.id, obstacle.outcome, obstacle.reason, obstacle.say)


def _obstacle(
    evidence: Evidence,
    rule: SourceRule,
    answers: Answers,
    obstacles: tuple[ObstacleDetector, ...],
) -> ObstacleDetector | None:
    if evidence.document.not_read:
        return None
    signatures = [c for c in (*answers.found, *answers.absent) if holds(c, evidence)]
    proved = any(is_structural(condition) for condition in signatures)
    sourced = proved or any(is_of_the_source(condition) or rule.origin for condition in signatures)
    for obstacle in obstacles:
        yields = sourced if obstacle.reason not in FIRM else proved
        for condition in obstacle.when:
            if holds(condition, evidence) and not (yields and is_of_the_page(condition)):
                return obstacle
    return None


def _names(status: int, conditions: Iterable[Condition]) -> bool:
    return any(
        status in (condition.status or ()) or _names(status, condition.any)
        for condition in conditions
    )


def _unread(probe: Probe, evidence: Evidence, rule: SourceRule, answers: Answers) -> Outcome | None:
    """The outcome for content that is not read: a status can say that nothing is there, and for a
    person's own record whatever needs no reading."""
    if not evidence.document.not_read:
        return None
    status = evidence.capture.status
    reply = Reply(evidence.capture, evidence.variables)
    if rule.results is Results.RECORD and any_holds(answers.found, reply):
        return None
    if status >= 400 and any_holds(answers.absent, evidence):
        return _absent(probe, reply, answers)
    reason = "server_error" if status >= 500 else "not_read"
    return _outcome(probe, OutcomeKind.FAILED, reason, status)


def _judged(probe: Probe, evidence: Evidence, rule: SourceRule, answers: Answers) -> Outcome:
    status = evidence.capture.status
    found = any_holds(answers.found, evidence)
    absent = any_holds(answers.absent, evidence)
    if found is None or absent is None:
        return _outcome(probe, OutcomeKind.FAILED, "too_complex")
    if found and absent:
        return _outcome(probe, OutcomeKind.STALE, "both_signatures", status)
    if absent and evidence.document.partly_read and status < 400:
        return _outcome(probe, OutcomeKind.FAILED, "partly_read")
    if absent:
        return _absent(probe, evidence, answers)
    if found:
        return _found(probe, evidence, rule, answers)
    if status >= 500:
        return _outcome(probe, OutcomeKind.FAILED, "server_error", status)
    return _outcome(probe, OutcomeKind.STALE, "no_signature", status)


def _absent(probe: Probe, reply: Reply, answers: Answers) -> Outcome:
    if is_anothers_no(probe, reply, answers):
        return _outcome(probe, OutcomeKind.STALE, "absent_elsewhere")
    return _outcome(probe, OutcomeKind.ABSENT, "absent")


def _found(probe: Probe, evidence: Evidence, rule: SourceRule, answers: Answers) -> Outcome:
    document = evidence.document
    if probe.purpose is Purpose.CONTROL:
        return _outcome(probe, OutcomeKind.FOUND, "found")
    if rule.control is None and _is_thin(evidence, answers):
        return _outcome(probe, OutcomeKind.STALE, "thin_evidence")
    regions = regions_of(rule, document)
    if rule.results is Results.LISTING and rule.regions is not None and not regions:
        # The whole page would pass for one person's record.
        return _outcome(probe, OutcomeKind.STALE, "no_record")
    return Outcome(
        probe_id=probe.id,
        kind=OutcomeKind.FOUND,
        reason="found",
        detail=detail_of("found"),
        regions=regions,
        leads=leads_of(rule, document),
        control_wanted=_wants_control(rule, document),
    )


def _wants_control(rule: SourceRule, document: Document) -> bool:
    if rule.control is None:
        return False
    limit = rule.control.words_below
    return limit is None or document.visible_words < limit


def _is_thin(evidence: Evidence, answers: Answers) -> bool:
    """Whether nothing but status and length speaks for a short page."""
    return evidence.document.visible_words < THIN_WORDS and not any(
        _says_something(condition) and holds(condition, evidence) for condition in answers.found
    )


def _says_something(condition: Condition) -> bool:
    marks = (
        condition.header,
        condition.final_url,
        condition.final_path,
        condition.text,
        condition.title,
        condition.shows,
        condition.loads,
    )
    return (
        any(marks)
        or is_structural(condition)
        or is_of_the_source(condition)
        or any(_says_something(inner) for inner in condition.any)
    )


def half_read(outcome: Outcome) -> Outcome:
    """The same for a page of which only a part was read, and that part shows nothing."""
    return Outcome(outcome.probe_id, OutcomeKind.FAILED, "partly_read", detail_of("partly_read"))


def _outcome(probe: Probe, kind: OutcomeKind, reason: str, status: int = 0) -> Outcome:
    return Outcome(probe.id, kind, reason, detail_of(reason, status))
