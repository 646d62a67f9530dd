"""Whatever bytes a server sends, an exchange ends with a value."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from requests.cookies import RequestsCookieJar

from scanner.fetch import FetchOptions
from scanner.fetch.cutoff import Cutoff
from scanner.fetch.exchange import Exchange
from scanner.fetch.steps import Reply, Step
from scanner.fetch.target import read_target
from scanner.fetch.transport import HostSession
from tests.fetch.stub_web import NOW

HEADS = [
    b"HTTP/1.1 200 OK\r\n",
    b"HTTP/1.1 302 Found\r\n",
    b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n",
    b"HTTP/1.0 429 Busy\r\n",
]
LINES = [
    b"Content-Length: 5\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: deflate\r\n",
    b"Location: //wexcombe.example:80/a?b#c\r\n",
    b"Set-Cookie: a=b; Path=/; Domain=.example; Expires=Wed, 09 Jun 2027 10:18:14 GMT\r\n",
    b'Set-Cookie2: a=b; Version=1; Port="80"\r\n',
    b"no colon\r\n",
    b" folded\r\n",
]
BODIES = [b"hello", b"5;x=y\r\nhello\r\n0\r\nT: v\r\n\r\n", gzip.compress(b"hello", mtime=0), b""]
NOISE = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b"\r", b"\n", b"\0", b"-1", b"9" * 40, b"\x85", b"\x1c", b"%", b"[", b";", b"="]
    ),
)


@dataclass
class Mouth:
    """A server that says what it is told to, and hangs up."""

    place: tuple[str, int]
    words: list[bytes] = field(default_factory=list)


@pytest.fixture(scope="module")
def mouth() -> Iterator[Mouth]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        said = Mouth(("127.0.0.1", listener.getsockname()[1]))

        def serve() -> None:
            while True:
                connection, _ = listener.accept()
                with connection:
                    if not said.words:
                        return
                    connection.recv(4096)
                    try:
                        connection.sendall(said.words[-1])
                        connection.shutdown(socket.SHUT_WR)
                        connection.recv(1)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        yield said
        said.words.clear()
        socket.create_connection(said.place).close()
        thread.join()


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """A nearly proper answer with a few bytes taken away and a few put in."""
    lines = draw(st.lists(st.sampled_from(LINES), max_size=4))
    whole = draw(st.sampled_from(HEADS)) + b"".join(lines) + b"\r\n" + draw(st.sampled_from(BODIES))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(whole)))
        whole = whole[:at] + draw(NOISE) + whole[at + draw(st.integers(0, 4)) :]
    return whole


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=answers())
def test_no_answer_is_an_exception(mouth: Mouth, words: bytes) -> None:
    mouth.words.append(words)
    target = read_target("http://wexcombe.example/")
    assert target is not None
    options = FetchOptions(connect_to={"wexcombe.example": mouth.place})
    exchange = Exchange(options, lambda: NOW, time.monotonic, lambda _: None)
    session = HostSession(target.host, options)
    cookies = RequestsCookieJar()
    step = Step("1", "probe", target, target.host, "GET", (), b"", cookies, False, 5.0, 10_000)
    for _ in range(2):
        # The second time with the cookies of the first.
        reply = exchange.make(step, session, Cutoff(time.monotonic() + 5))
        assert isinstance(reply, Reply)
        assert (reply.hop is None) <= (reply.failure is not None)
        read_target(reply.location or "", base=target.url)
    session.close()
