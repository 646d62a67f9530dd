"""The capture log: every question of a scan with what came of it, one line of JSON each.

Each line names the SHA-256 of the line before (with its line break), so that none can be changed,
taken out or moved without all later ones telling: `sed -n 1p captures.jsonl | sha256sum` gives what
line 2 must name. Failed and unsent questions stand in it too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from scanner.errors import EvidenceError
from scanner.evidence.archive import ARCHIVE
from scanner.evidence.clock import clock_reading
from scanner.model.answer import Answer, Gathered
from scanner.model.capture import Capture, Hop, Skipped, SkipReason
from scanner.model.clock import stamp
from scanner.model.finding import Finding

Entry = dict[str, Any]
"""One line."""

BEGINNING = "0" * 64
"""What the first line names in place of a line before it."""
_ROBOTS = {SkipReason.ROBOTS: "disallowed", SkipReason.ROBOTS_UNREADABLE: "unreadable"}


@dataclass(frozen=True, slots=True)
class LogContext:
    """What all lines of a log share."""

    operator: str = ""
    consent: str = ""
    """On what the scan rests, without a name: basis and day."""
    network: str = "direct"
    """How the network was reached; never the address of this machine."""
    tool: str = ""
    archive: str = ARCHIVE


@dataclass(frozen=True, slots=True)
class CaptureLog:
    """The log as a file's text, and the hash that stands for all of it."""

    text: str = field(repr=False)
    head: str
    """SHA-256 of the last line; of a log without lines, what the first would name."""
    lines: int


def capture_log(
    gathered: Gathered,
    findings: Sequence[Finding] = (),
    records: Mapping[str, Sequence[str]] | None = None,
    exhibits: Mapping[str, Entry] | None = None,
    context: LogContext | None = None,
) -> CaptureLog:
    """`records`: ids in the archive, by probe. `exhibits`: what is told of pictures, by probe."""
    context = context or LogContext()
    by_probe: dict[str, list[Finding]] = {}
    for finding in findings:
        by_probe.setdefault(finding.probe_id, []).append(finding)
    head, lines = BEGINNING, []
    for answer in gathered.answers:
        probe_id = answer.probe.id
        entry = {
            **_entry(answer, context, tuple((records or {}).get(probe_id, ()))),
            "led_to": [_led_to(finding) for finding in by_probe.get(probe_id, [])],
            **(exhibits or {}).get(probe_id, {}),
            "previous_entry_sha256": head,
        }
        line = json.dumps(entry, ensure_ascii=False) + "\n"
        head = sha256(line.encode()).hexdigest()
        lines.append(line)
    return CaptureLog("".join(lines), head, len(lines))


def read_capture_log(text: bytes) -> tuple[tuple[Entry, ...], str]:
    """The lines, and the hash of the last. Raises EvidenceError when the chain is broken, and tells
    at which line."""
    head, entries = BEGINNING, []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        try:
            entry = json.loads(line)
            named = entry["previous_entry_sha256"]
        except (ValueError, LookupError, TypeError):
            raise EvidenceError(f"Line {number} of the capture log cannot be read.") from None
        if named != head or not line.endswith(b"\n"):
            raise EvidenceError(
                f"The chain of the capture log is broken before line {number}: a line was changed, "
                "added, removed or moved."
            )
        head = sha256(line).hexdigest()
        entries.append(entry)
    return tuple(entries), head


def _entry(answer: Answer, context: LogContext, records: Sequence[str]) -> Entry:
    probe, outcome = answer.probe, answer.outcome
    told: Entry = {
        "probe": probe.id,
        "rule": probe.source_id,
        "purpose": probe.purpose.value,
        "method": probe.request.method,
        "url_requested": probe.request.url,
        "outcome": outcome.kind.value,
        "reason": outcome.reason,
        "operator": context.operator,
        "consent_ref": context.consent,
        "network_note": context.network,
        "extractor_versions": context.tool,
    }
    capture = answer.answer
    if isinstance(capture, Skipped):
        robots = _ROBOTS.get(capture.reason, "not asked")
        return {**told, "not_sent": capture.reason.value, "robots_decision": robots}
    return {**told, **_told_of(capture, answer), **_kept(capture, context.archive, records)}


def _told_of(capture: Capture, answer: Answer) -> Entry:
    """When and from whom it came, and how its clock compares."""
    last = capture.hops[-1] if capture.hops else None
    reading = clock_reading(capture, answer.probe.site)
    request = _request_headers(last) if last else []
    return {
        "robots_decision": answer.probe.manners.robots.value,
        "url_final": capture.final_url,
        "status": capture.status,
        "hops": [[hop.status, hop.url, hop.peer] for hop in capture.hops],
        "request_headers": request,
        "response_headers": [list(pair) for pair in last.headers] if last else [],
        "user_agent": next((text for name, text in request if name.lower() == "user-agent"), ""),
        "remote_ip": last.peer.rpartition(":")[0].strip("[]") if last else "",
        "resolved_to": list(last.trace.addresses) if last and last.trace else [],
        "tls_fingerprint": last.certificate_sha256 if last else "",
        "fetched_at": stamp(capture.fetched_at),
        "unchanged_since": stamp(capture.revival.stored_at) if capture.revival else None,
        "elapsed_ms": capture.elapsed_ms,
        "attempts": capture.attempts,
        "http_date": reading.date if reading else None,
        "clock_offset_ms": reading.offset_ms if reading else None,
        "clock_source": "Date header" if reading else None,
        "rendered": capture.rendered,
        "failure": capture.failure.value if capture.failure else None,
    }


def _kept(capture: Capture, archive: str, records: Sequence[str]) -> Entry:
    """Which bytes were kept, by their hashes."""
    content = capture.content
    return {
        "received_sha256": [hop.trace.sha256 if hop.trace else None for hop in capture.hops],
        "body_bytes": content.bytes,
        "body_sha256": sha256(capture.body).hexdigest() if not capture.let_go else content.sha256,
        "wire_sha256": sha256(capture.wire).hexdigest() if not capture.let_go else None,
        "warc_file": archive,
        "warc_record_id": records[-1] if records else None,
        "warc_record_ids": list(records),
    }


def _led_to(finding: Finding) -> Entry:
    """A finding without its value: what it is, and where on the page it stands."""
    return {
        "finding": finding.id,
        "exposure": finding.exposure,
        "attribution": finding.attribution.value,
        "places": [place.value for place in finding.places],
        "at": list(finding.at),
        "quote": finding.quote.shown(),
    }


def _request_headers(hop: Hop) -> list[list[str]]:
    if hop.trace is None:
        return []
    head = hop.trace.request.partition(b"\r\n\r\n")[0].decode("latin-1")
    pairs = (line.partition(":") for line in head.split("\r\n")[1:])
    return [[name, text.strip()] for name, _, text in pairs]
