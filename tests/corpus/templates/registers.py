"""Registers: companies, charities, domains, requests for information, land, insolvency."""

from __future__ import annotations

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, dates, names
from tests.corpus.frames import framed
from tests.corpus.prose import escaped


def officers(desk: Desk, cast: Cast) -> str:
    """A company's officers as the public register shows them."""
    blocks = []
    for number, who in enumerate(cast.everyone, 1):
        blocks.append(
            f"""<div class="appointment-{number}"><h2 class="heading-medium">
<span id="officer-name-{number}"><a class="govuk-link" href="/officers/x{number}/appointments">
{desk.name(who, only=("SMITH, Jane",))}</a></span></h2>
<dl><dt>Correspondence address</dt><dd class="data" id="officer-address-value-{number}">
{desk.address(who, only=("plain", "with the country"))}</dd></dl>
<dl><dt>Role <span class="status-tag">Active</span></dt><dd>Director</dd></dl>
<dl><dt>Date of birth</dt><dd class="data">{desk.birth_column(who, only=("March 1979",))}</dd></dl>
<dl><dt>Appointed on</dt><dd>{desk.published:%d %B %Y}</dd></dl>
<dl><dt>Nationality</dt><dd>British</dd></dl></div>"""
        )
    return framed(desk, "LARKSPUR TRADING LIMITED people", "\n".join(blocks))


def trustees(desk: Desk, cast: Cast) -> str:
    items = [
        f"<li><b>{desk.name(who, only=names.LISTED)}</b>, trustee – {desk.email(who)}</li>"
        for who in cast.everyone
    ]
    lead = cast.lead
    body = f"""<h2>Trustees</h2><ul>{"".join(items)}</ul>
<h2>Contact the charity</h2><p>{desk.name(lead, only=names.FULL)}<br>
{desk.address(lead, only=addresses.FULL)}<br>{desk.phone(lead)}</p>"""
    return framed(desk, "Charity overview", body)


def whois(desk: Desk, cast: Cast) -> str:
    """A domain's record in plain text within a page."""
    lead = cast.lead
    desk.medium = "text"
    record = f"""Domain Name: larkspur-{desk.rng.randint(10, 99)}.example
Registrant Name: {desk.name(lead, only=names.FULL)}
Registrant Street: {desk.address(lead, only=("plain", "house and street", "no commas"))}
Registrant Country: GB
Registrant Phone: {desk.phone(lead, only=("+44", "+44 tight"))}
Registrant Email: {desk.email(lead, only=("plain",))}
Registry Expiry Date: 2027-03-14T10:00:00Z"""
    desk.medium = "html"
    escaped = record.replace("&", "&amp;").replace("<", "&lt;")
    return framed(desk, "Whois lookup", f"<pre>{escaped}</pre>")


def information_request(desk: Desk, cast: Cast) -> str:
    """A request for information with the reply beneath, quoted as mail programs do."""
    lead, officer = cast.lead, cast.others[0]
    body = f"""<div class="correspondence"><h2>{desk.name(lead, only=names.FULL)}
<time>{desk.published:%d %B %Y}</time></h2>
<p>Dear Sir or Madam,</p><p>{escaped(desk.rng)}</p>
<p>Yours faithfully,</p><p>{desk.name(lead, only=names.LISTED)}<br />
{desk.address(lead, only=addresses.FULL)}</p></div>
<div class="correspondence"><p>From: {desk.name(officer, only=("plain",))}, Information Officer</p>
<blockquote>&gt;
{desk.email(lead, only=("plain", "in angle brackets", "linked"))} wrote:</blockquote></div>"""
    return framed(desk, "Spending on consultants – a Freedom of Information request", body)


def insolvency(desk: Desk, cast: Cast) -> str:
    """A notice in the manner of an official gazette."""
    lead = cast.lead
    where = desk.address(lead, only=addresses.ONE_LINE)
    body = f"""<p>In the matter of {desk.name(lead, only=names.REGISTER)},
{desk.birth(lead, only=dates.WRITTEN)}, of {where}.
Occupation: {desk.employer(lead) or "unknown"}.</p>
<p>Notice date {desk.published:%d/%m/%Y}. Notice code 2409.</p>"""
    return framed(desk, "Notice details", body)


def property_history(desk: Desk, cast: Cast) -> str:
    """Sold prices: the address stands alone, nobody is named."""
    desk.attributable = False
    lead = cast.lead
    title = desk.address(lead, only=("plain", "postcode without space", "without postcode"))
    body = f"""<h1>{title}</h1><ul><li>4 bedrooms, semi-detached, freehold</li>
<li>Sold {desk.published:%B %Y} £{desk.rng.randint(150, 900)},000</li></ul>
<p>Council tax band D. Broadband up to 900 Mb.</p>"""
    return framed(desk, "House prices", body)


def electoral_agents(desk: Desk, cast: Cast) -> str:
    """Notice of election agents; candidates who are their own agent give an office."""
    rows = [
        f"<tr><td>{desk.name(who, only=names.SURNAME_FIRST)}</td>"
        f"<td>{desk.name(who, only=names.FULL)}</td>"
        f"<td>{desk.address(who, only=addresses.ONE_LINE, public=True)}</td></tr>"
        for who in cast.everyone
    ]
    return framed(desk, "Notice of election agents", f"<table>{''.join(rows)}</table>")
