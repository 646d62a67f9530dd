"""A slate whose people have consented, and a simple asker: all that waits is asked at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyrage

from scanner import __version__
from scanner.case.store import CaseStore
from scanner.case.store.runs import News, Run, RunRecord
from scanner.case.vault import Vault
from scanner.demo import DemoWeb
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.capture import Capture, Skipped
from scanner.model.events import RequestSent
from scanner.model.slate import Entrant, Person, PersonState, Sharing, SlateRecord
from scanner.model.subject import Role
from scanner.plan import capture_without_key, sendable, sending_without_key, with_key
from scanner.profile import parse_profile
from scanner.slate.setting import Place, Setting, opened
from scanner.slate.turns import Turned, take_turn

SEED = 11


@dataclass(frozen=True)
class Slated:
    """One slate in a store of its own, on the demonstration web."""

    place: Place
    slate_id: str

    @property
    def store(self) -> CaseStore:
        return self.place.store

    def begin(self, numbers: Sequence[int], **options: object) -> Run:
        record = RunRecord(SEED, __version__, self.place.book.digest, **options)  # type: ignore[arg-type]
        return self.store.runs.begin(self.slate_id, record, numbers, _now())

    def turn(self, run: Run, number: int, is_over: bool = False) -> Turned:
        return take_turn(self.place.setting, run.id, number, is_over)

    def ask(self, run: Run, only: Iterable[str] = ()) -> int:
        """Asks all that waits, or the questions with these keys; how many that were."""
        found = self.store.runs.waiting(run.id, None, 10_000)
        wanted = [q for q in found if not only or q.key in only]
        if not wanted:
            return 0
        with Fetcher(self.place.setting.network, now=_now) as fetcher:
            probes = {}
            for question in wanted:
                probe = with_key(question.probe, self.place.book, self.place.secrets)
                probes[probe.id] = probe
                fetcher.add(sendable(probe))
            events = list(fetcher.results())
        answers = [
            capture_without_key(event, probes[event.probe_id])
            if isinstance(event, Capture)
            else event
            for event in events
            if isinstance(event, Capture | Skipped)
        ]
        sent = [
            sending_without_key(event.sending, probes[event.sending.probe_id])
            for event in events
            if isinstance(event, RequestSent)
        ]
        self.store.runs.keep(run.id, News(_now(), answers, sent))
        return len(wanted)

    def drive(self, run: Run) -> int:
        """Until nobody has a turn to take; how many turns were taken."""
        turns = 0
        while self.ask(run) or self.store.runs.due(run.id, 1):
            for number in self.store.runs.due(run.id, 100):
                self.turn(run, number)
                turns += 1
        return turns

    def entrant(self, run: Run, number: int) -> Entrant:
        return self.store.runs.entrant(run.id, number)


def slated(web: DemoWeb, folder: Path, people: Iterable[Person]) -> Slated:
    """A slate of these people."""
    network = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
    setting = Setting(
        f"sqlite:///{folder / 'cases.sqlite3'}",
        network=network,
        secrets=web.secrets,
        vault=Vault(b"k" * 32),
    )
    place = opened(setting)
    slate = place.store.slates.begin(SlateRecord("Wexcombe 2027"), _now())
    place.store.slates.add(slate.id, people)
    return Slated(place, slate.id)


def person(profile: str, number: int, name: str, sharing: Sharing = Sharing.ALL) -> Person:
    """Somebody who has consented, with a key of their own."""
    identity = pyrage.x25519.Identity.generate()
    return Person(
        number,
        f"ref-{number}",
        name,
        Role.CANDIDATE,
        state=PersonState.CONSENTED,
        changed_at=datetime(2026, 11, 1, tzinfo=UTC),
        profile=profile,
        subject_id=parse_profile(profile, _now().date()).subject.id,
        sharing=sharing,
        recipient=str(identity.to_public()),
        locked_identity=str(identity).encode(),
    )


def _now() -> datetime:
    return datetime.now(UTC)
