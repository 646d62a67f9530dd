"""A small evidence folder of an invented person, and the pack that is made of it."""

from __future__ import annotations

import io
import json
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scanner.evidence.pack import (
    Folder,
    Member,
    PackDetails,
    evidence_in,
    packed,
    sealed,
    with_index,
    write_pack,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
DETAILS = PackDetails(
    "CRIME/123/26", "ABC/1", "OFFICIAL-SENSITIVE", "A. Bell", "2026-11-23T11:00:00Z", "netcurtain 0"
)
AT = "2026-11-23T10:00:00.000Z"
PAGES = {
    "https://www.wexcombe-herald.example/news/marlow-stands": b"<title>News</title><p>Jane Marlow",
    "https://www.wexcombe-herald.example:8443/a//b/?y=2&X=%41": b"<p>14 Bramble Road</p>",
    "http://people.example/Jane%20Marlow/": b"<p>nobody</p>",
}


def archive() -> bytes:
    """A WARC of the pages."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True, warc_version="WARC/1.1")
    for url, body in PAGES.items():
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": AT, "WARC-Record-ID": f"<urn:x:{len(url)}>"},
            )
        )
    return stream.getvalue()


def fill(folder: Path) -> list[str]:
    """Writes the folder as a check would; the names of its files."""
    entries = [
        {"rule": "src.page.given", "url_final": url, "status": 200, "fetched_at": AT}
        for url in PAGES
    ]
    files = {
        "captures.warc.gz": archive(),
        "captures.jsonl": "".join(f"{json.dumps(entry)}\n" for entry in entries).encode(),
        "assessment.json": b'{"schema": "netcurtain/assessment/1", "checks": [], "steps": []}\n',
    }
    listed = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    for name, content in (*files.items(), ("manifest.sha256", listed.encode())):
        (folder / name).write_bytes(content)
    return [*files, "manifest.sha256"]


def members(folder: Path) -> tuple[Member, ...]:
    contents = with_index(evidence_in(Folder(folder), fill(folder)))
    return packed(sealed(contents, DETAILS, KEY), DETAILS)


def pack(folder: Path) -> bytes:
    return write_pack(members(folder))
