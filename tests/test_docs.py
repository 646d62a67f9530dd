"""The words for the user, held to the program: commands, options, exit codes, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from scanner import __version__
from scanner.cli.app import app
from scanner.cli.exits import Exit

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands() -> dict[str, set[str]]:
    """Every command by its words, with its options; the program's own under the empty name."""

    def walk(words: str, command: object) -> Iterator[tuple[str, set[str]]]:
        params = command.params  # type: ignore[attr-defined]
        options = {o for p in params for o in (*p.opts, *p.secondary_opts) if o.startswith("-")}
        yield words, options | {"--help", "-h"}
        for name, each in getattr(command, "commands", {}).items():
            yield from walk(f"{words} {name}".strip(), each)

    return dict(walk("", typer.main.get_command(app)))


COMMANDS = commands()


def code_of(page: Path) -> str:
    """What a page shows as code: fenced blocks and the pieces between backticks."""
    text = page.read_text(encoding="utf-8")
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))
    return "\n".join([*fenced, *inline])


def typed_in(page: Path) -> list[str]:
    """Every line of a page that calls the program, without a comment at its end."""
    lines = (line.strip() for line in code_of(page).splitlines())
    return [line.partition(" #")[0] for line in lines if line.startswith("netcurtain ")]


@pytest.mark.parametrize(
    ("page", "line"),
    [(page, line) for page in PAGES for line in typed_in(page)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_what_a_page_tells_to_type_exists(page: Path, line: str) -> None:
    words = [word.strip(",;") for word in line.split()[1:]]
    is_group = any(command.startswith(f"{words[0]} ") for command in COMMANDS)
    alternatives = words[1].split("|") if is_group and len(words) > 1 else [""]
    for alternative in alternatives:
        command = f"{words[0]} {alternative}".strip() if words[0] in COMMANDS else ""
        assert command in COMMANDS, f"{page.name}: {line}"
        options = {word.partition("=")[0] for word in words if word.startswith("-")}
        assert options <= COMMANDS[command], f"{page.name}: {line}"


def test_every_option_in_the_readmes_table_is_one_of_check() -> None:
    rows = re.findall(r"^\| (`--.*?) \|", README, re.MULTILINE)
    options = [option for row in rows for option in re.findall(r"`(--[a-z-]+)", row)]
    assert len(options) >= 8
    assert set(options) <= COMMANDS["check"]
    assert len(options) == len(set(options))


@pytest.mark.parametrize("name", sorted({words.split()[0] for words in COMMANDS if words}))
def test_every_command_stands_in_the_readme(name: str) -> None:
    assert re.search(rf"^(netcurtain|make) {name}\b", code_of(ROOT / "README.md"), re.MULTILINE)


def test_the_exit_codes_of_the_readme_are_the_programs() -> None:
    (told,) = re.findall(r"^Exit codes: (.*?\.)(?:\s|$)", README, re.MULTILINE | re.DOTALL)
    numbers = [int(number) for number in re.findall(r"(?:^|; |;\n)(\d+) ", told)]
    assert numbers == [code.value for code in Exit]


def test_the_changelog_has_a_place_for_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## \[?([^\]\s]+)", text, re.MULTILINE)
    assert sections[0] in ("Unreleased", __version__)
    assert len(sections) == len(set(sections))


def slugs(page: Path) -> set[str]:
    """The anchors that a page's headings make."""
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_docs_leads_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{page.name} links to {target}"
        if anchor:
            assert anchor in slugs(there), f"{page.name} links to {target}"


@pytest.mark.parametrize(
    # The plan of the house also names what only a built wheel holds, and rooms still to come.
    "page",
    [page for page in PAGES if page.name != "architecture.md"],
    ids=lambda page: page.name,
)
def test_every_file_that_a_page_names_in_code_exists(page: Path) -> None:
    for name in re.findall(
        r"(?<![\w/.-])((?:rules|reports|scanner|docs|tests)/[\w./-]*)", code_of(page)
    ):
        path = ROOT / name.rstrip(".")
        assert path.exists(), f"{page.name} names {name}"
