"""What the simulated hosts send: pages of realistic size and make, in few allocations."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import dataclass
from pathlib import Path

from bench.fetching.web import Host, Kind, Web

_WORDS = (Path(__file__).parents[1] / "words.txt").read_text().split()[:2000]
_FRAMES = 24
_SMALLEST, _LARGEST = 5_000, 60_000
MOVED_TO = "/members/"
LOGIN = "/login"
LARGE_BYTES = 50_000_000
_BOMB_BYTES = 300_000_000
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: head and body, ready to be sent."""

    status: int
    head: bytes
    body: bytes = b""

    @property
    def whole(self) -> bytes:
        return self.head + self.body


class _Frame:
    """What is the same on all pages of a site: style, scripts and menus."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.before = (
            '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
            f"<style>{_style(chance, int(size * 0.35))}</style>\n"
            f"<script>{_script(chance, int(size * 0.35))}</script>\n"
        ).encode()
        self.after = (
            f"<nav>{_menu(chance, int(size * 0.15))}</nav>"
            f"<footer><p>{_prose(chance, int(size * 0.10))}</p></footer></body></html>"
        ).encode()
        self._begun = zlib.compressobj(1, zlib.DEFLATED, _GZIP)
        self._begun_bytes = self._begun.compress(self.before)

    def page(self, middle: bytes) -> bytes:
        return self.before + middle + self.after

    def compressed(self, middle: bytes) -> bytes:
        """The page in gzip. The common part is compressed once."""
        rest = self._begun.copy()
        return self._begun_bytes + rest.compress(middle + self.after) + rest.flush()


class Answers:
    """Makes the answers of every host of a web."""

    def __init__(self, web: Web) -> None:
        self._web = web
        chance = random.Random(web.seed)
        self._frames = [
            _Frame(chance, int(_SMALLEST * (_LARGEST / _SMALLEST) ** (n / (_FRAMES - 1))))
            for n in range(_FRAMES)
        ]
        self._long_404 = f"<p>{_prose(chance, 20_000)}</p>".encode()
        self._bomb = _bomb()

    def robots(self, host: Host) -> Answer:
        if host.robots_status != 200:
            return _answer(host.robots_status, b"<h1>No robots.txt here</h1>")
        rules = "Disallow: /" if host.kind is Kind.ROBOTS_FORBID else "Disallow: /private/"
        text = f"User-agent: *\n{rules}\nDisallow: /cgi-bin/\n"
        return _answer(200, text.encode(), content_type="text/plain")

    def page(self, host: Host, handle: str, attempt: int) -> Answer:
        """The answer to the `attempt`-th request for the page of a handle."""
        is_member = self._web.is_member(host, handle)
        match host.kind:
            case Kind.API:
                users = [{"username": handle, "name": "A member"}] if is_member else []
                content = json.dumps({"users": users}).encode()
                return _answer(200, content, content_type="application/json")
            case Kind.MOVED if is_member:
                return _answer(301, b"Moved", extra=f"Location: {MOVED_TO}{handle}\r\n")
            case Kind.LOGIN:
                return _answer(302, b"", extra=f"Location: {LOGIN}?next=/u/{handle}\r\n")
            case Kind.EVERYONE:
                return self._framed(host, 200, _for_everyone(host, handle, attempt))
            case Kind.REFUSES:
                # Half of such servers say for how long, and mean longer than anybody waits.
                told = "Retry-After: 3600\r\n" if host.number % 2 else ""
                return _answer(429, b"<h1>Too many requests</h1>", extra=told)
            case Kind.LARGE:
                return Answer(200, _head(200, "text/html; charset=utf-8", LARGE_BYTES))
            case Kind.BOMB:
                return _answer(200, self._bomb, extra="Content-Encoding: gzip\r\n")
        if is_member:
            return self._framed(host, 200, _profile(host, handle))
        if host.kind is Kind.SOFT_404:
            return self._framed(host, 200, _nobody(host))
        extra = self._long_404 if host.kind is Kind.BIG_404 else b""
        return self._framed(host, 404, _nobody(host) + extra)

    def refusal(self) -> Answer:
        return _answer(429, b"<h1>Slow down</h1>", extra="Retry-After: 1\r\n")

    def moved(self, host: Host, handle: str) -> Answer:
        """What stands where a redirect led."""
        return self._framed(host, 200, _profile(host, handle))

    def login(self, host: Host) -> Answer:
        return self._framed(
            host,
            200,
            b"<title>Log in</title></head><body><main><h1>Log in</h1><form method=post>"
            b"<input name=user><input type=password name=pw><button>Log in</button></form></main>",
        )

    def unknown(self, host: Host) -> Answer:
        return self._framed(host, 404, _nobody(host))

    def _framed(self, host: Host, status: int, middle: bytes) -> Answer:
        frame = self._frames[host.number % _FRAMES]
        extra = "Connection: close\r\n" if host.kind is Kind.CLOSES else ""
        kind = "text/html; charset=utf-8"
        if host.kind is Kind.CHARSET:
            # Names a charset that it does not send, or one that nobody knows.
            kind = ("text/html; charset=utf-16", "text/html; charset=utf8mb4")[host.number % 2]
            middle = middle.replace(b"member", "m\u00e9mb\u00e9r, caf\u00e9".encode("latin-1"))
        if host.compresses:
            extra += "Content-Encoding: gzip\r\n"
            return _answer(status, frame.compressed(middle), kind, extra)
        return _answer(status, frame.page(middle), kind, extra)


def _bomb() -> bytes:
    """300 MB of nothing in 290 kB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, _GZIP)
    piece = b" " * 1_000_000
    pieces = [squeeze.compress(b"<p>")]
    pieces += [squeeze.compress(piece) for _ in range(_BOMB_BYTES // len(piece))]
    return b"".join([*pieces, squeeze.flush()])


def _profile(host: Host, handle: str) -> bytes:
    return (
        f"<title>{handle} on {host.name}</title></head><body><main>"
        f'<article class="profile"><h1>{handle}</h1><p class="bio">A member since the spring '
        f"of last year, fond of pots, long walks and buses that come.</p><p>12 posts, 40 friends, "
        f"3 groups</p><ul><li>First post</li><li>Second post</li></ul></article></main>"
    ).encode()


def _nobody(host: Host) -> bytes:
    return (
        f"<title>{host.name}</title></head><body><main><h1>Nobody of that name</h1>"
        f"<p>There is no member of that name here. Perhaps the name was changed or given up.</p>"
        f"</main>"
    ).encode()


def _for_everyone(host: Host, handle: str, attempt: int) -> bytes:
    """A page that has all that a profile has, for whatever name is asked for."""
    match host.number % 3:
        case 0:
            shown = f'<article class="profile"><h1>{handle}</h1><p>Join {host.name} to see what '
            shown += f"{handle} shares with friends and members.</p></article>"
        case 1:
            shown = "<h1>Welcome</h1><p>The place where friends meet. Make an account and see who "
            shown += "of your town, your school or your club is here already.</p>"
        case _:
            shown = f"<h1>Results for {handle}</h1><p>People you may know: Ann, Tom, Petra. "
            shown += f"Request number {host.number * 7919 + attempt}.</p>"
    return f"<title>{handle} | {host.name}</title></head><body><main>{shown}</main>".encode()


def _answer(
    status: int, body: bytes, content_type: str = "text/html; charset=utf-8", extra: str = ""
) -> Answer:
    return Answer(status, _head(status, content_type, len(body), extra), body)


def _head(status: int, content_type: str, length: int, extra: str = "") -> bytes:
    return (
        f"HTTP/1.1 {status} X\r\nServer: bench\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {length}\r\nCache-Control: private, max-age=0\r\n"
        f"X-Frame-Options: DENY\r\nVary: Accept-Encoding\r\n{extra}\r\n"
    ).encode()


def _prose(chance: random.Random, size: int) -> str:
    return " ".join(chance.choices(_WORDS, k=size // 6))


def _style(chance: random.Random, size: int) -> str:
    rules = []
    for _ in range(size // 70):
        name = chance.choice(_WORDS)
        rules.append(f".{name}-{chance.randint(1, 99)}{{margin:0 {chance.randint(1, 40)}px;color:#")
        rules.append(f"{chance.randrange(16**6):06x};display:flex}}\n")
    return "".join(rules)


def _script(chance: random.Random, size: int) -> str:
    lines = (
        f'window.{a}={{"{b}":{chance.randint(1, 9999)},"k":"{chance.randrange(16**12):x}"}};'
        for a, b in (chance.choices(_WORDS, k=2) for _ in range(size // 60))
    )
    return "\n".join(lines)


def _menu(chance: random.Random, size: int) -> str:
    return "".join(
        f'<a class="item" href="/topics/{name}">{name.title()}</a>\n'
        for name in chance.choices(_WORDS, k=size // 55)
    )
