"""Whether a password stands in public lists of leaked ones, asked without telling which it is.

The service (Pwned Passwords) takes the first five of the forty hex digits of the password's SHA-1
and answers with the other digits of all leaked passwords that begin so, some hundreds, and how
often each was seen. With padding the length of the answer tells nothing either; the lines that pad
it have the count 0. Source: https://haveibeenpwned.com/API/v3#PwnedPasswords
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from scanner.model.capture import Capture, Skipped
from scanner.model.plan import Manners, Probe, Purpose, Request, Robots

HOST = "api.pwnedpasswords.com"
_SITE = "pwnedpasswords.com"
_SENT_DIGITS = 5
_LINE = re.compile(r"([0-9A-F]{35}):([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The SHA-1 of a password in upper-case hex: what is sent of it, and what stays here."""

    sent: str
    kept: str = field(repr=False)


def fingerprint_of(password: str) -> Fingerprint:
    """The fingerprint of a password as it is typed, spaces and all, in UTF-8."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    return Fingerprint(digest[:_SENT_DIGITS], digest[_SENT_DIGITS:])


def question_about(fingerprint: Fingerprint) -> Probe:
    """The one request."""
    request = Request(
        url=f"https://{HOST}/range/{fingerprint.sent}",
        headers=(("Accept", "text/plain"), ("Add-Padding", "true")),
    )
    return Probe(
        id="pwned-passwords",
        source_id="",
        request=request,
        host=HOST,
        site=_SITE,
        purpose=Purpose.SOURCE,
        manners=Manners(robots=Robots.NOT_APPLICABLE, max_redirects=0),
    )


def times_seen(answer: Capture | Skipped, fingerprint: Fingerprint) -> int | None:
    """How often the password was seen in leaks; None when the answer does not say.

    An answer counts only if it is what the service documents, from the first line to the last: a
    challenge or a cut-off list has no line of the password either.
    """
    if isinstance(answer, Skipped) or answer.failure or not answer.hops:
        return None
    if answer.hops[-1].status != 200:
        return None
    lines = [_LINE.fullmatch(line) for line in _text(answer).split()]
    counts = {line[1]: int(line[2]) for line in lines if line}
    if not counts or len(counts) != len(lines):
        return None
    return counts.get(fingerprint.kept, 0)


def _text(answer: Capture) -> str:
    return answer.body.decode("ascii", errors="replace")
