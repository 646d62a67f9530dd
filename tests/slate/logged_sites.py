"""Sites on loopback that know some people by their handles, and keep a log of every visit."""

from __future__ import annotations

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from tests.following.loopback_services import book_of, source

HOSTS = tuple(f"www.town-book-{number}.example" for number in range(1, 7))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Visit:
    host: str
    path: str
    began: float
    ended: float


@dataclass
class Sites:
    """What people's pages say, and who asked for which when."""

    lasts_s: float
    port: int = 0
    pages: dict[str, str] = field(default_factory=dict)
    """By path."""
    visits: list[Visit] = field(default_factory=list)

    @property
    def connect_to(self) -> dict[str, tuple[str, int]]:
        return dict.fromkeys(HOSTS, ("127.0.0.1", self.port))

    def asked(self) -> Counter[tuple[str, str]]:
        return Counter((visit.host, visit.path) for visit in self.visits)

    def overlapping(self) -> list[tuple[Visit, Visit]]:
        """Visits of one host that were there at the same time."""
        by_host: dict[str, list[Visit]] = defaultdict(list)
        for visit in sorted(self.visits, key=lambda visit: visit.began):
            by_host[visit.host].append(visit)
        return [
            (one, other)
            for visits in by_host.values()
            for one, other in pairwise(visits)
            if other.began < one.ended
        ]


@contextmanager
def sites_of(people: int, lasts_s: float = 0.02) -> Iterator[Sites]:
    """The sites. `lasts_s`: how long each answer takes."""
    sites = Sites(lasts_s)
    for number in range(1, people + 1):
        sites.pages[f"/u/{handle_of(number)}"] = (
            f"<title>{handle_of(number)}</title><h1>{handle_of(number)}</h1><p>{name_of(number)}, "
            f"telephone {phone_of(number)}, meets everybody at the hall on Tuesdays.</p>"
        )

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            began = time.monotonic()
            host = self.headers["Host"].partition(":")[0]
            time.sleep(sites.lasts_s)
            # Of half of the people each site knows nothing.
            is_known = (len(self.path) + HOSTS.index(host)) % 2 == 0
            body = sites.pages.get(self.path, "") if is_known else ""
            data = (body or "<title>Nobody</title><p>Nobody is called that here.</p>").encode()
            sites.visits.append(Visit(host, self.path, began, time.monotonic()))
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, address: object) -> None:
            """Whoever is killed hangs up in the midst of an answer."""

    with Server(("127.0.0.1", 0), Handler) as server:
        sites.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield sites
        finally:
            server.shutdown()
            thread.join()


def write_rules(folder: Path) -> tuple[str, ...]:
    """One rule for each site; their ids."""
    folder.mkdir()
    rules = [
        source(
            f"town_book_{number}",
            access="page",
            needs=["handle"],
            request={"url": f"http://{host}/u/{{{{ handle | path }}}}"},
            results="record",
            answers={"found": {"status": 200, "shows": "handle"}, "absent": {"status": 404}},
            control={"replaces": "handle"},
            politeness={"robots": "not_applicable", "timeout_seconds": 5, "spacing_seconds": 0.2},
            examples=_examples(),
        )
        for number, host in enumerate(HOSTS, start=1)
    ]
    book_of(folder, rules)
    return tuple(str(rule["id"]) for rule in rules)


def profile_of(number: int) -> str:
    """Somebody who has consented."""
    return f"""
schema = 1
[subject]
role = "candidate"
[consent]
basis = "self"
given_by = "{name_of(number)}"
given_on = 2026-11-01
how = "own device"
valid_until = 2099-05-31
scope = "all"
[facts]
name = "{name_of(number)}"
handle = "{handle_of(number)}"
phone = "{phone_of(number)}"
"""


def name_of(number: int) -> str:
    return f"Jane Marlow{_letters(number)}"


def handle_of(number: int) -> str:
    return f"jane{'x' * (number % 2)}{_letters(number)}"


def phone_of(number: int) -> str:
    return f"07700 900{number:03d}"


def _letters(number: int) -> str:
    high, low = divmod(number, len(_LETTERS))
    return f"{_LETTERS[high]}{_LETTERS[low]}"


def _examples() -> list[dict[str, object]]:
    page = "<title>janemarlow</title><p>janemarlow is here</p>"
    with_handle = {"variables": {"handle": "janemarlow"}}
    return [
        {"name": "there", "expect": "found", "status": 200, "body": page, **with_handle},
        {"name": "not there", "expect": "absent", "status": 404, "body": "no", **with_handle},
        {"name": "a wall", "expect": "stale", "status": 200, "body": "hello", **with_handle},
    ]
