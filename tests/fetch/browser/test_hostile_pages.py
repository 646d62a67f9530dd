"""Pages that try to get out of the browser: past the proxy, to other hosts, or to stay for ever."""

from __future__ import annotations

import base64
import contextlib
import os
import socket
import ssl
import threading
import time
from pathlib import Path

import pytest
import trustme

from scanner.fetch import FetchOptions
from scanner.fetch.browser import BrowserMissing, Renderer, chromium, find_browser
from scanner.fetch.browser import page as page_module
from scanner.fetch.browser.certificate import make_certificate
from scanner.fetch.browser.proxy import Proxy
from scanner.fetch.browser.visit import Asked, Given
from scanner.model.capture import Capture, Failure
from scanner.model.events import RequestSent
from tests.fetch.browser.conftest import PAGE, SITE, Render, Web, in_html, now, shell, with_handle
from tests.fetch.stub_web import answer, serving, silent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("rendered")]


@contextlib.contextmanager
def listening():
    """A port of loopback, and the connections that came to it."""
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        over = threading.Event()

        def accept() -> None:
            while not over.is_set():
                with contextlib.suppress(TimeoutError):
                    connection, _ = server.accept()
                    connection.settimeout(0.2)
                    with connection, contextlib.suppress(OSError):
                        came.append(connection.recv(100))

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1], came
        finally:
            over.set()
            thread.join()


ESCAPES = {
    "fetch": "fetch('{url}', {{mode: 'no-cors'}})",
    "post": "fetch('{url}', {{method: 'POST', body: document.title, mode: 'no-cors'}})",
    "beacon": "navigator.sendBeacon('{url}', 'x')",
    "image": "new Image().src = '{url}'",
    "script": "document.body.append(Object.assign(document.createElement('script'), "
    "{{src: '{url}'}}))",
    "frame": "document.body.append(Object.assign(document.createElement('iframe'), "
    "{{src: '{url}'}}))",
    "preload": "document.head.insertAdjacentHTML('beforeend', "
    '\'<link rel=preload as=fetch href="{url}"><link rel=preconnect href="{url}">'
    '<link rel=dns-prefetch href="{url}"><link rel=prefetch href="{url}">'
    '<link rel=prerender href="{url}"><link rel=modulepreload href="{url}">\')',
    "window": "window.open('{url}')",
    "stream": "new EventSource('{url}')",
    "socket": "new WebSocket('{url}'.replace('http', 'ws'))",
    "worker": "new Worker(URL.createObjectURL("
    "new Blob([\"fetch('{url}', {{mode: 'no-cors'}})\"])))",
    "form": 'document.body.innerHTML += \'<form id=f method=post action="{url}" target=_blank>'
    "</form>'; document.getElementById('f').submit()",
    "ping": 'document.body.innerHTML += \'<a id=a href="#x" ping="{url}">x</a>\';'
    "document.getElementById('a').click()",
    "transport": "new WebTransport('{url}'.replace('http:', 'https:'))",
    "peer": "new RTCPeerConnection({{iceServers: [{{urls: 'turn:' + new URL('{url}').host + "
    "'?transport=tcp', username: 'a', credential: 'b'}}]}}).createDataChannel('x')",
    "navigation": "location.href = '{url}'",
    "refresh": "document.head.insertAdjacentHTML('beforeend', "
    "'<meta http-equiv=refresh content=\"0;url={url}\">')",
}


LEAVING = ("form", "navigation", "refresh")
"""What would put another page in the place of this one: a page for each."""
STAYING = tuple(how for how in ESCAPES if how not in LEAVING)


@pytest.mark.parametrize("ways", [STAYING, *((how,) for how in LEAVING)], ids=lambda ways: ways[-1])
def test_nothing_gets_past_the_proxy_or_to_others(
    web: Web, render: Render, ways: tuple[str, ...]
) -> None:
    with listening() as (port, came):
        targets = (
            f"http://127.0.0.1:{port}/direct",
            f"https://www.elsewhere.example:{web.foreign.port}/other",
            "https://www.elsewhere.example/other",
            f"http://plain.example:{web.plain.port}/clear",
            "http://169.254.169.254/latest/meta-data/",
        )
        tries = ";".join(
            f"try {{ {ESCAPES[how].format(url=f'{url}?{how}')} }} catch (e) {{ }}"
            for how in ways
            for url in targets
        )
        web.page(f"{in_html('still here')}; {tries}")
        got = render(shell())
    assert came == []
    assert web.foreign.asked == []
    assert web.plain.asked == []
    assert web.asked() == [("GET", "/")]
    assert web.told() == web.asked()
    assert b"still here" in got.body


def test_no_datagram_leaves_even_where_the_page_gets_hold_of_a_peer_connection(
    web: Web, render: Render, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "_NO_SIDE_DOORS", "0")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as ear:
        ear.bind(("127.0.0.1", 0))
        ear.setblocking(False)
        web.page(
            f"const p = new RTCPeerConnection({{iceServers: [{{urls: 'stun:127.0.0.1:"
            f"{ear.getsockname()[1]}'}}]}}); p.createDataChannel('x');"
            "p.createOffer().then(o => p.setLocalDescription(o));"
            "p.onicegatheringstatechange = () => { if (p.iceGatheringState == 'complete') "
            + in_html("gathered")
            + "}"
        )
        got = render(shell())
        with pytest.raises(BlockingIOError):
            ear.recv(100)
    assert b">gathered</div>" in got.body


def test_what_would_be_reached_is_reached_when_it_is_the_own_site(web: Web, render: Render) -> None:
    """The tests above would prove nothing if their scripts did not run at all."""
    for how in ("fetch", "script", "frame", "worker", "window"):
        web.page(ESCAPES[how].format(url=f"{PAGE}{how}"))
        render(shell())
    assert [path for _, path in web.asked() if path != "/"] == [
        *("/fetch", "/script", "/frame", "/worker", "/window"),
    ]
    assert web.told() == web.asked()


def test_the_own_site_is_only_looked_at(web: Web, render: Render) -> None:
    web.serve("/x", "", "text/javascript")
    tries = (
        "fetch('/x', {method: 'POST', body: 'x'})",
        "fetch('/x', {method: 'DELETE'})",
        "navigator.sendBeacon('/x', 'x')",
        "new WebSocket('wss://www.site.example/x')",
        "new EventSource('/x')",
        "navigator.serviceWorker.register('/x')",
        "document.head.insertAdjacentHTML('beforeend', '<link rel=prefetch href=/x>')",
    )
    web.page(in_html("done") + "".join(f"try {{ {one} }} catch (e) {{ }}" for one in tries))
    assert b"done" in render(shell()).body
    assert web.asked() == [("GET", "/")]


def test_a_download_is_no_page_and_leaves_no_file(web: Web, render: Render, tmp_path: Path) -> None:
    web.own.scripts["/"] = answer(
        200,
        b"PK..",
        Content_Type="application/zip",
        Content_Disposition="attachment; filename=evil.zip",
    )
    assert render(shell()).failure is Failure.PROTOCOL


def test_a_redirect_to_another_site_is_not_followed(web: Web, render: Render) -> None:
    web.own.scripts["/"] = answer(302, Location="https://www.elsewhere.example/")
    got = render(shell())
    assert got.failure is not None
    assert web.foreign.asked == []


def test_sites_that_the_plain_answer_came_from_may_be_asked(web: Web, render: Render) -> None:
    web.own.scripts["/"] = answer(302, Location="https://www.elsewhere.example/home")
    web.foreign.scripts["/home"] = answer(
        200,
        b"<div id=root></div><script>" + in_html("moved here").encode() + b"</script>",
        Content_Type="text/html",
    )
    got = render(shell(before=("https://www.elsewhere.example/home",)))
    assert b"moved here" in got.body
    assert got.final_url == "https://www.elsewhere.example/home"


def test_another_site_never_learns_the_value(web: Web, render: Render) -> None:
    """Though it may be asked for what says nothing of the person."""
    there = "https://www.elsewhere.example"
    web.page(
        f"for (const path of ['/app', '/JaneMarlow', '/q?u=janemarlow', '/q?u=jane%6Darlow'])"
        f"fetch('{there}' + path, {{mode: 'no-cors', referrerPolicy: 'unsafe-url'}})",
        path="/janemarlow",
    )
    asked = with_handle(shell(f"{PAGE}janemarlow", before=(f"{there}/",)), "janemarlow")
    render(asked)
    assert [entry.path for entry in web.foreign.asked] == ["/app"]
    assert "janemarlow" not in str(web.foreign.asked[0].headers).lower()


def test_what_was_refused_is_counted(web: Web, renderer: Renderer, render: Render) -> None:
    before = renderer.refused_requests
    web.page("for (let i = 0; i < 5; i++) fetch('https://counted.example/' + i)")
    render(shell())
    assert renderer.refused_requests == before + 5
    assert "counted.example" in renderer.refused_sites


def test_a_certificate_that_we_would_not_trust_is_refused_here_too(
    web: Web, authority: trustme.CA
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(f"www.{SITE}").configure_cert(context)
    with serving(context) as impostor:
        options = FetchOptions(
            connect_to={f"www.{SITE}": impostor.place}, ca_file=web.options.ca_file, spacing_s=0.0
        )
        with Renderer(options, find_browser(), now) as renderer:
            (got,) = renderer.render([shell()])
    assert isinstance(got, Capture)
    assert got.failure is Failure.TLS
    assert impostor.asked == []


def test_internal_addresses_are_refused_without_a_map(web: Web) -> None:
    with serving() as inside, Renderer(FetchOptions(spacing_s=0.0), find_browser(), now) as run:
        *sent, got = run.render([shell(inside.url())])
        assert isinstance(got, Capture)
        assert (got.failure is not None, sent, inside.asked) == (True, [], [])


# Ending


def processes_of(renderer: Renderer) -> list[int]:
    """Live processes whose command line names the renderer's proxy."""
    assert renderer._engine is not None
    mark = f"--proxy-server={renderer._engine._proxy.address}".encode()
    found = []
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdigit() and mark in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


@pytest.mark.parametrize("script", ["fetch('/hang')", "for (;;);"], ids=["waiting", "endless"])
def test_a_stop_ends_it_within_two_seconds_and_leaves_no_process(web: Web, script: str) -> None:
    web.page(script)
    web.own.scripts["/hang"] = silent()
    with Renderer(web.options, find_browser(), now) as renderer:
        events = renderer.render([shell()])
        assert isinstance(next(events), RequestSent)
        threading.Timer(1.0, renderer.stop).start()
        began = time.monotonic()
        *_, got = events
        stopped_s = time.monotonic() - began
        assert isinstance(got, Capture)
        assert got.failure is Failure.STOPPED
        assert processes_of(renderer)
        engine = renderer._engine
    assert engine is not None
    ended_s = time.monotonic() - began
    renderer._engine = engine
    assert stopped_s < 1.0 + 2.0
    assert ended_s < 1.0 + 4.0
    assert processes_of(renderer) == []


def test_after_a_stop_nothing_begins(web: Web, renderer: Renderer) -> None:
    web.page(in_html("x"))
    with Renderer(web.options, find_browser(), now) as stopped:
        stopped.stop()
        got = list(stopped.render([shell(), shell()]))
    assert [e.failure for e in got if isinstance(e, Capture)] == [Failure.STOPPED] * 2
    assert web.own.asked == []


# The proxy by itself


def ask_proxy(address: str, text: str) -> bytes:
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(text.encode())
        return connection.recv(1000)


class Yes:
    """A visit that answers everything."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def answer(self, asked: Asked) -> Given:
        self.asked.append(asked)
        return Given(200, (), b"yes")


@pytest.mark.parametrize(
    "line", ["GET http://a.example/ HTTP/1.1", "CONNECT a.example:443 HTTP/1.1"]
)
def test_the_proxy_serves_nobody_who_does_not_know_the_word(line: str) -> None:
    proxy = Proxy(make_certificate())
    proxy.start()
    visit = Yes()
    try:
        with proxy.admit(visit) as word:
            wrong = base64.b64encode(b"visit:guess").decode()
            for auth in ("", f"Proxy-Authorization: Basic {wrong}\r\n"):
                assert ask_proxy(proxy.address, f"{line}\r\n{auth}\r\n").startswith(b"HTTP/1.1 407")
            assert (visit.asked, proxy.strangers) == ([], 2)
            right = base64.b64encode(f"visit:{word}".encode()).decode()
            known = f"Proxy-Authorization: Basic {right}\r\n"
            assert ask_proxy(proxy.address, f"{line}\r\n{known}\r\n").startswith(b"HTTP/1.1 200")
        assert ask_proxy(proxy.address, f"{line}\r\n{known}\r\n").startswith(b"HTTP/1.1 407")
    finally:
        proxy.close()


# Without a browser


def test_without_the_driver_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chromium.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BrowserMissing, match=r"pip install 'netcurtain\[render\]'"):
        find_browser()


def test_without_a_browser_it_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(chromium.ENVIRONMENT, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BrowserMissing, match="apt install chromium"):
        find_browser()
    monkeypatch.setenv(chromium.ENVIRONMENT, str(tmp_path / "none"))
    with pytest.raises(BrowserMissing, match="no browser at"):
        find_browser()


def test_a_browser_that_does_not_start_is_told_once(web: Web, tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text(f"#!/bin/sh\necho x >> {tmp_path}/tried\nexit 1\n")
    broken.chmod(0o755)
    with Renderer(web.options, broken, now) as renderer:
        got = [*renderer.render([shell()]), *renderer.render([shell()])]
    assert [isinstance(e, Capture) and e.failure for e in got] == [Failure.PROTOCOL] * 2
    assert "could not be started" in renderer.problem
    assert (tmp_path / "tried").read_text() == "x\n"
    assert web.own.asked == []


def test_the_browser_is_told_of_no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NETCURTAIN_KEY_SOMETHING", "secret")
    assert "secret" not in chromium.environment(tmp_path, os.environ).values()
