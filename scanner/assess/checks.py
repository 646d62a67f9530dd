"""Every probe as a line to read: what was asked, how it ended, what to do instead."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from scanner.assess.coverage import concerns
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Check
from scanner.model.capture import Capture, Failure, SkipReason
from scanner.model.facts import FactKind
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.model.subject import Subject
from scanner.rulebook.source import SourceRule
from scanner.text.quoting import mask_known

_NEVER_RUN = "The check was stopped before its turn, so nothing was asked."

_OPEN = "Open the address yourself."
_LATER = "Run the check again later, or open the address yourself."
_WRONG = "Look whether the address is right, or open it yourself."

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
    "rate_limited": _LATER,
    "unusual_traffic": _LATER,
    "unavailable": _LATER,
    "placeholder": _WRONG,
    "parked_domain": "Look for old copies in a web archive.",
    Failure.NAME_NOT_RESOLVED.value: _WRONG,
    Failure.TOO_LARGE.value: _OPEN,
    "not_read": _OPEN,
    "too_complex": _OPEN,
    SkipReason.ADDRESS_REFUSED.value: "Look whether the address is right.",
}
"""The same where the reason of an outcome calls for something else."""


def probes_in_order(gathered: Gathered, subject_id: str) -> tuple[Probe, ...]:
    """The plan's probes in its order, then what their answers led to, in order of id.

    The order in which answers came in must not show in a report.
    """
    planned = {probe.id: probe for probe in gathered.plan.probes}
    later = {item.probe.id: item.probe for item in gathered.answers if item.probe.id not in planned}
    everything = (*planned.values(), *(later[key] for key in sorted(later)))
    return tuple(probe for probe in everything if concerns(probe, subject_id))


def checks_of(
    gathered: Gathered, subject: Subject, sources: Mapping[str, SourceRule]
) -> tuple[Check, ...]:
    """One line per probe, controls and leads included."""
    answers = {item.probe.id: item for item in gathered.answers}
    return tuple(
        _check(probe, answers.get(probe.id), subject, sources.get(probe.source_id))
        for probe in probes_in_order(gathered, subject.id)
    )


def _check(
    probe: Probe, answer: Answer | None, subject: Subject, source: SourceRule | None
) -> Check:
    capture = answer.answer if answer and isinstance(answer.answer, Capture) else None
    kind = answer.outcome.kind if answer else OutcomeKind.NOT_RUN
    return Check(
        probe_id=probe.id,
        source_id=probe.source_id,
        title=source.title if source else probe.source_id,
        purpose=probe.purpose,
        url=mask_known(probe.shown_url, subject.facts),
        site=probe.site,
        asked=_asked(probe, subject),
        outcome=kind,
        reason=answer.outcome.reason if answer else "stopped",
        detail=answer.outcome.detail if answer else _NEVER_RUN,
        status=capture.status if capture else 0,
        started_at=capture.fetched_at if capture else None,
        elapsed_ms=capture.elapsed_ms if capture else 0,
        bytes=len(capture.body) if capture else 0,
        redirects=max(0, len(capture.hops) - 1) if capture else 0,
        control_asked=answer.control_asked if answer else False,
        body_sha256=hashlib.sha256(capture.body).hexdigest() if capture and capture.hops else "",
        look_yourself=_look(probe, kind, answer.outcome.reason if answer else "", source),
    )


def _asked(probe: Probe, subject: Subject) -> tuple[tuple[FactKind, str], ...]:
    masks = {fact.id: fact.value.mask for fact in subject.facts}
    asked = ((sent.kind, masks.get(sent.fact_id, "")) for sent in probe.sends)
    return tuple(dict.fromkeys(asked))


def _look(probe: Probe, kind: OutcomeKind, reason: str, source: SourceRule | None) -> str:
    """One sentence of advice, and what a source may show; empty when the check was answered."""
    if kind in CHECKED or probe.purpose is Purpose.CONTROL:
        return ""
    advice = _LOOK_FOR.get(reason, _LOOK[kind])
    if source is None or probe.purpose is not Purpose.SOURCE:
        return advice  # A page may show anything.
    return f"{advice} It can show: {source.exposes.rstrip('.')}."
