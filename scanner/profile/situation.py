"""The block `[situation]`: what the person chose to tell of their life, for the weights alone."""

from __future__ import annotations

from scanner.model.situation import Circumstance, Situation
from scanner.profile.tables import Table


def read_situation(top: Table) -> Situation:
    """The answers given; what is left out stays unknown."""
    table = top.table("situation")
    if table is None:
        return Situation()
    table.only(Circumstance)
    answers: list[tuple[Circumstance, bool]] = []
    for circumstance in Circumstance:
        value = table.content.get(circumstance)
        if isinstance(value, bool):
            answers.append((circumstance, value))
        elif value is not None:
            table.problems.error(
                table.where(circumstance),
                "must be true or false.",
                "Write true or false without quotes, or leave it out.",
            )
    return Situation(tuple(answers))
