"""The queue of a slate's run, on SQLite and on PostgreSQL: each question once, each answer once,
and whoever waits for nothing more is due."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from scanner.case.store import CaseStore, ScanRecord, ScanState, open_store
from scanner.case.store.runs import News, RunState
from scanner.case.store.tables import ASKS, QUESTIONS, TOLD
from scanner.model.capture import Capture
from scanner.model.plan import Plan, Probe, Purpose
from scanner.model.slate import EntrantState, Person
from scanner.model.subject import Role
from scanner.plan import own_sending
from scanner.profile import parse_profile
from scanner.slate.running import driven_alone, is_driven
from tests.case import postgresql
from tests.case.probes_for_tests import (
    KEY,
    NOW,
    a_probe,
    a_sending,
    an_answer,
    begin_run,
    some_numbers,
)
from tests.slate.logged_sites import profile_of

pytestmark = pytest.mark.xdist_group("postgresql")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, postgresql_server: postgresql.Server | None) -> str:
    if request.param == "sqlite":
        return ""
    if postgresql_server is None:
        pytest.skip("needs PostgreSQL")
    return postgresql_server.database()


@pytest.fixture
def store(url: str) -> Iterator[CaseStore]:
    with open_store(KEY, url) as opened:
        yield opened


def _keys(store: CaseStore, run_id: str) -> list[str]:
    return [question.key for question in store.runs.waiting(run_id, None, 1_000)]


def test_a_request_of_many_is_one_question_and_its_answer_is_everybodys(store: CaseStore) -> None:
    run = begin_run(store, 3)
    for number in (1, 2, 3):
        own = a_probe(f"own-{number}", f"of/{number}")
        assert store.runs.ask(run.id, number, [a_probe(f"shared-{number}", "all"), own]) == 2
    assert len(_keys(store, run.id)) == 4
    (shared,) = [
        q for q in store.runs.waiting(run.id, None, 9) if q.probe.request.url.endswith("all")
    ]
    assert store.runs.answered(run.id, [an_answer(shared.key)], NOW) == {shared.key}
    assert [one.open for one in store.runs.entrants(run.id)] == [1, 1, 1]
    earlier = store.runs.earlier(run.id, 2)
    assert list(earlier.answers) == ["shared-2"]
    answer = earlier.answers["shared-2"]()
    assert isinstance(answer, Capture)
    assert (answer.probe_id, answer.body) == ("shared-2", b"<p>found</p>")


def test_who_waits_for_nothing_more_is_due(store: CaseStore) -> None:
    run = begin_run(store, 2)
    assert store.runs.due(run.id, 9) == (1, 2)
    # Twice the same request under two ids is one question.
    assert store.runs.ask(run.id, 1, [a_probe("a", "x"), a_probe("b", "x"), a_probe("c", "y")]) == 2
    assert store.runs.due(run.id, 9) == (2,)
    first, second = _keys(store, run.id)
    store.runs.answered(run.id, [an_answer(first)], NOW)
    assert store.runs.entrant(run.id, 1).open == 1
    # The second try to write it changes nothing, for nobody.
    assert store.runs.answered(run.id, [an_answer(first, b"other")], NOW) == frozenset()
    assert store.runs.entrant(run.id, 1).open == 1
    store.runs.answered(run.id, [an_answer(second)], NOW)
    assert store.runs.due(run.id, 9) == (2, 1)
    assert store.runs.counts(run.id)[EntrantState.DUE] == 2
    assert store.runs.ask(run.id, 1, [a_probe("a", "x"), a_probe("b", "x")]) == 0
    assert len(store.runs.earlier(run.id, 1).answers) == 3
    contents = [answer().body for answer in store.runs.earlier(run.id, 1).answers.values()]  # type: ignore[union-attr]
    assert b"other" not in contents


def test_a_question_names_nobody(store: CaseStore) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [a_probe("p-of-jane", "janemarlow", handle="janemarlow")])
    (question,) = store.runs.waiting(run.id, None, 9)
    assert "jane" not in repr(question).lower()
    assert question.probe.subject_ids == ()
    assert [sent.fact_id for sent in question.probe.sends] == [""]


def test_the_longer_pause_holds_whoever_asks_first(store: CaseStore) -> None:
    run = begin_run(store, 2)
    store.runs.ask(run.id, 1, [a_probe("a", "x", spacing_s=1.0)])
    store.runs.ask(run.id, 2, [a_probe("b", "x", spacing_s=5.0)])
    (question,) = store.runs.waiting(run.id, None, 9)
    assert question.probe.manners.spacing_s == 5.0
    (site,) = store.runs.sites(run.id)
    assert (site.site, site.spacing_s, site.waiting, site.people) == ("a.example", 5.0, 1, 2)


def test_what_a_page_tells_of_one_person_is_minded_for_all(store: CaseStore) -> None:
    """It may be sent on to no other site, although who listed it first is not named in it."""
    run = begin_run(store, 2)
    store.runs.ask(run.id, 1, [a_probe("a", "janemarlow")])
    store.runs.ask(run.id, 2, [a_probe("b", "janemarlow", handle="janemarlow")])
    (question,) = store.runs.waiting(run.id, None, 9)
    assert [sent.kind for sent in question.probe.sends] == ["handle"]
    assert question.probe.variables[0][1].reveal() == "janemarlow"


def test_the_ledger_of_each_shows_their_own_facts(store: CaseStore) -> None:
    run = begin_run(store, 2)
    probes = [a_probe(f"p{n}", "janemarlow", handle="janemarlow") for n in (1, 2)]
    for number, probe in enumerate(probes, start=1):
        store.runs.ask(run.id, number, [probe])
    (key,) = _keys(store, run.id)
    sent = a_sending(key, "http://a.example/janemarlow")
    store.runs.keep(run.id, News(NOW, [an_answer(key)], [sent]))
    for number, probe in enumerate(probes, start=1):
        (sending,) = store.runs.earlier(run.id, number).sendings
        assert sending.probe_id == probe.id
        assert own_sending(sending, probe).sends == probe.sends


def test_controls_come_first_and_people_in_their_order(store: CaseStore) -> None:
    run = begin_run(store, 3)
    store.runs.ask(run.id, 2, [a_probe("b", "of/2")])
    store.runs.ask(run.id, 1, [a_probe("a", "of/1")])
    store.runs.ask(run.id, 3, [a_probe("c", "control", purpose=Purpose.CONTROL)])
    asked = [q.probe.request.url[-4:] for q in store.runs.waiting(run.id, None, 9)]
    assert asked == ["trol", "of/1", "of/2"]
    put_off = store.runs.waiting(run.id, None, 1)[0].key
    store.runs.keep(run.id, News(NOW, put_off=[put_off]))
    later = store.runs.waiting(run.id, None, 9)
    assert (later[-1].key, later[-1].tries) == (put_off, 1)


def test_answers_are_forgotten_when_nobody_needs_them(store: CaseStore) -> None:
    run = begin_run(store, 3)
    store.runs.ask(run.id, 1, [a_probe("a", "shared"), a_probe("own", "of/1")])
    store.runs.ask(run.id, 2, [a_probe("b", "shared")])
    store.runs.answered(run.id, [an_answer(key) for key in _keys(store, run.id)], NOW)
    # Somebody had no turn yet: what they will ask may have been answered already.
    store.runs.finish(run.id, 1, some_numbers(), b"sealed")
    assert _bodies(store, run.id) == 2
    assert store.runs.ask(run.id, 3, [a_probe("c", "shared"), a_probe("d", "of/3")]) == 1
    store.runs.finish(run.id, 2, some_numbers())
    store.runs.leave(run.id, 3, "consent ended")
    assert _bodies(store, run.id) == 1
    store.runs.forget_unneeded(run.id)
    assert _bodies(store, run.id) == 0
    assert store.runs.sealed(run.id, 1) == b"sealed"
    assert store.runs.entrant(run.id, 3).why == "consent ended"
    assert set(store.runs.numbers_of(run.id)) == {1, 2}
    store.runs.turn_to(run.id, RunState.ENDED, NOW)
    for table in (QUESTIONS, ASKS, TOLD):
        with store.database.begin() as connection:
            assert not connection.execute(select(table)).all()
    assert store.runs.one(run.id).state is RunState.ENDED


def _bodies(store: CaseStore, run_id: str) -> int:
    with store.database.begin() as connection:
        asked = select(QUESTIONS.c.key).where(QUESTIONS.c.body.is_not(None))
        return len(connection.execute(asked).all())


def test_what_was_forgotten_and_is_asked_again_is_asked_again(store: CaseStore) -> None:
    run = begin_run(store, 2)
    store.runs.ask(run.id, 1, [a_probe("a", "x")])
    store.runs.ask(run.id, 2, [a_probe("b", "y")])
    (key,) = [q.key for q in store.runs.waiting(run.id, None, 9) if q.probe.request.url[-1] == "x"]
    store.runs.answered(run.id, [an_answer(key)], NOW)
    store.runs.finish(run.id, 1, some_numbers())
    assert store.runs.ask(run.id, 2, [a_probe("c", "x")]) == 2
    assert key in _keys(store, run.id)
    store.runs.answered(run.id, [an_answer(key)], NOW)
    assert store.runs.entrant(run.id, 1).state is EntrantState.DONE
    assert store.runs.entrant(run.id, 2).open == 1


def test_who_withdraws_is_not_asked_for(store: CaseStore) -> None:
    run = begin_run(store, 2)
    store.runs.ask(run.id, 1, [a_probe("a", "shared"), a_probe("b", "of/1")])
    store.runs.ask(run.id, 2, [a_probe("c", "shared")])
    own = [q.key for q in store.runs.waiting(run.id, None, 9) if q.probe.request.url[-1] == "1"]
    store.runs.withdraw(run.id, 1)
    assert len(_keys(store, run.id)) == 1
    assert store.runs.still_waiting(run.id, own) == frozenset()
    assert store.runs.answered(run.id, [an_answer(own[0])], NOW) == frozenset()
    assert store.runs.entrant(run.id, 1).state is EntrantState.LEFT
    with pytest.raises(LookupError):
        store.runs.ask(run.id, 1, [a_probe("d", "more")])
    # Nor does a turn that was under way bring anything of theirs.
    assert not store.runs.finish(run.id, 1, some_numbers(), b"sealed")
    assert store.runs.entrant(run.id, 1).numbers is None
    assert store.runs.sealed(run.id, 1) == b""
    assert len(_keys(store, run.id)) == 1


def test_what_was_told_twice_is_kept_once(store: CaseStore) -> None:
    """Whoever lost the server while they wrote does not know whether it was written."""
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [a_probe("a", "x")])
    (key,) = _keys(store, run.id)
    news = News(NOW, (), [a_sending(key, "http://a.example/x")], receipt=("me", 1))
    store.runs.keep(run.id, news)
    store.runs.keep(run.id, news)
    assert len(store.runs.earlier(run.id, 1).sendings) == 1


def test_only_a_later_night_is_another_one(store: CaseStore) -> None:
    run = begin_run(store, 1)
    later = NOW.replace(day=24)
    store.runs.turn_to(run.id, "stopped", later)
    store.runs.turn_to(run.id, RunState.RUNNING, later, NOW)
    assert store.runs.one(run.id).record.night == NOW
    # Also of one that was killed, and never stopped.
    store.runs.turn_to(run.id, RunState.RUNNING, later, later)
    assert store.runs.one(run.id).record.night == later


def test_whoever_may_be_asked_for_no_longer_gets_a_turn(store: CaseStore) -> None:
    run = begin_run(store, 6)
    scans = {}
    for number in range(1, 7):
        subject = parse_profile(profile_of(number), NOW.date()).subject
        if number == 2:
            consent = replace(subject.consent, valid_until=NOW.date())
            subject = replace(subject, consent=consent)
        case_id = store.cases.enrol(subject, NOW).id
        record = ScanRecord(subject, Plan((), (), (), (), (), 0), 1, NOW, "1", "d")
        scans[number] = store.scans.begin(case_id, record).id
        store.runs.begin_scan(run.id, number, scans[number])
        store.runs.ask(run.id, number, [a_probe(f"p{number}", f"of/{number}")])
        if number != 3:
            person = Person(number, f"r{number}", "Jane", Role.CANDIDATE, changed_at=NOW)
            changed = replace(person, changed_at=NOW + timedelta(minutes=5))
            store.slates.add(run.slate_id, [changed if number == 4 else person])
    store.scans.turn_to(scans[5], ScanState.GIVEN_UP, NOW)
    store.runs.rouse(run.id, NOW + timedelta(minutes=10), NOW + timedelta(minutes=6))
    assert store.runs.due(run.id, 9) == (3, 5)
    store.runs.rouse(run.id, NOW + timedelta(minutes=10))
    assert store.runs.due(run.id, 9) == (3, 4, 5)
    store.runs.rouse(run.id, NOW + timedelta(days=1))
    assert store.runs.due(run.id, 9) == (2, 3, 4, 5)


def test_who_drives_is_known_again_after_a_server_forgot_it(store: CaseStore) -> None:
    run = begin_run(store, 1)
    engine = store.database.engine
    with driven_alone(store, run.slate_id) as make_sure:
        make_sure()
        assert is_driven(store, run.slate_id)
        if engine.dialect.name == "sqlite":
            return
        with engine.connect() as other:
            ends = text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' "
                "AND mode = 'ExclusiveLock' AND pid <> pg_backend_pid() AND database = "
                "(SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            assert other.execute(ends).all()
        # The server ends a connection when it comes to it.
        latest = time.monotonic() + 20
        while is_driven(store, run.slate_id):
            assert time.monotonic() < latest
        make_sure()
        assert is_driven(store, run.slate_id)


def test_what_comes_after_the_end_is_not_kept(store: CaseStore) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [a_probe("a", "x")])
    (key,) = _keys(store, run.id)
    store.runs.turn_to(run.id, RunState.ENDED, NOW)
    news = News(NOW, [an_answer(key)], [a_sending(key, "http://a.example/x")], receipt=("me", 1))
    assert not store.runs.keep(run.id, news)
    with store.database.begin() as connection:
        assert not connection.execute(select(TOLD)).all()


def test_what_is_forgotten_waits_for_the_end_of_the_stroke(store: CaseStore) -> None:
    run = begin_run(store, 1)
    store.runs.ask(run.id, 1, [a_probe("a", "x")])
    store.runs.answered(run.id, [an_answer(key) for key in _keys(store, run.id)], NOW)
    with pytest.raises(ZeroDivisionError), store.database.together():
        assert store.runs.finish(run.id, 1, some_numbers())
        raise ZeroDivisionError
    assert store.runs.entrant(run.id, 1).state is EntrantState.DUE
    with store.database.together():
        assert store.runs.finish(run.id, 1, some_numbers())
        assert _bodies(store, run.id) == 1
    assert _bodies(store, run.id) == 0


def test_many_writers_count_exactly(store: CaseStore) -> None:
    """Turns that ask the same and askers that answer the same, all at once, and no one is lost:
    in the end nobody waits, and every question has one answer."""
    people, pages = 12, 9
    run = begin_run(store, people)

    def probes(number: int, round_: int) -> list[Probe]:
        shared = [a_probe(f"{number}-{round_}-{p}", f"{round_}/page/{p}") for p in range(pages)]
        return [*shared[number % 3 :], a_probe(f"{number}-{round_}-own", f"{round_}/of/{number}")]

    troubles: list[BaseException] = []
    new: list[str] = []

    def turn(numbers: range) -> None:
        try:
            for round_ in (1, 2):
                for number in numbers:
                    store.runs.ask(run.id, number, probes(number, round_))
        except BaseException as error:
            troubles.append(error)

    def answer(over: threading.Event) -> None:
        try:
            while True:
                is_last = over.is_set()
                waiting = store.runs.waiting(run.id, None, 20)
                if not waiting and is_last:
                    return
                answers = [an_answer(question.key) for question in waiting]
                new.extend(store.runs.answered(run.id, answers, NOW))
        except BaseException as error:
            troubles.append(error)

    over = threading.Event()
    turns = [threading.Thread(target=turn, args=(range(n, people + 1, 3),)) for n in (1, 2, 3)]
    askers = [threading.Thread(target=answer, args=(over,)) for _ in range(2)]
    for thread in (*turns, *askers):
        thread.start()
    for thread in turns:
        thread.join(60)
    over.set()
    for thread in askers:
        thread.join(60)
    assert troubles == []
    assert len(new) == len(set(new)) == 2 * (pages + people)
    for one in store.runs.entrants(run.id):
        assert (one.state, one.open) == (EntrantState.DUE, 0)
        assert one.asked == len(probes(one.number, 1)) * 2


def test_an_answer_counts_that_comes_while_its_asker_asks_for_more(store: CaseStore) -> None:
    """Somebody counts what is open of all they asked in the moment in which a part is answered."""
    people = 40
    run = begin_run(store, people)
    ready = threading.Barrier(2, timeout=60)
    troubles: list[BaseException] = []
    for number in range(1, people + 1):
        store.runs.ask(run.id, number, [a_probe(f"1-{number}", f"1/of/{number}")])

    def together(act: Callable[[int], object]) -> None:
        try:
            for number in range(1, people + 1):
                ready.wait()
                act(number)
        except BaseException as error:
            ready.abort()
            troubles.append(error)

    def ask_more(number: int) -> None:
        more = [a_probe(f"2-{number}-{p}", f"2/of/{number}/{p}") for p in range(5)]
        store.runs.ask(run.id, number, more)

    def answer(number: int) -> None:
        first = store.runs.key_of(a_probe("", f"1/of/{number}"))
        assert store.runs.answered(run.id, [an_answer(first)], NOW)

    threads = [threading.Thread(target=together, args=(act,)) for act in (ask_more, answer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []
    assert {one.open for one in store.runs.entrants(run.id)} == {5}


def test_people_end_and_leave_while_others_ask(store: CaseStore) -> None:
    """Nobody waits for somebody who is gone, no two wait for each other, and what nobody needs is
    not kept."""
    people = 9
    run = begin_run(store, people)
    troubles: list[BaseException] = []
    over = threading.Event()

    def probes(number: int, round_: int) -> list[Probe]:
        shared = [a_probe(f"{number}-{round_}-{p}", f"{round_}/page/{p}") for p in range(12)]
        return [*shared[:: 1 if number % 2 else -1], a_probe(f"{number}-{round_}", f"of/{number}")]

    def attend(numbers: range) -> None:
        try:
            for number in numbers:
                for round_ in (1, 2):
                    store.runs.ask(run.id, number, probes(number, round_))
                if number % 3 == 0:
                    store.runs.withdraw(run.id, number)
                while store.runs.entrant(run.id, number).state is EntrantState.ASKING:
                    over.wait(0.01)
                if number % 3:
                    store.runs.finish(run.id, number, some_numbers(), b"sealed")
        except BaseException as error:
            troubles.append(error)

    def answer() -> None:
        try:
            while not over.wait(0.005):
                waiting = store.runs.waiting(run.id, None, 7)
                store.runs.answered(run.id, [an_answer(q.key) for q in waiting], NOW)
        except BaseException as error:
            troubles.append(error)

    attending = [
        threading.Thread(target=attend, args=(range(n, people + 1, 3),)) for n in (1, 2, 3)
    ]
    answering = [threading.Thread(target=answer) for _ in range(2)]
    for thread in (*attending, *answering):
        thread.start()
    for thread in attending:
        thread.join(60)
    over.set()
    for thread in answering:
        thread.join(60)
    assert troubles == []
    counts = store.runs.counts(run.id)
    assert (counts[EntrantState.DONE], counts[EntrantState.LEFT]) == (6, 3)
    assert _keys(store, run.id) == []
    store.runs.forget_unneeded(run.id)
    assert _bodies(store, run.id) == 0
