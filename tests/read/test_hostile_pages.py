"""Whatever a stranger sends: reading ends soon, raises nothing, and its map is true."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from scanner.model.capture import Capture, Hop
from scanner.model.document import Document, Query
from scanner.read import read

Reading = Callable[..., Document]

_NOW = datetime(2026, 11, 22, tzinfo=UTC)

QUERIES = (Query("css", "p b, td"), Query("css", "a", "href"), Query("jmespath", "[*].a"))

HOSTILE = {
    "comments": "<!--" * 100_000,
    "depth": "<div>" * 50_000 + "x",
    "inline depth": "<b>" * 50_000 + "x",
    "tables": "<table><tr><td>" * 10_000 + "x",
    "attributes": "<p " + " ".join(f"data-a{n}=1" for n in range(25_000)) + ">x",
    "one huge attribute": "<p title='" + "a " * 200_000 + "'>x",
    "angle brackets": "<" * 250_000,
    "ampersands": "&" * 250_000,
    "open links": "<a href=x>y<div>" * 15_000,
    "hidden": "<i hidden>x" * 25_000,
    "queued in one line": "<b title=x>q</b>" * 15_000,
    "queued in one preformatted line": "<pre>" + "<b title=x>q</b>" * 15_000,
    "hidden in one line": "<i hidden>x</i>y" * 15_000,
    "reversed": "<bdo dir=rtl>x" * 15_000,
    "links in one link": "<a href=/x>y" * 15_000,
    "links around words": "<a href=/x><object>y" * 10_000,
    "preformatted": "<pre>x\n" * 15_000,
    "parts within parts": "<pre>x\n<noscript><i hidden>" * 5_000,
    "entities": "&amp;x " * 30_000,
    "white space": "<p>x</p>" + " \n" * 200_000,
    "meta": "<meta " * 50_000,
    "declarations": "<?xml " * 50_000,
    "style": "<p style='" + "display:" * 30_000 + "'>x",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_costs_no_more_than_a_plain_one(
    reading: Reading, cost_of_a_plain_character: float, name: str
) -> None:
    hostile = HOSTILE[name]

    # Per character of page; 25 times leaves room for markup-dense pages, not for a square.
    cost_of_plain = len(hostile) * cost_of_a_plain_character
    cost_of_hostile = _seconds(reading, hostile)

    assert cost_of_hostile < 25 * cost_of_plain + 0.5


@pytest.fixture(scope="module")
def cost_of_a_plain_character(reading: Reading) -> float:
    page = "<p>The council met on <b>Tuesday</b>.</p>\n" * 5_000
    return _seconds(reading, page) / len(page)


def _seconds(reading: Reading, page: str) -> float:
    """Of the processor, so that whatever else runs does not count."""
    started = time.process_time()
    reading(page, "text/html", *QUERIES)
    return time.process_time() - started


def test_of_an_element_with_endless_attributes_no_selector_is_answered(reading: Reading) -> None:
    page = "<p " + " ".join(f"data-a{n}=1" for n in range(1_001)) + "><b>x</b>"
    document = reading(page, "text/html", *QUERIES)
    assert document.unanswered == QUERIES[:2]
    assert document.text.split()[-1] == "x"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 400 + "1" + "]" * 400,
        "1" * 10_000,
        '{"a": "\\ud800"}',
        '"' + "a" * 500_000,
        "[" + "1," * 50_000 + "1]",
        '{"' + "k" * 5_000 + '": {"x": 1}}',
    ],
    ids=["depth", "some depth", "long number", "surrogate", "open string", "many", "long key"],
)
def test_hostile_json(reading: Reading, text: str) -> None:
    document = reading(text, "application/json", *QUERIES)

    document.text.encode()
    _holds_together(document)


def _holds_together(document: Document) -> None:
    at = 0
    for segment in document.segments:
        assert at <= segment.start < segment.end <= len(document.text)
        assert not document.text[segment.start].isspace() or document.media_type != "text/html"
        at = segment.end
    for item in document.selected:
        # An attribute stands where its element does, which may show nothing.
        least = 0 if item.query.attribute else 1
        is_nowhere = item.start == item.end == -1
        assert is_nowhere or 0 <= item.start <= item.end - least
        assert item.end <= len(document.text)
    document.text.encode()


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<td>",
        "<table>",
        "</table>",
        "<a href='",
        "'>",
        "<!--",
        "-->",
        "<span hidden>",
        "</span>",
        "<title>",
        "</title>",
        "<script type='application/ld+json'>",
        '{"a": [1, "x"]}',
        "</script>",
        "<pre>\n",
        "<br>",
        "&#0;",
        "\x00",
        " ",
        "\n",
        "Jane",
        "é",
        "<svg>",
        "<style>",
        "<template>",
        "</template>",
        "<base href=//[>",
        "\ufeff",
        "<iframe>",
    ]
)
TYPES = st.sampled_from(
    [
        "",
        "text/html",
        "text/html; charset=utf-16",
        "text/html; charset=shift_jis",
        "application/json",
        "text/xml",
        "text/plain",
        "application/octet-stream",
        ";;;",
        "image/svg+xml",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(b"<p><a href=''>", "")
@given(
    st.one_of(
        st.binary(max_size=400),
        st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
    ),
    TYPES,
)
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    hop = Hop("https://a.example/", 200, (("content-type", content_type),), "127.0.0.1:443")
    capture = Capture("p", (hop,), body, body, _NOW, 1)

    _holds_together(read(capture, QUERIES))


def test_capture_without_an_answer_is_an_empty_document() -> None:
    document = read(Capture("p", (), b"", b"", _NOW, 1), QUERIES)

    assert (document.text, document.url, document.segments) == ("", "", ())


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_elements_are_located_whatever_the_markup(pieces: list[str]) -> None:
    page = "<p>start <b id=mark>a1 Mark</b> end</p>" + "".join(pieces)
    hop = Hop("https://a.example/", 200, (("Content-Type", "text/html"),), "127.0.0.1:443")
    query = Query("css", "#mark")
    capture = Capture("p", (hop,), page.encode(), page.encode(), _NOW, 1)
    (selected,) = read(capture, (query,)).results(query)

    assert selected.text == "a1 Mark"
    assert selected.start == len("start ")


def test_more_pieces_than_the_map_holds_lose_no_text(reading: Reading) -> None:
    document = reading("[" + "7," * 120_000 + "8]", "application/json")

    assert len(document.segments) == 100_000
    assert document.segments[-1].end == len(document.text)
    assert document.text.endswith("7\n8")
    _holds_together(document)
