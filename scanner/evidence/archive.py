"""The answers of a scan as a WARC file (ISO 28500), and a list of them with SHA-256.

The archive is the record: every hop of every answer, bodies as they came over the wire. It holds
the person's values in clear, since the pages do. Requests' headers are left out: they carry keys.
Content that a site only confirmed (304) stands with the time at which it came, in an earlier scan,
followed by the confirmation as a *revisit*. Of a rendered page the server's answer stands first,
and what the browser showed follows as a *conversion*.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any, BinaryIO

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scanner.model.answer import Answer, Gathered
from scanner.model.capture import Capture, Hop, Revival

_CHANGED_BY_READING = frozenset({"transfer-encoding"})
"""Headers that no longer fit the bytes: chunks are already joined."""


_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""The profile of a record that a server confirmed instead of sending it (WARC 1.1)."""


def write_archive(stream: BinaryIO, gathered: Gathered, tool: str) -> None:
    """Writes one gzipped WARC record per hop of every answer to `stream`, in the plan's order."""
    writer = WARCWriter(stream, gzip=True)
    writer.write_record(
        writer.create_warcinfo_record(
            "captures.warc.gz", {"software": tool, "format": "WARC File Format 1.1"}
        )
    )
    for answer in gathered.answers:
        if isinstance(answer.answer, Capture):
            for record in _records(writer, answer, answer.answer):
                writer.write_record(record)


def _records(writer: WARCWriter, answer: Answer, capture: Capture) -> Iterator[object]:
    last = len(capture.hops) - 1
    for number, hop in enumerate(capture.hops):
        body = capture.wire if number == last else b""
        headers = _warc_headers(answer, capture, hop)
        revival = capture.revival if number == last else None
        if revival is not None:
            headers |= {"WARC-Date": _stamp(revival.stored_at), "netcurtain-Stored": "true"}
        record = writer.create_warc_record(
            hop.url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=_http_headers(hop, len(body)),
            warc_headers_dict=headers,
        )
        yield record
        if revival is not None:
            yield _revisit(writer, answer, capture, revival, record)
        if capture.rendered and number == last:
            yield _conversion(writer, answer, capture, record)


def _revisit(
    writer: WARCWriter, answer: Answer, capture: Capture, revival: Revival, stored: Any
) -> object:
    """What really came in this scan: that the content of an earlier record still stands."""
    hop = revival.confirmed_by
    headers = {
        **_warc_headers(answer, capture, hop),
        "WARC-Profile": _NOT_MODIFIED,
        "WARC-Refers-To": stored.rec_headers.get_header("WARC-Record-ID"),
        "WARC-Refers-To-Target-URI": hop.url,
        "WARC-Refers-To-Date": _stamp(revival.stored_at),
    }
    return writer.create_warc_record(
        hop.url, "revisit", http_headers=_http_headers(hop, 0), warc_headers_dict=headers
    )


def _conversion(writer: WARCWriter, answer: Answer, capture: Capture, sent: Any) -> object:
    """The page as a browser showed it, made from what the server sent."""
    headers = {
        **_warc_headers(answer, capture, capture.hops[-1]),
        "WARC-Refers-To": sent.rec_headers.get_header("WARC-Record-ID"),
    }
    return writer.create_warc_record(
        capture.final_url,
        "conversion",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        warc_content_type="text/html; charset=utf-8",
        warc_headers_dict=headers,
    )


def _http_headers(hop: Hop, length: int) -> StatusAndHeaders:
    try:
        phrase = HTTPStatus(hop.status).phrase
    except ValueError:
        phrase = "Unknown"
    kept = [
        (name, value)
        for name, value in hop.headers
        if name.lower() not in _CHANGED_BY_READING and name.lower() != "content-length"
    ]
    headers = [*kept, ("Content-Length", str(length))]
    return StatusAndHeaders(f"{hop.status} {phrase}", headers, protocol="HTTP/1.1")


def _warc_headers(answer: Answer, capture: Capture, hop: Hop) -> dict[str, str]:
    headers = {
        "WARC-Date": _stamp(capture.fetched_at),
        "WARC-IP-Address": hop.peer.rpartition(":")[0].strip("[]"),
        "netcurtain-Probe": answer.probe.id,
        "netcurtain-Rule": answer.probe.source_id,
    }
    if hop.certificate_sha256:
        headers["netcurtain-Certificate-SHA256"] = hop.certificate_sha256
    if capture.failure:
        headers["WARC-Truncated"] = "unspecified"
        headers["netcurtain-Failure"] = capture.failure.value
    return headers


def capture_list(gathered: Gathered) -> str:
    """Every probe with what came of it as JSON lines, bodies named by their SHA-256.

    Failed and unsent ones too: nothing that could help either side is filtered out.
    """
    lines = (json.dumps(_entry(answer), ensure_ascii=False) for answer in gathered.answers)
    return "".join(f"{line}\n" for line in lines)


def _entry(answer: Answer) -> dict[str, object]:
    told: dict[str, object] = {
        "probe": answer.probe.id,
        "rule": answer.probe.source_id,
        "purpose": answer.probe.purpose.value,
        "url_requested": answer.probe.request.url,
        "outcome": answer.outcome.kind.value,
        "reason": answer.outcome.reason,
    }
    capture = answer.answer
    if not isinstance(capture, Capture):
        return {**told, "not_sent": capture.reason.value}
    return {
        **told,
        "url_final": capture.final_url,
        "status": capture.status,
        "hops": [[hop.status, hop.url, hop.peer] for hop in capture.hops],
        "fetched_at": _stamp(capture.fetched_at),
        "unchanged_since": _stamp(capture.revival.stored_at) if capture.revival else None,
        "rendered": capture.rendered,
        "elapsed_ms": capture.elapsed_ms,
        "failure": capture.failure.value if capture.failure else None,
        "body_bytes": len(capture.body),
        "body_sha256": hashlib.sha256(capture.body).hexdigest(),
        "wire_sha256": hashlib.sha256(capture.wire).hexdigest(),
    }


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
