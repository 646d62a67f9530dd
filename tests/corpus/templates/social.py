"""Forums, networks, petitions and comments."""

from __future__ import annotations

import html

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, dates, names
from tests.corpus.frames import framed
from tests.corpus.prose import escaped


def forum(desk: Desk, cast: Cast) -> str:
    """A thread in which somebody posts where the person lives."""
    rng, lead = desk.rng, cast.lead
    where = desk.address(lead, only=(*addresses.PROSE, "lower case", "no commas", "in a sentence"))
    body = f"""<div class="post" id="p{rng.randint(100, 999)}">
<p class="author"><a href="./memberlist.php">truthteller</a>
» {desk.published:%a %b %d, %Y} 10:14 pm</p><div class="content">
everyone should know {desk.name(lead, only=names.SPOKEN)} lives at {where}, drives
{desk.vehicle(lead) or "a van"} and her number is {desk.phone(lead)}<br />lol</div></div>
<div class="post"><div class="content"><blockquote><cite>truthteller wrote:</cite>everyone should
know</blockquote>{escaped(rng, 1, 2)}</div></div>"""
    return framed(desk, "Village forum • View topic", body)


def network_profile(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    desk.medium, desk.place = "attribute", "meta"
    title = desk.name(lead, only=("plain", "with middle names"))
    desk.medium, desk.place = "html", "text"
    body = f"""<section class="top-card"><h1>{desk.name(lead, only=names.FULL)}</h1>
<h2>Project lead at {desk.employer(lead) or "various"}</h2>
<h3>{html.escape(lead.home.town)}</h3></section>
<ul class="education"><li>{desk.school(lead)}</li></ul>
<section class="contact-info"><ul><li>{desk.handle(lead)}</li><li>{desk.email(lead)}</li>
<li>{desk.birth(lead, only=("14 March 1979", "14 March"))}</li></ul></section>"""
    return framed(desk, f"{title} | Network", body)


def petition(desk: Desk, cast: Cast) -> str:
    desk_names = (*names.FULL, "J. Smith")
    items = []
    for who in desk.rng.sample(cast.everyone, len(cast.everyone)):
        where = desk.address(who, only=("postcode alone", "street and town", "house and postcode"))
        items.append(f"<li><span>{desk.name(who, only=desk_names)}</span>, <em>{where}</em></li>")
    return framed(desk, "Signatures", f"<ul class='signatures'>{''.join(items)}</ul>")


def lost_pet(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<p>LOST!! Tabby cat missing from {desk.address(lead, only=addresses.NEARBY)}
since Sunday. {desk.custom(lead)}. Please call
{desk.name(lead, only=names.SPOKEN)} {desk.phone(lead)}
🐈 share share share</p><p>{escaped(desk.rng, 1, 2)}</p>"""
    return framed(desk, "Community noticeboard", body)


def code_profile(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<div class="vcard-names">
<span class="p-name">{desk.name(lead, only=names.FULL)}</span>
<span class="p-nickname">{desk.handle(lead)}</span></div>
<ul class="vcard-details"><li>{desk.employer(lead)}</li><li>{desk.email(lead)}</li>
<li>{desk.domain(lead)}</li></ul>"""
    return framed(desk, "Overview", body)


def links_page(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    links = "".join(f"<p>{desk.handle(lead)}</p>" for _ in range(2))
    body = f"<h1>{desk.name(lead, only=names.SPOKEN)}</h1>{links}<p>{desk.domain(lead)}</p>"
    return framed(desk, "Links", body)


def fundraiser(desk: Desk, cast: Cast) -> str:
    """A giving page and its donors."""
    lead = cast.lead
    donors = "".join(
        f"<li>{desk.name(who, only=names.SPOKEN)} £{desk.rng.randint(5, 50)}</li>"
        for who in cast.others
    )
    body = f"""<h1>{desk.name(lead, only=names.SPOKEN)} run for the hospice</h1>
<p>I work at {desk.employer(lead) or "home"}
and live in {desk.address(lead, only=addresses.STREET)}.</p>
<p>{desk.birth(lead, only=dates.UNDATED)}. {desk.handle(lead)}</p><ul>{donors}</ul>"""
    return framed(desk, "Fundraising", body)
