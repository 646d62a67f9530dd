"""What is asked when a profile is made, why, and the file that the answers make.

An answer is one text, or for a question with `many` a sequence of texts. Answers stay in this
order in the file, and each question's reason stands above them as a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scanner.model.facts import NAME_KINDS, FactKind
from scanner.model.situation import Circumstance
from scanner.profile.facts import make_fact
from scanner.profile.reading import LONGEST_VALUE, tidy
from scanner.profile.sections import ELECTION_KINDS, NATIONS, is_origin, is_page

Answer = str | Sequence[str]
Answers = Mapping[str, Answer]


class Expects(StrEnum):
    """What sort of answer a question wants."""

    TEXT = "text"
    DATE = "date"
    """Year-month-day."""
    YES_NO = "yes_no"
    """`yes` or `no`."""
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """One question, in words for a person who has never seen a profile."""

    key: str
    prompt: str
    why: str
    example: str
    optional: bool = True
    many: bool = False
    expects: Expects = Expects.TEXT
    choices: tuple[str, ...] = ()
    kind: FactKind | None = None
    """The kind of fact that the answer becomes."""
    public: str = ""
    """The reason with which the fact is recorded as public by choice."""
    ticks: str = ""
    """The source that may be asked by name when this is answered, and not with no."""
    tells: Circumstance | None = None
    """The circumstance that a yes tells of."""
    only_if: tuple[str, str] | None = None
    """Ask only when the question with this key was answered so."""

    def applies(self, answers: Answers) -> bool:
        """Whether the question makes sense after what was answered before."""
        return self.only_if is None or answers.get(self.only_if[0], "") == self.only_if[1]


QUESTIONS: tuple[Question, ...] = (
    Question(
        "name",
        "Your name, as it stands on the ballot paper",
        "Pages about you are told apart from other people's by your name and one further fact.",
        "Jane Marlow",
        optional=False,
        kind=FactKind.NAME,
    ),
    Question(
        "alias",
        "Other names that you are known by",
        "Pages may use a nickname or a professional name.",
        "Janey Marlow",
        many=True,
        kind=FactKind.ALIAS,
    ),
    Question(
        "former_name",
        "Former names that you want looked for",
        "Old records link a former name to you. Leave it out if the link itself is sensitive.",
        "Jane Thornbury",
        many=True,
        kind=FactKind.FORMER_NAME,
    ),
    Question(
        "address",
        "Your home address, or any part of it",
        "It is the most harmful thing to find in public. A street, a town or the first half of a "
        "postcode is enough to look for that much.",
        "14 Bramble Road, Wexcombe, WX4 7QT",
        kind=FactKind.ADDRESS,
    ),
    Question(
        "phone",
        "Your private telephone numbers",
        "A private number in public brings calls at night. The last six digits are enough.",
        "07700 900123",
        many=True,
        kind=FactKind.PHONE,
    ),
    Question(
        "email",
        "Your private e-mail addresses",
        "A private address is a log-in name, and the key to accounts you may have forgotten.",
        "jane.marlow@mailbox.example",
        many=True,
        kind=FactKind.EMAIL,
    ),
    Question(
        "handle",
        "Your user names, alone or as the address of a profile",
        "A public profile may show your town, your family or your habits.",
        "github.com/janemarlow",
        many=True,
        kind=FactKind.HANDLE,
    ),
    Question(
        "birth_date",
        "Your date of birth",
        "It tells you apart from people of the same name, and helps thieves of identity.",
        "1979-03-14",
        kind=FactKind.BIRTH_DATE,
    ),
    Question(
        "campaign_office",
        "The address of your campaign office",
        "What the campaign publishes on purpose is no risk: it is only listed as public by choice.",
        "Unit 3, The Old Dairy, Market Street, Wexcombe, WX1 2AB",
        kind=FactKind.ADDRESS,
        public="Campaign office",
    ),
    Question(
        "campaign_phone",
        "The campaign's telephone numbers",
        "A number that the campaign prints is where it should be when it is found in public.",
        "01632 960155",
        many=True,
        kind=FactKind.PHONE,
        public="Campaign line",
    ),
    Question(
        "campaign_email",
        "The campaign's e-mail addresses",
        "An address that the campaign prints is no risk either.",
        "jane@marlow-for-wexcombe.example",
        many=True,
        kind=FactKind.EMAIL,
        public="Campaign e-mail",
    ),
    Question(
        "campaign_site",
        "The campaign's web site",
        "Its pages and its registration may show more than they should.",
        "marlow-for-wexcombe.example",
        kind=FactKind.DOMAIN,
        public="Campaign site",
    ),
    Question(
        "pages",
        "Pages that you want looked at: your party's, the local paper's, the council's",
        "No search finds everything; you know best where you are mentioned.",
        "https://www.wexcombe-herald.example/news/marlow-stands",
        many=True,
    ),
    Question(
        "election_kind",
        "The kind of election",
        "What the law makes public differs between elections.",
        "local",
        expects=Expects.CHOICE,
        choices=ELECTION_KINDS,
    ),
    Question(
        "election_nation",
        "The nation",
        "Law and police contacts differ between the nations.",
        "England",
        expects=Expects.CHOICE,
        choices=NATIONS,
    ),
    Question(
        "poll_date",
        "The day of the poll",
        "What cannot be mended before it need not be begun now.",
        "2027-05-06",
        expects=Expects.DATE,
    ),
    Question(
        "tell_situation",
        "May we ask six yes-or-no questions about your situation, so that what matters more to "
        "you weighs more?",
        "You never need to. The answers stay in this file: they are sent to nobody, and no "
        "report repeats them.",
        "no",
        expects=Expects.YES_NO,
    ),
    Question(
        "threat_now",
        "Is somebody threatening you at the moment?",
        "If you feel in danger now, ring 999 first. Every exposure counts for more then.",
        "yes",
        expects=Expects.YES_NO,
        tells=Circumstance.THREAT_NOW,
        only_if=("tell_situation", "yes"),
    ),
    Question(
        "earlier_threats",
        "Have you been threatened before?",
        "Who was threatened before is more likely to be threatened again.",
        "yes",
        expects=Expects.YES_NO,
        tells=Circumstance.EARLIER_THREATS,
        only_if=("tell_situation", "yes"),
    ),
    Question(
        "earlier_attack",
        "Has anybody attacked you, your home or your office?",
        "Somebody has then acted on what they knew.",
        "yes",
        expects=Expects.YES_NO,
        tells=Circumstance.EARLIER_ATTACK,
        only_if=("tell_situation", "yes"),
    ),
    Question(
        "feared_person",
        "Is there somebody who must not find you?",
        "They need less to go on than a stranger does.",
        "yes",
        expects=Expects.YES_NO,
        tells=Circumstance.FEARED_PERSON,
        only_if=("tell_situation", "yes"),
    ),
    Question(
        "lives_alone",
        "Do you live alone?",
        "Nobody else would be there to notice.",
        "yes",
        expects=Expects.YES_NO,
        tells=Circumstance.LIVES_ALONE,
        only_if=("tell_situation", "yes"),
    ),
    Question(
        "children_at_home",
        "Do children live with you?",
        "What leads to you leads to them.",
        "yes",
        expects=Expects.YES_NO,
        tells=Circumstance.CHILDREN_AT_HOME,
        only_if=("tell_situation", "yes"),
    ),
    Question(
        "ask_companies_house",
        "May Companies House be asked for officers of your name?",
        "Its public register may show a director's home address. It learns that your name was "
        "asked for.",
        "yes",
        expects=Expects.YES_NO,
        ticks="src.reg.ch_officers",
    ),
    Question(
        "ask_whatdotheyknow",
        "May WhatDoTheyKnow be asked for a person of your name?",
        "Requests to public bodies are published there with name and text, and a letter may carry "
        "a home address. It learns that your name was asked for.",
        "yes",
        expects=Expects.YES_NO,
        ticks="src.local.foi",
    ),
    Question(
        "searxng",
        "The address of a SearXNG search engine that may be asked for your name and town",
        "A search by name tells the engine whom you care about: only one that you name is asked.",
        "https://search.marlow-for-wexcombe.example",
        ticks="src.search.searxng",
    ),
    Question(
        "basis",
        "Are you this person (self), or do you hold their written consent (written_consent)?",
        "Nobody is checked without their own consent.",
        "self",
        expects=Expects.CHOICE,
        choices=("self", "written_consent"),
    ),
    Question(
        "recorded_by",
        "Your own name",
        "Who holds a consent is part of its record.",
        "Sam Hollis",
        optional=False,
        only_if=("basis", "written_consent"),
    ),
    Question(
        "how",
        "How the consent was given",
        "It must be possible to show it later.",
        "signed form",
        optional=False,
        only_if=("basis", "written_consent"),
    ),
    Question(
        "valid_until",
        "The last day of the consent",
        "Consent ends by itself. Six months from today unless you say otherwise.",
        "2027-05-31",
        expects=Expects.DATE,
    ),
    Question(
        "consent",
        "I am this person, or hold their written consent, and agree that the facts above are "
        "looked for in public places",
        "Without it nothing is looked for, and no file is written.",
        "yes",
        optional=False,
        expects=Expects.YES_NO,
    ),
)
"""In the order in which they are asked."""

FURTHER_FACTS = tuple(
    item for item in QUESTIONS if item.kind is not None and item.kind not in NAME_KINDS
)
"""One of them must be answered: a name alone is shared by too many people."""


def question(key: str) -> Question:
    """The question with that key; raises KeyError when there is none."""
    for item in QUESTIONS:
        if item.key == key:
            return item
    raise KeyError(key)


def texts_of(answers: Answers, key: str) -> tuple[str, ...]:
    """The answers to a question, one or many, tidied; blank ones left out."""
    given = answers.get(key, ())
    several = (given,) if isinstance(given, str) else given
    return tuple(line for text in several if (line := tidy(text)))


def has_further_fact(answers: Answers) -> bool:
    """Whether there is any fact besides names."""
    return any(texts_of(answers, item.key) for item in FURTHER_FACTS)


def complaint(asked: Question, text: str) -> str:
    """Why one answer cannot be used and what to write instead; empty when it can.

    Quotes nothing of the answer. A blank answer is one that is left out.
    """
    line = tidy(text)
    if not line:
        return "This one is needed." if not asked.optional else ""
    if len(line) > LONGEST_VALUE:
        return f"This is too long: use at most {LONGEST_VALUE} characters."
    if asked.kind is not None:
        try:
            make_fact(asked.kind, line)
        except ValueError as error:
            said = str(error).removeprefix(str(asked.kind)).strip()
            return f"This {said}"
        return ""
    return _complaint_of_form(asked, line)


def _complaint_of_form(asked: Question, line: str) -> str:
    if asked.expects is Expects.DATE:
        return "" if _is_date(line) else f"Write year-month-day, such as {asked.example}."
    if asked.expects is Expects.CHOICE and line not in asked.choices:
        return f"Write one of: {', '.join(asked.choices)}."
    if asked.expects is Expects.YES_NO and line not in ("yes", "no"):
        return "Write yes or no."
    check = _ADDRESS_CHECKS.get(asked.key)
    return "" if check is None or check(line) else f"Write a web address such as {asked.example}."


_ADDRESS_CHECKS: Mapping[str, Callable[[str], bool]] = {"pages": is_page, "searxng": is_origin}


def _is_date(line: str) -> bool:
    try:
        return date.fromisoformat(line).isoformat() == line
    except ValueError:
        return False
