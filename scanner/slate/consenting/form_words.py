"""The words of the form that are one for each kind of fact, role, poll or list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.model.facts import FactKind, Use
from scanner.model.situation import Circumstance
from scanner.model.subject import Role


@dataclass(frozen=True, slots=True)
class KindWords:
    """How the form asks for one kind of fact."""

    kind: str
    title: str
    label: str
    hint: str = ""
    input: str = "text"
    many: bool = True
    public: bool = False
    """Whether it can sensibly be public by choice."""
    uses: tuple[tuple[str, str], ...] = ()
    site: bool = False
    named: bool = False


_ADDRESS = (
    (Use.HOME.value, "my home"),
    (Use.SECOND_HOME.value, "a second home"),
    (Use.PREVIOUS.value, "an earlier home"),
    (Use.OFFICE.value, "an office"),
)
_PHONE = (
    ("", "mobile or landline"),
    (Use.OFFICE.value, "of an office"),
    (Use.PREVIOUS.value, "no longer mine"),
)
_EMAIL = (
    (Use.PERSONAL.value, "a private one"),
    (Use.OFFICE.value, "office or campaign"),
    (Use.PREVIOUS.value, "no longer used"),
)

KINDS: tuple[KindWords, ...] = (
    KindWords(FactKind.NAME, "Your name", "As on the ballot paper", many=False),
    KindWords(
        FactKind.ADDRESS,
        "Addresses",
        "Address",
        "Your home above all; earlier ones stand in old records. A town alone helps, too.",
        public=True,
        uses=_ADDRESS,
    ),
    KindWords(
        FactKind.PHONE,
        "Telephone numbers",
        "Number",
        "Private ones, and those of the campaign marked as meant to be public.",
        input="tel",
        public=True,
        uses=_PHONE,
    ),
    KindWords(
        FactKind.EMAIL,
        "E-mail addresses",
        "E-mail address",
        input="email",
        public=True,
        uses=_EMAIL,
    ),
    KindWords(
        FactKind.HANDLE,
        "User names and profiles",
        "User name, or address of a profile",
        "Old ones, too. One that is yours on one site only: say which.",
        public=True,
        site=True,
    ),
    KindWords(
        FactKind.BIRTH_DATE,
        "Date of birth",
        "Date, or only the year",
        "It tells you apart from others of your name.",
        many=False,
    ),
    KindWords(FactKind.ALIAS, "Other names that you are known by", "Name", many=True),
    KindWords(
        FactKind.FORMER_NAME,
        "Former names",
        "Name",
        "Leave it out if the link itself is sensitive.",
    ),
    KindWords(
        FactKind.HOUSEHOLD_MEMBER,
        "Adults who share your home",
        "Name",
        "Only with their agreement.",
    ),
    KindWords(FactKind.VEHICLE, "Vehicles", "Number plate"),
    KindWords(
        FactKind.EMPLOYER,
        "Employers and companies of your own",
        "Name",
        public=True,
    ),
    KindWords(
        FactKind.SCHOOL,
        "Schools",
        "Name",
        "Yours, or your children's.",
    ),
    KindWords(
        FactKind.DOMAIN,
        "Web sites of your own",
        "Name of the site",
        public=True,
    ),
    KindWords(
        FactKind.CUSTOM,
        "Anything else",
        "As it is written",
        "It is looked for letter by letter.",
        public=True,
        named=True,
    ),
)
"""Every kind, those that matter most first."""

USUAL = 6
"""How many of them are open from the start; the rest is folded."""

ROLES: Mapping[Role, str] = {
    Role.CANDIDATE: "a candidate",
    Role.AGENT: "an election agent",
    Role.STAFF: "a member of staff",
    Role.VOLUNTEER: "a volunteer",
}

POLLS: Mapping[str, str] = {
    "parliament": "UK Parliament",
    "local": "Local council",
    "mayor": "Mayor",
    "pcc": "Police and crime commissioner",
    "senedd": "Senedd",
    "scottish-parliament": "Scottish Parliament",
    "ni-assembly": "Northern Ireland Assembly",
    "parish": "Parish, town or community council",
    "other": "Another",
}

SITUATION: Mapping[Circumstance, tuple[str, str]] = {
    Circumstance.THREAT_NOW: (
        "Is somebody threatening you at the moment?",
        "Every exposure counts for more then.",
    ),
    Circumstance.EARLIER_THREATS: (
        "Have you been threatened before?",
        "Who was threatened before is more likely to be threatened again.",
    ),
    Circumstance.EARLIER_ATTACK: (
        "Has anybody attacked you, your home or your office?",
        "Somebody has then acted on what they knew.",
    ),
    Circumstance.FEARED_PERSON: (
        "Is there somebody who must not find you?",
        "They need less to go on than a stranger does.",
    ),
    Circumstance.LIVES_ALONE: (
        "Do you live alone?",
        "Nobody else would be there to notice.",
    ),
    Circumstance.CHILDREN_AT_HOME: (
        "Do children live with you?",
        "What leads to you leads to them.",
    ),
}
"""What is asked of somebody's life, and why it matters; each may be left open."""

LEARNT: Mapping[str, str] = {
    "handle": "a user name of yours",
    "email_hash": "a fingerprint of your e-mail address",
    "email_piece": "a piece of a fingerprint of your e-mail address, which thousands share",
    "email": "your e-mail address",
    "phone": "your telephone number",
    "domain": "the name of your web site",
    "town": "your town",
    "postcode": "your postcode",
    "district": "the first half of your postcode",
    "street": "your street",
    "name": "your name",
    "given_name": "your first name",
    "family_name": "your last name",
    "employer": "the name of your company or employer",
    "school": "the name of a school",
    "page": "the address of a page that you listed",
}

PLACES_THAT_LEARN: Mapping[bool, str] = {
    True: "Places that learn {what}, if you give one",
    False: "Places that learn nothing of you: a list of theirs is read whole",
}

LISTS: Mapping[str, tuple[str, str]] = {
    "name_searches": (
        "Searches by your name",
        "Registers, newspapers and search engines that can be asked for your name, some with your "
        "town. They show what a stranger finds first.",
    ),
    "revealing_searches": (
        "Searches that tell more",
        "These may also be told your whole e-mail address, number, postcode or street, with your "
        "name or without. They find more, and learn more.",
    ),
    "sensitive_sources": (
        "Sensitive places",
        "They touch on what is nobody's business. Off unless you turn them on.",
    ),
}
