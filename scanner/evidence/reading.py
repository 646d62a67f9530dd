"""Answers read back out of an archive, equal to those that were written into it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from scanner.errors import EvidenceError
from scanner.evidence.archive import CHAIN_TYPE, FRAMING
from scanner.evidence.description import FORMAT, Kept, Reader
from scanner.evidence.http_block import Framing
from scanner.evidence.record import digest
from scanner.model.capture import Capture, Skipped

_CERTIFICATE = re.compile(rb"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.S)
_BYTES = frozenset({"response", "request", "revisit", "conversion"})
_DAMAGED = "The archive is damaged, or was not written by this program."


def read_archive(path: Path) -> Iterator[tuple[str, Capture | Skipped]]:
    """Every probe's id with its answer, in the order in which they were written.

    Raises EvidenceError, which quotes nothing of it, when the archive cannot be read, when bytes do
    not fit their digests, or when it was written by something else.
    """
    try:
        with path.open("rb") as stream:
            yield from answers_in(stream)
    except OSError as error:
        raise EvidenceError(f"Cannot read {path}: {error.strerror or error}.") from None


def answers_in(stream: BinaryIO) -> Iterator[tuple[str, Capture | Skipped]]:
    """The same, of an archive that is open already. Raises EvidenceError."""
    records: dict[str, Kept] = {}
    certificates: dict[str, tuple[bytes, ...]] = {}
    reader = Reader(records, certificates)
    for kind, headers, block in _records(stream):
        url = headers.get_header("WARC-Target-URI") or ""
        try:
            if kind in _BYTES:
                framing = Framing(headers.get_header(FRAMING) or Framing.RECEIVED)
                records[str(headers.get_header("WARC-Record-ID"))] = Kept(url, block, framing)
            elif headers.get_header("Content-Type") == CHAIN_TYPE:
                certificates[url.rpartition(":")[2]] = _chain(block)
            elif headers.get_header("Content-Type") == "application/json":
                told = json.loads(block)
                if told["format"] != FORMAT:
                    raise EvidenceError(_DAMAGED)
                yield str(told["probe"]), reader.answer(told)
                records.clear()
        except (LookupError, TypeError, ValueError):
            raise EvidenceError(_DAMAGED) from None


def _records(stream: BinaryIO) -> Iterator[tuple[str, Any, bytes]]:
    try:
        # HTTP is read elsewhere, as it came: the library would write it anew.
        for record in ArchiveIterator(stream, no_record_parse=True):
            block = record.raw_stream.read()
            if record.rec_headers.get_header("WARC-Block-Digest") != digest(block):
                raise EvidenceError(_DAMAGED)
            yield record.rec_type, record.rec_headers, block
    except (ArchiveLoadFailed, ValueError, OSError, EOFError, zlib.error):
        raise EvidenceError(_DAMAGED) from None


def _chain(block: bytes) -> tuple[bytes, ...]:
    return tuple(base64.b64decode(found) for found in _CERTIFICATE.findall(block))
