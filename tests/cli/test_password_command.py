"""`netcurtain password`: what leaves, what is said, and that the password is nowhere to be seen."""

from __future__ import annotations

import hashlib
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from tests.cli.command import Done, Run

HOST = "api.pwnedpasswords.com"
PASSWORD = "correct horse bättery "
DIGITS = hashlib.sha1(PASSWORD.encode()).hexdigest().upper()
OTHERS = f"{'0' * 34}1:7\r\n{'A' * 34}2:0"


@dataclass
class Service:
    """Answers every request alike, and remembers what it was asked."""

    body: str = OTHERS
    status: int = 200
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            data = service.body.encode()
            self.send_response(service.status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    (tmp_path / "map.json").write_text(json.dumps({HOST: ["127.0.0.1", server.server_port]}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield service
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def ask(netcurtain: Run, service: Service, tmp_path: Path) -> Callable[[], Done]:
    def asked() -> Done:
        files = ("--connect-to", tmp_path / "map.json", "--ca-file", tmp_path / "ca.pem")
        return netcurtain("password", *files, stdin=f"{PASSWORD}\n")

    return asked


def test_only_five_digits_leave_and_nothing_is_kept(
    ask: Callable[[], Done], service: Service, tmp_path: Path, own_data_folder: Path
) -> None:
    before = {*tmp_path.rglob("*"), *own_data_folder.rglob("*")}
    done = ask()
    [(path, headers)] = service.asked
    assert path == f"/range/{DIGITS[:5]}"
    assert headers["add-padding"] == "true"
    for secret in (PASSWORD.strip(), DIGITS[5:], DIGITS[5:].lower()):
        assert secret not in done.said
        assert secret not in str(headers)
    assert {*tmp_path.rglob("*"), *own_data_folder.rglob("*")} == before


def test_a_leaked_password_is_told_with_its_count(
    ask: Callable[[], Done], service: Service
) -> None:
    service.body = f"{OTHERS}\r\n{DIGITS[5:]}:1234"
    done = ask()
    assert done.code == 10
    assert "1,234 times" in done.stdout


@pytest.mark.parametrize("body", [OTHERS, f"{OTHERS}\r\n{DIGITS[5:]}:0"], ids=["gone", "padding"])
def test_one_that_is_not_listed_is_told_so(
    ask: Callable[[], Done], service: Service, body: str
) -> None:
    service.body = body
    done = ask()
    assert done.code == 0
    assert "not in the lists" in done.stdout


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, ""),
        (200, "<title>Just a moment...</title>"),
        (200, f"{OTHERS}\r\n{'B' * 20}"),
        (403, OTHERS),
        (404, "Not found"),
    ],
    ids=["empty", "challenge", "cut-off", "refused", "missing"],
)
def test_an_answer_that_proves_nothing_is_no_good_news(
    ask: Callable[[], Done], service: Service, status: int, body: str
) -> None:
    service.status, service.body = status, body
    done = ask()
    assert done.code == 3
    assert "nothing is known" in done.stdout


def test_no_password_is_no_question(netcurtain: Run, service: Service) -> None:
    assert netcurtain("password", stdin="\n").code == 2
    assert service.asked == []
