"""The words by which the parts of a British address are told apart."""

from __future__ import annotations

from scanner.profile.reading import words

_STRONG = words(
    """
    road rd street st lane ln avenue ave close cl drive dr way crescent cres terrace ter mews
    boulevard wynd drove loan parade esplanade
    """
)
_WEAK = words(
    """
    court ct place pl gardens gdns grove square sq hill park row walk rise view green
    broadway embankment quay wharf yard fields field meadow meadows end bank vale brae gate
    passage path common mount croft circus approach chase side cottages villas buildings
    market orchard heath ridge copse dene dale leys paddock spinney
    """
)
"""These also end the names of houses, blocks of flats and villages."""

HOUSE_ENDINGS = words(
    """
    court ct view end bank vale brae mount croft villas cottages buildings heath ridge copse
    dene dale leys paddock spinney orchard field fields meadow meadows gate
    """
)
"""Of those, what more names of houses than of streets end in where a street may follow."""

DIRECTIONS = words("north south east west upper lower")

HOUSE_WORDS = words(
    """
    cottage house farm farmhouse lodge barn hall mill villa manor bungalow rectory vicarage
    grange stables schoolhouse dairy forge
    """
)

COUNTRIES = frozenset(
    {"england", "wales", "scotland", "northern ireland", "uk", "u.k", "united kingdom", "gb"}
    | {"great britain"}
)

COUNTIES = words(
    """
    cornwall cumbria devon dorset essex kent norfolk suffolk surrey somerset rutland
    merseyside northumberland middlesex clwyd dyfed gwent gwynedd powys fife angus moray
    lothian antrim armagh down fermanagh tyrone
    """
) | {
    "county durham",
    "co durham",
    "east sussex",
    "west sussex",
    "greater london",
    "greater manchester",
    "isle of wight",
    "south glamorgan",
    "mid glamorgan",
    "west glamorgan",
    "tyne and wear",
    "west midlands",
    "county antrim",
    "county armagh",
    "county down",
    "county fermanagh",
    "county londonderry",
    "county tyrone",
    "scottish borders",
}
"""Counties whose name does not end in -shire, in the spellings of postal addresses."""


def street_strength(word: str) -> int:
    """How surely a name that ends in `word` is a street: 2 (Road), 1 (Court) or 0."""
    low = word.lower().rstrip(".")
    return 2 if low in _STRONG else 1 if low in _WEAK else 0
