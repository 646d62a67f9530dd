"""What every way of reading does alike: feeding a parser and composing the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from scanner.model.capture import Capture
from scanner.model.document import Document, Segment
from scanner.read.selection import Answered

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def without_declaration(text: str) -> str:
    # Matched, never searched: a search would try the white space anew from each of its characters.
    declaration = _XML_DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def feed(parser: Any, source: str | bytes) -> None:
    """Feeds a whole page; what the target got before a parser gave up is kept."""
    try:
        parser.feed(source)
        parser.close()
    except (etree.LxmlError, ValueError, AssertionError):
        return


def document_of(
    capture: Capture,
    media_type: str,
    text: str,
    segments: Sequence[Segment],
    *,
    visible_words: int,
    answered: Answered = Answered(),  # noqa: B008  frozen
    **rest: object,
) -> Document:
    return Document(
        probe_id=capture.probe_id,
        url=capture.final_url,
        media_type=media_type,
        text=text,
        segments=segments,
        visible_words=visible_words,
        selected=answered.selected,
        unanswered=answered.unanswered,
        **rest,  # type: ignore[arg-type]
    )
