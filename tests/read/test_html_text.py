"""What a page says, as a browser would show it, and where else in its source something stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.model.document import Document, Link, Place

Reading = Callable[..., Document]
Lines = Callable[[Document, Place], list[str]]


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<p>07700 <b>900</b>123", ["07700 900123"]),
        ("<p>0<i>7</i>7<span>00</span> 900123", ["07700 900123"]),
        ("<p>jane<wbr>.marlow", ["jane.marlow"]),
        ("<p>  a \n\t b  </p>", ["a b"]),
        ("<p>a <b> b </b> c", ["a b c"]),
        ("<p>07700 <!-- x -->900123", ["07700 900123"]),
        ("<p>07700 <a href='/call' title='Ring'>900123</a> now", ["07700 900123 now"]),
        ("14 Bramble Road<br>Wexcombe<br/>WX4 7QT", ["14 Bramble Road", "Wexcombe", "WX4 7QT"]),
        ("<table><tr><td>14<td>Bramble <b>R</b>oad</table>", ["14", "Bramble Road"]),
        ("<ul><li>one<li>two</ul>", ["one", "two"]),
        ("<dl><dt>Phone<dd>07700 900123</dl>", ["Phone", "07700 900123"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("<span style='display:block'>a</span><span style='DISPLAY: flex'>b</span>", ["a", "b"]),
        ("<div style='display:inline'>07</div><div style='display: inline'>700</div>", ["07700"]),
        ("<pre>14\n  Bramble Road</pre>", ["14", "Bramble Road"]),
        ("<textarea>14\nBramble</textarea>", ["14", "Bramble"]),
        ("<p>14&nbsp;Bramble &amp; Road&#46;", ["14\u00a0Bramble & Road."]),
        ("<noscript><p>Ring 07700 900123</noscript>", ["Ring 07700 900123"]),
        ("<p>a<script>var phone='07700 900123'</script>b<style>p{}</style>", ["ab"]),
        ("<select><option>Mr<option>Mrs</select>", ["Mr", "Mrs"]),
        ("</p></div>loose < text > here", ["loose < text > here"]),
        ("just text", ["just text"]),
        ("<body><p>a</body></html><p>after", ["a", "after"]),
        ("<p>a<meta itemprop=x content=y>b", ["ab"]),
        ("<b itemprop=postalCode>WX4 7QT</b><i itemprop=telephone>01632</i>", ["WX4 7QT 01632"]),
        ("<p><a href=/1>Home</a><a href=/2>Jane</a><a href=tel:1>1</a><a>2</a>", ["Home Jane 1 2"]),
        ("<p>a<a href=/1>b</a>c", ["abc"]),
        ("<p>(<b itemprop=telephone>01632 960155</b>)", ["(01632 960155)"]),
    ],
)
def test_shown_text(reading: Reading, lines: Lines, markup: str, shown: list[str]) -> None:
    assert lines(reading(markup), Place.TEXT) == shown


@pytest.mark.parametrize(
    "markup",
    [
        "<p hidden>07700 900123</p>",
        "<span style='display: none'>07700 <b>900123</b></span>",
        "<div style='color:red;visibility:hidden'>07700 900123</div>",
        "<template><p>07700 900123</p></template>",
        "<input type=HIDDEN value='07700 900123'>",
        "<dialog>07700 900123</dialog>",
        "<div hidden><div hidden>07700 900123</div></div>",
    ],
)
def test_hidden_text_is_read_as_hidden(reading: Reading, lines: Lines, markup: str) -> None:
    document = reading(f"<p>before {markup} after")

    assert lines(document, Place.HIDDEN) == ["07700 900123"]
    assert "900123" not in " ".join(lines(document, Place.TEXT))


def test_hidden_inline_element_does_not_tear_its_line(reading: Reading, lines: Lines) -> None:
    document = reading("<p>07700 <span hidden>not this</span>900123</p><p>next")

    assert lines(document, Place.TEXT) == ["07700 900123", "next"]
    assert document.text.splitlines() == ["07700 900123", "not this", "next"]


def test_comment_stands_beside_its_line(reading: Reading, lines: Lines) -> None:
    document = reading("<p>Office<!-- mobile: 07700 900123 --> hours</p><p>Later</p>")

    assert lines(document, Place.COMMENT) == ["mobile: 07700 900123"]
    assert document.text.splitlines()[:2] == ["Office hours", "mobile: 07700 900123"]


def test_title_is_a_place_of_its_own(reading: Reading, lines: Lines) -> None:
    document = reading("<title>Marlow \n stands</title><svg><title>icon</title></svg><p>x")

    assert document.title == "Marlow stands"
    assert lines(document, Place.TITLE) == ["Marlow stands"]
    assert lines(document, Place.ATTRIBUTE) == ["icon"]


def test_attributes_that_say_something(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<img alt="14 Bramble Road" src=x><b title="born 14 March 1979">J</b>'
        '<i aria-label="ring me"></i><input placeholder="name" value="Jane">'
        '<div data-phone="07700&#32;900123" class="no" id="no" data-empty="">x</div>'
    )

    assert lines(document, Place.ATTRIBUTE) == [
        "14 Bramble Road",
        "born 14 March 1979",
        "ring me",
        "name",
        "Jane",
        "07700 900123",
    ]


def test_contact_links_are_decoded_and_lose_their_query(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<a href="mailto:jane.marlow%40mailbox.example?subject=Hi%20there">write</a>'
        '<a href="TEL:+44%207700%20900123">ring</a><a href="javascript:alert(1)">no</a>'
        '<a href="data:text/html,no">no</a>'
    )

    assert lines(document, Place.LINK) == ["jane.marlow@mailbox.example", "+44 7700 900123"]
    assert document.links == ()


def test_links_are_absolute_and_keep_their_words(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<base href="/old/"><a href="../people/jane">Jane <b>Marlow</b></a>'
        '<a href="#top">up</a><a href="//maps.example/?q=14+Bramble%20Road">map</a>'
        '<a href="http://[bad">broken</a><map><area href=/area alt="an area"></map>'
    )

    assert document.links == (
        Link("https://www.wexcombe-herald.example/people/jane", "Jane Marlow"),
        Link("https://maps.example/?q=14+Bramble%20Road", "map"),
        Link("https://www.wexcombe-herald.example/area", "an area"),
    )
    assert "14 Bramble Road" in lines(document, Place.LINK)


def test_frames_and_scripts_are_told(reading: Reading) -> None:
    document = reading('<script src="/a.js"></script><iframe src="//maps.example/e"></iframe>')

    assert document.loads == (
        "https://www.wexcombe-herald.example/a.js",
        "https://maps.example/e",
    )


def test_meta_elements_about_the_page(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<meta name="Description" content="Jane of Bramble Road"><meta name=viewport content=no>'
        '<meta property="og:title" content="Jane"><meta name="author" content="J. Marlow">'
        '<meta name="twitter:creator" content="@janemarlow">'
        '<meta property="og:url" content="https://a.example/janemarlow">'
    )

    assert lines(document, Place.META) == [
        "Jane of Bramble Road",
        "Jane",
        "J. Marlow",
        "@janemarlow",
    ]
    assert lines(document, Place.LINK) == ["https://a.example/janemarlow"]


def test_linked_data_gives_each_leaf_its_path(reading: Reading) -> None:
    document = reading(
        '<p>x</p><script type="application/ld+json; charset=utf-8">'
        '{"@type": "Person", "address": {"streetAddress": "14 Bramble Road"}, "n": [1, null]}'
        "</script>"
    )
    leaves = {
        s.path: document.text[s.start : s.end]
        for s in document.segments
        if s.place is Place.STRUCTURED
    }

    assert leaves == {
        "json-ld[0].@type": "Person",
        "json-ld[0].address.streetAddress": "14 Bramble Road",
        "json-ld[0].n[0]": "1",
    }
    assert not document.has_scripts


def test_broken_linked_data_is_not_lost(reading: Reading, lines: Lines) -> None:
    document = reading('<script type="application/ld+json">{"phone": "07700 900123",}</script>')

    assert lines(document, Place.STRUCTURED) == ['{"phone": "07700 900123",}']


def test_microdata_content(reading: Reading) -> None:
    document = reading('<p>Jane, <time itemprop="birthDate" datetime="1979-03-14">47</time>')
    (segment,) = (s for s in document.segments if s.place is Place.STRUCTURED)

    assert document.text[segment.start : segment.end] == "1979-03-14"
    assert segment.path == "html/body/p/time[birthDate]@datetime"


def test_visible_words_count_what_a_browser_shows(reading: Reading) -> None:
    document = reading(
        "<title>not these</title><p>one two<b>three</b> <i>four</i><!-- no --><p hidden>no</p>"
        "<noscript>no no</noscript><a href=/x title=no>five</a>"
    )

    assert document.visible_words == 4  # "twothree" is one word on the screen too


def test_scripts_and_password_fields_are_noticed(reading: Reading) -> None:
    assert reading("<script>1</script>").has_scripts
    assert reading('<script type="module" src=x></script>').has_scripts
    assert not reading('<script type="application/json">{}</script>').has_scripts
    assert reading("<input type=PassWord>").has_password_field
    assert not reading("<input type=text>").has_password_field
