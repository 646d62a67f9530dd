"""The plain words for closed lists: bands, outcomes, kinds of fact, forms, places."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from scanner.language import said
from scanner.model.answer import Ending
from scanner.model.bands import Band, Standing
from scanner.model.document import Place
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import NotRunReason, Sent, SentForm
from scanner.model.subject import Basis, Election, Role
from scanner.render.own_words import OwnWords, keeping, owned

BANDS = {
    Band.CRITICAL: "Critical",
    Band.HIGH: "High",
    Band.MEDIUM: "Medium",
    Band.LOW: "Low",
    Band.INFO: "For information",
}

KINDS = {
    FactKind.NAME: "your name",
    FactKind.ALIAS: "another name of yours",
    FactKind.FORMER_NAME: "a former name",
    FactKind.ADDRESS: "your address",
    FactKind.PHONE: "your phone number",
    FactKind.EMAIL: "your e-mail address",
    FactKind.HANDLE: "your user name",
    FactKind.BIRTH_DATE: "your date of birth",
    FactKind.HOUSEHOLD_MEMBER: "the name of somebody you live with",
    FactKind.VEHICLE: "your number plate",
    FactKind.EMPLOYER: "your employer",
    FactKind.SCHOOL: "a school",
    FactKind.DOMAIN: "your domain",
    FactKind.CUSTOM: "something else you named",
}

FORMS = {
    SentForm.CLEAR: "in clear",
    SentForm.HASH: "as a fingerprint (hash)",
    SentForm.HASH_PREFIX: "as the first characters of a fingerprint",
    SentForm.PARTIAL: "a part of it",
}

OUTCOMES = {
    OutcomeKind.FOUND: "Answered: there is something, and we read it",
    OutcomeKind.ABSENT: "Answered: nothing there",
    OutcomeKind.BLOCKED: "The site would not let us look",
    OutcomeKind.STALE: "The answer was unclear",
    OutcomeKind.FAILED: "The connection failed",
    OutcomeKind.NOT_RUN: "Not asked",
}

OUTCOME_HELP = {
    OutcomeKind.BLOCKED: "These sites asked for a log-in or a proof that you are human, or turned "
    "automated visitors away. We did not try to get round that.",
    OutcomeKind.STALE: "These sites answered, but not in a way that proves anything: the page has "
    "changed, shows too little, or says the same about everybody.",
    OutcomeKind.FAILED: "These sites could not be reached, or what they sent could not be read.",
    OutcomeKind.NOT_RUN: "These were planned, but no question was sent.",
}

SURE = {
    Attribution.CONFIRMED: "This is you",
    Attribution.PROBABLE: "This is very likely you",
    Attribution.POSSIBLE: "This may be you, or somebody with the same name",
    Attribution.OTHER_PERSON: "This looks like somebody else",
}

SURE_OF_THEM = {
    Attribution.CONFIRMED: "Concluded to be the person",
    Attribution.PROBABLE: "Concluded to be very likely the person",
    Attribution.POSSIBLE: "May be the person, or somebody with the same name",
    Attribution.OTHER_PERSON: "Concluded to be somebody else",
}
"""The same, told to somebody else."""

STANDINGS = {
    Standing.RISK: "Private",
    Standing.UNSURE: "Possible match, not counted",
    Standing.PUBLIC_BY_CHOICE: "Public by the person's own choice, no risk",
    Standing.PUBLIC_BY_LAW: "Public because the law requires it",
}

LEFT_OUT = {
    NotRunReason.NOTHING_TO_ASK: "You gave nothing that could be looked for here",
    NotRunReason.NO_KEY: "Needs a key",
    NotRunReason.NO_ENDPOINT: "Needs a service that you name",
    NotRunReason.NOT_TICKED: "You have not turned this on",
    NotRunReason.ELSEWHERE: "For other nations or polls only",
    NotRunReason.IMPOSSIBLE: "Cannot have such a name",
    NotRunReason.DESELECTED: "Left out by whoever ran this check",
    NotRunReason.OUT_OF_SCOPE: "Outside the consent given",
}

CATEGORIES = {
    "search": "Search engines",
    "people": "People search and directories",
    "register": "Registers",
    "politics": "Elections, politics and local government",
    "property": "Homes and land",
    "social": "Social networks and profiles",
    "professional": "Work and professions",
    "document": "Documents",
    "code": "Code",
    "domain": "Your domains and sites",
    "archive": "Archives",
    "breach": "Leaks",
    "sport": "Sport and local life",
    "market": "Buying and selling",
    "giving": "Giving and fundraising",
    "press": "Press",
    "vehicle": "Vehicles, boats and aircraft",
    "page": "Pages",
}
"""Groups of the catalogue, in their order."""


def category(name: str) -> str:
    """A group of the catalogue, for people."""
    return CATEGORIES.get(name, "Other places")


SHOTS = {
    "screenshot": "a picture of the page",
    "pdf": "the page as a PDF",
    "mhtml": "the page with all that it loaded",
}

FACTORS = {
    "H": "Harm if a hostile stranger has it (0 to 10)",
    "E": "Ease of finding it (0 to 1)",
    "C": "Certainty that it is you (0 to 1)",
    "P": "Persistence: how hard it is to get rid of (0 to 1)",
    "N": "Number of places that say the same (1 or more)",
    "S": "Your situation (about 1)",
}

BACKFIRES = {
    "fix_now": "Safe to fix now",
    "capture_first": "Keep a copy first",
    "do_not_contact": "Do not contact them yourself",
    "tell_police": "Tell the police first",
}

LEVELS = {
    "emergency": "Emergency",
    "urgent": "Urgent: today",
    "attention": "Please look at this yourself",
}

ROLES = {
    Role.CANDIDATE: "candidate",
    Role.AGENT: "election agent",
    Role.STAFF: "member of staff",
    Role.VOLUNTEER: "volunteer",
    Role.HOUSEHOLD: "member of the household",
}

BASES = {
    Basis.SELF: "The person ran this check about themself",
    Basis.WRITTEN_CONSENT: "Somebody else ran it with the person's written consent",
}

_NOT_ON_VIEW = {
    Place.HIDDEN: "in a part of the page that is not displayed",
    Place.COMMENT: "in a comment in the page's source",
    Place.META: "in the page's description for search engines",
    Place.STRUCTURED: "in data that programs and search engines read",
    Place.ATTRIBUTE: "in the description of a picture or a field",
    Place.LINK: "in the target of a link",
    Place.METADATA: "in the file's own notes, such as its author",
    Place.EXIF: "in the notes that the camera wrote into the picture",
}


def hidden_note(places: Iterable[Place]) -> str:
    """A sentence when nothing of it can be seen on the page itself; otherwise empty."""
    seen = tuple(dict.fromkeys(places))
    if not seen or any(place not in _NOT_ON_VIEW for place in seen):
        return ""
    where = listing([_NOT_ON_VIEW[place] for place in seen])
    return f"You will not see it on the page: it is {where}, where anybody can still read it."


def match_words(confidence: float) -> str:
    """How sure it is that the text is the value, whoever it belongs to."""
    if confidence >= 0.9:
        return "The text matches what you gave"
    if confidence >= 0.7:
        return "The text very likely is what you gave"
    return "The text may be what you gave"


def sent_words(sent: Iterable[Sent]) -> str:
    """What a request told: `your name (in clear)`. Never nothing: an address tells something."""
    told = dict.fromkeys((item.kind, item.form) for item in sent)
    if not told:
        return "only which page was asked for"
    return listing([f"{KINDS[kind]} ({FORMS[form]})" for kind, form in told])


def scope_words(scope: Collection[FactKind]) -> str:
    """Which kinds of fact a consent covers."""
    if len(scope) == len(FactKind):
        return "every kind of fact"
    return listing([KINDS[kind] for kind in FactKind if kind in scope])


def listing(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def minutes(number: int) -> str:
    """`about 10 minutes`; for none, that it takes no time."""
    if number <= 0:
        return "no time"
    if number < 60:
        return f"about {number} minute{'' if number == 1 else 's'}"
    hours, rest = divmod(number, 60)
    text = f"about {hours} hour{'' if hours == 1 else 's'}"
    return f"{text} {rest} minutes" if rest else text


def plural(number: int, one: str, many: str = "") -> str:
    """`1 page`, `3 pages`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def host(address: str) -> str:
    """Whose page a web address opens: its host without `www.`, port and path."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d])")


def first_sentence(text: str) -> str:
    """Up to the first full stop, question or exclamation mark that a capital letter follows."""
    return _SENTENCE_END.split(text, maxsplit=1)[0]


def without_situation(vector: str) -> str:
    """The score's vector without what the person told of themself in private."""
    return re.sub(r"/S:[^/]*$", "", vector)


def later_sentences(text: str) -> str:
    """What stands after the first sentence; empty when that is all."""
    return text[len(first_sentence(text)) :].strip()


def without_counts(sentence: str) -> str:
    """The headline without the counts in brackets at a sentence's end, where a list shows them
    beside it."""
    return re.sub(r"\s*\([^()]*\)(?:\.|$)", ".", sentence)


_FORD = "Say that it is an Operation Ford incident and that you are a candidate."
_OPERATIONS = {
    "parliament": "Say that it is an Operation Bridger incident and that you are a candidate.",
    "local": _FORD,
    "mayor": _FORD,
    "pcc": _FORD,
    "parish": "Say that you are a candidate. Operation Ford does not cover parish and town "
    "councils, but a crime against you is a crime all the same.",
}
_EITHER_OPERATION = (
    "Say that you are a candidate, and that it is an Operation Ford incident (local elections) or "
    "an Operation Bridger incident (UK Parliament)."
)


def operation(election: Election) -> str:
    """The words that tell a police call handler which arrangement a report falls under.

    Operation Ford covers candidates for councillor, elected mayor, and police and crime
    commissioner, not for parish or town councils (Local Government Association, Operation Ford
    guide, 2025); Operation Bridger covers Members of Parliament and candidates for that office.
    """
    return _OPERATIONS.get(election.kind, _EITHER_OPERATION)


_ARRANGEMENTS = {
    "parliament": "Operation Bridger",
    "local": "Operation Ford",
    "mayor": "Operation Ford",
    "pcc": "Operation Ford",
    "parish": "none: Operation Ford does not cover parish and town councils",
}


def arrangement(election: Election) -> str:
    """The police's arrangement for the candidates of an election, as `operation` tells it."""
    return _ARRANGEMENTS.get(
        election.kind,
        "not stated: Operation Ford for local elections, Operation Bridger for the UK Parliament",
    )


def for_election(step: str, election: Election) -> str:
    """A rule's step for this election: of a sentence that names both arrangements, because the rule
    cannot know which election it is, only what holds for the one that the person gave."""
    if election.kind not in _OPERATIONS:
        return step
    sentences = (
        said(operation(election))
        if "Operation Ford" in text and "Operation Bridger" in text
        else text
        for text in _SENTENCE_END.split(step)
    )
    return " ".join(sentences)


def per_cent(share: float) -> str:
    """A share in whole per cent, never rounded up."""
    return f"{int(share * 100 + 1e-9)}%"


def left_out_by_choice(number: int) -> str:
    """That less than a whole check was asked for: by the person, or by who runs it for them."""
    return (
        f"Whoever ran this check left out {plural(number, 'source')}, so this was only a part of a "
        f"whole check."
    )


ENDINGS = {
    Ending.COMPLETE: "This check was finished",
    Ending.INTERRUPTED: "This check was stopped before it was finished",
    Ending.TIME_LIMIT: "This check ran out of its time before it was finished",
    Ending.PROXY_FAILED: "The proxy stopped working before this check was finished",
}


def _lookup(table: dict[Any, str]) -> Callable[[Any], str]:
    return owned(lambda key: table[key])


def _known(table: dict[str, str]) -> Callable[[str], str]:
    """For lists that rules may extend: a word that nobody translated is shown as it is."""
    return lambda key: OwnWords(table[key]) if key in table else key


FILTERS: dict[str, Callable[..., str]] = {
    "band_word": _lookup(BANDS),
    "kind_words": _lookup(KINDS),
    "outcome_words": _lookup(OUTCOMES),
    "outcome_help": _lookup(OUTCOME_HELP),
    "sure_words": _lookup(SURE),
    "sure_words_police": _lookup(SURE_OF_THEM),
    "standing_words": _lookup(STANDINGS),
    "left_out_words": _lookup(LEFT_OUT),
    "shot_words": _known(SHOTS),
    "role_words": _lookup(ROLES),
    "basis_words": _lookup(BASES),
    "factor_words": _known(FACTORS),
    "backfire_words": _known(BACKFIRES),
    "category_words": _known(CATEGORIES),
    "level_words": _known(LEVELS),
    "hidden_note": owned(hidden_note),
    "match_words": owned(match_words),
    "sent_words": owned(sent_words),
    "scope_words": owned(scope_words),
    "listing": lambda items: listing(list(items)),
    "minutes": owned(minutes),
    "plural": owned(plural),
    "per_cent": owned(per_cent),
    "operation": owned(operation),
    "arrangement": owned(arrangement),
    "for_election": lambda step, election: keeping(lambda text: for_election(text, election))(step),
    "left_out_by_choice": owned(left_out_by_choice),
    "ended_early": _lookup(ENDINGS),
    "host": keeping(host),
    "first_sentence": keeping(first_sentence),
    "category": owned(category),
    "without_situation": keeping(without_situation),
    "later_sentences": keeping(later_sentences),
    "without_counts": keeping(without_counts),
}
