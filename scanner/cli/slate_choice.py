"""Which slate, and which person of it, a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scanner.errors import PlanError
from scanner.language import Language

if TYPE_CHECKING:
    from scanner.case.store import CaseStore
    from scanner.case.store.slates import Slate
    from scanner.model.slate import Person

SlateOption = Annotated[
    str,
    typer.Option(
        "--slate",
        metavar="TITLE",
        help="Which slate. Not needed while there is only one.",
        show_default=False,
    ),
]
PeopleLangOption = Annotated[
    Language | None,
    typer.Option(
        "--lang",
        envvar="NETCURTAIN_LANG",
        help="The language for all: English or Welsh (Cymraeg). If not given, each person's own: "
        "that of their form.",
        show_default=False,
    ),
]
RefArgument = Annotated[
    str,
    typer.Argument(
        metavar="REF", help="Who: the reference, the number or the name, as `slate people` shows."
    ),
]


def chosen_slate(store: CaseStore, title: str = "") -> Slate:
    """The slate that is meant; the only one if nothing is given. Raises PlanError when there is
    none, or more than one."""
    slates = store.slates.all()
    if not slates:
        raise PlanError("There is no slate yet. `netcurtain slate import FILE` begins one.")
    if not title:
        if len(slates) == 1:
            return slates[0]
        raise PlanError(f"Say which slate with --slate: {_titles(slates)}.")
    found = store.slates.find(title)
    if found is None:
        raise PlanError(f"There is no slate of that title. There are: {_titles(slates)}.")
    return found


def chosen_person(store: CaseStore, slate: Slate, who: str) -> Person:
    """The person that is meant, by reference, number or whole name. Raises PlanError when there is
    none, or more than one."""
    wanted = " ".join(who.split())
    found = store.slates.by_ref(slate.id, wanted)
    if found is not None:
        return found
    digits = wanted.removeprefix("#")
    if digits.isascii() and digits.isdigit():
        try:
            return store.slates.person(slate.id, int(digits[:9]))
        except LookupError:
            raise _nobody(slate) from None
    named = [
        one
        for one in store.slates.people(slate.id)
        if wanted.casefold() in (one.ref.casefold(), one.name.casefold())
    ]
    if len(named) > 1:
        refs = ", ".join(one.ref for one in named)
        raise PlanError(f"{len(named)} people are called so. Say which: {refs}.")
    if not named:
        raise _nobody(slate)
    return named[0]


def _nobody(slate: Slate) -> PlanError:
    return PlanError(
        f'Nobody of the slate "{slate.record.title}" has that reference, number or name. '
        f"`netcurtain slate people` lists them."
    )


def _titles(slates: tuple[Slate, ...]) -> str:
    return ", ".join(f'"{slate.record.title}"' for slate in slates)
