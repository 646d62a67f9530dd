"""Several profiles at once: files and folders of them, loaded together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from scanner.errors import ManyProblems, NetcurtainError, PlanError, Problem, ProfileError
from scanner.model.subject import Subject
from scanner.profile import Profile, load_profile


def profile_paths(places: Sequence[Path]) -> tuple[Path, ...]:
    """The profiles that are meant: files as given, and every *.toml file below a folder.

    Each once, in the order given and by name within a folder. Raises PlanError for a folder
    without any.
    """
    paths: dict[Path, Path] = {}
    for place in places:
        within = sorted(place.rglob("*.toml")) if place.is_dir() else [place]
        if not within:
            raise PlanError(
                f"There is no profile in the folder {place}: a profile's name ends in .toml."
            )
        for path in within:
            paths.setdefault(path.resolve(), path)
    return tuple(paths.values())


def load_profiles(paths: Sequence[Path], today: date) -> tuple[tuple[Subject, ...], list[str]]:
    """The people of all profiles, and what is doubtful in them.

    Raises a NetcurtainError that tells the faults of all profiles together: what cannot be used,
    a consent that does not cover today, the same person twice.
    """
    loaded: list[tuple[Path, Profile]] = []
    faults: list[tuple[Path, NetcurtainError]] = []
    for path in paths:
        try:
            loaded.append((path, load_profile(path, today)))
        except NetcurtainError as error:
            faults.append((path, error))
    if len(paths) == 1 and faults:
        raise faults[0][1]
    if faults:
        raise NetcurtainError("\n".join(_told(path, error) for path, error in faults))
    _refuse_twins(loaded)
    several = len(paths) > 1
    warnings = [
        f"{path}: {problem}" if several else str(problem)
        for path, profile in loaded
        for problem in profile.warnings
    ]
    return tuple(profile.subject for _, profile in loaded), warnings


def _told(path: Path, error: NetcurtainError) -> str:
    """A profile's faults under its path: files in several folders may have the same name."""
    if isinstance(error, ManyProblems):
        body = "\n".join(f"  {problem}" for problem in error.problems)
    else:
        _, _, body = str(error).partition("\n")
        body = body or f"  {error}"
    reason = "no current consent" if not isinstance(error, ManyProblems) else "cannot be used"
    return f"{path}: {reason}\n{body}"


def _refuse_twins(loaded: Sequence[tuple[Path, Profile]]) -> None:
    """Two people must never be taken for one."""
    first: dict[str, Path] = {}
    problems = []
    for path, profile in loaded:
        other = first.setdefault(profile.subject.id, path)
        if other is not path:
            problems.append(
                Problem(
                    str(path),
                    f'has the same subject id as {other} ("{profile.subject.id}").',
                    'Give one of them another: id = "…" in its [subject] block.',
                )
            )
    if problems:
        raise ProfileError("Each profile needs a subject id of its own:", problems)
