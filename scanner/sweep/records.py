"""The records of a web-crawl archive (WARC, WET, WAT), one after the other, bounded, and with a
mark after each from which reading can go on.

What fastwarc 2.0 does not tell is found out here: a body shorter than its record says, and a
stream that ends within a record, both of which it takes for the end of the archive.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, BinaryIO

from fastwarc import warc

from scanner.sweep.content import LARGEST_BODY, Unpacked, unpacked
from scanner.sweep.damage import Damaged, cut_after, next_start
from scanner.sweep.packing import Packing, packing_of, unpack

LARGEST_RECORD = 1 << 30
"""Bytes that a record may claim. What follows a larger one cannot be reached in reasonable time."""
_LONGEST_HEADER = 1 << 20
_MOST_DAMAGES = 1000
"""Damaged places after which an archive is given up."""


class Content(StrEnum):
    """What a record holds."""

    PAGE = "page"
    """An answer as it came (WARC)."""
    TEXT = "text"
    """A page's text alone (WET)."""
    METADATA = "metadata"
    """A page's title, links and descriptions as JSON (WAT)."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an archive has been read."""

    record: int = 0
    """Records with content that lie behind."""
    offset: int = 0
    """Bytes of the archive before the last of them: as stored, or unpacked where the archive is
    packed as a whole."""
    last_id: str = ""
    """That record's own id, by which it is known again. Empty at the beginning."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record with content."""

    content: Content
    url: str = field(repr=False)
    seen_at: datetime
    """When the crawler was there."""
    media_type: str
    """As it was declared."""
    body: bytes = field(repr=False)
    is_cut: bool
    """It was longer than `LARGEST_BODY`, or its packing is broken: the rest is not looked at."""
    mark: Mark
    """From where to go on after it."""


class Reading:
    """One archive, read from a mark on."""

    def __init__(self, stream: BinaryIO, size: int, mark: Mark) -> None:
        """`stream`: as stored, seekable if `mark` is not the beginning. `size`: its bytes, 0 if
        nobody knows."""
        self._stream = stream
        self._size = size
        self._mark = mark
        self.damages: list[Damaged] = []
        """Places that could not be read, as they are met."""
        self.packing = packing_of(stream)
        self._done = 0
        """Records that are passed over, where reading had to begin anew to find its place."""

    @property
    def mark(self) -> Mark:
        """After the last record that was given."""
        return self._mark

    @property
    def can_pause(self) -> bool:
        """Whether going on from a mark costs nothing."""
        return self.packing is not Packing.WHOLE

    def __iter__(self) -> Iterator[Record]:
        """Raises OSError when the stream itself fails. Damage is told in `damages`."""
        start: int | None = self._mark.offset
        if self._mark.last_id and not self._is_at(self._mark):
            start, self._done = 0, self._mark.record
            self._mark = Mark()
        while start is not None:
            try:
                yield from self._run(start)
                start = self._after_end()
            except Damaged as damage:
                self.damages.append(damage)
                start = self._next_after(damage)

    def _is_at(self, mark: Mark) -> bool:
        """Whether the record of a mark begins where it says."""
        try:
            found = warc.ArchiveIterator(self._at(mark.offset), parse_http=False)
            record = next(iter(found), None)
        except OSError as error:
            if error.errno is not None:
                raise
            return False
        return record is not None and record.record_id == mark.last_id

    def _run(self, start: int) -> Iterator[Record]:
        stream = self._at(start)
        try:
            found: Any = warc.ArchiveIterator(
                stream, parse_http=False, max_header_len=_LONGEST_HEADER
            )
        except OSError as error:
            raise self._damaged(start, error) from None
        while True:
            try:
                record = next(found, None)
            except OSError as error:
                raise self._damaged(self._mark.offset, error) from None
            if record is None:
                return
            if record.record_id == self._mark.last_id and record.stream_pos == self._mark.offset:
                continue  # The last one that was done.
            for each in self._records(record):
                if each.mark.record > self._done:
                    yield each

    def _records(self, record: Any) -> Iterator[Record]:
        offset = record.stream_pos
        if not record.record_id and not len(record.headers.items()):
            raise Damaged("a record without a head", self._mark.record, offset)
        if record.content_length > LARGEST_RECORD:
            claimed = record.content_length >> 30
            raise Damaged(f"a record that claims {claimed} GB", self._mark.record, offset)
        content = _content_of(record)
        if content is None:
            return
        try:
            body = unpacked(record, content is Content.PAGE)
        except OSError as error:
            raise self._damaged(offset, error) from None
        self._mark = Mark(self._mark.record + 1, offset, record.record_id or "")
        yield _record(record, content, body, self._mark)
        if body.is_short:
            # It may have swallowed others, so they are looked for behind its head.
            raise Damaged("a record shorter than it says", self._mark.record, offset)

    def _at(self, start: int) -> BinaryIO:
        if self.packing is Packing.WHOLE:
            self._stream.seek(0)
            return unpack(self._stream, start)
        if self._stream.tell() != start:
            self._stream.seek(start)
        return self._stream

    def _after_end(self) -> int | None:
        """Where the archive goes on after what looked like its end. Raises Damaged where it was
        cut off."""
        if not self._mark.record and not self.damages:
            raise Damaged("no record in it", 0, 0, is_all=True)
        why = cut_after(self._stream, self.packing, self._mark.offset)
        if why:
            raise Damaged(why, self._mark.record, self._mark.offset, is_end=True)
        return None

    def _next_after(self, damage: Damaged) -> int | None:
        is_last = damage.is_end or damage.is_all or len(self.damages) >= _MOST_DAMAGES
        if is_last or self.packing is Packing.WHOLE:
            return None
        return next_start(self._stream, self.packing, damage.offset)

    def _damaged(self, offset: int, error: OSError) -> Damaged:
        if error.errno is not None:
            raise error
        return Damaged(_WORDS.get(str(error), "it cannot be unpacked"), self._mark.record, offset)


_WORDS = {
    "Invalid WARC header": "no WARC record where one should begin",
    "Maximum header length exceeded.": "a record with a giant head",
}


def _content_of(record: Any) -> Content | None:
    kind = record.record_type
    if kind == warc.conversion:
        return Content.TEXT
    if kind == warc.metadata:
        declared = record.headers.get("Content-Type") or ""
        return Content.METADATA if declared.startswith("application/json") else None
    if kind in (warc.response, warc.resource):
        return Content.PAGE
    return None


def _record(record: Any, content: Content, body: Unpacked, mark: Mark) -> Record:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
    declared = body.media_type or record.headers.get("Content-Type") or ""
    return Record(
        content=content,
        url=url,
        seen_at=_when(record),
        media_type="application/json" if content is Content.METADATA else declared,
        body=body.body,
        is_cut=body.is_cut,
        mark=mark,
    )


_UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def _when(record: Any) -> datetime:
    at: datetime | None = record.record_date
    if at is None:
        return _UNKNOWN_TIME
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


__all__ = ["LARGEST_BODY", "Content", "Mark", "Reading", "Record"]
