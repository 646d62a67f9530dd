"""Sources' recorded replies, through the real fetcher: asked, read and decided as in a scan.

`netcurtain rules test` feeds the same examples as captures; here they also pass the HTTP client. Of
each source that asks one plain question; chains, pages, forms and redirects are asked of the
demonstration web (`tests/demo`), refusals of loopback servers (`test_fetch_attempts.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import responses

from scanner.domains import host_of_url, site_of_host
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture
from scanner.model.facts import Secret
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Manners, Probe, Purpose, Request, Robots
from scanner.outcome import decide
from scanner.read import read
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.rulebook.source import SourceExample, SourceRule
from scanner.rulebook.template import render

BOOK = load_rulebook([])

STANDARD = {
    "name": "Jane Marlow",
    "name_slug": "jane_marlow",
    "town": "Wexcombe",
    "handle": "janemarlow",
    "instance": "social.example",
    "domain": "marlow-for-wexcombe.example",
    "page": "https://www.wexcombe-herald.example/news",
    "endpoint": "https://search.example",
    "email_sha256": "0" * 64,
    "secret": "not-a-key",
}


BUSY = (429, 503)
"""Would be asked again."""


def is_plain(rule: SourceRule) -> bool:
    return (
        rule.request is not None
        and rule.request.method == "GET"
        and not (rule.opens_leads or rule.steps or rule.pages or rule.variants)
        and set(rule.request.variables) <= set(STANDARD)
    )


def cases() -> Iterator[object]:
    for rule in filter(is_plain, BOOK.sources.values()):
        for kind in OutcomeKind:
            of_kind = (example for example in rule.examples if example.expect is kind)
            example = next(of_kind, None)
            if example and not example.final_url and example.status not in BUSY:
                yield pytest.param(rule, example, id=f"{rule.id}::{example.name}")


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return BOOK


@pytest.mark.parametrize(("rule", "example"), list(cases()))
def test_a_recorded_reply_is_decided_as_the_rule_says(
    book: RuleBook, rule: SourceRule, example: SourceExample
) -> None:
    values = {**STANDARD, **{key.value: value for key, value in example.variables.items()}}
    assert rule.request is not None
    url = render(rule.request.url, values)
    host = host_of_url(url)
    probe = Probe(
        "one",
        rule.id,
        Request(url),
        host,
        site_of_host(host),
        Purpose.SOURCE,
        manners=Manners(robots=Robots.NOT_APPLICABLE),
        variables=tuple((name, Secret(value, "•")) for name, value in values.items()),
    )
    with (
        responses.RequestsMock() as web,
        Fetcher(
            FetchOptions(connect_to={host: ("127.0.0.1", 9)}, spacing_s=0.0),
            now=lambda: datetime.now(UTC),
        ) as fetcher,
    ):
        headers = {name.title(): value for name, value in example.headers.items()}
        web.get(
            url,
            body=example.body,
            status=example.status,
            content_type=headers.pop("Content-Type", "text/html; charset=utf-8"),
            headers=headers,
        )
        fetcher.add(probe)
        answers = [item for item in fetcher.results() if isinstance(item, Capture)]
    assert len(answers) == 1
    capture = answers[0]
    assert capture.failure is None
    assert capture.status == example.status
    document = read(capture, book.queries_for(rule))
    outcome = decide(probe, capture, document, rule, book.obstacles)
    assert outcome.kind is example.expect, (outcome.reason, outcome.detail)
