"""The disclosure schedule of a pack: all that is held of a check, what of it is in, and what is not
and why.

Police must keep and be able to disclose what may be relevant, also what speaks against a case
(code of practice under the Criminal Procedure and Investigations Act 1996). So the negative, the
inconclusive and the failed stand in the pack with the rest, and nothing is left out unsaid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from scanner.evidence.pack.details import PackDetails
from scanner.evidence.pack.layout import (
    ARCHIVE,
    ASSESSMENT,
    CAPTURES,
    DISCLOSURE,
    INDEX,
    METHOD,
    PAGES,
    REDACTIONS,
    REPLAY,
    REPORT,
)
from scanner.model.assessment import Assessment
from scanner.model.outcome import CHECKED

_WHAT = {
    ARCHIVE: "all exchanges as they came (WARC); shows the person's values in clear",
    CAPTURES: "capture log: every question and what came of it, unsent ones too",
    ASSESSMENT: "the assessment, for programs",
    "evidence/report.html": "the person's own report",
    "evidence/manifest.json": "the check's own manifest",
    "evidence/manifest.sha256": "the check's own list of hashes",
    "evidence/manifest.sig": "signature of the check's manifest",
    "evidence/manifest.tsr": "time stamp of the check's manifest",
    "evidence/operator.pem": "public key of the signature of the check's manifest",
    "evidence/deadlines.ics": "the days by when to act, as a calendar",
    REPORT: "report for police",
    METHOD: "method statement",
    DISCLOSURE: "this schedule",
    REDACTIONS: "what was masked, by kind and number, without values",
    REPLAY: "what judging again needs, encrypted with the pack's passphrase",
    INDEX: "index of the archive, for players",
    PAGES: "list of pages, for players",
}
_WHAT_REDACTED = {
    ARCHIVE: "the reading of each answer, with values masked (WARC)",
    CAPTURES: "capture log, masked and without the hashes of answers",
    ASSESSMENT: "the assessment, for programs, masked",
}


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that is held, or was, and is not in the pack."""

    what: str
    why: str


ALWAYS_WITHHELD = (
    Withheld("keys and tokens for services", "secrets of the operator; marks stand in their place"),
    Withheld("the operator's signing key", "secret; its public half is in seal/operator.pem"),
)


def disclosure_schedule(
    contents: Mapping[str, bytes],
    assessment: Assessment,
    details: PackDetails,
    withheld: Sequence[Withheld],
) -> bytes:
    """`contents`: all other files of the pack, by name."""
    lines = [
        details.marking,
        "DISCLOSURE SCHEDULE",
        "",
        f"Reference: {details.reference or 'none given'}",
        f"Exhibit: {details.exhibit or 'none given'}",
        f"Made by: {details.operator}, {details.made_at}",
        *([f"Redacted copy of the pack {details.derived_from}"] if details.redacted else []),
        "",
        "A. In this pack",
        *_included(contents, {**_WHAT, **_WHAT_REDACTED} if details.redacted else _WHAT),
        "",
        "B. Of the check, kept whatever it says",
        *_kept(assessment),
        "",
        "C. Not in this pack, and why",
        *(f"  {number}. {item.what}: {item.why}." for number, item in enumerate(withheld, 1)),
        "",
        "Nothing else is known to this program to be held of this check.",
    ]
    return ("\n".join(lines).lstrip("\n") + "\n").encode()


def _included(contents: Mapping[str, bytes], told: Mapping[str, str]) -> Iterable[str]:
    for number, name in enumerate(sorted(contents), 1):
        what = told.get(name) or _by_folder(name)
        yield f"  {number}. {name}: {what}"
        yield f"     {len(contents[name])} bytes, SHA-256 {sha256(contents[name]).hexdigest()}"
    yield (
        f"  {len(contents) + 1}. {DISCLOSURE}, the files in seal/, the continuity log and the "
        f"description of the WACZ, which are made last"
    )


def _by_folder(name: str) -> str:
    folder = name.partition("/")[0]
    return {
        "pictures": "picture or print of a page, made from the archive (illustration)",
        "screenshots": "picture of a page, made from the archive (illustration)",
        "prints": "print of a page, made from the archive (illustration)",
    }.get(folder, "file of the check")


def _kept(assessment: Assessment) -> Iterable[str]:
    counts = Counter(check.outcome for check in assessment.checks)
    checked = sum(counts[kind] for kind in CHECKED)
    yield f"  {checked} answered questions, found or absent"
    yield f"  {len(assessment.checks) - checked} without an answer, each with its reason"
    yield f"  {len(assessment.findings)} findings, also those that speak for somebody else"
    yield f"  {len(assessment.left_out)} sources that were not asked, each with its reason"
