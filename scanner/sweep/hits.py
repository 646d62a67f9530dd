"""What a sweep finds: pages of an archive on which something of a person stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from scanner.judge.weighing import UNIQUE
from scanner.model.facts import FactKind
from scanner.model.finding import Finding
from scanner.offline import Weighed

TELLING = UNIQUE | {"handle.at_sign", "handle.profile_url", "handle.labelled"}
"""Kinds and forms that lead to a person whether or not the name stands there. Everything else (a
street with its town, a year of birth, an employer) is many people's, and in the whole of the web
stands everywhere: it counts on pages with the person's name."""
TOO_WEAK = frozenset({f"birth_date.{form}" for form in ("age", "year", "month_year", "day_month")})
"""What makes no page worth a look by itself, even beside the name: there are many of that age. It
is told of a page that is found for something else."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record with something of one person."""

    subject_id: str
    archive: str
    """The archive's address."""
    record: int
    """Which record with content of that archive, from 1."""
    url: str = field(repr=False)
    seen_at: datetime
    """When the crawler was there."""
    weighed: tuple[Weighed, ...]


def is_worth_telling(findings: Iterable[Finding], named: bool) -> bool:
    """Whether a record with these findings of a person is a hit. `named`: the person's name stands
    there in any form."""
    return any(
        key in TELLING or (named and key not in TOO_WEAK)
        for key in (f"{finding.kind.value}.{finding.form}" for finding in findings)
    )


NAMES = frozenset({FactKind.NAME, FactKind.ALIAS})
"""Kinds that tell of whom a page speaks."""
