"""The answers of a scan as a WARC 1.1 file (ISO 28500:2017), whole, in the plan's order.

The archive is the record. For each exchange of each answer it holds the request as it was sent
(a mark in place of what may be a key), the answer as it came over the wire, what its host's name
resolved to, and the certificates that the server showed. After the exchanges of an answer stands a
*metadata* record that says which question it belongs to, what it was taken to mean, and all else
by which the answer can be read back (`scanner.evidence.reading`). Questions that were never sent,
and answers that failed, have one too: nothing that could help either side is left out.

It holds the person's values in clear, since the pages do. Content that a site only confirmed (304)
stands with the time at which it came, in an earlier scan, followed by the confirmation as a
*revisit*. Of a rendered page the server's answer stands first, and what the browser showed follows
as a *conversion*.
"""

from __future__ import annotations

import hashlib
import json
import ssl
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from urllib.parse import quote, urlsplit

from scanner.evidence.description import (
    FORMAT,
    Entry,
    describe_capture,
    describe_hop,
    describe_revival,
    describe_skipped,
)
from scanner.evidence.http_block import Block, response_block
from scanner.evidence.record import FIELDS, HTTP_REQUEST, HTTP_RESPONSE, RecordWriter
from scanner.fetch.body import decode
from scanner.model.answer import Answer, Gathered
from scanner.model.capture import Capture, Failure, Hop, Revival, Skipped, Trace
from scanner.model.clock import stamp
from scanner.model.finding import Finding

CHAIN_TYPE = "application/pem-certificate-chain"
FRAMING = "netcurtain-Framing"
PROBE = "netcurtain-Probe"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""The profile of a record that a server confirmed instead of sending it (WARC 1.1)."""
_TRUNCATED = {
    Failure.TOO_LARGE: "length",
    Failure.TIMEOUT: "time",
    Failure.PROTOCOL: "disconnect",
}

Written = dict[str, tuple[str, ...]]
"""By probe: the ids of the records with its answers, in order."""

ARCHIVE = "captures.warc.gz"
"""Its usual name in a folder of evidence."""


def write_archive(
    stream: BinaryIO, gathered: Gathered, tool: str, findings: Sequence[Finding] = ()
) -> Written:
    """Writes one gzipped record after the other to `stream`."""
    return _Archive(stream, findings).write(gathered, tool)


class _Archive:
    """An archive that is being written."""

    def __init__(self, stream: BinaryIO, findings: Sequence[Finding]) -> None:
        self._records = RecordWriter(stream)
        self._findings: dict[str, list[str]] = {}
        for finding in findings:
            self._findings.setdefault(finding.probe_id, []).append(finding.id)
        self._told: set[str] = set()
        """Names and certificates that stand in the archive already."""

    def write(self, gathered: Gathered, tool: str) -> Written:
        info = (
            f"software: {tool}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/\r\n"
        )
        self._records.write("warcinfo", "", info.encode(), gathered.started_at, FIELDS)
        return {answer.probe.id: self._answer(answer, gathered) for answer in gathered.answers}

    def _answer(self, answer: Answer, gathered: Gathered) -> tuple[str, ...]:
        given = answer.answer
        if isinstance(given, Skipped):
            self._describe(answer, gathered.ended_at, describe_skipped(given), ())
            return ()
        last = len(given.hops) - 1
        hops = [
            self._exchange(answer, given, hop, number == last)
            for number, hop in enumerate(given.hops)
        ]
        ids = tuple(str(hop["response"]) for hop in hops)
        revival = body = None
        if given.revival is not None and ids:
            revival = self._revisit(answer, given, given.revival, ids[-1])
        if ids and _needs_conversion(given):
            body = self._conversion(answer, given, ids[-1])
        told = describe_capture(given, hops, revival, body)
        self._describe(answer, given.fetched_at, told, ids)
        return ids

    def _exchange(self, answer: Answer, capture: Capture, hop: Hop, is_last: bool) -> Entry:
        """The records of one exchange, and how it is read back."""
        headers = _common(answer, hop)
        when = hop.trace.sent_at if hop.trace else capture.fetched_at
        if is_last and capture.revival is not None:
            when = capture.revival.stored_at
            headers["netcurtain-Stored"] = "true"
        if is_last and capture.failure is not None:
            headers["WARC-Truncated"] = _TRUNCATED.get(capture.failure, "unspecified")
            headers["netcurtain-Failure"] = capture.failure.value
        block = response_block(hop, capture.wire if is_last else b"")
        return self._message(answer, hop, block, headers, when)

    def _message(
        self, answer: Answer, hop: Hop, block: Block, headers: dict[str, str], when: datetime
    ) -> Entry:
        trace = hop.trace
        headers[FRAMING] = block.framing.value
        if trace is not None:
            self._way(hop, trace, when)
            headers["netcurtain-Received-SHA256"] = trace.sha256
        record_id = self._records.write(
            "response",
            hop.url,
            block.head + block.content,
            when,
            HTTP_RESPONSE,
            headers,
            payload=block.content,
        )
        request_id = self._request(answer, hop, trace, record_id) if trace else ""
        return describe_hop(hop, record_id, request_id)

    def _request(self, answer: Answer, hop: Hop, trace: Trace, record_id: str) -> str:
        return self._records.write(
            "request",
            hop.url,
            trace.request,
            trace.sent_at,
            HTTP_REQUEST,
            {"WARC-Concurrent-To": record_id, **_common(answer, hop)},
            payload=trace.request.partition(b"\r\n\r\n")[2],
        )

    def _way(self, hop: Hop, trace: Trace, when: datetime) -> None:
        """What the name resolved to, and the certificates: each once, before what came that way."""
        host = urlsplit(hop.url).hostname or ""
        if trace.addresses and trace.addresses != (host,):
            lines = [
                f"{host}. IN {'AAAA' if ':' in each else 'A'} {each}\r\n"
                for each in trace.addresses
            ]
            self._once(f"dns:{host}", "resource", "".join(lines).encode(), when, "text/dns")
        if trace.certificates:
            uri = f"urn:sha256:{hop.certificate_sha256}"
            self._once(uri, "metadata", _pem_chain(trace.certificates), when, CHAIN_TYPE)

    def _once(self, uri: str, kind: str, block: bytes, when: datetime, content_type: str) -> None:
        name = f"{uri} {hashlib.sha256(block).hexdigest()}"
        if name not in self._told:
            self._told.add(name)
            self._records.write(kind, uri, block, when, content_type)

    def _revisit(self, answer: Answer, capture: Capture, revival: Revival, stored_id: str) -> Entry:
        """What really came in this scan: that the content of an earlier record still stands."""
        hop = revival.confirmed_by
        headers = {
            **_common(answer, hop),
            "WARC-Profile": NOT_MODIFIED,
            "WARC-Refers-To": stored_id,
            "WARC-Refers-To-Target-URI": capture.final_url,
            "WARC-Refers-To-Date": stamp(revival.stored_at),
        }
        block = response_block(hop, b"")
        headers[FRAMING] = block.framing.value
        record_id = self._records.write(
            "revisit", hop.url, block.head, capture.fetched_at, HTTP_RESPONSE, headers
        )
        request_id = ""
        if hop.trace is not None:
            self._way(hop, hop.trace, capture.fetched_at)
            request_id = self._request(answer, hop, hop.trace, record_id)
        return describe_revival(revival, record_id, request_id)

    def _conversion(self, answer: Answer, capture: Capture, sent_id: str) -> str:
        """The page as it was read, where that is more than decoding what the server sent."""
        return self._records.write(
            "conversion",
            capture.final_url,
            capture.body,
            capture.fetched_at,
            "text/html; charset=utf-8" if capture.rendered else "application/octet-stream",
            {"WARC-Refers-To": sent_id, PROBE: answer.probe.id},
            payload=capture.body,
        )

    def _describe(self, answer: Answer, when: datetime, told: Entry, ids: Sequence[str]) -> None:
        """Which question the records before this one answer, and what they were taken to mean."""
        probe, outcome = answer.probe, answer.outcome
        entry = {
            "format": FORMAT,
            "probe": probe.id,
            "rule": probe.source_id,
            "purpose": probe.purpose.value,
            "url_requested": probe.request.url,
            "outcome": outcome.kind.value,
            "reason": outcome.reason,
            "findings": self._findings.get(probe.id, []),
            **told,
        }
        self._records.write(
            "metadata",
            # Under the page's own address players would show this in place of the page.
            f"urn:netcurtain:capture:{quote(probe.id)}",
            json.dumps(entry, ensure_ascii=False, indent=1).encode(),
            when,
            "application/json",
            {
                PROBE: probe.id,
                "netcurtain-Rule": probe.source_id,
                **({"WARC-Refers-To": ids[-1]} if ids else {}),
            },
        )


def _pem_chain(certificates: Sequence[bytes]) -> bytes:
    """Certificates (DER) as text (RFC 7468), its own first."""
    return "".join(map(ssl.DER_cert_to_PEM_cert, certificates)).encode()


def _needs_conversion(capture: Capture) -> bool:
    """Whether the body is more than what the server sent, decoded."""
    body, encoding = capture.body, capture.header("content-encoding")
    return decode(capture.wire, encoding, len(body)) != body


def _common(answer: Answer, hop: Hop) -> dict[str, str]:
    headers = {PROBE: answer.probe.id, "netcurtain-Rule": answer.probe.source_id}
    if address := hop.peer.rpartition(":")[0].strip("[]"):
        headers["WARC-IP-Address"] = address
    if hop.certificate_sha256:
        headers["netcurtain-Certificate-SHA256"] = hop.certificate_sha256
    return headers
