"""Services of the demonstration web that answer from the recorded examples of their own rules."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from scanner.demo.site import Asked, Reply, Site, page
from scanner.model.outcome import CHECKED, OutcomeKind
from scanner.model.plan import Probe, Request
from scanner.outcome import following_of, has_more, kept_of
from scanner.plan import page_probe, step_probe
from scanner.plan.keys import MARK
from scanner.rulebook.book import RuleBook
from scanner.rulebook.example import RecordedAnswer, SourceExample
from scanner.rulebook.source import SourceRule
from scanner.rulecheck.capturing import capture_of
from scanner.rulecheck.playing import EXAMPLE_KEY, answered, first_probe, play

Question = tuple[str, str, str, tuple[tuple[str, str], ...], str]
"""Method, host, path, the query's fields in order of name, and body: what makes a request itself,
however it is escaped."""

_FRAMING = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection"})
"""Headers that belong to how an answer came over the wire, which is the server's business."""

_HOLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What all requests of one kind look like, and what is answered about somebody unknown."""

    method: str
    address: re.Pattern[str]
    literal: int
    """How many characters of it are fixed: the more, the closer it fits."""
    reply: Reply | None = field(repr=False)
    """None where a site made by hand answers."""


class Recorded:
    """Answers by exact request: the cast's own, and for anybody else the one that proves absence.

    `cast` says which outcome each source is to have for the candidate; its example of that outcome
    is what the source answers to who asks just as the example was asked. Sources without a line
    know nothing of her. `hand_made`: sources that a site of the town answers for. `also_at`: pages
    that such a site names, by the source that reads them.
    """

    def __init__(
        self,
        book: RuleBook,
        cast: Mapping[str, OutcomeKind],
        hand_made: Collection[str],
        also_at: Mapping[str, str],
    ) -> None:
        self._cast = cast
        self._also_at = also_at
        self._exact: dict[Question, Reply] = {}
        self._shapes: list[_Shape] = []
        self._hosts: set[str] = set()
        for rule in book.sources.values():
            if rule.request is None:
                continue
            if rule.id in hand_made:
                self._shapes += _shapes(rule, {}, {})
            elif rule.examples:
                self._record(book, rule)
        self._shapes.sort(key=lambda shape: (-shape.literal, shape.reply is not None))

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(self._hosts)

    def over(self, host: str, site: Site | None) -> Site:
        """The site of a host: what is recorded there, over what was made by hand."""

        def answer(asked: Asked) -> Reply:
            if (told := self._exact.get(_asked_question(asked))) is not None:
                return told
            if asked.path != "/robots.txt" and (told := self._about_nobody(asked)) is not None:
                return told
            if site is not None:
                return site.answer(asked)
            return page("<h1>Not found</h1><p>There is nothing here.</p>", HTTPStatus.NOT_FOUND)

        return Site(host, answer)

    def _about_nobody(self, asked: Asked) -> Reply | None:
        address = unquote(asked.url)
        fitting = (
            shape
            for shape in self._shapes
            if shape.method == asked.method and shape.address.fullmatch(address)
        )
        closest = next(fitting, None)
        return closest.reply if closest else None

    def _record(self, book: RuleBook, rule: SourceRule) -> None:
        wanted = self._cast.get(rule.id, OutcomeKind.ABSENT)
        shown = _example(rule, wanted) or _no_answer(rule)
        if shown is None:
            return
        origins: dict[int, str] = {}
        if also := self._also_at.get(rule.id):
            self._exact.setdefault(_question("GET", also, b""), _reply(shown))
        for probe, answer in exchanges(book, rule, shown):
            origins[probe.step] = "/".join(probe.request.url.split("/", 3)[:3])
            self._keep(probe.request, answer)
        for lead in play(book, rule, shown).leads if rule.leads else ():
            self._name(book, rule, lead)
        self._shapes += _shapes(rule, _told_to_others(book, rule, wanted, shown), origins)

    def _name(self, book: RuleBook, rule: SourceRule, lead: str) -> None:
        """A page that the example names is there, under the rule by which it is read."""
        self._hosts.add(urlsplit(lead).hostname or "")
        reader = book.sources.get(rule.leads.rule) if rule.leads and rule.leads.rule else None
        wanted = self._cast.get(reader.id, OutcomeKind.ABSENT) if reader else None
        if reader is not None and wanted and (shown := _example(reader, wanted)):
            self._exact.setdefault(_question("GET", lead, b""), _reply(shown))

    def _keep(self, request: Request, answer: RecordedAnswer) -> None:
        url = request.url.replace(MARK, quote(EXAMPLE_KEY, safe=""))
        self._hosts.add(urlsplit(url).hostname or "")
        final = answer.final_url or url
        if final != url:
            moved = Reply(b"", HTTPStatus.FOUND, headers=(("Location", final),))
            self._exact.setdefault(_question(request.method, url, request.body), moved)
            self._hosts.add(urlsplit(final).hostname or "")
            self._exact.setdefault(_question("GET", final, b""), _reply(answer))
        else:
            self._exact.setdefault(_question(request.method, url, request.body), _reply(answer))


def exchanges(
    book: RuleBook, rule: SourceRule, example: SourceExample
) -> Iterator[tuple[Probe, RecordedAnswer]]:
    """Every request that leads through the example, steps and pages included, and its answer."""
    probe = first_probe(rule, example)
    for answer in example.steps:
        yield probe, answer
        told = answered(book, rule, probe, answer)
        values = kept_of(rule.steps[probe.step], told.capture, told.document)
        if told.outcome.kind is not OutcomeKind.FOUND or values is None:
            return
        probe = step_probe(probe, rule, values)
    if probe.step < len(rule.steps):
        return
    yield probe, example
    last: RecordedAnswer = example
    for answer in example.pages:
        told = answered(book, rule, probe, last)
        if not has_more(rule, told.outcome):
            return
        following = page_probe(probe, rule, following_of(rule, told.capture, told.document))
        if following is None:
            return
        probe, last = following, answer
        yield probe, answer


def _example(rule: SourceRule, wanted: OutcomeKind) -> SourceExample | None:
    return next((example for example in rule.examples if example.expect is wanted), None)


def _no_answer(rule: SourceRule) -> SourceExample | None:
    """The first that proves nothing."""
    return next((example for example in rule.examples if example.expect not in CHECKED), None)


def _told_to_others(
    book: RuleBook, rule: SourceRule, wanted: OutcomeKind, shown: SourceExample
) -> dict[int, RecordedAnswer]:
    """What anybody else is told, by step. Who refuses to answer refuses everybody; else it is what
    proves absence, where there are several steps at the first of them that can."""
    kind = OutcomeKind.ABSENT if wanted in CHECKED and shown.expect in CHECKED else shown.expect
    told = [
        {probe.step: answer for probe, answer in exchanges(book, rule, example) if probe.page == 1}
        for example in rule.examples
        if example.expect is kind
    ]
    return min(told, key=len, default={})


def _shapes(
    rule: SourceRule, told: Mapping[int, RecordedAnswer], origins: Mapping[int, str]
) -> Iterator[_Shape]:
    """What each request of the chain looks like, with the answer about anybody else.

    `origins`: where each was asked in the example that is played; none for a rule that a site made
    by hand answers for.
    """
    for number, request in enumerate(rule.requests):
        known = told.get(number)
        is_by_hand = not origins
        if not is_by_hand and (known is None or number not in origins):
            continue
        origin, rest = _halves(request.url)
        if not rest:
            continue
        place = _pattern(origin, "[^/]*") if is_by_hand else re.escape(origins[number])
        if not _HOLE.search(origin):
            place = _pattern(origin, "")
        yield _Shape(
            request.method,
            re.compile(place + _pattern(rest, ".*"), re.DOTALL),
            sum(len(unquote(piece)) for piece in _HOLE.split(request.url)),
            _reply(known) if known else None,
        )


def _halves(template: str) -> tuple[str, str]:
    """The template of scheme and host, and all behind it."""
    if "://" in template:
        scheme, _, behind = template.partition("://")
        host, slash, path = behind.partition("/")
        return f"{scheme}://{host}", slash + path
    hole = _HOLE.match(template)
    return (hole.group(), template[hole.end() :]) if hole else (template, "")


def _pattern(template: str, hole: str) -> str:
    return hole.join(re.escape(unquote(piece)) for piece in _HOLE.split(template))


def _reply(answer: RecordedAnswer) -> Reply:
    capture = capture_of("demo", "https://demo.example/", answer.body, answer.status)
    headers = {**dict(capture.hops[-1].headers), **answer.headers}
    named = {name.lower(): value for name, value in headers.items()}
    return Reply(
        capture.body,
        answer.status,
        named.get("content-type", ""),
        tuple(
            (name, value)
            for name, value in answer.headers.items()
            if name.lower() not in _FRAMING | {"content-type"}
        ),
    )


def _asked_question(asked: Asked) -> Question:
    return _question(asked.method, asked.url, asked.body)


def _question(method: str, url: str, body: bytes) -> Question:
    parts = urlsplit(url)
    fields = sorted(parse_qsl(parts.query, keep_blank_values=True))
    host = (parts.hostname or "").lower()
    return method, host, unquote(parts.path) or "/", tuple(fields), _plain(body)


def _plain(body: bytes) -> str:
    """A body by what it says: JSON without its spaces."""
    text = body.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text
