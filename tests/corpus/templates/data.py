"""Pages that are not HTML: answers of services, exports, mail archives, cards, notes."""

from __future__ import annotations

import csv
import io
import json
from xml.sax.saxutils import escape

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, dates, names
from tests.corpus.prose import paragraph

_PLAIN = ("plain", "no spaces", "+44", "+44 tight", "area and rest")


SPACE = " "
"""Ends the line that begins a signature."""


def service_answer(desk: Desk, cast: Cast) -> str:
    desk.medium = "text"
    items = []
    for who in desk.rng.sample(cast.everyone, len(cast.everyone)):
        parts = desk.address_cells(who)
        items.append(
            {
                "id": desk.rng.randrange(10**6),
                "name": desk.name(who, only=names.REGISTER),
                "address": {
                    "line1": ", ".join(parts[:-2]),
                    "town": parts[-2],
                    "postcode": parts[-1],
                },
                "phone": desk.phone(who, only=_PLAIN),
                "email": desk.email(who, only=("plain", "capitals")),
                "date_of_birth": desk.birth_column(who, only=("1979-03-14", "14/03/1979")),
            }
        )
    return json.dumps({"total": len(items), "items": items}, indent=desk.rng.choice((None, 2)))


def export(desk: Desk, cast: Cast) -> str:
    """A spreadsheet saved as CSV."""
    desk.medium = "text"
    out = io.StringIO()
    writer = csv.writer(out, delimiter=desk.rng.choice((",", ";")))
    writer.writerow(("Ref", "Name", "Address", "Tel", "Email", "DOB"))
    for number, who in enumerate(desk.rng.sample(cast.everyone, len(cast.everyone)), 1):
        writer.writerow(
            (
                number,
                desk.name(who, only=names.LISTED),
                desk.address(who, only=addresses.FULL),
                desk.phone(who, only=_PLAIN),
                desk.email(who, only=("plain",)),
                desk.birth_column(who, only=dates.DATED),
            )
        )
    return out.getvalue()


def mail_archive(desk: Desk, cast: Cast) -> str:
    """A mailing list's archive: headers, signature, quoted reply."""
    desk.medium = "text"
    lead, other = cast.lead, cast.others[0]
    day = desk.published
    local = desk.email(lead, only=("plain", "at … dot", "[at] [dot]", "capitals"))
    return f"""From: {desk.name(lead, only=names.FULL)} <{local}>
To: residents@lists.parish.example
Date: {day:%a, %d %b %Y} 09:14:03 +0000
Message-ID: <0123456789.07700@lists.parish.example>
Subject: Re: [residents] street lights

{paragraph(desk.rng)}

--{SPACE}
{desk.name(lead, only=names.LISTED)}
{desk.address(lead, only=addresses.FULL)}
Mob: {desk.phone(lead)}

On {day:%d/%m/%Y}, {desk.name(other, only=("plain",))} wrote:
> {paragraph(desk.rng, 1, 2)}
"""


def visiting_card(desk: Desk, cast: Cast) -> str:
    """A vCard file of several people."""
    desk.medium = "text"
    cards = []
    for who in cast.everyone:
        name = desk.name(who, only=("plain", "with middle names"))
        parts = desk.address_cells(who)
        street = ", ".join(parts[:-2]).replace(",", "\\,")
        cards.append(
            "BEGIN:VCARD\r\nVERSION:3.0\r\n"
            f"FN:{name}\r\nADR;TYPE=HOME:;;{street};{parts[-2]};;{parts[-1]};\r\n"
            f"TEL;TYPE=CELL:{desk.phone(who, only=_PLAIN)}\r\n"
            f"EMAIL:{desk.email(who, only=('plain',))}\r\n"
            f"BDAY:{desk.birth_column(who, only=('1979-03-14',))}\r\nEND:VCARD\r\n"
        )
    return "".join(cards)


def newsletter(desk: Desk, cast: Cast) -> str:
    """A newsletter in plain text, broken into lines of seventy or so."""
    desk.medium = "text"
    lead = cast.lead
    return f"""PARISH NEWS                                   {desk.published:%B %Y}
=====================================================================

{paragraph(desk.rng)}

ALLOTMENTS: {desk.name(lead, only=names.FULL)} ({desk.phone(lead)}) has keys.
Seeds may be left at {desk.address(lead, only=addresses.HOUSE)}.

{desk.name(lead, only=names.FULL)}, {desk.birth(lead, only=dates.UNDATED)},
has been a member since 1998.

{paragraph(desk.rng)}
"""


def feed(desk: Desk, cast: Cast) -> str:
    desk.medium = "text"
    items = []
    for who in cast.everyone:
        email = desk.email(who, only=("plain",))
        name = desk.name(who, only=("plain", "titled"))
        text = f"{name} of {desk.address(who, only=addresses.NEARBY)}"
        items.append(
            f"<item><title>Objection</title><author>{escape(email)} ({escape(name)})</author>"
            f"<description>{escape(text)} has objected.</description></item>"
        )
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
    return f"{head}{''.join(items)}</channel></rss>"


def notes(desk: Desk, cast: Cast) -> str:
    """A read-me or a wiki page in Markdown."""
    desk.medium = "text"
    rows = "\n".join(
        f"| {desk.name(who, only=names.LISTED)} | {desk.address(who, only=addresses.ONE_LINE)} "
        f"| {desk.phone(who)} | {desk.email(who, only=('plain', '(at)'))} |"
        for who in cast.everyone
    )
    head = "| Who | Where | Tel | Mail |\n|---|---|---|---|"
    return f"# Rota\n\n{paragraph(desk.rng)}\n\n{head}\n{rows}\n"


def sheet(desk: Desk, cast: Cast) -> str:
    """Tab-parted values as pasted from a spreadsheet."""
    desk.medium = "text"
    lines = ["Name\tAddress 1\tTown\tPostcode\tMobile\tDate of birth"]
    for who in cast.everyone:
        parts = desk.address_cells(who)
        row = (", ".join(parts[:-2]), parts[-2], parts[-1])
        lines.append(
            "\t".join(
                (
                    desk.name(who, only=names.LISTED),
                    *row,
                    desk.phone(who, only=_PLAIN),
                    desk.birth_column(who, only=dates.DATED),
                )
            )
        )
    return "\n".join(lines) + "\n"
