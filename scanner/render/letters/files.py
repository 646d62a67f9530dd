"""Letters as files: one in each wanted format, under names that are safe anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from scanner.render.letters import guide
from scanner.render.letters.choosing import Letters
from scanner.render.letters.letter import Letter
from scanner.render.letters.message import as_message
from scanner.render.letters.plain import as_text


def _as_document(letter: Letter) -> bytes:
    # The library takes a third of a second to load: only for who wants documents.
    from scanner.render.letters.document import as_document

    return as_document(letter)


FORMATS: dict[str, Callable[[Letter], bytes]] = {
    "txt": as_text,
    "eml": as_message,
    "docx": _as_document,
}
"""What a letter can be written as, by the ending of its file's name."""

LATER = "later"
"""The folder of letters that come after an answer, or after a month without one."""


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file to write: private values stand in it in clear."""

    folder: str
    """Within the folder of letters; empty for that itself."""
    name: str
    content: bytes = field(repr=False)


def letter_files(
    letters: Letters, formats: Collection[str] = tuple(FORMATS)
) -> Iterator[LetterFile]:
    """The guide, then every letter in every format. Raises KeyError for an unknown format."""
    stems = _stems(letters)
    paths = {
        letter: f"{LATER}/{stem}" if letter.rule.after else stem for letter, stem in stems.items()
    }
    yield LetterFile("", guide.NAME, guide.guide(letters, paths))
    for letter, stem in stems.items():
        for name in formats:
            folder = LATER if letter.rule.after else ""
            yield LetterFile(folder, f"{stem}.{name}", FORMATS[name](letter))


def _stems(letters: Letters) -> dict[Letter, str]:
    """A name for each letter, told apart by a number where two sites' names come out alike."""
    met: Counter[str] = Counter()
    stems: dict[Letter, str] = {}
    for letter in letters.written:
        stem = letter.file_stem
        met[stem] += 1
        stems[letter] = stem if met[stem] == 1 else f"{stem}-{met[stem]}"
    return stems
