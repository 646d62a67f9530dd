"""The disclosure ledger: every request that left the machine, and what it told whom."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote_plus

from scanner.assess.checks import probes_in_order
from scanner.model.answer import Gathered
from scanner.model.assessment import LedgerLine
from scanner.model.capture import Sending
from scanner.model.plan import Probe, Sent
from scanner.model.subject import Subject
from scanner.rulebook.source import SourceRule
from scanner.rulebook.variables import MEANINGS, Variable
from scanner.text.quoting import mask_known


def ledger_of(
    gathered: Gathered, subject: Subject, sources: Mapping[str, SourceRule]
) -> tuple[LedgerLine, ...]:
    """One line per request for this person, in order of time; robots and redirects too."""
    probes = {probe.id: probe for probe in probes_in_order(gathered, subject.id)}
    others = {
        probe.id
        for probe in (*gathered.plan.probes, *(item.probe for item in gathered.answers))
        if probe.id not in probes
    }
    lines = [
        (_line(sending, probes.get(sending.probe_id), subject, sources), sending)
        for sending in gathered.sendings
        if sending.probe_id not in others
    ]
    lines.sort(key=lambda pair: (pair[1].at, pair[1].site, pair[1].what, pair[1].url))
    return tuple(line for line, _ in lines)


def _line(
    sending: Sending, probe: Probe | None, subject: Subject, sources: Mapping[str, SourceRule]
) -> LedgerLine:
    return LedgerLine(
        at=sending.at,
        site=sending.site,
        controller=_controller(sending, probe, sources),
        source_id=probe.source_id if probe else "",
        what=sending.what,
        method=sending.method,
        url=mask_known(sending.url, subject.facts),
        sent=_sent(sending, probe) if probe else (),
    )


def _controller(sending: Sending, probe: Probe | None, sources: Mapping[str, SourceRule]) -> str:
    source = sources.get(probe.source_id) if probe else None
    if source is None or probe is None or probe.site != sending.site:
        return f"whoever runs {sending.site}"
    return f"{source.controller} ({source.location})" if source.location else source.controller


def _sent(sending: Sending, probe: Probe) -> tuple[Sent, ...]:
    """What the request carried: nothing for robots.txt; for a redirect what its address repeats."""
    if sending.what == "robots":
        return ()
    # A redirected POST keeps its body, which cannot be read from the address.
    if sending.what != "redirect" or sending.method not in ("GET", "HEAD"):
        return probe.sends
    address = unquote_plus(sending.url).casefold()
    repeated = {
        MEANINGS[Variable(name)].kind
        for name, value in probe.variables
        if name in MEANINGS and value.reveal().casefold() in address
    }
    return tuple(sent for sent in probe.sends if sent.kind in repeated)
