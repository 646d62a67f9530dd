"""A web of sites that answer about handles in every way: no find is false, and no absence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

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
