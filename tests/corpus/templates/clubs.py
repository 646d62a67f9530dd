"""Clubs, churches, halls and allotments."""

from __future__ import annotations

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, dates, names, phones
from tests.corpus.frames import framed
from tests.corpus.prose import escaped, paragraphs

_POSTS = ("Chair", "Secretary", "Treasurer", "Membership", "Fixtures", "Welfare Officer")


def committee(desk: Desk, cast: Cast) -> str:
    items = []
    for post, who in zip(_POSTS, cast.everyone, strict=False):
        contact = desk.rng.choice((desk.phone, desk.email))(who)
        items.append(f"<dt>{post}</dt><dd>{desk.name(who, only=names.LISTED)} {contact}</dd>")
    return framed(desk, "Committee", f"<dl>{''.join(items)}</dl>")


def committee_lines(desk: Desk, cast: Cast) -> str:
    """Post, name, number and address run on in one paragraph, parted by dashes and breaks."""
    lines = []
    for post, who in zip(_POSTS, cast.everyone, strict=False):
        lines.append(
            f"{post}: {desk.name(who, only=names.LISTED)}, "
            f"{desk.address(who, only=addresses.ONE_LINE)}. Tel. {desk.phone(who)}"
        )
    return framed(desk, "Who's who", f"<p>{'<br />'.join(lines)}</p>")


def members(desk: Desk, cast: Cast) -> str:
    """A membership list that should never have been put online."""
    rows = []
    for number, who in enumerate(desk.rng.sample(cast.everyone, len(cast.everyone)), 100):
        parts = desk.address_cells(who)
        cells = "".join(f"<td>{p}</td>" for p in (", ".join(parts[:-2]), *parts[-2:]))
        rows.append(
            f"<tr><td>{number}</td><td>{desk.name(who, only=names.LISTED)}</td>{cells}"
            f"<td>{desk.phone(who)}</td><td>{desk.birth_column(who, only=dates.DATED)}</td></tr>"
        )
    head = (
        "<tr><th>No.</th><th>Name</th><th colspan='3'>Address</th><th>Phone</th><th>DOB</th></tr>"
    )
    return framed(desk, "Members 2024", f"<table>{head}<tbody>{''.join(rows)}</tbody></table>")


def results(desk: Desk, cast: Cast) -> str:
    """Race results: names, clubs and age groups alone."""
    desk.attributable = False
    rows = []
    for place, who in enumerate(desk.rng.sample(cast.everyone, len(cast.everyone)), 1):
        name = desk.name(who, only=names.REGISTER)
        rows.append(
            f"<tr><td>{place}</td><td>{name}</td><td>V45</td><td>00:4{place}:1{place}</td></tr>"
        )
    return framed(desk, "10k results", f"<table>{''.join(rows)}</table>")


def church_notices(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<h2>Pew sheet</h2><p>{escaped(desk.rng)}</p>
<p>Flowers: please ring {desk.name(lead, only=names.SPOKEN)} on {desk.phone(lead)}.</p>
<p>Coffee morning at {desk.address(lead, only=addresses.HOUSE)},
hosted by {desk.name(lead, only=names.FULL)}.</p>
<p>Prayers for {desk.name(cast.others[0], only=("plain",))}.</p>"""
    return framed(desk, "Notices", body)


def hall_bookings(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<h2>Hire the hall</h2>{paragraphs(desk.rng, 1)}
<div class="contact-box"><span class="name">{desk.name(lead, only=names.FULL)}</span>
<span class="role">Bookings</span> {desk.phone(lead, only=phones.LINKS)}
{desk.email(lead)}</div>"""
    return framed(desk, "Village Hall", body)


def team(desk: Desk, cast: Cast) -> str:
    """Profiles with pictures: what stands in alt and title texts counts."""
    cards = []
    for who in cast.everyone:
        desk.medium, desk.place = "attribute", "attribute"
        alt = desk.name(who, only=("plain", "with middle names", "titled"))
        desk.medium, desk.place = "html", "text"
        cards.append(
            f'<figure><img src="/img/{desk.rng.randint(1, 99)}.jpg" alt="{alt}" title="{alt}">'
            f"<figcaption>{desk.name(who, only=names.FULL)} joined from "
            f"{desk.employer(who) or 'elsewhere'} · {desk.school(who)}"
            f" · {desk.handle(who)}</figcaption></figure>"
        )
    return framed(desk, "Meet the team", "\n".join(cards))


def birthdays(desk: Desk, cast: Cast) -> str:
    """Juniors and veterans registered with a league: name, date of birth, postcode."""
    items = [
        f"<li>{desk.name(who, only=names.LISTED)} – {desk.birth(who, only=dates.UNDATED)} – "
        f"{desk.address(who, only=('postcode alone', 'house and postcode'))}</li>"
        for who in cast.everyone
    ]
    return framed(desk, "Registered players", f"<ol>{''.join(items)}</ol>")
