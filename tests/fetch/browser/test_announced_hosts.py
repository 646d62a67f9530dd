"""What a page may load from the other hosts that a rule names, and the budget that it uses up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.fetch.browser import Renderer, find_browser
from scanner.fetch.browser.renderer import Shell
from scanner.fetch.budget import SiteBudget
from scanner.model.answer import Answer
from scanner.model.capture import Capture, Failure
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.outcome import with_refusals
from tests.fetch.browser.conftest import (
    PAGE,
    SITE,
    Render,
    Web,
    in_html,
    now,
    shell,
    with_handle,
)
from tests.fetch.stub_web import answer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("rendered")]

THERE = "https://www.elsewhere.example"


def announcing(wanted: Shell, *hosts: str) -> Shell:
    return Shell(replace(wanted.probe, render_hosts=hosts), wanted.capture)


def serve_script(web: Web, path: str = "/app.js") -> None:
    web.foreign.scripts[path] = answer(
        200, in_html("shown by another's script").encode(), Content_Type="text/javascript"
    )


def with_script(web: Web) -> None:
    web.serve("/", f"<title>Shell</title><div id=root></div><script src={THERE}/app.js></script>")
    serve_script(web)


@pytest.mark.parametrize("named", ["www.elsewhere.example", "elsewhere.example"])
def test_a_script_of_a_named_host_is_loaded_and_told(web: Web, render: Render, named: str) -> None:
    with_script(web)
    got = render(announcing(shell(), named))
    assert b"shown by another's script" in got.body
    assert got.refused_requests == 0
    there = [sending for sending in web.sendings if sending.site == "elsewhere.example"]
    assert [sending.url for sending in there if sending.what == "render"] == [f"{THERE}/app.js"]
    assert all(sending.sends == () for sending in there)
    assert [asked.path for asked in web.foreign.asked if asked.path != "/robots.txt"] == ["/app.js"]


@pytest.mark.parametrize("named", ["cdn.elsewhere.example", "lsewhere.example", "other.example"])
def test_any_other_host_stays_out_of_reach_and_is_counted(
    web: Web, render: Render, named: str
) -> None:
    with_script(web)
    got = render(announcing(shell(), named))
    assert b"another's script" not in got.body.replace(b"app.js", b"")
    assert web.foreign.asked == []
    assert got.refused_requests == 1


def test_a_named_host_learns_no_fact_from_address_or_headers(web: Web, render: Render) -> None:
    web.page(
        f"fetch('{THERE}/plain');"
        f"fetch('{THERE}/of/janemarlow');"
        f"fetch('{THERE}/by-header', {{headers: {{Accept: 'text/janemarlow'}}}});",
        path="/janemarlow",
    )
    wanted = with_handle(shell(f"{PAGE}janemarlow"), "janemarlow")
    render(announcing(wanted, "elsewhere.example"))
    paths = {asked.path for asked in web.foreign.asked}
    assert paths <= {"/plain", "/robots.txt"}
    assert "/plain" in paths
    assert "janemarlow" not in str([asked.headers for asked in web.foreign.asked])


def test_what_a_page_loads_counts_in_the_sites_budget(web: Web) -> None:
    web.page("for (let i = 0; i < 9; i++) fetch('/data/' + i)")
    budget = SiteBudget(5)
    budget.note(SITE)
    with Renderer(web.options, find_browser(), now, budget=budget) as renderer:
        list(renderer.render([shell()]))
        assert len(web.own.asked) == 4
        assert budget.is_spent(SITE)
        *_, again = renderer.render([shell()])
    assert isinstance(again, Capture)
    assert (again.failure, again.failure_detail) == (
        Failure.PROTOCOL,
        "its site was asked often enough in this run",
    )
    assert len(web.own.asked) == 4


def test_the_detail_says_what_was_not_loaded(web: Web, render: Render) -> None:
    with_script(web)
    told = Answer(shell().probe, render(shell()), Outcome("p", OutcomeKind.FOUND, "found", "Read."))
    assert isinstance(told.answer, Capture)
    detail = with_refusals(told.outcome, told.answer).detail
    assert detail == "Read. One request that the page wanted to make of other sites was not made."
    many = replace(told.answer, refused_requests=3)
    assert "3 requests that" in with_refusals(told.outcome, many).detail
    none = replace(told.answer, refused_requests=0)
    assert with_refusals(told.outcome, none) is told.outcome
