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
    NAME_DASH = "name_dash"
    """"jane-marlow": lower case, hyphens."""
    NAME_LAST_FIRST = "name_last_first"
    """"Marlow, Jane"."""
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    TOWN = "town"
    """Town of the home address."""
    POSTCODE = "postcode"
    POSTCODE_DISTRICT = "postcode_district"
    """Outward code, "WX4"."""
    POSTCODE_COMPACT = "postcode_compact"
    """Without its space, "WX47QT"."""
    STREET = "street"
    """Street of the home address, without the house number."""
    PHONE_E164 = "phone_e164"
    """"+447700900123"."""
    EMAIL = "email"
    EMAIL_SHA256 = "email_sha256"
    """SHA-256 of the trimmed lower-case address, in hex."""
    EMAIL_MD5 = "email_md5"
    EMAIL_SHA1 = "email_sha1"
    EMAIL_SHA1_PREFIX = "email_sha1_prefix"
    """The first six hex digits of the SHA-1, which thousands of addresses share."""
    EMAIL_SHA1_SUFFIX = "email_sha1_suffix"
    """The rest of it: only compared with the answer, never sent."""
    EMAIL_SHA256_PREFIX = "email_sha256_prefix"
    """The first six hex digits of the SHA-256."""
    EMAIL_SHA256_SUFFIX = "email_sha256_suffix"
    """The rest of it: only compared with the answer, never sent."""
    HANDLE = "handle"
    """Without a leading @ and without the instance."""
    HANDLE_BARE = "handle_bare"
    """Letters and digits of the handle only, lower case."""
    INSTANCE = "instance"
    """Host name of a federated handle (@user@host)."""
    DOMAIN = "domain"
    EMPLOYER = "employer"
    """Name of an employer or of a company of one's own."""
    SCHOOL = "school"
    COUNCIL_SITE = "council_site"
    """Address of the council's site for members and meetings, as the person gave it in [election].
    No fact of theirs."""
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
    Variable.NAME_DASH: Meaning(FactKind.NAME, SentForm.CLEAR),
    Variable.NAME_LAST_FIRST: Meaning(FactKind.NAME, SentForm.CLEAR),
    Variable.GIVEN_NAME: Meaning(FactKind.NAME, SentForm.CLEAR),
    Variable.FAMILY_NAME: Meaning(FactKind.NAME, SentForm.CLEAR),
    Variable.TOWN: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.POSTCODE: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.POSTCODE_DISTRICT: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.POSTCODE_COMPACT: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.STREET: Meaning(FactKind.ADDRESS, SentForm.PARTIAL),
    Variable.PHONE_E164: Meaning(FactKind.PHONE, SentForm.CLEAR),
    Variable.EMAIL: Meaning(FactKind.EMAIL, SentForm.CLEAR),
    Variable.EMAIL_SHA256: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.EMAIL_MD5: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.EMAIL_SHA1: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.EMAIL_SHA1_PREFIX: Meaning(FactKind.EMAIL, SentForm.HASH_PREFIX),
    Variable.EMAIL_SHA1_SUFFIX: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.EMAIL_SHA256_PREFIX: Meaning(FactKind.EMAIL, SentForm.HASH_PREFIX),
    Variable.EMAIL_SHA256_SUFFIX: Meaning(FactKind.EMAIL, SentForm.HASH),
    Variable.HANDLE: Meaning(FactKind.HANDLE, SentForm.CLEAR),
    Variable.HANDLE_BARE: Meaning(FactKind.HANDLE, SentForm.CLEAR),
    Variable.INSTANCE: Meaning(None, SentForm.PARTIAL),
    Variable.DOMAIN: Meaning(FactKind.DOMAIN, SentForm.CLEAR),
    Variable.EMPLOYER: Meaning(FactKind.EMPLOYER, SentForm.CLEAR),
    Variable.SCHOOL: Meaning(FactKind.SCHOOL, SentForm.CLEAR),
    Variable.COUNCIL_SITE: Meaning(None, SentForm.CLEAR),
    Variable.PAGE: Meaning(None, SentForm.CLEAR),
    Variable.ENDPOINT: Meaning(None, SentForm.CLEAR),
}

NEVER_SENT = frozenset({Variable.EMAIL_SHA1_SUFFIX, Variable.EMAIL_SHA256_SUFFIX})
"""Variables that no request may use: with their prefix they would be the whole hash."""

REVEALING = frozenset(
    {Variable.POSTCODE, Variable.POSTCODE_COMPACT, Variable.STREET}
    | {Variable.EMAIL, Variable.PHONE_E164}
)
"""What leads to the door or the person, when it is sent beside their name."""
