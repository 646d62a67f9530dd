"""Sites on loopback that answer questions about handles, each in its own way."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.answer import Gathered
from scanner.model.assessment import Assessment
from scanner.model.events import AssessmentMade, Event, GatheringDone
from scanner.model.plan import Plan
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

TODAY = date(2026, 11, 23)
MINE = "janemarlow"
PROFILE = """
schema = 1
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
name = "Jane Marlow"
"""


@dataclass(frozen=True)
class Reply:
    """What a site answers. A negative status: the connection is reset instead."""

    status: int = 200
    body: str | bytes = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """A Content-Length that does not fit the body."""


Site = Callable[[str, int], Reply]
"""From the handle that is asked for, and how many questions there were before, to the answer."""


@dataclass
class Served:
    """Sites that are up, and what they were asked."""

    port: int
    asked: list[tuple[str, str]]
    """Host and path, in order; robots.txt is left out."""


@contextlib.contextmanager
def serving(sites: Mapping[str, Site]) -> Iterator[Served]:
    """These sites by host name, until the context ends."""
    asked: list[tuple[str, str]] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers["Host"].partition(":")[0]
            if self.path == "/robots.txt":
                return self._send(Reply(404))
            with lock:
                before = sum(1 for known, _ in asked if known == host)
                asked.append((host, self.path))
            self._send(sites[host](self.path.rpartition("/")[2], before))

        def _send(self, reply: Reply) -> None:
            if reply.status < 0:
                linger = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                self.close_connection = True
                self.connection.close()
                return
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            length = len(body) if reply.length is None else reply.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = reply.length is not None

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().finish()

        def log_message(self, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield Served(server.server_address[1], asked)
        finally:
            server.shutdown()
            thread.join()


def source_of(host: str, answers: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A source rule for a site, as its author would write it."""
    rule = {
        "id": f"src.sim.{host.partition('.')[0].replace('-', '_')}",
        "kind": "source",
        "title": f"A profile at {host}",
        "why": "It may show where somebody lives.",
        "reviewed": "2026-11-23",
        "category": "social",
        "access": "page",
        "controller": host,
        "needs": ["handle"],
        "request": {"url": f"http://{host}/u/{{{{ handle | path }}}}"},
        "page_url": f"http://{host}/u/{{{{ handle | path }}}}",
        "answers": dict(answers),
        "exposes": "A profile.",
        "ease": "via_handle",
        "persistence": "own_page",
        "politeness": {"timeout_seconds": 2},
        "terms": {"automation": "allowed", "checked": "2026-11-23", "basis": "Invented."},
        "remedy": "rem.gdpr.erase",
        "review_by": "2099-11-23",
        "examples": [
            {"name": "there", "variables": {"handle": MINE}, "expect": "found"},
            {"name": "not there", "variables": {"handle": MINE}, "expect": "absent"},
            {"name": "a wall", "variables": {"handle": MINE}, "expect": "blocked"},
        ],
    }
    return rule | more


@dataclass(frozen=True)
class Checked:
    plan: Plan
    gathered: Gathered
    assessment: Assessment
    events: tuple[Event, ...]

    def outcome(self, host: str, handle: str = MINE) -> tuple[str, str]:
        """Kind and reason of the probe that asked a site about a handle."""
        answer = next(
            a
            for a in self.gathered.answers
            if a.probe.host == host
            and ("handle", handle) in [(n, v.reveal()) for n, v in a.probe.variables]
            and a.probe.sends
        )
        return answer.outcome.kind.value, answer.outcome.reason


def checked(
    sites: Mapping[str, Site],
    rules: Sequence[Mapping[str, Any]],
    folder: Path,
    served: Served,
    handles: Sequence[str] = (MINE,),
) -> Checked:
    """The whole check of a person with these handles, at these sites alone."""
    sources = folder / "sources"
    sources.mkdir()
    for rule in rules:
        name = rule["id"].rpartition(".")[2]
        (sources / f"{name}.yaml").write_text(yaml.safe_dump(dict(rule)), encoding="utf-8")
    book = load_rulebook([folder])
    given = ", ".join(f'"{handle}"' for handle in handles)
    subject = parse_profile(f"{PROFILE}handle = [{given}]\n", TODAY).subject
    options = PlanOptions(only=frozenset(rule["id"] for rule in rules))
    plan = make_plan(subject, book, options, TODAY)
    reach = dict.fromkeys(sites, ("127.0.0.1", served.port))
    fetching = FetchOptions(connect_to=reach, spacing_s=0.0)

    def now() -> datetime:
        return datetime.now(UTC)

    with Fetcher(fetching, now=now) as fetcher:
        events = tuple(check(subject, book, plan, fetcher, b"key", now, random.Random(4)))
    gathered = next(e.gathered for e in events if isinstance(e, GatheringDone))
    assessment = next(e.assessment for e in events if isinstance(e, AssessmentMade))
    return Checked(plan, gathered, assessment, events)
