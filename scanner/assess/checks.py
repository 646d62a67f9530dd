"""Every probe as a line to read: what was asked, how it ended, what to do instead."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from scanner.assess.coverage import concerns
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Check
from scanner.model.capture import Capture
from scanner.model.facts import FactKind
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Probe, Purpose
from scanner.model.subject import Subject
from scanner.rulebook.source import SourceRule
from scanner.text.quoting import mask_known

_NEVER_RUN = "The check was stopped before its turn, so nothing was asked."

_LOOK = {
    OutcomeKind.BLOCKED: "The site does not answer automatic checks. Open the address yourself",
    OutcomeKind.STALE: "The site has changed, so its answer could not be understood. Open the "
    "address yourself",
    OutcomeKind.FAILED: "The site could not be reached or read. Run the check again later, or open "
    "the address yourself",
    OutcomeKind.NOT_RUN: "Run the check again, or open the address yourself",
}


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
        look_yourself=_look(probe, kind, source),
    )


def _asked(probe: Probe, subject: Subject) -> tuple[tuple[FactKind, str], ...]:
    masks = {fact.id: fact.value.mask for fact in subject.facts}
    asked = ((sent.kind, masks.get(sent.fact_id, "")) for sent in probe.sends)
    return tuple(dict.fromkeys(asked))


def _look(probe: Probe, kind: OutcomeKind, source: SourceRule | None) -> str:
    advice = _LOOK.get(kind)
    if advice is None or probe.purpose is Purpose.CONTROL:
        return ""
    if source is None:
        return f"{advice}."
    return f"{advice}. It can show: {source.exposes.rstrip('.')}."
