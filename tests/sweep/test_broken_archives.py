"""Whatever an archive is, what was not read of it is told, and what can be read is read."""

from __future__ import annotations

import gzip
import io
import itertools

import pytest
import zstandard

from scanner.sweep.records import Mark, Reading
from tests.sweep.archives import in_one_piece, quiet_pages, warc, wet

PAGES = quiet_pages(4)


def urls(content: bytes, mark: Mark | None = None) -> tuple[list[str], list[str]]:
    """The pages that are read, and why others are not."""
    reading = Reading(io.BytesIO(content), len(content), mark or Mark())
    read = [record.url.rpartition("/")[2] for record in reading if record.body]
    return read, [damage.why for damage in reading.damages]


def places(plain: bytes) -> list[int]:
    """Where the records of a plain archive begin."""
    return [at for at in range(len(plain)) if plain.startswith(b"WARC/1.", at)]


def in_frames(plain: bytes) -> bytes:
    starts = [*places(plain), len(plain)]
    pack = zstandard.ZstdCompressor().compress
    return b"".join(pack(plain[a:b]) for a, b in itertools.pairwise(starts))


FORMS = {
    "gzip": warc(PAGES),
    "plain": warc(PAGES, packed=False),
    "zstd": in_frames(warc(PAGES, packed=False)),
    "one piece": in_one_piece(warc(PAGES)),
    "texts": wet(PAGES),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_archive_is_read_and_gone_on_with(form: str) -> None:
    assert urls(FORMS[form]) == (["0", "1", "2", "3"], [])
    for done in range(1, 4):
        reading = Reading(io.BytesIO(FORMS[form]), 0, Mark())
        mark = [record.mark for record in reading][done - 1]
        assert urls(FORMS[form], mark) == (["0", "1", "2", "3"][done:], [])


@pytest.mark.parametrize("form", FORMS)
def test_an_archive_that_breaks_off_anywhere_is_never_silently_clean(form: str) -> None:
    content = FORMS[form]
    for cut in range(len(content) // 2, len(content) - 12, 37):
        read, why = urls(content[:cut])
        # An archive that ends where a record does may well be whole.
        is_whole = form != "one piece" and content[cut:].lstrip(b"\r\n")[:4] == content[:4]
        assert len(read) == 4 or why or is_whole, f"cut at {cut}"


def test_a_damaged_record_costs_no_more_than_itself() -> None:
    content = bytearray(FORMS["gzip"])
    content[len(content) // 4 + 60] ^= 0xFF
    read, why = urls(bytes(content))
    assert len(read) == 3 and why


def test_records_that_lie_about_their_length_are_told_and_those_behind_them_read() -> None:
    plain = FORMS["plain"]
    second = places(plain)[1]
    longer = plain[:second] + plain[second:].replace(b"Content-Length: ", b"Content-Length: 9", 1)
    read, why = urls(longer)
    assert {"0", "2", "3"} <= set(read) and why
    giant = plain.replace(b"Content-Length: ", b"Content-Length: 1000000000", 1)
    read, why = urls(giant)
    assert read == ["1", "2", "3"]
    assert "claims" in why[0]


def test_giant_heads_nested_packing_and_rubbish_are_bounded_and_told() -> None:
    plain = FORMS["plain"]
    second = places(plain)[1]
    head = b"WARC/1.0\r\nX: " + b"a" * 3_000_000 + b"\r\n"
    assert urls(plain[:second] + head + plain[second:])[0] == ["0", "1", "2", "3"]
    assert urls(gzip.compress(FORMS["gzip"]))[1]
    assert urls(b"") == ([], ["no record in it"])
    assert urls(b"\x00" * 5000)[1] and urls(b"hello\n" * 500)[1]


def test_a_bomb_is_unpacked_to_its_bound_only() -> None:
    from scanner.sweep.content import LARGEST_BODY
    from tests.sweep.archives import Kept

    headers = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    bomb = Kept(
        "https://bomb.example/0", "", headers=headers, body=gzip.compress(bytes(40_000_000))
    )
    content = warc([bomb, *quiet_pages(1)])
    records = list(Reading(io.BytesIO(content), len(content), Mark()))
    assert [len(record.body) == LARGEST_BODY for record in records] == [True, False]
    assert records[0].is_cut
