"""Letters of an assessment: to whom a person may write, filled from what was found there.

`letters_of(assessment)` gives them, `letter_files` makes files of them, and `letters_for` the
masked previews that a report shows.
"""

from scanner.render.letters.choosing import Letters, Withheld, letters_of
from scanner.render.letters.letter import Letter

__all__ = ["Letter", "Letters", "Withheld", "letters_of"]
