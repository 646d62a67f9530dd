"""The few lines for the terminal: what changed, the headline, things to do, where the files are."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scanner.language import said
from scanner.model.assessment import Action, Assessment
from scanner.model.edition import OWN_COPY, Audience, Edition
from scanner.model.plan import NotRunReason
from scanner.render import words
from scanner.render.own_words import with_own_words
from scanner.render.summary_changes import archived_told, changes_told
from scanner.render.veil import Veil
from scanner.render.view import TODAY

_WIDTH = 88


def render_summary(
    assessment: Assessment, files: Sequence[Path | str] = (), edition: Edition = OWN_COPY
) -> str:
    """Plain text, values masked, safe to print on a terminal; ends in a line break.

    `files` are the written reports, in the order in which to name them; the first is in the
    `edition`, the others are the person's own, which is said where somebody else gets the first.
    """
    # What is not told here need not be gone through.
    assessment = with_own_words(
        replace(assessment, findings=(), checks=(), manual=(), disclosures=(), ledger=())
    )
    veil = Veil(assessment.person.facts)
    coverage = assessment.coverage
    lines: list[str] = []
    for escalation in assessment.escalations:
        level = said(words.LEVELS.get(escalation.level, escalation.level))
        lines += [f"{level}: {escalation.title}"]
        lines += _wrapped(veil.text(escalation.say), "  ")
        for do in escalation.do:
            step = words.FILTERS["for_election"](do, assessment.person.election)
            lines += _wrapped(veil.text(step), "  - ", "    ")
        lines += [""]
    lines += changes_told(assessment, veil, _WIDTH)
    lines += archived_told(assessment, veil, _WIDTH)
    if assessment.partial:
        lines += [said(words.ENDINGS[assessment.ending]) + ".", ""]
    lines += _wrapped(veil.text(assessment.headline.sentence))
    lines += _wrapped(
        f"{coverage.answered} of {words.plural(coverage.applicable, 'check')} gave an answer."
        + ("" if coverage.is_enough else " That is too few to reassure.")
    )
    if coverage.raise_by and not coverage.is_enough:
        lines += [said("What would raise that most:")]
        for more in coverage.raise_by[:TODAY]:
            lines += _wrapped(veil.text(more.do), "  - ", "    ")
    if deselected := sum(i.reason is NotRunReason.DESELECTED for i in assessment.left_out):
        lines += _wrapped(words.left_out_by_choice(deselected))
    if actions := assessment.actions[:TODAY]:
        lines += ["", said(_today_title(len(actions)))]
        for number, action in enumerate(actions, start=1):
            lines += _action(number, action, veil)
    if assessment.questions:
        asked = words.plural(len(assessment.questions), "question")
        lines += ["", said(f'{asked} for you in the report, under "Is this you?"')]
    if files:
        begin = f"{said('Reports:')} ".ljust(9)
        rest = " " * len(begin)
        lines += ["", *(f"{rest if number else begin}{path}" for number, path in enumerate(files))]
    if files and edition.audience is Audience.OFFICER:
        name = Path(files[0]).name
        lines += [
            "",
            *_wrapped(f"Hand on {name} alone: the other files hold the person's details."),
        ]
    return "\n".join(lines) + "\n"


def _today_title(number: int) -> str:
    return {1: "One thing to do today", 2: "Two things to do today"}.get(
        number, "Three things to do today"
    )


def _action(number: int, action: Action, veil: Veil) -> list[str]:
    title = f"{veil.text(action.title)} ({said(words.minutes(action.minutes))})"
    link = veil.link(action.link)
    return [
        *_wrapped(title, f"  {number}. ", "     "),
        *_wrapped(veil.text(action.first_step), "     "),
        *([f"     {link}"] if link else []),
    ]


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        said(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
        break_long_words=False,
    )
