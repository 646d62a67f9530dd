"""Revises an answer by a control question: the same about something that cannot exist.

A site that says yes to everything says nothing. Two kinds of control, told apart by what differs
between the two questions: a *name* (handle) that cannot exist must not be found at all; a *path*
that cannot exist may well answer with a page of its own, and only the same page proves a wall.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from scanner.domains import host_of_url
from scanner.model.capture import Failure
from scanner.model.document import Document, Place
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.outcome.conditions import folded, text_of
from scanner.outcome.wording import detail_of
from scanner.rulebook.variables import Variable

SAME_PAGE_RATIO = 0.9
"""From this likeness on (rapidfuzz's normalised indel similarity, 0-1) two pages are the same page.
Judgement, on the safe side: two articles in one site's frame of menus stay below it, a challenge
that differs by a reference number lies above it."""
COMPARED = 20_000
"""Code points compared; the cost grows with their square."""

_COMPARED_PLACES = frozenset({Place.TEXT, Place.TITLE, Place.STRUCTURED, Place.RECORD})
_NO_SUCH_HOST = Failure.NAME_NOT_RESOLVED.value
_NAMES = frozenset({Variable.HANDLE.value, Variable.NAME_SLUG.value})
_WITH_DIGIT = re.compile(r"\S*\d\S*")


def settle(
    outcome: Outcome,
    document: Document,
    control_outcome: Outcome,
    control_document: Document | None,
    probe: Probe,
    control: Probe,
) -> Outcome:
    """The outcome once its control was answered. Only a found outcome is ever revised.

    - control found: for a name, stale; for a path, blocked if both pages are the same, else it
      stands;
    - control absent, a host that does not exist, or an answer that fits no signature and differs:
      it stands;
    - control blocked, failed or not run: as little is known as without it.
    """
    outcome = replace(outcome, control_wanted=False)
    if outcome.kind is not OutcomeKind.FOUND:
        return outcome
    kind = control_outcome.kind
    if kind is OutcomeKind.ABSENT:
        return outcome
    if control_outcome.reason == _NO_SUCH_HOST and _host(probe) != _host(control):
        # Where names are hosts, one that cannot exist has none.
        return outcome
    is_name = _asks_for_a_name(probe, control)
    alike = control_document is not None and _alike(document, control_document, probe, control)
    answered = kind is OutcomeKind.FOUND or control_outcome.reason == "no_signature"
    if answered and alike:
        wall = OutcomeKind.STALE if is_name else OutcomeKind.BLOCKED
        return _revised(outcome, wall, "same_for_everyone")
    if kind is OutcomeKind.FOUND:
        return _revised(outcome, OutcomeKind.STALE, "control_found") if is_name else outcome
    if control_outcome.reason == "no_signature":
        return outcome
    blocked = kind is OutcomeKind.BLOCKED
    doubt = OutcomeKind.BLOCKED if blocked else OutcomeKind.STALE
    return _revised(outcome, doubt, "control_inconclusive")


def unsettled(outcome: Outcome) -> Outcome:
    """The outcome when no control could be asked for it: a find stays in doubt."""
    if outcome.kind is not OutcomeKind.FOUND:
        return replace(outcome, control_wanted=False)
    return _revised(outcome, OutcomeKind.STALE, "control_inconclusive")


def _revised(outcome: Outcome, kind: OutcomeKind, reason: str) -> Outcome:
    return Outcome(outcome.probe_id, kind, reason, detail_of(reason))


def _host(probe: Probe) -> str:
    return host_of_url(probe.request.url)


def _asks_for_a_name(probe: Probe, control: Probe) -> bool:
    asked = {name: secret.reveal() for name, secret in probe.variables}
    return any(
        name in _NAMES and asked.get(name) != secret.reveal() for name, secret in control.variables
    )


def _alike(document: Document, other: Document, probe: Probe, control: Probe) -> bool:
    words = sorted(
        _question_words(document, probe) | _question_words(other, control), key=len, reverse=True
    )
    own = _comparable(document, words)
    others = _comparable(other, words)
    if not own or not others:
        return own == others
    return fuzz.ratio(own, others, score_cutoff=SAME_PAGE_RATIO * 100) > 0


def _comparable(document: Document, question_words: Sequence[str]) -> str:
    """A page's words without what merely repeats the question, and without references and times."""
    text = folded(text_of(document, _COMPARED_PLACES))
    for word in question_words:
        text = text.replace(word, " ")
    return " ".join(_WITH_DIGIT.sub(" ", text).split())[:COMPARED]


def _question_words(document: Document, probe: Probe) -> set[str]:
    """What a page may repeat of the question: addresses, paths and the variables' values."""
    words = {secret.reveal() for _, secret in probe.variables}
    for url in (probe.request.url, probe.page_url, document.url):
        path = _path_of(url)
        words |= {url, path, unquote(path), path.rstrip("/").rpartition("/")[2]}
    return {word for word in map(folded, words) if len(word) > 2}


def _path_of(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
