"""A council's own site on modern.gov: its list of members, a member's page, and its papers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from scanner.resources import resource_folder
from tests.following.loopback_services import (
    CONSENT,
    FACTS,
    Asked,
    Checked,
    Reply,
    checked,
    serving,
)

HOST = "democracy.wexcombe.example"
PROFILE = f'{CONSENT}\n[election]\nkind = "local"\ncouncil_site = "http://{HOST}"\n{FACTS}'


def shipped(name: str) -> dict[str, Any]:
    """A shipped source under an id of its own, so that it can stand beside the shipped ones."""
    text = (resource_folder("rules") / "sources" / f"{name}.yaml").read_text(encoding="utf-8")
    rule = json.loads(json.dumps(yaml.safe_load(text)).replace("src.local.", "src.sim.our_"))
    assert isinstance(rule, dict)
    return rule


def answer_of(name: str, number: int = 0) -> Reply:
    example = shipped(name)["examples"][number]
    return Reply(example.get("status", 200), example.get("body", ""), example.get("headers", {}))


def council(asked: Asked) -> Reply:
    if asked.path.startswith("/mgMemberIndex.aspx"):
        return answer_of("cllr_page")
    if asked.path == "/mgUserInfo.aspx?UID=101":
        return answer_of("cllr_profile")
    if asked.path == "/mgWebService.asmx/GetCouncillorsByWard":
        return answer_of("cllr_service")
    if asked.path.startswith("/ieSearchResults2.aspx"):
        return answer_of("council_papers", 0 if asked.path.endswith("PG=1") else 1)
    return Reply(404, "<h1>Not found</h1>")


def at_the_council(folder: Path, *names: str) -> tuple[Checked, list[str]]:
    """The check by these sources, and which paths the council was asked for."""
    with serving(council) as served:
        result = checked(
            folder, [shipped(name) for name in names], served, profile=PROFILE, hosts=[HOST]
        )
    return result, [asked.path for asked in served.asked]


def kinds(result: Checked) -> set[tuple[str, str]]:
    found = [told.finding for told in result.assessment.findings]
    return {(finding.kind.value, finding.attribution.value) for finding in found}


def test_only_the_persons_own_page_of_all_members_is_opened(tmp_path: Path) -> None:
    result, paths = at_the_council(tmp_path, "cllr_page", "cllr_profile")

    assert paths == ["/mgMemberIndex.aspx?FN=ALPHA&VW=LIST&PIC=0", "/mgUserInfo.aspx?UID=101"]
    assert ("address", "confirmed") in kinds(result)
    assert ("phone", "confirmed") in kinds(result)


def test_what_the_list_of_members_hands_to_machines_is_found_without_naming_anybody(
    tmp_path: Path,
) -> None:
    result, paths = at_the_council(tmp_path, "cllr_service")

    assert paths == ["/mgWebService.asmx/GetCouncillorsByWard"]
    assert ("address", "confirmed") in kinds(result)


def test_a_search_of_the_papers_ends_at_its_last_page_and_opens_the_papers(
    tmp_path: Path,
) -> None:
    result, paths = at_the_council(tmp_path, "council_papers")

    searches = [path for path in paths if path.startswith("/ieSearchResults2.aspx")]
    assert len(searches) == 1, "two hits are fewer than a full page"
    assert "/documents/s9001/Letters.pdf" in paths
    assert ("address", "confirmed") in kinds(result)
