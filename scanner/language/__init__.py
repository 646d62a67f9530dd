"""In which language a report speaks, and the catalogues of every text that it may say.

Everything is written in English and stays English inside: rules, assessment, archives. A text is
put into the reader's language where it is printed, so that a report can be made again in the other
language from the same file.
"""

from __future__ import annotations

from scanner.language.catalogue import ENGLISH, WELSH, Catalogue, Language, catalogue_of
from scanner.language.speech import said, speaking, spoken

__all__ = [
    "ENGLISH",
    "WELSH",
    "Catalogue",
    "Language",
    "catalogue_of",
    "said",
    "speaking",
    "spoken",
]
