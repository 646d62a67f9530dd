"""The disclosure ledger: every request that left the machine, and what it told whom."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.assess.checks import Masked, probes_in_order
from scanner.model.answer import Gathered
from scanner.model.assessment import LedgerLine
from scanner.model.capture import Sending
from scanner.model.plan import Probe
from scanner.model.subject import Subject
from scanner.rulebook.source import SourceRule


def ledger_of(
    gathered: Gathered, subject: Subject, sources: Mapping[str, SourceRule], masked: Masked
) -> tuple[LedgerLine, ...]:
    """One line per request for this person, in order of time; robots and redirects too."""
    probes = {probe.id: probe for probe in probes_in_order(gathered, subject.id)}
    others = {
        probe.id
        for probe in (*gathered.plan.probes, *(item.probe for item in gathered.answers))
        if probe.id not in probes
    }
    lines = [
        _line(sending, probes.get(sending.probe_id), sources, masked)
        for sending in gathered.sendings
        if sending.probe_id not in others
    ]
    return tuple(sorted(lines, key=lambda line: (line.at, line.site, line.what, line.probe_id)))


def _line(
    sending: Sending, probe: Probe | None, sources: Mapping[str, SourceRule], masked: Masked
) -> LedgerLine:
    return LedgerLine(
        at=sending.at,
        site=sending.site,
        controller=_controller(sending, probe, sources),
        source_id=probe.source_id if probe else "",
        what=sending.what,
        purpose=probe.purpose if probe else None,
        probe_id=sending.probe_id,
        method=sending.method,
        url=masked(sending.url),
        sent=sending.sends,
    )


def _controller(sending: Sending, probe: Probe | None, sources: Mapping[str, SourceRule]) -> str:
    source = sources.get(probe.source_id) if probe else None
    if source is None or probe is None or probe.site != sending.site:
        return f"whoever runs {sending.site}"
    return f"{source.controller} ({source.location})" if source.location else source.controller
