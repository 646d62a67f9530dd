"""What the driver does about people, sites, time and trouble. Turns and requests are played here;
that they do what they should is tested where they are made."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from scanner.case.store import CaseStore
from scanner.case.store.opening import open_store
from scanner.case.store.runs import Run, RunRecord, RunState
from scanner.case.vault import Vault
from scanner.engine import Ended, Lane, Piece, PieceError, Trouble
from scanner.errors import CaseError, EngineError, PlanError, SlateError
from scanner.model.capture import Skipped, SkipReason
from scanner.model.plan import Probe, Purpose, Request
from scanner.model.slate import EntrantState, SlateRecord
from scanner.slate.driver import Bounds, drive
from scanner.slate.nights import nights_of
from scanner.slate.pieces import number_of
from scanner.slate.progress import How, Looked, PersonLeft, PieceLost, RunEnded
from scanner.slate.setting import Setting

KEY = b"0123456789abcdef0123456789abcdef"
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
PEOPLE = 3
LOST = PieceError(Trouble.LOST)


@dataclass
class Turned:
    state: EntrantState
    is_busy: bool = False


@dataclass
class Asked:
    answered: int
    is_spent: bool = False


@dataclass
class PlayedEngine:
    """Does at once what is submitted, as the test says."""

    turn: Callable[[int], Turned | PieceError]
    ask: Callable[[], Asked | PieceError]
    is_own: bool = True
    runs_once: bool = True
    width: int = 2
    askers: int = 1
    turns: Counter[int] = field(default_factory=Counter)
    asked: int = 0
    settings: list[Setting] = field(default_factory=list)
    _waiting: deque[Piece] = field(default_factory=deque)

    @property
    def under_way(self) -> int:
        return len(self._waiting)

    def submit(self, piece: Piece) -> None:
        assert len(self._waiting) <= 2 * self.width + self.askers
        self.settings.append(piece.argument.setting)
        self._waiting.append(piece)

    def ended(self, timeout_s: float) -> list[Ended]:
        if not self._waiting:
            return []
        piece = self._waiting.popleft()
        value: object
        if piece.lane is Lane.NETWORK:
            self.asked += 1
            value = self.ask()
        else:
            number = number_of(piece.key)
            self.turns[number] += 1
            value = self.turn(number)
        if isinstance(value, PieceError):
            return [Ended(piece.key, error=value)]
        return [Ended(piece.key, value)]

    def close(self) -> None:
        self._waiting.clear()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CaseStore]:
    path = tmp_path_factory.mktemp("store") / "cases.sqlite3"
    with open_store(KEY, f"sqlite:///{path}", Vault(KEY)) as opened:
        yield opened


@pytest.fixture
def run(store: CaseStore, request: pytest.FixtureRequest) -> Run:
    slate = store.slates.begin(SlateRecord(request.node.name), NOW)
    record = RunRecord(seed=1, tool_version="1", rules_digest="d")
    return store.runs.begin(slate.id, record, range(1, PEOPLE + 1), NOW)


class Play:
    """Everybody asks one question, and is done once it is answered."""

    def __init__(self, store: CaseStore, run: Run) -> None:
        self.store = store
        self.run = run
        self.engine = PlayedEngine(self.turn, self.ask)
        self.now = NOW
        self.answers = True

    def turn(self, number: int) -> Turned | PieceError:
        entrant = self.store.runs.entrant(self.run.id, number)
        if entrant.asked:
            self.store.runs.leave(self.run.id, number, "done, for this test")
            return Turned(EntrantState.LEFT)
        request = Request(f"https://www.example.org/{number}")
        probe = Probe(
            f"p{number}", "src.page.given", request, "www.example.org", "example.org", Purpose.PAGE
        )
        self.store.runs.ask(self.run.id, number, [probe])
        return Turned(EntrantState.ASKING)

    def ask(self) -> Asked | PieceError:
        if not self.answers:
            return Asked(0, is_spent=True)
        waiting = self.store.runs.waiting(self.run.id, None, 100)
        for question in waiting:
            answer = Skipped(question.key, SkipReason.NOT_KEPT)
            self.store.runs.answered(self.run.id, [answer], self.now)
        return Asked(len(waiting))

    def events(self, bounds: Bounds | None = None, stopped: Callable[[], bool] | None = None):
        return list(
            drive(
                self.engine,
                Setting(vault=Vault(KEY), secrets={"a": "secret"}),
                self.store,
                self.run.id,
                bounds,
                stopped or (lambda: False),
                lambda: self.now,
            )
        )


@pytest.fixture
def play(store: CaseStore, run: Run, monkeypatch: pytest.MonkeyPatch) -> Play:
    monkeypatch.setattr("scanner.slate.driver.LOOK_EVERY_S", 0.0)
    return Play(store, run)


def how_of(events: list[object]) -> How:
    last = events[-1]
    assert isinstance(last, RunEnded)
    return last.how


def state_of(play: Play) -> RunState:
    return play.store.runs.one(play.run.id).state


def test_everybody_is_driven_to_the_end(play: Play) -> None:
    events = play.events()
    assert how_of(events) is How.ENDED
    assert state_of(play) is RunState.ENDED
    assert play.engine.turns == dict.fromkeys(range(1, PEOPLE + 1), 2)
    looked = [event for event in events if isinstance(event, Looked)]
    assert looked[-1].people[EntrantState.LEFT] == PEOPLE


def test_a_lost_turn_is_taken_again(play: Play) -> None:
    lose, turn = deque([LOST, LOST]), play.turn
    play.engine.turn = lambda number: lose.popleft() if number == 3 and lose else turn(number)
    events = play.events()
    assert how_of(events) is How.ENDED
    assert sum(isinstance(event, PieceLost) for event in events) == 2
    assert play.engine.turns[3] == 4


def test_who_ends_every_worker_is_left_out(play: Play) -> None:
    turn = play.turn
    play.engine.turn = lambda number: LOST if number == 3 else turn(number)
    events = play.events()
    assert how_of(events) is How.ENDED
    assert [event.number for event in events if isinstance(event, PersonLeft)] == [3]
    assert play.store.runs.entrant(play.run.id, 3).state is EntrantState.LEFT


def test_a_store_that_refuses_everybody_costs_nobody_their_result(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.slate.attempts._FIRST_S", 0.0)
    full = PieceError(Trouble.REFUSED, "The disk is full.", "CaseError")
    turn = play.turn
    play.engine.turn = lambda _: full
    with pytest.raises(CaseError, match="disk is full"):
        play.events()
    assert state_of(play) is RunState.STOPPED
    assert play.store.runs.counts(play.run.id)[EntrantState.DUE] == PEOPLE
    # Where others go on, it is this person's.
    play.engine.turn = lambda number: full if number == 3 else turn(number)
    events = play.events()
    assert how_of(events) is How.ENDED
    assert [event.number for event in events if isinstance(event, PersonLeft)] == [3]


def test_who_is_busy_comes_later(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.slate.attempts._BUSY_S", 0.01)
    busy, turn = deque([1, 1]), play.turn

    def busy_first(number: int) -> Turned | PieceError:
        if number == 2 and busy:
            busy.popleft()
            return Turned(EntrantState.DUE, is_busy=True)
        return turn(number)

    play.engine.turn = busy_first
    assert how_of(play.events()) is How.ENDED
    assert play.engine.turns[2] == 4


def test_a_lost_asker_gives_its_sites_back(play: Play) -> None:
    site = play.store.leases.name_of("example.org")
    owners: list[str] = []
    ask = play.ask

    def lost_first() -> Asked | PieceError:
        if not owners:
            owners.append(play.engine_owner)
            assert play.store.leases.take([site], owners[0], 60)
            return LOST
        assert play.store.leases.take([site], "another", 60)
        return ask()

    submit = play.engine.submit

    def noted(piece: Piece) -> None:
        if piece.lane is Lane.NETWORK:
            play.engine_owner = piece.argument.owner
        submit(piece)

    play.engine.submit = noted  # type: ignore[method-assign]
    play.engine.ask = lost_first
    assert how_of(play.events()) is How.ENDED


def test_asking_that_breaks_again_and_again_ends_the_run(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.slate.attempts._FIRST_S", 0.0)
    play.engine.ask = lambda: PieceError(Trouble.FAULT, "KeyError at asking.py:1", "KeyError")
    with pytest.raises(EngineError, match="KeyError"):
        play.events()
    assert state_of(play) is RunState.STOPPED


def test_what_concerns_all_ends_the_run_at_once(play: Play) -> None:
    words = "The rules of this worker are not those of the run."
    play.engine.turn = lambda _: PieceError(Trouble.REFUSED, words, "PlanError")
    with pytest.raises(PlanError, match="rules of this worker"):
        play.events()
    assert sum(play.engine.turns.values()) == 1


def test_stopped_and_gone_on_with(play: Play) -> None:
    turns = play.engine.turns
    events = play.events(stopped=lambda: sum(turns.values()) >= 2)
    assert how_of(events) is How.STOPPED
    assert state_of(play) is RunState.STOPPED
    assert how_of(play.events()) is How.ENDED


def test_nothing_is_begun_after_its_time(play: Play) -> None:
    events = play.events(Bounds(until=NOW))
    assert how_of(events) is How.OUT_OF_TIME
    assert not play.engine.turns


def test_sites_are_asked_at_night_only(play: Play) -> None:
    opens = NOW + timedelta(hours=2)
    nights = nights_of(
        f"{opens.astimezone():%H:%M}-{(opens + timedelta(hours=1)).astimezone():%H:%M}"
    )
    asked_at: list[datetime] = []
    ask = play.ask

    def noted() -> Asked | PieceError:
        asked_at.append(play.now)
        return ask()

    def passing() -> bool:
        play.now += timedelta(minutes=10)
        return False

    play.engine.ask = noted
    events = play.events(Bounds(nights=nights), passing)
    assert how_of(events) is How.ENDED
    assert asked_at and min(asked_at) >= opens
    waited = [event for event in events if isinstance(event, Looked) and event.opens_at]
    assert waited and waited[0].opens_at == opens


def test_spent_budgets_end_the_night(play: Play) -> None:
    play.answers = False
    assert how_of(play.events()) is How.SPENT
    assert state_of(play) is RunState.STOPPED
    assert play.engine.asked <= PEOPLE
    play.answers = True
    assert how_of(play.events()) is How.ENDED


def test_a_spent_night_waits_for_the_next(play: Play) -> None:
    nights = nights_of(f"{NOW.astimezone():%H:%M}-{(NOW + timedelta(hours=1)).astimezone():%H:%M}")
    play.answers = False

    def passing() -> bool:
        play.now += timedelta(minutes=10)
        play.answers = play.now >= NOW + timedelta(days=1)
        return False

    events = play.events(Bounds(nights=nights), passing)
    assert how_of(events) is How.ENDED
    assert play.now >= NOW + timedelta(days=1)
    waits = {event.opens_at for event in events if isinstance(event, Looked)}
    assert waits == {None, NOW + timedelta(days=1)}


def test_finishing_now_asks_nothing(play: Play) -> None:
    play.events(stopped=lambda: sum(play.engine.turns.values()) >= 4)
    asked = play.engine.asked

    def concluded(number: int) -> Turned:
        play.store.runs.leave(play.run.id, number, "concluded, for this test")
        return Turned(EntrantState.LEFT)

    play.engine.turn = concluded
    assert how_of(play.events(Bounds(finish_now=True))) is How.ENDED
    assert play.engine.asked == asked


def test_a_slate_that_is_deleted_meanwhile_is_told(play: Play) -> None:
    turn = play.turn

    def deleted(number: int) -> Turned | PieceError:
        turned = turn(number)
        play.store.slates.remove(play.run.slate_id)
        return turned

    play.engine.turn = deleted
    with pytest.raises(SlateError, match="deleted"):
        play.events()


def test_a_driver_that_is_no_longer_alone_touches_nothing(play: Play) -> None:
    def taken() -> None:
        raise SlateError("This slate is being run already.")

    before = state_of(play)
    events = drive(
        *(play.engine, Setting(vault=Vault(KEY)), play.store, play.run.id), make_sure=taken
    )
    with pytest.raises(SlateError):
        list(events)
    assert state_of(play) is before is RunState.RUNNING
    assert not play.engine.turns


def test_strangers_are_told_no_secret(play: Play) -> None:
    play.engine.is_own = False
    play.events()
    assert play.engine.settings
    for setting in play.engine.settings:
        assert setting.vault is None and setting.secrets is None and not setting.is_own
