"""What a sweep writes: lines of JSON, a list of pages, and a folder with a file for each person."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from scanner.case import OutputFolder
from scanner.cli.sweep_people import Sought
from scanner.cli.sweep_report import person_report, risks
from scanner.errors import PlanError
from scanner.offline import Weighed
from scanner.sweep import Lead, SweepState

SCHEMA = "netcurtain.archived/1"
PAGES = "pages.txt"


def leads_of(state: SweepState, subject_id: str) -> tuple[Lead, ...]:
    """A person's pages: what is surely or very likely theirs and worst first."""

    def rank(lead: Lead) -> tuple[object, ...]:
        worst = risks(lead)
        return not worst, worst[0].band.rank if worst else 0, lead.newest.url

    private = (
        lead
        for lead in state.of(subject_id).values()
        if any(not item.finding.public_by_choice for item in lead.newest.weighed)
    )
    return tuple(sorted(private, key=rank))


def write_pages(path: Path, state: SweepState, people: Sequence[Sought]) -> int:
    """The pages of everybody who may be seen, each once; how many."""
    leads = (lead for sought in people for lead in leads_of(state, sought.subject.id))
    urls = dict.fromkeys(lead.newest.url for lead in leads)
    _write(path, pages_text(urls), "--pages")
    return len(urls)


def pages_text(urls: Iterable[str]) -> str:
    """A list that `check --pages` reads."""
    return "".join(f"{url}\n" for url in urls if "\n" not in url and not url.startswith("#"))


def write_lines(path: Path, state: SweepState, people: Sequence[Sought]) -> None:
    """Every find of everybody who may be seen as a line of JSON, values in clear."""
    lines = (line for sought in people for line in lines_of(state, sought.subject.id))
    _write(path, "".join(lines), "--jsonl")


def lines_of(state: SweepState, subject_id: str) -> Iterator[str]:
    """One person's finds."""
    for url, lead in sorted(state.of(subject_id).items()):
        for item in lead.newest.weighed:
            yield json.dumps(_line(url, lead, item), ensure_ascii=False) + "\n"


def _line(url: str, lead: Lead, item: Weighed) -> dict[str, Any]:
    finding = item.finding
    return {
        "schema": SCHEMA,
        "subject_id": finding.subject_id,
        "url": url,
        "seen_at": lead.newest.seen_at.isoformat(),
        "also_seen_at": [at.isoformat() for at in sorted(lead.dates - {lead.newest.seen_at})],
        "archive": lead.newest.archive,
        "record": lead.newest.record,
        "exposure": finding.exposure,
        "title": item.title,
        "kind": finding.kind.value,
        "fact_ids": list(finding.fact_ids),
        "form": finding.form,
        "text": "".join(part.text for part in finding.quote.parts if part.marked),
        "attribution": finding.attribution.value,
        "confidence": round(finding.confidence, 4),
        "band": item.band.value,
        "score": item.score,
        "public_by_choice": bool(finding.public_by_choice),
        "reasons": list(finding.reasons),
    }


def write_folder(
    folder: OutputFolder, state: SweepState, people: Sequence[Sought], reveal: bool
) -> None:
    """A folder for each person with finds: what was found, and the pages. Of people who keep their
    results to themselves, a page that only they can open."""
    for sought in people:
        leads = leads_of(state, sought.subject.id)
        if not leads:
            continue
        files = {
            "found.txt": person_report(state, sought.subject, reveal or not sought.is_open),
            "found.jsonl": "".join(lines_of(state, sought.subject.id)),
            PAGES: pages_text(lead.newest.url for lead in leads),
        }
        if sought.is_open:
            below = folder.below(sought.subject.id)
            for name, content in files.items():
                below.write(name, content)
        else:
            folder.write(f"{_plain(sought)}.html", _sealed(sought, files))


def _sealed(sought: Sought, files: dict[str, str]) -> str:
    from scanner.slate.consenting.page import sealed_page
    from scanner.slate.consenting.sealing import seal_result

    assert sought.person is not None
    report = f"<!doctype html><meta charset=utf-8><pre>{html.escape(files['found.txt'])}</pre>"
    packed = {name: content.encode() for name, content in {**files, "report.html": report}.items()}
    return sealed_page(sought.person, seal_result(sought.person, packed))


def _plain(sought: Sought) -> str:
    assert sought.person is not None
    return f"person-{sought.person.number}"


def _write(path: Path, content: str, option: str) -> None:
    if path.is_dir():
        raise PlanError(f"{path} is a folder. Name a file with {option}.")
    OutputFolder(path.parent, elsewhere=f"another file with {option}").write(path.name, content)
