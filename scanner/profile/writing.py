"""A profile written from answers: a commented TOML file that reads back without a problem."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from datetime import date

from scanner.errors import Problem, ProfileError
from scanner.model.facts import FactKind
from scanner.profile.load import parse_profile
from scanner.profile.questions import (
    QUESTIONS,
    Answers,
    Question,
    complaint,
    has_further_fact,
    texts_of,
)

_JSON = json.JSONEncoder(ensure_ascii=False).encode

VALID_MONTHS = 6
"""How long a consent holds when nothing else is said."""

_HEAD = """\
# A profile for netcurtain: the facts that are looked for, and the consent to look for them.
# It is private: keep it where only you can read it. Change it with any text editor.
schema = 1
"""


def profile_toml(answers: Answers, today: date) -> str:
    """The profile that `answers` (by `Question.key`) make, as the text of a TOML file.

    Raises ProfileError, which names each question at fault by its key, when an answer cannot be
    used or one of name, consent and a further fact is missing.
    """
    if faults := tuple(_faults(answers)):
        raise ProfileError("No profile can be made of these answers:", faults)
    blocks = (
        _HEAD,
        _consent(answers, today),
        _election(answers),
        _situation(answers),
        _facts(answers),
        _places(answers),
    )
    text = "\n".join(block for block in blocks if block)
    parse_profile(text, today, "The new profile")
    return text


def _faults(answers: Answers) -> Iterator[Problem]:
    known = {item.key for item in QUESTIONS}
    for key in answers:
        if key not in known:
            yield Problem("answers", "hold a key that belongs to no question.", "Leave it out.")
    for item in QUESTIONS:
        if not item.applies(answers):
            continue
        texts = texts_of(answers, item.key) or ("",)
        if len(texts) > 1 and not item.many:
            yield Problem(item.key, "has more than one answer.", "Give one.")
        for text in texts:
            if said := complaint(item, text):
                yield Problem(item.key, said)
    if texts_of(answers, "consent") == ("no",):
        yield Problem("consent", "was not given: nothing may be looked for.")
    if not has_further_fact(answers):
        yield Problem(
            "name",
            "alone is shared by too many people.",
            "Give one further fact, or a piece of one: a town, an e-mail address, a user name.",
        )


def _consent(answers: Answers, today: date) -> str:
    (name,) = texts_of(answers, "name")
    (basis,) = texts_of(answers, "basis") or ("self",)
    (until,) = texts_of(answers, "valid_until") or (months_later(today, VALID_MONTHS).isoformat(),)
    asked_by_name = [
        item.ticks
        for item in QUESTIONS
        if item.ticks and texts_of(answers, item.key) not in ((), ("no",))
    ]
    lines = [
        "# The person's own consent. It ends by itself; after that, ask again.",
        "[consent]",
        f"basis = {quoted(basis)}",
        f"given_by = {quoted(name)}",
        f"given_on = {today.isoformat()}",
        f"valid_until = {until}",
    ]
    for key, default in (("recorded_by", name), ("how", "own device")):
        (text,) = texts_of(answers, key) if basis == "written_consent" else (default,)
        lines.append(f"{key} = {quoted(text)}")
    lines += [
        '# All kinds of fact, or a list such as ["name", "address"].',
        'scope = "all"',
        "# Registers and search engines that may be asked for the name.",
        f"name_searches = {_list([quoted(source_id) for source_id in asked_by_name])}",
        "",
    ]
    return "\n".join(lines)


def _election(answers: Answers) -> str:
    lines = [
        f"{key} = {text if key == 'poll_date' else quoted(text)}"
        for key, answer in (
            ("kind", "election_kind"),
            ("nation", "election_nation"),
            ("poll_date", "poll_date"),
        )
        for text in texts_of(answers, answer)
    ]
    return "\n".join(["[election]", *lines, ""]) if lines else ""


def _situation(answers: Answers) -> str:
    told = [
        f"{item.tells} = {'true' if text == 'yes' else 'false'}"
        for item in QUESTIONS
        if item.tells and item.applies(answers)
        for text in texts_of(answers, item.key)
    ]
    if not told:
        return ""
    head = "# What makes an exposure worse for you. It is only weighed: never sent, never reported."
    return "\n".join([head, "[situation]", *told, ""])


def _facts(answers: Answers) -> str:
    lines = [
        "# What is looked for. public_by_choice says why something is meant to be public.",
        "[facts]",
    ]
    for kind in FactKind:
        asked = [item for item in QUESTIONS if item.kind is kind]
        entries = [_entry(item, text) for item in asked for text in texts_of(answers, item.key)]
        if entries:
            lines += [f"# {item.why}" for item in asked if not item.public]
            lines.append(f"{kind} = {_block(entries)}")
    return "\n".join([*lines, ""])


def _entry(asked: Question, text: str) -> str:
    if not asked.public:
        return quoted(text)
    return f"{{ value = {quoted(text)}, public_by_choice = {quoted(asked.public)} }}"


def _places(answers: Answers) -> str:
    blocks: list[str] = []
    if pages := texts_of(answers, "pages"):
        blocks.append(f"[pages]\nurls = {_list([quoted(page) for page in pages])}\n")
    blocks.extend(
        f'[endpoints]\n"src.search.searxng" = {quoted(origin)}\n'
        for origin in texts_of(answers, "searxng")
    )
    return "\n".join(blocks)


def _block(entries: list[str]) -> str:
    return entries[0] if len(entries) == 1 else _list(entries)


def _list(entries: list[str]) -> str:
    """A TOML list, an entry a line when it is long enough to be hard to read in one."""
    if len(line := f"[{', '.join(entries)}]") <= 80:
        return line
    return "[\n" + "".join(f"    {entry},\n" for entry in entries) + "]"


def quoted(text: str) -> str:
    """`text` as a TOML basic string in one line.

    JSON's escapes are TOML's but for two: TOML also wants DEL escaped, and has no half of a
    surrogate pair, which no file in UTF-8 can hold.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _JSON(whole).replace("\x7f", "\\u007f")


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
