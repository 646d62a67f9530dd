"""Tells an honest "no such page" by its status or source, without reading the page.

Most answers to a question about a name are of that kind, and reading is what they would cost. The
status, or a piece of the page's source, must settle it under the rule, whatever the page says; and
no mark of a challenge or a wall may stand in the source of the page, else it is read and judged
like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick

from scanner.model.capture import Capture, Skipped
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome.conditions import (
    Reply,
    any_holds,
    holds,
    is_of_content,
    is_of_the_page,
    is_of_the_source,
)
from scanner.outcome.elsewhere import is_anothers_no
from scanner.outcome.refusals import FIRM, REFUSALS
from scanner.outcome.wording import detail_of
from scanner.rulebook.condition import Condition
from scanner.rulebook.detector import ObstacleDetector
from scanner.rulebook.source import SourceRule

MOST_SOURCE = 262_144
"""Bytes of a page in which marks are looked for; a larger one is read."""
_TAGS = re.compile(rb"<[^<>]*>")


class Glance:
    """Looks at answers by all obstacle rules of a run."""

    def __init__(self, obstacles: Iterable[ObstacleDetector]) -> None:
        known = tuple(obstacles)
        self._any = _Marked(condition for obstacle in known for condition in obstacle.when)
        self._firm = _Marked(
            condition
            for obstacle in known
            for condition in obstacle.when
            if obstacle.reason in FIRM or not is_of_the_page(condition)
        )

    def outcome(self, probe: Probe, capture: Capture | Skipped, rule: SourceRule) -> Outcome | None:
        """The outcome absent, or None where the page has to be read to tell."""
        if isinstance(capture, Skipped) or capture.failure is not None or rule.answers is None:
            return None
        status = capture.status
        if status in REFUSALS or len(capture.body) > MOST_SOURCE:
            return None
        answers = rule.answers
        reply = Reply(capture, {name: secret.reveal() for name, secret in probe.variables})
        proofs = [condition for condition in answers.absent if holds(condition, reply)]
        sourced = any(is_of_the_source(condition) for condition in proofs)
        if not proofs or (status < 400 and not sourced):
            return None
        if any_holds((*answers.found, *answers.blocked), reply) is not False:
            return None
        if (self._firm if sourced or rule.origin else self._any).may_hold(reply):
            return None
        if is_anothers_no(probe, reply, answers):
            return None
        return Outcome(probe.id, OutcomeKind.ABSENT, "absent", detail_of("absent"))


class _Marked:
    """Conditions of obstacles, and the texts of which one stands on every page where they hold."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        known = tuple(conditions)
        # A test of nothing but the page can't fail before it is read.
        self._unread = any(is_of_content(c) and not _literals(c) for c in known)
        self._is_always_possible = any(is_of_content(c) for c in known)
        self._conditions = tuple(c for c in known if not is_of_content(c))
        marks = {mark for condition in known for mark in _marks(condition)}
        self._marks = BytesAhoCorasick(sorted(marks)) if marks else None

    def may_hold(self, reply: Reply) -> bool:
        """Whether one of them may hold, as far as can be told without reading."""
        if self._unread:
            return True
        is_possible = self._is_always_possible
        for condition in self._conditions:
            held = holds(condition, reply)
            if held or (held is None and not _literals(condition)):
                return True
            is_possible = is_possible or held is None
        return is_possible and self._is_marked(reply.capture.body)

    def _is_marked(self, body: bytes) -> bool:
        """Whether the mark of any obstacle stands in the source, or in its text."""
        if self._marks is None or not body:
            return False
        source = body.lower()
        if self._marks.find_matches_as_indexes(source):
            return True
        text = b" ".join(_TAGS.sub(b"", source).split())
        return bool(self._marks.find_matches_as_indexes(text))


def _literals(condition: Condition) -> tuple[str, ...]:
    """Texts of which one stands on the page where the condition holds; empty when none must."""
    return condition.title or condition.loads or condition.text or ()


def _marks(condition: Condition) -> Iterable[bytes]:
    return (text.casefold().encode() for text in _literals(condition))
