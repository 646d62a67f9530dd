"""`netcurtain plan`: what a check would ask of whom. Nothing is sent."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from scanner.cli.console import out
from scanner.cli.options import (
    IgnoreRobotsOption,
    LoopbackOption,
    OnlyOption,
    OnlyRulesOption,
    OwnPageOption,
    PageOption,
    PagesOption,
    ProfileArgument,
    RenderOption,
    RulesOption,
    SkipOption,
)


def plan(
    profile: ProfileArgument,
    page: PageOption = None,
    pages: PagesOption = None,
    only: OnlyOption = None,
    skip: SkipOption = None,
    rules: RulesOption = None,
    only_rules: OnlyRulesOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as JSON.")] = False,
    allow_loopback: LoopbackOption = False,
    own_page: OwnPageOption = None,
    ignore_robots: IgnoreRobotsOption = "",
    render: RenderOption = False,
) -> None:
    """Show what a check would ask of whom, and what each third party would learn.

    Nothing is sent. Values are masked.

    Examples:

      netcurtain plan profile.toml

      netcurtain plan profile.toml --skip src.search.searxng
    """
    from scanner.cli.planview import plan_as_data, print_plan
    from scanner.cli.scan import Selection, prepare, tell_warnings

    selection = Selection(
        page,
        pages,
        only,
        skip,
        rules,
        allow_loopback,
        own_page,
        ignore_robots.strip(),
        only_rules,
        render,
    )
    scan = prepare(profile, selection)
    if as_json:
        out.file.write(json.dumps(plan_as_data(scan), ensure_ascii=False, indent=2) + "\n")
        return
    tell_warnings(scan)
    print_plan(scan, out)
