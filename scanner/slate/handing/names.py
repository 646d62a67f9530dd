"""What files for a person are called: nothing but letters, digits and hyphens, and no two alike."""

from __future__ import annotations

import re
import unicodedata

from scanner.model.slate import Person

_LONGEST = 60


def result_name(person: Person, ending: str = "") -> str:
    """`result-0007-dc-1234`: the number, which is never given twice, tells two alike references
    apart; the reference is what the officer looks for."""
    return f"result-{stem(person)}{ending}"


def stem(person: Person) -> str:
    """Number and reference, however strange that is: no path, no reserved name, no hidden file."""
    plain = unicodedata.normalize("NFKD", person.ref).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    return f"{person.number:04}{f'-{slug}' if slug else ''}"
