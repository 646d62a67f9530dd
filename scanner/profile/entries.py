"""One entry of a profile's facts, as written: which keys it has, and whether each may stand so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scanner.model.facts import Use
from scanner.profile.kinds import KindForm
from scanner.profile.reading import LONGEST_VALUE, tidy
from scanner.profile.tables import nearest, shown_key

_COMMON = ("value", "label", "public_by_choice")


class Fault(Exception):
    """Something that cannot be read, with its key path below the entry. Quotes no value."""

    def __init__(self, key: str, what: str, mend: str = "") -> None:
        self.key, self.what, self.mend = key, what, mend
        super().__init__(what)


class Faults(Exception):
    """All that is wrong in one entry."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(*(fault.what for fault in faults))


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as written, its texts tidied."""

    given: Mapping[str, str] = field(repr=False)
    """`value` or the parts, and what stands beside them."""
    in_table: bool = False
    use: Use | None = None
    label: str = ""
    public_by_choice: str = ""

    def place(self, key: str) -> str:
        """The key of something said of the part `key`, or of the whole value."""
        if self.in_table and key in self.given:
            return key
        return "value" if self.in_table and "value" in self.given else ""


def read_entry(form: KindForm, written: object) -> Entry:
    """The entry of a fact: a value, or a table. Raises Faults with all that is wrong in it."""
    faults: list[Fault] = []
    given: dict[str, str] = {}
    noting = _Noting(faults)
    use: Use | None = None
    label = reason = ""
    if not isinstance(written, dict):
        with noting:
            given["value"] = _text(form, "value", written, "")
    else:
        faults.extend(_key_faults(form, written))
        for key in (*form.parts, *form.beside, "value"):
            if key in written:
                with noting:
                    given[key] = _text(form, key, written[key], key)
        with noting:
            use = _use(form, written.get("use"))
        with noting:
            label = _label(written.get("label"))
        with noting:
            reason = _reason(written.get("public_by_choice"))
    if faults:
        raise Faults(*faults)
    return Entry(given, isinstance(written, dict), use, label, reason)


class _Noting:
    """Notes a fault and goes on. A class, since lists of thousands pass through here, and a
    generator takes three times as long."""

    __slots__ = ("_faults",)

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Fault):
            return False
        self._faults.append(error)
        return True


def _key_faults(form: KindForm, written: Mapping[str, object]) -> Iterator[Fault]:
    known = (*_COMMON, *form.parts, *form.beside, *(("use",) if form.uses else ()))
    for key in written:
        if key not in known:
            meant = nearest(key, known)
            mend = f"Did you mean {meant}?" if meant else f"Known here: {', '.join(known)}."
            yield Fault(shown_key(key), "is not a known key.", mend)
    has_parts = any(key in written for key in form.parts)
    if "value" in written and has_parts:
        yield Fault(
            "value", "is given as well as the parts.", "Give the value or its parts, not both."
        )
    elif "value" not in written and not has_parts and set(written) <= set(known):
        yield Fault("", "has no value.", f"Write {form.example}.")


def _text(form: KindForm, key: str, value: object, shown: str) -> str:
    """`value` as one line of text. Line breaks of an address count as commas. Raises Fault."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date) and "year" in form.parts and key == "value":
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and key in form.whole_numbers:
        value = str(value)
    if key in form.number_pairs and isinstance(value, list) and len(value) == 2:
        value = ", ".join(f"{item:.6f}" for item in value if type(item) in (int, float))
    if not isinstance(value, str):
        raise Fault(shown, "must be a text.", f"Put it in double quotes: {form.example}.")
    joined = re.sub(r"\s*[\r\n]+\s*", ", ", value.strip()) if "street" in form.parts else value
    line = tidy(joined)
    if not line:
        raise Fault(shown, "is empty.", "Write the value, or leave the key out.")
    if len(line) > LONGEST_VALUE:
        raise Fault(shown, "is too long.", f"Use at most {LONGEST_VALUE} characters.")
    return line


def _use(form: KindForm, value: object) -> Use | None:
    if value is None:
        return None
    for use in form.uses:
        if use.value == value:
            return use
    raise Fault("use", "is not a known use.", f"Write one of: {', '.join(form.uses)}.")


def _label(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not slug(value):
        raise Fault("label", "must be a word or two.", 'Write it as label = "home".')
    return tidy(value)[:60]


def _reason(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, str) and tidy(value):
        return tidy(value)[:LONGEST_VALUE]
    raise Fault(
        "public_by_choice",
        "must say why it is public.",
        'Write the reason, such as "On every leaflet", or leave the key out if it is private.',
    )


def slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
