"""A consent that a list brings: written, the person's own, and with all that a consent needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from scanner.model.subject import Basis
from scanner.profile.writing import VALID_MONTHS, months_later
from scanner.slate.importing.vocabulary import squashed

CONSENT = ("consent_basis", "consent_date", "consent_evidence", "consent_until")
"""The columns by which a row brings one: with none of them filled it brings none."""

_WRITTEN = frozenset({"writtenconsent", "written", "signedform", "signedconsent"})
_NO_BASIS = (
    'Write "written_consent" if you hold it, or empty the columns of the consent: then the person '
    "is invited and can consent."
)


def consent_of(
    texts: Mapping[str, str],
    name: str,
    recorded_by: str,
    tell: Callable[[str, str, str], None],
) -> Mapping[str, str | date] | None:
    """The consent that a row's texts (by meaning) bring, as a profile has it. What is missing is
    told by key, what and mend. Without a last day it holds for six months, as a profile's does.
    """
    is_whole = True

    def need(key: str, what: str, mend: str) -> None:
        nonlocal is_whole
        is_whole = False
        tell(key, what, mend)

    if squashed(texts.get("consent_basis", "")) not in _WRITTEN:
        need("basis", "is no basis that a list can bring.", _NO_BASIS)
    if not texts.get("consent_date"):
        need("given_on", "is missing, and the row brings a consent.", "Write the day of it.")
    if not texts.get("consent_evidence"):
        need(
            "how",
            "is missing, and the row brings a consent.",
            'Write how it was given: "signed form, folder 3".',
        )
    if not is_whole:
        return None
    given_on = date.fromisoformat(texts["consent_date"])
    until = texts.get("consent_until")
    return {
        "basis": Basis.WRITTEN_CONSENT.value,
        "given_by": name,
        "given_on": given_on,
        "recorded_by": recorded_by,
        "how": texts["consent_evidence"],
        "valid_until": date.fromisoformat(until) if until else months_later(given_on, VALID_MONTHS),
        "scope": "all",
    }
