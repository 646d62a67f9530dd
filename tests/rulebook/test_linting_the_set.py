"""What only the whole set shows: each fault with its line and a mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.rulebook.book import RuleBook
from scanner.rulebook.lint import lint, require_sound
from scanner.rulebook.loader import load_rule, load_rulebook

TODAY = date(2026, 12, 1)
HEAD = 'title: T\nwhy: W\nreviewed: "2026-11-22"\n'


def _remedy(rule_id: str = "rem.gdpr.erase", more: str = "") -> tuple[str, str]:
    text = (
        f"id: {rule_id}\nkind: remedy\n{HEAD}summary: S\nsteps: [{{do: Ask.}}]\nminutes: 5\n"
        f"backfire: fix_now\nbackfire_note: None.\nverify: Gone.\nexamples: []\n{more}"
    )
    return f"remedies/{rule_id.rsplit('.', 1)[-1]}.yaml", text


def _manual(name: str = "club", more: str = "", remedy: str = "rem.gdpr.erase") -> tuple[str, str]:
    text = (
        f"id: src.sport.{name}\nkind: source\n{HEAD}category: sport\naccess: manual\n"
        f"controller: C\npage_url: https://club.example/\nhow: Look.\nexposes: E.\n"
        f"ease: directory\npersistence: third_party\n"
        f'terms: {{automation: unclear, checked: "2026-11-22", basis: B}}\n'
        f'remedy: {remedy}\nreview_by: "2027-01-01"\n{more}'
    )
    return f"sources/{name}.yaml", text


def _coverage(rule_id: str = "wgt.coverage") -> tuple[str, str]:
    text = (
        f"id: {rule_id}\nkind: weighting\nweighs: coverage\n{HEAD}floor: 0.6\nexamples:\n"
        "  - {answered: 6, applicable: 10, enough: true}\n"
        "  - {answered: 5, applicable: 10, enough: false}\n"
    )
    return f"weightings/{rule_id.rsplit('.', 1)[-1]}.yaml", text


def _ease() -> tuple[str, str]:
    text = (
        f"id: wgt.ease\nkind: weighting\nweighs: ease\n{HEAD}"
        "rows: {paid: {value: 0.6, why: W}}\nexamples:\n"
        "  - {harm: fact.home_address, ease: free, corroboration: a, persistence: b, score: 1, "
        "band: info}\n"
    )
    return "weightings/ease.yaml", text


def _book(*files: tuple[str, str]) -> RuleBook:
    return RuleBook.of(load_rule(text, Path(path)) for path, text in files)


def _errors(*files: tuple[str, str]) -> list[str]:
    return [str(problem) for problem in lint(_book(*files), TODAY).errors]


def test_a_sound_set_has_nothing_to_say() -> None:
    report = lint(_book(_remedy(), _manual()), TODAY)
    assert (report.errors, report.warnings) == ((), ())


def test_the_shipped_rules_are_sound() -> None:
    report = lint(load_rulebook(), date(2026, 11, 23))
    assert [str(problem) for problem in (*report.errors, *report.warnings)] == []


def test_an_unknown_remedy_is_told_at_its_line() -> None:
    (error,) = _errors(_remedy(), _manual(remedy="rem.gdpr.erasure"))
    assert error == (
        "sources/club.yaml:15:9: src.sport.club: no remedy is called rem.gdpr.erasure. "
        "Write that remedy, or name one that exists (rem.gdpr.erase suits most)."
    )


def test_a_remedy_that_is_no_longer_used() -> None:
    (error,) = _errors(_remedy(more="status: retired\n"), _manual())
    assert "the remedy rem.gdpr.erase is retired" in error


def test_file_name_and_folder_follow_the_id() -> None:
    _, text = _manual()
    errors = _errors(_remedy(), ("remedies/clubs.yaml", text))
    assert "Name it club.yaml" in errors[0]
    assert "Move it to a folder called sources." in errors[1]


def test_an_id_begins_as_its_kind_does() -> None:
    path, text = _manual()
    errors = _errors(_remedy(), (path, text.replace("src.sport", "rem.sport")))
    assert ["the id of a source begins with src." in e for e in errors] == [True]


def test_rows_that_no_table_has() -> None:
    errors = _errors(_remedy(), _manual(), _ease())
    assert (
        "sources/club.yaml:12:7: src.sport.club: the ease weighting has no row directory. "
        "Known rows: paid." in errors
    )
    assert any("examples" not in e and "has no row free" in e for e in errors)


def test_a_set_with_weightings_needs_all_of_them() -> None:
    missing = [e for e in _errors(_coverage()) if "is missing from the set" in e]
    assert len(missing) == 6


def test_what_may_exist_once_only() -> None:
    errors = _errors(_coverage(), _coverage("wgt.coverage_two"))
    assert any(
        "wgt.coverage_two: the coverage floor is already given by wgt.coverage" in e for e in errors
    )


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("secret: Club Key\nsecret_help: Ask.\n", "cannot be used"),
        ("secret: club\nsecret_help: Ask.\n", "NETCURTAIN_KEY_CLUB"),
    ],
)
def test_secrets_say_where_they_go(more: str, word: str) -> None:
    (error,) = _errors(_remedy(), _manual(more=more))
    assert word in error


def test_an_overdue_review_is_a_warning_and_stops_nothing() -> None:
    book = _book(_remedy(), _manual())
    later = date(2027, 1, 2)
    (warning,) = lint(book, later).warnings
    assert "its review was due on 2027-01-01" in str(warning)
    require_sound(book, later)


def test_errors_stop_a_scan() -> None:
    with pytest.raises(RuleError, match="no remedy is called"):
        require_sound(_book(_manual()), TODAY)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("https://club.example/{{ handle }}", "Write {{ handle | path }}"),
        ("https://club.example/{{ handle | lower }}", "handle is put into the address unescaped"),
        ("https://club.example/{{ handle | path }}?k={{ secret }}", "a key in an address"),
    ],
)
def test_values_cannot_bend_an_address(address: str, word: str) -> None:
    path, text = _manual(
        more="needs: [handle]\nhandle_sites: [club.example]\n"
        "secret: club\nsecret_help: Set NETCURTAIN_KEY_CLUB.\n"
    )
    (error,) = _errors(_remedy(), (path, text.replace("https://club.example/", address)))
    assert error.startswith("sources/club.yaml:9:11: src.sport.club: ")
    assert word in error


def test_a_remedy_for_a_source_that_does_not_exist() -> None:
    more = (
        "applies: [{sources: [src.sport.club]}]\nexamples:\n"
        "  - {source: src.sport.club, exposes: fact.name, expect: applies}\n"
        "  - {source: src.sport.clubs, exposes: fact.name, expect: does_not_apply}\n"
    )
    path, text = _remedy(more=more)
    (error,) = _errors((path, text.replace("examples: []\n", "")), _manual())
    assert "the source src.sport.clubs does not exist" in error


def _asked(request: str, needs: str, more: str = "", terms: str = "unclear") -> tuple[str, str]:
    text = (
        f"id: src.soc.asked\nkind: source\n{HEAD}category: social\naccess: page\n"
        f"controller: C\nneeds: [{needs}]\nhandle_sites: [club.example]\n"
        f'request: {{url: "https://club.example/{request}"}}\n'
        "answers: {found: {status: 200, text: Member}, absent: {status: 404}}\n"
        "exposes: E.\nease: directory\npersistence: third_party\n"
        f'terms: {{automation: {terms}, checked: "2026-11-22", basis: B}}\n'
        f'remedy: rem.gdpr.erase\nreview_by: "2027-01-01"\norigin: "list:Club"\n{more}'
    )
    return "sources/asked.yaml", text


@pytest.mark.parametrize(
    ("request_", "needs", "more", "terms", "fault"),
    [
        ("{{ handle | path }}", "handle", "", "unclear", ""),
        ("{{ name | path }}", "name", "", "allowed", "sends a name without the person's yes"),
        ("{{ name | path }}", "name", "by_name: true", "unclear", ""),
        ("{{ employer | path }}", "employer", "", "unclear", "sends employer without"),
        ("{{ employer | path }}", "employer", "", "allowed", ""),
        ("{{ postcode | path }}", "postcode", "", "unclear", ""),
        (
            "{{ handle | path }}",
            "handle",
            "politeness: {robots: not_applicable}",
            "unclear",
            "robots.txt is not obeyed",
        ),
        ("members", "family_name", "", "unclear", ""),
    ],
)
def test_who_has_not_allowed_it_is_asked_with_the_persons_yes_or_hardly_anything(
    request_: str, needs: str, more: str, terms: str, fault: str
) -> None:
    errors = _errors(_remedy(), _asked(request_, needs, more, terms))
    assert len(errors) == bool(fault), errors
    assert fault in "".join(errors)


def test_shipped_sources_that_lead_to_one_page_have_one_remedy() -> None:
    """What they show there of a fact is told as one finding, which has room for one remedy."""
    remedies: dict[str, set[str]] = {}
    for rule in load_rulebook().sources.values():
        is_own = rule.page_url.startswith("http") and "{{ search" not in rule.page_url
        if is_own and not rule.is_manual and rule.results != "page":
            remedies.setdefault(rule.page_url, set()).add(rule.remedy)
    assert len(remedies) > 80
    assert {page: found for page, found in remedies.items() if len(found) > 1} == {}
