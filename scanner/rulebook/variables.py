"""The variables that a source's request may be made from, and what each discloses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.model.facts import FactKind
from scanner.model.plan import SentForm


class Variable(StrEnum):
    """Closed list. A rule `needs` variables; what is sent to whom follows from them."""

    NAME = "name"
    """First and last name, "Jane Marlow"."""
    NAME_SLUG = "name_slug"
    """"jane_marlow": lower case, underscores."""
    TOWN = "town"
    """Town of the home address."""
    POSTCODE = "postcode"
    POSTCODE_DISTRICT = "postcode_district"
    """Outward code, "WX4"."""
    EMAIL = "email"
    EMAIL_SHA256 = "email_sha256"
    """SHA-256 of the trimmed lower-case address, in hex."""
    EMAIL_MD5 = "email_md5"
    HANDLE = "handle"
    """Without a leading @ and without the instance."""
    INSTANCE = "instance"
    """Host name of a federated handle (@user@host)."""
    DOMAIN = "domain"
    PAGE = "page"
    """Address of a page that the person listed. No fact of theirs, though it may contain one."""
    ENDPOINT = "endpoint"
    """Exact origin of a service that the person named."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which fact a variable is made from and in which form it then leaves."""

    kind: FactKind | None
    form: SentForm


MEANINGS: dict[Variable, Meaning] = {
    Variable.NAME: Meaning(FactKind.NAME, SentForm.CLEAR),
    Variable.NAME_SLUG: Meaning(FactKind.NAME, SentForm.CLEAR),
    Variable.TOWN: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.POSTCODE: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.POSTCODE_DISTRICT: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.EMAIL: Meaning(FactKind.EMAIL, SentForm.CLEAR),
    Variable.EMAIL_SHA256: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.EMAIL_MD5: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.HANDLE: Meaning(FactKind.HANDLE, SentForm.CLEAR),
    Variable.INSTANCE: Meaning(None, SentForm.PARTIAL),
    Variable.DOMAIN: Meaning(FactKind.DOMAIN, SentForm.CLEAR),
    Variable.PAGE: Meaning(None, SentForm.CLEAR),
    Variable.ENDPOINT: Meaning(None, SentForm.CLEAR),
}
