"""What contradicts itself: a fact that is public by choice and private as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from scanner.model.facts import Fact, FactKind
from scanner.profile.facts import FoundFact
from scanner.profile.tables import Problems

_WORDS = {
    FactKind.ADDRESS: "home address",
    FactKind.PHONE: "private number",
    FactKind.EMAIL: "private e-mail address",
}
"""Kinds of which a campaign needs one of its own."""


def note_contradictions(found: Sequence[FoundFact], today: date, problems: Problems) -> None:
    """Warns of public facts that are the private ones, and of a birth date that is yet to come."""
    for public in found:
        if public.fact.is_public and public.fact.kind in _WORDS:
            for private in found:
                if not private.fact.is_public and _is_same(public.fact, private.fact):
                    problems.warn(
                        public.where,
                        f"is public by choice and is the {_WORDS[public.fact.kind]} in "
                        f"{private.where}: the campaign itself publishes it.",
                        "Consider another one for the campaign.",
                    )
    for item in found:
        if item.fact.kind is FactKind.BIRTH_DATE and item.fact.part("year") >= str(today.year + 1):
            problems.warn(item.where, "lies in the future.", "Check the year.")


def _is_same(public: Fact, private: Fact) -> bool:
    if public.kind is not private.kind:
        return False
    if public.value.reveal().casefold() == private.value.reveal().casefold():
        return True
    if public.kind is not FactKind.ADDRESS:
        return False

    def same(part: str) -> bool:
        left, right = (_plain(fact.part(part)) for fact in (public, private))
        return bool(left) and left == right

    return same("house") and (
        same("postcode") or (same("street") and (same("town") or not private.part("town")))
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
