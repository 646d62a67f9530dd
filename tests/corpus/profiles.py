"""Writes a subject's profile as docs/profile.md describes the file."""

from __future__ import annotations

import datetime
from random import Random

from tests.corpus.person import Address, Contact, Name, Person


def profile_toml(person: Person, rng: Random, today: datetime.date) -> str:
    """The profile of one subject, with a consent that holds today."""
    given_on, until = today - datetime.timedelta(days=20), today + datetime.timedelta(days=150)
    blocks = [
        "schema = 1",
        f'[subject]\nid = "{person.id}"\nrole = "candidate"',
        "[consent]\n"
        'basis = "self"\n'
        f"given_by = {_text(person.name.plain)}\n"
        f"given_on = {given_on}\n"
        f"valid_until = {until}\n"
        'how = "own device"\nscope = "all"',
        '[election]\nkind = "local"',
        "[facts]\n" + "\n".join(_facts(person)),
    ]
    blocks += [_address(address, rng) for address in person.addresses]
    return "\n\n".join(blocks) + "\n"


def _facts(person: Person) -> list[str]:
    lines = [f"name = {_name(person.name)}"]
    if person.name.former:
        lines.append(f"former_name = {_text(f'{person.name.given} {person.name.former}')}")
    lines += [
        f"phone = [{', '.join(_contact(phone) for phone in person.phones)}]",
        f"email = [{', '.join(_contact(email) for email in person.emails)}]",
        f"handle = [{', '.join(_contact(handle) for handle in person.handles)}]",
        f"domain = [{', '.join(_contact(domain) for domain in person.domains)}]",
        f"birth_date = {person.born}",
    ]
    single = {
        "vehicle": person.vehicle,
        "employer": person.employer,
        "school": person.school,
        "household_member": person.member,
    }
    lines += [f"{kind} = {_text(value)}" for kind, value in single.items() if value]
    if person.custom:
        lines.append(f'custom = {{ value = {_text(person.custom)}, label = "something of mine" }}')
    return lines


def _name(name: Name) -> str:
    if not name.middle and not name.family_first and " " not in name.family + name.given:
        return _text(name.plain)
    parts = {"given": name.given, "middle": " ".join(name.middle), "family": name.family}
    return _table({key: value for key, value in parts.items() if value})


def _contact(contact: Contact) -> str:
    fields = {"value": contact.value, "site": contact.site, "public_by_choice": contact.public}
    filled = {key: value for key, value in fields.items() if value}
    return _text(contact.value) if len(filled) == 1 else _table(filled)


def _address(address: Address, rng: Random) -> str:
    """The address in one line or in parts, as people fill in a form."""
    lines = ["[[facts.address]]", f'use = "{address.use}"']
    if address.public:
        lines.append(f"public_by_choice = {_text(address.public)}")
    if address.style != "tenement" and rng.random() < 0.5:
        return "\n".join([*lines, f"value = {_text(', '.join(address.lines))}"])
    house = ", ".join(part for part in (address.house_name, address.house) if part)
    fields = {
        "flat": address.flat,
        "house": house,
        "street": address.street,
        "locality": address.locality,
        "town": address.town,
        "county": address.county,
        "postcode": address.postcode,
    }
    return "\n".join([*lines, *(f"{key} = {_text(text)}" for key, text in fields.items() if text)])


def _table(fields: dict[str, str]) -> str:
    return "{ " + ", ".join(f"{key} = {_text(value)}" for key, value in fields.items()) + " }"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
