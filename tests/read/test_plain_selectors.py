"""Plain selectors are answered on a tree of lxml's: the same as by BeautifulSoup, only sooner."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.model.capture import Capture, Hop
from scanner.model.document import Document, Query
from scanner.read import read
from scanner.read.css_tree import is_plain

PAGE = """<!doctype html><html><head><title>Club</title></head><body>
<nav><a class="nav  first" href=/a rel="me nofollow">A</a> <a href="b?x=1">B</a></nav>
<div id=main class=card><h3>Marlow</h3><p>One<p lang=en-GB>Two<br>three<!-- no --></div>
<table><tr><td class=cell>1<td class=cell>2</table><svg><g class=cell><text>x</text></g></svg>
<o:p class=cell>y</o:p><DIV CLASS=Card><span>z</span></DIV></body></html>"""


def answered(page: str, *queries: Query) -> Document:
    body = page.encode()
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    hop = Hop("https://club.example/u/x", 200, headers, "127.0.0.1:443")
    return read(Capture("p", (hop,), body, body, datetime(2026, 11, 23, tzinfo=UTC), 1), queries)


@pytest.mark.parametrize(
    ("expression", "attribute"),
    [
        (".card", ""),
        ("div.card > h3", ""),
        ("nav a", "href"),
        ("nav > a.first", "class"),
        ("a[rel]", "rel"),
        ("#main p, td.cell", ""),
        ("a[href^='/a']", ""),
        ('p[lang|="en"]', ""),
        ("DIV", "class"),
        (".cell", ""),
        ("body *", ""),
        (".missing", ""),
    ],
)
def test_a_plain_selector_means_what_it_means_to_beautiful_soup(
    expression: str, attribute: str
) -> None:
    # An empty list of exceptions changes no selector, but it is not plain any more.
    other = f"{expression}, x:not(x)"
    plain, soup = Query("css", expression, attribute), Query("css", other, attribute)
    assert is_plain(expression) and not is_plain(other)

    taken = [(r.text, r.start, r.end) for r in answered(PAGE, plain).results(plain)]
    assert taken == [(r.text, r.start, r.end) for r in answered(PAGE, soup).results(soup)]
    assert bool(taken) is (expression != ".missing")


@pytest.mark.parametrize(
    "expression", ["a ~ b", "a + b", "p:has(a)", "[type=TEXT]", "", "a,,b", "> a", "a >", "*|a"]
)
def test_what_may_mean_something_else_is_left_to_beautiful_soup(expression: str) -> None:
    assert not is_plain(expression)


def test_whether_something_is_there_needs_no_place() -> None:
    query = Query("css", ".card", located=False)
    (result,) = answered(PAGE, query).results(query)
    assert (result.start, result.end) == (-1, -1)
    assert "Marlow" in result.text


def test_nesting_is_bounded_without_places_too() -> None:
    query = Query("css", ".card", located=False)
    assert answered("<div>" * 400 + PAGE, query).unanswered == (query,)
