"""`netcurtain rules new source`: asks the questions, and writes a rule with examples to fill in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from scanner.cli.console import out, say
from scanner.cli.rule_questions import (
    WHAT_A_MARK_IS,
    Extras,
    address_of,
    ask,
    ask_extras,
    categories,
    choice,
    is_so,
    status_of,
)
from scanner.errors import OutputError, RuleError

if TYPE_CHECKING:
    from scanner.rulebook.mark import Mark


class NewKind(StrEnum):
    """Kinds of rule that can be begun here."""

    SOURCE = "source"


def _option(name: str, about: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, help=about)
    return option


def new_rule(
    kind: Annotated[NewKind, typer.Argument(help="What to begin.")],
    folder: Annotated[
        Path, typer.Argument(metavar="[FOLDER]", help="Your folder of rules; made if missing.")
    ] = Path("my-rules"),
    title: Annotated[str, _option("--title", "What it is, in a few words.")] = "",
    address: Annotated[
        str, _option("--address", "The page, as https://site.example/people/{handle}.")
    ] = "",
    found_status: Annotated[int, _option("--found-status", "Status when it is there.")] = 0,
    found_mark: Annotated[str, _option("--found", f"Mark when it is there. {WHAT_A_MARK_IS}")] = "",
    absent_status: Annotated[int, _option("--absent-status", "Status when it is not.")] = 0,
    absent_mark: Annotated[str, _option("--absent", "Mark when it is not there.")] = "",
    category: Annotated[str, _option("--category", "Group of the catalogue.")] = "",
    controller: Annotated[str, _option("--controller", "Who runs it.")] = "",
    why: Annotated[str, _option("--why", "Why it matters, in plain words.")] = "",
    exposes: Annotated[str, _option("--exposes", "What it can show of a person.")] = "",
    terms: Annotated[
        str, _option("--terms", "Do its terms allow machines: allowed, forbidden or unclear?")
    ] = "",
    basis: Annotated[str, _option("--basis", "Where that stands, in plain words.")] = "",
    how: Annotated[str, _option("--how", "For a check by hand: what to look for.")] = "",
    as_api: Annotated[
        bool, typer.Option("--api", help="It is a documented interface for programs.")
    ] = False,
    records: Annotated[
        str, _option("--records", "What holds one record of a list: css:li.result, json:items[*].")
    ] = "",
    following: Annotated[
        str,
        _option(
            "--next",
            "Where the next page's address stands (css:a.next, json:links.next, header:Link), or "
            "the parameter that counts pages (parameter:page).",
        ),
    ] = "",
    leads: Annotated[
        str, _option("--leads", "Where addresses of pages worth opening stand: css:a, json:PATH.")
    ] = "",
    key: Annotated[str, _option("--key", "Name of the key that it needs, such as town_book.")] = "",
    key_header: Annotated[
        str, _option("--key-header", 'How the key is sent: "Authorization: Bearer KEY".')
    ] = "",
    tail: Annotated[str, _option("--name", "The file's name; made from the title.")] = "",
) -> None:
    """Ask what a source needs, write it with examples to fill in, and check it. What is given as an
    option is not asked; nothing is sent.

    Examples:

      netcurtain rules new source

      netcurtain rules new source my-rules --title "Town Book profile"
    """
    from scanner.rulebook.draft import SourceAnswers, is_listing, source_draft, tail_of

    title = title or ask("What is it, in a few words? (Town Book profile)")
    address = address_of(address)
    host = urlsplit(re.sub(r"\{+[^}]*\}+", "x", address)).hostname or ""
    terms = choice("Do its terms allow machines?", terms, ("allowed", "forbidden", "unclear"))
    is_manual = terms == "forbidden"
    extras = Extras(records, following, leads, key, key_header)
    if is_manual:
        say("  Then it is a check by hand: the link is prepared, and the person looks.")
        how = how or ask("What is to be looked for, step by step?")
    else:
        is_asked = not found_mark
        if is_asked:
            as_api = as_api or is_so("Is it a documented interface for programs?")
            say(f"  {WHAT_A_MARK_IS}")
        found_status = found_status or status_of("Somebody is there: which status comes?", 200)
        found_mark = found_mark or ask("Which mark is there then?")
        absent_status = absent_status or status_of("Nobody is there: which status comes?", 404)
        absent_mark = absent_mark or ask("Which mark is there then?")
        if is_asked:
            ask_extras(extras, is_listing(address), found_mark.startswith("json"))
    told = SourceAnswers(
        title=title,
        address=address,
        tail=tail or tail_of(title),
        category=choice("Which group?", category, categories(), "social"),
        access="manual" if is_manual else "api" if as_api else "page",
        controller=controller or ask("Who runs it, and so learns what is asked?", host),
        why=why or ask("Why does it matter to a candidate?"),
        exposes=exposes or ask("What can it show of a person?"),
        terms=terms,
        basis=basis or ask("Where does that stand?", "Its terms have not been read."),
        found_status=found_status or 200,
        found=_mark(found_mark),
        absent_status=absent_status or 404,
        absent=_mark(absent_mark),
        how=how,
        records=_mark(extras.records),
        next=_mark(extras.following),
        leads=_mark(extras.leads),
        key=extras.key,
        key_header=extras.key_header,
    )
    path = folder / "sources" / f"{told.tail}.yaml"
    _write(path, source_draft(told, datetime.now(UTC).date()))
    _check(path, folder, told.id)


def _mark(written: str) -> Mark | None:
    from scanner.rulebook.mark import Mark

    return Mark.of(written) if written else None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise OutputError(f"{path} exists already. Give another name with --name.") from None
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror or error}.") from None


def _check(path: Path, folder: Path, rule_id: str) -> None:
    """Lints the new rule among all others, runs its examples, and says what is next."""
    from scanner.cli.rulefolders import book_with
    from scanner.rulebook.lint import lint
    from scanner.rulecheck import check_examples

    say(f"Written: {path}")
    try:
        book = book_with([folder])
        faults = [str(p) for p in lint(book).errors if str(path) in p.where]
    except RuleError as error:
        faults = [str(problem) for problem in error.problems]
    if faults:
        out.print("\n".join(faults), markup=False)
        say("Mend that in the file, then: netcurtain rules lint " + str(folder))
        return
    results = check_examples(book, rule_id)
    for result in results:
        if not result.passed:
            out.print(f"FAILED {rule_id}: {result.name}: {result.detail}", markup=False)
    held = sum(result.passed for result in results)
    say(f"It is well-formed, and {held} of its {len(results)} tests hold.")
    say(
        f"Next: 1. Open the file, and put what the service really sends into its examples.\n"
        f"      2. netcurtain rules test {folder} --only {rule_id}\n"
        f"      3. netcurtain rules test {folder} --live {rule_id} --handle NAME\n"
        f"         asks the service about somebody who surely is there, and about nobody\n"
        f"      4. Take out `status: draft`; then: netcurtain check profile.toml --rules {folder}"
    )
