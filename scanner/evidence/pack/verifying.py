"""Whether a pack is what was sealed: every byte of it, offline and by itself."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from scanner.errors import PackError
from scanner.evidence.pack.continuity import ReadLog, read_log
from scanner.evidence.pack.details import PackDetails, load_details
from scanner.evidence.pack.layout import (
    CONTENTS,
    CONTINUITY,
    DATAPACKAGE,
    DERIVED,
    DETAILS,
    KEY,
    NOT_SEALED,
    SIGNATURE,
)
from scanner.evidence.pack.opening import OpenedPack, open_pack
from scanner.evidence.pack.seal import read_contents_list
from scanner.evidence.pack.verdict import Fault, Verdict
from scanner.evidence.pack.verifying_evidence import Told, look_at_evidence
from scanner.evidence.pack.wacz import claimed, derived, entries_of
from scanner.evidence.signing import fingerprint, is_signed, read_public


def verify_pack(path: Path, expected_key: str = "", tsa_ca: Path | None = None) -> Verdict:
    """Checks a pack against its seal, and its seal against `expected_key`, a fingerprint.

    Raises PackError for a file that is no pack or beyond the bounds, so that nothing in it can be
    named.
    """
    return verify_opened(open_pack(path), expected_key, tsa_ca)


def verify_opened(pack: OpenedPack, expected_key: str = "", tsa_ca: Path | None = None) -> Verdict:
    """The same, of a pack that was read in."""
    told = Told()
    _look_at_files(pack, told)
    details = _details(pack)
    if pack.elsewhere:
        told.wrong(Fault.CONTAINER, "", f"the zip was changed at {pack.elsewhere}")
    key = _look_at_seal(pack, expected_key, told)
    log = _look_at_continuity(pack, key, told)
    look_at_evidence(pack.contents, told, tsa_ca)
    _look_at_derived(pack, details, told)
    return Verdict(
        tuple(dict.fromkeys(told.problems)),
        tuple(told.checked),
        tuple(told.unchecked),
        fingerprint(key) if key else "",
        log.lines,
        details,
    )


def _look_at_files(pack: OpenedPack, told: Told) -> None:
    """Every member against the list that was sealed."""
    sealed = read_contents_list(pack.contents.get(CONTENTS, b""))
    for name in pack.damaged:
        told.wrong(Fault.CHANGED, name, "it cannot be read any more")
    for name in pack.strange:
        told.wrong(Fault.ADDED, name, "no pack has a file of that name, or has one twice")
    if sealed is None:
        told.wrong(Fault.SEAL, CONTENTS, "the list of files is missing or damaged")
        return
    there = {*pack.contents, *pack.damaged}
    for name in sorted({*sealed, *NOT_SEALED} - there):
        told.wrong(Fault.MISSING, name, "it is not in the pack")
    for name in sorted(pack.contents.keys() - sealed.keys() - NOT_SEALED):
        told.wrong(Fault.ADDED, name, "it was not there when the pack was sealed")
    changed = [
        name
        for name in sorted(pack.contents.keys() & sealed.keys())
        if sha256(pack.contents[name]).hexdigest() != sealed[name]
    ]
    for name in changed:
        told.wrong(Fault.CHANGED, name, "its SHA-256 is not the one that was sealed")
    for name in _moved(pack.names):
        told.wrong(Fault.MOVED, name, "it stands at another place in the pack")
    if not told.problems:
        told.checked.append(f"{len(sealed)} files have the SHA-256 that was sealed")


def _moved(names: tuple[str, ...]) -> Iterator[str]:
    """Members out of order: the ones that stand behind what should follow them."""
    highest = ""
    for name in names:
        if name < highest:
            yield name
        highest = max(highest, name)


def _details(pack: OpenedPack) -> PackDetails | None:
    try:
        return load_details(pack.contents.get(DETAILS, b""))
    except PackError:
        return None


def _look_at_derived(pack: OpenedPack, details: PackDetails | None, told: Told) -> None:
    """The WACZ description, which anybody can make again from the rest."""
    if details is None:
        return  # Its own file was told as changed or missing.
    # Of files that are not as they were, what it says of them may still be.
    suspect = {problem.name for problem in told.problems}
    said = claimed(pack.contents.get(DATAPACKAGE, b""))
    there = entries_of(pack.contents)
    entries = {name: entry for name, entry in there.items() if name not in suspect}
    entries |= {name: entry for name, entry in said.items() if name in suspect}
    for made in derived(entries, details.title, details.made_at, details.tool):
        if made.name in pack.contents and pack.contents[made.name] != made.content:
            told.wrong(Fault.CHANGED, made.name, "it is not what the other files make it")
    if not suspect.intersection(DERIVED) and not any(p.name in DERIVED for p in told.problems):
        told.checked.append("the WACZ description fits the files")


def _look_at_seal(pack: OpenedPack, expected: str, told: Told) -> Ed25519PublicKey | None:
    key = read_public(pack.contents.get(KEY, b""))
    if key is None:
        if KEY in pack.contents:
            told.wrong(Fault.SEAL, KEY, "it is no Ed25519 key in the form that packs have")
        return None
    signature, contents = pack.contents.get(SIGNATURE, b""), pack.contents.get(CONTENTS, b"")
    if not is_signed(key, signature, contents):
        told.wrong(Fault.SEAL, SIGNATURE, "the signature does not fit list and key")
        return key
    told.checked.append("the seal's signature (Ed25519) fits")
    wanted = "".join(expected.split()).replace(":", "").lower().removeprefix("sha256")
    if not wanted:
        told.unchecked.append(
            "whose key sealed it: compare the fingerprint with the one that the operator told you "
            "by another way, and give it with --key"
        )
    elif wanted != fingerprint(key):
        told.wrong(Fault.KEY, KEY, "it was sealed with another key than the one you named")
    else:
        told.checked.append("it was sealed with the key that you named")
    return key


def _look_at_continuity(pack: OpenedPack, key: Ed25519PublicKey | None, told: Told) -> ReadLog:
    if CONTINUITY not in pack.contents:
        return ReadLog((), "")
    contents = pack.contents.get(CONTENTS, b"")
    log = read_log(pack.contents[CONTINUITY], contents, key)
    if log.problem:
        told.wrong(Fault.CONTINUITY, CONTINUITY, log.problem)
    else:
        told.checked.append(
            f"the continuity log is signed and chained, line by line ({len(log.lines)})"
        )
        told.unchecked.append(
            "whether lines were cut off the end of the continuity log: only a later copy shows that"
        )
    return log
