"""What judging a pack's archive again needs beside the archive: encrypted with the pack's
passphrase (age, scrypt), since it holds the person's values and the key of findings' identities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import pyrage

from scanner.case.serial import dump, load
from scanner.case.store import ScanRecord
from scanner.errors import CaseError, PackError
from scanner.gather import Earlier
from scanner.model.answer import Ending
from scanner.model.capture import Capture, Sending, Skipped
from scanner.rulebook.book import RuleBook

_Answer = Capture | Skipped


@dataclass(frozen=True, slots=True)
class RuleText:
    """One rule of the set that judged."""

    name: str
    """Of its file."""
    text: str


@dataclass(frozen=True, slots=True)
class ReplayData:
    """With the archive, all that a check's result follows from."""

    record: ScanRecord = field(repr=False)
    """Subject, plan, seed, and what was known before."""
    key: bytes = field(repr=False)
    """Of findings' identities."""
    rules: tuple[RuleText, ...] = field(repr=False)
    order: tuple[str, ...]
    """Probes in the order in which they were answered."""
    apart: tuple[Capture, ...] = field(repr=False)
    """Answers that the archive does not hold as they came: those of pages that a browser opened."""
    rendered: tuple[Capture, ...] = field(repr=False)
    """What a browser showed, in the order in which it did."""
    sendings: tuple[Sending, ...] = field(repr=False)
    ended_at: datetime
    ending: Ending
    revealed: bool
    """Whether the assessment of the pack shows values in clear."""


def replay_data(
    record: ScanRecord,
    earlier: Earlier,
    archived: Mapping[str, _Answer],
    book: RuleBook,
    key: bytes,
    *,
    ended_at: datetime,
    ending: Ending,
    revealed: bool,
) -> ReplayData:
    """`earlier`: the check's journal. `archived`: its archive, read back. Raises PackError when the
    check was judged by other rules than these."""
    if book.digest != record.rules_digest:
        raise PackError(
            "The rules have changed since the check, so it could not be judged again by those that "
            "judged it. Name your own rules with --rules, as they were then."
        )
    apart = [
        answer
        for probe_id in earlier.answers
        if isinstance(answer := earlier.answers[probe_id](), Capture)
        and not _is_same(answer, archived.get(probe_id))
    ]
    cut_off = [probe_id for probe_id in archived if probe_id not in earlier.answers]
    return ReplayData(
        record=record,
        key=key,
        rules=tuple(RuleText(item.path.name, item.text) for item in book.loaded),
        order=(*earlier.answers, *cut_off),
        apart=tuple(apart),
        rendered=tuple(shown() for shown in earlier.rendered.values()),
        sendings=earlier.sendings,
        ended_at=ended_at,
        ending=ending,
        revealed=revealed,
    )


def earlier_in(data: ReplayData, archived: Mapping[str, _Answer]) -> Earlier:
    """The check's journal again, out of the archive. Raises PackError when an answer is missing."""
    known: dict[str, _Answer] = {**archived, **{item.probe_id: item for item in data.apart}}
    if missing := [probe_id for probe_id in data.order if probe_id not in known]:
        raise PackError(f"The archive lacks {len(missing)} of the answers that were judged.")
    return Earlier(
        answers={probe_id: partial(_given, known[probe_id]) for probe_id in data.order},
        rendered={shown.probe_id: _giving(shown) for shown in data.rendered},
        sendings=data.sendings,
    )


def _given(answer: _Answer) -> _Answer:
    return answer


def _giving(capture: Capture) -> Callable[[], Capture]:
    return lambda: capture


def _is_same(answer: Capture, archived: _Answer | None) -> bool:
    return isinstance(archived, Capture) and _untraced(answer) == _untraced(archived)


def _untraced(capture: Capture) -> Capture:
    """Without what only evidence has of an exchange, and judging does not look at."""
    return replace(capture, hops=tuple(replace(hop, trace=None) for hop in capture.hops))


def encrypt(data: ReplayData, passphrase: str) -> bytes:
    """Two seconds, by design of age's passphrases."""
    return bytes(pyrage.passphrase.encrypt(dump(data), passphrase))


def decrypt(content: bytes, passphrase: str) -> ReplayData:
    """Raises PackError, which quotes nothing, for a wrong passphrase or damaged data."""
    try:
        return load(ReplayData, bytes(pyrage.passphrase.decrypt(content, passphrase)))
    except (pyrage.DecryptError, CaseError, ValueError):
        raise PackError(
            "The pack cannot be opened with this passphrase, or what it protects is damaged."
        ) from None
