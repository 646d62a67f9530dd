"""What an archive says of an answer beside the bytes, as JSON, and the answer made of both again.

Times here have microseconds, unlike those of WARC headers: judging again needs them as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from scanner.evidence.http_block import Framing, content_of, read_head, split
from scanner.fetch.body import decode
from scanner.model.capture import (
    Capture,
    Content,
    Failure,
    Hop,
    Revival,
    Skipped,
    SkipReason,
    Trace,
)

FORMAT = "netcurtain/capture/1"

Entry = dict[str, Any]
"""An object of JSON."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One record with bytes of an answer."""

    url: str = field(repr=False)
    block: bytes = field(repr=False)
    framing: Framing


def describe_skipped(skipped: Skipped) -> Entry:
    return {"not_sent": skipped.reason.value, "detail": skipped.detail}


def describe_capture(
    capture: Capture, hops: list[Entry], revival: Entry | None, body: str | None
) -> Entry:
    """`body`: the id of the record that holds it, where it is not the last answer's content."""
    content = capture.content
    return {
        "hops": hops,
        "body": body,
        "body_bytes": len(capture.body),
        "body_sha256": content.sha256,
        "wire_bytes": len(capture.wire),
        "fetched_at": capture.fetched_at.isoformat(),
        "elapsed_ms": capture.elapsed_ms,
        "failure": capture.failure.value if capture.failure else None,
        "failure_detail": capture.failure_detail,
        "attempts": capture.attempts,
        "revival": revival,
        "rendered": capture.rendered,
        "refused_requests": capture.refused_requests,
        "let_go": [content.bytes, content.wire_bytes, content.sha256] if capture.let_go else None,
    }


def describe_hop(hop: Hop, response_id: str, request_id: str) -> Entry:
    trace = hop.trace
    told: Entry = {
        "response": response_id,
        "peer": hop.peer,
        "certificate_sha256": hop.certificate_sha256,
        "trace": None,
    }
    if trace is not None:
        told["trace"] = {
            "request": request_id,
            "sha256": trace.sha256,
            "sent_at": trace.sent_at.isoformat(),
            "elapsed_ms": trace.elapsed_ms,
            "addresses": list(trace.addresses),
            "has_certificates": bool(trace.certificates),
            "has_framing": bool(trace.content),
        }
    return told


def describe_revival(revival: Revival, response_id: str, request_id: str) -> Entry:
    return {
        "stored_at": revival.stored_at.isoformat(),
        "confirmed_by": describe_hop(revival.confirmed_by, response_id, request_id),
    }


class Reader:
    """Makes answers of descriptions and of the records that stood before them."""

    def __init__(
        self, records: Mapping[str, Kept], certificates: Mapping[str, tuple[bytes, ...]]
    ) -> None:
        """`records` by id; `certificates`: chains by the SHA-256 of their first one."""
        self._records = records
        self._certificates = certificates

    def answer(self, told: Entry) -> Capture | Skipped:
        """Raises LookupError, TypeError or ValueError for a description that does not fit."""
        probe_id = str(told["probe"])
        if "not_sent" in told:
            return Skipped(probe_id, SkipReason(told["not_sent"]), told["detail"])
        hops = tuple(self._hop(each) for each in told["hops"])
        wire = self._wire(hops, told)
        let_go = Content(*told["let_go"]) if told["let_go"] else None
        capture = Capture(
            probe_id=probe_id,
            hops=hops,
            body=b"",
            wire=wire,
            fetched_at=datetime.fromisoformat(told["fetched_at"]),
            elapsed_ms=told["elapsed_ms"],
            failure=Failure(told["failure"]) if told["failure"] else None,
            failure_detail=told["failure_detail"],
            attempts=told["attempts"],
            revival=self._revival(told["revival"]),
            rendered=told["rendered"],
            refused_requests=told["refused_requests"],
            let_go=let_go,
        )
        return _with_body(capture, self._body(capture, told))

    def _body(self, capture: Capture, told: Entry) -> bytes:
        if told["body"]:
            return self._records[told["body"]].block
        encoding = capture.header("content-encoding")
        return decode(capture.wire, encoding, told["body_bytes"])

    def _wire(self, hops: tuple[Hop, ...], told: Entry) -> bytes:
        if not hops:
            return b""
        kept = self._records[told["hops"][-1]["response"]]
        head, content = split(kept.block)
        if kept.framing is not Framing.RECEIVED:
            return content
        return content_of(read_head(head), content, told["wire_bytes"])

    def _hop(self, told: Entry) -> Hop:
        kept = self._records[told["response"]]
        head, content = split(kept.block)
        read = read_head(head, kept.framing)
        trace = None
        if told["trace"]:
            received = kept.framing is Framing.RECEIVED
            trace = self._trace(
                told["trace"],
                head if received else b"",
                content if received and told["trace"]["has_framing"] else b"",
                told["certificate_sha256"],
            )
        return Hop(
            kept.url, read.status, read.headers, told["peer"], told["certificate_sha256"], trace
        )

    def _trace(self, told: Entry, head: bytes, content: bytes, certificate: str) -> Trace:
        return Trace(
            request=self._records[told["request"]].block,
            head=head,
            sha256=told["sha256"],
            sent_at=datetime.fromisoformat(told["sent_at"]),
            elapsed_ms=told["elapsed_ms"],
            content=content,
            addresses=tuple(told["addresses"]),
            certificates=self._certificates[certificate] if told["has_certificates"] else (),
        )

    def _revival(self, told: Entry | None) -> Revival | None:
        if told is None:
            return None
        stored_at = datetime.fromisoformat(told["stored_at"])
        return Revival(stored_at, self._hop(told["confirmed_by"]))


def _with_body(capture: Capture, body: bytes) -> Capture:
    # Bodies that nothing was done to are the same bytes twice: one copy is enough.
    return replace(capture, body=capture.wire if body == capture.wire else body)
