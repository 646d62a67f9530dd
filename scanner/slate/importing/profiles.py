"""A folder of profiles: each is a person with the consent that they gave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from scanner.errors import ConsentError, ProfileError, SlateError
from scanner.model.facts import Fact, FactKind
from scanner.profile import Profile, parse_profile
from scanner.profile.load import profile_in
from scanner.slate.importing.listed import Listed
from scanner.slate.importing.telling import Told

OTHER_FILES = "Files of the folder that are no profiles (*.toml) were passed over."
SAME_ID = "is of the same id as another profile of the folder."


def read_profiles(folder: Path, today: date, told: Told) -> Iterator[Listed]:
    """Everybody whose profile in the folder can be used today. What is wrong with the others is
    told by the name of their file. Raises SlateError when there is no profile."""
    paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    profiles = [path for path in paths if path.suffix.lower() == ".toml" and path.is_file()]
    if not profiles:
        raise SlateError(f"There is no profile (*.toml) in {folder}.")
    if len(profiles) < len(paths):
        told.note(f"{OTHER_FILES[:-1]}: {len(paths) - len(profiles)}.", 0)
    seen: set[str] = set()
    for path in profiles:
        one = _read(path, today, told)
        if one is None:
            continue
        if one.subject_id in seen:
            mend = 'If they are two people, give each an id: [subject] id = "jane-marlow-2".'
            told.fault(0, path.name, SAME_ID, mend)
            continue
        seen.add(one.subject_id)
        yield one


def _read(path: Path, today: date, told: Told) -> Listed | None:
    try:
        text = profile_in(path)
        found = parse_profile(text, today, path.name)
    except ProfileError as error:
        for problem in error.problems:
            place = problem.where.removeprefix(path.name).lstrip(":")
            told.fault(0, path.name, f"{place} {problem.what}".strip(), problem.mend)
        return None
    except ConsentError as error:
        told.fault(0, path.name, " ".join(str(error).splitlines()[-1].split()))
        return None
    return _listed(path, text, found)


def _listed(path: Path, text: str, found: Profile) -> Listed:
    subject = found.subject
    return Listed(
        rows=(),
        name=subject.display_name,
        role=subject.role,
        ref=subject.id,
        contact=_contact(subject.of_kind(FactKind.EMAIL)),
        election=subject.election,
        file=path.name,
        profile=text,
        subject_id=subject.id,
    )


def _contact(emails: tuple[Fact, ...]) -> str:
    ordered = sorted(emails, key=lambda fact: fact.is_public)
    whole = [fact.value.reveal() for fact in ordered if "@" in fact.value.reveal()]
    return next(iter(whole), "")
