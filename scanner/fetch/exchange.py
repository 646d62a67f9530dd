"""One HTTP request and its response, within its bounds; every trouble comes back as a value."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import requests
import urllib3
from requests.cookies import extract_cookies_to_jar, get_cookie_header

from scanner.fetch.addresses import (
    AddressRefused,
    Endpoint,
    NameNotResolved,
    endpoint,
    endpoints,
    refuse_addresses,
    resolve,
)
from scanner.fetch.body import read_body, too_large
from scanner.fetch.cutoff import Cutoff, CutShort
from scanner.fetch.options import FetchOptions
from scanner.fetch.proxy import LOGIN_WANTED, LoginRefused, ProxyUnusable
from scanner.fetch.proxy_blame import NO_PROXY, Blame, of_refusal, of_tunnel
from scanner.fetch.steps import ProxyFault, Reply, Step
from scanner.fetch.trace import Taps
from scanner.fetch.transport import Call, HostSession
from scanner.fetch.wire import FramingRefused, WireExceeded
from scanner.model.capture import Failure, Hop, Sending

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUFFERED = 65_536
_CUT = {
    Failure.TIMEOUT: "no whole answer came in time",
    Failure.STOPPED: "the run was interrupted",
    Failure.PROXY: "the proxy stopped working",
}
_CERTIFICATE = {
    10: "its certificate has expired",
    18: "its certificate is signed by itself",
    19: "its certificate comes from an unknown authority",
    20: "its certificate comes from an unknown authority",
    62: "its certificate is for another host",
}
"""OpenSSL's verification codes (x509_vfy.h)."""


class Exchange:
    """Makes requests for steps."""

    def __init__(
        self,
        options: FetchOptions,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        announce: Callable[[Sending], None],
    ) -> None:
        self._options = options
        self._now = now
        self._monotonic = monotonic
        self._announce = announce
        self._proxy_endpoints: tuple[Endpoint, ...] = ()

    def make(self, step: Step, session: HostSession, cutoff: Cutoff) -> Reply:
        """Send the step's request and read the answer. Never raises for network trouble."""
        began = self._monotonic()
        sent_at: list[datetime] = []

        def announce() -> None:
            sent_at.append(self._now())
            self._announce(
                Sending(
                    probe_id=step.probe_id,
                    url=step.target.url,
                    method=step.method,
                    site=step.site,
                    at=sent_at[-1],
                    what=step.what,
                    sends=step.sends,
                )
            )

        taps = Taps() if self._options.keeps_trace else None
        call = Call(step.target, cutoff, step.max_bytes, announce, taps=taps)
        outcome = _Outcome()
        try:
            self._attempt(step, session, call, outcome)
        finally:
            cutoff.release()
        if cutoff.reason is not None and not outcome.address_refused:
            # Where the end of the connection ends the content, being cut looks like success.
            outcome.fail(cutoff.reason, _CUT[cutoff.reason])
        elapsed_s = self._monotonic() - began
        if taps is not None and outcome.hop is not None:
            # What was looked up is forgotten below when the exchange failed.
            trace = taps.trace(call.meter, outcome.traced, session.addresses, sent_at[0], elapsed_s)
            outcome.hop = replace(outcome.hop, trace=trace)
        if session.line.proxy is not None and not sent_at:
            outcome.doubt_proxy()
        if outcome.failure is not None or outcome.address_refused:
            # The next request looks the name up anew, and starts on a fresh connection.
            session.close()
            session.addresses = ()
        return outcome.reply(sent_at[0] if sent_at else None, elapsed_s)

    def _attempt(self, step: Step, session: HostSession, call: Call, outcome: _Outcome) -> None:
        try:
            self._ask(step, session, call, outcome)
        except AddressRefused:
            outcome.address_refused = True
        except NameNotResolved:
            outcome.fail(Failure.NAME_NOT_RESOLVED, "its name is not known")
        except ProxyUnusable as error:
            outcome.blame(of_refusal(error))
        except CutShort:
            outcome.fail(Failure.TIMEOUT, "")
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            outcome.fail(*_describe(error))
            outcome.is_lost = _is_lost(error)
            if session.line.proxy is not None and (blame := of_tunnel(_causes(error))):
                outcome.blame(blame)
        except (http.client.HTTPException, OSError, ValueError):
            outcome.fail(Failure.PROTOCOL, "the exchange broke down")

    def _ask(self, step: Step, session: HostSession, call: Call, outcome: _Outcome) -> None:
        self._route(step, session)
        if call.cutoff.reason is not None:
            raise CutShort
        prepared = _prepare(step)
        response = session.send(prepared, call, self._timeouts(step))
        raw: Any = response.raw
        try:
            if response.status_code == 407 and session.takes_plain(step.target):
                raise LoginRefused(LOGIN_WANTED)
            if response.status_code >= 300 and "set-cookie" in raw.headers:
                # An answer that ends the chain has nobody to remember them for.
                extract_cookies_to_jar(step.cookies, prepared, raw)  # type: ignore[no-untyped-call]
            # The library's own headers are merged and reordered.
            headers = raw._original_response.msg.items()
            outcome.hop = Hop(
                url=step.target.url,
                status=response.status_code,
                headers=tuple((str(name), str(value)) for name, value in headers),
                peer=call.peer,
                certificate_sha256=call.certificate_sha256,
            )
            if response.status_code in _REDIRECTS and "location" in raw.headers:
                outcome.location = _location(raw.headers)
                if not step.reads_redirects:
                    _drop_body(raw, call)
                    outcome.traced = b""
                    return
            if not step.keeps_part and _is_longer(raw.headers, step.max_bytes):
                outcome.fail(Failure.TOO_LARGE, too_large(step.max_bytes))
                return
            body = read_body(raw, step.max_bytes)
            if step.keeps_part or body.failure is not Failure.TOO_LARGE:
                outcome.body, outcome.wire = body.decoded, body.wire
                outcome.traced = body.wire
            if body.failure is not None:
                outcome.fail(body.failure, body.detail)
        finally:
            response.close()

    def _timeouts(self, step: Step) -> tuple[float, float]:
        """Bounds in seconds on the connection, and on each silence afterwards."""
        # A little longer than the cutoff, which is the one bound that holds for everything.
        whole = step.timeout_s + 1.0
        silence = min(self._options.first_byte_timeout_s or whole, whole)
        if self._options.proxy:
            # Tor may take as long to reach a host as another takes to answer.
            return silence, silence
        return min(self._options.connect_timeout_s, whole), silence

    def _route(self, step: Step, session: HostSession) -> None:
        """Find and check the addresses that the session connects to."""
        if session.line.proxy is not None:
            self._proxy_endpoints = self._proxy_endpoints or session.line.proxy.endpoints()
            session.line.endpoints = self._proxy_endpoints
            return
        if self._options.connect_to is not None:
            session.line.endpoints = (endpoint(*self._options.connect_to[step.target.host]),)
            return
        session.addresses = session.addresses or resolve(step.target.host)
        refuse_addresses(session.addresses, step.local_allowed)
        session.line.endpoints = endpoints(session.addresses, step.target.port)


def _prepare(step: Step) -> requests.PreparedRequest:
    """The request, with the URL as it was checked: nothing normalises it once more."""
    prepared = requests.PreparedRequest()
    prepared.method = step.method
    prepared.url = step.target.url
    prepared.prepare_headers(dict(step.headers))
    prepared.body = step.body or None
    prepared.prepare_content_length(prepared.body)
    cookie = get_cookie_header(step.cookies, prepared) if len(step.cookies) else None  # type: ignore[no-untyped-call]
    if cookie:
        prepared.headers["Cookie"] = cookie
    return prepared


def _drop_body(raw: Any, call: Call) -> None:
    """Keep the connection for the next request if no more of the body is to come.

    Nothing is waited for: what lies in the buffer already is thrown away, of all else nothing read.
    """
    if call.meter is None:
        return
    call.meter.hold()
    broken = (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError)
    with contextlib.suppress(*broken):
        while raw.read1(_BUFFERED, decode_content=False):
            pass


class _Outcome:
    """What has come so far."""

    def __init__(self) -> None:
        self.hop: Hop | None = None
        self.location: str | None = None
        self.body = b""
        self.wire = b""
        self.traced: bytes | None = None
        """Of content that evidence keeps, what `wire` has of it; None where it keeps none."""
        self.failure: Failure | None = None
        self.detail = ""
        self.address_refused = False
        self.is_lost = False
        """The connection ended before the answer's head was whole."""
        self.proxy_fault: ProxyFault | None = None
        self.is_word_of_host = False
        """What failed is the host, although nothing was sent: its certificate, or by the proxy's
        word."""

    def blame(self, blame: Blame) -> None:
        """Note what the proxy said."""
        self.fail(Failure.REFUSED_CONNECTION, blame.detail)
        self.is_lost = False
        self.proxy_fault = blame.fault
        self.is_word_of_host = blame.fault is None

    def doubt_proxy(self) -> None:
        """Where nothing else is known, that no request could be sent may be the proxy's doing."""
        is_ended = self.failure in (None, Failure.STOPPED, Failure.PROXY, Failure.TLS)
        if not is_ended and not self.is_word_of_host:
            self.proxy_fault = self.proxy_fault or ProxyFault.SILENT

    def fail(self, failure: Failure, detail: str) -> None:
        self.failure, self.detail = failure, detail

    def reply(self, sent_at: datetime | None, elapsed_s: float) -> Reply:
        return Reply(
            sent_at=sent_at,
            elapsed_s=elapsed_s,
            hop=self.hop,
            location=self.location,
            body=self.body,
            wire=self.wire,
            failure=self.failure,
            detail=self.detail,
            address_refused=self.address_refused,
            is_lost=self.is_lost,
            proxy_fault=self.proxy_fault,
        )


def _is_longer(headers: urllib3.HTTPHeaderDict, most: int) -> bool:
    """Whether an answer says that more than so many bytes will come."""
    said = headers.get("content-length", "")
    return said.isdecimal() and int(said) > most


def _location(headers: urllib3.HTTPHeaderDict) -> str:
    """Where a redirect points; empty when it names several places, since none of them counts."""
    places = set(headers.getlist("location"))
    return _text(places.pop()) if len(places) == 1 else ""


def _text(header: str) -> str:
    """A header that was sent as UTF-8, which the library reads as Latin-1."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _describe(error: Exception) -> tuple[Failure, str]:
    """The kind of a library's exception. Its own text may quote the address: it is dropped."""
    chain = tuple(_causes(error))
    # The proxy's own certificate may be what is wrong.
    if any(isinstance(cause, requests.exceptions.ProxyError) for cause in chain):
        return Failure.REFUSED_CONNECTION, NO_PROXY
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Failure.TLS, _CERTIFICATE.get(
                cause.verify_code, "its certificate could not be verified"
            )
    if any(isinstance(cause, WireExceeded) for cause in chain):
        return Failure.PROTOCOL, "its headers are too long"
    if any(isinstance(cause, FramingRefused) for cause in chain):
        return Failure.PROTOCOL, "its headers don't say clearly where the content ends"
    # Checked before the time-outs, of which urllib3 makes it one.
    if any(isinstance(cause, urllib3.exceptions.NewConnectionError) for cause in chain):
        return Failure.REFUSED_CONNECTION, "it did not accept the connection"
    if any(
        isinstance(cause, (requests.Timeout, urllib3.exceptions.TimeoutError)) for cause in chain
    ):
        return Failure.TIMEOUT, "no answer came in time"
    if any(isinstance(cause, (ssl.SSLError, urllib3.exceptions.SSLError)) for cause in chain):
        return Failure.TLS, "no secure connection could be made"
    return Failure.PROTOCOL, "its answer was no proper HTTP"


def _is_lost(error: Exception) -> bool:
    """Whether the peer ended the connection; a time-out or a refusal is something else."""
    lost = (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError)
    return any(
        isinstance(cause, lost) and not isinstance(cause, ConnectionRefusedError)
        for cause in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what libraries wrapped in it, by argument, reason or cause."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        cause = waiting.pop()
        if not isinstance(cause, BaseException) or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting.extend((*cause.args, getattr(cause, "reason", None), cause.__cause__))
