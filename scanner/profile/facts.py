"""From the entries of a profile's facts to `Fact`s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from scanner.model.facts import Fact, FactKind, Use
from scanner.profile.entries import Entry, Fault, Faults, read_entry, slug
from scanner.profile.kinds import KINDS, OTHER_WORDS, KindForm
from scanner.profile.reading import Doubt, Reading, Unreadable
from scanner.profile.tables import Problems, nearest, shown_key

_KINDS = {kind.value: kind for kind in FactKind}


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact and where in the profile it stands."""

    where: str
    fact: Fact


def make_fact(kind: FactKind, value: str | Mapping[str, str], index: int = 1) -> Fact:
    """One fact from a value or a table, as a profile would give it.

    Raises ValueError, which says what is wrong without quoting the value.
    """
    try:
        fact, _ = _read(kind, dict(value) if isinstance(value, Mapping) else value, index)
        return fact
    except Faults as found:
        said = "; ".join(
            f"{_below(kind, fault.key)} {fault.what} {fault.mend}".strip() for fault in found.faults
        )
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
            except Faults as faults:
                for fault in faults.faults:
                    problems.error(_below(where, fault.key), fault.what, fault.mend)
                continue
            for doubt in doubts:
                problems.warn(_below(where, doubt.key), doubt.what, doubt.mend)
            found.append(FoundFact(where, fact))
    return tuple(_with_ids(_without_repeats(found, problems)))


def _kind(key: str, problems: Problems) -> FactKind | None:
    if key in _KINDS:
        return _KINDS[key]
    meant = OTHER_WORDS.get(key.lower(), "") or nearest(key, _KINDS)
    mend = f"Did you mean {meant}?" if meant else f"Known: {', '.join(_KINDS)}."
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
    """The fact, its id made from its number alone, and what is doubtful. Raises Faults."""
    form = KINDS[kind]
    entry = read_entry(form, written)
    fault: Fault | None = None
    try:
        reading = form.read(entry.given)
    except Unreadable as unreadable:
        fault = Fault(entry.place(unreadable.key), unreadable.what, unreadable.mend)
    if fault is not None:  # outside the handler, so that no context carries the value along
        raise Faults(fault)
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
    return fact, tuple(replace(doubt, key=entry.place(doubt.key)) for doubt in reading.doubts)


def _use(form: KindForm, entry: Entry, reading: Reading) -> Use | None:
    if entry.use is not None:
        return entry.use
    default = form.public_use if entry.public_by_choice else form.private_use
    return default or reading.use


def _check_label(entry: Entry, reading: Reading) -> None:
    """A label is shown in the clear, in ids too: it must not repeat the private value."""
    if not entry.label:
        return
    value, label = slug(reading.value.reveal()), slug(entry.label)
    if label and value and reading.value.mask != reading.value.reveal() and value in label:
        raise Faults(
            Fault("label", "repeats the value.", "Labels are shown unmasked: use another word.")
        )


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
    labels = [(item.fact.kind, item.fact.label and slug(item.fact.label)) for item in items]
    counts: dict[FactKind, int] = {}
    for item, (kind, label) in zip(items, labels, strict=True):
        counts[kind] = counts.get(kind, 0) + 1
        unique = label and not label.isdigit() and labels.count((kind, label)) == 1
        new_id = f"{kind}-{label if unique else counts[kind]}"
        if new_id == item.fact.id:
            yield item
        else:
            yield replace(item, fact=replace(item.fact, id=new_id))
