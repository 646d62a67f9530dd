"""What the live view of a run says last."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.case.vault.opening import open_cases
from scanner.cli.slate_live import LiveSlate
from scanner.model.slate import EntrantState
from scanner.slate.progress import How, Looked, RunEnded

AT = datetime(2027, 3, 1, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("people", "is_all_left_out", "last"),
    [
        ({EntrantState.LEFT: 2}, True, "Nobody could be checked."),
        ({EntrantState.LEFT: 1, EntrantState.DONE: 1}, False, "Everybody is through."),
    ],
)
def test_a_run_without_any_result_is_no_success(
    people: dict[EntrantState, int],
    is_all_left_out: bool,
    last: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_cases("", lambda: "") as store:
        live = LiveSlate(store, "no-such-run", enabled=False)
        live.see(Looked(AT, people, ()))
        live.see(RunEnded(How.ENDED))
        live.tell_end()
    assert live.is_all_left_out is is_all_left_out
    assert last in capsys.readouterr().err
