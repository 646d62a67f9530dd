"""Excerpts as a person reads them: the fields of a record near the fact, never less masked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.model.document import Place
from scanner.model.finding import Quote, QuotePart
from scanner.render.excerpts import readable

HOME = QuotePart("14 Bramble Road", "•• B•••••• Road", marked=True)


def test_a_record_keeps_what_people_read_near_the_fact() -> None:
    record = Quote(
        (
            QuotePart("…R-22871-EXMPL · vcard · text · 4.0 · fn · Jane Marlow · born-on · adr · "),
            HOME,
            QuotePart(" · "),
            QuotePart("Wexcombe", "W•••••••"),
            QuotePart(" · GB · /officers/wQ8demo/appointments · 11 · Status: active…"),
        )
    )
    shown = readable(record, (Place.RECORD,))
    assert (
        shown.shown() == "…Jane Marlow · … · •• B•••••• Road · W••••••• · GB · … · Status: active…"
    )
    assert shown.shown(reveal=True).count("14 Bramble Road") == 1


def test_a_campaign_address_in_a_record_stays() -> None:
    quote = Quote((HOME, QuotePart(" · email · jane@marlow-for-wexcombe.example · 9104")))
    assert "jane@marlow-for-wexcombe.example" in readable(quote, (Place.RECORD,)).shown()


def test_a_page_loses_the_targets_of_its_links_only() -> None:
    quote = Quote(
        (
            QuotePart("…Yours, Jane Marlow, "),
            HOME,
            QuotePart(" · https://www.example.org/request/library · 3 replies · sent"),
        )
    )
    shown = readable(quote, (Place.TEXT,)).shown()
    assert shown == "…Yours, Jane Marlow, •• B•••••• Road · 3 replies · sent"


def test_a_fact_in_the_target_of_a_link_is_never_cut_away() -> None:
    quote = Quote(
        (
            QuotePart("Ring us · https://example.org/call?to="),
            QuotePart("07700900123", "07•••••••23", marked=True),
        )
    )
    assert readable(quote, (Place.LINK,)) == quote


_text = st.text("aB3 ·/:…@", max_size=12)
_parts = st.builds(
    QuotePart,
    _text,
    mask=st.none() | st.text("•", min_size=1, max_size=4),
    marked=st.booleans(),
    always_masked=st.booleans(),
)


@given(st.lists(_parts, max_size=8), st.sampled_from(list(Place)))
def test_no_part_loses_its_mask_and_no_mark_is_lost(parts: list[QuotePart], place: Place) -> None:
    shown = readable(Quote(tuple(parts)), (place,))
    private = [part for part in parts if part.mask is not None or part.marked]
    left = [part for part in shown.parts if part.mask is not None or part.marked]
    assert [part for part in left if part not in private] == []
    assert [p for p in left if p.marked] == [p for p in private if p.marked]
