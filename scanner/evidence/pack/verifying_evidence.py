"""The check's own list, log, seal and time stamp, which are older than the pack that holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from scanner.errors import EvidenceError, PackError
from scanner.evidence.capture_log import read_capture_log
from scanner.evidence.manifest import HASHES
from scanner.evidence.manifest import MANIFEST as MANIFEST_NAME
from scanner.evidence.pack.layout import CAPTURES, place_of
from scanner.evidence.pack.seal import read_contents_list
from scanner.evidence.pack.verdict import Fault, Problem
from scanner.evidence.seal import PUBLIC_KEY
from scanner.evidence.seal import SIGNATURE as SIGNATURE_NAME
from scanner.evidence.signing import fingerprint, is_signed, read_public
from scanner.evidence.timestamp import TIMESTAMP, verify_timestamp

LIST = f"evidence/{HASHES}"
MANIFEST = f"evidence/{MANIFEST_NAME}"
SIGNATURE = f"evidence/{SIGNATURE_NAME}"
KEY = f"evidence/{PUBLIC_KEY}"
STAMP = f"evidence/{TIMESTAMP}"


@dataclass(slots=True)
class Told:
    """What has been found out so far of a pack."""

    problems: list[Problem] = field(default_factory=list)
    checked: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    def wrong(self, fault: Fault, name: str, what: str) -> None:
        self.problems.append(Problem(fault, name, what))


def look_at_evidence(contents: Mapping[str, bytes], told: Told, tsa_ca: Path | None) -> None:
    """`contents`: the pack's members by name. Raises PackError when `tsa_ca` cannot be read."""
    if LIST in contents:
        hashes = read_contents_list(contents[LIST])
        if hashes is None:
            told.wrong(Fault.MANIFEST, LIST, "it is damaged")
        else:
            _look_at_files(LIST, hashes, contents, told)
    if MANIFEST in contents:
        _look_at_manifest(contents, told)
        _look_at_signature(contents, told)
    _look_at_stamp(contents, told, tsa_ca)


def _look_at_files(
    which: str, hashes: Mapping[str, str], contents: Mapping[str, bytes], told: Told
) -> None:
    """Files as the check listed them, by their names then, against those in the pack."""
    wrong = 0
    for original, expected in hashes.items():
        try:
            name = place_of(PurePosixPath(original))
        except ValueError:
            name = ""
        content = contents.get(name)
        if content is None or sha256(content).hexdigest() != expected:
            wrong += 1
            told.wrong(Fault.MANIFEST, name or which, "not the file that the check listed")
    if not wrong:
        told.checked.append(f"{len(hashes)} files are those of {which}, which the check wrote")


def _look_at_manifest(contents: Mapping[str, bytes], told: Told) -> None:
    """The manifest's files, and the chain of the capture log up to the head that it names."""
    try:
        manifest = json.loads(contents[MANIFEST])
        hashes = {str(each["name"]): str(each["sha256"]) for each in manifest["files"]}
        head, lines = manifest["capture_log"]["head_sha256"], manifest["capture_log"]["lines"]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        told.wrong(Fault.MANIFEST, MANIFEST, "it is damaged")
        return
    _look_at_files(MANIFEST, hashes, contents, told)
    try:
        entries, found = read_capture_log(contents.get(CAPTURES, b""))
    except EvidenceError as error:
        told.wrong(Fault.CHANGED, CAPTURES, str(error).rstrip("."))
        return
    if (found, len(entries)) != (head, lines):
        told.wrong(Fault.CHANGED, CAPTURES, "its chain does not end where the manifest says")
    else:
        told.checked.append(f"the capture log's {lines} lines are chained, up to the manifest")


def _look_at_signature(contents: Mapping[str, bytes], told: Told) -> None:
    if SIGNATURE not in contents:
        told.unchecked.append("who sealed the check when it ended: its manifest is not signed")
        return
    key = read_public(contents.get(KEY, b""))
    if key is None or not is_signed(key, contents[SIGNATURE], contents[MANIFEST]):
        told.wrong(Fault.SEAL, SIGNATURE, "the signature does not fit the check's manifest")
    else:
        told.checked.append(f"the check's manifest is signed with the key {fingerprint(key)}")


def _look_at_stamp(contents: Mapping[str, bytes], told: Told, tsa_ca: Path | None) -> None:
    if STAMP not in contents:
        if tsa_ca is not None:
            told.wrong(Fault.TIME_STAMP, "", "there is no time stamp to check with --tsa-ca")
        return
    if tsa_ca is None:
        told.unchecked.append(
            "the time stamp: name the certificates of its authority with --tsa-ca"
        )
        return
    try:
        authorities = tsa_ca.read_bytes()
    except OSError as error:
        raise PackError(f"Cannot read {tsa_ca}: {error.strerror}.") from None
    try:
        stamp = verify_timestamp(contents[STAMP], contents.get(MANIFEST, b""), authorities)
    except EvidenceError as error:
        told.wrong(Fault.TIME_STAMP, STAMP, str(error).rstrip("."))
        return
    told.checked.append(
        f"the check's manifest existed at {stamp.at:%Y-%m-%dT%H:%M:%SZ}, by the time stamp of "
        f"{stamp.authority or 'the authority'}"
    )
