"""The server behind the demonstration web: TLS by name, dispatch by Host, a log, a clean end."""

from __future__ import annotations

import gzip
import http.client
import socket
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from scanner.demo import DemoWeb


def test_there_are_enough_sites_and_all_on_loopback(web):
    assert len(web.hosts) >= 28
    assert set(web.connect_to) == set(web.hosts)
    assert {place[0] for place in web.connect_to.values()} == {"127.0.0.1"}


def test_every_host_answers_over_tls_under_its_own_name(web, get):
    for host in web.hosts:
        answer = get(f"https://{host}/robots.txt")
        assert 200 <= answer.status < 600, host
        assert int(answer.headers["content-length"]) == len(answer.body), host


def test_a_client_without_the_authority_is_refused_and_the_server_goes_on(web, get):
    place = web.connect_to["t.me"]
    with (
        socket.create_connection(place, timeout=10) as plain,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        ssl.create_default_context().wrap_socket(plain, server_hostname="t.me")
    assert get("https://t.me/janemarlow").status == 200


def test_a_host_that_is_not_there_is_misdirected(web, get):
    assert get("https://t.me/", {"Host": "elsewhere.example"}).status == 421


def test_the_port_of_the_host_header_does_not_matter(web, get):
    assert get("https://t.me/janemarlow", {"Host": "T.me:443"}).status == 200


def test_head_has_the_headers_of_get_and_no_body(web, get):
    url = "https://www.wexcombe-herald.example/news/marlow-stands"
    head, full = get(url, method="HEAD"), get(url)
    assert head.body == b""
    assert head.headers["content-length"] == full.headers["content-length"]


def test_long_pages_are_compressed_for_who_can_read_that(get):
    url = "https://www.wexcombe-herald.example/news/marlow-stands"
    packed = get(url, {"Accept-Encoding": "gzip, deflate"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == get(url).body
    assert "content-encoding" not in get(url).headers


def test_the_log_has_each_request_as_it_came(web, get):
    before = len(web.log)
    get("https://gitlab.com/api/v4/users?username=janemarlow", {"Accept": "application/json"})
    (seen,) = web.log[before:]
    assert (seen.host, seen.method, seen.status) == ("gitlab.com", "GET", 429)
    assert seen.path == "/api/v4/users?username=janemarlow"
    assert seen.header("accept") == "application/json"
    assert "janemarlow" not in repr(seen)


def test_many_at_once_are_all_answered_and_logged(web, get):
    before = len(web.log)
    hosts = web.hosts * 2
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda host: get(f"https://{host}/robots.txt"), hosts))
    assert sorted(seen.host for seen in web.log[before:]) == sorted(hosts)


def test_one_connection_carries_several_requests(web):
    context = ssl.create_default_context(cafile=str(web.ca_file))
    plain = socket.create_connection(web.connect_to["t.me"], timeout=10)
    connection = http.client.HTTPSConnection("t.me")
    with context.wrap_socket(plain, server_hostname="t.me") as secure:
        connection.sock = secure
        for user in ("janemarlow", "wexcombeherald"):
            connection.request("GET", f"/{user}")
            assert connection.getresponse().read()


def test_it_ends_with_open_connections_and_takes_its_authority_along():
    threads = threading.active_count()
    with DemoWeb() as web:
        ca_file = web.ca_file
        context = ssl.create_default_context(cafile=str(ca_file))
        place = web.connect_to["t.me"]
        plain = socket.create_connection(place, timeout=10)
        idle = context.wrap_socket(plain, server_hostname="t.me")
        silent = socket.create_connection(place, timeout=10)
    with idle, silent:
        assert threading.active_count() == threads
        assert not ca_file.exists()
        with pytest.raises(OSError):
            socket.create_connection(place, timeout=2).close()


def test_it_is_up_only_inside_its_context():
    web = DemoWeb()
    with pytest.raises(RuntimeError, match="inside its context"):
        _ = web.connect_to
    with web:
        assert web.connect_to
    with pytest.raises(RuntimeError, match="inside its context"):
        _ = web.ca_file
    assert web.log == ()
