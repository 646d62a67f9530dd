"""Letters: their examples, written as a check's findings would be."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.assess import letter_text
from scanner.render.letters.details import detail_of
from scanner.render.letters.letter import LetterPage, write_letter
from scanner.rulebook.letter import LetterCase, LetterRule
from scanner.rulecheck.result import ExampleResult

_NAME = "Jane Marlow"
_SEEN = "23 November 2026"


def check_letter(rule: LetterRule) -> Iterator[ExampleResult]:
    """For each example: whether the letter says what it must, and nothing that it must not."""
    for case in rule.examples:
        said = _folded(_written(rule, case))
        wrong = [f"lacks {text!r}" for text in case.contains if _folded(text) not in said]
        wrong += [f"says {text!r}" for text in case.lacks if _folded(text) in said]
        yield ExampleResult(rule.id, case.name, not wrong, "; ".join(wrong))


def _written(rule: LetterRule, case: LetterCase) -> str:
    pages = []
    for address in dict.fromkeys(given.page for given in case.given):
        here = [given for given in case.given if given.page == address]
        details = (detail_of(g.exposes, g.value if rule.tells_values else "") for g in here)
        sure = all(given.sure for given in here)
        pages.append(LetterPage(address, tuple(details), _SEEN, sure))
    letter = write_letter(
        letter_text(rule),
        tuple(pages),
        site=case.site,
        name=_NAME if case.signs else "",
        contact=case.contact,
    )
    return f"{letter.subject}\n{letter.body}"


def _folded(text: str) -> str:
    return " ".join(text.split())
