"""How pages write plates, employers, schools, members of a household, domains and the rest."""

from __future__ import annotations

import re
from random import Random

from tests.corpus.person import Contact
from tests.corpus.written import Form, Written


def _as_is(value: str, rng: Random) -> Written | None:
    return Written(value)


def _tight(value: str, rng: Random) -> Written | None:
    return Written(value.replace(" ", ""))


def _lower_plate(value: str, rng: Random) -> Written | None:
    return Written(value.replace(" ", rng.choice(("", " ", "-"))).lower())


def _hyphen_plate(value: str, rng: Random) -> Written | None:
    return Written(value.replace(" ", "-"))


def _capitals(value: str, rng: Random) -> Written | None:
    return Written(value.upper())


def _without_form(value: str, rng: Random) -> Written | None:
    """Ltd and Limited dropped, or one for the other."""
    short = re.sub(r",? (Ltd|Limited|LLP)\.?$", "", value)
    return Written(short) if short != value else None


def _other_form(value: str, rng: Random) -> Written | None:
    if value.endswith(" Ltd"):
        return Written(value.removesuffix("Ltd") + rng.choice(("Limited", "Ltd.")))
    return Written(value.replace("Limited", "Ltd")) if value.endswith("Limited") else None


def _ampersand(value: str, rng: Random) -> Written | None:
    if " & " in value:
        return Written(value.replace(" & ", " and "))
    return Written(value.replace(" and ", " & ")) if " and " in value else None


def _without_the(value: str, rng: Random) -> Written | None:
    return Written(value.removeprefix("The ")) if value.startswith("The ") else None


def _school_short(value: str, rng: Random) -> Written | None:
    short = re.sub(r" (C of E )?(Primary School|Community College)$", "", value)
    return None if short == value else Written(value.replace("C of E", "CofE"))


def _school_saint(value: str, rng: Random) -> Written | None:
    if not value.startswith("St "):
        return None
    return Written(value.replace("St ", rng.choice(("St. ", "Saint ")), 1).replace("'", "’"))


def _domain_link(contact: Contact, rng: Random) -> Written | None:
    host = rng.choice((contact.value, f"www.{contact.value}"))
    address = f"https://{host}/{rng.choice(('', 'about', 'contact-us'))}"
    return Written(address, markup=f'<a href="{address}">Website</a>', place="link")


def _domain_plain(contact: Contact, rng: Random) -> Written | None:
    return Written(contact.value)


def _domain_www(contact: Contact, rng: Random) -> Written | None:
    return Written(rng.choice((f"www.{contact.value}", f"https://{contact.value}/")))


PLATES: dict[str, Form[str]] = {
    "plain": _as_is,
    "tight": _tight,
    "lower case": _lower_plate,
    "hyphen": _hyphen_plate,
}
EMPLOYERS: dict[str, Form[str]] = {
    "plain": _as_is,
    "legal form dropped": _without_form,
    "other legal form": _other_form,
    "& for and": _ampersand,
    "The dropped": _without_the,
    "capitals": _capitals,
}
SCHOOLS: dict[str, Form[str]] = {
    "plain": _as_is,
    "CofE": _school_short,
    "Saint": _school_saint,
    "capitals": _capitals,
}
MEMBERS: dict[str, Form[str]] = {"plain": _as_is, "capitals": _capitals}
CUSTOM: dict[str, Form[str]] = {"plain": _as_is, "capitals": _capitals}
DOMAINS: dict[str, Form[Contact]] = {
    "plain": _domain_plain,
    "with www": _domain_www,
    "link": _domain_link,
}
