"""In whatever form a page writes a private fact, outputs show no telling piece of it."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scanner.model.facts import Fact, FactKind
from scanner.profile import make_fact
from scanner.text.normalise import fold
from scanner.text.quoting import mask_known

NAME = make_fact(FactKind.NAME, "Jane Marlow")
HOME = make_fact(FactKind.ADDRESS, "14 Bramble Road, Wexcombe, WX4 7QT")
FLAT = make_fact(FactKind.ADDRESS, "Flat 2, Harbour Court, 62-64 Saint Anne's Street, Wexcombe")
LETTERED = make_fact(FactKind.ADDRESS, "117C Orchard Way, Northmoor, NZ20 5AB")
MOBILE = make_fact(FactKind.PHONE, "07700 900123")
BORN = make_fact(FactKind.BIRTH_DATE, "1979-03-14")
MAIL = make_fact(FactKind.EMAIL, "jane.marlow@mailbox.example")
WORK = make_fact(FactKind.EMPLOYER, "The Copper Kettle and Lid Company Ltd")
SCHOOL = make_fact(FactKind.SCHOOL, "St Aldhelm's C of E Primary School")
PARTNER = make_fact(FactKind.HOUSEHOLD_MEMBER, "Daniel Marlow")
PLATE = make_fact(FactKind.VEHICLE, "BD51 SMR")
HANDLE = make_fact(FactKind.HANDLE, "bramblings_jm")

WRITTEN: dict[str, tuple[Fact, tuple[str, ...], tuple[str, ...]]] = {
    "home": (
        HOME,
        (
            "14-Bramble-Rd_WX47QT.pdf",
            "14_bramble_rd_wexcombe",
            "14brambleroad.jpg",
            "bramblerd14",
            "14 BRAMBLE RD., WX4-7QT",
            "fourteen Bramble Road",
            "14, WX4 7QT",
            "/map?q=Bramble%20Rd%2C+WX4+7QT",
            "Bramble Road (number 14)",
        ),
        ("bramble", "7qt", "14"),
    ),
    "flat": (
        FLAT,
        (
            "Flat 2, Harbour Court, 62/64 St Anne's St",
            "62 to 64 St. Annes Street",
            "harbour-court-st-annes-street",
            "Flat 2, no. 62-64 Saint Anne's Street",
        ),
        ("harbour", "anne", "62", "64"),
    ),
    "lettered": (LETTERED, ("117 C Orchard Way", "117c, NZ205AB"), ("117", "orchard", "5ab")),
    "mobile": (
        MOBILE,
        (
            "0 7 7 0 0 9 0 0 1 2 3",
            "O77OO 9OO123",
            "oh seven seven double-oh, nine hundred, one two three",
            "+44 (0)7700-900-123",
        ),
        ("900", "9oo", "nine", "seven", "one two"),
    ),
    "born": (
        BORN,
        (
            "born March 1979",
            "1979-03.csv",
            "03/1979",
            "Mawrth 1979",
            "14th of March, 1979",
            "14.3.79",
            "19790314",
            "birthday: 14 March",
            "birthday_14-03",
            "March 14th is her birthday",
            "penblwydd: 14eg o Fawrth",
            "DOB 14 Mar",
            "14_March_1979",
            "the fourteenth of March 1979",
            "March-14-1979",
            "1979 Mawrth 14",
            "14_3_79",
            "140379",
        ),
        ("march", "mawrth", "fawrth", "mar", "fourteenth", "03", "14"),
    ),
    "mail": (
        MAIL,
        ("jane.marlow [at] mailbox [dot] example", "jane-marlow-mailbox-example"),
        ("mailbox",),
    ),
    "work": (
        WORK,
        ("Copper Kettle & Lid", "The Copper Kettle and Lid Co. Limited", "copper-kettle-lid"),
        ("copper", "kettle"),
    ),
    "school": (
        SCHOOL,
        (
            "Saint Aldhelm's CofE Primary School",
            "St. Aldhelms CE Primary School",
            "st-aldhelms-church-of-england-primary-school",
        ),
        ("aldhelm",),
    ),
    "partner": (PARTNER, ("Danny Marlow", "D. & J. Marlow and Dan Marlow"), ("dan",)),
    "plate": (PLATE, ("BD51SMR", "bd51-smr", "BD5I SMR"), ("smr",)),
    "handle": (HANDLE, ("@bramblings_jm", "/bramblings_jm?x=1"), ("bramblings",)),
}
FACTS = (NAME, *(fact for fact, _, _ in WRITTEN.values()))
CASES = [(text, left) for _, texts, left in WRITTEN.values() for text in texts]


def readable(text: str) -> str:
    quote = mask_known(text, FACTS)
    assert quote.shown(reveal=True) == text
    return fold(" ".join(part.text for part in quote.parts if part.mask is None))


@pytest.mark.parametrize(("text", "telling"), CASES)
def test_no_telling_piece_is_readable(text: str, telling: tuple[str, ...]) -> None:
    left = readable(text)
    assert not [piece for piece in telling if re.search(rf"(?<![0-9]){piece}", left)]


COUNTED = ("-1.pdf", "_2.docx", ".html", "-2", " 2", "/1", ".1", ", 12", "(1).jpg", "-2024.pdf")
"""What file names, copies and lists put after a text, so that its end reads as something longer."""


@given(
    st.sampled_from(CASES),
    st.sampled_from(["", " ", "\n", "(", "https://a.example/", ", ", "see: ", "ring "]),
    st.sampled_from(["", " ", "\n", ")", "/", ".", ", etc.", "_old", "?x=1", "\u200b", *COUNTED]),
)
@example(("birthday: 14 March", ("march", "14")), "", "-1.pdf")
def test_what_stands_around_it_reveals_nothing(
    case: tuple[str, tuple[str, ...]], before: str, after: str
) -> None:
    text, telling = case
    left = readable(before + text + after)
    words = [piece for piece in telling if not piece.isdigit()]
    assert not [piece for piece in words if piece in left]


@pytest.mark.parametrize(
    "text",
    [
        *(text for text in WRITTEN["born"][1] if "1979" in text or "79" in text),
        *("14/3/1979", "14-03-79", "14.03.1979", "14 March 1979", "14Mar79", "14eg o Fawrth 1979"),
        *("1979-03-14", "1979/3/14", "03/14/1979", "14031979", "March 14, 1979", "March '79"),
        *("07700 900123", "07700-900-123", "O77OO 9OO123", "+447700900123"),
        *("WX4 7QT", "wx47qt"),
    ],
)
def test_of_a_value_in_a_files_name_no_figure_is_readable(text: str) -> None:
    for before, after in product(("", "2-", "v2.", "2024_", "IMG"), COUNTED):
        quote = mask_known(f"{before}{text}{after}", FACTS)
        left, at = "", len(before)
        for part in quote.parts:
            left += part.text[max(0, at) : max(0, at + len(text))] if part.mask is None else " "
            at -= len(part.text)
        assert not re.search(r"\d|(?i:ma(?:r|wrth)|fawrth)", left), (before, after, left)


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlow in Wexcombe",
        "Brambles and a road",
        "a copper pan and a kettle, and a lid",
        "minutes of 14 May 2024",
        "5 March 1980, 14:03",
        "the birthday party of 15 April, 14:03",
        "minutes of 14 March 2024",
        "Osborne on 14 March 2024-1.pdf",
        "order 1403797, 1979-05-14",
        "Flat 2 is to let",
    ],
)
def test_other_words_stay_readable(text: str) -> None:
    assert mask_known(text, FACTS).shown() == text
