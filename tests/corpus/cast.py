"""Who appears on a page: whom it is about, and who stands beside them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.corpus.person import Person


@dataclass(frozen=True, slots=True)
class Cast:
    """`lead` is a subject, or one who is taken for them; `others` are in no profile, or doubles."""

    lead: Person
    others: tuple[Person, ...]

    @property
    def everyone(self) -> tuple[Person, ...]:
        return (self.lead, *self.others)
