"""What web archives showed of the person, held against today's pages, for a reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scanner.model.assessment import Assessment, Check
from scanner.model.history import Followed, Turn
from scanner.render.over_time import TOLD, Entry, Group, anchors_of, is_gone_since
from scanner.render.view import Outline


@dataclass(frozen=True, slots=True)
class Archived:
    """Findings that a web archive has shown, by what is known of them today; worst first."""

    unknown: Group
    """Their pages gave no answer."""
    there: Group
    gone: Group
    """Proved gone, and told by no earlier report."""
    checks: tuple[Check, ...]

    def why(self, item: Followed) -> str:
        """Why nothing can be told of it, in the check's own words; empty when it has none."""
        reasons = (check.reason for check in self.checks if check.url.clear == item.url.clear)
        return next((reason for reason in reasons if reason), "")

    def of(self, finding_id: str) -> Followed | None:
        items = (entry.first for entry in self.there.entries)
        return next((item for item in items if item.finding_id == finding_id), None)


def archived_of(assessment: Assessment, outline: Outline | None = None) -> Archived | None:
    """None where no archive has shown anything that is to be told. With an `outline` every entry
    names its place in it."""
    history = assessment.history
    if history is None:
        return None
    anchors = anchors_of(outline) if outline else {}
    since = history.previous_at

    def group(wanted: Callable[[Followed], bool]) -> Group:
        return Group(
            tuple(
                Entry((item,), anchors.get(item.finding_id, ""))
                for item in history.followed
                if item.archived_at is not None and item.standing in TOLD and wanted(item)
            )
        )

    found = Archived(
        unknown=group(lambda item: item.turn is Turn.UNSEEN),
        there=group(lambda item: item.turn not in (Turn.UNSEEN, Turn.GONE)),
        gone=group(lambda item: is_gone_since(item, since)),
        checks=assessment.checks,
    )
    return found if any(each.entries for each in (found.unknown, found.there, found.gone)) else None
