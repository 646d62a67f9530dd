"""Answers of earlier runs, asked for anew: the site says whether they still hold.

An earlier answer is never used without asking (RFC 9111 would allow that for a while): whoever
checks again wants to know whether something is really gone. So a page costs a question each time,
and only its content is spared.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from scanner.fetch.steps import Reply, Step
from scanner.model.capture import Hop

LONGEST_VALIDATOR = 256
"""Characters of an ETag that we would repeat to the site; longer ones are not kept."""
_SETTLED = timedelta(seconds=60)
"""How long before the answer a page must have been changed last for its date to tell two versions
apart: the date has whole seconds only (RFC 9110, section 8.8.2.2)."""
_SHAPING = frozenset({"accept", "accept-encoding", "accept-language", "user-agent"})
"""Headers with which a request may be remembered. Any other may be a key."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """A whole answer of an earlier request, as it came."""

    status: int
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    peer: str
    certificate_sha256: str
    body: bytes = field(repr=False)
    wire: bytes = field(repr=False)
    fetched_at: datetime
    """UTC, when its request was sent."""

    def hop(self, url: str) -> Hop:
        """The exchange that brought it; the address is not stored."""
        return Hop(url, self.status, self.headers, self.peer, self.certificate_sha256)


class AnswerStore(Protocol):
    """Where answers lie from one run to the next. Trouble with it is a miss, never an exception."""

    def get(self, question: bytes) -> StoredAnswer | None:
        """The answer to the very same request, unless it is too old."""

    def put(self, question: bytes, answer: StoredAnswer) -> None:
        """Keep an answer in place of any earlier one, as far as there is room."""

    def drop(self, question: bytes) -> None:
        """Forget the answer to a request."""


def question_of(step: Step) -> bytes | None:
    """All that a request says, by which its answer is remembered; None when it must not be.

    Since every header is part of it, an answer that varies by any of them is never mixed up.
    """
    plain = step.method == "GET" and not step.body and not len(step.cookies)
    if not plain or any(name.lower() not in _SHAPING for name, _ in step.headers):
        return None
    said = sorted(f"{name.lower()}: {value}" for name, value in step.headers)
    return "\n".join([step.target.url, *said]).encode()


def condition(stored: StoredAnswer) -> tuple[tuple[str, str], ...]:
    """The header that asks the site whether a stored answer still holds."""
    hop = stored.hop("")
    if tag := _only(hop, "etag"):
        return (("If-None-Match", tag),)
    return (("If-Modified-Since", _only(hop, "last-modified")),)


def may_be_stored(reply: Reply) -> bool:
    """Whether an answer is whole, may be kept, and can be asked about later."""
    hop = reply.hop
    if hop is None or reply.failure is not None or reply.sent_at is None or hop.status != 200:
        return False
    if "*" in _listed(hop, "vary") or "no-store" in _listed(hop, "cache-control"):
        return False
    if tag := _only(hop, "etag"):
        return len(tag) <= LONGEST_VALIDATOR and tag.isascii()
    return _settled_before(_only(hop, "last-modified"), _only(hop, "date"))


def remember(
    store: AnswerStore, question: bytes, known: StoredAnswer | None, reply: Reply
) -> Reply:
    """The reply, after it was stored; or, where it may not be, after what was `known` until now was
    forgotten. An error of the site's or no answer at all says nothing of the page."""
    hop = reply.hop
    if hop is not None and reply.sent_at is not None and may_be_stored(reply):
        stored = StoredAnswer(
            hop.status,
            hop.headers,
            hop.peer,
            hop.certificate_sha256,
            reply.body,
            reply.wire,
            reply.sent_at,
        )
        store.put(question, stored)
    elif known is not None and hop is not None and hop.status < 500 and hop.status != 429:
        store.drop(question)
    return reply


def still_holds(stored: StoredAnswer, reply: Reply) -> bool:
    """Whether a "not modified" (304) is about the stored answer: it may name another version."""
    if reply.hop is None or reply.failure is not None:
        return False
    tag = _only(reply.hop, "etag")
    return not tag or _opaque(tag) == _opaque(_only(stored.hop(""), "etag"))


def _opaque(tag: str) -> str:
    """Weak comparison: RFC 9110, section 8.8.3.2."""
    return tag.removeprefix("W/")


def _settled_before(changed: str, answered: str) -> bool:
    changed_at, answered_at = _moment(changed), _moment(answered)
    if changed_at is None or answered_at is None:
        return False
    return answered_at - changed_at >= _SETTLED


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _only(hop: Hop, name: str) -> str:
    """A header's value; empty when it is missing, or there twice and so means nothing."""
    values = [value for key, value in hop.headers if key.lower() == name]
    return values[0].strip() if len(values) == 1 else ""


def _listed(hop: Hop, name: str) -> frozenset[str]:
    """The words of a header that is a list, without arguments, in lower case."""
    values = [value for key, value in hop.headers if key.lower() == name]
    words = (word.partition("=")[0].strip().lower() for word in ",".join(values).split(","))
    return frozenset(words)
