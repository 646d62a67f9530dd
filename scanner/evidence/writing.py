"""The evidence of a scan as files: archive and log once it was judged, then manifest and seal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.errors import EvidenceError
from scanner.evidence.archive import ARCHIVE, write_archive
from scanner.evidence.capture_log import CaptureLog, LogContext, capture_log
from scanner.evidence.clock import ClockCheck, check_clock, clock_reading
from scanner.evidence.manifest import (
    HASHES,
    MANIFEST,
    LogSummary,
    Readable,
    describe_evidence,
    list_of,
)
from scanner.evidence.seal import PUBLIC_KEY, SIGNATURE, Signature, sign
from scanner.evidence.timestamp import TIMESTAMP, Stamped
from scanner.model.answer import Gathered
from scanner.model.capture import Capture, Sending
from scanner.model.clock import stamp
from scanner.model.finding import Finding
from scanner.rulebook.book import RuleBook

CAPTURES = "captures.jsonl"
STAMPING = "stamping.jsonl"
"""The ledger's last lines: what left the machine after the report with its ledger was sealed."""


class Folder(Readable, Protocol):
    """Where evidence goes: files appear there whole, and can be read back."""

    def open_new(self, name: str) -> AbstractContextManager[BinaryIO]: ...

    def write(self, name: str, content: str | bytes) -> Path: ...


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who made the scan, with what, and on what it rests."""

    tool: str
    operator: str = ""
    consent: str = ""
    network: str = "direct"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written of a scan, and what its manifest needs."""

    paths: tuple[Path, ...]
    log: CaptureLog = field(repr=False)
    clock: ClockCheck
    gathered: Gathered = field(repr=False)
    circumstances: Circumstances


@dataclass(frozen=True, slots=True)
class Sealed:
    """A manifest with its seal."""

    paths: tuple[Path, ...]
    signature: Signature
    stamped: Stamped | None = None
    problem: str = ""
    """Why there is no stamp although one was asked for."""


def write_evidence(
    folder: Folder,
    gathered: Gathered,
    findings: Sequence[Finding],
    circumstances: Circumstances,
    exhibits: Mapping[str, Mapping[str, Any]] | None = None,
) -> Evidence:
    """Writes the archive and the capture log.

    `exhibits`: by probe, what the log tells of the pictures of its page.
    """
    with folder.open_new(ARCHIVE) as stream:
        records = write_archive(stream, gathered, circumstances.tool, findings)
    context = LogContext(
        circumstances.operator,
        circumstances.consent,
        circumstances.network,
        circumstances.tool,
        ARCHIVE,
    )
    told = {probe_id: dict(entry) for probe_id, entry in (exhibits or {}).items()}
    log = capture_log(gathered, findings, records, told, context)
    paths = (folder.path / ARCHIVE, folder.write(CAPTURES, log.text))
    return Evidence(paths, log, clock_of(gathered), gathered, circumstances)


def write_seal(
    folder: Folder,
    evidence: Evidence,
    others: Iterable[Path],
    book: RuleBook,
    key: Ed25519PrivateKey,
    made_at: datetime,
    stamping: Callable[[bytes], Stamped] | None = None,
    authority: str = "",
) -> Sealed:
    """Writes the manifest of these and `others`, its seal, and the stamp that `stamping` gets.

    `authority`: the host that is asked for the stamp, which the manifest names. Where `stamping`
    raises EvidenceError, all but the stamp is written.
    """
    summary = LogSummary(CAPTURES, evidence.log.lines, evidence.log.head)
    content = describe_evidence(
        [*evidence.paths, *others],
        folder,
        made_at=made_at,
        gathered=evidence.gathered,
        book=book,
        tool=evidence.circumstances.tool,
        operator=evidence.circumstances.operator,
        log=summary,
        clock=evidence.clock,
        more=_stamping(authority) if stamping else None,
    )
    signature = sign(content, key)
    paths = [
        folder.write(MANIFEST, content),
        folder.write(SIGNATURE, signature.value),
        folder.write(PUBLIC_KEY, signature.public_pem),
    ]
    stamped, problem = None, ""
    if stamping is not None:
        try:
            stamped = stamping(content)
            paths.append(folder.write(TIMESTAMP, stamped.response))
            paths.append(folder.write(STAMPING, _ledger(stamped.sendings)))
        except EvidenceError as error:
            problem = str(error)
    every = [*evidence.paths, *others, *paths]
    hashes = folder.write(HASHES, list_of(every, folder))
    return Sealed((*paths, hashes), signature, stamped, problem)


def clock_of(gathered: Gathered) -> ClockCheck:
    """This machine's clock against those of all sites that answered."""
    readings = (
        clock_reading(answer.answer, answer.probe.site)
        for answer in gathered.answers
        if isinstance(answer.answer, Capture)
    )
    return check_clock(reading for reading in readings if reading is not None)


def _ledger(sendings: Iterable[Sending]) -> str:
    lines = (
        {
            "at": stamp(each.at),
            "site": each.site,
            "method": each.method,
            "url": each.url,
            "learns": f"the SHA-256 of {MANIFEST}",
        }
        for each in sendings
    )
    return "".join(json.dumps(line) + "\n" for line in lines)


def _stamping(authority: str) -> dict[str, Any]:
    return {
        "time_stamp": {
            "authority": authority,
            "learns": "the SHA-256 of this file, and nothing else",
            "file": TIMESTAMP,
        }
    }
