"""The words for the terminal about what files hold: worst first, masked, and what to do."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from scanner.cli.file_results import OfPerson, Results
from scanner.model.document import Place
from scanner.model.finding import Attribution
from scanner.model.subject import Subject
from scanner.offline import Weighed
from scanner.render.excerpts import readable
from scanner.render.veil import Veil, printable
from scanner.render.words import BANDS, listing, plural

_WIDTH = 88
_MOST = 60
"""Findings of one person, and files of one trouble, that are listed; the JSON lines have all."""

_WHERE = {
    Place.TITLE: "in the page's title",
    Place.HIDDEN: "hidden in the source: not shown, but there for whoever looks",
    Place.COMMENT: "in a comment in the source",
    Place.META: "in the page's description for search engines",
    Place.LINK: "in the target of a link",
    Place.ATTRIBUTE: "in the description of a picture or a field",
    Place.STRUCTURED: "in data for search engines",
    Place.RECORD: "in a record",
    Place.METADATA: "in what the file says of itself (author and the like)",
    Place.EXIF: "in the notes of the picture",
}
"""Where it stands, in words; the text of a page needs none."""

_SURE = {
    Attribution.CONFIRMED: "yours",
    Attribution.PROBABLE: "very likely yours",
    Attribution.POSSIBLE: "perhaps yours",
}


def full_report(results: Results, subjects: Sequence[Subject]) -> str:
    """Everything found, person by person, without values unless they were asked for."""
    lines: list[str] = []
    several = len(subjects) > 1
    for subject in sorted(subjects, key=lambda subject: subject.id):
        person = results.of(subject)
        if person is not None and (person.weighed or person.questions):
            lines += _person(subject, person, results, several)
    clean = len(subjects) - sum(1 for s in subjects if (p := results.of(s)) and p.weighed)
    if several and clean:
        lines += [f"Nothing was found of {_people(clean, len(subjects))}.", ""]
    elif clean:
        lines += ["Nothing of yours was found in what was read.", ""]
    lines += _not_read(results)
    lines += _ending(results)
    return "\n".join(lines).rstrip("\n") + "\n"


def counts_report(results: Results, jsonl: Path) -> str:
    """The summary beside the JSON lines."""
    counts = results.sightings()
    words = [
        f"{counts[attribution, False]} {attribution.value.replace('_', ' ')}"
        for attribution in Attribution
        if counts[attribution, False]
    ]
    if public := sum(number for (_, is_public), number in counts.items() if is_public):
        words.append(f"{public} public by choice")
    told = f": {', '.join(words)}" if words else ""
    whose = f" of {plural(results.people_seen, 'person', 'people')}" if results.lines else ""
    where = "" if jsonl == Path("-") else f" Written to {jsonl}."
    lines = [f"{plural(results.lines, 'sighting')}{whose}{told}.{where}", ""]
    return "\n".join([*lines, *_not_read(results), *_ending(results)]).rstrip("\n") + "\n"


def _people(number: int, of: int) -> str:
    return f"{number} of the {of} people"


def _person(subject: Subject, person: OfPerson, results: Results, several: bool) -> list[str]:
    veil = Veil(subject.facts, results.reveal)
    lines = [printable(f"{subject.display_name} ({subject.id})"), ""] if several else []
    if risks := person.risks:
        lines += [f"Private, and shown here: {plural(len(risks), 'detail')}", ""]
        lines += _findings(risks, results, veil, with_band=True)
        lines += _advice(risks, results)
    if unsure := person.unsure:
        lines += ["Yours, or somebody else's? Please look at it", ""]
        lines += _findings(unsure, results, veil, with_band=True)
    if person.questions:
        lines += ["Questions: it stands next to your name", ""]
        asked = [(item.page, veil.text(item.question.text)) for item in person.questions]
        for page, text in asked[:_MOST]:
            lines += _wrapped(f"{results.name(page)}: {text}", "  ", "    ")
        lines += [*_more(len(asked)), ""]
    if public := person.public:
        lines += ["Public by your choice, so no risk", ""]
        lines += _findings(public, results, veil, with_band=False)
    return lines


def _findings(items: Sequence[Weighed], results: Results, veil: Veil, with_band: bool) -> list[str]:
    lines: list[str] = []
    for item in items[:_MOST]:
        finding = item.finding
        band = f"{BANDS[item.band]}: " if with_band else ""
        where = where_told(finding.places)
        told = [_SURE.get(finding.attribution, ""), where] if with_band else [where]
        note = f" ({'; '.join(word for word in told if word)})" if any(told) else ""
        lines += _wrapped(f"{results.name(item.page)}", "  ")
        lines += _wrapped(f"{band}{item.title}{note}", "    ")
        lines += _wrapped(veil.quote(readable(finding.quote, finding.places)), "      ")
        if with_band:
            lines += _wrapped(" ".join(finding.reasons), "      Why: ", "      ")
    return [*lines, *_more(len(items)), ""]


def where_told(places: Iterable[Place]) -> str:
    """Where it stands when that is not, or not only, the text of the page."""
    seen = dict.fromkeys(places)
    words = [_WHERE[place] for place in seen if place in _WHERE]
    if not words:
        return ""
    return listing(words) if Place.TEXT not in seen else f"also {listing(words)}"


def _more(number: int) -> list[str]:
    return [f"  … and {number - _MOST} more: --jsonl writes all."] if number > _MOST else []


def _advice(risks: Sequence[Weighed], results: Results) -> list[str]:
    """What to do about them, by where they stand; each once."""
    places = {place for item in risks for place in item.finding.places}
    pages = {item.url: item.page for item in risks if item.url}
    lines = ["What to do", ""]
    if places - _IN_FILES:
        say = "Take it out of the text before you publish, and look through the files once more."
        lines += _wrapped(say, "  - ", "    ")
    if places & _IN_SOURCE:
        say = "What a browser does not show is in the page's source: take it out there, too."
        lines += _wrapped(say, "  - ", "    ")
    if places & _IN_FILES:
        say = (
            "Save pictures without their notes (where, when, whose) and documents without their "
            "properties, or publish a new export of them."
        )
        lines += _wrapped(say, "  - ", "    ")
    if pages:
        say = (
            "Of a page that is on the web already, `netcurtain check PROFILE --page URL` says whom "
            f"to ask, and how. That is so for {listing([results.name(p) for p in _few(pages)])}."
        )
        lines += _wrapped(say, "  - ", "    ")
    return [*lines, ""]


def _few(pages: Mapping[str, str]) -> list[str]:
    names = list(pages.values())
    more = [plural(len(names) - 3, "other page")] if len(names) > 3 else []
    return [*names[:3], *more]


_IN_FILES = frozenset({Place.METADATA, Place.EXIF})
_IN_SOURCE = frozenset({Place.HIDDEN, Place.COMMENT, Place.META, Place.STRUCTURED, Place.ATTRIBUTE})


def _not_read(results: Results) -> list[str]:
    """What was not read, or only in part, by reason: nothing can be said of it."""
    whole: dict[str, list[str]] = defaultdict(list)
    part: dict[str, list[str]] = defaultdict(list)
    for page in results.not_read:
        (part if page.partly else whole)[page.why].append(page.name)
    for item in results.listing.not_opened:
        whole[item.why].append(item.name)
    return [
        *_by_reason("Not read, so nothing can be said of it", whole, results),
        *_by_reason("Read only in part", part, results),
    ]


def _by_reason(title: str, by_why: Mapping[str, list[str]], results: Results) -> list[str]:
    if not by_why:
        return []
    lines = [title, ""]
    for why, names in sorted(by_why.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        lines += _wrapped(f"{plural(len(names), 'file')}: {printable(why)}", "  ", "    ")
        for name in names[:_FEW]:
            lines += _wrapped(results.name(name), "    ")
        if len(names) > _FEW:
            lines += [f"    … and {len(names) - _FEW} more"]
    return [*lines, ""]


_FEW = 10


def _ending(results: Results) -> list[str]:
    """Counts, what was left, and what to do next."""
    of = f" of {len(results.listing.files)}" if results.left else ""
    pages = f", {plural(results.pages, 'page')}" if results.pages > results.files else ""
    hidden = results.listing.hidden
    passed = f" {plural(hidden, 'hidden one')} passed over." if hidden else ""
    if links := results.listing.links:
        passed += f" {plural(links, 'link')} to files that are here anyway."
    told = f"{plural(results.files, 'file')}{of} looked at{pages}. Nothing was sent.{passed}"
    lines = _wrapped(told)
    if results.stopped:
        lines += [f"Stopped: {plural(results.left, 'file')} not looked at."]
    for where in sorted(set(results.broken)):
        lines += _wrapped(
            f"Something broke inside netcurtain ({where}). Please report this line; it carries "
            f"none of your details."
        )
    return lines


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
