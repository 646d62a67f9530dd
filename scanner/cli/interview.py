"""The questions of `netcurtain new`, asked at the terminal, and the draft of their answers."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from scanner.case import OutputFolder
from scanner.cli.console import say
from scanner.errors import Problem, ProfileError
from scanner.profile.questions import (
    FURTHER_FACTS,
    QUESTIONS,
    Expects,
    Question,
    complaint,
    has_further_fact,
)

Given = dict[str, str | list[str]]
"""Answers by the key of their question."""

_ONE_MORE = """
A name alone is shared by too many people: one further fact is needed, or a piece of one, such as a
town, the last digits of a number, or a user name. So these questions come once more."""
_LAST = """
This is the last question. No ends here: no file is written, and your answers are not kept.
Ctrl-C stops and keeps them."""


_TOO_LITTLE = Problem(
    "facts", "one further fact is needed.", "Start again when you want to give one."
)


def ask_all(answers: Given) -> None:
    """Asks what `answers` lack and puts each answer there at once, so that a stop loses none."""
    for question in QUESTIONS:
        if question.key in answers or not question.applies(answers):
            continue
        if question.key == "consent":
            if not has_further_fact(answers):
                _ask_for_a_further_fact(answers)
            say(_LAST)
        _ask(question, answers)


def _ask_for_a_further_fact(answers: Given) -> None:
    """Raises ProfileError when none is given this time either: asking for ever helps nobody."""
    say(_ONE_MORE)
    for question in FURTHER_FACTS:
        _ask(question, answers)
    if not has_further_fact(answers):
        raise ProfileError("No profile can be made of a name alone.", [_TOO_LITTLE])


def _ask(question: Question, answers: Given) -> None:
    say(f"\n{question.prompt}\n  Why: {question.why}")
    if question.many:
        several: list[str] = []
        while text := _ask_one(question, bool(several)):
            several.append(text)
            answers[question.key] = several  # now, so that a stop at the next one keeps it
        answers[question.key] = several
    else:
        answers[question.key] = _ask_one(question, False)


def _ask_one(question: Question, another: bool) -> str:
    """One usable answer, or an empty text for one that is left out."""
    hint = _hint(question)
    prompt = "  One more, or Enter" if another else f"  {hint}"
    while True:
        text: str = typer.prompt(prompt, default="", show_default=False, err=True).strip()
        if not (fault := complaint(question, text)):
            return text
        say(f"  {fault}")


def _hint(question: Question) -> str:
    if question.expects is Expects.YES_NO:
        return "yes or no"
    if question.choices:
        return " / ".join(question.choices)
    return f"Such as {question.example}"


def usable(answers: Given, error: ProfileError) -> Given:
    """What need not be asked again after `error`. What was left out may be what is missing."""
    faulty = {problem.where.rpartition(".")[2] for problem in error.problems}
    return {key: value for key, value in answers.items() if value and key not in faulty}


class Draft:
    """The answers of an interrupted run, beside the profile that they will make (0600)."""

    def __init__(self, folder: OutputFolder, profile: Path) -> None:
        self.path = profile.with_name(f"{profile.name}.draft")
        self._folder = folder

    def keep(self, answers: Given) -> None:
        self.discard()
        self._folder.write(self.path.name, json.dumps(answers, ensure_ascii=False))

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)

    def resume(self) -> Given:
        """The answers that an earlier run kept; what is no answer to a question is passed over."""
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        if not isinstance(kept, dict):
            return {}
        answers = {q.key: kept[q.key] for q in QUESTIONS if _is_answer(kept.get(q.key))}
        if answers:
            say(
                f"Going on where you stopped: {len(answers)} answers are kept in {self.path}. To "
                f"begin anew, delete that file."
            )
        return answers


def _is_answer(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(text, str) for text in value)
    return isinstance(value, str)
