"""Newspapers and family notices."""

from __future__ import annotations

from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.forms import addresses, names
from tests.corpus.frames import framed
from tests.corpus.prose import escaped, paragraphs

_SPOKEN = ("plain", "nickname", "accents dropped", "another apostrophe", "hyphen dropped")


def news(desk: Desk, cast: Cast) -> str:
    """A report with age and street in the sentence that introduces the person."""
    rng, lead = desk.rng, cast.lead
    day = desk.published
    said = desk.age(lead) if rng.random() < 0.85 else desk.birth(lead, only=("aged 47",))
    where = desk.address(lead, only=addresses.PROSE)
    body = f"""<article><h1>Residents fight plan for the old mill</h1>
<p class="byline">By {desk.name(cast.others[0], only=("plain",))}
<time datetime="{day}T09:12:00Z">{day.day} {day:%B %Y}</time></p>
<p>{escaped(rng)}</p>
<p>{desk.name(lead, only=_SPOKEN)}, {said}, of {where}, said: “We were never asked.”</p>
<p>{desk.name(lead, only=("Ms Smith", "possessive", "plain"))} letter was read out.</p>
{paragraphs(rng, 2)}</article>
<section class="comments"><h2>Comments (2)</h2>
<div><b>{desk.name(cast.others[-1], only=("plain",))}</b> {escaped(rng, 1, 1)}</div>
<div><b>oldgit1</b> Doesn't she live in {desk.address(lead, only=addresses.NEARBY)}?</div>
</section>"""
    return framed(desk, "Residents fight plan for the old mill", body)


def letters(desk: Desk, cast: Cast) -> str:
    """Letters to the editor: name and street under each."""
    blocks = [
        f"<p>SIR – {escaped(desk.rng)}</p><p><b>"
        f"{desk.name(who, only=names.LISTED)}</b><br><i>"
        f"{desk.address(who, only=(*addresses.PROSE, 'plain'))}</i></p>"
        for who in desk.rng.sample(cast.everyone, len(cast.everyone))
    ]
    return framed(desk, "Letters to the editor", "\n".join(blocks))


def obituary(desk: Desk, cast: Cast) -> str:
    rng, lead, dead = desk.rng, cast.lead, cast.others[0]
    body = f"""<h1>{desk.name(dead, only=("plain",))}, 1931–2024</h1>
<p>{escaped(rng)}</p>
<p>She is survived by her daughter {desk.former_name(lead)}, who teaches at
{desk.school(lead) or "a local school"}, and by {desk.member(lead) or "three grandchildren"}.</p>
<p>Donations and enquiries to {desk.name(lead, only=names.FULL)},
{desk.address(lead, only=addresses.ONE_LINE)}, or {desk.phone(lead)}.</p>"""
    return framed(desk, "Family notices", body)


def wedding(desk: Desk, cast: Cast) -> str:
    lead = cast.lead
    body = f"""<h1>We're getting married!</h1>
<p>{desk.former_name(lead)} and {desk.member(lead) or "partner"}
invite you to celebrate with us.</p>
<p>RSVP by {desk.published:%d %B} to {desk.name(lead, only=names.FULL)}:
{desk.email(lead)} or {desk.phone(lead)}</p>
<p>Presents can be sent to<br>{desk.address(lead, only=("over lines", "plain"))}</p>"""
    return framed(desk, "Our wedding", body)


def court(desk: Desk, cast: Cast) -> str:
    """A court list: name, age, full address, each in a sentence."""
    items = []
    for who in desk.rng.sample(cast.everyone, len(cast.everyone)):
        age = desk.birth(who, only=("aged 47",))
        vehicle = desk.vehicle(who)
        car = f" in a grey hatchback, registration {vehicle}," if vehicle else ""
        where = desk.address(who, only=addresses.NEARBY)
        items.append(
            f"<p><b>{desk.name(who, only=names.REGISTER)}</b>, {age}, of "
            f"{where}:{car} exceeded 30 mph. Fined £{desk.rng.randint(40, 400)}.</p>"
        )
    dated = f'<time datetime="{desk.published}">{desk.published:%A %d %B %Y}</time>'
    return framed(desk, "In the dock", "\n".join((dated, *items)))
