"""The simulated web as a process of its own: bare HTTP/1.1 on asyncio, so that it costs little.

It keeps a log of what it served, from which the bound on a client's time follows.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import signal
import socket
import ssl
from collections import defaultdict
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

import trustme

from bench.fetching.answers import LARGE_BYTES, LOGIN, MOVED_TO, Answer, Answers
from bench.fetching.web import Host, Kind, Web

_BACKLOG = 256
_PIECE = b"<p>" + b"x" * 65_533
_DRIP_S = 0.25
_DRIPPING_S = 30.0
"""How long a trickle goes on: for clients that have no bound of their own."""


@dataclass(frozen=True, slots=True)
class Served:
    """One request, in seconds of the machine's monotonic clock."""

    target: str
    began_at: float
    """When the request had been read."""
    ended_at: float
    """When the response had been handed over, or the client had gone."""
    status: int
    """0 when the client was gone before the end, or the connection was reset."""
    size: int
    told_to_wait_s: float | None
    """The Retry-After that was sent."""


@dataclass(slots=True)
class HostLog:
    """What one host has seen."""

    served: list[Served] = field(default_factory=list)
    most_at_once: int = 0


@dataclass(frozen=True, slots=True)
class Log:
    """What all hosts have seen since the last reset."""

    hosts: dict[str, HostLog]
    cpu_s: float
    """Processor time of the server."""
    late_s: float
    """The 99th percentile of how late responses began: the server's own fault."""


@dataclass(slots=True)
class _Visited:
    log: HostLog = field(default_factory=HostLog)
    at_once: int = 0
    pages: int = 0
    attempts: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))


class _State:
    """What all connections share."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.answers = Answers(web)
        self.hosts = {host.name: host for host in web.hosts}
        self.loop = asyncio.get_running_loop()
        self.reset()

    def reset(self) -> None:
        self.visited: defaultdict[str, _Visited] = defaultdict(_Visited)
        self.lateness: list[float] = []
        self._cpu_s = _cpu_s()

    def log(self) -> Log:
        late = sorted(self.lateness)
        return Log(
            {name: visited.log for name, visited in self.visited.items()},
            _cpu_s() - self._cpu_s,
            late[int(len(late) * 0.99)] if late else 0.0,
        )


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class _Visit(asyncio.Protocol):
    """One connection."""

    def __init__(self, state: _State) -> None:
        self._state = state
        self._transport: asyncio.Transport
        self._received = b""
        self._pending: asyncio.TimerHandle | None = None
        self._host: Host | None = None
        self._visited = _Visited()
        self._target = ""
        self._began_at = 0.0
        self._sent = 0
        self._told_to_wait_s: float | None = None
        self._is_open = False
        """Whether a request is being answered."""
        self._is_pouring = False
        """Whether what follows waits for the client to take what was sent."""
        self._is_paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        end = self._received.find(b"\r\n\r\n")
        if end < 0 or self._is_open:
            return
        head, self._received = self._received[:end], self._received[end + 4 :]
        self._target = head.split(b" ", 2)[1].decode("latin-1")
        self._host = self._state.hosts.get(_host_in(head))
        if self._host is None:
            self._transport.abort()
            return
        self._begin(self._host)

    def connection_lost(self, error: Exception | None) -> None:
        if self._pending is not None:
            self._pending.cancel()
        self._is_pouring = False
        if self._is_open:
            self._note(status=0)

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False
        if self._is_pouring:
            self._later(0, self._pour)

    def _begin(self, host: Host) -> None:
        visited = self._visited = self._state.visited[host.name]
        self._is_open, self._sent, self._told_to_wait_s = True, 0, None
        self._began_at = self._state.loop.time()
        visited.at_once += 1
        visited.log.most_at_once = max(visited.log.most_at_once, visited.at_once)
        attempt = visited.attempts[self._target]
        visited.attempts[self._target] += 1
        latency = self._state.web.latency(host, self._target, attempt)
        is_robots = self._target == "/robots.txt"
        if host.kind is Kind.HANGS or (host.kind is Kind.HANGS_ON_PAGES and not is_robots):
            return
        if host.kind is Kind.ROBOTS_SLOW and is_robots:
            latency += 1.5
        self._later(latency, self._respond, host, attempt, self._state.loop.time() + latency)

    def _later(self, seconds: float, action: object, *given: object) -> None:
        if self._pending is not None:
            self._pending.cancel()
        self._pending = self._state.loop.call_later(seconds, action, *given)  # type: ignore[arg-type]

    def _respond(self, host: Host, attempt: int, due_at: float) -> None:
        self._state.lateness.append(self._state.loop.time() - due_at)
        if self._target == "/robots.txt":
            self._finish(self._state.answers.robots(host))
            return
        match host.kind:
            case Kind.RESETS:
                self._reset()
            case Kind.SLOW_HEADERS:
                self._transport.write(b"HTTP/1.1 200 OK\r\n")
                self._drip(b"X-Drop: 1\r\n", int(_DRIPPING_S / _DRIP_S))
            case Kind.SLOW_BODY:
                self._transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>")
                self._drip(b"drop ", int(_DRIPPING_S / _DRIP_S))
            case _:
                self._answer(host, attempt)

    def _answer(self, host: Host, attempt: int) -> None:
        answer = self._answer_of(host, attempt)
        if host.kind is Kind.LARGE and answer.status == 200:
            self._transport.write(answer.head)
            self._pour()
        elif host.kind is Kind.SLOW:
            third = len(answer.whole) // 3
            self._transport.write(answer.whole[:third])
            self._later(0.6, self._finish, Answer(answer.status, answer.whole[third:]))
        else:
            self._finish(answer)

    def _answer_of(self, host: Host, attempt: int) -> Answer:
        answers = self._state.answers
        if self._target.startswith(LOGIN):
            return answers.login(host)
        if host.kind is Kind.MOVED and self._target.startswith(MOVED_TO):
            return answers.moved(host, self._target.removeprefix(MOVED_TO))
        handle = host.handle_of(self._target)
        if handle is None:
            return answers.unknown(host)
        self._visited.pages += 1
        if host.kind is Kind.LIMITED and self._visited.pages <= host.refusals:
            self._told_to_wait_s = 1.0
            return answers.refusal()
        return answers.page(host, handle, attempt)

    def _drip(self, drop: bytes, left: int) -> None:
        self._transport.write(drop)
        if left:
            self._later(_DRIP_S, self._drip, drop, left - 1)
        else:
            self._note(status=200)
            self._transport.close()

    def _pour(self) -> None:
        """Write, and give others their turn; when the client is behind, wait for it."""
        self._is_pouring = True
        if self._sent >= LARGE_BYTES:
            self._is_pouring = False
            self._note(status=200)
        elif not self._is_paused and not self._transport.is_closing():
            piece = _PIECE[: LARGE_BYTES - self._sent]
            self._sent += len(piece)
            self._transport.write(piece)
            self._later(0, self._pour)

    def _reset(self) -> None:
        linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
        own = self._transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._note(status=0)
        self._transport.abort()

    def _finish(self, answer: Answer) -> None:
        self._sent += len(answer.body)
        # Before the bytes leave: the client's next request can't be counted as a second at once.
        self._note(answer.status)
        self._transport.write(answer.whole)
        if b"\r\nConnection: close\r\n" in answer.head:
            self._transport.close()
        elif self._received:
            self.data_received(b"")

    def _note(self, status: int) -> None:
        self._visited.at_once -= 1
        self._is_open = False
        self._visited.log.served.append(
            Served(
                self._target,
                self._began_at,
                self._state.loop.time(),
                status,
                self._sent,
                self._told_to_wait_s,
            )
        )


def _host_in(head: bytes) -> str:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"host":
            return value.strip().decode("latin-1").partition(":")[0]
    return ""


class Server:
    """The server's process, as the benchmark sees it. Use it as a context manager."""

    def __init__(self, web: Web) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(web, theirs), daemon=True)
        # Ctrl-C is the benchmark's; a new process inherits that it is to overlook it.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self._process.start()
        finally:
            signal.signal(signal.SIGINT, before)
        theirs.close()
        self.connect_to: dict[str, int]
        self.authority: str
        self.connect_to, self.authority = self._pipe.recv()
        """Ports by host, and the certificate (PEM) by which those with TLS are verified."""

    def reset(self) -> None:
        self._pipe.send("reset")
        self._pipe.recv()

    def log(self) -> Log:
        self._pipe.send("log")
        log = self._pipe.recv()
        assert isinstance(log, Log)
        return log

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *trace: object) -> None:
        self._pipe.close()
        self._process.join(3)
        self._process.kill()


def _serve(web: Web, pipe: Connection) -> None:
    asyncio.run(_main(web, pipe))


async def _main(web: Web, pipe: Connection) -> None:
    state = _State(web)
    loop = asyncio.get_running_loop()
    authority = trustme.CA(key_type=trustme.KeyType.ECDSA)
    # A port for each host, so that no client can use one connection for two of them.
    listeners = [
        await loop.create_server(
            lambda: _Visit(state),
            *("127.0.0.1", 0),
            backlog=_BACKLOG,
            ssl=_tls(authority, host) if host.has_tls else None,
        )
        for host in web.hosts
    ]
    ports = [listener.sockets[0].getsockname()[1] for listener in listeners]
    # Bound, so that nobody else gets it, but not listened on.
    shut = socket.socket()
    shut.bind(("127.0.0.1", 0))
    hole, stuffing = _black_hole()
    special = {Kind.CLOSED: shut.getsockname()[1], Kind.BLACK_HOLE: hole.getsockname()[1]}
    places = {
        host.name: special.get(host.kind, port) for host, port in zip(web.hosts, ports, strict=True)
    }
    pipe.send((places, authority.cert_pem.bytes().decode()))
    over = asyncio.Event()

    def command() -> None:
        try:
            wish = pipe.recv()
        except EOFError:
            over.set()
            return
        if wish == "reset":
            state.reset()
            pipe.send(None)
        else:
            pipe.send(state.log())

    loop.add_reader(pipe.fileno(), command)
    await over.wait()
    for end in (shut, hole, *stuffing):
        end.close()


def _tls(authority: trustme.CA, host: Host) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # The bare clients know the host by its address.
    names = (host.name, "127.0.0.1")
    authority.issue_cert(*names, key_type=trustme.KeyType.ECDSA).configure_cert(context)
    return context


def _black_hole() -> tuple[socket.socket, list[socket.socket]]:
    """A port whose queue is full: the system drops what else wants to connect (Linux)."""
    hole = socket.socket()
    hole.bind(("127.0.0.1", 0))
    hole.listen(0)
    stuffing = []
    for _ in range(4):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(hole.getsockname())
        stuffing.append(one)
    return hole, stuffing
