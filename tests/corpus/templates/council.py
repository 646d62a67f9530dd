"""Pages of councils: minutes, contacts, planning, notices of elections, registers."""

from __future__ import annotations

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, names
from tests.corpus.frames import framed
from tests.corpus.prose import escaped, paragraphs


def minutes(desk: Desk, cast: Cast) -> str:
    rng, lead = desk.rng, cast.lead
    present = ", ".join(
        desk.name(who, only=("plain", "titled", "Ms J Smith")) for who in cast.others
    )
    speaker = desk.name(lead, only=("titled", "plain", "with middle names", "Ms J Smith"))
    street = desk.address(lead, only=(*addresses.PROSE, *addresses.ONE_LINE))
    body = f"""<h2>Minutes of the Parish Council held on {desk.published:%A %d %B %Y}</h2>
<p><strong>Present:</strong> {present} and the Clerk.</p>
<ol><li>{escaped(rng)}</li>
<li><u>Public participation.</u> {speaker}, of {street}, asked when the footpath would be mended.
The Chair undertook to write.</li>
<li>{escaped(rng)}</li></ol>"""
    return framed(desk, "Parish Council – Minutes", body)


def contacts_table(desk: Desk, cast: Cast) -> str:
    """One row a councillor, in a table with address, telephone and e-mail."""
    rows = []
    for who in desk.rng.sample(cast.everyone, len(cast.everyone)):
        cells = [
            desk.name(who, only=names.LISTED),
            desk.address(who, only=addresses.FULL),
            desk.phone(who),
            desk.email(who),
        ]
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    body = f"""<table class="table table-striped"><thead><tr><th>Councillor</th><th>Address</th>
<th>Telephone</th><th>Email</th></tr></thead><tbody>
{"".join(rows)}</tbody></table>"""
    return framed(desk, "Your councillors", body)


def contacts_cards(desk: Desk, cast: Cast) -> str:
    """A card for each, as on council sites since the tables went."""
    cards = [
        f"""<div class="card councillor"><h3>{desk.name(who, only=names.FULL)}</h3>
<p>{who.party}<br>{desk.address(who, only=addresses.FULL)}</p>
<ul><li>Tel: {desk.phone(who)}</li><li>{desk.email(who)}</li></ul></div>"""
        for who in cast.everyone
    ]
    return framed(desk, "Members of the council", "\n".join(cards))


def planning_application(desk: Desk, cast: Cast) -> str:
    rng, lead = desk.rng, cast.lead
    reference = f"{rng.randint(20, 25)}/{rng.randint(100, 99999):05d}/FUL"
    rows = {
        "Reference": reference,
        "Proposal": "Single storey rear extension and replacement of garage",
        "Site address": desk.address(lead, only=addresses.FULL),
        "Applicant": desk.name(lead, only=names.LISTED),
        "Agent": desk.name(cast.others[0], only=("plain",)),
        "Status": "Decided",
        "Decision date": f"{desk.published:%a %d %b %Y}",
    }
    if rng.random() < 0.5:
        lines = "".join(f"<tr><th>{key}</th><td>{value}</td></tr>" for key, value in rows.items())
        body = f'<table id="simpleDetailsTable">{lines}</table>'
    else:
        body = "".join(f"<dt>{key}</dt><dd>{value}</dd>" for key, value in rows.items())
        body = f"<dl>{body}</dl>"
    return framed(desk, f"{reference} | Application summary", body)


def planning_comments(desk: Desk, cast: Cast) -> str:
    """Public comments: each with name and address, then what they said."""
    rng = desk.rng
    blocks = []
    for who in rng.sample(cast.everyone, len(cast.everyone)):
        stance = rng.choice(("Objects", "Supports", "Neutral"))
        blocks.append(
            f"""<div class="comment">
<div class="consultationName">{desk.name(who, only=names.LISTED)}</div>
<div class="consultationAddress">{desk.address(who, only=addresses.ONE_LINE)} ({stance})</div>
<div class="consultationStatus">Comment submitted date: {desk.published:%a %d %b %Y}</div>
<p>{escaped(rng)}</p></div>"""
        )
    return framed(desk, "Comments on the application", "\n".join(blocks))


def nominations(desk: Desk, cast: Cast) -> str:
    """A statement of persons nominated."""
    rows = []
    for who in sorted(cast.everyone, key=lambda person: person.name.family):
        home = desk.address(who, only=addresses.ONE_LINE)
        rows.append(
            f"<tr><td>{desk.name(who, only=names.SURNAME_FIRST)}</td><td>{home}</td>"
            f"<td>{who.party}</td><td>{desk.name(desk.world.stranger(desk.rng))} +</td></tr>"
        )
    body = f"""<h2>Statement of Persons Nominated</h2>
<p>The following is a statement of the persons nominated for election as a Councillor.</p>
<table border="1"><tr><th>Name of candidate</th><th>Home address</th><th>Description</th>
<th>Proposer</th></tr>{"".join(rows)}</table>"""
    return framed(desk, "Statement of Persons Nominated", body)


def interests(desk: Desk, cast: Cast) -> str:
    """A register of interests."""
    lead = cast.lead
    body = f"""<h2>Register of interests: {desk.name(lead, only=names.FULL)}</h2>
<table><tr><td>Employment, office, trade</td><td>Employee, {desk.employer(lead) or "none"}</td></tr>
<tr><td>Spouse or civil partner</td><td>{desk.member(lead) or "None"}</td></tr>
<tr><td>Land in the area</td><td>{desk.address(lead, only=addresses.FULL)} (home)</td></tr>
<tr><td>Licences</td><td>None</td></tr></table>"""
    return framed(desk, "Register of interests", body)


def licence_notice(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<p>Local Government (Miscellaneous Provisions) Act 1976.
Notice is given that {desk.name(lead, only=names.FULL)} of
{desk.address(lead, only=addresses.ONE_LINE)} has applied for a licence to ply for hire.</p>
<p>Vehicle: {desk.vehicle(lead) or "not yet known"}.</p>
<p>Representations in writing by {desk.published:%d %B %Y}. Enquiries: {desk.phone(lead)}.</p>"""
    return framed(desk, "Public notice", body)


def consultation(desk: Desk, cast: Cast) -> str:
    """Answers to a consultation, as an unlovely list."""
    items = []
    for number, who in enumerate(desk.rng.sample(cast.everyone, len(cast.everyone)), 1):
        where = desk.address(who, only=("postcode alone", "street and town", "plain", "no commas"))
        items.append(
            f"<li>Response {number:04d} – {desk.name(who, only=names.LISTED)} – {where}<br>"
            f"“{escaped(desk.rng, 1, 2)}”</li>"
        )
    return framed(
        desk, "Consultation responses", f"<ul>{''.join(items)}</ul>{paragraphs(desk.rng, 1)}"
    )


def governors(desk: Desk, cast: Cast) -> str:
    items = [
        f"<tr><td>{desk.name(who, only=names.LISTED)}</td><td>Parent governor</td>"
        f"<td>{desk.school(who) or 'n/a'}</td><td>{desk.email(who)}</td></tr>"
        for who in cast.everyone
    ]
    return framed(desk, "Governing body", f"<table>{''.join(items)}</table>")
