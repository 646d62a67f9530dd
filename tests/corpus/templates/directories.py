"""Directories, small ads and listings."""

from __future__ import annotations

import json

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, names
from tests.corpus.frames import framed
from tests.corpus.prose import escaped


def people_directory(desk: Desk, cast: Cast) -> str:
    """People-search results: one block a person."""
    blocks = [
        f"""<div class="result"><h2 class="name">{desk.name(who, only=names.FULL)}</h2>
<div class="addr">{desk.address(who, only=addresses.FULL)}</div>
<div class="age">{desk.birth(who, only=("March 1979", "14 Mar 1979"))}</div>
<div class="others">Also at this address: {desk.member(who) or "nobody known"}</div>
<div class="tel">{desk.phone(who)}</div></div>"""
        for who in desk.rng.sample(cast.everyone, len(cast.everyone))
    ]
    return framed(desk, "People in your area", "\n".join(blocks))


def tradesperson(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    name = desk.name(lead, only=("plain", "nickname", "J A Smith"))
    body = f"""<h1>{name} – Garden Design</h1>
<p>Call {name} today on {desk.phone(lead)} or {desk.email(lead)}.</p>
<p>{desk.address(lead, only=addresses.FULL)}</p>
<p>Follow: {desk.handle(lead)}</p><p>{escaped(desk.rng)}</p>"""
    return framed(desk, "Garden design", body)


def classified(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    plate = desk.vehicle(lead)
    body = f"""<h1>Estate car for sale, one owner</h1><p>Reg {plate or "on request"}, 82,000 miles,
MOT to March. {escaped(desk.rng, 1, 2)}</p>
<p>Seller: {desk.name(lead, only=names.FULL)}, {desk.address(lead, only=addresses.VAGUE)}.
Call or text {desk.phone(lead)}</p>"""
    return framed(desk, "For sale", body)


def json_ld(desk: Desk, cast: Cast) -> str:
    """A business at home, told to search engines only."""
    lead = cast.lead
    desk.medium, desk.place = "text", "structured data"
    parts = desk.address_cells(lead)
    data = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": "Larkspur Garden Design",
        "founder": {
            "@type": "Person",
            "name": desk.name(lead, only=("plain", "with middle names")),
        },
        "telephone": desk.phone(lead, only=("plain", "+44", "+44 tight", "no spaces")),
        "email": desk.email(lead, only=("plain",)),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(parts[:-2]),
            "addressLocality": parts[-2],
            "postalCode": parts[-1],
            "addressCountry": "GB",
        },
    }
    desk.medium, desk.place = "html", "text"
    script = json.dumps(data, ensure_ascii=desk.rng.random() < 0.5).replace("</", "<\\/")
    body = f"""<script type="application/ld+json">{script}</script>
<h1>Larkspur Garden Design</h1><p>{escaped(desk.rng)}</p>"""
    return framed(desk, "Garden design", body)


def microdata(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    parts = desk.address_cells(lead)
    lines = "".join(f'<span itemprop="streetAddress">{part}</span>, ' for part in parts[:-2])
    body = f"""<div itemscope itemtype="https://schema.org/Person">
<span itemprop="name">{desk.name(lead, only=names.FULL)}</span>
<div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">{lines}
<span itemprop="addressLocality">{parts[-2]}</span>
<span itemprop="postalCode">{parts[-1]}</span></div>
<span itemprop="telephone">{desk.phone(lead)}</span>
<span itemprop="birthDate">{desk.birth(lead, only=("1979-03-14",))}</span></div>"""
    return framed(desk, "Profile", body)


def hcard(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    parts = desk.address_cells(lead)
    lines = "".join(f'<div class="street-address">{part}</div>' for part in parts[:-2])
    body = f"""<div class="vcard"><span class="fn">{desk.name(lead, only=names.FULL)}</span>
<div class="org">{desk.employer(lead)}</div><div class="adr">{lines}
<span class="locality">{parts[-2]}</span>, <span class="postal-code">{parts[-1]}</span></div>
<div class="tel">{desk.phone(lead)}</div><a class="email" href="#">{desk.email(lead)}</a></div>"""
    return framed(desk, "Contact", body)


def landlord(desk: Desk, cast: Cast) -> str:
    """A public register of licensed houses: one table, address before holder."""
    rows = [
        f"<tr><td>HMO{number:04d}</td><td>{desk.address(who, only=addresses.FULL)}</td>"
        f"<td>{desk.name(who, only=names.LISTED)}</td><td>5 persons</td></tr>"
        for number, who in enumerate(cast.everyone, 17)
    ]
    return framed(desk, "Register of licensed houses", f"<table>{''.join(rows)}</table>")
