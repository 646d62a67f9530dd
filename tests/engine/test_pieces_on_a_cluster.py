"""Pieces of work on a Dask cluster of this machine's own."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scanner.engine import Ended, Lane, Piece, Trouble, engine_of
from scanner.engine.cluster import DaskEngine
from scanner.errors import EngineError
from tests.engine import pieces

PATIENCE_S = 60

# One cluster for all.
pytestmark = pytest.mark.xdist_group("engine-cluster")


@pytest.fixture(scope="module")
def engine() -> Iterator[DaskEngine]:
    made = engine_of("dask", jobs=1)
    assert isinstance(made, DaskEngine)
    yield made
    made.close()


def all_of(engine: DaskEngine) -> dict[str, Ended]:
    ended: dict[str, Ended] = {}
    until = time.monotonic() + PATIENCE_S
    while engine.under_way and time.monotonic() < until:
        ended.update((each.key, each) for each in engine.ended(timeout_s=1))
    assert not engine.under_way
    return ended


def test_pieces_are_done_and_told(engine: DaskEngine) -> None:
    for number in range(5):
        engine.submit(Piece(f"d{number}", pieces.double, number))
    engine.submit(Piece("refused", pieces.refused, None))
    engine.submit(Piece("broken", pieces.broken, "14 Bramble Road"))
    ended = all_of(engine)
    assert [ended[f"d{number}"].value for number in range(5)] == [0, 2, 4, 6, 8]
    assert (error := ended["refused"].error) and error.trouble is Trouble.REFUSED
    assert "Bramble" not in repr(ended["broken"])


def test_a_key_may_come_again(engine: DaskEngine) -> None:
    engine.submit(Piece("same", pieces.double, 1))
    assert all_of(engine)["same"].value == 2
    engine.submit(Piece("same", pieces.double, 2))
    assert all_of(engine)["same"].value == 4


def test_who_asks_takes_no_place_from_who_computes(engine: DaskEngine, tmp_path: Path) -> None:
    mark = tmp_path / "answer"
    engine.submit(Piece("ask", pieces.until_there, str(mark), Lane.NETWORK))
    engine.submit(Piece("compute", pieces.double, 4))
    assert [each.key for each in engine.ended(PATIENCE_S)] == ["compute"]
    mark.touch()
    assert all_of(engine)["ask"].value == "there"


def test_a_killed_worker_is_made_good(engine: DaskEngine, tmp_path: Path) -> None:
    engine.submit(Piece("killed", pieces.killed_once, str(tmp_path / "mark")))
    assert all_of(engine)["killed"].value == "done"


def test_nobody_else_of_this_machine_can_use_it(engine: DaskEngine) -> None:
    assert engine.is_own
    place = urlsplit(engine._address)
    assert place.scheme == "tls"
    with pytest.raises(EngineError, match="No scheduler answers"):
        DaskEngine(f"tcp://127.0.0.1:{place.port}")


def test_it_can_be_watched_from_here_alone(
    engine: DaskEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)
    assert urlsplit(engine.dashboard).hostname == "127.0.0.1"


def test_nobody_is_sent_to_a_page_that_nothing_draws(
    engine: DaskEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert engine.dashboard == ""
