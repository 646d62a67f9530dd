"""The catalogue in one screen: by group what is asked, and what would turn on the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.table import Table

from scanner.cli.console import escape, out
from scanner.cli.source_rows import COUNTED, Row

_NAMED = 6
"""So many sources of a step are named; `--all` names them all."""

_TICKS = {
    "name_searches": "Your yes to be looked for by name, one by one (name_searches in [consent])",
    "revealing_searches": (
        "Your yes to be looked for by your e-mail address, number or postcode "
        "(revealing_searches in [consent])"
    ),
    "sensitive_sources": (
        "Your yes to sites about dating, health and the like (sensitive_sources in [consent])"
    ),
}


@dataclass(frozen=True, slots=True)
class _Step:
    """Something that the person may do, and the sources that would then be asked."""

    what: str
    rows: tuple[Row, ...]


def print_summary(rows: Sequence[Row], with_profile: bool) -> None:
    """`with_profile`: whether the rows say what a profile makes of them."""
    out.print(_of_profile(rows) if with_profile else _of_catalogue(rows))
    automatic = sum(row.access == "automatic" for row in rows)
    out.print(
        f"\n{len(rows)} sources: {automatic} automatic, {len(rows) - automatic} by hand.",
        markup=False,
    )
    if with_profile:
        _print_profile(rows)
    out.print(
        "\n`netcurtain sources --all` names every source, what it learns and its key.", markup=False
    )


def _of_profile(rows: Sequence[Row]) -> Table:
    columns: dict[str, Callable[[Row], bool]] = {
        "asked": lambda row: row.state == "asked",
        "left out": lambda row: row.state == "left out",
        "to look at": lambda row: row.state == "open",
        "looked at": lambda row: row.state == "answered",
    }
    return _table(rows, columns)


def _of_catalogue(rows: Sequence[Row]) -> Table:
    columns: dict[str, Callable[[Row], bool]] = {
        "automatic": lambda row: row.access == "automatic",
        "with a key": lambda row: bool(row.key),
        "by hand": lambda row: row.access == "by hand",
    }
    return _table(rows, columns)


def _table(rows: Sequence[Row], columns: dict[str, Callable[[Row], bool]]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("Group", no_wrap=True)
    for name in columns:
        table.add_column(name, justify="right", no_wrap=True)
    for group in (*dict.fromkeys(row.group for row in rows), ""):
        among = [row for row in rows if group in ("", row.group)]
        numbers = [sum(map(holds, among)) for holds in columns.values()]
        cells = [escape(group or "All"), *(str(number or "·") for number in numbers)]
        table.add_row(*cells, style="" if group else "bold")
    return table


def _print_profile(rows: Sequence[Row]) -> None:
    counted = {name: [row for row in rows if row.state == name] for name in ("asked", "left out")}
    open_rows = [row for row in rows if row.state == "open"]
    total = sum(row.adds for row in rows if row.state in COUNTED)
    out.print(
        f"With this profile {len(counted['asked'])} are asked, {len(open_rows)} are for you to "
        f"look at, and {len(counted['left out'])} are left out. Coverage counts {total} checks.",
        markup=False,
    )
    steps = [*_steps(counted["left out"])]
    if steps:
        out.print("\n[bold]What would have more of them asked[/bold]")
    for step in steps:
        _print_step(step, total)
    if open_rows:
        _print_step(_Step("Your own look (netcurtain manual)", tuple(open_rows)), total, named=0)
    elsewhere = [row for row in counted["left out"] if not row.adds]
    if elsewhere:
        out.print(
            f"{len(elsewhere)} are not for your nation or poll, or can have no such handle.",
            markup=False,
        )


def _steps(rows: Sequence[Row]) -> Iterator[_Step]:
    """What the person may do, each with its sources; that which turns on most comes first."""
    together: dict[str, list[Row]] = {}
    for row in rows:
        if row.adds:
            together.setdefault(_what(row), []).append(row)
    for what, alike in sorted(together.items(), key=lambda item: (-len(item[1]), item[0])):
        yield _Step(what, tuple(alike))


def _what(row: Row) -> str:
    if row.tick:
        return _TICKS[row.tick]
    if row.reason == "no_key":
        return "A key of your own for them (netcurtain keys)"
    if row.reason == "no_endpoint":
        return "The address of a service of your own ([endpoints])"
    if row.reason == "deselected":
        return "Not leaving them out of this check"
    needed = row.why.removeprefix("It needs ").removesuffix(", which you did not give.")
    return needed[:1].upper() + needed[1:]


def _print_step(step: _Step, total: int, named: int = _NAMED) -> None:
    adds = sum(row.adds for row in step.rows)
    share = adds / (total + adds)
    number = "1 source" if len(step.rows) == 1 else f"{len(step.rows)} sources"
    out.print(f"- {step.what}: {number}, {share:.0%} of all checks then", markup=False)
    if not named:
        return
    told = "; ".join(f"{row.title} ({row.id}{_key(row)})" for row in step.rows[:named])
    more = f"; and {len(step.rows) - named} more" if len(step.rows) > named else ""
    out.print(f"    {told}{more}", markup=False)


def _key(row: Row) -> str:
    """A key that is missing beside the yes."""
    is_missing = row.key_state == "missing" and row.reason != "no_key"
    return f", and a key {row.key}" if is_missing else ""
