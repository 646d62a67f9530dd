"""Rule folders as a user has them: layered, half broken, and told about all at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.resources import resource_folder
from scanner.rulebook.loader import load_rulebook

SOURCE = """\
id: src.people.town_book
kind: source
title: Town book
why: It lists who lives where.
reviewed: "2026-11-22"
category: people
access: page
controller: Town Book
needs: [name]
by_name: true
request:
  url: "https://town-book.example/find?q={{ name | query }}"
results: listing
answers:
  found: {status: 200, css: .entry}
  absent: {status: 200, text: No entries}
exposes: Address and telephone number.
ease: directory
persistence: third_party_form
terms: {automation: allowed, checked: "2026-11-22", basis: They say so.}
remedy: rem.gdpr.erase
review_by: "2027-11-22"
examples:
  - {name: one, variables: {name: Jane Marlow}, body: "<p class=entry>Jane", expect: found}
  - {name: none, variables: {name: Jane Marlow}, body: "<p>No entries</p>", expect: absent}
  - {name: limit, variables: {name: Jane Marlow}, status: 429, expect: blocked}
"""


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _problems(*folders: Path) -> list[str]:
    with pytest.raises(RuleError) as caught:
        load_rulebook(folders, shipped=False)
    return [str(problem) for problem in caught.value.problems]


def test_a_folder_with_one_rule_is_layered_over_the_shipped_ones(tmp_path: Path) -> None:
    _write(tmp_path, "sources/town_book.yaml", SOURCE)
    shipped = load_rulebook()
    layered = load_rulebook([tmp_path])
    assert {r.rule.id for r in layered.loaded} - {r.rule.id for r in shipped.loaded} == {
        "src.people.town_book"
    }
    assert layered.digest != shipped.digest
    assert load_rulebook([tmp_path / "sources/town_book.yaml"], shipped=False).sources


def test_a_duplicate_id_names_both_files(tmp_path: Path) -> None:
    mine = _write(
        tmp_path, "sources/mine.yaml", SOURCE.replace("src.people.town_book", "src.code.gitlab")
    )
    with pytest.raises(RuleError) as caught:
        load_rulebook([tmp_path])
    (problem,) = caught.value.problems
    assert str(problem).startswith(f"{mine}:1:5: src.code.gitlab: ")
    assert str(resource_folder("rules") / "sources" / "gitlab.yaml") in str(problem)


def test_the_same_folder_given_twice_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path, "sources/town_book.yaml", SOURCE)
    assert len(load_rulebook([tmp_path, tmp_path], shipped=False).loaded) == 1


def test_all_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    bad = SOURCE.replace("ease: directory\n", "").replace("access: page", "access: pag")
    bad = bad.replace("by_name: true", "by_nam: true").replace("status: 429", "status: 42")
    first = _write(tmp_path, "sources/a.yaml", bad)
    second = _write(tmp_path, "sources/b.yaml", "kind: sauce\nid: src.people.b\n")
    third = _write(tmp_path, "sources/c.yaml", "id: src.people.c\nid: src.people.d\n")
    problems = _problems(tmp_path)
    assert all(re.match(r".+\.yaml:\d+:\d+: ", problem) for problem in problems)
    text = "\n".join(problems)
    assert f"{first}:1:1: src.people.town_book: the key `ease` is missing. Add `ease: …`." in text
    assert f"{first}:7:9: src.people.town_book: `access`: must be one of" in text
    assert "Did you mean page?" in text
    assert (
        f"{first}:10:1: src.people.town_book: the key `by_nam` is unknown. "
        "Did you mean `by_name`?" in text
    )
    assert f"{first}:25:59: src.people.town_book: `examples[2].status`: " in text
    assert f"{second}:1:7: src.people.b: lacks a known `kind`. Write one of source," in text
    assert f"{third}:2:1: key 'id' stands here a second time, first in line 1." in text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("css: .entry", 'css: "p["', "is not a CSS selector"),
        ("{{ name | query }}", "{{ nam | query }}", "uses unknown variable nam; known: name"),
        ("{{ name | query }}", "{{ town | query }}", "town, which needs does not list"),
        ("{{ name | query }}", "{{ name.__class__ }}", "may not use Getattr"),
        ("{{ name | query }}", "{{ 'a' * 999999999 }}", "may not use Mul"),
        ("{{ name | query }}", "{% for a in name %}{{ a }}{% endfor %}", "may not use For"),
        ("css: .entry", "ccs: .entry", "`answers.found.ccs` is unknown. Did you mean `css`?"),
        ("text: No entries", 'json: "a[[["', "is not a jmespath expression"),
        ('review_by: "2027-11-22"', "review_by: soon", "must be a quoted ISO date"),
        ("automation: allowed", "automation: forbidden", "access must be manual"),
        ("expect: blocked", "expect: found", "at least one answer that proves nothing"),
        ("by_name: true", "by_name: yes", "must be true or false"),
        ("title: Town book", "title: 12", "must be text"),
        ("id: src.people", "id: SRC.people", "does not fit the pattern"),
    ],
)
def test_faults_of_content_say_what_to_write(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in SOURCE
    _write(tmp_path, "sources/town_book.yaml", SOURCE.replace(old, new))
    (problem,) = _problems(tmp_path)
    assert expected in problem


def test_other_files_are_passed_over_and_misnamed_rules_are_not(tmp_path: Path) -> None:
    _write(tmp_path, "README.md", "# mine")
    _write(tmp_path, ".github/workflows/check.yml", "on: push")
    _write(tmp_path, "sources/a.yml", SOURCE)
    (problem,) = _problems(tmp_path)
    assert problem == f"{tmp_path}/sources/a.yml: rule files end in .yaml. Rename it to a.yaml."


def test_what_is_no_rule_file_at_all(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("id: src.café.x".encode("latin-1"))
    big = _write(tmp_path, "big.yaml", "a: b\n" * 200_000)
    empty = _write(tmp_path, "empty.yaml", "")
    problems = _problems(nowhere, tmp_path)
    assert [p.split(": ", 1)[0] for p in problems] == [
        str(nowhere),
        f"{big}:1:1",
        f"{empty}:1:1",
        f"{latin}:1:1",
    ]


def test_an_unreadable_rule_stops_the_shipped_ones_too(tmp_path: Path) -> None:
    _write(tmp_path, "broken.yaml", "id: [\n")
    with pytest.raises(RuleError):
        load_rulebook([tmp_path])
