"""A letter rule's words in the language that is spoken.

A letter is translated paragraph by paragraph, since many letters share some. Where the catalogue
lacks one, as of a person's own rule, the whole letter stays English.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from scanner.language import ENGLISH, Language, catalogue_of, spoken
from scanner.model.letters import LetterText
from scanner.rulebook.letter_template import paragraphs, speaks

__all__ = ["in_language"]


def in_language(rule: LetterText) -> LetterText:
    """The rule with subject and body in the language spoken; itself where that cannot be."""
    return _translated(rule, spoken())


@lru_cache(maxsize=128)
def _translated(rule: LetterText, language: Language) -> LetterText:
    if language is ENGLISH:
        return rule
    catalogue = catalogue_of(language)
    subject = catalogue.exact(rule.subject)
    told = [
        catalogue.exact(paragraph) if speaks(paragraph) else paragraph
        for paragraph in paragraphs(rule.body)
    ]
    known = [paragraph for paragraph in told if paragraph is not None]
    if subject is None or len(known) < len(told):
        return rule
    return replace(rule, subject=subject, body="\n\n".join(known) + "\n")
