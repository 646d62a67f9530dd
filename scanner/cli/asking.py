"""Asking before something that cannot be taken back."""

from __future__ import annotations

import typer

from scanner.cli.console import is_interactive, say
from scanner.errors import PlanError


def confirmed(question: str, yes: bool) -> bool:
    """Whether the person says yes. Raises PlanError where nobody can be asked."""
    if yes:
        return True
    if not is_interactive():
        raise PlanError("Nobody can be asked here. Nothing was done; --yes says yes beforehand.")
    say(question)
    answer: str = typer.prompt("Type yes to go on", default="no", show_default=False, err=True)
    return answer.strip().lower() in ("yes", "y")
