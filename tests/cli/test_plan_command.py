"""`netcurtain plan`: what would be sent, shown without sending it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import Run
from tests.cli.small_site import Site


def test_a_plan_sends_nothing_and_shows_values_masked(
    netcurtain: Run, site: Site, profile: Path
) -> None:
    page = site.url("/people/jane.marlow@mailbox.example")
    done = netcurtain("plan", profile, "--page", page, "--allow-loopback")
    assert done.code == 0
    assert site.asked == []
    assert not done.leaks
    for told in (
        "gravatar.com",  # who learns something
        "as a fingerprint (hash)",  # in what form
        "src.reg.ch_officers",  # what is left out …
        "name_searches",  # … and what to do to have it asked
        "192.com",  # what is for the person to do by hand
    ):
        assert told in done.stdout, told


def test_piped_each_third_party_is_told_on_one_line(netcurtain: Run, profile: Path) -> None:
    done = netcurtain("plan", profile, "--only", "src.code.gravatar")
    (line,) = [line for line in done.stdout.splitlines() if "gravatar.com" in line]
    assert "e-mail" in line or "email" in line
    assert line.endswith("request at most)")
    assert len(line) > 80
    assert "1 question to 1 site;" in done.stdout
    assert "Redirects and each site's robots.txt come on top" in done.stdout


def test_the_plan_as_json(netcurtain: Run, site: Site, profile: Path) -> None:
    page = site.url("/people/jane.marlow@mailbox.example?tel=07700900123")
    done = netcurtain("plan", profile, "--json", "--page", page, "--allow-loopback")
    assert (done.code, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert told["schema"] == "netcurtain/plan/1"
    assert {q["source_id"] for q in told["questions"]} >= {"src.page.given", "src.code.gravatar"}
    assert {"site", "controller", "sends", "requests_at_most"} <= set(told["disclosures"][0])
    forms = {
        (q["source_id"], s["form"])
        for q in told["questions"]
        for s in q["sends"]
        if s["kind"] == "email"
    }
    assert ("src.code.gravatar", "hash") in forms
    assert {"src.reg.ch_officers": "not_ticked"}.items() <= {
        e["source_id"]: e["reason"] for e in told["left_out"]
    }.items()
    assert not done.leaks
    assert "07700900123" not in done.stdout
    assert site.asked == []


def test_leaving_out_and_asking_only(netcurtain: Run, profile: Path) -> None:
    skipped = netcurtain("plan", profile, "--json", "--skip", "src.code.gravatar")
    asked = {q["source_id"] for q in json.loads(skipped.stdout)["questions"]}
    assert "src.code.gravatar" not in asked
    only = netcurtain("plan", profile, "--json", "--only", "src.code.gravatar")
    assert {q["source_id"] for q in json.loads(only.stdout)["questions"]} == {"src.code.gravatar"}


def test_a_fragment_is_taken_and_the_plan_says_what_it_cannot_confirm(
    netcurtain: Run, profile: Path
) -> None:
    text = profile.read_text()
    profile.write_text(f'{text[: text.index("[[facts.address]]")]}address = "WX4"\n')
    done = netcurtain("plan", profile)
    assert done.code == 0
    _, _, limits = done.stdout.partition("What this check cannot confirm")
    assert "address" in limits


def test_the_plan_of_the_whole_catalogue_stays_readable(netcurtain: Run, profile: Path) -> None:
    lines = netcurtain("plan", profile).stdout.splitlines()
    assert len(lines) < 150
    sites = [line.split("[")[1].split("]")[0] for line in lines if line.endswith("at most)")]
    assert len(sites) == len(set(sites)), "each third party once"
    by_hand = lines[next(n for n, line in enumerate(lines) if "check by hand" in line) :]
    assert sum("If you follow the link" in line for line in by_hand) == 10
    assert by_hand[1].startswith("  Google, by hand")
    assert "netcurtain manual --list" in by_hand[12]
    (asked_by_name,) = [line for line in lines if "add its id to name_searches" in line]
    assert "(src.press.guardian)" in asked_by_name
    assert netcurtain("manual", profile, "--list").stdout.startswith("src.search.google ")
