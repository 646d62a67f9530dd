"""`netcurtain manual`: the checks that only the person can make, one by one, and their answers."""

from __future__ import annotations

import contextlib
import re
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.case.whole_file import whole_file
from scanner.cli.console import out, say
from scanner.cli.exits import Exit
from scanner.cli.options import OnlyOption, ProfileArgument, RulesOption
from scanner.errors import OutputError

if TYPE_CHECKING:
    from scanner.cli.scan import Scan
    from scanner.model.manual import Looked, ManualAnswer
    from scanner.model.plan import ManualCheck

_BEFORE_A_STEP = re.compile(r"\s(?=[2-9]\. [A-Z])")
_QUESTION = "  Seen, not there, or not yet? [s/n/Enter; q stops]"


def manual(
    profile: ProfileArgument,
    only: OnlyOption = None,
    rules: RulesOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Go through the answered ones again, too.")
    ] = False,
    listed: Annotated[
        bool, typer.Option("--list", help="List them with their answers, and ask nothing.")
    ] = False,
) -> None:
    """Go through the checks that only you can make, and keep what you saw in the profile.

    Each comes with its link and what to look for. Nothing is opened or sent: you follow the link,
    or not. An answer counts like a check of its own for half a year. The links hold your details
    where the site is asked about them.

    Examples:

      netcurtain manual profile.toml

      netcurtain manual profile.toml --list
    """
    from scanner.cli.scan import Selection, prepare, tell_warnings
    from scanner.render.words import minutes as minutes_words

    scan = prepare(profile, Selection(only=only, rules=rules))
    today = datetime.now(UTC).date()
    groups = [list(group) for _, group in groupby(scan.plan.manual, lambda check: check.source_id)]
    if listed:
        _list(groups)
        return
    tell_warnings(scan)
    oldest = today - timedelta(days=scan.book.coverage.manual_days)
    due = [group for group in groups if everything or _is_due(group[0], oldest)]
    if not due:
        say("There is nothing that you need to look at by hand.")
        return
    first = due[:10]
    say(f"{len(due)} places to look at yourself. Those that matter most come first: the first")
    takes = minutes_words(sum(group[0].minutes for group in first))
    say(f"{len(first)} take {takes}. Nobody needs all of them: q stops, and your answers are kept.")
    answers: list[ManualAnswer] = []
    stopped = False
    try:
        _ask_all(scan, due, today, answers)
    except (KeyboardInterrupt, typer.Abort):
        stopped = True
        say("")
    _keep(profile, answers, today)
    if stopped:
        raise typer.Exit(int(Exit.INTERRUPTED))


def _is_due(check: ManualCheck, oldest: date) -> bool:
    return check.is_open or (check.answer is not None and check.answer.on < oldest)


def _list(groups: Iterable[Sequence[ManualCheck]]) -> None:
    for first, *_ in groups:
        answer = first.answer
        told = f"{answer.looked} ({answer.on})" if answer else "open"
        out.print(f"{first.source_id:<30} {told:<24} {first.title}", markup=False)


def _ask_all(
    scan: Scan, due: Sequence[Sequence[ManualCheck]], today: date, answers: list[ManualAnswer]
) -> None:
    """Puts each answer into `answers` at once, so that a stop loses none."""
    from scanner.cli.planview import sent_words
    from scanner.model.manual import ManualAnswer

    for number, group in enumerate(due, start=1):
        first = group[0]
        say(f"\n{number} of {len(due)}: {first.title} (about {first.minutes} min)")
        say(f"  It can show: {first.exposes}")
        for check in group:
            say(f"  {check.url}")
            say(f"  If you follow the link, it learns: {sent_words(scan.subject, check.sends)}")
        for line in _BEFORE_A_STEP.sub("\n", first.how).splitlines():
            say(f"  {line.strip()}")
        looked = _ask()
        if looked is None:
            return
        answers.append(ManualAnswer(first.source_id, looked, today))


def _ask() -> Looked | None:
    """The answer; None to stop."""
    from scanner.model.manual import Looked

    known = {
        "": Looked.NOT_YET,
        "not yet": Looked.NOT_YET,
        "s": Looked.SEEN,
        "seen": Looked.SEEN,
        "n": Looked.NOT_THERE,
        "not there": Looked.NOT_THERE,
    }
    while True:
        text: str = typer.prompt(_QUESTION, default="", show_default=False, err=True)
        typed = " ".join(text.lower().replace("_", " ").split())
        if typed in ("q", "quit", "stop"):
            return None
        if typed in known:
            return known[typed]
        say("  Please type s (seen), n (not there), Enter (not yet) or q (stop).")


def _keep(profile: Path, answers: Sequence[ManualAnswer], today: date) -> None:
    """Writes the answers into the profile, of which nothing else is changed.

    "Not yet" is written only over an earlier answer. Raises OutputError or ProfileError, with the
    profile as it was.
    """
    from scanner.model.manual import Looked
    from scanner.profile import load_profile, parse_profile
    from scanner.profile.manual import with_answers

    before = {answer.source_id for answer in load_profile(profile, today).subject.manual}
    kept = [a for a in answers if a.looked is not Looked.NOT_YET or a.source_id in before]
    if not kept:
        say("No answer was given, so the profile is as it was.")
        return
    try:
        data = profile.read_bytes()
        mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        text = with_answers(data.removeprefix(mark).decode(), kept)
        parse_profile(text, today, profile.name)
        _replace(profile.resolve(), mark + text.encode())
    except OSError as error:
        raise OutputError(f"Cannot write {profile}: {error.strerror or error}.") from error
    seen = sum(answer.looked is Looked.SEEN for answer in kept)
    say(f"{len(kept)} answers are in {profile}, {seen} of them seen. The next check counts them.")


def _replace(path: Path, data: bytes) -> None:
    """The file appears whole, as readable as it was."""

    def put(temporary: Path, target: Path) -> None:
        with contextlib.suppress(OSError):
            shutil.copymode(target, temporary)
        temporary.replace(target)

    with whole_file(path, put) as stream:
        stream.write(data)
