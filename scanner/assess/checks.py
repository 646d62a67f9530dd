"""Every probe as a line to read: what was asked, how it ended, what to do instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scanner.assess.coverage import concerns
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Asked, Check
from scanner.model.capture import Capture, Content, Failure, SkipReason
from scanner.model.facts import Fact, Secret
from scanner.model.finding import Quote
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Probe, Purpose, Sent
from scanner.model.subject import Subject
from scanner.rulebook.source import SourceRule
from scanner.rulebook.variables import MEANINGS, Variable
from scanner.text.quoting import mask_known

Masked = Callable[[str], Quote]
"""Shows an address with the person's private values masked."""

_NEVER_RUN = "The check was stopped before its turn, so nothing was asked."

_OPEN = "Open the address yourself."
_LATER = "Run the check again later, or open the address yourself."
_WRONG = "Look whether the address is right, or open it yourself."
_LOOK_INSIDE = "Open it and look for your details yourself."
_FOLLOW = "Open the address yourself, and see where it leads."

_LOOK = {
    OutcomeKind.BLOCKED: _OPEN,
    OutcomeKind.STALE: _OPEN,
    OutcomeKind.FAILED: _LATER,
    OutcomeKind.NOT_RUN: "Run the check again, or open the address yourself.",
}
"""What the person can do; what happened is told by the outcome's own detail."""

_LOG_IN = "If you have an account there, log in and look."
_LOOK_FOR = {
    "login_wall": _LOG_IN,
    "login_required": _LOG_IN,
    "consent_wall": "Open the address yourself, and answer the question about cookies as you like.",
    "needs_scripts": "Open the address in your own browser and look, or check again with --render.",
    "rate_limited": _LATER,
    "unusual_traffic": _LATER,
    "unavailable": _LATER,
    "placeholder": _WRONG,
    "parked_domain": "Look for old copies in a web archive.",
    Failure.NAME_NOT_RESOLVED.value: _WRONG,
    Failure.TOO_LARGE.value: _LOOK_INSIDE,
    Failure.TOO_MANY_REDIRECTS.value: _FOLLOW,
    Failure.REDIRECT_REFUSED.value: _FOLLOW,
    "not_read": _LOOK_INSIDE,
    "too_complex": _LOOK_INSIDE,
    "partly_read": _LOOK_INSIDE,
    SkipReason.ADDRESS_REFUSED.value: "Look whether the address is right.",
    SkipReason.ROBOTS_UNREADABLE.value: _LATER,
    SkipReason.PROXY.value: "Run the check again once the proxy works.",
}
"""The same where the reason of an outcome calls for something else."""


_ANY_PAGE = frozenset({Purpose.PAGE, Purpose.LEAD, Purpose.REVISIT})
_TOO_LITTLE = frozenset({"no_signature", "thin_evidence"})
_TOO_LITTLE_TO_TELL = "The page is empty, or too short to be told from a wall."
"""Of a page of any sort it makes no sense to say that it looks like no entry."""


def probes_in_order(gathered: Gathered, subject_id: str) -> tuple[Probe, ...]:
    """The plan's probes in its order, then what their answers led to, in order of id.

    The order in which answers came in must not show in a report.
    """
    planned = {probe.id: probe for probe in gathered.plan.probes}
    later = {item.probe.id: item.probe for item in gathered.answers if item.probe.id not in planned}
    everything = (*planned.values(), *(later[key] for key in sorted(later)))
    return tuple(probe for probe in everything if concerns(probe, subject_id))


def checks_of(
    gathered: Gathered, subject: Subject, sources: Mapping[str, SourceRule], masked: Masked
) -> tuple[Check, ...]:
    """One line per probe, controls and leads included. `masked` shows an address."""
    answers = {item.probe.id: item for item in gathered.answers}
    facts = {fact.id: fact for fact in subject.facts}
    return tuple(
        _check(probe, answers, facts, masked, sources.get(probe.source_id))
        for probe in probes_in_order(gathered, subject.id)
    )


def _check(
    probe: Probe,
    answers: Mapping[str, Answer],
    facts: Mapping[str, Fact],
    masked: Masked,
    source: SourceRule | None,
) -> Check:
    answer = answers.get(probe.id)
    capture = answer.answer if answer and isinstance(answer.answer, Capture) else None
    kind = answer.outcome.kind if answer else OutcomeKind.NOT_RUN
    content = capture.content if capture else Content(0, 0, "")
    return Check(
        probe_id=probe.id,
        parent_id=probe.parent_id,
        source_id=probe.source_id,
        origin=source.origin if source else "",
        title=source.title if source else probe.source_id,
        purpose=probe.purpose,
        url=masked(probe.shown_url),
        host=probe.host,
        site=probe.site,
        asked=_asked(probe, facts),
        outcome=kind,
        reason=answer.outcome.reason if answer else "stopped",
        detail=_detail(probe, answer, capture) if answer else _NEVER_RUN,
        status=capture.status if capture else 0,
        started_at=capture.fetched_at if capture else None,
        elapsed_ms=capture.elapsed_ms if capture else 0,
        bytes=content.bytes,
        wire_bytes=content.wire_bytes,
        redirects=max(0, len(capture.hops) - 1) if capture else 0,
        attempts=capture.attempts if capture else 0,
        control_asked=answer.control_asked if answer else False,
        control_outcome=_control_outcome(answer, answers),
        body_sha256=content.sha256,
        look_yourself=_look(probe, kind, answer.outcome.reason if answer else "", source),
        unchanged_since=capture.revival.stored_at if capture and capture.revival else None,
        robots_waiver=probe.robots_waiver,
        rendered=capture is not None and capture.rendered,
    )


def _detail(probe: Probe, answer: Answer, capture: Capture | None) -> str:
    outcome = answer.outcome
    is_bare = outcome.reason in _TOO_LITTLE and capture is not None and capture.status == 200
    return _TOO_LITTLE_TO_TELL if is_bare and probe.purpose in _ANY_PAGE else outcome.detail


def _control_outcome(answer: Answer | None, answers: Mapping[str, Answer]) -> OutcomeKind | None:
    """What the control question came out as; None when none was asked."""
    if answer is None or not answer.control_asked:
        return None
    control = answers.get(answer.control_id or f"{answer.probe.id}.control")
    return control.outcome.kind if control else None


def _asked(probe: Probe, facts: Mapping[str, Fact]) -> tuple[Asked, ...]:
    """What the request carried of each fact: the town if the town was sent, no more."""
    asked = (
        Asked(sent.kind, sent.form, sent.fact_id, value)
        for sent in probe.sends
        if sent.fact_id in facts
        for value in _values_of(probe, sent, facts[sent.fact_id])
    )
    return tuple(dict.fromkeys(asked))


def _values_of(probe: Probe, sent: Sent, fact: Fact) -> tuple[Secret, ...]:
    """The variables made from the fact in that form; where it only stands in the address of a page
    that somebody was asked about, the pieces of that address."""
    made = tuple(
        value
        for name, value in probe.variables
        if name in MEANINGS
        and (meaning := MEANINGS[Variable(name)]).kind is fact.kind
        and meaning.form is sent.form
    )
    if made:
        return made
    pieces = [
        part
        for name, value in probe.variables
        if name == Variable.PAGE
        for part in mask_known(value.reveal(), (fact,)).parts
        if part.mask is not None
    ]
    if not pieces:
        return (fact.value,)
    told = " ".join(part.text for part in pieces)
    return (Secret(told, " ".join(part.mask or "" for part in pieces)),)


def _look(probe: Probe, kind: OutcomeKind, reason: str, source: SourceRule | None) -> str:
    """One sentence of advice, and what a source may show; empty when the check was answered."""
    if kind in CHECKED or probe.purpose is Purpose.CONTROL:
        return ""
    advice = _LOOK_FOR.get(reason, _LOOK[kind])
    if source is None or probe.purpose is not Purpose.SOURCE:
        return advice  # A page may show anything.
    return f"{advice} It can show: {source.exposes.rstrip('.')}."
