"""Rules in YAML with nothing unusual in them: read without noting where each value stands.

Anything that strict YAML would refuse, and aliases and tags, are left to it.
"""

from __future__ import annotations

from typing import Any

import yaml

from scanner.rulebook.scalars import LeadingZero, meaning

LONGEST = 20_000
"""Characters; a longer text is left to strict YAML, which counts its values."""
DEEPEST = 30


class NotPlain(Exception):
    """A text that is not YAML, or holds something of which strict YAML has more to say."""


def parse_plain(text: str) -> Any:
    """The one value in `text`. Raises NotPlain."""
    if len(text) > LONGEST:
        raise NotPlain
    try:
        return _parsed(text)
    except (yaml.YAMLError, LeadingZero):
        raise NotPlain from None


def _parsed(text: str) -> Any:
    root: list[Any] = []
    enclosing: list[Any] = []
    here: Any = root
    key: str | None = None
    """Of the value that comes next, if `here` is a mapping and its key was read."""
    for given in yaml.parse(text, Loader=yaml.CSafeLoader):
        event: Any = given  # Told by its exact type, which is quicker than asking for each.
        kind = type(given)
        if kind is yaml.ScalarEvent:
            if event.anchor or event.tag:
                raise NotPlain
            if here.__class__ is list:
                here.append(meaning(event.value, bool(event.style)))
            elif key is None:
                key = event.value
                if key in here:
                    raise NotPlain
            else:
                here[key] = meaning(event.value, bool(event.style))
                key = None
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            here = enclosing.pop()
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            new: Any = {} if kind is yaml.MappingStartEvent else []
            if event.anchor or event.tag or len(enclosing) == DEEPEST:
                raise NotPlain
            if here.__class__ is list:
                here.append(new)
            elif key is None:
                raise NotPlain
            else:
                here[key] = new
                key = None
            enclosing.append(here)
            here = new
        elif kind is yaml.AliasEvent or (kind is yaml.DocumentStartEvent and root):
            raise NotPlain
    return root[0] if root else None
