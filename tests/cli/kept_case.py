"""A case with one check of the demonstration web in it, made once and copied for each test."""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scanner.case.recording import begin
from scanner.case.store import ScanRecord, Verb, open_store
from scanner.demo import DemoWeb
from scanner.fetch import Fetcher, FetchOptions
from scanner.gather import RecordedFetcher
from scanner.model.events import AssessmentMade, GatheringDone
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

KEY = bytes(range(32))


@dataclass(frozen=True)
class KeptCase:
    """Where it lies, and what must not be found there once it is purged."""

    folder: Path
    profile: str
    values: tuple[str, ...]
    """Every value that the person gave, but for those that are public by choice."""

    def copy_to(self, data: Path) -> Path:
        """A copy in another data folder; the store's file in it."""
        target = data / "netcurtain"
        shutil.copytree(self.folder, target)
        target.chmod(0o700)
        return target / "cases.sqlite3"


@cache
def kept_case() -> KeptCase:
    """The check takes some seconds, so it is made once in a process."""
    folder = Path(tempfile.mkdtemp(prefix="netcurtain-case-"))
    now = datetime.now(UTC)
    (folder / "identity.key").write_bytes(KEY)
    with DemoWeb() as web, open_store(KEY, f"sqlite:///{folder / 'cases.sqlite3'}") as store:
        text = web.profile_toml(now.date())
        subject = parse_profile(text, now.date()).subject
        book = load_rulebook([])
        plan = make_plan(subject, book, PlanOptions(secrets=web.secrets), now.date())
        options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
        case = store.cases.enrol(subject, now)
        store.audit.tell(now, Verb.OPENED, "jm", "a case", case.id)
        record = ScanRecord(
            subject,
            plan,
            11,
            now,
            "1.0",
            book.digest,
            keeps_content=True,
            controls_by_source=True,
        )
        recording = begin(store, case.id, record, "jm")
        with Fetcher(options, now=lambda: datetime.now(UTC)) as fetcher:
            events = tuple(
                check(
                    subject,
                    book,
                    plan,
                    RecordedFetcher(fetcher, recording),
                    key=KEY,
                    now=lambda: datetime.now(UTC),
                    randomness=random.Random(record.seed),
                    before=recording.before,
                )
            )
        made = next(event for event in events if isinstance(event, AssessmentMade)).assessment
        gathered = next(event for event in events if isinstance(event, GatheringDone)).gathered
        recording.gathered = gathered
        recording.end(made, "jm")
    with sqlite3.connect(folder / "cases.sqlite3") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    private = tuple(
        fact.value.reveal() for fact in subject.facts if not fact.is_public and fact.kind != "name"
    )
    return KeptCase(folder, text, private)
