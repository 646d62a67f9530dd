"""A second pack, derived from a sealed one, whose values are masked in the captures, too."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.errors import PackError
from scanner.evidence.pack.building import packed, sealed, with_index, write_pack
from scanner.evidence.pack.details import PackDetails
from scanner.evidence.pack.disclosure import ALWAYS_WITHHELD, Withheld, disclosure_schedule
from scanner.evidence.pack.layout import (
    ARCHIVE,
    ASSESSMENT,
    CAPTURES,
    CONTENTS,
    DISCLOSURE,
    METHOD,
    REDACTIONS,
    REPLAY,
    REPORT,
)
from scanner.evidence.pack.masking import Masker
from scanner.evidence.pack.method import method_statement
from scanner.evidence.pack.redacted_archive import RedactedArchive, masked_address, redact_archive
from scanner.evidence.signing import fingerprint
from scanner.model.assessment import Assessment
from scanner.render import read_json, render_json

_HASHES = "sha256"
"""Of a short answer a hash would let its value be guessed, so none of one answer is in."""
_DROPPED = frozenset({"warc_record_id", "warc_record_ids", "request_headers", "response_headers"})
_VOUCHING = ("/manifest.sig", "/manifest.tsr", "/operator.pem", "/stamping.jsonl")
_ADDRESSES = frozenset({"url_requested", "url_final", "url"})

ReportMaker = Callable[[Assessment, str, str], bytes]
"""Makes the report for police as PDF; empty bytes where none can be made. Takes the assessment, the
SHA-256 of its JSON, and that of the list of contents of the pack that it was derived from."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What was masked and what is left out, for the log."""

    archive: RedactedArchive
    masker: Masker
    left_out: tuple[str, ...]


def redact_pack(
    original: Mapping[str, bytes],
    details: PackDetails,
    key: Ed25519PrivateKey,
    masker: Masker,
    report: ReportMaker,
) -> bytes:
    """The bytes of the redacted pack of a pack that was verified. `details`: the new label.

    Raises PackError when a value is left in any of its members.
    """
    listed = sha256(original[CONTENTS]).hexdigest()
    details = replace(details, redacted=True, derived_from=listed)
    archive = redact_archive(original[ARCHIVE], masker)
    names = _probe_names(original.get(CAPTURES, b""))
    contents = {
        ARCHIVE: archive.warc,
        CAPTURES: _masked_log(original.get(CAPTURES, b""), masker, names),
        ASSESSMENT: _masked_assessment(original[ASSESSMENT], masker, names),
    }
    assessment = read_json(contents[ASSESSMENT].decode()).assessment
    named = sha256(contents[ASSESSMENT]).hexdigest()
    contents = with_index(contents)
    contents[METHOD] = method_statement(
        assessment, details, fingerprint(key), named, can_replay=False
    )
    if pdf := report(assessment, named, listed):
        contents[REPORT] = pdf
    left_out = tuple(sorted(original.keys() - contents.keys() - {CONTENTS}))
    contents[REDACTIONS] = _log(details, _Done(archive, masker, left_out))
    contents[DISCLOSURE] = disclosure_schedule(
        contents, assessment, details, _withheld(left_out, archive, listed)
    )
    _require_clean(contents, masker)
    return write_pack(packed(sealed(contents, details, key), details))


def _probe_names(log: bytes) -> dict[str, str]:
    """Ids of probes are hashes of what was asked, so they are numbered anew."""
    entries = (json.loads(line) for line in log.decode().splitlines())
    return {
        str(entry["probe"]): f"probe-{number}"
        for number, entry in enumerate(entries, 1)
        if entry.get("probe")
    }


def _masked_log(log: bytes, masker: Masker, names: Mapping[str, str]) -> bytes:
    lines = []
    for line in log.decode().splitlines():
        entry = {key: value for key, value in json.loads(line).items() if _may_stay(key)}
        for key in _ADDRESSES & entry.keys():
            entry[key] = masked_address(str(entry[key]), masker)
        lines.append(json.dumps(masker.json(entry, names), ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines).encode()


def _masked_assessment(content: bytes, masker: Masker, names: Mapping[str, str]) -> bytes:
    assessment = read_json(content.decode()).assessment
    checks = tuple(replace(check, body_sha256="") for check in assessment.checks)
    document = json.loads(render_json(replace(assessment, checks=checks)))
    return f"{json.dumps(masker.json(document, names), ensure_ascii=False)}\n".encode()


def _may_stay(key: str) -> bool:
    return _HASHES not in key and key not in _DROPPED


def _log(details: PackDetails, done: _Done) -> bytes:
    """Kinds and numbers, never a value."""
    told: dict[str, Any] = {
        "schema": "netcurtain/redactions/1",
        "derived_from_contents_sha256": details.derived_from,
        "made_at": details.made_at,
        "by": details.operator,
        "masked": dict(sorted(done.masker.counts.items())),
        "answers": done.archive.answers,
        "answers_left_out": dict(done.archive.left_out),
        "files_left_out": list(done.left_out),
        "how": "Of each answer the reading is kept as plain text, with masks in place of values in "
        "every spelling that the matcher finds; markup, all headers but Server and Date, "
        "pictures and hashes of single answers are left out.",
    }
    return f"{json.dumps(told, indent=1, ensure_ascii=False)}\n".encode()


def _withheld(left_out: tuple[str, ...], archive: RedactedArchive, original: str) -> list[Withheld]:
    told = [
        *ALWAYS_WITHHELD,
        Withheld(
            f"the original pack, whose seal/contents.sha256 has the SHA-256 {original}",
            "it shows the person's values in clear",
        ),
        Withheld(
            "of all answers: markup, most headers, requests, certificates, and hashes",
            "they may show values in a form that cannot be masked, or let them be guessed",
        ),
    ]
    told += [
        Withheld(f"{name} of the original pack", _why(name))
        for name in left_out
        if not name.startswith(("seal/", "continuity/", "datapackage"))
    ]
    told += [
        Withheld(f"the content of {number} answers", f"redacted, {why}")
        for why, number in archive.left_out
    ]
    return told


def _why(name: str) -> str:
    if name == REPLAY:
        return "it holds the person's values; a redacted pack can only be verified"
    if name.endswith(_VOUCHING):
        return "it vouches for files that are not in this pack"
    return "it may show values in a form that cannot be masked, or hashes of what shows them"


def _require_clean(contents: Mapping[str, bytes], masker: Masker) -> None:
    """The last look, at what was made from all of it: nothing goes out that shows a value."""
    counts = masker.counts.copy()
    for name, content in contents.items():
        if name not in (ARCHIVE, REPORT) and masker.holds_any(content.decode()):
            raise PackError(f"{name} could not be redacted for certain, so nothing was written.")
    masker.counts = counts
