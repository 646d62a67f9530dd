"""The words for the terminal about what a sweep found: person by person, worst first, masked."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from scanner.cli.file_report import where_told
from scanner.model.bands import Band
from scanner.model.finding import Attribution
from scanner.model.subject import Subject
from scanner.offline import Weighed
from scanner.render.excerpts import readable
from scanner.render.veil import Veil, printable
from scanner.render.words import BANDS, plural
from scanner.sweep import ArchiveState, Lead, SweepState, Trouble

_WIDTH = 88
_MOST = 40
"""Pages of one person that are listed; the JSON lines have all."""
_FEW = 5
_SURE = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})


def risks(lead: Lead) -> tuple[Weighed, ...]:
    """What of a page is private and theirs surely or very likely, worst first."""
    return _worst_first(
        item
        for item in lead.newest.weighed
        if not item.finding.public_by_choice and item.finding.attribution in _SURE
    )


def unsure(lead: Lead) -> tuple[Weighed, ...]:
    """What is private, and theirs or somebody else's."""
    return _worst_first(
        item
        for item in lead.newest.weighed
        if not item.finding.public_by_choice and item.finding.attribution not in _SURE
    )


def _worst_first(items: Iterable[Weighed]) -> tuple[Weighed, ...]:
    return tuple(
        sorted(items, key=lambda item: (item.band.rank, -item.score, item.finding.fact_ids))
    )


def worst_band(state: SweepState) -> Band | None:
    """The worst that is anybody's surely or very likely; None where nothing is."""
    bands = [
        item.band
        for leads in state.leads.values()
        for lead in leads.values()
        for item in risks(lead)
    ]
    return min(bands, key=lambda band: band.rank) if bands else None


def report(
    state: SweepState, people: Sequence[Subject], reveal: bool, closed: Sequence[Subject] = ()
) -> str:
    """Everything found, without values unless they were asked for. `closed`: people of whom no more
    than that something was found may be told."""
    lines: list[str] = []
    several = len(people) > 1
    clean = 0
    for subject in sorted(people, key=lambda subject: subject.id):
        told = _person(state, subject, reveal)
        if told and several:
            lines += [printable(f"{subject.display_name} ({subject.id})"), ""]
        lines += told
        clean += not told
    if several and clean:
        lines += [f"Nothing was found of {clean} of the {len(people)} people.", ""]
    elif clean and not closed:
        lines += ["Nothing of yours was found in what was read.", ""]
    if closed:
        found = sum(bool(state.of(subject.id)) for subject in closed)
        lines += _wrapped(
            f"{plural(len(closed), 'person keeps', 'people keep')} what is found to themselves: of "
            f"{found} something was found. --out writes it for their eyes alone."
        )
        lines.append("")
    lines += _not_read(state)
    lines += _ending(state)
    return "\n".join(lines).rstrip("\n") + "\n"


def person_report(state: SweepState, subject: Subject, reveal: bool) -> str:
    """One person's part of it."""
    return "\n".join([*_person(state, subject, reveal), *_ending(state)]) + "\n"


def _person(state: SweepState, subject: Subject, reveal: bool) -> list[str]:
    veil = Veil(subject.facts, reveal)
    leads = list(state.of(subject.id).values())
    private = [(lead, items) for lead in leads if (items := risks(lead))]
    doubtful = [(lead, items) for lead in leads if not risks(lead) and (items := unsure(lead))]
    lines: list[str] = []
    if private:
        lines += [f"Private, and shown by {plural(len(private), 'page')} when it was archived", ""]
        lines += _pages(private, veil)
    if doubtful:
        lines += ["Yours, or somebody else's? Please look at it", ""]
        lines += _pages(doubtful, veil)
    return lines


def _pages(leads: list[tuple[Lead, tuple[Weighed, ...]]], veil: Veil) -> list[str]:
    leads = sorted(
        leads, key=lambda pair: (pair[1][0].band.rank, -pair[1][0].score, pair[0].newest.url)
    )
    lines: list[str] = []
    for lead, items in leads[:_MOST]:
        lines += _wrapped(veil.quote(items[0].finding.url), "  ")
        lines += _wrapped(seen(lead), "    ")
        for item in items:
            where = where_told(item.finding.places)
            note = f" ({where})" if where else ""
            lines += _wrapped(f"{BANDS[item.band]}: {item.title}{note}", "    ")
            quote = readable(item.finding.quote, item.finding.places)
            lines += _wrapped(veil.quote(quote), "      ")
    if len(leads) > _MOST:
        lines.append(f"  … and {len(leads) - _MOST} more: --jsonl writes all.")
    return [*lines, ""]


def seen(lead: Lead) -> str:
    """When the archives saw it."""
    days = sorted({f"{at:%Y-%m-%d}" for at in lead.dates}, reverse=True)
    before = f", and {plural(len(days) - 1, 'time')} before" if len(days) > 1 else ""
    since = f" (since {days[-1]})" if len(days) > 1 else ""
    return f"Seen on {days[0]}{before}{since}. Whether it is there still is not known."


def _not_read(state: SweepState) -> list[str]:
    """What was not read: nothing can be said of it."""
    lines: list[str] = []
    for each in state.archives:
        told = [_trouble(each, trouble) for trouble in each.troubles]
        if each.failure:
            told.append(_trouble(each, Trouble(each.failure, each.mark.record, each.mark.offset)))
        if each.cut:
            told.append(f"{plural(each.cut, 'record')} larger than any page: read in part.")
        if told:
            lines += _wrapped(printable(each.archive.name), "  ")
            for line in told[:_FEW]:
                lines += _wrapped(line, "    ")
            if len(told) > _FEW:
                lines.append(f"    … and {len(told) - _FEW} more places")
    return (
        ["Not read, or not wholly, so nothing can be said of it", "", *lines, ""] if lines else []
    )


def _trouble(state: ArchiveState, trouble: Trouble) -> str:
    of = f" of {state.archive.size:,}" if state.archive.size else ""
    where = f", byte {trouble.offset:,}{of}" if trouble.offset else ""
    return f"{trouble.why[:1].upper()}{trouble.why[1:]}: read to record {trouble.record:,}{where}."


def _ending(state: SweepState) -> list[str]:
    whole = sum(each.is_whole for each in state.archives)
    of = f" of {len(state.archives)}" if whole < len(state.archives) else ""
    lines = _wrapped(
        f"{plural(whole, 'archive')}{of} searched: {plural(state.records, 'record')}, "
        f"{state.content_bytes / 1e6:,.0f} MB. No site was asked anything, and nothing about you "
        f"was disclosed."
    )
    if not state.is_done:
        lines += _wrapped("Not done yet. The same command goes on where this one was.")
    for where in sorted(state.broken):
        lines += _wrapped(
            f"Something broke inside netcurtain ({where}). Please report this line; it carries "
            f"none of your details."
        )
    return lines


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
