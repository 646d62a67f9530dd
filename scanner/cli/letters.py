"""`netcurtain letters`, and what `check --letters` writes: letters to whoever shows the details."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import out, say
from scanner.cli.noting import note_files
from scanner.cli.options import LangOption, RulesOption
from scanner.errors import AssessmentError, PlanError
from scanner.language import ENGLISH

if TYPE_CHECKING:
    from scanner.case import OutputFolder
    from scanner.model.assessment import Assessment
    from scanner.render.letters import Letters
    from scanner.rulebook.book import RuleBook

FOLDER = "letters"
_FORMATS = "txt, eml, docx"


def letters(
    assessment: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT.json", help="What an earlier check wrote.")
    ],
    profile: Annotated[
        Path | None,
        typer.Option(
            "--profile",
            metavar="PROFILE",
            help="The profile that the check was made with: it has the values that are masked in "
            "the file.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="LETTER",
            help="Only this letter, such as letter.erasure; written even if nothing calls for it. "
            "Repeatable.",
        ),
    ] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="NAMES", help=f"Any of {_FORMATS}; comma-separated.")
    ] = _FORMATS,
    out_folder: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Where to write; if not given, letters/ beside the file."
        ),
    ] = None,
    rules: RulesOption = None,
    lang: LangOption = ENGLISH,
) -> None:
    """Write the letters that help with what a check found. Nothing is sent.

    Each letter holds only what its reader shows already, in clear, because they have to find it;
    what only you can say stands in [square brackets]. Start with read-this-first.txt: it says when
    to send which letter, and when not.

    Examples:

      netcurtain letters my-report/assessment.json --profile profile.toml

      netcurtain letters my-report/assessment.json --profile profile.toml --format docx

      netcurtain letters my-report/assessment.json --profile profile.toml \\
        --only letter.impersonation_report

      netcurtain letters my-report/assessment.json --profile profile.toml --lang cy

    In Welsh, each letter has the same in English below.
    """
    from scanner.cli.rulefolders import book_with

    book = book_with(rules or [])
    wanted = _wanted(only or [], book)
    names = _formats(formats)
    read = _read(assessment, profile)
    from scanner.assess import letter_text
    from scanner.case import OutputFolder
    from scanner.render.letters import letters_of

    texts = [letter_text(rule) for rule in book.letters.values()]
    made = letters_of(read, wanted, texts)
    folder = OutputFolder(out_folder or assessment.parent / FOLDER)
    guide = write_letters(folder, made, names)
    out.print(str(guide), markup=False)
    say(told(made, folder.path))
    if made.written:
        say("When one has gone out: netcurtain sent LETTER --to WHOM. That starts its clock.")
        note_files(read.person.id, [folder.path], "letters")


def write_letters(folder: OutputFolder, made: Letters, formats: Collection[str] = ()) -> Path:
    """Writes the letters (0600) into the folder and tells where their guide is. Raises OutputError.

    `formats`: as of `scanner.render.letters.FORMATS`; none means all.
    """
    from scanner.case import OutputFolder
    from scanner.render.letters import FORMATS, letter_files

    folders = {"": folder}
    first: Path | None = None
    for file in letter_files(made, formats or tuple(FORMATS)):
        if file.folder not in folders:
            folders[file.folder] = OutputFolder(folder.path / file.folder)
        path = folders[file.folder].write(file.name, file.content)
        first = first or path
    assert first is not None
    return first


def told(made: Letters, folder: Path) -> str:
    """What was written, and that it must not be passed on."""
    from scanner.render.words import plural

    if not made.written:
        return f"No letter to write: nothing that was found calls for one ({folder})."
    return (
        f"{plural(len(made.written), 'letter')} in {folder}. They show your own details in clear, "
        f"because whoever gets one has to find them: pass the files on to nobody else. Nothing was "
        f"sent; read-this-first.txt says when to send which, and when not."
    )


def _wanted(only: Iterable[str], book: RuleBook) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(only))
    if unknown := [name for name in named if name not in book.letters]:
        raise PlanError(
            f"No letter is called {', '.join(unknown)}. There are: {', '.join(book.letters)}."
        )
    return named


def _formats(given: str) -> tuple[str, ...]:
    from scanner.render.letters import FORMATS

    names = tuple(dict.fromkeys(name.strip().lower() for name in given.split(",") if name.strip()))
    if unknown := [name for name in names if name not in FORMATS]:
        raise PlanError(f"No letter is made as {', '.join(unknown)}. Choose of {_FORMATS}.")
    return names or tuple(FORMATS)


def _read(path: Path, profile: Path | None) -> Assessment:
    """The assessment, with the values of the profile in place of masks."""
    from scanner.profile import load_profile
    from scanner.render import read_json
    from scanner.render.letters.knowing import with_facts

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text in UTF-8"
        raise AssessmentError(f"Cannot read {path}: {reason}.") from error
    stored = read_json(text)
    if profile is None:
        if not stored.is_revealed:
            raise PlanError(
                "The values are masked in this file. Name the profile that the check was made "
                "with: --profile PROFILE.toml."
            )
        return stored.assessment
    subject = load_profile(profile, datetime.now(UTC).date()).subject
    known = with_facts(stored.assessment, subject)
    for fact_id in known.changed:
        say(f"Please check: {fact_id} is not what it was at the check, so letters do not name it.")
    return known.assessment
