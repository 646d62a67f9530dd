"""A slate: many people that one officer looks after, each with a consent of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scanner.model.bands import Band
from scanner.model.subject import Role


class PersonState(StrEnum):
    """How far a person has come. Only who is CONSENTED is ever scanned."""

    LISTED = "listed"
    """On the list, and nothing more: a list is never a consent."""
    INVITED = "invited"
    """A form was made for them."""
    CONSENTED = "consented"
    WITHDRAWN = "withdrawn"


class Sharing(StrEnum):
    """What the officer sees of a person's results."""

    NUMBERS = "numbers"
    """Severity, progress and deadlines. The rest is encrypted to the person's own key."""
    ALL = "all"
    """Everything: the person said so, or has no key of their own and brought a profile."""


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a slate."""

    number: int
    """Place in the slate, from 1. Never given twice."""
    ref: str = field(repr=False)
    """The officer's own reference, or one made from the list; unique in the slate."""
    name: str = field(repr=False)
    role: Role
    contact: str = field(repr=False, default="")
    """An e-mail address to send invitation and result to; no fact by itself."""
    ballots: tuple[str, ...] = ()
    """Ids of the ballots that they stand on."""
    group: str = ""
    """Area, party or whatever else the officer sorts by."""
    state: PersonState = PersonState.LISTED
    changed_at: datetime | None = None
    draft: str = field(repr=False, default="")
    """A profile (TOML) without its [consent]: what the list says, public by choice."""
    profile: str = field(repr=False, default="")
    """The whole profile (TOML), consent included; empty until they have consented."""
    subject_id: str = field(repr=False, default="")
    """The profile's subject; empty until there is one."""
    sharing: Sharing = Sharing.NUMBERS
    recipient: str = ""
    """The person's own public key (age1…), to which results are encrypted."""
    locked_identity: bytes = field(repr=False, default=b"")
    """The secret key that goes with it, encrypted with the passphrase that only they know (age)."""
    invited_at: datetime | None = None
    token: str = field(repr=False, default="")
    """Random, in the form that was made for them and in what comes back: it is known by that."""
    source: str = ""
    """Which kind of list they came from, so that who vanished from it can be told."""
    answered_at: datetime | None = None
    """When they saved the form that counts, or withdrew: what they saved before it counts no more.
    """
    language: str = ""
    """Of their form, `en` or `cy`: what they get is written in it. Empty until there is one."""


@dataclass(frozen=True, slots=True)
class SlateRecord:
    """What a slate is beside its people."""

    title: str
    """As the officer calls it, such as "Wexcombe 2027"; unique in the store."""
    officer: str = ""
    """Who asks for consent and is shown on the form: a name and how to reach them."""
    organisation: str = ""
    poll_date: date | None = None
    identity: str = field(repr=False, default="")
    """The slate's own secret key (AGE-SECRET-KEY-1…), which opens the forms that come back."""
    recipient: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Column of the officer's sheet to what it holds, as it was confirmed last."""
    credits: tuple[str, ...] = ()
    """Lines of credit that the licences of its lists ask for."""
    lists: tuple[str, ...] = field(repr=False, default=())
    """Files outside the store that hold lines of its people, absolute: overviews, lists of results,
    invitations, mails."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something of a person is due, without what it is about."""

    day: date
    title: str
    steps: int = 0
    """How many steps of theirs are of use until then; 0 for a day of the election, which is
    everybody's."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What the officer may know of a person's check: no value, no page, no quote."""

    ended_at: datetime
    band: Band
    """The worst that is confirmed or probable, not public by choice."""
    by_band: Mapping[str, int]
    """Findings by band, those public by choice left out."""
    questions: int
    """Possible matches, which only the person can answer."""
    new: int
    """Since their check before."""
    gone: int
    still: int
    newly_public: int
    """What was not public at an earlier check and is now."""
    warnings: int
    """Signs of a threat."""
    warning_level: str = ""
    """The most urgent of them, by the signal rules' own word; empty when there is none."""
    actions: int = 0
    """Steps on their list of fixes."""
    actions_done: int = 0
    letters_waiting: int = 0
    coverage: float = 0.0
    """Share of what could be checked that was, 0 to 1."""
    is_enough: bool = True
    """Whether that reaches the floor below which nothing reassuring may be said."""
    is_partial: bool = False
    deadlines: tuple[Deadline, ...] = ()
    by_source: Mapping[str, int] = field(default_factory=dict)
    """Findings by source id. Shown of many people together, never of one."""


class EntrantState(StrEnum):
    """How far a person is in one run."""

    DUE = "due"
    """A turn can be taken: planning, or acting on answers that are all in."""
    ASKING = "asking"
    """Questions of theirs wait for answers."""
    DONE = "done"
    LEFT = "left"
    """Not checked, and why stands beside."""


@dataclass(frozen=True, slots=True)
class Entrant:
    """A person in one run of a slate."""

    number: int
    """Of the person in the slate."""
    state: EntrantState
    open: int
    """Questions that wait for an answer."""
    asked: int
    """Questions so far, answered or not."""
    why: str = ""
    """Of one who was LEFT."""
    numbers: Numbers | None = None
    """Of one who is DONE."""
    scan_id: str = ""


@dataclass(frozen=True, slots=True)
class SiteProgress:
    """A site in a run: how many different requests it gets, and how many it has answered."""

    site: str
    spacing_s: float
    """The longest pause between two requests that a rule asks for."""
    waiting: int
    answered: int
    people: int
    """Whose answers hang on it."""
    answer_s: float | None = None
    """What an answer takes there lately, without any pause; None while that is not known."""
