"""The key of a service: put into an address at the moment of sending, taken out of all that comes
back. So no plan, ledger, archive, report or message can hold it.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from html import escape
from urllib.parse import quote, quote_plus

from scanner.model.capture import Capture, Hop, Sending, Trace
from scanner.model.plan import Probe

MARK = "KEY-NOT-SHOWN"
"""What stands for a key; it survives escaping."""

_ENCODED = "content-encoding"


def sendable(probe: Probe) -> Probe:
    """The probe with its key in place, for the fetcher alone."""
    url = probe.request.url
    if not probe.key.reveal() or MARK not in url:
        return probe
    filled = url.replace(MARK, quote(probe.key.reveal(), safe=""))
    # An answer to such a request is not kept for later runs: a header that no store knows.
    headers = (*probe.request.headers, ("Cache-Control", "no-cache"))
    return replace(probe, request=replace(probe.request, url=filled, headers=headers))


def sending_without_key(sending: Sending, probe: Probe) -> Sending:
    """A request as the ledger may hold it."""
    forms = _forms(probe)
    return replace(sending, url=_cleaned(sending.url, forms)) if forms else sending


def url_without_key(url: str, probe: Probe) -> str:
    """An address as it may be shown or kept."""
    return _cleaned(url, _forms(probe))


def body_without_key(body: bytes, probe: Probe) -> bytes:
    """What is sent with a request, likewise."""
    for form in _forms(probe):
        body = body.replace(form.encode(), MARK.encode())
    return body


def capture_without_key(capture: Capture, probe: Probe) -> Capture:
    """An answer as it may be kept: services repeat the address that they were asked at."""
    forms = _forms(probe)
    if not forms:
        return capture
    hops = tuple(_hop(hop, forms, hop is capture.hops[-1]) for hop in capture.hops)
    body = body_without_key(capture.body, probe)
    cleaned = replace(capture, hops=hops, failure_detail=_cleaned(capture.failure_detail, forms))
    if revival := capture.revival:
        confirmed = _hop(revival.confirmed_by, forms, is_last=False)
        cleaned = replace(cleaned, revival=replace(revival, confirmed_by=confirmed))
    if body == capture.body and not any(form.encode() in capture.wire for form in forms):
        return cleaned
    # What came over the wire would show it, too: kept is the decoded body, cleaned.
    last = hops[-1]
    headers = tuple((name, text) for name, text in last.headers if name.lower() != _ENCODED)
    trace = replace(last.trace, head=b"", content=b"") if last.trace else None
    hops = (*hops[:-1], replace(last, headers=headers, trace=trace))
    return replace(cleaned, hops=hops, body=body, wire=body)


def _forms(probe: Probe) -> tuple[str, ...]:
    """How the key may be written, the longest first; nothing without one."""
    return _spellings(probe.key.reveal())


@lru_cache(maxsize=256)
def _spellings(key: str) -> tuple[str, ...]:
    if not key:
        return ()
    written = json.dumps(key)[1:-1]
    forms = {
        *(key, quote(key, safe=""), quote(key), quote_plus(key), escape(key)),
        *(written, written.replace("/", "\\/"), json.dumps(key, ensure_ascii=False)[1:-1]),
    }
    forms |= {re.sub("%..", lambda match: match[0].lower(), form) for form in forms}
    return tuple(sorted(forms, key=len, reverse=True))


def _hop(hop: Hop, forms: tuple[str, ...], is_last: bool) -> Hop:
    headers = tuple((name, _cleaned(text, forms)) for name, text in hop.headers)
    trace = _trace(hop.trace, forms, is_last) if hop.trace else None
    return replace(hop, url=_cleaned(hop.url, forms), headers=headers, trace=trace)


def _trace(trace: Trace, forms: tuple[str, ...], is_last: bool) -> Trace:
    """What evidence keeps: of an answer that may show the key no byte stays as it came.

    What came with a redirect is not decoded by anybody, so it may."""
    request, spelt = trace.request, [form.encode() for form in forms]
    for form in spelt:
        request = request.replace(form, MARK.encode())
    is_unread = bool(trace.content) and not is_last
    if is_unread or any(form in trace.head or form in trace.content for form in spelt):
        return replace(trace, request=request, head=b"", content=b"")
    return replace(trace, request=request)


def _cleaned(text: str, forms: tuple[str, ...]) -> str:
    for form in forms:
        text = text.replace(form, MARK)
    return text


__all__ = [
    "MARK",
    "body_without_key",
    "capture_without_key",
    "sendable",
    "sending_without_key",
    "url_without_key",
]
