"""Pages that scripts fill in: what is read of them, and what leaves the machine for it."""

from __future__ import annotations

import itertools

import pytest

from scanner.fetch.browser import Renderer, visit
from scanner.fetch.browser import page as page_module
from scanner.fetch.browser import renderer as renderer_module
from scanner.model.capture import Failure
from scanner.model.plan import Robots
from tests.fetch.browser.conftest import PAGE, SITE, Render, Web, hosts_of, in_html, shell
from tests.fetch.stub_web import answer, silent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("rendered")]


def test_a_page_is_read_as_its_scripts_left_it(web: Web, render: Render) -> None:
    web.serve("/", "<title>Shell</title><div id=root></div><script src=/app.js></script>")
    web.serve(
        "/app.js",
        "fetch('/people?id=7').then(r => r.json()).then(j => "
        "document.getElementById('root').textContent = j.address)",
        "text/javascript",
    )
    web.serve("/people?id=7", '{"address": "14 Bramble Road – Wexcombe"}', "application/json")
    got = render(shell())
    assert got.rendered
    assert (got.status, got.failure, got.final_url) == (200, None, PAGE)
    assert "14 Bramble Road – Wexcombe" in got.body.decode()
    assert b"Bramble" not in got.wire, "what the server sent is kept beside it"
    assert got.hops[0].peer == f"127.0.0.1:{web.own.port}"
    assert got.hops[0].certificate_sha256
    assert web.asked() == [("GET", "/"), ("GET", "/app.js"), ("GET", "/people?id=7")]
    assert web.told() == web.asked()
    assert {sending.what for sending in web.sendings} == {"render"}
    assert {sending.site for sending in web.sendings} == {SITE}


def test_other_hosts_of_the_same_site_may_be_asked(web: Web, render: Render) -> None:
    web.page(f"fetch('https://api.{SITE}/me').then(r => r.text()).then(t => {{{in_html('x')}}})")
    web.serve("/me", "ok", "text/plain", Access_Control_Allow_Origin="*")
    assert b">x</div>" in render(shell()).body
    assert hosts_of(web.own.asked) == {f"www.{SITE}", f"api.{SITE}"}


def test_we_are_the_same_visitor_as_everywhere(web: Web, render: Render) -> None:
    web.page("document.getElementById('root').textContent = navigator.userAgent")
    got = render(shell())
    headers = web.own.asked[0].headers
    assert headers["user-agent"].startswith("netcurtain/")
    assert "desk@example.org" in headers["user-agent"]
    assert headers["accept-language"] == "en-GB,en;q=0.8"
    assert headers["user-agent"].encode() in got.body
    assert not [name for name in headers if name.startswith("sec-ch-")]


def test_pictures_styles_and_fonts_are_not_asked_for(web: Web, render: Render) -> None:
    web.page(
        "const l = document.querySelector('link');l.onload = () => {" + in_html("styled") + "}",
        "<link rel=stylesheet href=/late.css><img src=/a.png><video src=/v.mp4></video>"
        "<style>@font-face{font-family:x;src:url(/f.woff2)}p{font-family:x}</style><p>Text</p>"
        "<div id=root></div>",
    )
    got = render(shell())
    assert b"styled" in got.body, "a script that waits for a style goes on"
    assert web.asked() == [("GET", "/")]


def test_redirects_are_hops(web: Web, render: Render) -> None:
    web.own.scripts["/"] = answer(302, Location="/there")
    web.page("location.replace('/then')", path="/there")
    web.page(in_html("arrived"), path="/then")
    got = render(shell())
    assert b"arrived" in got.body
    assert [(hop.status, hop.url) for hop in got.hops] == [
        (302, PAGE),
        (200, f"{PAGE}there"),
        (200, f"{PAGE}then"),
    ]


def test_what_the_site_says_of_the_page_stays(web: Web, render: Render) -> None:
    web.own.scripts["/"] = answer(
        404,
        b"<div id=root></div><script>" + in_html("No such person").encode() + b"</script>",
        Content_Type="text/html",
        X_Mark="kept",
    )
    got = render(shell())
    assert (got.status, got.header("x-mark")) == (404, "kept")
    assert b"No such person" in got.body


def test_each_page_is_opened_by_a_browser_that_knows_nothing(web: Web, render: Render) -> None:
    web.page(
        "document.cookie = 'seen=1'; localStorage.seen = (localStorage.seen || '') + 'x';"
        "document.getElementById('root').textContent = localStorage.seen"
    )
    assert b">x</div>" in render(shell()).body
    assert b">x</div>" in render(shell()).body
    assert "cookie" not in web.own.asked[1].headers


def test_cookies_are_kept_within_a_page(web: Web, render: Render) -> None:
    web.page("fetch('/data')")
    web.own.scripts["/"] = answer(
        200,
        b"<div id=root></div><script>fetch('/data')</script>",
        Content_Type="text/html",
        Set_Cookie="pass=1; Path=/",
    )
    render(shell())
    assert web.own.asked[1].headers["cookie"] == "pass=1"


def test_trees_in_the_shadow_are_read(web: Web, render: Render) -> None:
    web.page(
        "customElements.define('x-card', class extends HTMLElement { constructor() { super();"
        "this.attachShadow({mode: 'open'}).innerHTML ="
        "'<p>In the shade</p><x-inner></x-inner>' }});"
        "customElements.define('x-inner', class extends HTMLElement { constructor() { super();"
        "this.attachShadow({mode: 'open'}).innerHTML = '<b>and deeper</b>' }});",
        "<x-card></x-card><noscript>Turn scripts on</noscript>",
    )
    body = render(shell()).body
    assert b"In the shade" in body
    assert b"and deeper" in body
    assert b"Turn scripts on" not in body


def test_a_page_cannot_lie_to_us_by_its_own_functions(web: Web, render: Render) -> None:
    web.page(
        in_html("the truth") + "for (const [of, name] of [[Document.prototype, 'importNode'],"
        "[Document.prototype, 'getElementsByTagName'], [Element.prototype, 'outerHTML']])"
        "Object.defineProperty(of, name, {value: () => 'a lie', get: undefined});"
        "String.prototype.slice = () => 'a lie'; JSON.stringify = () => 'a lie';"
    )
    body = render(shell()).body
    assert b">the truth</div>" in body


def test_a_page_that_grows_late_is_waited_for(web: Web, render: Render) -> None:
    web.page(
        "let n = 0; const t = setInterval(() => {"
        "document.body.append('step ' + ++n + '. '); if (n == 6) clearInterval(t)}, 250)"
    )
    assert b"step 6." in render(shell()).body


def test_a_page_that_never_rests_is_read_all_the_same(
    web: Web, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "PATIENCE_S", 1.5)
    web.page("setInterval(() => document.body.append('tick '), 20)")
    got = render(shell())
    assert got.failure is None
    assert b"tick tick" in got.body


def test_an_endless_script_is_a_timeout_and_harms_no_other_page(
    web: Web, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderer_module, "PAGE_S", 4.0)
    web.page("for (;;);")
    got = render(shell())
    assert (got.failure, got.body) == (Failure.TIMEOUT, b"")
    web.page(in_html("well"))
    monkeypatch.undo()
    assert b">well</div>" in render(shell()).body


def test_a_page_that_is_never_sent_is_a_timeout(
    web: Web, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "REQUEST_S", 0.5)
    web.own.scripts["/"] = silent()
    assert render(shell()).failure is Failure.TIMEOUT


@pytest.mark.parametrize(
    "grow",
    [
        "document.body.append('x'.repeat(3e6))",
        "document.body.innerHTML = '<i></i>'.repeat(250000)",
    ],
    ids=["text", "elements"],
)
def test_a_page_that_blows_itself_up_is_too_large(web: Web, render: Render, grow: str) -> None:
    web.page(grow)
    got = render(shell(max_bytes=1_000_000))
    assert got.failure is Failure.TOO_LARGE
    assert len(got.body) <= 1_000_000


def test_requests_of_one_page_are_bounded(
    web: Web, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "RENDER_REQUESTS", 7)
    web.page("for (let i = 0; i < 60; i++) fetch('/n' + i)")
    render(shell())
    assert len(web.own.asked) == 7
    assert web.told() == web.asked()


def test_a_site_gets_one_request_at_a_time(web: Web, render: Render) -> None:
    web.page("for (let i = 0; i < 8; i++) fetch('/n' + i)")
    render(shell())
    asked = sorted(web.own.asked, key=lambda entry: entry.began)
    assert len(asked) == 9
    assert all(one.ended[0] <= other.began for one, other in itertools.pairwise(asked))


def test_robots_txt_holds_for_what_a_page_asks_for(web: Web, render: Render) -> None:
    web.serve("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    web.page("fetch('/private/1'); fetch('/public')")
    render(shell(robots=Robots.OBEY))
    assert web.asked() == [("GET", "/robots.txt"), ("GET", "/"), ("GET", "/public")]
    assert web.told() == web.asked()


def test_a_crawl_delay_holds_between_what_a_page_asks_for(web: Web, render: Render) -> None:
    web.serve("/robots.txt", "User-agent: *\nCrawl-delay: 1", "text/plain")
    web.page("fetch('/a'); fetch('/b')")
    # A host whose robots.txt no other test has asked for.
    render(shell(f"https://api.{SITE}/", robots=Robots.OBEY))
    pages = [entry for entry in web.own.asked if entry.path != "/robots.txt"]
    # Which of the two the browser asks for first is its own affair; a server may note an end late.
    assert sorted(entry.path for entry in pages) == ["/", "/a", "/b"]
    assert all(two.began - one.began >= 0.99 for one, two in itertools.pairwise(pages))


def test_a_page_that_is_no_page_is_told(web: Web, render: Render) -> None:
    web.serve("/", "just text", "text/plain")
    assert render(shell()).failure is Failure.PROTOCOL


def test_only_what_an_address_says_alone_can_be_rendered() -> None:
    assert Renderer.can_render(shell().probe)
    assert not Renderer.can_render(shell(headers=(("X-Key", "k"),)).probe)
    assert not Renderer.can_render(shell(method="POST", body=b"x").probe)
