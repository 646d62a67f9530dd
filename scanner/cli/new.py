"""`netcurtain new`: asks what to look for, says why it asks, and writes the profile."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scanner.case import OutputFolder
from scanner.cli.console import say
from scanner.errors import OutputError, ProfileError
from scanner.profile.questions import QUESTIONS, Expects, Question, complaint
from scanner.profile.writing import profile_toml

Given = dict[str, str | list[str]]

_INTRO = """\
This makes a profile: the facts to look for, and your consent to look for them.
It stays on this computer. Anything may be left out (just press Enter), but for a name, one further
fact and the consent. Part of an address or number is welcome. Ctrl-C stops; your answers are kept.
"""


def new(
    path: Annotated[Path, typer.Argument(help="The file to write.", metavar="FILE")] = Path(
        "profile.toml"
    ),
    force: Annotated[
        bool, typer.Option("--force", help="Write over an existing file (the old one is kept).")
    ] = False,
) -> None:
    """Ask what to look for, and write the profile. Nothing is sent.

    Examples:

      netcurtain new

      netcurtain new jane.toml
    """
    if path.exists() and not force:
        raise OutputError(
            f"{path} exists already. Name another file, or add --force: the old one is kept beside "
            f"the new."
        )
    folder = OutputFolder(path.parent)
    draft = path.with_name(f"{path.name}.draft")
    say(_INTRO)
    answers = _resume(draft)
    try:
        _ask_all(answers)
        text = profile_toml(answers, datetime.now(UTC).date())
    except (KeyboardInterrupt, EOFError, typer.Abort):
        _keep(folder, draft, answers)
        say(f"\nStopped. Your answers so far are kept in {draft}; `netcurtain new {path}` goes on.")
        raise typer.Exit(130) from None
    except ProfileError as error:
        _keep(folder, draft, _without_faults(answers, error))
        raise
    written = folder.write(path.name, text)
    draft.unlink(missing_ok=True)
    say(
        f"\nWritten to {written} (readable by you alone).\n"
        f"Next: netcurtain plan {path}   shows what would be asked of whom; nothing is sent\n"
        f"      netcurtain check {path}  looks, and writes the report"
    )


def _ask_all(answers: Given) -> None:
    for question in QUESTIONS:
        if question.key in answers or not question.applies(answers):
            continue
        say(f"\n{question.prompt}\n  Why: {question.why}")
        if question.many:
            several: list[str] = []
            while text := _ask_one(question, bool(several)):
                several.append(text)
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
    return f"Such as {question.example}" if question.example else "Answer"


def _without_faults(answers: Given, error: ProfileError) -> Given:
    """What need not be asked again: usable answers. What was left out may be what is missing."""
    faulty = {problem.where for problem in error.problems}
    return {key: value for key, value in answers.items() if value and key not in faulty}


def _keep(folder: OutputFolder, draft: Path, answers: Given) -> None:
    draft.unlink(missing_ok=True)
    folder.write(draft.name, json.dumps(answers, ensure_ascii=False))


def _resume(draft: Path) -> Given:
    """The answers of an earlier, interrupted run."""
    try:
        kept = json.loads(draft.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict) or not kept:
        return {}
    say(f"Going on where you stopped ({len(kept)} answers are kept in {draft}).")
    return kept
