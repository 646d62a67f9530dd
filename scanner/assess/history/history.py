"""What a check showed, held against all earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from scanner.assess.history.content import content_of
from scanner.assess.history.trend import index_of
from scanner.assess.history.waiting import waiting_of
from scanner.assess.history.witnesses import Looked, Verdict
from scanner.model.answer import Gathered
from scanner.model.assessment import AssessedFinding
from scanner.model.bands import Standing
from scanner.model.before import Before
from scanner.model.coverage import Coverage
from scanner.model.history import Followed, History, Known, Marked, Point, Proof, Turn

_TURNS = tuple(Turn)
_PROOFS = {Verdict.ABSENT: Proof.ABSENT, Verdict.WITHOUT: Proof.WITHOUT}


def history_of(
    before: Before,
    findings: Sequence[AssessedFinding],
    gathered: Gathered,
    looked: Looked,
    coverage: Coverage,
    others: Collection[str] = (),
    released: Collection[str] = (),
) -> History:
    """What became of every finding there ever was, and what is waited for.

    `looked`: what was looked for, and where. `others`: ids of findings that are held to be another
    person's now. `released`: ids of those that are newly in public.
    """
    lives = _Lives(
        {item.finding_id: item for item in before.known},
        {mark.finding_id: mark for mark in before.marks},
        before.buried,
        looked,
        frozenset(others),
        frozenset(released),
        gathered.ended_at,
    )
    shown = {item.finding.id: item for item in findings}
    followed = [lives.of_shown(item) for item in findings]
    followed += [lives.of_missed(item) for item in before.known if item.finding_id not in shown]
    number = len(before.points) + 1
    weights = _open_scores(followed, shown, before)
    point = Point(
        number=number,
        at=gathered.ended_at,
        open=len(weights),
        index=index_of(weights),
        answered=coverage.answered,
        applicable=coverage.applicable,
        partial=gathered.partial,
    )
    return History(
        number=number,
        previous_at=before.points[-1].at if before.points else None,
        followed=tuple(sorted(followed, key=_rank)),
        waiting=waiting_of(before.letters, gathered.ended_at.date()),
        trend=(*before.points, point),
    )


def came_back(before: Before) -> frozenset[str]:
    """Ids of findings that were proved gone before: whichever is seen now has come back. Of what
    was erased nobody knows whether it ever went."""
    return frozenset(item.finding_id for item in before.known if item.gone_at is not None)


@dataclass(frozen=True, slots=True)
class _Lives:
    known: dict[str, Known]
    marks: dict[str, Marked]
    buried: Collection[str]
    looked: Looked
    others: Collection[str]
    released: Collection[str]
    at: datetime

    def of_shown(self, item: AssessedFinding) -> Followed:
        finding = item.finding
        known = self.known.get(finding.id)
        mark = self.marks.get(finding.id)
        return Followed(
            finding_id=finding.id,
            turn=self._turn(item, known),
            first_seen_at=known.first_seen_at if known else finding.seen_at,
            last_seen_at=finding.seen_at,
            title=item.title,
            standing=item.standing,
            band=item.band,
            site=finding.site,
            url=finding.url,
            released=finding.id in self.released,
            gone_at=known.gone_at if known else None,
            proof=known.proof if known else None,
            step=mark.step if mark else None,
            step_on=mark.on if mark else None,
            archived_at=known.archived_at if known else None,
        )

    def _turn(self, item: AssessedFinding, known: Known | None) -> Turn:
        if known is None:
            return Turn.RELAPSED if item.finding.id in self.buried else Turn.NEW
        if known.turn is Turn.GONE or _is_back_in_archive(known):
            return Turn.RELAPSED
        if known.is_of_archive:
            return Turn.NEW
        return Turn.STILL_THERE if known.content == content_of(item.finding) else Turn.CHANGED

    def of_missed(self, known: Known) -> Followed:
        """Of a finding that this check did not make."""
        mark = self.marks.get(known.finding_id)
        is_others = known.finding_id in self.others and known.turn is not Turn.GONE
        verdict = Verdict.SHOWS if is_others else self.looked.verdict(known)
        turn, gone_at, proof = self._missed(known, verdict, is_others)
        return Followed(
            finding_id=known.finding_id,
            turn=turn,
            first_seen_at=known.first_seen_at,
            last_seen_at=self.at if verdict is Verdict.SHOWS else known.last_seen_at,
            title=known.title,
            standing=Standing.UNSURE if is_others else known.standing,
            band=known.band,
            site=known.site,
            url=known.url,
            gone_at=gone_at,
            proof=proof,
            step=mark.step if mark else None,
            step_on=mark.on if mark else None,
            archived_at=known.archived_at,
        )

    def _missed(
        self, known: Known, verdict: Verdict, is_others: bool
    ) -> tuple[Turn, datetime | None, Proof | None]:
        earlier = known.gone_at, known.proof
        if known.turn is Turn.GONE:
            return Turn.GONE, *earlier
        if verdict in _PROOFS:
            return Turn.GONE, self.at, _PROOFS[verdict]
        if verdict is Verdict.NOTHING:
            return Turn.UNSEEN, *earlier
        is_new = is_others and known.standing is not Standing.UNSURE
        return Turn.CHANGED if is_new else Turn.STILL_THERE, *earlier


def _is_back_in_archive(known: Known) -> bool:
    """Whether an archive saw it after it was proved gone, and no check since."""
    if known.gone_at is None or known.archived_at is None:
        return False
    return known.archived_at > known.gone_at and known.archived_at >= known.last_seen_at


def _rank(item: Followed) -> tuple[bool, int, int, str, str, str]:
    return (
        not item.released,
        _TURNS.index(item.turn),
        item.band.rank,
        item.title,
        item.site,
        item.finding_id,
    )


def _open_scores(
    followed: Sequence[Followed], shown: dict[str, AssessedFinding], before: Before
) -> list[int]:
    """Of what is private, surely or probably the person's, and not proved gone."""
    scores = {item.finding_id: item.score for item in before.known}
    scores |= {key: item.score for key, item in shown.items()}
    return [
        scores[item.finding_id]
        for item in followed
        if item.standing is Standing.RISK and item.turn is not Turn.GONE
    ]
