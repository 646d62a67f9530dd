"""A person's own pages: CV, family tree, campaign site; and what the source of a page hides."""

from __future__ import annotations

import html

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, dates, names
from tests.corpus.frames import framed
from tests.corpus.prose import escaped, paragraphs


def curriculum_vitae(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<h1>{desk.name(lead, only=names.FULL)}</h1>
<p class="contact">{desk.address(lead, only=addresses.FULL)}<br>
{desk.phone(lead)} | {desk.email(lead)}</p>
<h2>Personal details</h2><p>{desk.birth(lead, only=dates.UNDATED)}</p>
<h2>Experience</h2><p>2011–2019 {desk.employer(lead) or "self-employed"}</p>
<h2>Education</h2><p>{desk.school(lead)}</p><h2>Interests</h2><p>{desk.custom(lead)}</p>"""
    return framed(desk, "Curriculum vitae", body)


def genealogy(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    rows = "".join(
        f"<li>{desk.name(who, only=names.REGISTER)}, {desk.birth(who, only=dates.UNDATED)}</li>"
        for who in cast.everyone
    )
    body = f"""<h1>Descendants of Josiah {html.escape(lead.name.family)} (1841–1902)</h1>
<ul>{rows}</ul>
<p>{desk.former_name(lead)} married {desk.member(lead) or "in 2004"}.</p>"""
    return framed(desk, "Family tree", body)


def campaign(desk: Desk, cast: Cast) -> str:
    """The campaign's own site: all that is meant to be public."""
    lead = cast.lead
    body = f"""<h1>Vote {desk.name(lead, only=names.FULL)}</h1>{paragraphs(desk.rng, 1)}
<p>Office: {desk.address(lead, only=addresses.FULL, public=True)}</p>
<p>{desk.phone(lead, public=True)} · {desk.email(lead, public=True)} · {desk.domain(lead)}</p>
<p class="imprint">Promoted by {desk.name(lead, only=("plain",))},
{desk.address(lead, only=addresses.ONE_LINE, public=True)}.</p>"""
    return framed(desk, "Vote", body)


def campaign_slip(desk: Desk, cast: Cast) -> str:
    """A public fact and a private one side by side."""
    lead = cast.lead
    body = f"""<h1>{desk.name(lead, only=names.FULL)}</h1>
<p>Ring the office on {desk.phone(lead, public=True)} or me at home on {desk.phone(lead)}.</p>
<p>Post to {desk.address(lead, only=addresses.ONE_LINE, public=True)}; out of hours drop it at
{desk.address(lead, only=addresses.ONE_LINE)}.</p>"""
    return framed(desk, "Contact the campaign", body)


def hidden_comment(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    desk.medium, desk.place = "text", "comment"
    where = desk.address(lead, only=addresses.ONE_LINE).replace("--", "- -")
    glue = desk.rng.choice((", ", " / ", " | ", "\n", " - "))
    secret = glue.join((desk.name(lead, only=("plain",)), desk.phone(lead), where))
    desk.medium, desk.place = "html", "text"
    body = f"""<h1>{desk.name(lead, only=names.FULL)}</h1>
<!-- old contact block: {secret} -->
<p>{escaped(desk.rng)}</p>"""
    return framed(desk, "About the editor", body)


def hidden_fields(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    name = desk.name(lead, only=names.FULL)
    desk.medium, desk.place = "attribute", "attribute"
    email = desk.email(lead, only=("plain",))
    phone = desk.phone(lead, only=("plain", "no spaces", "+44 tight", "+44"))
    where = desk.address(lead, only=addresses.ONE_LINE)
    desk.medium, desk.place = "html", "text"
    body = f"""<form action="/send" method="post"><p>Write to {name}</p>
<input type="hidden" name="to" value="{email}"><input type="hidden" name="sms" value="{phone}">
<div class="map" data-address="{where}" data-zoom="17"></div><textarea></textarea></form>"""
    return framed(desk, "Send a message", body)


def hidden_style(desk: Desk, cast: Cast) -> str:
    """Text that a browser does not show."""
    lead = cast.lead
    body = f"""<h1>{desk.name(lead, only=names.FULL)}</h1>
<div style="display:none"><p>{desk.address(lead, only=addresses.ONE_LINE)}</p>
<p>{desk.phone(lead)}</p></div>
<noscript>{desk.email(lead, only=("plain", "linked"))}</noscript>"""
    return framed(desk, "Editor", body)


def meta_tags(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    desk.medium, desk.place = "attribute", "meta"
    name = desk.name(lead, only=("plain", "with middle names"))
    where = desk.address(lead, only=("plain", "house and street"))
    metas = f"""<meta name="author" content="{name}">
<meta property="og:street-address" content="{where}">
<meta property="og:phone_number" content="{desk.phone(lead, only=("+44", "plain", "+44 tight"))}">
<meta property="og:email" content="{desk.email(lead, only=("plain",))}">"""
    desk.medium, desk.place = "html", "text"
    page = framed(desk, "Our garden", f"<p>{escaped(desk.rng)}</p>")
    return page.replace("</head>", f"{metas}</head>").replace("</HEAD>", f"{metas}</HEAD>")


def wish_list(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    born = desk.birth(lead, only=dates.UNDATED)
    body = f"""<h1>{desk.name(lead, only=names.SPOKEN)} wish list</h1>
<p>{born}. Deliver to: {desk.address(lead, only=addresses.FULL)}</p>
<p>{desk.handle(lead)}</p>"""
    return framed(desk, "Wish list", body)
