"""A site of a few pages on loopback, which remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = "The hall was warm, the tea was strong and the minutes of the last meeting were agreed. "


@dataclass
class Site:
    """Pages by path, what was asked, and one page (`/hangs`) that never answers."""

    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hanging: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving() -> Iterator[Site]:
    """The site, up until the end of the block."""
    site = Site(
        pages={
            "/minutes": f"<p>{WORDS * 8}</p><p>Jane Marlow of 14 Bramble Road, Wexcombe, WX4 7QT, "
            f"telephone 07700 900123, spoke.</p>",
            "/quiet": f"<p>{WORDS * 20}</p>",
        }
    )

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            if self.path == "/hangs":
                site.hanging.set()
                site.release.wait(60)
                return
            body = site.pages.get(self.path)
            data = (body or "<p>There is no such page here.</p>").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        site.release.set()
        server.shutdown()
        server.server_close()
        thread.join()
