"""`netcurtain new`: answers in, a profile out; nothing kept that should not be."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from scanner.model.facts import FactKind
from scanner.profile import load_profile
from scanner.profile.questions import FURTHER_FACTS, QUESTIONS
from scanner.rulebook.loader import load_rulebook
from tests.cli.command import Run

GIVEN: Mapping[str, str | list[str]] = {
    "name": "Jane Marlow",
    "address": "Bramble Road, Wexcombe",
    "phone": ["07700 900123", "07700 900124"],
    "campaign_phone": ["01632 960155"],
    "ask_companies_house": "yes",
    "consent": "yes",
}


def today() -> date:
    """Asked when it is needed: midnight may come between the collection of tests and a test."""
    return datetime.now(UTC).date()


def typed(given: Mapping[str, str | list[str]], until: str = "") -> str:
    """What somebody types who answers so, up to the question `until`; Enter for the rest."""
    lines: list[str] = []
    for question in QUESTIONS:
        if question.key == until:
            break
        if not question.applies({k: v for k, v in given.items() if isinstance(v, str)}):
            continue
        answer = given.get(question.key, "")
        lines += [*answer, ""] if isinstance(answer, list) else [answer]
    return "".join(f"{line}\n" for line in lines)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_answers_make_a_profile_that_can_be_used(netcurtain: Run, tmp_path: Path) -> None:
    done = netcurtain("new", "jane.toml", stdin=typed(GIVEN))
    assert done.code == 0, done.stderr
    path = tmp_path / "jane.toml"
    assert mode(path) == 0o600
    subject = load_profile(path, today()).subject
    phones = [(f.value.reveal()[-3:], f.is_public) for f in subject.of_kind(FactKind.PHONE)]
    assert sorted(phones) == [("123", False), ("124", False), ("155", True)]
    assert subject.of_kind(FactKind.ADDRESS)
    assert subject.consent.name_searches == {"src.reg.ch_officers"}
    assert netcurtain("plan", "jane.toml").code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["jane.toml"]


def test_every_question_says_why_it_is_asked(netcurtain: Run) -> None:
    done = netcurtain("new", stdin=typed(GIVEN))
    always = [question for question in QUESTIONS if question.only_if is None]
    assert done.stderr.count("Why: ") == len(always)
    assert done.stdout.strip() == ""


def test_an_unusable_answer_is_asked_again_at_once(netcurtain: Run, tmp_path: Path) -> None:
    wrong = typed(GIVEN).replace("07700 900123\n", "my number\n07700 900123\n")
    done = netcurtain("new", stdin=wrong)
    assert done.code == 0, done.stderr
    assert "my number" not in done.stderr
    assert (tmp_path / "profile.toml").exists()


def test_an_existing_profile_is_not_written_over_unasked(
    netcurtain: Run, profile: Path, tmp_path: Path
) -> None:
    before = profile.read_text()
    refused = netcurtain("new", profile, stdin=typed(GIVEN))
    assert refused.code == 1
    assert "--force" in refused.stderr
    assert profile.read_text() == before
    forced = netcurtain("new", profile, "--force", stdin=typed(GIVEN))
    assert forced.code == 0
    assert profile.read_text() != before
    assert before in [kept.read_text() for kept in tmp_path.glob("profile-*.toml")]


def test_stopped_halfway_it_goes_on_where_it_was(netcurtain: Run, tmp_path: Path) -> None:
    stopped = netcurtain("new", stdin=typed(GIVEN, until="email"))
    assert stopped.code == 130
    draft = tmp_path / "profile.toml.draft"
    assert mode(draft) == 0o600
    assert draft.name in stopped.stderr
    assert not (tmp_path / "profile.toml").exists()
    rest = typed(GIVEN).removeprefix(typed(GIVEN, until="email"))
    resumed = netcurtain("new", stdin=rest)
    assert resumed.code == 0, resumed.stderr
    assert "Going on where you stopped" in resumed.stderr
    assert "ballot paper" not in resumed.stderr
    assert "07700 900123" in (tmp_path / "profile.toml").read_text()
    assert not draft.exists()


def test_stopped_within_several_answers_it_keeps_those_given(
    netcurtain: Run, tmp_path: Path
) -> None:
    netcurtain("new", stdin=typed(GIVEN, until="phone") + "07700 900123\n")
    assert "07700 900123" in (tmp_path / "profile.toml.draft").read_text()


def test_stopped_before_any_answer_nothing_is_kept(netcurtain: Run, tmp_path: Path) -> None:
    stopped = netcurtain("new", "made/jane.toml", stdin="")
    assert stopped.code == 130
    assert "nothing is kept" in stopped.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_no_to_consent_leaves_nothing_behind(netcurtain: Run, tmp_path: Path) -> None:
    refused = netcurtain("new", stdin=typed({**GIVEN, "consent": "no"}))
    assert refused.code == 1
    assert "consent" in refused.stderr
    assert list(tmp_path.iterdir()) == []
    netcurtain("new", "made/for/jane.toml", stdin=typed({**GIVEN, "consent": "no"}))
    assert list(tmp_path.iterdir()) == []
    again = netcurtain("new", stdin=typed(GIVEN))
    assert again.code == 0
    assert "ballot paper" in again.stderr


def test_only_what_was_at_fault_is_asked_again(netcurtain: Run, tmp_path: Path) -> None:
    early = netcurtain("new", stdin=typed({**GIVEN, "valid_until": "2020-01-01"}))
    assert early.code == 1
    assert "valid_until" in early.stderr
    assert not (tmp_path / "profile.toml").exists()
    mended = netcurtain("new", stdin="\n" * len(QUESTIONS))
    assert mended.code == 0, mended.stderr
    assert "The last day of the consent" in mended.stderr
    assert "ballot paper" not in mended.stderr


def test_after_a_name_alone_the_facts_are_asked_again_before_the_consent(
    netcurtain: Run, tmp_path: Path
) -> None:
    town = "Wexcombe" + "\n" * len(FURTHER_FACTS)
    name = typed({"name": "Jane Marlow"}, until="consent")
    done = netcurtain("new", stdin=f"{name}{town}yes\n")
    assert done.code == 0, done.stderr
    first, *again = done.stderr.split("one further fact is needed")
    assert len(again) == 1
    assert "agree that the facts" not in first
    (address,) = load_profile(tmp_path / "profile.toml", today()).subject.of_kind(FactKind.ADDRESS)
    assert address.value.reveal() == "Wexcombe"


def test_a_name_alone_ends_after_the_second_time_of_asking(netcurtain: Run, tmp_path: Path) -> None:
    name = typed({"name": "Jane Marlow"}, until="consent")
    done = netcurtain("new", stdin=name + "\n" * len(FURTHER_FACTS))
    assert done.code == 1
    assert "No profile can be made of a name alone" in done.stderr
    assert not (tmp_path / "profile.toml").exists()


def test_the_last_question_says_what_no_and_ctrl_c_do(netcurtain: Run) -> None:
    stopped = netcurtain("new", stdin=typed(GIVEN, until="consent"))
    last = stopped.stderr.partition("This is the last question.")[2]
    assert last.index("No ends here") < last.index("Ctrl-C") < last.index("I am this person")


def test_who_is_asked_by_name_after_a_yes(netcurtain: Run, tmp_path: Path) -> None:
    """A few are asked about; of the others `new` says where they are listed."""
    sources = load_rulebook().sources.values()
    ticks = {question.key: question.ticks for question in QUESTIONS if question.ticks}
    assert ticks
    assert set(ticks.values()) <= {source.id for source in sources if source.by_name}
    assert "netcurtain sources" in netcurtain("new", "all.toml", stdin=typed(GIVEN)).stderr
    for key, source_id in ticks.items():
        answer = "https://search.example.org" if key == "searxng" else "yes"
        given = {**GIVEN, "ask_companies_house": "no", key: answer}
        assert netcurtain("new", f"{key}.toml", stdin=typed(given)).code == 0
        subject = load_profile(tmp_path / f"{key}.toml", today()).subject
        assert subject.consent.name_searches == {source_id}


@pytest.mark.parametrize("path", ["taken/jane.toml", "folder"])
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "forced"])
def test_where_nothing_can_be_written_another_file_is_asked_for(
    netcurtain: Run, tmp_path: Path, path: str, force: list[str]
) -> None:
    (tmp_path / "taken").write_text("a file")
    (tmp_path / "folder").mkdir()
    done = netcurtain("new", path, *force, stdin=typed(GIVEN))
    assert done.code == 1
    assert "Name a file" in done.stderr
    assert "--out" not in done.stderr
    assert "ballot paper" not in done.stderr
    assert (tmp_path / "folder").is_dir()


def test_a_damaged_draft_is_passed_over(netcurtain: Run, tmp_path: Path) -> None:
    (tmp_path / "profile.toml.draft").write_text('{"name": 7, "spell": "x", "phone": [1]}')
    done = netcurtain("new", stdin=typed(GIVEN))
    assert done.code == 0, done.stderr
