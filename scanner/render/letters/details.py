"""What is exposed, as a letter says it: in whose words, which value, and what it lets others do.

Values come from the person's own facts, never from a page: as much of the fact as the form in which
it was met is sure to show, and no more. Where that cannot be told, only the kind is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from scanner.model.facts import Fact, FactKind
from scanner.model.finding import Finding
from scanner.model.masks import mask_part
from scanner.render.letters.wording import ANY, WORDS
from scanner.render.words import listing


@dataclass(frozen=True, slots=True)
class Detail:
    """One kind of detail on one page."""

    words: str
    """"my home address"."""
    value: str = field(default="", repr=False)
    """In clear, as the recipient shows it; empty where only the kind is told."""
    lets: str = ""
    """What it lets a stranger do: "find where I live"; empty where nothing is sure."""


def detail_of(exposure: str, value: str = "") -> Detail:
    """The detail that an exposure (a row of the harm table) stands for."""
    words, lets = WORDS.get(exposure, ANY)
    return Detail(words, value, lets)


def what_they_let(details: Iterable[Detail]) -> str:
    """All that the details let a stranger do, in words."""
    return listing(list(dict.fromkeys(item.lets for item in details if item.lets)))


def shown_value(finding: Finding, fact: Fact) -> str:
    """What the page is sure to show of the fact, in clear; empty when that cannot be told."""
    shows = _SHOWN.get((finding.kind, finding.form))
    return shows(fact, finding.quote.shown()) if shows else ""


_Shown = Callable[[Fact, str], str]


def _whole(fact: Fact, _: str) -> str:
    return fact.value.reveal()


def _user(fact: Fact, _: str) -> str:
    return fact.part("user") or fact.value.reveal()


def _written(fact: Fact, _: str) -> str:
    return fact.part("written") or fact.value.reveal()


def _parts(names: tuple[str, ...], between: str) -> _Shown:
    def shown(fact: Fact, _: str) -> str:
        pieces = [fact.part(name) for name in names]
        return between.join(pieces) if all(pieces) else ""

    return shown


def _full_address(fact: Fact, quote: str) -> str:
    """A full address may stand without its street (a house with a name) or without its postcode, so
    only what the excerpt shows, in clear or masked, is repeated."""
    house, street = fact.part("house"), fact.part("street")
    seen = street and (street in quote or mask_part("street", street) in quote)
    return f"{house} {street}" if house and seen else ""


def _day(pattern: str) -> _Shown:
    def shown(fact: Fact, _: str) -> str:
        try:
            born = date.fromisoformat(fact.value.reveal())
        except ValueError:
            return ""
        return pattern.format(day=born.day, month=f"{born:%B}", year=born.year)

    return shown


_SHOWN: Mapping[tuple[FactKind, str], _Shown] = {
    (FactKind.ADDRESS, "full"): _full_address,
    (FactKind.ADDRESS, "house_street"): _parts(("house", "street"), " "),
    (FactKind.ADDRESS, "house_postcode"): _parts(("house", "postcode"), ", "),
    (FactKind.ADDRESS, "postcode"): _parts(("postcode",), ""),
    (FactKind.ADDRESS, "street_town"): _parts(("street", "town"), ", "),
    (FactKind.ADDRESS, "street"): _parts(("street",), ""),
    (FactKind.PHONE, "international"): _written,
    (FactKind.PHONE, "national"): _written,
    (FactKind.PHONE, "obfuscated"): _written,
    (FactKind.EMAIL, "plain"): _whole,
    (FactKind.EMAIL, "obfuscated"): _whole,
    (FactKind.BIRTH_DATE, "full"): _day("{day} {month} {year}"),
    (FactKind.BIRTH_DATE, "month_year"): _day("{month} {year}"),
    (FactKind.BIRTH_DATE, "day_month"): _day("{day} {month}"),
    (FactKind.HANDLE, "account"): _user,
    (FactKind.HANDLE, "profile_url"): _user,
    (FactKind.HANDLE, "at_sign"): _user,
    (FactKind.HANDLE, "labelled"): _user,
    (FactKind.HANDLE, "url_path"): _user,
    (FactKind.VEHICLE, "plate"): _whole,
    (FactKind.CUSTOM, "phrase"): _whole,
}
"""By kind and form. Not among them: parts of numbers and ages, and what names other people or who
the person was."""
