"""Facts that are looked for as they stand: vehicle, employer, school, the person's own kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from scanner.model.facts import FactKind
from scanner.profile.reading import Doubt, Reading, Unreadable, masked, single

_PLATE = re.compile(
    r"[A-Z]{2}\d{2}[A-Z]{3}"  # since 2001
    r"|[A-Z]\d{1,3}[A-Z]{3}"  # 1983-2001
    r"|[A-Z]{3}\d{1,3}[A-Z]"  # 1963-1982
    r"|[A-Z]{1,3}\d{1,4}|\d{1,4}[A-Z]{1,3}"  # dateless, and Northern Ireland
)
"""The formats of DVLA leaflet INF104, without spaces."""
_WHOLE_PLATE = 5
"""Characters. Only dateless plates, which are rare, are shorter; half of a usual one is four."""


def read_vehicle(given: Mapping[str, str]) -> Reading:
    """A number plate in capitals without spaces."""
    plate = re.sub(r"[^A-Z0-9]", "", single(given).upper())
    if not 2 <= len(plate) <= 10:
        raise Unreadable("is not a number plate.", 'Write it as on the car, such as "AB12 CDE".')
    return Reading(masked(FactKind.VEHICLE, plate), doubts=_plate_doubts(plate))


def _plate_doubts(plate: str) -> tuple[Doubt, ...]:
    if len(plate) < _WHOLE_PLATE:
        return (Doubt("is short: part of a plate fits many cars.", "Write all of it, if you can."),)
    return () if _PLATE.fullmatch(plate) else (Doubt("is no usual number plate.", "Check it."),)


def phrase_reader(kind: FactKind) -> Callable[[Mapping[str, str]], Reading]:
    """The reader for a kind whose values are any words."""

    def read(given: Mapping[str, str]) -> Reading:
        text = single(given)
        if sum(char.isalnum() for char in text) < 3:
            raise Unreadable("is too short to be looked for.", "Write at least three characters.")
        return Reading(masked(kind, text))

    return read
