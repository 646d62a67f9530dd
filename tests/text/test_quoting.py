"""Quotes and masked addresses never let a private value slip out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.facts import Fact, FactKind, Secret
from scanner.text.quoting import MaskSpan, make_quote, mask_known


def fact(kind: FactKind, value: str, public: str = "", **parts: str) -> Fact:
    pieces = tuple((name, Secret(piece, "•")) for name, piece in parts.items())
    return Fact(f"{kind}-1", kind, Secret(value, "•••"), pieces, public_by_choice=public)


HOME = fact(
    FactKind.ADDRESS,
    "14 Bramble Road, Wexcombe, WX4 7QT",
    house="14",
    street="Bramble Road",
    town="Wexcombe",
    postcode="WX4 7QT",
)
MOBILE = fact(FactKind.PHONE, "+447700900123")
MAIL = fact(FactKind.EMAIL, "jane.marlow@mailbox.example")
BORN = fact(FactKind.BIRTH_DATE, "1979-03-14")
HANDLE = fact(FactKind.HANDLE, "janemarlow", user="janemarlow")
NAME = fact(FactKind.NAME, "Jane Marlow", given="Jane", family="Marlow")
PLATE = fact(FactKind.VEHICLE, "AB12 CDE")
FACTS = (HOME, MOBILE, MAIL, BORN, HANDLE, NAME, PLATE)
TOWN = fact(
    FactKind.ADDRESS, "3 Market Street, Wexcombe", "Campaign office", street="Market Street"
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "https://a.example/14-bramble-road-wexcombe",
            "https://a.example/••-b••••••-••••-wexcombe",
        ),
        ("https://a.example/?p=WX4%207QT", "https://a.example/?p=WX• •••"),
        ("https://a.example/wx47qt", "https://a.example/wx••••"),
        ("https://a.example/?p=wx4+7qt", "https://a.example/?p=wx•+•••"),
        ("https://a.example/u/janemarlow", "https://a.example/u/j•••••••••"),
        ("/?t=07700+900123", "/?t=07•••+••••23"),
        ("/?e=jane.marlow%40mailbox.example", "/?e=j•••.••••••@m••••••.example"),
        (
            "/?u=https%253A%252F%252Fa.example%252Fwx47qt",
            "/?u=https%253A%252F%252Fa.example%252Fwx••••",
        ),
        ("/1979-03-14.html", "/1979-••-••.html"),
        ("/keeper/ab12cde", "/keeper/ab•••••"),
        ("Jane Marlow in Wexcombe", "Jane Marlow in Wexcombe"),
        ("https://a.example/140-bramble-roadside", "https://a.example/140-bramble-roadside"),
    ],
)
def test_masks_private_pieces_in_addresses_and_titles(text: str, shown: str) -> None:
    quote = mask_known(text, FACTS)
    assert quote.shown() == shown
    assert quote.shown(reveal=True) == text


@pytest.mark.parametrize(
    "written",
    ["07700 900123", "07700-900-123", "+44 7700 900123", "+44 (0)7700 900123", "447700900123"],
)
def test_masks_every_usual_form_of_a_number(written: str) -> None:
    shown = mask_known(f"tel:{written}!", [MOBILE]).shown()
    assert "900" not in shown
    assert shown.startswith("tel:")


def test_public_by_choice_is_readable() -> None:
    public = fact(FactKind.EMAIL, "jane@marlow-for-wexcombe.example", "Campaign e-mail")
    text = "mailto:jane@marlow-for-wexcombe.example, Market Street"
    assert mask_known(text, [public, TOWN]).shown() == text


def test_an_excerpt_ends_at_words_and_says_where_it_was_cut() -> None:
    text = "one two three four FACT five six seven eight"
    at = text.index("FACT")
    quote = make_quote(text, at, at + 4, [MaskSpan(at, at + 4, "F•••", marked=True)], context=10)
    assert quote.shown() == "…four F••• five six…"
    assert quote.shown(reveal=True) == "…four FACT five six…"
    assert [part.text for part in quote.parts if part.marked] == ["FACT"]


def test_an_excerpt_takes_a_masked_span_whole() -> None:
    text = "call Jane on 07700 900123 or 07700 900456 now"
    first, second = text.index("07700 900123"), text.index("07700 900456")
    spans = [MaskSpan(first, first + 12, "07•"), MaskSpan(second, second + 12, "07?", always=True)]
    quote = make_quote(text, first, first + 12, spans, context=9)
    assert quote.shown() == "…Jane on 07• or 07?…"
    assert quote.shown(reveal=True) == "…Jane on 07700 900123 or 07?…"


def test_overlapping_spans_become_one_and_the_marked_one_wins() -> None:
    text = "at 14 Bramble Road, WX4 7QT."
    spans = [MaskSpan(3, 27, "ADDRESS"), MaskSpan(20, 27, "CODE", marked=True)]
    assert make_quote(text, 20, 27, spans).shown() == "at CODE."


def test_a_marked_name_does_not_unmask_what_overlaps_it() -> None:
    text = "jane marlow@x.example"
    spans = [MaskSpan(0, 11, None, marked=True), MaskSpan(5, 21, "MAIL")]
    assert make_quote(text, 0, 11, spans).shown() == "MAIL"


def test_line_breaks_and_characters_that_reorder_text_are_folded() -> None:
    text = "Phone:\n  07700\u202e 900123\tnow"
    assert make_quote(text, 0, 5, []).shown() == "Phone: · 07700 900123 now"


PRIVATE = "\ue000"  # Stands for the code points of a private value; no cleaning touches it.


@given(
    st.lists(
        st.tuples(st.booleans(), st.text("ab \n.,", min_size=1, max_size=12)),
        min_size=1,
        max_size=14,
    ),
    st.integers(0, 160),
    st.integers(0, 40),
    st.integers(0, 30),
)
def test_no_part_of_a_masked_value_is_ever_shown(
    pieces: list[tuple[bool, str]], start: int, length: int, context: int
) -> None:
    text, spans = "", []
    for private, piece in pieces:
        if private:
            spans.append(MaskSpan(len(text), len(text) + len(piece), "•"))
            text += PRIVATE * len(piece)
        else:
            text += piece
    start = min(start, len(text))
    quote = make_quote(text, start, min(start + length, len(text)), spans, context)
    assert PRIVATE not in quote.shown()
    assert quote.shown().count("•") <= len(spans)


@given(st.sampled_from(FACTS), st.text(max_size=20), st.text(max_size=20))
def test_masking_keeps_the_rest_as_it_was(given_fact: Fact, before: str, after: str) -> None:
    text = f"{before} {given_fact.value.reveal()} {after}"
    assert mask_known(text, FACTS).shown(reveal=True) == text


@given(st.sampled_from([f for f in FACTS if f is not NAME]), st.text("xyz /?&=.\n", max_size=20))
def test_a_private_value_is_never_readable(given_fact: Fact, around: str) -> None:
    text = f"{around} {given_fact.value.reveal()} {around}"
    assert given_fact.value.reveal() not in mask_known(text, FACTS).shown()
