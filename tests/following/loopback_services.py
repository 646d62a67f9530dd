"""Services on loopback that answer whole requests, and a check of one person at them."""

from __future__ import annotations

import contextlib
import json
import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from scanner.fetch import Fetcher, FetchOptions
from scanner.model.answer import Answer, Gathered
from scanner.model.assessment import Assessment
from scanner.model.events import AssessmentMade, Event, GatheringDone
from scanner.model.plan import Plan
from scanner.model.subject import Subject
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.lint import lint
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

TODAY = date(2026, 11, 23)
CONSENT = """
schema = 1
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
"""
FACTS = """
[facts]
name = "Jane Marlow"
handle = "janemarlow"
email = "jane.marlow@mailbox.example"
phone = "07700 900123"
[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
"""


@dataclass(frozen=True)
class Asked:
    """One request as it reached a service."""

    method: str
    host: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: Any = ""
    """Text, bytes, or a JSON value."""
    headers: Mapping[str, str] = field(default_factory=dict)


Service = Callable[[Asked], Reply]


@dataclass
class Served:
    port: int
    asked: list[Asked]
    """In order; robots.txt is left out."""


@contextlib.contextmanager
def serving(service: Service) -> Iterator[Served]:
    """The service, for whatever host, until the context ends."""
    asked: list[Asked] = []
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def _answer(self) -> None:
            if self.path == "/robots.txt":
                return self._send(Reply(404))
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            host = self.headers["Host"].partition(":")[0]
            request = Asked(self.command, host, self.path, dict(self.headers), body)
            with lock:
                asked.append(request)
            self._send(service(request))

        def _send(self, reply: Reply) -> None:
            is_text = isinstance(reply.body, (str, bytes))
            body = reply.body if is_text else json.dumps(reply.body)
            data = body.encode() if isinstance(body, str) else body
            self.send_response(reply.status)
            media_type = "text/html; charset=utf-8" if is_text else "application/json"
            for name, value in {"Content-Type": media_type, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

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


def source(name: str, **fields: Any) -> dict[str, Any]:
    """A source rule, as its author would write it; `fields` are added to it or replace it."""
    rule = {
        "id": f"src.sim.{name}",
        "kind": "source",
        "title": f"The {name} service",
        "why": "It may show where somebody lives.",
        "reviewed": "2026-11-23",
        "category": "social",
        "access": "api",
        "controller": f"The {name} company",
        "exposes": "A profile.",
        "ease": "via_handle",
        "persistence": "own_page",
        "politeness": {"robots": "not_applicable", "timeout_seconds": 5},
        "terms": {"automation": "allowed", "checked": "2026-11-23", "basis": "Invented."},
        "remedy": "rem.gdpr.erase",
        "review_by": "2099-11-23",
        "examples": [
            {"name": "there", "expect": "found"},
            {"name": "not there", "expect": "absent"},
            {"name": "a wall", "expect": "blocked"},
        ],
    }
    return rule | fields


@dataclass(frozen=True)
class Checked:
    subject: Subject
    plan: Plan
    gathered: Gathered
    assessment: Assessment
    events: tuple[Event, ...]

    def answers(self, source_id: str) -> list[Answer]:
        return [a for a in self.gathered.answers if a.probe.source_id == source_id]

    def told(self, source_id: str) -> list[tuple[str, str, str]]:
        """Purpose, outcome and reason of all that a source was asked, in order."""
        return [
            (a.probe.purpose.value, a.outcome.kind.value, a.outcome.reason)
            for a in self.answers(source_id)
        ]


def book_of(folder: Path, rules: Sequence[Mapping[str, Any]]) -> RuleBook:
    """These rules, layered over the shipped ones; none of them is at fault."""
    (folder / "sources").mkdir(exist_ok=True)
    for rule in rules:
        name = rule["id"].rpartition(".")[2]
        text = yaml.safe_dump(dict(rule))
        (folder / "sources" / f"{name}.yaml").write_text(text, encoding="utf-8")
    book = load_rulebook([folder])
    own = [problem for problem in lint(book, TODAY).errors if str(folder) in problem.where]
    assert not own, "\n".join(map(str, own))
    return book


def checked(
    folder: Path,
    rules: Sequence[Mapping[str, Any]],
    served: Served,
    *,
    profile: str = CONSENT + FACTS,
    hosts: Sequence[str] = ("town-book.example", "id.example"),
    secrets: Mapping[str, str] | None = None,
    revealing: Sequence[str] = (),
    skip: frozenset[str] = frozenset(),
    lead_budget: int = 20,
) -> Checked:
    """The whole check of a person by these rules alone, who ticked them to be asked by name."""
    book = book_of(folder, rules)
    subject = parse_profile(profile, TODAY).subject
    only = frozenset(rule["id"] for rule in rules)
    consent = replace(subject.consent, name_searches=only, revealing_searches=frozenset(revealing))
    subject = replace(subject, consent=consent)
    options = PlanOptions(only=only, skip=skip, secrets=secrets or {}, lead_budget=lead_budget)
    plan = make_plan(subject, book, options, TODAY)
    reach = dict.fromkeys(hosts, ("127.0.0.1", served.port))
    fetching = FetchOptions(connect_to=reach, spacing_s=0.0, keeps_trace=True)

    def now() -> datetime:
        return datetime.now(UTC)

    with Fetcher(fetching, now=now) as fetcher:
        events = tuple(check(subject, book, plan, fetcher, b"key", now, random.Random(4)))
    gathered = next(e.gathered for e in events if isinstance(e, GatheringDone))
    assessment = next(e.assessment for e in events if isinstance(e, AssessmentMade))
    return Checked(subject, plan, gathered, assessment, events)
