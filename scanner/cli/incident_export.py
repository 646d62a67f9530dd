"""Writes the log of abuse as files: to read, to process, and what was kept, with hashes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from scanner.case import OutputFolder
from scanner.case.exports import note_export
from scanner.case.incidents import IncidentLog
from scanner.case.store import Case, CaseStore, Verb
from scanner.cli.cases import operator
from scanner.errors import OutputError
from scanner.evidence import manifest
from scanner.evidence.manifest import HASHES
from scanner.model.clock import utc_now
from scanner.model.incident import Incident, IncidentFile
from scanner.render.incident_log import LogSheet, render_incident_json, render_incident_log

LOG = "incident-log.html"
DATA = "incident-log.json"
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_INERT = frozenset(
    {"txt", "eml", "csv", "json", "jsonl", "pdf", "zip", "gz", "docx", "xlsx", "odt"}
    | {"png", "jpg", "jpeg", "gif", "webp", "heic", "bmp", "tif", "tiff"}
    | {"mp3", "m4a", "aac", "amr", "opus", "oga", "ogg", "wav", "mp4", "mov", "3gp"}
)
"""Endings that a computer opens to show something, and does not run."""


def write_log(
    store: CaseStore,
    case: Case,
    log: IncidentLog,
    entries: Sequence[Incident],
    out: Path,
    case_reference: str,
) -> int:
    """Writes the folder, and notes that it was; how many kept files are in it. Raises OutputError,
    and CaseError for a file that is not the one that was kept."""
    now = utc_now()
    require_empty(out)
    folder = OutputFolder(out)
    placed = {
        (entry.number, file.kept_as): _place(entry, file)
        for entry in entries
        for file in entry.all_files
    }
    written = list(_copies(log, entries, out, placed))
    sheet = LogSheet(
        name=case.subject.display_name,
        election=case.subject.election,
        entries=tuple(entries),
        places=placed,
        made_at=now,
        made_by=operator(),
        case_reference=case_reference,
    )
    written.append(folder.write(LOG, render_incident_log(sheet, case.subject.facts)))
    written.append(folder.write(DATA, render_incident_json(sheet)))
    folder.write(HASHES, manifest(written, out))
    note_export(store, case.id, out, "incident log", now)
    store.audit.tell(
        now, Verb.DISCLOSED, operator(), f"incident log of {len(entries)} entries", case.id
    )
    return len(placed)


def require_empty(out: Path) -> None:
    """The whole folder is handed over, so nothing else may lie there, such as entries of an earlier
    log that are not meant this time. Raises OutputError."""
    if out.is_dir() and any(out.iterdir()):
        raise OutputError(
            f"{out} is not empty, and what lies there would be handed over, too. Nothing was "
            f"written. Name another folder with --out."
        )


def _copies(
    log: IncidentLog,
    entries: Sequence[Incident],
    out: Path,
    placed: dict[tuple[int, str], str],
) -> Iterator[Path]:
    for entry in entries:
        for file in entry.all_files:
            place = Path(placed[entry.number, file.kept_as])
            OutputFolder(out / place.parts[0])  # else it were as open as the umask allows
            beside = OutputFolder(out / place.parent)
            yield beside.write(place.name, log.read(entry.number, file))


def _place(entry: Incident, file: IncidentFile) -> str:
    """A name under which nothing runs when it is clicked: what might gets `.bin` at its end."""
    plain = _NOT_PLAIN.sub("_", file.name).strip("._")[-80:].lstrip("._") or "file"
    ending = plain.rpartition(".")[2].lower() if "." in plain else ""
    safe = plain if ending in _INERT else f"{plain}.bin"
    return f"files/{entry.number:03d}/{file.kept_as}-{safe}"
