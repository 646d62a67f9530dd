"""Many hosts on one port of loopback: whatever they are asked they answer, and write down."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Visit:
    host: str
    path: str
    began: float
    ended: float


@dataclass
class Web:
    """What the hosts saw. `replies`: what else than a page a host gives, by its name."""

    port: int = 0
    lasts_s: float = 0.0
    visits: list[Visit] = field(default_factory=list)
    most_at_once: Counter[str] = field(default_factory=Counter)
    replies: dict[str, Callable[[BaseHTTPRequestHandler], bool]] = field(default_factory=dict)
    """True when it has answered, or will not."""
    _now: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def connect_to(self, *hosts: str) -> dict[str, tuple[str, int]]:
        return dict.fromkeys(hosts, ("127.0.0.1", self.port))

    def paths(self, host: str) -> list[str]:
        return [visit.path for visit in self.visits if visit.host == host]

    def enter(self, host: str) -> None:
        with self._lock:
            self._now[host] += 1
            self.most_at_once[host] = max(self.most_at_once[host], self._now[host])

    def leave(self, host: str, visit: Visit) -> None:
        with self._lock:
            self._now[host] -= 1
            self.visits.append(visit)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    web: Web

    def do_GET(self) -> None:
        host, began = self.headers["Host"].partition(":")[0], time.monotonic()
        self.web.enter(host)
        try:
            reply = self.web.replies.get(host)
            if reply is None or not reply(self):
                if self.web.lasts_s:
                    threading.Event().wait(self.web.lasts_s)
                self._page(f"<p>{host} {self.path}</p>".encode())
        except OSError:
            self.close_connection = True
        finally:
            self.web.leave(host, Visit(host, self.path, began, time.monotonic()))

    def _page(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_: object) -> None:
        """Whoever asks may be killed."""


def hang_up(handler: BaseHTTPRequestHandler) -> bool:
    """No answer: the connection ends."""
    handler.close_connection = True
    return True


def redirect_to(url: str) -> Callable[[BaseHTTPRequestHandler], bool]:
    def reply(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(302)
        handler.send_header("Location", url)
        handler.send_header("Content-Length", "0")
        handler.end_headers()
        return True

    return reply


@contextlib.contextmanager
def web_of_hosts() -> Iterator[Web]:
    web = Web()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"web": web}))
    web.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
