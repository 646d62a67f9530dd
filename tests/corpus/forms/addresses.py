"""How pages write an address."""

from __future__ import annotations

import html
import re
from random import Random

from tests.corpus.person import Address
from tests.corpus.written import Form, Written

_SHORT = {
    "Road": ("Rd", "Rd."),
    "Street": ("St", "St."),
    "Avenue": ("Ave", "Av", "Ave."),
    "Lane": ("Ln", "La"),
    "Close": ("Cl", "Cl."),
    "Crescent": ("Cres", "Cres."),
    "Drive": ("Dr", "Dr."),
    "Gardens": ("Gdns", "Gdns."),
    "Terrace": ("Terr", "Ter"),
    "Square": ("Sq", "Sq."),
    "Court": ("Ct", "Crt"),
    "Place": ("Pl", "Pl."),
    "Grove": ("Gr", "Gro"),
    "Saint": ("St", "St."),
}


def _joined(address: Address, glue: str = ", ") -> str:
    return glue.join(address.lines)


def _full(address: Address, rng: Random) -> Written | None:
    return Written(_joined(address))


def _lines(address: Address, rng: Random) -> Written | None:
    comma = rng.choice(("", ","))
    return Written(f"{comma}\n".join(address.lines))


def _blocks(address: Address, rng: Random) -> Written | None:
    """Every line an element of its own, as address formatters write it."""
    tag, inner = rng.choice((("p", "span"), ("div", "div"), ("address", "span")))
    style = ' style="display:block"' if inner == "span" else ""
    body = "".join(f"<{inner}{style}>{html.escape(part)}</{inner}>" for part in address.lines)
    if inner == "span":
        body = body.replace("</span><span", "</span> <span")
    return Written("\n".join(address.lines), markup=f'<{tag} class="adr">{body}</{tag}>')


def _reversed(address: Address, rng: Random) -> Written | None:
    return Written(", ".join((address.postcode, address.town, address.first_line)))


def _abbreviated(address: Address, rng: Random) -> Written | None:
    last = address.street.rpartition(" ")[2]
    if last not in _SHORT:
        return None
    short = address.street.removesuffix(last) + rng.choice(_SHORT[last])
    line = f"{address.first_line.removesuffix(address.street)}{short}"
    return Written(", ".join((line, *address.lines[1:])))


def _no_commas(address: Address, rng: Random) -> Written | None:
    return Written(_joined(address).replace(",", ""))


def _lower(address: Address, rng: Random) -> Written | None:
    return Written(_joined(address).lower())


def _capitals(address: Address, rng: Random) -> Written | None:
    return Written(_joined(address).upper())


def _tight_postcode(address: Address, rng: Random) -> Written | None:
    return Written(_joined(address).replace(address.postcode, address.postcode.replace(" ", "")))


def _split_postcode(address: Address, rng: Random) -> Written | None:
    outward, inward = address.postcode.split(" ")
    return Written(f"{', '.join(address.lines[:-1])}, {outward}\n{inward}")


def _house_and_street(address: Address, rng: Random) -> Written | None:
    return Written(address.first_line) if address.street and address.front else None


def _without_postcode(address: Address, rng: Random) -> Written | None:
    return Written(", ".join(address.lines[:-1]))


def _house_street_town(address: Address, rng: Random) -> Written | None:
    if not address.street or not address.front:
        return None
    return Written(f"{address.first_line}{rng.choice((', ', ' in '))}{address.town}")


def _house_postcode(address: Address, rng: Random) -> Written | None:
    return Written(f"{address.front}, {address.postcode}") if address.front else None


def _street_town(address: Address, rng: Random) -> Written | None:
    if not address.street or address.street in ("The Street", "The Green", "High Street"):
        return None
    return Written(f"{address.street}, {address.locality or address.town}")


def _in_street(address: Address, rng: Random) -> Written | None:
    """As newspapers put it."""
    if not address.street:
        return None
    return Written(f"{address.street} in {address.town}")


def _postcode(address: Address, rng: Random) -> Written | None:
    return Written(rng.choice((address.postcode, address.postcode.replace(" ", ""))))


def _no_word(address: Address, rng: Random) -> Written | None:
    """The number written with No., as in old lists."""
    if not address.house or address.flat or address.house_name:
        return None
    lead = rng.choice(("No. ", "No ", "Number "))
    return Written(f"{lead}{_joined(address)}")


def _flat_other(address: Address, rng: Random) -> Written | None:
    """Other ways to write a flat: 14/2, 2/14, Apt 2, Flat 2 at the end, 2F1 order in Scotland."""
    if address.style == "tenement":
        rest = ", ".join(address.lines[1:])
        forms = (
            f"{address.house} {address.street}, Flat {address.flat}, {rest}",
            f"Flat {address.flat}, {address.house} {address.street}, {rest}",
            f"{address.flat} {address.house} {address.street}, {rest}",
        )
        return Written(rng.choice(forms))
    found = re.fullmatch(r"(?:Flat|Apartment) (\w+)", address.flat)
    if not found or not address.house or address.house_name:
        return None
    rest = ", ".join(address.lines[1:])
    number, street = address.house, address.street
    forms = (
        f"Flat {found[1]} {number} {street}, {rest}",
        f"Apt {found[1]}, {number} {street}, {rest}",
        f"{found[1]}/{number} {street}, {rest}",
        f"{number} {street}, Flat {found[1]}, {rest}",
        f"Flat {found[1]}, No. {number} {street}, {rest}",
    )
    return Written(rng.choice(forms))


def _spaced_letter(address: Address, rng: Random) -> Written | None:
    """14 A, 14a for 14A."""
    found = re.fullmatch(r"(\d+)([A-C])", address.house)
    if not found or address.flat or address.house_name:
        return None
    house = rng.choice((f"{found[1]} {found[2]}", f"{found[1]}{found[2].lower()}"))
    return Written(", ".join((f"{house} {address.street}", *address.lines[1:])))


def _range(address: Address, rng: Random) -> Written | None:
    if "-" not in address.house:
        return None
    glue = rng.choice(("–", " - ", "/", " – "))
    line = f"{address.house.replace('-', glue)} {address.street}"
    return Written(", ".join((line, *address.lines[1:])))


def _comma_number(address: Address, rng: Random) -> Written | None:
    if not address.house or not address.street:
        return None
    return Written(", ".join((f"{address.front}, {address.street}", *address.lines[1:])))


def _sentence(address: Address, rng: Random) -> Written | None:
    """As a person says it."""
    if not address.street or not address.front:
        return None
    return Written(f"{address.first_line} in {address.town} ({address.postcode})")


def _with_county(address: Address, rng: Random) -> Written | None:
    extra = rng.choice(("United Kingdom", "UK", "England", "GB"))
    return Written(f"{_joined(address)}, {extra}", also=(_joined(address),))


FORMS: dict[str, Form[Address]] = {
    "plain": _full,
    "over lines": _lines,
    "over blocks": _blocks,
    "postcode first": _reversed,
    "abbreviated": _abbreviated,
    "no commas": _no_commas,
    "lower case": _lower,
    "capitals": _capitals,
    "postcode without space": _tight_postcode,
    "postcode over a line": _split_postcode,
    "house and street": _house_and_street,
    "without postcode": _without_postcode,
    "house, street, town": _house_street_town,
    "house and postcode": _house_postcode,
    "street and town": _street_town,
    "street in town": _in_street,
    "postcode alone": _postcode,
    "No. 14": _no_word,
    "flat otherwise": _flat_other,
    "14 A": _spaced_letter,
    "range otherwise": _range,
    "14, Bramble Road": _comma_number,
    "in a sentence": _sentence,
    "with the country": _with_county,
}
FULL = tuple(
    form
    for form in FORMS
    if form not in ("house and street", "street and town", "street in town", "postcode alone")
)
"""Forms that name the house and so fit wherever an address is expected."""
PROSE = ("house and street", "house, street, town", "street in town", "street and town")
ONE_LINE = tuple(
    form for form in FULL if form not in ("over lines", "over blocks", "postcode over a line")
)
STREET = ("street and town", "street in town")
VAGUE = (*STREET, "postcode alone", "house and postcode")
HOUSE = ("plain", "house and street", "house, street, town", "without postcode", "over lines")
NEARBY = ("house and street", "house, street, town", "street in town", "without postcode")
"""As people of the place write it."""
