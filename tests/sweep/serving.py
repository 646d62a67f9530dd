"""A server of files as archives lie on one: whole, or in ranges of bytes."""

from __future__ import annotations

import re
from http.server import BaseHTTPRequestHandler
from typing import ClassVar


class Files(BaseHTTPRequestHandler):
    files: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[tuple[str, str]]] = []

    def do_HEAD(self) -> None:
        self._answer(False)

    def do_GET(self) -> None:
        self._answer(True)

    def _answer(self, with_body: bool) -> None:
        body = self.files.get(self.path)
        wanted = self.headers.get("Range", "")
        self.asked.append((self.path, wanted))
        if body is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        span = re.fullmatch(r"bytes=(\d+)-(\d*)", wanted)
        first, last = (int(span[1]), int(span[2] or len(body) - 1)) if span else (0, len(body) - 1)
        part = body[first : last + 1]
        self.send_response(206 if span else 200)
        if span:
            self.send_header("Content-Range", f"bytes {first}-{first + len(part) - 1}/{len(body)}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Length", str(len(part)))
        self.send_header("ETag", '"one"')
        self.send_header("Last-Modified", "Mon, 05 Oct 2026 10:00:00 GMT")
        self.end_headers()
        if with_body:
            self.wfile.write(part)

    def log_message(self, *args: object) -> None:
        pass
