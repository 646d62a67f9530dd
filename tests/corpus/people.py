"""Sixty subjects, and for each those who may be taken for them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from random import Random

from tests.corpus import addresses, contacts, names
from tests.corpus.person import Address, Contact, Name, Person, Role, slug

SUBJECTS = 60
PARTIES = ("Independent", "Town First", "The Orchard Party", "Civic Alliance")
EMPLOYERS = (
    "Wexcombe Pottery Ltd",
    "Harding & Lowe LLP",
    "The Copper Kettle Company Ltd",
    "Northmoor Building Society",
    "Pennine Bearings Limited",
    "The Marlsea Bookshop Ltd",
    "Ashdown and Vale NHS Foundation Trust",
    "Brightwater Housing Association",
    "J. T. Mallory & Sons Ltd",
)
SCHOOLS = (
    "Wexcombe Primary School",
    "St Aldhelm's C of E Primary School",
    "St Brannoc's Catholic High School",
    "Castlebeck Grammar School",
    "Ysgol Gymraeg Aberwen",
    "Northmoor High School for Girls",
    "Marlsea Community College",
)
BOATS = ("nb The Heron", "Kestrel's Rest allotment plot 41", "Bluebell the Shetland pony")


@dataclass(frozen=True, slots=True)
class World:
    """Everybody of one corpus."""

    subjects: tuple[Person, ...]
    exchange: contacts.Exchange
    names: frozenset[str] = frozenset()
    homes: frozenset[tuple[str, ...]] = frozenset()
    emails: frozenset[str] = frozenset()
    """What of the subjects nobody else may have: names, house and town, e-mail addresses."""

    def stranger(self, rng: Random, town: addresses.Town | None = None) -> Person:
        """Somebody whom no profile is about."""
        while (name := names.draw_name(rng)).plain in self.names:
            pass
        return _ordinary(self, rng, name, self.free_home(rng, town))

    def free_home(self, rng: Random, town: addresses.Town | None = None) -> Address:
        """A house that cannot be taken for a subject's."""
        while (home := addresses.draw_address(rng, town)) and _doors(home) & self.homes:
            pass
        return home

    def double(self, rng: Random, subject: Person, role: Role) -> Person:
        """Somebody whom a careless reader takes for the subject."""
        home = subject.home
        away = addresses.elsewhere(home, rng)
        near = addresses.next_door(home, rng)
        other = self.free_home(rng, addresses.town_of(away))
        name = subject.name
        if role is Role.NAMESAKE:
            middle = rng.choice(((), ("Quentin",), ("Xanthe",), ()))
            name = replace(name, middle=middle, former="", honours="")
            home = rng.choice((away, other))
        elif role is Role.NEIGHBOUR:
            name, home = names.draw_name(rng), near
        elif role is Role.LONGER_NAME:
            name, home = _longer(name, rng), rng.choice((away, other))
        elif role is Role.SAME_INITIAL:
            name, home = _same_initial(name, rng), other
        person = _ordinary(self, rng, name, home)
        if role in (Role.NEIGHBOUR, Role.SAME_INITIAL):
            return replace(person, role=role, looks_like=subject.id)
        born = subject.born + datetime.timedelta(days=rng.choice((-1, 1)) * rng.randint(900, 9000))
        return replace(
            person,
            role=role,
            looks_like=subject.id,
            born=born,
            phones=(Contact(self.exchange.one_off(subject.phones[0].value, rng)),),
            emails=(Contact(_similar_email(subject.emails[0].value, rng)),),
            handles=tuple(
                Contact(f"{handle.value.strip('@').split('@')[0]}{rng.choice(('_x', '99', 'uk'))}")
                for handle in subject.handles[:1]
            ),
        )


def make_world(rng: Random) -> World:
    """The subjects: all hard names, the rest drawn as they are met in Britain."""
    exchange = contacts.Exchange()
    chosen = list(names.HARD)
    while len(chosen) < SUBJECTS:
        name = names.draw_name(rng)
        if name.plain not in {other.plain for other in chosen}:
            chosen.append(name)
    shapes = sorted(set(addresses.SHAPES))
    people: list[Person] = []
    for number, name in enumerate(chosen):
        shape = shapes[number % len(shapes)]
        while _clashes(person := _subject(rng, exchange, name, shape), people):
            pass
        people.append(person)
    return World(
        tuple(people),
        exchange,
        frozenset(person.name.plain for person in people),
        frozenset(door for p in people for place in p.addresses for door in _doors(place)),
        frozenset(email.value for person in people for email in person.emails),
    )


def _doors(place: Address) -> set[tuple[str, ...]]:
    """What tells one house of a town from another: all that is in front, and its name alone."""
    doors = {(place.town, place.street, place.front)}
    named = place.house_name and not place.public
    return doors | ({(place.town, place.house_name)} if named else set())


def _clashes(person: Person, people: list[Person]) -> bool:
    """Whether another subject has the same handle, e-mail address, or house in that town."""

    def own(who: Person) -> set[tuple[str, ...]]:
        marks = {("@", handle.value) for handle in who.handles}
        marks |= {("mail", email.value) for email in who.emails}
        return marks | {door for place in who.addresses for door in _doors(place)}

    return any(own(person) & own(other) for other in people)


def _subject(rng: Random, exchange: contacts.Exchange, name: Name, shape: str) -> Person:
    town = rng.choice(addresses.TOWNS)
    home = addresses.draw_address(rng, town, "" if town.name == "Glasgow" else shape)
    born = contacts.draw_birth(rng)
    domain = f"{slug(name.plain)}-for-{slug(town.name)}.example"
    phones = [Contact(exchange.draw(rng, contacts.MOBILE))]
    if rng.random() < 0.7:
        phones.append(Contact(exchange.draw(rng, rng.choice(contacts.LANDLINES))))
    campaign_line = exchange.draw(rng, rng.choice((*contacts.LANDLINES, contacts.FREEPHONE)))
    phones.append(Contact(campaign_line, public="Campaign line, on every leaflet"))
    places = [home, addresses.office_in(rng, town)]
    if rng.random() < 0.3:
        places.append(replace(addresses.draw_address(rng), use="previous"))
    member = f"{names.draw_given(rng, 'm' if name.sex == 'f' else 'f')} {name.family}"
    return Person(
        id=slug(name.plain),
        name=name,
        addresses=tuple(places),
        phones=tuple(phones),
        emails=(
            Contact(contacts.draw_email(name, rng, born)),
            Contact(f"{slug(name.given).split('-')[0]}@{domain}", public="Campaign e-mail"),
        ),
        born=born,
        handles=contacts.draw_handles(name, rng, born),
        domains=(Contact(domain, public="Campaign site"),),
        vehicle=contacts.draw_plate(rng) if rng.random() < 0.9 else "",
        employer=rng.choice(EMPLOYERS) if rng.random() < 0.9 else "",
        school=rng.choice(SCHOOLS) if rng.random() < 0.85 else "",
        member=member if rng.random() < 0.7 else "",
        custom=rng.choice(BOATS) if rng.random() < 0.7 else "",
        role=Role.SUBJECT,
        party=rng.choice(PARTIES),
    )


def _ordinary(world: World, rng: Random, name: Name, home: Address) -> Person:
    born = contacts.draw_birth(rng)
    exchange = world.exchange
    lines = rng.choice((contacts.MOBILE, rng.choice(contacts.LANDLINES)))
    email = contacts.draw_email(name, rng, born)
    return Person(
        id="",
        name=name,
        addresses=(home,),
        phones=(Contact(exchange.reuse(rng, lines)),),
        emails=(Contact(email if email not in world.emails else f"office.{email}"),),
        born=born,
        vehicle=contacts.draw_plate(rng),
        employer="Larkspur Garden Centre Ltd",
        school="Fernhill Infants' School",
        member=f"{names.draw_given(rng, 'm')} {name.family}",
        party=rng.choice(PARTIES),
    )


def _similar_email(value: str, rng: Random) -> str:
    local, host = value.split("@")
    return rng.choice((f"{local}@othermail.test", f"x{local}@{host}", f"{local}2@{host}"))


def _longer(name: Name, rng: Random) -> Name:
    """A name that has the subject's within it."""
    return rng.choice(
        (
            replace(name, family=f"{name.family}son", middle=(), former=""),
            replace(name, given=f"Mary-{name.given}", middle=(), nick="", former=""),
            replace(name, family=f"{name.family}-Hughes", middle=(), former=""),
        )
    )


def _same_initial(name: Name, rng: Random) -> Name:
    pool = names.FEMALE if name.sex == "f" else names.MALE
    near = name.given[:3]  # a short form of the same name would be the same name
    others = [given for given in pool if given[0] == near[0] and given[:3] != near]
    given = rng.choice(others) if others else f"{name.given[0]}anthe"
    return replace(name, given=given, middle=(), nick="", former="", honours="")
