"""The page that lies on top of the letters: to whom each goes, when, when not, what to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from scanner.language import said
from scanner.model.letters import LetterText
from scanner.render.letters.choosing import Letters, Withheld
from scanner.render.letters.letter import Letter
from scanner.render.letters.plain import wrapped
from scanner.render.words import plural

NAME = "read-this-first.txt"

_TITLE = "Letters: read this first"
_HEAD = (
    "These letters carry your own details in clear, because whoever gets one has to find what it "
    "is about. Each holds only what its reader shows already, and an address for answers that you "
    "want public. Do not pass the files on.",
    "Nothing has been sent. Before you send one:",
    "- Keep proof of the page first: a picture of it, its address, the date and the time.",
    "- Never write to somebody who threatens or harasses you. In danger ring 999; otherwise report "
    "it to the police on 101 or online.",
    "- Read it. Is every sentence true? Change what is not.",
    "- Fill in or delete everything in square brackets, like [this].",
    "- Note the day on which you send it. As a rule they have one month to answer.",
    'Letters in the folder "later" come after an answer, or after a month without one.',
)


def guide(letters: Letters, stems: Mapping[Letter, str]) -> bytes:
    """The page, in UTF-8. `stems` has the name of each letter's files, without their ending."""
    head = [said(line) for line in _HEAD]
    parts = [_heading(_TITLE), *head[:1], "\n".join(head[1:-1]), head[-1]]
    rules: dict[str, list[Letter]] = {}
    for letter in letters.written:
        rules.setdefault(letter.rule.id, []).append(letter)
    in_order = sorted(rules.values(), key=lambda alike: bool(alike[0].rule.after))
    parts.extend("\n".join(_told(alike[0].rule, alike, stems)) for alike in in_order)
    if not rules:
        parts.append(said("There is no letter to write: nothing that was found calls for one."))
    if letters.withheld:
        parts.append("\n".join(_kept_back(letters.withheld)))
    return (wrapped("\n\n".join(part.strip("\n") for part in parts)) + "\n").encode()


def _told(
    rule: LetterText, letters: Iterable[Letter], stems: Mapping[Letter, str]
) -> Iterator[str]:
    yield _heading(rule.title)
    yield f"{said('To:')} {said(rule.to)}."
    yield f"{said('How to send it:')} {said(rule.how_to_send)}"
    if rule.link:
        yield rule.link
    yield f"{said('When:')} {said(rule.when)}"
    yield f"{said('When not:')} {said(rule.when_not)}"
    yield said("Files:")
    for letter in letters:
        count = len(letter.blanks)
        fill = said(f"{plural(count, 'place')} to fill in") if count else ""
        yield f"- {stems[letter]}{', ' if fill else ''}{fill}"
        if letter.left_out:
            more = f"{plural(letter.left_out, 'page')} more that it does not name: see your report"
            yield f"- {said(more)}"


def _kept_back(withheld: Iterable[Withheld]) -> Iterator[str]:
    yield _heading("Letters that were not written")
    for item in withheld:
        yield f"- {said(item.rule.title)} ({item.site or said('all sites')}): {said(item.why)}"


def _heading(title: str) -> str:
    title = said(title)
    return f"{title}\n{'-' * len(title)}"
