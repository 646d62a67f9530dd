"""No byte of a pack can be changed unseen, and no file of it changed, added, taken out or moved."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Sequence

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scanner.errors import PackError
from scanner.evidence.pack import Fault, Member, Verdict, opened, packed, sealed, write_pack
from scanner.evidence.pack import verify_opened as verified
from tests.evidence import packed_evidence

LOG = "continuity/continuity.log"


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Member, ...]:
    return packed_evidence.members(tmp_path_factory.mktemp("evidence"))


@pytest.fixture(scope="module")
def whole(parts: tuple[Member, ...]) -> bytes:
    return write_pack(parts)


def verdict_on(parts: Sequence[Member]) -> Verdict:
    return verified(opened(write_pack(parts)))


def faults(verdict: Verdict) -> set[tuple[Fault, str]]:
    return {(problem.fault, problem.name) for problem in verdict.problems}


def is_seen(content: bytes) -> bool:
    try:
        return not verified(opened(content)).is_sound
    except PackError:
        return True


def test_an_untouched_pack_is_sound(whole: bytes) -> None:
    verdict = verified(opened(whole))
    assert verdict.problems == ()
    assert [line.action for line in verdict.lines] == ["made"]


def test_every_changed_byte_is_seen(whole: bytes) -> None:
    chance = random.Random(500)
    for place in chance.sample(range(len(whole)), 500):
        changed = bytearray(whole)
        changed[place] ^= chance.randrange(1, 256)
        assert is_seen(bytes(changed)), place


def test_every_changed_byte_of_the_zip_around_the_files_is_seen(
    whole: bytes, parts: tuple[Member, ...]
) -> None:
    directory = whole.index(b"PK\1\2")
    first = 30 + len(parts[0].name)
    for place in (*range(first), *range(directory, len(whole), 5)):
        changed = bytearray(whole)
        changed[place] ^= 1
        assert is_seen(bytes(changed)), place


def test_every_bit_of_seal_and_continuity_log_counts(parts: tuple[Member, ...]) -> None:
    for name in (LOG, "seal/operator.pem", "seal/contents.sig", "datapackage-digest.json"):
        where = [part.name for part in parts].index(name)
        content = parts[where].content
        for place in range(0, len(content), 1 + len(content) // 60):
            changed = bytearray(content)
            changed[place] ^= 1 << place % 8
            tampered = (*parts[:where], Member(name, bytes(changed)), *parts[where + 1 :])
            assert not verdict_on(tampered).is_sound, (name, place)


@pytest.mark.parametrize("extra", [b"\0", b"PK\5\6" + b"\0" * 18, b"x" * 70_000])
def test_bytes_before_or_behind_are_seen(whole: bytes, extra: bytes) -> None:
    assert is_seen(whole + extra)
    assert is_seen(extra + whole)


def test_a_changed_file_is_named(parts: tuple[Member, ...]) -> None:
    for number, part in enumerate(parts):
        content = part.content[:-1] + bytes([part.content[-1] ^ 1])
        changed = (*parts[:number], Member(part.name, content), *parts[number + 1 :])
        named = {name for _, name in faults(verdict_on(changed))}
        assert part.name in named or "seal/contents.sig" in named
        assert named <= {part.name, "seal/contents.sig", LOG, "datapackage-digest.json"}


def test_a_missing_file_is_named(parts: tuple[Member, ...]) -> None:
    for part in parts:
        left = [each for each in parts if each is not part]
        assert (Fault.MISSING, part.name) in faults(verdict_on(left)) or part.name == (
            "seal/contents.sha256"
        )
        assert not verdict_on(left).is_sound


def test_an_added_file_is_named(parts: tuple[Member, ...]) -> None:
    for name in ("evidence/more.txt", "zzz/last.txt", "../outside.txt", "/etc/passwd"):
        added = sorted((*parts, Member(name, b"more")), key=lambda part: part.name)
        assert (Fault.ADDED, name) in faults(verdict_on(added))


def test_files_in_another_order_are_named(parts: tuple[Member, ...]) -> None:
    turned = (*parts[:2], parts[3], parts[2], *parts[4:])
    assert faults(verdict_on(turned)) == {(Fault.MOVED, parts[2].name)}


def test_the_same_files_zipped_by_another_program_are_not_the_pack(
    parts: tuple[Member, ...],
) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part in parts:
            archive.writestr(part.name, part.content)
    (problem,) = verified(opened(stream.getvalue())).problems
    assert problem.fault is Fault.CONTAINER


def test_who_seals_it_anew_has_another_key(parts: tuple[Member, ...]) -> None:
    mine = verified(opened(write_pack(parts))).fingerprint
    stranger = Ed25519PrivateKey.from_private_bytes(b"\7" * 32)
    contents = {part.name: part.content for part in parts if "seal" not in part.name}
    contents["evidence/assessment.json"] = b"{}"
    del contents["evidence/manifest.sha256"]
    details = packed_evidence.DETAILS
    forged = opened(write_pack(packed(sealed(contents, details, stranger), details)))
    assert verified(forged).is_sound
    assert any("--key" in text for text in verified(forged).unchecked)
    (problem,) = verified(forged, mine).problems
    assert problem.fault is Fault.KEY
    assert verified(opened(write_pack(parts)), f"SHA256:{mine.upper()}").is_sound


def test_the_zip_is_the_same_everywhere() -> None:
    """Written out by hand from the format's own description, so that another Python, or another
    computer, writes and accepts the same."""
    day = struct.pack("<HH", 0, 33)
    sizes = struct.pack("<LLL", 0xD87F7E0C, 4, 4)
    head = b"\x14\0" + b"\0\0" + b"\0\0" + day + sizes + b"\3\0" + b"\0\0"
    local = b"PK\3\4" + head + b"a/b" + b"test"
    central = b"PK\1\2" + b"\x14\3" + head + b"\0" * 6 + b"\0\0\x80\x81" + b"\0" * 4 + b"a/b"
    end = b"PK\5\6" + b"\0" * 4 + b"\1\0\1\0" + struct.pack("<LL", len(central), len(local))
    assert write_pack([Member("a/b", b"test")]) == local + central + end + b"\0\0"
