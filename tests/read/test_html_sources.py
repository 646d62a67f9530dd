"""What stands in the source of a page without being plain text of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scanner.model.document import Document, Link, Place

Reading = Callable[..., Document]
Lines = Callable[[Document, Place], list[str]]


def coded(address: str, key: int = 0x5A) -> str:
    """As Cloudflare writes an address: the key, then each byte combined with it."""
    return bytes([key, *(byte ^ key for byte in address.encode())]).hex()


JANE = coded("jane.marlow@mailbox.example")


# Pages within the page


def test_page_in_a_frame_is_read(reading: Reading, lines: Lines) -> None:
    document = reading(
        "<p>Before</p><iframe srcdoc=\"<p>Ring <b>07700</b> 900123<a href='/x'>more</a>\"></iframe>"
    )

    assert lines(document, Place.TEXT) == ["Before", "Ring 07700 900123more"]
    assert document.links == (Link("https://www.wexcombe-herald.example/x", "more"),)
    assert document.visible_words == 4


def test_frames_of_a_frameset_are_loaded(reading: Reading) -> None:
    document = reading("<frameset><frame src=menu.html><frame src='/main.html'></frameset>")

    assert document.loads == (
        "https://www.wexcombe-herald.example/news/menu.html",
        "https://www.wexcombe-herald.example/main.html",
    )


def test_frame_within_a_frame_ends(reading: Reading) -> None:
    inner = "&lt;iframe srcdoc='&amp;lt;p&amp;gt;deep'&gt;&lt;/iframe&gt;shown"

    assert "shown" in reading(f'<iframe srcdoc="{inner}"></iframe>').text


def test_markup_in_a_comment_reads_as_text(reading: Reading, lines: Lines) -> None:
    document = reading(
        "<p>x</p><!-- <li>14 <b>Bramble</b> Road</li><a href='mailto:jane@mailbox.example'>w</a> "
        "--><!--[if IE]><p>old</p><![endif]--><!-- a < b -->"
    )

    comments = lines(document, Place.COMMENT)
    assert comments[0] == "14 Bramble Road"
    assert "jane@mailbox.example" in comments
    assert comments[-1] == "a < b"
    assert lines(document, Place.TEXT) == ["x"]


# Scripts


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/json">{"p": {"phone": "07700 900123"}}</script>',
        '<script type="text/x-magento-json">{"p": {"phone": "07700 900123"}}</script>',
        '<script type="application/vnd.api+json">{"p": {"phone": "07700 900123"}}</script>',
        '<script>window.__STATE__ = {"p": {"phone": "07700 900123"}};</script>',
        '<script>var a=1;\nvar b = {x:1}; var data = [{"phone": "07700 900123"}]</script>',
        '<script>start({"p": {"phone": "07700 900123"}});</script>',
    ],
)
def test_data_in_scripts_is_structured(reading: Reading, lines: Lines, script: str) -> None:
    document = reading(f"<p>x</p>{script}")

    assert "07700 900123" in lines(document, Place.STRUCTURED)
    segment = next(s for s in document.segments if s.place is Place.STRUCTURED)
    assert segment.path.startswith("data[0]") and segment.path.endswith(".phone")


def test_data_leaves_out_flags_and_counts(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<script type="application/json">{"a": true, "n": 3, "e": null, "s": "", "lat": 51.5,'
        ' "tel": 447700900123, "name": "Jane"}</script>'
    )

    assert lines(document, Place.STRUCTURED) == ["51.5", "447700900123", "Jane"]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("var m = 'jane' + '@' + 'mailbox.example';", "jane@mailbox.example"),
        ('m = "jane"+"@"+"mailbox.example"', "jane@mailbox.example"),
        (
            """document.write('<a href="mai'+'lto:jane@mailbox.example">write</a>')""",
            "jane@mailbox.example",
        ),
        ("call('07700 900123')", "07700 900123"),
        ("at = 'WX4 7QT'", "WX4 7QT"),
        (r"m = 'jane\u0040mailbox.example'", "jane@mailbox.example"),
        ("m = unescape('%6Aane%40mailbox.example')", "jane@mailbox.example"),
        (
            f"m = String.fromCharCode({','.join(str(ord(c)) for c in 'jane@mailbox.example')})",
            "jane@mailbox.example",
        ),
    ],
)
def test_strings_of_code_are_hidden_text(
    reading: Reading, lines: Lines, code: str, said: str
) -> None:
    document = reading(f"<p>x</p><script>{code}</script>")

    assert said in " ".join(lines(document, Place.HIDDEN))
    assert lines(document, Place.TEXT) == ["x"]


def test_code_without_contact_details_says_nothing(reading: Reading) -> None:
    assert reading("<p>x<script>var a = 'hello world', b = 12;</script>").text == "x"


@pytest.mark.parametrize(
    "code", ["= {" * 100_000, "= [[" * 100_000, "'@" * 200_000, "'a'+" * 100_000, '"\\' * 30_000]
)
def test_hostile_scripts_end(reading: Reading, code: str) -> None:
    reading(f"<p>x</p><script>{code}</script>")


# E-mail addresses that a browser shows otherwise


@pytest.mark.parametrize(
    "markup",
    [
        f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{JANE}">'
        "[email&#160;protected]</a>",
        f'<a href="/cdn-cgi/l/email-protection#{JANE}"><span class="__cf_email__" '
        f'data-cfemail="{JANE}">[email&#160;protected]</span></a>',
        f'<span data-cfemail="{JANE}">[email protected]</span>',
    ],
)
def test_protected_address_stands_where_it_is_shown(
    reading: Reading, lines: Lines, markup: str
) -> None:
    document = reading(f"<p>Write to {markup} today</p>")

    assert lines(document, Place.TEXT) == ["Write to jane.marlow@mailbox.example today"]


def test_protected_link_with_words_of_its_own(reading: Reading, lines: Lines) -> None:
    document = reading(f'<p><a href="/cdn-cgi/l/email-protection#{JANE}">E-mail Jane</a></p>')

    assert lines(document, Place.TEXT) == ["E-mail Jane"]
    assert "jane.marlow@mailbox.example" in lines(document, Place.LINK)


def test_links_of_a_page_saved_without_its_address(reading: Reading, lines: Lines) -> None:
    code = "42" + "".join(f"{ord(char) ^ 0x42:02x}" for char in "jane@mailbox.example")
    page = f"<a href='/people/jane%20m'>a</a><a href='/cdn-cgi/l/email-protection#{code}'>b</a>"

    said = lines(reading(page, url="file:///saved/page.html"), Place.LINK)

    assert "/people/jane m" in said
    assert "jane@mailbox.example" in said


@pytest.mark.parametrize("code", ["", "zz", "5a", "5a1", JANE[:4], "00ff"])
def test_broken_protection_changes_nothing(reading: Reading, lines: Lines, code: str) -> None:
    document = reading(f'<p>a <b data-cfemail="{code}">[email protected]</b></p>')

    assert lines(document, Place.TEXT) == ["a [email protected]"]


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="unicode-bidi:bidi-override; direction: rtl">elpmaxe.<b>xob</b>liam@enaj'
        "</span>",
        "<bdo dir=rtl>elpmaxe.xobliam@enaj</bdo>",
    ],
)
def test_reversed_text_reads_as_shown(reading: Reading, lines: Lines, markup: str) -> None:
    assert lines(reading(f"<p>Write: {markup}!"), Place.TEXT) == ["Write: jane@mailbox.example!"]


@pytest.mark.parametrize(
    "markup",
    [
        'jane<span style="display:none">null</span>@mailbox.example',
        "jane<wbr>@<wbr/>mailbox.example",
        "jane<!-- x -->@mailbox<i hidden>.no</i>.example",
        "<b>j</b><i>ane</i>@mailbox.example",
    ],
)
def test_address_is_not_torn(reading: Reading, lines: Lines, markup: str) -> None:
    assert lines(reading(f"<p>{markup}</p>"), Place.TEXT) == ["jane@mailbox.example"]


# Attributes


def test_attributes_with_values_for_programs(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<p><time datetime="1979-03-14">her birthday</time><data value="WX4 7QT">here</data>'
        '<option value="07700 900123">mobile</option>'
        "<a href=# onclick=\"location.href='mai'+'lto:jane@mailbox.example'\">write</a>"
    )

    said = lines(document, Place.ATTRIBUTE)
    assert said[:3] == ["1979-03-14", "WX4 7QT", "07700 900123"]
    assert "jane@mailbox.example" in said[3]


def test_metadata_for_machines_is_left_out(reading: Reading, lines: Lines) -> None:
    document = reading(
        "<meta name=viewport content='width=device-width'><meta name=csrf-token content=a1b2c3>"
        "<meta name=google-site-verification content=x><meta name=robots content=noindex>"
        "<meta name='dcterms.creator' content='Jane Marlow'><meta name=city content=Wexcombe>"
    )

    assert lines(document, Place.META) == ["Jane Marlow", "Wexcombe"]


def test_links_to_the_author(reading: Reading, lines: Lines) -> None:
    document = reading(
        '<link rel="me" href="https://social.example/@janemarlow"><link rel=stylesheet href=/a.css>'
        '<div itemscope><link itemprop="sameAs" href="https://b.example/jane">'
    )

    assert lines(document, Place.LINK) == [
        "https://social.example/@janemarlow",
        "https://b.example/jane",
    ]


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden", "screen-reader-text"])
def test_text_for_screen_readers_is_shown(reading: Reading, lines: Lines, name: str) -> None:
    document = reading(f'<p><span class="{name}">Telephone</span> <i aria-hidden=true>07700</i>')

    assert lines(document, Place.TEXT) == ["Telephone 07700"]


def test_closed_details_are_text(reading: Reading, lines: Lines) -> None:
    document = reading("<details><summary>Contact</summary>07700 900123</details>")

    assert lines(document, Place.TEXT) == ["Contact", "07700 900123"]


# The map


def test_text_of_preformatted_lines_stays_beside_what_stands_in_it(reading: Reading) -> None:
    document = reading(
        "<pre>Jane  Marlow\n<a href='mailto:jane@mailbox.example'>write</a> or\nring\n</pre>"
    )

    assert document.text.splitlines() == [
        "Jane Marlow",
        "jane@mailbox.example",
        "write or",
        "ring",
    ]


def test_path_and_place_of_a_character(reading: Reading) -> None:
    document = reading("<div><p>Jane <b>Marlow</b></p><img alt='her house'></div>")

    assert document.place_at(document.text.index("house")) is Place.ATTRIBUTE
    segment = document.segment_at(document.text.index("Marlow"))
    assert segment is not None and segment.path == "html/body/div/p"
    assert document.segment_at(len(document.text)) is None
    assert document.segment_at(document.text.index("\n")) is None


def test_deep_path_keeps_its_end(reading: Reading) -> None:
    (segment,) = reading("<div>" * 30 + "<p>x").segments

    assert segment.path == "…/" + "div/" * 11 + "p"
