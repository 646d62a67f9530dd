"""Rules that a program writes: JSON under a head of comments, which is YAML, and quick to read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON allows as it is, and YAML does not."""
_SHORT_LIST = re.compile(r"\[\n\s+([0-9,\s]{1,90}?)\n\s+\]")
"""A list of numbers over several lines."""


def written(rule: Mapping[str, Any]) -> str:
    """The rule's text, its keys in the order given."""
    text = json.dumps(rule, ensure_ascii=False, indent=2)
    text = _SHORT_LIST.sub(lambda found: f"[{' '.join(found[1].split())}]", text)
    return _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", text) + "\n"
