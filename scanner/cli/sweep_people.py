"""For whom a sweep is made: profiles, or everybody of a slate who consents; and who sees what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scanner.cli.cases import opened_store, require_open
from scanner.cli.profiles import load_profiles, profile_paths
from scanner.errors import ConsentError, PlanError, ProfileError
from scanner.model.slate import Person, PersonState, Sharing
from scanner.model.subject import Subject
from scanner.store_address import store_address


@dataclass(frozen=True, slots=True)
class Sought:
    """One person who is looked for."""

    subject: Subject
    profile: Path | None = None
    person: Person | None = None
    """Of a slate."""

    @property
    def is_open(self) -> bool:
        """Whether whoever sweeps may see what is found. Otherwise only the person may."""
        return self.person is None or self.person.sharing is Sharing.ALL


def of_profiles(places: Sequence[Path], today: date) -> tuple[tuple[Sought, ...], list[str]]:
    """Everybody of these profiles, and what is to be told. Raises NetcurtainError when a consent
    does not cover today or was withdrawn."""
    from scanner.case.consents import require_not_withdrawn
    from scanner.case.store.opening import store_path

    paths = profile_paths(places)
    subjects, warnings = load_profiles(paths, today)
    # Makes no store where there is none.
    if store_address() or store_path().exists():
        with opened_store() as store:
            for subject in subjects:
                require_not_withdrawn(store, subject)
                require_open(store, store.cases.id_of(subject.id))
    pairs = zip(subjects, paths, strict=True)
    told = [f"Please check: {warning}" for warning in warnings]
    return tuple(Sought(subject, profile) for subject, profile in pairs), told


def of_slate(title: str, today: date) -> tuple[tuple[Sought, ...], list[str]]:
    """Everybody of a slate whose consent covers today, and how many are passed over. Raises
    PlanError when there is no such slate, or nobody of it consents."""
    from scanner.case.consents import require_not_withdrawn
    from scanner.profile import parse_profile

    found: list[Sought] = []
    left = 0
    with opened_store() as store:
        slate = store.slates.find(title)
        if slate is None:
            raise PlanError(f'There is no slate called "{title}".')
        for person in store.slates.people(slate.id):
            if person.state is not PersonState.CONSENTED:
                left += 1
                continue
            try:
                subject = parse_profile(person.profile, today).subject
                require_not_withdrawn(store, subject)
            except (ConsentError, ProfileError):
                left += 1
                continue
            found.append(Sought(subject, person=person))
    if not found:
        raise PlanError(f'Nobody of "{title}" has a consent that covers today.')
    told = [f"{left} of the slate are passed over: they have not consented."] if left else []
    return tuple(found), told
