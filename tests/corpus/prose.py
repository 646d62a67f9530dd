"""Sentences between the facts: what British pages are full of."""

from __future__ import annotations

from random import Random

SENTENCES = (
    "The meeting opened at 7.30 pm and was quorate throughout.",
    "Apologies were received and accepted; there were no declarations of interest.",
    "Will young people use the new park if the lights go off at nine?",
    "Residents asked for the green to be mown before the fete on Sunday 14 June.",
    "The church day in April was a success, and £412.60 was raised for the roof.",
    "The clerk reported that the invoice 2024/0177 for £1,250.00 had been paid.",
    "Traffic calming near the field gate was deferred to the July meeting.",
    "Grace was said before lunch, and the choir sang in the park afterwards.",
    "Please mark field entries in block capitals and return the form by Friday.",
    "The rose green borders have been replanted by volunteers from the WI.",
    "Bins will be collected a day later than usual after the bank holiday.",
    "Bus 27 does not stop at the crossroads until the works end on 3 May 2025.",
    "It was resolved to seek three quotes for the repair of the bus shelter.",
    "Under-14s train on Tuesdays from 6 to 7.15 pm; bring a drink and shin pads.",
    "Refreshments are served in the foyer; ticket holders only after 8 pm.",
    "Our opening hours are Monday to Friday 9–5 and Saturday 10–1.",
    "The society's records go back to 1911 and are kept at the county archive.",
    "Parking is limited, so please share a car or come by bike if you can.",
    "An accident in Station Road closed both lanes for two hours on Monday.",
    "Smith & Sons have sponsored the scoreboard for another two seasons.",
    "The Taylor Hall and the Jones Room can be hired by the hour.",
    "Fees for 2025 are due on 1 March; the reduced rate is £18.50.",
    "A public inquiry into the bypass sat for eleven days.",
    "The council's carbon plan was noted, with thanks to the officers.",
    "First aiders are on site; the nearest defibrillator is by the main door.",
    "Copies of the agenda are on the notice board outside the post office.",
    "The pond has been cleared of weed and three hedges have been laid.",
    "Sixty-two people came to the open day, most of them for the cakes.",
    "Members are reminded that dogs must be on a lead at all times.",
    "The new timetable starts on 2 September and runs until half-term.",
    "He scored twice before the break and Khan made it three with a header.",
    "Williams Street car park is free after six and all day on Sundays.",
    "Hartley Booth Farm Shop stocks local cheese and eggs.",
    "Robert the Bruce, Elizabeth I and William of Orange feature in the pageant.",
    "Ticket ref 0077009001234567 must be shown at the gate.",
    "Items over 20 kg go by pallet; order no. 01632960 is still open.",
)
NAV = ("Home", "About", "News", "Events", "Gallery", "Find us", "Documents", "Contact", "Log in")


def paragraph(rng: Random, least: int = 2, most: int = 5) -> str:
    return " ".join(rng.sample(SENTENCES, rng.randint(least, most)))


def paragraphs(rng: Random, count: int) -> str:
    return "\n".join(f"<p>{paragraph(rng).replace('&', '&amp;')}</p>" for _ in range(count))


def escaped(rng: Random, least: int = 2, most: int = 5) -> str:
    """A paragraph's text, ready to stand in markup."""
    return paragraph(rng, least, most).replace("&", "&amp;")
