"""Every kind of fact: how it is read, in which keys it may be given, and which uses it may have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scanner.model.facts import FactKind, Use
from scanner.profile.addresses import BESIDE as ADDRESS_BESIDE
from scanner.profile.addresses import PARTS as ADDRESS_PARTS
from scanner.profile.addresses import read_address
from scanner.profile.dates import PARTS as DATE_PARTS
from scanner.profile.dates import read_birth_date
from scanner.profile.names import PARTS as NAME_PARTS
from scanner.profile.names import name_reader, read_alias
from scanner.profile.online import read_domain, read_email, read_handle
from scanner.profile.phones import read_phone
from scanner.profile.phrases import phrase_reader, read_vehicle
from scanner.profile.reading import Reading


@dataclass(frozen=True, slots=True)
class KindForm:
    """In what form a kind of fact stands in a profile."""

    read: Callable[[Mapping[str, str]], Reading]
    """From `value` or the parts, tidied, none empty. Raises Unreadable."""
    example: str
    """A value as TOML writes it."""
    parts: tuple[str, ...] = ()
    """Keys that may be given instead of `value`."""
    beside: tuple[str, ...] = ()
    """Keys that may stand beside `value`."""
    whole_numbers: tuple[str, ...] = ()
    """Keys that may also be a TOML integer."""
    number_pairs: tuple[str, ...] = ()
    """Keys that may also be a TOML list of two numbers."""
    uses: tuple[Use, ...] = ()
    private_use: Use | None = None
    """The use when neither the person nor the value tells it."""
    public_use: Use | None = None
    """… of a fact that is public by choice."""


_EMAIL_USES = (Use.PERSONAL, Use.OFFICE, Use.PREVIOUS)
_PHONE_USES = (Use.MOBILE, Use.LANDLINE, Use.OFFICE, Use.PREVIOUS)
_ADDRESS_USES = (Use.HOME, Use.SECOND_HOME, Use.PREVIOUS, Use.OFFICE)

KINDS: Mapping[FactKind, KindForm] = {
    FactKind.NAME: KindForm(name_reader(FactKind.NAME), '"Jane Marlow"', NAME_PARTS),
    FactKind.ALIAS: KindForm(read_alias, '"Janey Marlow"'),
    FactKind.FORMER_NAME: KindForm(
        name_reader(FactKind.FORMER_NAME), '"Jane Thornbury"', NAME_PARTS
    ),
    FactKind.ADDRESS: KindForm(
        read_address,
        '"14 Bramble Road, Wexcombe, WX4 7QT"',
        ADDRESS_PARTS,
        ADDRESS_BESIDE,
        whole_numbers=("house",),
        number_pairs=ADDRESS_BESIDE,
        uses=_ADDRESS_USES,
        private_use=Use.HOME,
        public_use=Use.OFFICE,
    ),
    FactKind.PHONE: KindForm(read_phone, '"07700 900123"', uses=_PHONE_USES),
    FactKind.EMAIL: KindForm(
        read_email,
        '"jane.marlow@mailbox.example"',
        uses=_EMAIL_USES,
        private_use=Use.PERSONAL,
        public_use=Use.OFFICE,
    ),
    FactKind.HANDLE: KindForm(
        read_handle,
        '{ value = "janemarlow", site = "github.com" }',
        ("user", "instance"),
        ("site",),
    ),
    FactKind.BIRTH_DATE: KindForm(
        read_birth_date, "1979-03-14", DATE_PARTS, whole_numbers=("value", *DATE_PARTS)
    ),
    FactKind.HOUSEHOLD_MEMBER: KindForm(
        name_reader(FactKind.HOUSEHOLD_MEMBER), '"Tom Marlow"', NAME_PARTS
    ),
    FactKind.VEHICLE: KindForm(read_vehicle, '"AB12 CDE"'),
    FactKind.EMPLOYER: KindForm(phrase_reader(FactKind.EMPLOYER), '"Wexcombe Pottery"'),
    FactKind.SCHOOL: KindForm(phrase_reader(FactKind.SCHOOL), '"Wexcombe Primary School"'),
    FactKind.DOMAIN: KindForm(read_domain, '"marlow-for-wexcombe.example"'),
    FactKind.CUSTOM: KindForm(
        phrase_reader(FactKind.CUSTOM), '{ value = "The Heron", label = "narrowboat" }'
    ),
}

OTHER_WORDS: Mapping[str, FactKind] = {
    "dob": FactKind.BIRTH_DATE,
    "birthday": FactKind.BIRTH_DATE,
    "born": FactKind.BIRTH_DATE,
    "mobile": FactKind.PHONE,
    "telephone": FactKind.PHONE,
    "landline": FactKind.PHONE,
    "mail": FactKind.EMAIL,
    "username": FactKind.HANDLE,
    "twitter": FactKind.HANDLE,
    "instagram": FactKind.HANDLE,
    "facebook": FactKind.HANDLE,
    "home": FactKind.ADDRESS,
    "postcode": FactKind.ADDRESS,
    "street": FactKind.ADDRESS,
    "website": FactKind.DOMAIN,
    "site": FactKind.DOMAIN,
    "car": FactKind.VEHICLE,
    "maiden_name": FactKind.FORMER_NAME,
    "nickname": FactKind.ALIAS,
    "partner": FactKind.HOUSEHOLD_MEMBER,
    "work": FactKind.EMPLOYER,
}
"""What people write for a kind, and the kind that they mean."""
