"""Other hosts that a rule's pages load from: in the plan where pages are to be rendered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scanner.errors import RuleError
from scanner.model.plan import RENDER_REQUESTS, Plan
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook

TODAY = date(2026, 11, 22)
PROFILE = """
schema = 1
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
[facts]
name = "Jane Marlow"
handle = ["janemarlow", "jmarlow"]
"""
RULE = """\
id: src.soc.town_board
kind: source
title: Town board
why: It shows who belongs to it.
reviewed: "2026-11-22"
category: social
access: page
controller: Town Board
needs: [handle]
request:
  url: "https://board.example/u/{{ handle | path }}"
%s
answers:
  found: {status: 200, shows: handle}
  absent: {status: 404}
exposes: A profile.
ease: via_handle
persistence: own_page
terms: {automation: allowed, checked: "2026-11-22", basis: It is our own.}
remedy: rem.gdpr.erase
review_by: "2027-11-22"
examples:
  - {name: one, variables: {handle: janemarlow}, body: janemarlow, expect: found}
  - {name: none, variables: {handle: janemarlow}, status: 404, body: none, expect: absent}
  - {name: busy, variables: {handle: janemarlow}, status: 429, body: busy, expect: blocked}
"""
HOSTS = "render: {hosts: [cdn.scripts.example, data.scripts.example, board-static.example]}"


def plan_of(folder: Path, more: str, renders: bool) -> Plan:
    (folder / "sources").mkdir()
    (folder / "sources/board.yaml").write_text(RULE % more)
    options = PlanOptions(only=frozenset({"src.soc.town_board"}), renders=renders)
    return make_plan(parse_profile(PROFILE, TODAY).subject, load_rulebook([folder]), options, TODAY)


def test_who_serves_the_scripts_stands_in_the_plan_and_learns_nothing(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, HOSTS, renders=True)
    others = [entry for entry in plan.disclosures if entry.site != "board.example"]
    assert [entry.site for entry in others] == ["scripts.example", "board-static.example"]
    assert all(entry.sends == () for entry in others)
    assert {entry.controller for entry in others} == {"whoever serves the scripts of Town Board"}
    # Two handles, and a name that cannot exist, asked twice at most.
    assert {entry.requests for entry in others} == {4 * RENDER_REQUESTS}
    assert {probe.render_hosts for probe in plan.probes} == {
        ("cdn.scripts.example", "data.scripts.example", "board-static.example")
    }


def test_without_a_browser_nobody_else_is_announced(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, HOSTS, renders=False)
    assert {entry.site for entry in plan.disclosures} == {"board.example"}


@pytest.mark.parametrize(
    "more",
    [
        'render: {hosts: ["*"]}',
        "render: {hosts: []}",
        "render: {hosts: [localhost]}",
        'render: {hosts: ["https://cdn.example"]}',
        "  headers: {X-Asked: please}\nrender: {hosts: [cdn.example]}",
    ],
)
def test_hosts_that_cannot_be_meant_are_refused(tmp_path: Path, more: str) -> None:
    with pytest.raises(RuleError, match="render"):
        plan_of(tmp_path, more, renders=True)
