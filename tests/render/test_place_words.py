"""What is not to be seen on a page is told in words, for every place that a page has."""

from __future__ import annotations

import pytest

from scanner.model.document import Place
from scanner.render.words import hidden_note

ON_VIEW = {Place.TEXT, Place.TITLE, Place.RECORD}


@pytest.mark.parametrize("place", Place)
def test_each_place_is_on_view_or_told(place: Place) -> None:
    assert (hidden_note([place]) == "") == (place in ON_VIEW)


@pytest.mark.parametrize(
    ("place", "told"),
    [
        (Place.METADATA, "in the file's own notes, such as its author,"),
        (Place.EXIF, "in the notes that the camera wrote into the picture,"),
    ],
)
def test_notes_of_files_are_named(place: Place, told: str) -> None:
    assert told in hidden_note([place])
    assert hidden_note([place, Place.TEXT]) == ""
