"""Addresses of all the shapes that the post delivers to, in towns that do not exist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from tests.corpus.person import Address


@dataclass(frozen=True, slots=True)
class Town:
    """An invented post town: its county, the areas of its postcodes, its telephone code."""

    name: str
    county: str
    district: str
    nation: str = "England"
    villages: tuple[str, ...] = ()


TOWNS: tuple[Town, ...] = (
    Town("Wexcombe", "Wiltshire", "WX", villages=("Lower Slade", "Nether Cray", "Upton Magna")),
    Town("Northmoor", "Northumberland", "NZ", villages=("High Fell", "Craster Burn")),
    Town("Castlebeck", "North Yorkshire", "YX", villages=("Thorpe Underhill", "Kirkby Sigston")),
    Town("Harrowgate Spa", "Lancashire", "LX", villages=("Great Bentham", "Samlesford")),
    Town("Marlsea", "Kent", "KX", villages=("St Margaret's", "Eastling Green")),
    Town("Bishop's Morton", "Somerset", "BX", villages=("Compton Abbas", "West Pennard Hill")),
    Town("Stoke Ferrers", "Norfolk", "NX", villages=("Burnham Staithe", "Little Massingford")),
    Town("London", "", "SE", villages=()),
    Town("Birmingham", "West Midlands", "B", villages=("Moseley", "Kings Heath")),
    Town("Leeds", "West Yorkshire", "LS", villages=("Headingley", "Guiseley")),
    Town("Bradford", "West Yorkshire", "BD", villages=("Manningham", "Thornton")),
    Town("Aberwen", "Gwynedd", "LL", "Wales", ("Llanfair-y-Bryn", "Rhosgoch")),
    Town("Caerfelin", "Carmarthenshire", "SA", "Wales", ("Pont-y-Clun", "Cwmbach")),
    Town("Glasgow", "", "G", "Scotland", ("Partick",)),
    Town("Strathallan", "Perthshire", "PH", "Scotland", ("Kirkton of Moy", "Blairhill")),
    Town("Ballymoyle", "County Antrim", "BT", "Northern Ireland", ("Drumnagreagh", "Tullyhogue")),
)
STREETS = {
    "England": (
        "Bramble Road",
        "High Street",
        "Church Lane",
        "Station Road",
        "Park Avenue",
        "Mill Close",
        "Kingsway",
        "The Street",
        "Queen's Crescent",
        "St John's Road",
        "Victoria Terrace",
        "Orchard Way",
        "Tanner's Row",
        "Windmill Hill",
        "Meadow View",
        "Green Lane",
        "The Green",
        "Albert Square",
        "Nightingale Gardens",
        "Foundry Court",
        "London Road",
        "Upper Brook Street",
        "St Mary's Street",
        "Hawthorn Drive",
        "Coronation Grove",
        "Back Lane",
        "Broadway",
        "Saint Andrew's Place",
    ),
    "Wales": ("Heol y Bont", "Ffordd Penrhyn", "Stryd Fawr", "Maes yr Haf", "Chapel Street"),
    "Scotland": ("Dumbarton Road", "Great Western Road", "Kirk Wynd", "Hyndland Street", "Main St"),
    "Northern Ireland": ("Drumnagreagh Road", "Tullyhogue Road", "Moyle Park", "Old Coach Road"),
}
HOUSE_NAMES = (
    "Rose Cottage",
    "The Old Rectory",
    "Hill Farm",
    "Woodlands",
    "Fairview",
    "The Granary",
    "Ty Gwyn",
    "Manor Farm House",
    "Brookside",
    "Ivy Bank",
    "The Old Forge",
)
SHAPES = (
    "number",
    "number",
    "number",
    "number",
    "letter",
    "flat",
    "flat",
    "flat_letter",
    "named_numbered",
    "named_street",
    "farm",
    "range",
)
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
"""What the second half of a postcode may use."""


def street_in(rng: Random, town: Town) -> str:
    return rng.choice(STREETS[town.nation])


def postcode_in(rng: Random, town: Town) -> str:
    """A full postcode of the town's area; the unit is invented."""
    outward = f"{town.district}{rng.randint(1, 28)}"
    return f"{outward} {rng.randint(1, 9)}{rng.choice(_LETTERS)}{rng.choice(_LETTERS)}"


def draw_address(rng: Random, town: Town | None = None, shape: str = "") -> Address:
    """An address of a random shape, or of the shape asked for."""
    town = town or rng.choice(TOWNS)
    shape = shape or ("tenement" if town.name == "Glasgow" else rng.choice(SHAPES))
    plain = Address(
        street=street_in(rng, town),
        town=town.name,
        postcode=postcode_in(rng, town),
        county=town.county if rng.random() < 0.35 else "",
        locality=rng.choice(town.villages) if town.villages and rng.random() < 0.35 else "",
    )
    number = str(rng.choice((rng.randint(1, 99), rng.randint(1, 240))))
    if shape == "letter":
        return replace(plain, house=f"{number}{rng.choice('ABC')}")
    if shape == "flat":
        label = rng.choice(("Flat", "Flat", "Apartment"))
        return replace(plain, house=number, flat=f"{label} {rng.randint(1, 19)}")
    if shape == "flat_letter":
        return replace(plain, house=number, flat=f"Flat {rng.randint(1, 9)}{rng.choice('ABC')}")
    if shape == "tenement":
        floor = rng.choice(("2/1", "1/2", "0/1", "3/2"))
        return replace(plain, house=number, flat=floor, style="tenement")
    if shape == "named_numbered":
        return replace(plain, house=number, house_name=rng.choice(HOUSE_NAMES))
    if shape == "named_street":
        return replace(plain, house_name=rng.choice(HOUSE_NAMES))
    if shape == "farm":
        village = plain.locality or (town.villages[0] if town.villages else "")
        if not village:
            return replace(plain, house=number)
        name = rng.choice(("Hill Farm", "Manor Farm House", "Woodlands", "Tithe Barn"))
        return replace(plain, house_name=name, street="", locality=village)
    if shape == "range":
        first = rng.randint(2, 80)
        return replace(plain, house=f"{first}-{first + 2}")
    return replace(plain, house=number)


def office_in(rng: Random, town: Town) -> Address:
    """A campaign's office."""
    return Address(
        street=rng.choice(("Market Street", "Corn Exchange Yard", "Bridge Street")),
        town=town.name,
        postcode=postcode_in(rng, town),
        house_name=rng.choice(("The Old Dairy", "Exchange House", "Unity Hall")),
        flat=f"{rng.choice(('Unit', 'Suite'))} {rng.randint(1, 12)}",
        use="office",
        public="Campaign office, printed on the imprint",
    )


def town_of(address: Address) -> Town:
    return next(town for town in TOWNS if town.name == address.town)


def next_door(address: Address, rng: Random) -> Address:
    """A neighbour's address: same street, town and postcode, another house."""
    if not address.house:
        other = [name for name in HOUSE_NAMES if name != address.house_name]
        return replace(address, house_name=rng.choice(other), flat="")
    number = int("".join(char for char in address.house.split("-")[0] if char.isdigit()))
    alone = not address.flat and address.house.isdigit()
    near = [f"{number + 2}", f"1{number}", f"{number}{rng.choice(('1', '3'))}"]
    if alone:
        near.append(f"{number}{rng.choice('ABC')}")
    return replace(address, house=rng.choice(near), flat="", house_name="", style="")


def elsewhere(address: Address, rng: Random) -> Address:
    """The same house and street in another town of the same nation."""
    here = town_of(address)
    towns = [town for town in TOWNS if town.nation == here.nation and town.name != here.name]
    town = rng.choice(towns or [town for town in TOWNS if town.name != here.name])
    return replace(address, town=town.name, postcode=postcode_in(rng, town), county="", locality="")
