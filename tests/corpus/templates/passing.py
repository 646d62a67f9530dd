"""Pages that speak of nobody looked for, but of things that look like it."""

from __future__ import annotations

import html
from collections.abc import Callable

from tests.corpus import addresses
from tests.corpus.cast import Cast
from tests.corpus.desk import Desk
from tests.corpus.frames import framed
from tests.corpus.person import Person, slug
from tests.corpus.prose import escaped


def reports(desk: Desk, cast: Cast) -> str:
    """A news digest whose items each hold one trap."""
    rng, who = desk.rng, cast.lead
    chosen = rng.sample(_TRAPS, 4)
    items = "".join(f"<li>{trap(desk, who)}</li>" for trap in chosen)
    body = f"<ul>{items}</ul><p>{escaped(rng)}</p>"
    return framed(desk, "In brief", body)


def _event_date(desk: Desk, who: Person) -> str:
    text = f"{who.born.day} {who.born:%B} {who.born.year}"
    shown = desk.mislead(who, "birth_date", text, "a date that is no birth")
    return f"The bridge was opened on {shown} by the mayor."


def _street_event(desk: Desk, who: Person) -> str:
    if not who.home.street:
        return "Police closed the road after an accident."
    away = addresses.elsewhere(who.home, desk.rng)
    text = f"{who.home.street}, {away.town}"
    shown = desk.mislead(who, "address", text, "the street in another town")
    return f"Police closed {shown} after an accident."


def _reference(desk: Desk, who: Person) -> str:
    digits = who.phones[0].value.replace("+44", "0")
    text = f"{desk.rng.randint(10, 99)}{digits}{desk.rng.randint(100, 999)}"
    return f"Order {desk.mislead(who, 'phone', text, 'a number within a longer one')} was sent."


def _other_number(desk: Desk, who: Person) -> str:
    number = desk.world.exchange.one_off(who.phones[0].value, desk.rng).replace("+44", "0")
    return f"Ring the box office on {desk.mislead(who, 'phone', number, 'one digit different')}."


def _company(desk: Desk, who: Person) -> str:
    text = desk.rng.choice(("{} & Sons", "{} Brothers Ltd", "{} Motors", "The {} Arms"))
    shown = desk.mislead(who, "name", text.format(who.name.family), "a firm of that surname")
    return f"{shown} will sponsor the fair."


def _building(desk: Desk, who: Person) -> str:
    text = desk.rng.choice(("{} Hall", "{} House", "{} Close", "the {} Wing"))
    shown = desk.mislead(who, "name", text.format(who.name.family), "a building of that surname")
    return f"Repairs to {shown} start in May."


def _eponym(desk: Desk, who: Person) -> str:
    """The whole name, but of a school or a prize."""
    text = desk.rng.choice(("{} Memorial Trophy", "{} Primary Academy", "{} Way"))
    shown = desk.mislead(who, "name", text.format(who.name.plain), "a thing of that whole name")
    return f"The {shown} was painted over the summer."


def _sector(desk: Desk, who: Person) -> str:
    outward, inward = who.home.postcode.split(" ")
    unit = f"{outward} {inward[0]}{'AB' if inward[1:] != 'AB' else 'XY'}"
    return (
        f"A water main burst near {desk.mislead(who, 'address', unit, 'postcode of the sector')}."
    )


def _similar_email(desk: Desk, who: Person) -> str:
    local, host = who.emails[0].value.split("@")
    text = desk.rng.choice((f"{local}@elsewhere.test", f"x{local}@{host}", f"{local}@{host}.test"))
    return f"Tickets: {desk.mislead(who, 'email', text, 'an address alike')}."


def _longer_handle(desk: Desk, who: Person) -> str:
    user = who.handles[0].value.strip("@").split("@")[0]
    text = desk.rng.choice((f"@{user}fan", f"@real{user}", f"@{user}_official"))
    return f"Thanks to {desk.mislead(who, 'handle', text, 'a longer handle')} for the pictures."


def _surname_list(desk: Desk, who: Person) -> str:
    """The two halves of the name side by side, of two people."""
    stranger = desk.world.stranger(desk.rng)
    text = f"{stranger.name.given} {who.name.family}, {who.name.given} {stranger.name.family}"
    return f"Teams: {desk.mislead(who, 'name', text, 'halves of the name of two people')}."


def _neighbour(desk: Desk, who: Person) -> str:
    near = addresses.next_door(who.home, desk.rng)
    text = ", ".join(near.lines)
    return f"For sale: {desk.mislead(who, 'address', text, 'a neighbour alone')}."


def _similar_plate(desk: Desk, who: Person) -> str:
    if not who.vehicle:
        return "A car was found."
    text = f"{who.vehicle[:-1]}{'Z' if who.vehicle[-1] != 'Z' else 'Y'}"
    return f"A van, {desk.mislead(who, 'vehicle', text, 'a plate alike')}, was found."


def _path(desk: Desk, who: Person) -> str:
    longer = slug(f"{who.name.plain}son")
    shown = desk.mislead(who, "name", longer, "a longer name in a link")
    return f'<a href="/people/{html.escape(shown)}">More</a>'


_TRAPS: tuple[Callable[[Desk, Person], str], ...] = (
    _event_date,
    _street_event,
    _reference,
    _other_number,
    _company,
    _building,
    _eponym,
    _sector,
    _similar_email,
    _longer_handle,
    _surname_list,
    _neighbour,
    _similar_plate,
    _path,
)
