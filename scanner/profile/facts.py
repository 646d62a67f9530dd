"""From the entries of a profile's facts to `Fact`s."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from scanner.model.facts import Fact, FactKind, Use
from scanner.profile.kinds import KINDS, OTHER_WORDS, KindForm
from scanner.profile.reading import LONGEST_VALUE, Doubt, Reading, Unreadable, tidy
from scanner.profile.tables import Problems, nearest, shown_key

_COMMON = ("value", "label", "public_by_choice")


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact and where in the profile it stands."""

    where: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class _Entry:
    """One fact as written, its texts tidied."""

    given: dict[str, str] = field(repr=False)
    """`value` or the parts, and what stands beside them."""
    use: Use | None = None
    label: str = ""
    public_by_choice: str = ""


class _Fault(Exception):
    """An entry that cannot be read, with its key path below the entry."""

    def __init__(self, key: str, what: str, mend: str = "") -> None:
        self.key, self.what, self.mend = key, what, mend
        super().__init__(what)


def make_fact(kind: FactKind, value: str | Mapping[str, str], index: int = 1) -> Fact:
    """One fact from a value or a table, as a profile would give it.

    Raises ValueError, which says what is wrong without quoting the value.
    """
    try:
        fact, _ = _read(kind, dict(value) if isinstance(value, Mapping) else value, index)
        return fact
    except _Fault as fault:
        said = f"{kind}{'.' if fault.key else ''}{fault.key} {fault.what} {fault.mend}".strip()
    raise ValueError(said)


def read_facts(content: Mapping[str, object], problems: Problems) -> tuple[FoundFact, ...]:
    """All readable facts in the order of the profile; every fault of the others is noted."""
    found: list[FoundFact] = []
    for key, value in content.items():
        kind = _kind(key, problems)
        if kind is None:
            continue
        for where, entry in _entries(key, value):
            number = sum(item.fact.kind is kind for item in found) + 1
            try:
                fact, doubts = _read(kind, entry, number)
            except _Fault as fault:
                problems.error(_below(where, fault.key), fault.what, fault.mend)
                continue
            for doubt in doubts:
                problems.warn(_below(where, doubt.key), doubt.what, doubt.mend)
            found.append(FoundFact(where, fact))
    return tuple(_with_ids(_without_repeats(found, problems)))


def _kind(key: str, problems: Problems) -> FactKind | None:
    names = [kind.value for kind in FactKind]
    if key in names:
        return FactKind(key)
    meant = OTHER_WORDS.get(key.lower(), "") or nearest(key, names)
    mend = f"Did you mean {meant}?" if meant else f"Known: {', '.join(names)}."
    problems.error(f"facts.{shown_key(key)}", "is not a known kind of fact.", mend)
    return None


def _entries(key: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from ((f"facts.{key}[{index}]", entry) for index, entry in enumerate(value))
    else:
        yield f"facts.{key}", value


def _below(where: str, key: str) -> str:
    return f"{where}.{key}" if key else where


def _read(kind: FactKind, written: object, number: int) -> tuple[Fact, tuple[Doubt, ...]]:
    """The fact, its id made from its number alone, and what is doubtful. Raises _Fault."""
    form = KINDS[kind]
    entry = _entry(form, written)
    in_table = isinstance(written, dict)
    fault: _Fault | None = None
    try:
        reading = form.read(entry.given)
    except Unreadable as unreadable:
        key = unreadable.key if unreadable.key in entry.given else ""
        key = key or ("value" if in_table and "value" in entry.given else "")
        fault = _Fault(key, unreadable.what, unreadable.mend)
    if fault is not None:  # outside the handler, so that no context carries the value along
        raise fault
    _check_label(entry, reading)
    fact = Fact(
        id=f"{kind}-{number}",
        kind=kind,
        value=reading.value,
        parts=reading.parts,
        use=_use(form, entry, reading),
        label=entry.label,
        public_by_choice=entry.public_by_choice,
    )
    placed = tuple(
        replace(doubt, key=_doubt_key(doubt.key, entry, in_table)) for doubt in reading.doubts
    )
    return fact, placed


def _doubt_key(key: str, entry: _Entry, in_table: bool) -> str:
    if key in entry.given:
        return key
    return "value" if in_table and "value" in entry.given else ""


def _use(form: KindForm, entry: _Entry, reading: Reading) -> Use | None:
    if entry.use is not None:
        return entry.use
    default = form.public_use if entry.public_by_choice else form.private_use
    return default or reading.use


def _entry(form: KindForm, written: object) -> _Entry:
    if not isinstance(written, dict):
        return _Entry({"value": _text(form, "value", written, "")})
    known = (*_COMMON, *form.parts, *form.beside, *(("use",) if form.uses else ()))
    for key in written:
        if key not in known:
            meant = nearest(key, known)
            mend = f"Did you mean {meant}?" if meant else f"Known here: {', '.join(known)}."
            raise _Fault(shown_key(key), "is not a known key.", mend)
    keys = [key for key in (*form.parts, *form.beside, "value") if key in written]
    given = {key: _text(form, key, written[key], key) for key in keys}
    if "value" in given and any(key in given for key in form.parts):
        raise _Fault("value", "stands beside the parts.", "Give the value or its parts, not both.")
    if not any(key in given for key in ("value", *form.parts)):
        raise _Fault("", "has no value.", f"Write {form.example}.")
    return _Entry(
        given,
        _written_use(form, written.get("use")),
        _label(written.get("label")),
        _reason(written.get("public_by_choice")),
    )


def _text(form: KindForm, key: str, value: object, shown: str) -> str:
    """`value` as one line of text. Line breaks of an address count as commas. Raises _Fault."""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date) and "year" in form.parts and key == "value":
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and key in form.whole_numbers:
        value = str(value)
    if not isinstance(value, str):
        raise _Fault(shown, "must be a text.", f"Put it in double quotes: {form.example}.")
    joined = re.sub(r"\s*[\r\n]+\s*", ", ", value.strip()) if "street" in form.parts else value
    line = tidy(joined)
    if not line:
        raise _Fault(shown, "is empty.", "Write the value, or leave the key out.")
    if len(line) > LONGEST_VALUE:
        raise _Fault(shown, "is too long.", f"Use at most {LONGEST_VALUE} characters.")
    return line


def _written_use(form: KindForm, value: object) -> Use | None:
    if value is None:
        return None
    for use in form.uses:
        if use.value == value:
            return use
    raise _Fault("use", "is not a known use.", f"Write one of: {', '.join(form.uses)}.")


def _label(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or not _slug(value):
        raise _Fault("label", "must be a word or two.", 'Write it as label = "home".')
    return tidy(value)[:60]


def _reason(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, str) and tidy(value):
        return tidy(value)[:LONGEST_VALUE]
    raise _Fault(
        "public_by_choice",
        "must say why it is public.",
        'Write the reason, such as "On every leaflet", or leave the key out if it is private.',
    )


def _check_label(entry: _Entry, reading: Reading) -> None:
    """A label is shown in the clear, in ids too: it must not repeat the private value."""
    value, label = _slug(reading.value.reveal()), _slug(entry.label)
    if label and value and reading.value.mask != reading.value.reveal() and value in label:
        raise _Fault("label", "repeats the value.", "Labels are shown unmasked: use another word.")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _without_repeats(found: list[FoundFact], problems: Problems) -> Iterator[FoundFact]:
    seen: dict[tuple[object, ...], str] = {}
    for item in found:
        fact = item.fact
        sites = fact.part("site"), fact.part("instance")
        same = (fact.kind, fact.value.reveal().casefold(), fact.is_public, sites)
        if same in seen:
            problems.warn(item.where, f"says the same as {seen[same]}.", "Leave one of them out.")
        else:
            seen[same] = item.where
            yield item


def _with_ids(found: Iterator[FoundFact]) -> Iterator[FoundFact]:
    """Kind and label where the label is the kind's only one of its name, else kind and number."""
    items = list(found)
    labels = [(item.fact.kind, _slug(item.fact.label)) for item in items]
    counts: dict[FactKind, int] = {}
    for item, (kind, label) in zip(items, labels, strict=True):
        counts[kind] = counts.get(kind, 0) + 1
        unique = label and not label.isdigit() and labels.count((kind, label)) == 1
        new_id = f"{kind}-{label if unique else counts[kind]}"
        yield replace(item, fact=replace(item.fact, id=new_id))
