"""Packs made, masked and handed over: what `netcurtain pack` does, step by step."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from scanner import __version__
from scanner.case import OutputFolder
from scanner.case.entries import earlier_of
from scanner.case.evidence import evidence_of_checks
from scanner.case.exports import exports_of
from scanner.case.operator_key import operator_key
from scanner.case.store import CaseStore, StoredScan
from scanner.cli.cases import find_case, find_open_case, opened_store, opened_vault
from scanner.cli.console import is_interactive, say
from scanner.cli.noting import note_files
from scanner.cli.pack_passphrase import wanted_passphrase
from scanner.cli.rulefolders import book_with
from scanner.errors import CaseError, PackError, PlanError
from scanner.evidence.manifest import HASHES, MANIFEST
from scanner.evidence.pack import (
    Folder,
    Ingredients,
    OpenedPack,
    PackDetails,
    Source,
    hand_over,
    make_pack,
    open_pack,
    read_evidence,
    stamp,
    verify_opened,
)
from scanner.evidence.pack.layout import ARCHIVE, ASSESSMENT
from scanner.evidence.pack.masking import Masker
from scanner.evidence.pack.redacting import redact_pack
from scanner.evidence.pack.replaydata import ReplayData, encrypt, replay_data
from scanner.evidence.pack.replaying import archived_answers
from scanner.evidence.pack.verifying_evidence import KEY
from scanner.evidence.signing import fingerprint, read_public
from scanner.evidence.writing import CAPTURES
from scanner.model.assessment import Assessment
from scanner.model.clock import utc_now
from scanner.model.edition import Edition
from scanner.model.subject import Subject
from scanner.profile import load_profile
from scanner.render import read_json
from scanner.render.pdf_report import PdfUnavailable, render_pdf

_TOOL = f"netcurtain {__version__}"
_PACK = "pack of evidence"
_SEALED = {HASHES, MANIFEST, CAPTURES}
"""What evidence that was finished has."""


def packed_evidence(
    source: Source, edition: Edition, to: str, target: Path | None, rules: Sequence[Path]
) -> Path:
    """The pack of a check's evidence. Raises PackError."""
    found = read_evidence(source)
    text = found.contents.get(ASSESSMENT, b"")
    if not text:
        raise PackError(f"{source.path} holds no assessment.")
    read = read_json(text.decode(errors="replace"))
    replay = _replay_of(read.assessment, read.is_revealed, found.contents, rules)
    key = operator_key()
    details = _details(edition)
    edition = replace(
        edition, source_sha256=sha256(text).hexdigest(), seal=_sealed_with(found.contents)
    )
    report = _pdf(read.assessment, edition)
    given = Ingredients(found.contents, read.assessment, found.others, report, replay)
    path = _written(target or Path(_file_name(details)), make_pack(given, details, key, to))
    note_files(read.assessment.person.id, [path], _PACK, to)
    say(f"Sealed with the key {fingerprint(key)}. Tell that fingerprint by another way.")
    return path


def redacted_pack(
    source: Path,
    edition: Edition,
    profile: Path | None,
    target: Path | None,
    rules: Sequence[Path],
) -> Path:
    """The redacted pack of a pack. Raises PackError."""
    opened, label = _sound(source)
    edition = replace(
        edition,
        case_reference=edition.case_reference or label.reference,
        exhibit=edition.exhibit or label.exhibit,
        marking=edition.marking or label.marking,
    )
    person = read_json(opened.contents[ASSESSMENT].decode()).assessment.person
    masker = Masker(_subject(profile, person.name), book_with(rules).detectors)

    def report(assessment: Assessment, source_sha256: str, derived_from: str) -> bytes:
        copy = replace(edition, source_sha256=source_sha256, redacted_from=derived_from)
        return _pdf(assessment, copy)

    content = redact_pack(opened.contents, _details(edition), operator_key(), masker, report)
    target = target or source.with_name(f"{source.stem}-redacted{source.suffix}")
    path = _written(target, content)
    note_files(person.id, [path], "redacted pack of evidence")
    return path


def handed_over(source: Path, by: str, to: str, target: Path | None) -> Path:
    """The same pack with a line more in its continuity log. Raises PackError."""
    opened, label = _sound(source)
    at = stamp(utc_now())
    content = hand_over(opened.contents, label, operator_key(), at=at, by=by, to=to)
    path = _written(target or source, content)
    person = read_json(opened.contents[ASSESSMENT].decode()).assessment.person
    note_files(person.id, [path], _PACK, to)
    return path


def evidence_of(subject: str) -> Source:
    """The newest evidence in the case of a person, or in a folder that the case knows of.

    Raises PlanError when none is there any more."""
    with opened_store() as store:
        case = find_open_case(store, subject)
        noted = [Path(each.path) for each in exports_of(store, case.id)]
        kept = [each for each in evidence_of_checks(store, case.id) if {*each.names()} >= _SEALED]
    found: list[Source] = [
        *kept,
        *(
            Folder(folder)
            for path in noted
            for folder in (path, path.parent)
            if all((folder / name).is_file() for name in _SEALED)
        ),
    ]
    if not found:
        raise PlanError(
            "The case knows of no evidence that is still there. `netcurtain check --evidence` "
            "makes some; of a folder that was moved, name the folder."
        )
    return max(found, key=_made_at)


def _made_at(source: Source) -> str:
    """When its manifest was made, as it says itself; empty for one that is damaged."""
    try:
        return str(json.loads(source.read(MANIFEST))["made_at"])
    except (ValueError, LookupError, TypeError, OSError):
        return ""


def _sealed_with(contents: Mapping[str, bytes]) -> str:
    """Fingerprint of the key that sealed the check; empty for a check without a seal."""
    key = read_public(contents.get(KEY, b""))
    return fingerprint(key) if key else ""


def _sound(source: Path) -> tuple[OpenedPack, PackDetails]:
    opened = open_pack(source)
    verdict = verify_opened(opened)
    if not verdict.is_sound or verdict.details is None:
        raise PackError(f"{source} is not what was sealed: see `netcurtain verify`.")
    return opened, verdict.details


def _details(edition: Edition) -> PackDetails:
    return PackDetails(
        edition.case_reference,
        edition.exhibit,
        edition.marking,
        edition.operator,
        stamp(utc_now()),
        _TOOL,
    )


def _pdf(assessment: Assessment, edition: Edition) -> bytes:
    """The report for police; empty, and said, where no PDF can be made."""
    if is_interactive():
        say("Making the PDF: this takes up to a minute …")
    try:
        return render_pdf(assessment, edition=edition)
    except PdfUnavailable as error:
        say(f"The pack is made without a report as PDF. {error}")
        return b""


def _replay_of(
    assessment: Assessment, revealed: bool, contents: Mapping[str, bytes], rules: Sequence[Path]
) -> bytes:
    """What judging again needs, encrypted; empty, and said, where that cannot be had."""
    passphrase = wanted_passphrase()
    if not passphrase:
        return b""
    try:
        data = _data(assessment, revealed, contents, rules)
    except (CaseError, PlanError, PackError) as error:
        say(f"The pack can be verified, but not judged again. {error}")
        return b""
    return encrypt(data, passphrase)


def _data(
    assessment: Assessment, revealed: bool, contents: Mapping[str, bytes], rules: Sequence[Path]
) -> ReplayData:
    with opened_store() as store:
        scan = _scan_of(store, assessment)
        return replay_data(
            store.scans.record(scan.id),
            earlier_of(store.scans, scan.id),
            archived_answers(contents[ARCHIVE]),
            book_with(rules),
            opened_vault().identity_key,
            ended_at=assessment.ended_at,
            ending=assessment.ending,
            revealed=revealed,
        )


def _scan_of(store: CaseStore, assessment: Assessment) -> StoredScan:
    """The check that came to this assessment. Raises CaseError when the case does not know it."""
    case = find_open_case(store, assessment.person.name)
    for scan in store.scans.of(case.id):
        # Reports tell times to the millisecond.
        if abs((scan.started_at - assessment.started_at).total_seconds()) < 0.001:
            return scan
    raise CaseError("The case does not know this check.")


def _subject(profile: Path | None, name: str) -> Subject:
    """Whose values are masked: from a profile, or from their case."""
    if profile is not None:
        return load_profile(profile, utc_now().date()).subject
    try:
        with opened_store() as store:
            return find_case(store, name).subject
    except PlanError:
        raise PlanError(
            "What is to be masked is not known here: name the person's profile with --profile."
        ) from None


def _written(target: Path, content: bytes) -> Path:
    return OutputFolder(target.parent, "another file with --out").write(target.name, content)


def _file_name(details: PackDetails) -> str:
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in details.exhibit)
    at = datetime.fromisoformat(details.made_at)
    return f"{name or 'evidence'}-{at:%Y%m%dT%H%M%SZ}.zip"
