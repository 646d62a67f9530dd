"""How many people in the United Kingdom probably bear a name, from the shipped tables of names.

The figures are estimates (their sources stand at the head of the tables): good enough to tell a
rare name from a common one, and for nothing else.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from scanner.errors import ResourceError
from scanner.resources import resource_folder
from scanner.text.normalise import fold

UK_ADULTS = 54_000_000
"""Adults in the United Kingdom, rounded: Office for National Statistics, estimate for mid-2023."""

_UNLISTED_GIVEN = 5e-6
_UNLISTED_FAMILY = 2e-6
"""Shares of names that the tables do not list: about 270 and 110 adults. Judgements: below the
rarest listed ones, but nobody is alone with a name."""

_RARE_UP_TO = 20
_COMMON_FROM = 500
"""Expected bearers of a whole name. Judgements: with 20 in the country, hardly two are met in one
town; with 500, there is one in most districts."""


class Commonness(StrEnum):
    """How much a whole name tells."""

    RARE = "rare"
    ORDINARY = "ordinary"
    COMMON = "common"


def expected_namesakes(given: str, family: str) -> float:
    """How many adults in the United Kingdom probably bear this given and family name.

    As if both were chosen independently, which understates names that go together. Never below one:
    the person themself. Raises ResourceError when the tables are missing from the installation.
    """
    first = _share(_given_names(), given, _UNLISTED_GIVEN)
    last = _share(_family_names(), family, _UNLISTED_FAMILY)
    return max(1.0, first * last * UK_ADULTS)


def commonness(given: str, family: str) -> Commonness:
    """The band of a whole name; a name of one piece is taken for common, since it tells little."""
    if not given or not family:
        return Commonness.COMMON
    expected = expected_namesakes(given, family)
    if expected <= _RARE_UP_TO:
        return Commonness.RARE
    return Commonness.COMMON if expected >= _COMMON_FROM else Commonness.ORDINARY


def is_given_name(word: str) -> bool:
    """Whether the word is listed as a given name; a double one counts by its first half."""
    return fold(word).partition("-")[0] in _given_names()


def is_family_name(word: str) -> bool:
    """Whether the word is listed as a family name; many are ordinary words, too."""
    return fold(word).partition("-")[0] in _family_names()


def given_share(word: str) -> float:
    """The share of adults (0–1) with this folded given name; 0 for a name that is not listed."""
    return _given_names().get(word, 0.0)


def family_share(word: str) -> float:
    """The share of adults (0–1) with this folded family name; 0 for one that is not listed."""
    return _family_names().get(word, 0.0)


def _share(table: dict[str, float], name: str, unlisted: float) -> float:
    return table.get(fold(name), unlisted)


@cache
def _given_names() -> dict[str, float]:
    return _table("given_names")


@cache
def _family_names() -> dict[str, float]:
    return _table("family_names")


def _table(name: str) -> dict[str, float]:
    """Shares (0–1) of adults by folded name."""
    path = resource_folder("rules") / "tables" / f"{name}.csv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ResourceError(f"The table {path.name} cannot be read: {error.strerror}.") from None
    rows = [line for line in lines if line and line[0] != "#"][1:]
    return {key: int(value) / 1e6 for key, _, value in (row.partition(",") for row in rows)}
