"""A person's turns: done twice, cut off anywhere, refused, ended early, and what each leaves."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from scanner.case.consents import withdraw
from scanner.case.recording import Captured, Disclosed
from scanner.case.store import RecordKind, ScanState
from scanner.case.store.locking import locked
from scanner.case.store.runs import RunState
from scanner.demo import DemoWeb
from scanner.errors import CaseError, PlanError
from scanner.model.assessment import Assessment
from scanner.model.slate import Entrant, EntrantState, Person, PersonState, Sharing
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.slate import entering, turns
from scanner.slate.consenting import open_result
from scanner.slate.consenting.withdrawing import withdraw_person
from scanner.slate.memory import Memory
from scanner.slate.running import begin_run
from tests.slate.turning_people import Slated, person, slated

pytestmark = [pytest.mark.xdist_group("turns"), pytest.mark.long]
TODAY = datetime.now(UTC).date()
FEW = ("src.page.given", "src.code.github_user", "src.code.github_gists", "src.search.searxng")


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as running:
        yield running


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has just begun."""
    monkeypatch.setattr(turns, "_MEMORY", Memory())


def _jane(web: DemoWeb, sharing: Sharing = Sharing.ALL) -> Person:
    text = web.profile_toml(TODAY)
    pages = re.compile(r"urls = \[.*?\]", re.DOTALL)
    few = 'urls = ["https://www.wexcombe-herald.example/news/marlow-stands"]'
    return person(pages.sub(few, text), 1, "Jane Marlow", sharing)


def _slate(web: DemoWeb, folder: Path, *people: Person) -> Slated:
    return slated(web, folder, people)


def _assessment(slate: Slated, entrant: Entrant) -> Assessment:
    found = slate.store.scans.assessment(entrant.scan_id)
    assert found is not None
    return found


def test_a_process_that_knows_nothing_comes_to_the_same(
    web: DemoWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    kept = slate.begin([1], only=FEW)
    slate.drive(kept)
    first = _assessment(slate, slate.entrant(kept, 1))
    monkeypatch.setattr(turns, "_MEMORY", Memory(most=0))
    slate = _slate(web, tmp_path / "other", _jane(web))
    forgotten = slate.begin([1], only=FEW)
    slate.drive(forgotten)
    second = _assessment(slate, slate.entrant(forgotten, 1))
    assert [item.finding.id for item in first.findings] == [
        item.finding.id for item in second.findings
    ]
    assert first.coverage == second.coverage and first.findings


def test_a_turn_taken_again_changes_nothing(web: DemoWeb, tmp_path: Path, fresh: None) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    run = slate.begin([1], only=FEW)
    first = slate.turn(run, 1)
    assert first.state is EntrantState.ASKING and first.open == slate.entrant(run, 1).open > 0
    assert slate.turn(run, 1) == first
    slate.drive(run)
    ended = slate.entrant(run, 1)
    assert ended.state is EntrantState.DONE and ended.numbers
    assert slate.turn(run, 1).state is EntrantState.DONE
    assert slate.entrant(run, 1) == ended
    (scan,) = slate.store.scans.of(slate.store.cases.id_of("jane-marlow"))
    assert scan.state is ScanState.ENDED and scan.id == ended.scan_id


@pytest.mark.parametrize("cut", ["lives.write", "scans.turn_to", "runs.finish"])
def test_an_end_that_is_cut_off_leaves_no_half_of_it(
    web: DemoWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str, fresh: None
) -> None:
    slate = _slate(web, tmp_path, _jane(web, Sharing.NUMBERS))
    store, case_id = slate.store, slate.store.cases.id_of("jane-marlow")
    run = slate.begin([1], only=("src.page.given",))
    room, _, name = cut.partition(".")
    part = type(getattr(store, room))
    whole = getattr(part, name)

    def torn(*given: object, **named: object) -> None:
        whole(*given, **named)
        raise CaseError("the power failed")

    with monkeypatch.context() as patched:
        patched.setattr(part, name, torn)
        with pytest.raises(CaseError, match="power"):
            slate.drive(run)
    assert [scan.state for scan in store.scans.of(case_id)] == [ScanState.RUNNING]
    assert not store.records.of(case_id, RecordKind.LEDGER, Disclosed)
    assert not store.lives.known(case_id)
    assert slate.entrant(run, 1).numbers is None
    slate.drive(run)
    assert slate.entrant(run, 1).state is EntrantState.DONE
    assert len(store.records.of(case_id, RecordKind.LEDGER, Disclosed)) == 1
    assert [scan.state for scan in store.scans.of(case_id)] == [ScanState.ENDED]


def test_a_check_of_their_own_is_waited_for(web: DemoWeb, tmp_path: Path, fresh: None) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    run = slate.begin([1], only=FEW)
    with locked(slate.store.database.engine, slate.store.cases.id_of("jane-marlow")):
        turned = slate.turn(run, 1)
    assert turned.is_busy and turned.state is EntrantState.DUE
    assert slate.entrant(run, 1).state is EntrantState.DUE
    assert slate.turn(run, 1).state is EntrantState.ASKING


def test_who_may_not_be_checked_is_left_with_the_reason(
    web: DemoWeb, tmp_path: Path, fresh: None
) -> None:
    jane = _jane(web, Sharing.NUMBERS)
    text = jane.profile
    over = re.sub(r"valid_until = \S+", f"valid_until = {TODAY - timedelta(days=365)}", text)
    over = re.sub(r"given_on = \S+", f"given_on = {TODAY - timedelta(days=730)}", over)
    people = [
        jane,
        replace(jane, number=2, ref="2", state=PersonState.INVITED),
        replace(jane, number=3, ref="3", state=PersonState.WITHDRAWN),
        replace(jane, number=4, ref="4", profile=over),
        replace(jane, number=5, ref="5", profile="schema = 1\n[facts]\nname = 3"),
        replace(jane, number=6, ref="6", recipient=""),
        replace(jane, number=7, ref="7"),
    ]
    slate = _slate(web, tmp_path, *people)
    run = slate.begin(range(1, 8), only=FEW)
    slate.drive(run)
    whys = {number: slate.entrant(run, number) for number in range(1, 8)}
    assert whys[1].state is EntrantState.DONE, whys[1].why
    expected = {
        2: "consent of their own",
        3: "withdrew",
        4: "ended",
        5: "profile cannot be used",
        6: "no key of their own",
        7: "same id as that of person 1",
    }
    for number, words in expected.items():
        assert whys[number].state is EntrantState.LEFT
        assert words in whys[number].why
        for private in ("07700", "Bramble", "Marlow", "janemarlow"):
            assert private not in whys[number].why


def test_a_withdrawal_ends_it_and_what_was_sent_stays_told(
    web: DemoWeb, tmp_path: Path, fresh: None
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    run = slate.begin([1], only=FEW)
    slate.turn(run, 1)
    slate.ask(run)
    case = slate.store.cases.find("jane-marlow")
    assert case is not None
    withdraw(slate.store, case, datetime.now(UTC), "Jane Marlow")
    assert slate.turn(run, 1).state is EntrantState.LEFT
    assert "withdrew" in slate.entrant(run, 1).why
    ((_, ledger),) = slate.store.records.of(case.id, RecordKind.LEDGER, Disclosed)
    assert any(sent.fact_id for sending in ledger.sendings for sent in sending.sends)
    (scan,) = slate.store.scans.of(case.id)
    assert scan.state is ScanState.GIVEN_UP


def _told_of(slate: Slated, name: str = "jane-marlow") -> Disclosed:
    case_id = slate.store.cases.id_of(name)
    ((_, ledger),) = slate.store.records.of(case_id, RecordKind.LEDGER, Disclosed)
    return ledger


def test_whoever_ends_it_the_ledger_tells_what_was_sent(
    web: DemoWeb, tmp_path: Path, fresh: None
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    store = slate.store
    run = slate.begin([1], only=FEW)
    slate.turn(run, 1)
    slate.ask(run)
    sent = len(store.runs.earlier(run.id, 1).sendings)
    begin_run(store, slate.slate_id, run.record, (), datetime.now(UTC))
    assert slate.entrant(run, 1).state is EntrantState.LEFT
    assert store.runs.one(run.id).state is RunState.ENDED
    assert len(_told_of(slate).sendings) == sent > 0
    (newer,) = [each for each in store.runs.of(slate.slate_id) if each.id != run.id]
    slate.turn(newer, 1)
    slate.ask(newer)
    withdraw_person(
        store, slate.slate_id, store.slates.person(slate.slate_id, 1), datetime.now(UTC), "Jane"
    )
    case_id = store.cases.id_of("jane-marlow")
    told = [each for _, each in store.records.of(case_id, RecordKind.LEDGER, Disclosed)]
    assert [len(each.sendings) for each in told] == [sent, sent]
    assert {scan.state for scan in store.scans.of(case_id)} == {ScanState.GIVEN_UP}


def test_a_consent_that_ends_while_questions_wait_ends_the_asking(
    web: DemoWeb, tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    store = slate.store
    run = slate.begin([1], only=FEW)
    slate.turn(run, 1)
    now = datetime.now(UTC)
    store.runs.rouse(run.id, now)
    assert not store.runs.due(run.id, 1)
    subject = parse_profile(store.slates.person(slate.slate_id, 1).profile, TODAY).subject
    later = datetime.combine(subject.consent.valid_until, time(), UTC) + timedelta(days=1)
    store.runs.rouse(run.id, later)
    assert store.runs.due(run.id, 1) == (1,)
    # Whoever's consent lasts goes on waiting.
    assert slate.turn(run, 1).state is EntrantState.ASKING
    store.runs.rouse(run.id, later)
    monkeypatch.setattr(turns, "utc_now", lambda: later)
    assert slate.turn(run, 1).state is EntrantState.LEFT
    assert not store.runs.waiting(run.id, None, 1)


def test_a_withdrawal_in_the_last_moment_leaves_no_result(
    web: DemoWeb, tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    store, case_id = slate.store, slate.store.cases.id_of("jane-marlow")
    run = slate.begin([1], only=("src.page.given",))
    whole = turns.conclude

    def late(*given: object) -> None:
        person = store.slates.person(slate.slate_id, 1)
        withdraw_person(store, slate.slate_id, person, datetime.now(UTC), "Jane")
        whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(turns, "conclude", late)
    slate.drive(run)
    assert slate.entrant(run, 1).state is EntrantState.LEFT
    assert not store.lives.known(case_id)
    assert [scan.state for scan in store.scans.of(case_id)] == [ScanState.GIVEN_UP]


def test_what_breaks_inside_costs_one_person_alone(
    web: DemoWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    jane = _jane(web)
    ada = jane.profile.replace("Jane Marlow", "Ada Brook")
    slate = _slate(web, tmp_path, jane, person(ada, 2, "Ada Brook"))
    whole = entering.make_plan

    def broken(subject: object, *given: object, **named: object) -> object:
        if "Ada" in subject.display_name:  # type: ignore[attr-defined]
            raise ValueError("07700 900123 is private")
        return whole(subject, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(entering, "make_plan", broken)
    run = slate.begin([1, 2], only=FEW)
    slate.drive(run)
    left = slate.entrant(run, 2)
    assert left.state is EntrantState.LEFT
    assert re.fullmatch(
        r"something broke inside netcurtain \(ValueError at \S+\.py:\d+\)", left.why
    )
    assert slate.entrant(run, 1).state is EntrantState.DONE


def test_a_run_that_is_over_ends_with_the_answers_there_are(
    web: DemoWeb, tmp_path: Path, fresh: None
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    run = slate.begin([1], only=FEW)
    slate.turn(run, 1)
    waiting = slate.store.runs.waiting(run.id, None, 1000)
    slate.ask(run, {question.key for question in waiting[:1]})
    assert slate.entrant(run, 1).state is EntrantState.ASKING
    assert slate.turn(run, 1, is_over=True).state is EntrantState.DONE
    numbers = slate.entrant(run, 1).numbers
    assert numbers is not None and numbers.is_partial and not numbers.is_enough
    made = _assessment(slate, slate.entrant(run, 1))
    assert made.partial and made.headline.kind in ("not_enough", "band")
    assert {check.reason for check in made.checks if check.outcome == "not_run"} == {"stopped"}


def test_a_run_of_other_rules_can_still_be_finished(
    web: DemoWeb, tmp_path: Path, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    run = slate.begin([1], only=FEW)
    slate.turn(run, 1)
    slate.ask(run)
    book = RuleBook.of(item for item in slate.place.book.loaded if item.rule.id != FEW[2])
    monkeypatch.setattr(turns, "opened", lambda _: replace(slate.place, book=book))
    monkeypatch.setattr(turns, "_MEMORY", Memory())
    with pytest.raises(PlanError):
        slate.turn(run, 1)
    assert slate.turn(run, 1, is_over=True).state is EntrantState.DONE
    made = _assessment(slate, slate.entrant(run, 1))
    assert made.findings and FEW[2] not in {check.source_id for check in made.checks}


def test_split_knowledge_leaves_numbers_and_a_sealed_result(
    web: DemoWeb, tmp_path: Path, fresh: None
) -> None:
    jane = _jane(web, Sharing.NUMBERS)
    slate = _slate(web, tmp_path, jane)
    run = slate.begin([1], only=FEW, letters=True)
    slate.drive(run)
    entrant = slate.entrant(run, 1)
    numbers = entrant.numbers
    assert numbers is not None
    files = open_result(slate.store.runs.sealed(run.id, 1), jane.locked_identity.decode()).files
    assert {"report.html", "assessment.json", "deadlines.ics"} <= set(files)
    with zipfile.ZipFile(io.BytesIO(files["letters.zip"])) as letters:
        assert "read-this-first.txt" in letters.namelist()
    told = json.loads(files["assessment.json"])
    assert "07700 900123" in files["assessment.json"].decode()
    counts = {band: count for band, count in told["headline"]["counts"].items() if count}
    assert numbers.by_band == counts and numbers.band == next(iter(counts))
    assert numbers.deadlines and numbers.coverage == _assessment(slate, entrant).coverage.share
    kept = _assessment(slate, entrant)
    assert not kept.findings and not kept.checks and not kept.ledger
    assert not slate.store.scans.record(entrant.scan_id).plan.probes
    case_id = slate.store.cases.id_of("jane-marlow")
    assert not slate.store.records.of(case_id, RecordKind.CAPTURE, Captured)
    for text in (repr(numbers), str(numbers.deadlines), str(numbers.by_source)):
        assert "Marlow" not in text and "07700" not in text


def test_the_next_run_knows_what_this_one_found(web: DemoWeb, tmp_path: Path, fresh: None) -> None:
    slate = _slate(web, tmp_path, _jane(web, Sharing.NUMBERS))
    first = slate.begin([1], only=FEW)
    slate.drive(first)
    second = slate.begin([1], only=FEW)
    slate.drive(second)
    one, two = slate.entrant(first, 1).numbers, slate.entrant(second, 1).numbers
    assert one is not None and two is not None
    assert (one.new, one.still) == (0, 0)
    assert two.new == 0 and two.still == sum(two.by_band.values()) > 0


def test_other_rules_are_the_runs_fault(
    web: DemoWeb, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None
) -> None:
    slate = _slate(web, tmp_path, _jane(web))
    run = slate.begin([1], only=FEW)
    monkeypatch.setattr(turns, "__version__", "0.0.1")
    with pytest.raises(PlanError):
        slate.turn(run, 1)
    assert slate.entrant(run, 1).state is EntrantState.DUE
