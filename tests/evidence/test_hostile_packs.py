"""A file that a stranger calls a pack is read within bounds, and refused in one line."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from scanner.errors import PackError
from scanner.evidence.pack import open_pack, opened, opening, verify_opened


def zipped(*names: str, content: bytes = b"x", method: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped(
        "evidence/assessment.json", content=b"\0" * 50_000_000, method=zipfile.ZIP_DEFLATED
    )
    pack = opened(bomb)
    assert pack.damaged == ("evidence/assessment.json",)
    assert not pack.contents
    assert not verify_opened(pack).is_sound


def test_a_directory_that_names_the_same_bytes_a_thousand_times_is_bounded() -> None:
    content = bytearray(zipped("evidence/a.bin", content=b"y" * 100_000))
    start = content.index(b"PK\1\2")
    entry = bytes(content[start : start + 46 + len("evidence/a.bin")])
    entries = b"".join(entry.replace(b"a.bin", b"%05d" % n) for n in range(1_000))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1_000, 1_000, len(entries), start, 0)
    pack = opened(bytes(content[:start]) + entries + end)
    assert sum(map(len, pack.contents.values())) <= 2 * len(content)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names",
    [
        ("../../evil.txt",),
        ("/etc/passwd",),
        ("evidence\\..\\x",),
        ("a/b/c.txt",),
        ("evidence/a", "evidence/a"),
        ("evidence/\u202etxt.exe",),
    ],
)
def test_names_that_lead_elsewhere_or_stand_twice_are_strange(names: tuple[str, ...]) -> None:
    pack = opened(zipped(*names))
    assert set(pack.strange) == set(pack.names)
    assert not pack.contents


def test_a_symbolic_link_is_no_file_of_a_pack() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("evidence/link")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert not verify_opened(opened(stream.getvalue())).is_sound


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"no zip at all" * 10,
        b"PK\5\6" + b"\xff" * 18,
        struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 60_000, 60_000, 100, 0, 0),
        b"PK\6\7" + b"\0" * 16 + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0, 0, 0, 0, 0),
        struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 46, 0xFFFF, 0),
    ],
)
def test_what_is_no_pack_is_one_clear_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(content)
    with pytest.raises(PackError) as told:
        open_pack(path)
    assert "\n" not in str(told.value)


def test_an_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_BYTES", 1_000)
    path = tmp_path / "pack.zip"
    path.write_bytes(b"\0" * 1_001)
    with pytest.raises(PackError, match="larger"):
        open_pack(path)


def test_a_folder_and_nothing_are_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing.zip"):
        with pytest.raises(PackError, match="Cannot read"):
            open_pack(path)
