"""What the live view of a run says last."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scanner.case.vault.opening import open_cases
from scanner.cli.slate_live import LiveSlate
from scanner.model.slate import EntrantState
from scanner.slate.progress import How, Looked, RunEnded

AT = datetime(2027, 3, 1, 22, tzinfo=UTC)


DONE, LEFT, ASKING = EntrantState.DONE, EntrantState.LEFT, EntrantState.ASKING


@pytest.mark.parametrize(
    ("how", "people", "code", "last"),
    [
        (How.ENDED, {DONE: 2}, 0, "Everybody is through."),
        (How.ENDED, {LEFT: 2}, 1, "Nobody could be checked."),
        (How.ENDED, {LEFT: 1, DONE: 1}, 3, "1 left out, see above"),
        (How.OUT_OF_TIME, {ASKING: 1, DONE: 1}, 3, "`netcurtain slate run` goes on"),
        (How.SPENT, {ASKING: 2}, 3, "`netcurtain slate run` goes on"),
        (How.STOPPED, {ASKING: 1, DONE: 1}, 130, "`netcurtain slate run` goes on"),
    ],
)
def test_a_run_without_everybodys_result_is_no_success(
    how: How,
    people: dict[EntrantState, int],
    code: int,
    last: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with open_cases("", lambda: "") as store:
        live = LiveSlate(store, "no-such-run", enabled=False)
        live.see(Looked(AT, people, ()))
        live.see(RunEnded(how))
        live.tell_end()
    assert live.code == code
    assert last in " ".join(capsys.readouterr().err.split())
