"""A pack from evidence, assessment and label: with report, statement, schedule and seal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.evidence.pack.building import packed, sealed, with_index, write_pack
from scanner.evidence.pack.continuity import add_line
from scanner.evidence.pack.details import PackDetails
from scanner.evidence.pack.disclosure import ALWAYS_WITHHELD, Withheld, disclosure_schedule
from scanner.evidence.pack.layout import (
    ASSESSMENT,
    CONTENTS,
    CONTINUITY,
    DISCLOSURE,
    METHOD,
    REPLAY,
    REPORT,
)
from scanner.evidence.pack.method import method_statement
from scanner.evidence.signing import fingerprint
from scanner.model.assessment import Assessment

_NO_PDF = Withheld(
    "report for police as PDF", "what makes PDFs was not installed (netcurtain[pdf])"
)
_NO_REPLAY = Withheld(
    "subject, rules and keys, without which the evidence cannot be judged again",
    "no passphrase was given to encrypt them with, or the check was not kept in a case; so this "
    "pack can only be verified",
)


@dataclass(frozen=True, slots=True)
class Ingredients:
    """All that goes into a pack."""

    contents: Mapping[str, bytes] = field(repr=False)
    """The evidence, by place in the pack."""
    assessment: Assessment = field(repr=False)
    others: tuple[str, ...] = ()
    """Files that lay beside the evidence."""
    report: bytes = field(default=b"", repr=False)
    """The PDF; empty where none could be made."""
    replay: bytes = field(default=b"", repr=False)
    """Encrypted; empty where the pack can only be verified."""


def make_pack(
    given: Ingredients,
    details: PackDetails,
    key: Ed25519PrivateKey,
    hand_over_to: str = "",
) -> bytes:
    """The bytes of the pack. The same arguments give the same bytes."""
    contents = with_index(given.contents)
    named = sha256(contents[ASSESSMENT]).hexdigest()
    contents[METHOD] = method_statement(
        given.assessment, details, fingerprint(key), named, can_replay=bool(given.replay)
    )
    if given.report:
        contents[REPORT] = given.report
    if given.replay:
        contents[REPLAY] = given.replay
    withheld = _withheld(given)
    contents[DISCLOSURE] = disclosure_schedule(contents, given.assessment, details, withheld)
    return _closed(sealed(contents, details, key), details, key, hand_over_to)


def hand_over(
    contents: Mapping[str, bytes],
    details: PackDetails,
    key: Ed25519PrivateKey,
    *,
    at: str,
    by: str,
    to: str,
) -> bytes:
    """The same pack with one line more in its continuity log."""
    log = add_line(contents[CONTINUITY], contents[CONTENTS], key, at=at, by=by, to=to)
    return write_pack(packed({**contents, CONTINUITY: log}, details))


def _closed(
    contents: Mapping[str, bytes], details: PackDetails, key: Ed25519PrivateKey, to: str
) -> bytes:
    if to:
        at, by = details.made_at, details.operator
        return hand_over(contents, details, key, at=at, by=by, to=to)
    return write_pack(packed(contents, details))


def _withheld(given: Ingredients) -> Sequence[Withheld]:
    told = list(ALWAYS_WITHHELD)
    if not given.report:
        told.append(_NO_PDF)
    if not given.replay:
        told.append(_NO_REPLAY)
    told += [
        Withheld(f"{name}, a file beside the evidence", "the check did not list it")
        for name in given.others
    ]
    return told
