"""What a case keeps of the model's types: JSON in clear, compressed, for the store alone.

Unlike the JSON of a report it masks nothing, so that a check can be taken up or judged again. Bytes
(bodies) are not for it: the store keeps them beside.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar, get_origin

from cattrs import BaseValidationError, Converter
from cattrs.strategies import configure_tagged_union

from scanner.errors import CaseError
from scanner.model.capture import Capture, Skipped

T = TypeVar("T")

_DAMAGED = "What the case keeps is damaged, or was written by another version of netcurtain."


def _is_frozen_set(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, lambda value, _: datetime.fromisoformat(value))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_unstructure_hook(bytes, lambda value: base64.b64encode(value).decode())
    converter.register_structure_hook(bytes, lambda value, _: base64.b64decode(value))
    converter.register_unstructure_hook_func(
        _is_frozen_set,
        lambda value: sorted(map(converter.unstructure, value)),
    )
    configure_tagged_union(Capture | Skipped, converter)
    return converter


_CONVERTER = _converter()


def dump(value: object, kind: Any = None) -> bytes:
    """Bytes from which `load` makes the same value again. `kind`: its type, where that is a
    union."""
    bare = _CONVERTER.unstructure(value, unstructure_as=kind)
    text = json.dumps(bare, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


def plain(content: bytes) -> Any:
    """What `dump` wrote, as bare JSON values. Raises CaseError."""
    try:
        return json.loads(zlib.decompress(content))
    except (ValueError, zlib.error):
        raise CaseError(_DAMAGED) from None


def holds(content: bytes, words: Iterable[str]) -> bool:
    """Whether all words (in lower case) stand anywhere in it: a glance, far cheaper than `load`.
    Raises CaseError."""
    try:
        text = zlib.decompress(content).decode().casefold()
    except (ValueError, zlib.error):
        raise CaseError(_DAMAGED) from None
    return all(json.dumps(word, ensure_ascii=False)[1:-1] in text for word in words)


def load(kind: type[T], content: bytes) -> T:
    """A value of that type. Raises CaseError, which quotes nothing, when it is not one."""
    bare = plain(content)
    try:
        return _CONVERTER.structure(bare, kind)
    except (BaseValidationError, ValueError, TypeError, LookupError):
        raise CaseError(_DAMAGED) from None
