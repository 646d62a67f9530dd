"""One letter: a rule's words about some pages, for one recipient."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scanner.language import ENGLISH, Language, said, speaking, spoken
from scanner.model.letters import LetterText
from scanner.render.letters.details import Detail, what_they_let
from scanner.render.letters.speech import in_language
from scanner.render.veil import printable
from scanner.rulebook.letter_template import BLANK, fill_letter

NO_NAME = "[your name, or the name under which they know you]"
NO_CONTACT = "[an address for answers, best one that they know already]"
NO_SITE = "[the site]"
NO_PAGE = "[the address of the page]"
NO_DETAIL = "[what it shows]"
NO_DAY = "[the day]"

_BETWEEN = "* * * In English * * *"

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A page, as a letter names it."""

    address: str = field(repr=False)
    """Or a place to fill in."""
    details: tuple[Detail, ...]
    seen: str
    """The day, as people in Britain write it."""
    sure: bool
    """Everything on it is certain to be about the person."""


BLANK_PAGE = LetterPage(NO_PAGE, (Detail(NO_DETAIL),), NO_DAY, sure=True)
"""For a letter that the person asked for though nothing was found that calls for it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What goes to one recipient: private values stand in it in clear."""

    rule: LetterText
    site: str
    """Of whom it is; empty for a letter that is about no single site."""
    subject: str = field(repr=False)
    body: str = field(repr=False)
    """Paragraphs, with an empty line between them; a line break within one is meant."""
    language: Language = ENGLISH
    english: str = field(default="", repr=False)
    """The body in English, for a letter in another language; it goes below that."""
    finding_ids: tuple[str, ...] = ()
    left_out: int = 0
    """Pages that it does not name, because they are too many."""

    @property
    def blanks(self) -> tuple[str, ...]:
        """Places to fill in, each once, in order."""
        found = BLANK.findall(f"{self.subject}\n{self.whole}")
        return tuple(dict.fromkeys(found))

    @property
    def locale(self) -> str:
        """Of its words, as a document names it."""
        return f"{self.language.value}-GB"

    @property
    def whole(self) -> str:
        """All that is sent: in two languages one after the other, as is usual in Wales, so that
        whoever gets it can read it."""
        return f"{self.body}\n{said(_BETWEEN)}\n\n{self.english}" if self.english else self.body

    @property
    def file_stem(self) -> str:
        """`erasure-wexcombe-herald.example`: fit for a file's name anywhere."""
        site = re.sub(r"[^a-z0-9.]+", "-", self.site.casefold())[:80]
        site = re.sub(r"[.-]*\.[.-]*", ".", site).strip(".-")
        kind = self.rule.id.rpartition(".")[2].replace("_", "-")
        return f"{kind}-{site}".rstrip("-.")


def write_letter(
    rule: LetterText,
    pages: tuple[LetterPage, ...],
    *,
    site: str = "",
    name: str = "",
    contact: str = "",
    finding_ids: tuple[str, ...] = (),
    left_out: int = 0,
) -> Letter:
    """The letter. Without a name, contact, site or pages a place to fill in stands for each.

    Raises ValueError when the rule's words are no letter's (a file that somebody changed).
    """
    pages = pages or (BLANK_PAGE,)

    def filled() -> tuple[str, str]:
        values = _values(pages, site, name, contact)
        words = in_language(rule)
        return _one_line(fill_letter(words.subject, values)), _tidy(fill_letter(words.body, values))

    subject, body = filled()
    language = spoken() if in_language(rule) is not rule else ENGLISH
    english = ""
    if language is not ENGLISH:
        with speaking(ENGLISH):
            in_english, english = filled()
        subject = _one_line(f"{subject} / {in_english}")
    return Letter(rule, site, subject, body, language, english, finding_ids, left_out)


def _values(pages: tuple[LetterPage, ...], site: str, name: str, contact: str) -> Mapping[str, Any]:
    """What a letter's words may name, in the language spoken."""
    lets = what_they_let(detail for page in pages for detail in page.details)
    pages = tuple(_said_page(page) for page in pages)
    details = tuple(dict.fromkeys(detail for page in pages for detail in page.details))
    return {
        "name": printable(name) or said(NO_NAME),
        "contact": printable(contact) or said(NO_CONTACT),
        "site": printable(site) or said(NO_SITE),
        "pages": pages,
        "details": details,
        "many_pages": len(pages) > 1,
        "sure": all(page.sure for page in pages),
        "lets": said(lets),
    }


def _said_page(page: LetterPage) -> LetterPage:
    details = tuple(replace(detail, words=said(detail.words)) for detail in page.details)
    address = said(page.address) if page.address == NO_PAGE else page.address
    return replace(page, address=address, details=details, seen=said(page.seen))


def _one_line(text: str) -> str:
    """Fit for the head of a message: no line break can begin another field."""
    return " ".join(printable(text).split())[:LONGEST_SUBJECT]


def _tidy(text: str) -> str:
    """Without what choices and repetitions left: spaces at ends, empty lines in a row."""
    lines = "\n".join(printable(line).rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n") + "\n"
