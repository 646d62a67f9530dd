"""A web of sites that answer about handles in every way: no find is false, and no absence."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from scanner.model.facts import FactKind
from scanner.model.finding import Attribution
from tests.outcome.simulated_sites import (
    MINE,
    Checked,
    Reply,
    Site,
    checked,
    serving,
    source_of,
)

BY_STATUS = {"found": {"status": 200}, "absent": {"status": 404}}
SHOWN = {"found": {"status": 200, "shows": "handle"}, "absent": {"status": 404}}
BY_TEXT = {
    "found": {"status": 200, "text": "followers"},
    "absent": {"status": 200, "text": "no such member"},
}
BY_LOGIN = {
    "found": {"status": 200, "shows": "handle"},
    "absent": {"final_url": "/login"},
}
BY_HOME = {
    "found": {"status": 200, "redirected": False, "text": "followers"},
    "absent": {"redirected": True, "final_path": "/"},
}
AS_JSON = {
    "found": {"status": 200, "json": "user.name", "shows": "handle"},
    "absent": {"status": 200, "json_equals": {"error": "unknown"}},
}

FILLER = "<p>" + "The council met on Tuesday about buses, bins and the market hall. " * 20 + "</p>"


def profile(handle: str, more: str = "") -> Reply:
    title = f"<title>{handle} at the club</title>"
    return Reply(200, f"{title}<h1>{handle}</h1><p>40 followers, joined in May</p>{more}{FILLER}")


MISSING = Reply(404, f"<title>Not here</title><h1>No such member</h1>{FILLER}")
SOFT = Reply(200, f"<title>Members</title><h1>No such member</h1>{FILLER}")
LOGIN = Reply(200, "<title>Log in</title><form>Log in <input type=password></form>")


def to(path: str) -> Reply:
    return Reply(302, headers={"Location": path})


def if_taken(there: Reply | None, gone: Reply) -> Site:
    """Says `there` (by default a profile) of the person's handle, and `gone` of any other."""
    return lambda handle, before: (there or profile(handle)) if handle == MINE else gone


def always(reply: Reply) -> Site:
    return lambda handle, before: reply


def named(status: int, text: str) -> Site:
    """A page that repeats what was asked for."""
    return lambda handle, before: Reply(status, text.replace("{handle}", handle))


def leading(first: Site, place: str, shown: Reply) -> Site:
    """A site whose `place` shows something of its own."""
    return lambda handle, before: shown if handle == place else first(handle, before)


@dataclass(frozen=True)
class Case:
    name: str
    answers: dict[str, Any]
    site: Site
    kind: str
    reason: str
    finding: bool = False
    rule: dict[str, Any] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"{self.name.replace(' ', '-').lower()}.test"


def wall(name: str, status: int, body: str, reason: str, **headers: str) -> Case:
    """A page that is no answer, whatever was asked."""
    sent = {key.replace("_", "-"): value for key, value in headers.items()}
    return Case(name, SHOWN, always(Reply(status, body, sent)), "blocked", reason)


NEAR = f"<h1>janemarlow2</h1><p>40 followers</p>{FILLER}"
TURN = "<title>Just a moment...</title><p>Checking your browser</p>"

CASES = [
    Case("honest here", SHOWN, if_taken(None, MISSING), "found", "found", finding=True),
    Case("honest gone", SHOWN, always(MISSING), "absent", "absent"),
    Case("status alone", BY_STATUS, if_taken(None, MISSING), "found", "found", finding=True),
    Case("empty 404", BY_STATUS, always(Reply(404)), "absent", "absent"),
    Case("soft here", BY_TEXT, if_taken(None, SOFT), "found", "found", finding=True),
    Case("soft gone", BY_TEXT, always(SOFT), "absent", "absent"),
    Case("soft by status", BY_STATUS, always(SOFT), "stale", "same_for_everyone"),
    Case("same for all", SHOWN, named(200, f"<h1>{{handle}}</h1>{FILLER}"), "stale", ""),
    Case("yes to all", BY_STATUS, lambda h, n: profile(h), "stale", "same_for_everyone"),
    Case("echo", SHOWN, named(200, "<p>No results for {handle}" + FILLER), "stale", ""),
    Case("hidden handle", BY_TEXT, if_taken(Reply(200, FILLER + "9 followers"), SOFT), "found", ""),
    Case("other case", SHOWN, if_taken(profile("JaneMarlow"), MISSING), "found", "", finding=True),
    Case("a longer name", SHOWN, if_taken(Reply(200, NEAR), MISSING), "stale", "no_signature"),
    Case(
        "a longer name with a hyphen",
        SHOWN,
        if_taken(Reply(200, NEAR.replace("marlow2", "marlow-art")), MISSING),
        "stale",
        "no_signature",
    ),
    Case("log-in for all", SHOWN, leading(always(to("/login")), "login", LOGIN), "blocked", ""),
    Case(
        "log-in for all that the rule takes for a no",
        BY_LOGIN,
        leading(always(to("/login")), "login", LOGIN),
        "blocked",
        "login_for_missing",
    ),
    Case(
        "log-in for strangers",
        BY_LOGIN,
        leading(if_taken(None, to("/login")), "login", LOGIN),
        "found",
        "found",
        finding=True,
    ),
    Case("home here", BY_HOME, leading(if_taken(None, to("/")), "", SOFT), "found", "", True),
    Case("home gone", BY_HOME, leading(always(to("/")), "", SOFT), "absent", "absent"),
    Case(
        "home without a rule for it",
        BY_STATUS,
        leading(always(to("/")), "", Reply(200, FILLER)),
        "stale",
        "same_for_everyone",
    ),
    wall("challenge 200", 200, TURN, "challenge"),
    wall("challenge 403", 403, TURN, "challenge"),
    wall("challenge 404", 404, TURN, "challenge"),
    wall("challenge 503", 503, TURN, "challenge"),
    wall("cloudflare header", 403, "<p>x", "challenge", cf_mitigated="challenge"),
    wall("a 404 in front of all", 404, "<p>Checking your <b>browser</b> before", "challenge"),
    wall("plain 403", 403, "<p>Forbidden", "refused"),
    wall("shell", 200, "<div id=root></div><script src=/a.js></script>", "needs_scripts"),
    wall("region", 451, "<p>Not here", "withheld"),
    wall("region as a page", 200, "<h1>Not available in your region</h1>", "withheld"),
    wall("consent", 200, "<title>Before you continue</title><p>Cookies?", "consent_wall"),
    Case(
        "maintenance",
        BY_STATUS,
        always(Reply(200, "<title>Back soon</title>Down for maintenance")),
        "failed",
        "maintenance",
    ),
    Case("error 500", SHOWN, always(Reply(500, "<p>Oops")), "failed", "server_error"),
    Case("reset", SHOWN, always(Reply(-1)), "failed", "protocol"),
    Case("cut short", SHOWN, always(Reply(200, "<h1>ja", length=5000)), "failed", "protocol"),
    Case("json here", AS_JSON, if_taken(None, MISSING), "stale", "no_signature"),
    Case(
        "json",
        AS_JSON,
        if_taken(
            Reply(200, '{"user": {"name": "janemarlow"}}', {"Content-Type": "application/json"}),
            Reply(200, '{"error": "unknown"}', {"Content-Type": "application/json"}),
        ),
        "found",
        "found",
        finding=True,
    ),
    Case(
        "suspended",
        BY_STATUS,
        if_taken(Reply(200, "<p>This account has been suspended"), MISSING),
        "failed",
        "placeholder",
    ),
    Case(
        "in another charset",
        SHOWN,
        if_taken(
            Reply(200, "<h1>janemarlow</h1>café".encode("utf-16"), {"Content-Type": "text/html"}),
            MISSING,
        ),
        "found",
        "found",
        finding=True,
    ),
    Case(
        "a charset that it does not send",
        SHOWN,
        if_taken(
            replace(profile(MINE), headers={"Content-Type": "text/html; charset=utf-16"}), MISSING
        ),
        "found",
        "found",
        finding=True,
    ),
    Case("control refused", SHOWN, if_taken(None, Reply(403)), "blocked", "control_inconclusive"),
    Case("control broken", SHOWN, if_taken(None, Reply(500)), "stale", "control_inconclusive"),
    Case(
        "control broken once",
        SHOWN,
        lambda h, n: profile(h) if h == MINE else Reply(-1) if n == 1 else MISSING,
        "found",
        "found",
        finding=True,
    ),
    Case(
        "no to all but the rule knows one",
        SHOWN,
        always(MISSING),
        "stale",
        "known_not_found",
        rule={"known_handle": "club"},
    ),
    Case(
        "no with a known one",
        SHOWN,
        lambda h, n: profile(h) if h == "club" else MISSING,
        "absent",
        "absent",
        rule={"known_handle": "club"},
    ),
    Case(
        "log-in with a known one",
        BY_LOGIN,
        leading(lambda h, n: profile(h) if h == "club" else to("/login"), "login", LOGIN),
        "absent",
        "absent",
        rule={"known_handle": "club"},
    ),
]


@dataclass(frozen=True)
class Web:
    checked: Checked
    asked: Counter[str]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """All sites, checked in one run."""
    sites = {case.host: case.site for case in CASES}
    rules = [source_of(case.host, case.answers, **case.rule) for case in CASES]
    with serving(sites) as served:
        result = checked(sites, rules, tmp_path_factory.mktemp("rules"), served)
        yield Web(result, Counter(host for host, _ in served.asked))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_outcome(web: Web, case: Case) -> None:
    kind, reason = web.checked.outcome(case.host)

    assert kind == case.kind, reason
    assert case.reason in ("", reason)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_only_a_page_that_shows_the_handle_is_a_finding_and_never_confirmed(
    web: Web, case: Case
) -> None:
    made = [f for f in web.checked.assessment.findings if f.finding.site == case.host]

    assert bool(made) is case.finding
    assert all(f.finding.attribution is Attribution.POSSIBLE for f in made)


def test_a_find_costs_one_control_and_a_no_costs_none(web: Web) -> None:
    assert web.asked["honest-here.test"] == 2
    assert web.asked["honest-gone.test"] == 1
    assert web.asked["same-for-all.test"] == 2


HANDLES = ("janemarlow", "jane-marlow-79", "wexcombejane", "jm1979", "marlowjane", "nobodyhere")


def test_one_control_serves_all_finds_of_a_source(tmp_path: Path) -> None:
    def honest(handle: str, before: int) -> Reply:
        return profile(handle) if handle in HANDLES[:5] else MISSING

    sites: dict[str, Site] = {
        "honest.test": honest,
        "yes.test": lambda handle, before: profile(handle),
        "moody.test": lambda h, n: honest(h, n) if h in HANDLES else Reply(-1 if n < 3 else 404),
    }
    rules = [source_of(host, SHOWN) for host in sites]
    with serving(sites) as served:
        result = checked(sites, rules, tmp_path, served, HANDLES)

    kinds = {host: [result.outcome(host, h)[0] for h in HANDLES] for host in sites}
    assert kinds["honest.test"] == kinds["moody.test"] == ["found"] * 5 + ["absent"]
    assert kinds["yes.test"] == ["stale"] * 6
    asked = Counter(host for host, _ in served.asked)
    assert asked == {"honest.test": 7, "yes.test": 7, "moody.test": 8}
    words = [path.rpartition("/")[2] for host, path in served.asked if host == "honest.test"]
    (control,) = set(words) - set(HANDLES)
    assert len(control) >= 12
    assert words.index(control) < len(words) - 1, "it does not wait until all else is done"


def test_a_log_in_page_is_a_no_where_the_site_says_yes_to_another(tmp_path: Path) -> None:
    site = leading(if_taken(None, to("/login")), "login", LOGIN)
    with serving({"club.test": site}) as served:
        rules = [source_of("club.test", BY_LOGIN)]
        result = checked({"club.test": site}, rules, tmp_path, served, ("nobodyhere", MINE))

    assert result.outcome("club.test", MINE) == ("found", "found")
    assert result.outcome("club.test", "nobodyhere") == ("absent", "absent")


def test_a_silent_host_fails_for_all_handles_and_counts_as_unchecked(tmp_path: Path) -> None:
    with serving({}) as served, socket.create_server(("127.0.0.1", 0)) as silent:
        served.port = silent.getsockname()[1]
        answers = SHOWN
        rules = [source_of("silent.test", answers, politeness={"timeout_seconds": 1})]
        site = {"silent.test": always(MISSING)}
        result = checked(site, rules, tmp_path, served, HANDLES[:4])

    reasons = [result.outcome("silent.test", handle) for handle in HANDLES[:4]]
    assert {kind for kind, _ in reasons} == {"failed"}
    assert ("failed", "host_not_answering") in reasons
    assert result.assessment.coverage.answered == 0
    assert result.assessment.headline.kind == "not_enough"


@pytest.mark.parametrize(
    ("handle", "more", "attribution"),
    [
        (MINE, "", Attribution.POSSIBLE),
        (MINE, "<p>Jane Marlow, potter</p>", Attribution.CONFIRMED),
        ("jane.marlow", "", Attribution.POSSIBLE),
        ("jane-marlow", "", Attribution.POSSIBLE),
        ("jane_marlow", "", Attribution.POSSIBLE),
    ],
)
def test_an_account_is_confirmed_only_with_a_second_fact(
    tmp_path: Path, handle: str, more: str, attribution: Attribution
) -> None:
    def site(asked: str, before: int) -> Reply:
        return profile(handle, more) if asked == handle else MISSING

    with serving({"club.test": site}) as served:
        rules = [source_of("club.test", SHOWN)]
        result = checked({"club.test": site}, rules, tmp_path, served, (handle,))

    made = [f.finding for f in result.assessment.findings if f.finding.kind is FactKind.HANDLE]
    assert [finding.attribution for finding in made] == [attribution]
