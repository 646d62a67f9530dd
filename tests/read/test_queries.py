"""What rules take from a page, and where it stands in the text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.model.document import Document, Query

Reading = Callable[..., Document]

OFFICERS = """{"kind": "search#officers", "items": [
  {"title": "Jane MARLOW", "address": {"line_1": "14 Bramble Road"}, "n": 1, "none": null},
  {"title": "Jane MARLOWE", "address": {"line_1": "2 High Street"}, "n": 1}], "empty": []}"""


def located(document: Document, query: Query) -> list[str]:
    return [
        document.text[item.start : item.end] if item.start >= 0 else "?"
        for item in document.results(query)
    ]


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("li.officer", ["Ann One\n1 High Street", "Bob Two\n2 Low Street"]),
        ("li.officer b", ["Ann One", "Bob Two"]),
        (".officer:nth-child(2)", ["Bob Two\n2 Low Street"]),
        ("i.empty", ["?"]),
        ("p.hid b", ["deep"]),
        ("h1 em", ["07700 900123"]),
        ("title", ["Officers"]),
        (".absent", []),
    ],
)
def test_css_is_located(reading: Reading, selector: str, found: list[str]) -> None:
    query = Query("css", selector)
    document = reading(
        "<title>Officers</title><h1>All <!-- c --><em>077<b>00</b> 900123</em>!</h1>"
        "<p class=hid hidden>not <b>deep</b></p><p>a<b>b<i>c</b>d</i>e<i class=empty></i>"
        "<ul><li class=officer><b>Ann One</b><p>1 High Street</p>"
        "<li class=officer><b>Bob Two</b><p>2 Low Street</p></ul>",
        "text/html",
        query,
    )

    assert located(document, query) == found


def test_css_text_leaves_out_what_is_not_shown(reading: Reading) -> None:
    query = Query("css", ".card")
    document = reading(
        '<div class=card>Jane <b>Mar</b>low<a href="/x" title="t">more</a><!-- no --></div>',
        "text/html",
        query,
    )
    (selected,) = document.results(query)

    assert selected.text == "Jane Marlowmore"
    assert "https://" in document.text[selected.start : selected.end]


def test_css_attribute_of_a_link_is_absolute(reading: Reading) -> None:
    query = Query("css", "a.hit", "href")
    document = reading(
        '<base href="https://a.example/b/"><a class=hit href="c">1</a><a class=hit>2</a>'
        '<a class=hit href="https://d.example/">3</a>',
        "text/html",
        query,
    )

    assert [item.text for item in document.results(query)] == [
        "https://a.example/b/c",
        "https://d.example/",
    ]


def test_css_beyond_its_bounds_is_unanswered(reading: Reading) -> None:
    query = Query("css", "p")
    deep = reading("<div>" * 1_000 + "<p>x", "text/html", query)
    large = reading("<p>x</p>" + " " * 2_000_001, "text/html", query)

    assert deep.unanswered == (query,) and deep.selected == ()
    assert large.unanswered == (query,) and large.selected == ()


def test_xml_declaration_before_html_disturbs_nothing(reading: Reading) -> None:
    query = Query("css", "b")
    document = reading(
        '<?xml version="1.0" encoding="utf-8"?>\n<html><b>x</b></html>',
        "application/xhtml+xml",
        query,
    )

    assert located(document, query) == ["x"]


@pytest.mark.parametrize(
    ("expression", "texts", "places"),
    [
        ("kind", ["search#officers"], ["search#officers"]),
        ("items[*].title", ["Jane MARLOW", "Jane MARLOWE"], ["Jane MARLOW", "Jane MARLOWE"]),
        (
            "items[*]",
            [
                '{"title":"Jane MARLOW","address":{"line_1":"14 Bramble Road"},"n":1,"none":null}',
                '{"title":"Jane MARLOWE","address":{"line_1":"2 High Street"},"n":1}',
            ],
            ["Jane MARLOW\n14 Bramble Road\n1", "Jane MARLOWE\n2 High Street\n1"],
        ),
        ("items[?n == `2`]", [], []),
        ("empty", [], []),
        ("items[0].none", [], []),
        ("items[0].n", ["1"], ["?"]),
        ("items[0].{a: title}", ['{"a":"Jane MARLOW"}'], ["?"]),
        ("length(items) == `2`", ["true"], ["?"]),
    ],
)
def test_jmespath_is_located(
    reading: Reading, expression: str, texts: list[str], places: list[str]
) -> None:
    query = Query("jmespath", expression)
    document = reading(OFFICERS, "application/json", query)

    assert [item.text for item in document.results(query)] == texts
    assert located(document, query) == places


def test_failing_jmespath_is_unanswered(reading: Reading) -> None:
    query = Query("jmespath", "length(no_such)")

    assert reading(OFFICERS, "application/json", query).unanswered == (query,)


def test_jmespath_on_a_page_asks_its_linked_data(reading: Reading) -> None:
    query = Query("jmespath", "[*].address")
    document = reading(
        '<p>x</p><script type="application/ld+json">{"name": "A"}</script><p hidden>h</p>'
        '<script type="application/ld+json">{"address": {"street": "14 Bramble Road", "n": 4}}'
        "</script>",
        "text/html",
        query,
    )

    assert located(document, query) == ["14 Bramble Road\n4"]


def test_json_words_are_those_of_its_strings(reading: Reading) -> None:
    assert reading(OFFICERS, "application/json").visible_words == 11
