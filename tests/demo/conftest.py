"""The demonstration web, once for the module, and a client that can reach nothing else."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest

from scanner.demo import DemoWeb


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        if "charset=utf-8" in self.headers["content-type"]:
            return self.body.decode()
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            return self.body.decode("cp1252")


class _Mapped(http.client.HTTPSConnection):
    """Connects where the map says, and asks for the real host's certificate."""

    def __init__(self, host: str, place: tuple[str, int], context: ssl.SSLContext) -> None:
        super().__init__(host, timeout=10, context=context)
        self._place = place
        self._tls = context

    def connect(self) -> None:
        plain = socket.create_connection(self._place, timeout=10)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


Get = Callable[..., Answer]


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as running:
        yield running


@pytest.fixture(scope="module")
def get(web: DemoWeb) -> Get:
    context = ssl.create_default_context(cafile=str(web.ca_file))

    def ask(url: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        address = urlsplit(url)
        host = str(address.hostname)
        connection = _Mapped(host, web.connect_to[host], context)
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        try:
            connection.request(method, target, headers={"Connection": "close", **(headers or {})})
            reply = connection.getresponse()
            fields = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, fields, reply.read())
        finally:
            connection.close()

    return ask
