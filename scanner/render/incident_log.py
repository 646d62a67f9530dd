"""The log of abuse as one HTML file for the person's police contact, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from scanner import __version__
from scanner.model.clock import stamp
from scanner.model.facts import Fact
from scanner.model.incident import Incident, IncidentFile
from scanner.model.subject import Election
from scanner.render.environment import fill
from scanner.render.html_report import content_security_policy, own_part
from scanner.render.veil import Veil

SCHEMA = "netcurtain/incidents/1"


@dataclass(frozen=True, slots=True)
class LogSheet:
    """What is handed over: entries, and where their files lie beside it."""

    name: str = field(repr=False)
    election: Election
    entries: tuple[Incident, ...]
    places: Mapping[tuple[int, str], str] = field(repr=False)
    """Of an entry's number and a file's `kept_as`: its path from the sheet."""
    made_at: datetime
    made_by: str = field(repr=False)
    case_reference: str = ""


def render_incident_log(sheet: LogSheet, facts: Iterable[Fact]) -> str:
    """The log in clear, since it is the person's own; it says so. Nothing in it loads or runs, and
    no address in it can be followed by a click."""
    style = own_part("report.css")
    values = {
        "veil": Veil(facts, reveal=True),
        "sheet": sheet,
        "tool_version": __version__,
        "style": Markup(style),  # noqa: S704  our own file, checked where it is read
        "policy": content_security_policy(style, ""),
    }
    return fill("incidents.html.j2", values)


def render_incident_json(sheet: LogSheet) -> str:
    """The same for programs. Times are UTC, `2026-11-20T21:15:00.000Z`."""
    document = {
        "schema": SCHEMA,
        "name": sheet.name,
        "election": sheet.election.kind,
        "case_reference": sheet.case_reference,
        "made_at": stamp(sheet.made_at),
        "made_by": sheet.made_by,
        "tool": f"netcurtain {__version__}",
        "incidents": [_entry(sheet, each) for each in sheet.entries],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(sheet: LogSheet, entry: Incident) -> dict[str, object]:
    return {
        "number": entry.number,
        "happened_at": stamp(entry.happened_at),
        "zone": entry.zone,
        "about": entry.is_about,
        "day_only": entry.is_day,
        "channel": entry.channel_id.partition(".")[2],
        "where": entry.where,
        "url": entry.url,
        "text": entry.text,
        "seen_by": entry.seen_by,
        "done": entry.done,
        "recorded_at": stamp(entry.recorded_at),
        "recorded_by": entry.recorded_by,
        "findings": list(entry.finding_ids),
        "page": entry.page
        and {
            "asked_at": stamp(entry.page.asked_at),
            "outcome": entry.page.outcome,
        },
        "files": [_file(sheet, entry, each) for each in entry.all_files],
    }


def _file(sheet: LogSheet, entry: Incident, file: IncidentFile) -> dict[str, object]:
    return {
        "name": file.name,
        "path": sheet.places[entry.number, file.kept_as],
        "kind": file.kind,
        "bytes": file.bytes,
        "sha256": file.sha256,
        "facts": [list(pair) for pair in file.facts],
    }
