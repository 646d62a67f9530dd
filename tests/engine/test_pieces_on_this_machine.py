"""Pieces of work in processes of this machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.engine import Ended, Engine, Lane, LocalEngine, Piece, Trouble, engine_of
from scanner.errors import EngineError
from tests.engine import pieces

PATIENCE_S = 60
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    local = LocalEngine(jobs=2)
    yield local
    local.close()


def all_of(engine: Engine) -> dict[str, Ended]:
    ended: dict[str, Ended] = {}
    until = time.monotonic() + PATIENCE_S
    while engine.under_way and time.monotonic() < until:
        ended.update((each.key, each) for each in engine.ended(timeout_s=1))
    assert not engine.under_way
    return ended


def eventually(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_more_pieces_than_processes(engine: Engine) -> None:
    for number in range(9):
        engine.submit(Piece(f"d{number}", pieces.double, number))
    assert {key: each.value for key, each in all_of(engine).items()} == {
        f"d{number}": 2 * number for number in range(9)
    }
    engine.submit(Piece("whose", pieces.process_id, None))
    assert all_of(engine)["whose"].value != os.getpid()


def test_a_killed_worker_costs_its_own_piece_alone(engine: Engine, tmp_path: Path) -> None:
    mark = tmp_path / "go-on"
    engine.submit(Piece("other", pieces.until_there, str(mark)))
    engine.submit(Piece("lost", pieces.killed, None))
    assert [each.key for each in engine.ended(PATIENCE_S)] == ["lost"]
    mark.touch()
    assert all_of(engine)["other"].value == "there"


def test_a_lost_piece_is_told_and_may_come_again(engine: Engine, tmp_path: Path) -> None:
    piece = Piece("again", pieces.killed_once, str(tmp_path / "mark"))
    engine.submit(piece)
    (first,) = engine.ended(PATIENCE_S)
    assert first.is_lost
    engine.submit(piece)
    assert all_of(engine)["again"].value == "done"


def test_what_goes_wrong_is_told_without_private_words(engine: Engine) -> None:
    engine.submit(Piece("refused", pieces.refused, None))
    engine.submit(Piece("broken", pieces.broken, "14 Bramble Road"))
    engine.submit(Piece("untellable", pieces.untellable, None))
    ended = all_of(engine)
    refused, broken = ended["refused"].error, ended["broken"].error
    assert refused and (refused.trouble, refused.words) == (Trouble.REFUSED, "The store is away.")
    assert broken and broken.trouble is Trouble.FAULT
    assert "ValueError" in broken.words and "Bramble" not in repr(ended["broken"])
    assert (error := ended["untellable"].error) and error.trouble is Trouble.FAULT


def test_who_asks_takes_no_place_from_who_computes(engine: Engine, tmp_path: Path) -> None:
    mark = tmp_path / "answer"
    engine.submit(Piece("ask", pieces.until_there, str(mark), Lane.NETWORK))
    for number in range(4):
        engine.submit(Piece(f"d{number}", pieces.double, number))
    ended: list[str] = []
    while len(ended) < 4:
        ended += [each.key for each in engine.ended(PATIENCE_S)]
    assert "ask" not in ended
    mark.touch()
    assert all_of(engine)["ask"].value == "there"


def test_workers_are_deaf_to_signals_that_are_meant_for_all(engine: Engine) -> None:
    engine.submit(Piece("deaf", pieces.signalled, None))
    assert all_of(engine)["deaf"].value == "went on"


def test_closing_ends_what_is_under_way(tmp_path: Path) -> None:
    engine = LocalEngine(jobs=1)
    begun = tmp_path / "never.begun"
    engine.submit(Piece("endless", pieces.until_there, str(tmp_path / "never")))
    eventually(lambda: begun.exists() and begun.read_text() != "")
    worker = int(begun.read_text())
    engine.close()
    assert engine.under_way == 0
    with pytest.raises(ProcessLookupError):
        os.kill(worker, signal.SIG_DFL)


def test_an_engine_that_is_forgotten_keeps_nobody_waiting() -> None:
    script = (
        "from scanner.engine import LocalEngine, Piece; from tests.engine import pieces\n"
        "if __name__ == '__main__':\n"
        "    engine = LocalEngine(1); engine.submit(Piece('d', pieces.double, 2))\n"
        "    print(engine.ended(60)[0].value)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S
    )
    assert (done.returncode, done.stdout) == (0, "4\n"), done.stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ray", "Write local, dask"),
        ("dask://", "Write local, dask"),
        ("dask://scheduler.example.org:8786", "Use tls://scheduler.example.org:8786"),
        ("tcp://192.0.2.1:8786", "without TLS"),
        ("dask://[2001:db8::1]:8786", "Use tls://[2001:db8::1]:8786"),
        ("tls://scheduler.example.org:8786", "needs certificates"),
    ],
)
def test_an_engine_that_is_none_or_not_safe_is_refused(text: str, told: str) -> None:
    with pytest.raises(EngineError) as refused:
        engine_of(text)
    assert told in str(refused.value)


def test_without_dask_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r"netcurtain\[cluster\]"):
        engine_of("dask")
