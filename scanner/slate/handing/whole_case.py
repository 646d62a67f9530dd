"""Everything that is held of a person, as files for them alone."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pyrage

from scanner.case.evidence import evidence_of_case
from scanner.case.export_text import export_text
from scanner.case.exporting import export_json, held
from scanner.case.store import Case, CaseStore
from scanner.errors import SlateError
from scanner.language.times import utc
from scanner.model.slate import Person
from scanner.slate.consenting import seal_result
from scanner.slate.consenting.guard import kept_from_officer
from scanner.slate.consenting.page import sealed_page
from scanner.slate.result_files import result_files

READABLE = "what-is-held.txt"
MACHINE = "what-is-held.json"
FILES = "files.zip"
"""Evidence and files of incidents, as they were kept."""
LARGEST_PAGE = 100_000_000
"""Bytes of content that a browser is given to open in one page."""


def files_of_case(store: CaseStore, case: Case, at: datetime) -> dict[str, bytes]:
    """By name: all that is held to read, the same for programs, every kept file, and the newest
    report where it is not sealed. In clear, and in memory alone."""
    name = case.subject.display_name
    newest = store.scans.newest(case.id)
    is_shown = kept_from_officer(store, case.id) is None
    files = {
        **(result_files(newest[1]) if newest and is_shown else {}),
        READABLE: export_text(held(store, case), name, utc(at), MACHINE).encode(),
        MACHINE: "".join(export_json(store, case, at)).encode(),
    }
    kept = evidence_of_case(store, case.id)
    if names := kept.names():
        files[FILES] = zipped({name: kept.read(name) for name in names}, at)
    return files


def sealed_case(person: Person, files: dict[str, bytes], who: str) -> str:
    """One page that opens with the person's own passphrase. Raises SlateError when they have no
    key, or there is more than a browser can be given."""
    if sum(map(len, files.values())) > LARGEST_PAGE:
        raise SlateError(
            "There is more than one page can hold, since evidence was kept. With the person beside "
            "you, `netcurtain export` writes it in clear onto a disk of theirs."
        )
    return sealed_page(person, seal_result(person, files), who)


def locked_archive(files: dict[str, bytes], passphrase: str, at: datetime) -> bytes:
    """A zip, encrypted with a passphrase (age): `age -d` opens it, and then anything does."""
    locked: bytes = pyrage.passphrase.encrypt(zipped(files, at), passphrase)
    return locked


def zipped(files: dict[str, bytes], at: datetime) -> bytes:
    """The files in one archive. Names are ours, and lead nowhere else."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, at.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
