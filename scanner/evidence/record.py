"""WARC 1.1 records of bytes that are already there, each with SHA-256 digests (ISO 28500:2017).

The library's own builder reads HTTP headers and writes them anew; here a block stays as it is.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scanner.model.clock import stamp

VERSION = "WARC/1.1"
HTTP_REQUEST = "application/http; msgtype=request"
HTTP_RESPONSE = "application/http; msgtype=response"
FIELDS = "application/warc-fields"

_NAMES = uuid.UUID("6f1ee5b5-9d0d-5e0f-8a55-0a3f5f6c9d11")


class RecordWriter:
    """Writes records one after the other, each compressed by itself."""

    def __init__(self, stream: BinaryIO) -> None:
        self._writer = WARCWriter(stream, gzip=True, warc_version="1.1")
        self._count = 0

    def write(
        self,
        kind: str,
        uri: str,
        block: bytes,
        when: datetime,
        content_type: str,
        headers: Mapping[str, str] | None = None,
        payload: bytes | None = None,
    ) -> str:
        """Writes one record and gives its id. `payload`: the block without HTTP headers.

        Equal records in equal places have equal ids, so that an archive can be made again.
        """
        block_sha256 = hashlib.sha256(block).hexdigest()
        self._count += 1
        name = f"{self._count} {kind} {uri} {stamp(when)} {block_sha256}"
        record_id = f"<{uuid.uuid5(_NAMES, name).urn}>"
        told = {
            "WARC-Type": kind,
            "WARC-Record-ID": record_id,
            **({"WARC-Target-URI": uri} if uri else {}),
            "WARC-Date": stamp(when),
            "WARC-Block-Digest": digest(block),
            **({"WARC-Payload-Digest": digest(payload)} if payload is not None else {}),
            **(headers or {}),
        }
        # Under their own names the library leaves out blocks, and adds digests of another kind.
        record = ArcWarcRecord(
            "warc",
            "warcinfo",
            StatusAndHeaders("", list(told.items()), protocol=VERSION),
            BytesIO(block),
            None,
            content_type,
            len(block),
        )
        record.payload_length = len(block)
        self._writer.write_record(record)
        return record_id


def digest(content: bytes) -> str:
    """SHA-256 as WARC writes digests; in hex, as other programs print it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
