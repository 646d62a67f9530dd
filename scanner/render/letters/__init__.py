"""Letters of an assessment: to whom a person may write, filled from what was found there.

`letters_of(assessment)` gives them with private values in clear, `letter_files(letters, formats)`
makes files of them, and `letters_for(assessment)` gives the previews that a report shows, masked
by whatever prints them.
"""

from scanner.render.letters.choosing import Letters, Withheld, letters_of
from scanner.render.letters.files import FORMATS, LetterFile, letter_files
from scanner.render.letters.letter import Letter
from scanner.render.letters.preview import LetterPreview, LetterPreviews, letters_for

__all__ = [
    "FORMATS",
    "Letter",
    "LetterFile",
    "LetterPreview",
    "LetterPreviews",
    "Letters",
    "Withheld",
    "letter_files",
    "letters_for",
    "letters_of",
]
