"""`netcurtain cases` and `netcurtain history`: what a case knows, masked unless asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scanner.cli.cases import SubjectArgument, find_known, find_open_case, opened_store, operator
from scanner.cli.console import escape, out, say
from scanner.language.times import day as told_day
from scanner.model.clock import utc_now

if TYPE_CHECKING:
    from scanner.case.chronicle import CheckLine, Chronicle, Life
    from scanner.case.store import Case, CaseStore
    from scanner.model.history import Waiting

JSON_SCHEMA = "netcurtain/history/1"
_MOST = 20
"""Findings of one turn that are listed unless all are asked for, worst first."""
_TURNS = {
    "relapsed": "There again after it was gone, or erased here",
    "new": "New",
    "changed": "Changed",
    "unseen": "Not seen, because its page gave no answer",
    "still_there": "Still there",
    "gone": "Gone, and proved so",
}
_ARCHIVED = "In a web archive; no check has seen its page"
_STEPS = {"done": "you did what helps", "refused": "they refused", "accepted": "you accept it"}
_PROOFS = {"absent": "the source says that it is not there", "without": "the page no longer has it"}


def cases() -> None:
    """List the cases: who, when they were last checked, and what is open.

    Examples:

      netcurtain cases

      NETCURTAIN_STORE=postgresql+psycopg://bell@server/netcurtain netcurtain cases
    """
    from scanner.case.chronicle import chronicle

    today = utc_now().date()
    with opened_store() as store:
        found = store.cases.all()
        for case in found:
            _print(_summary(chronicle(store, case, today)))
    if not found:
        say("There is no case yet. `netcurtain check profile.toml` begins one.")


def history(
    subject: SubjectArgument = "",
    finding: Annotated[
        str,
        typer.Option("--finding", metavar="ID", help="The life of this one finding."),
    ] = "",
    audit: Annotated[
        bool, typer.Option("--audit", help="Who did what with the case, line by line.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show addresses of pages whole.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every finding, what you made public too.")
    ] = False,
) -> None:
    """Show what became of each finding, check by check, and what is waited for.

    The letters and digits before a finding are its id, which `netcurtain done` and
    `netcurtain sent` take.

    Examples:

      netcurtain history

      netcurtain history "Jane Marlow" --finding 3f2a91c0

      netcurtain history --audit

      netcurtain history profile.toml --json
    """
    from scanner.case.chronicle import chronicle
    from scanner.case.store import Verb

    with opened_store() as store:
        case = find_open_case(store, subject)
        now = utc_now()
        if audit:
            lines = _audit_json(store, case) if as_json else _audit(store, case)
        else:
            told = chronicle(store, case, now.date())
            if finding:
                known = find_known([life.known for life in told.lives], finding)
                (life,) = (life for life in told.lives if life.known is known)
                lines = _life_lines(store, case, life, reveal, as_json)
            elif as_json:
                lines = iter([_dumped(_chronicle_json(told, reveal))])
            else:
                lines = _chronicle_lines(told, reveal, everything)
        whole = "with values" if reveal else "masked"
        store.audit.tell(now, Verb.CONSULTED, operator(), f"history, {whole}", case.id)
        for line in lines:
            _print(line)


def _print(text: str) -> None:
    """An address is a stranger's text: what steers a terminal is shown as a question mark."""
    for line in text.split("\n"):
        out.print(escape("".join(char if char.isprintable() else "?" for char in line)))


def _summary(told: Chronicle) -> str:
    ended = [check for check in told.checks if check.ended_at]
    last = f"last check {told_day(ended[-1].started_at)}" if ended else "not checked yet"
    pieces = [f"{told.name}: {last}", f"{len(told.open)} open"]
    if told.waiting:
        overdue = sum(item.overdue for item in told.waiting)
        pieces.append(f"{len(told.waiting)} letters waited for, {overdue} overdue")
    if told.revoked_at:
        pieces.append(f"consent withdrawn on {told_day(told.revoked_at)}")
    if told.hold:
        pieces.append("legal hold")
    return ", ".join(pieces)


def _chronicle_lines(told: Chronicle, reveal: bool, everything: bool) -> Iterator[str]:
    yield _summary(told)
    if told.keep_until:
        yield f"  The case is deleted after {told_day(told.keep_until)} by `netcurtain retention`."
    for check in told.checks:
        yield "  " + _check_line(check)
    shown = told.lives if everything else [life for life in told.lives if _is_told(life)]
    for heading, group in groupby(shown, _heading):
        lives = list(group)
        yield f"\n{heading} ({len(lives)})"
        for life in lives if everything else lives[:_MOST]:
            yield from _life(life, reveal)
        if len(lives) > _MOST and not everything:
            yield f"  … and {len(lives) - _MOST} more: --all shows them."
    if rest := len(told.lives) - len(shown):
        yield f"\n{rest} more that you or the law made public: --all shows them."
    if told.waiting:
        yield "\nWaiting for an answer"
    for item in told.waiting:
        yield "  " + waiting_line(item)
    if told.buried:
        yield f"\n{told.buried} erased findings are remembered by their keyed hash alone."


def _is_told(life: Life) -> bool:
    return life.known.standing not in ("public_by_choice", "public_by_law")


def _heading(life: Life) -> str:
    if life.is_only_archived:
        return _ARCHIVED
    return "Released since an earlier check" if life.released else _TURNS[life.known.turn]


def _check_line(check: CheckLine) -> str:
    state = {"running": "under way, or cut off", "stopped": "stopped", "given_up": "given up"}
    line = f"check {check.number}, {check.started_at:%d %b %Y %H:%M} UTC"
    if check.open is not None:
        line += f": {check.open} open, {check.answered} of {check.applicable} answered"
    return line + (f" ({state[check.state]})" if check.state in state else "")


def _life(life: Life, reveal: bool) -> Iterator[str]:
    known = life.known
    yield f"  {life.short_id}  {known.title} ({known.band}), {known.url.shown(reveal)}"
    told = [f"first seen {told_day(known.first_seen_at)}", f"last {told_day(known.last_seen_at)}"]
    if known.archived_at:
        told.append(f"in a web archive {told_day(known.archived_at)}")
    if known.gone_at and known.turn == "gone":
        proof = f": {_PROOFS[known.proof]}" if known.proof else ""
        told.append(f"gone {told_day(known.gone_at)}{proof}")
    if life.mark:
        told.append(f"{_STEPS[life.mark.step]} ({told_day(life.mark.on)})")
    yield "  " + " " * len(life.short_id) + "  " + "; ".join(told)


def waiting_line(item: Waiting) -> str:
    """Such as: day 19, answer by 5 October 2026."""
    letter = item.letter
    line = f"{letter.id}  {letter.title}, to {letter.to}, sent {told_day(letter.sent_on)}: "
    line += f"day {item.day}"
    if letter.answer_by is None:
        return line + ", no law says by when"
    by = told_day(letter.answer_by)
    return line + (f", OVERDUE since {by}" if item.overdue else f", answer by {by}")


def _life_lines(
    store: CaseStore, case: Case, life: Life, reveal: bool, as_json: bool
) -> Iterator[str]:
    turns = store.lives.turns(case.id, life.known.finding_id)
    if as_json:
        told = _life_json(life, reveal)
        told["turns"] = [{"at": at.isoformat(), "turn": turn.value} for at, turn in turns]
        yield _dumped({"schema": JSON_SCHEMA, **told})
        return
    yield from _life(life, reveal)
    for at, turn in turns:
        yield f"    {at:%d %b %Y %H:%M} UTC  {_TURNS[turn]}"


def _audit(store: CaseStore, case: Case) -> Iterator[str]:
    broken = store.audit.first_broken()
    for line in store.audit.lines(case.id):
        when = f"{line.at:%d %b %Y %H:%M:%S} UTC"
        yield f"{line.number}  {when}  {line.who}  {line.verb}: {line.what}"
    if broken is not None:
        yield f"The log was changed from outside: line {broken} is not as it was written."


def _audit_json(store: CaseStore, case: Case) -> Iterator[str]:
    lines = [
        {"number": line.number, "at": line.at.isoformat(), "who": line.who}
        | {"verb": line.verb.value, "what": line.what, "digest": line.digest}
        for line in store.audit.lines(case.id)
    ]
    broken = store.audit.first_broken()
    yield _dumped({"schema": JSON_SCHEMA, "audit": lines, "first_broken": broken})


def _chronicle_json(told: Chronicle, reveal: bool) -> dict[str, Any]:
    return {
        "schema": JSON_SCHEMA,
        "name": told.name,
        "revoked_at": told.revoked_at,
        "keep_until": told.keep_until,
        "hold": told.hold,
        "open": len(told.open),
        "checks": [
            {
                "number": check.number,
                "state": check.state.value,
                "started_at": check.started_at,
                "ended_at": check.ended_at,
                "open": check.open,
                "answered": check.answered,
                "applicable": check.applicable,
            }
            for check in told.checks
        ],
        "findings": [_life_json(life, reveal) for life in told.lives],
        "waiting": [
            {
                "id": item.letter.id,
                "letter_id": item.letter.letter_id,
                "to": item.letter.to,
                "finding_ids": item.letter.finding_ids,
                "sent_on": item.letter.sent_on,
                "answer_by": item.letter.answer_by,
                "day": item.day,
                "overdue": item.overdue,
            }
            for item in told.waiting
        ],
        "tombstones": told.buried,
    }


def _life_json(life: Life, reveal: bool) -> dict[str, Any]:
    known = life.known
    return {
        "id": known.finding_id,
        "short_id": life.short_id,
        "title": known.title,
        "exposure": known.exposure,
        "band": known.band.value,
        "standing": known.standing.value,
        "site": known.site,
        "url": known.url.shown(reveal),
        "turn": known.turn.value,
        "released": life.released,
        "open": life.is_open,
        "first_seen_at": known.first_seen_at,
        "last_seen_at": known.last_seen_at,
        "archived_at": known.archived_at,
        "gone_at": known.gone_at,
        "proof": known.proof.value if known.proof else None,
        "step": life.mark.step.value if life.mark else None,
        "step_on": life.mark.on if life.mark else None,
    }


def _dumped(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=lambda when: when.isoformat())
