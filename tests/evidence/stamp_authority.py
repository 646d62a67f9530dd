"""A time-stamp authority (RFC 3161) on loopback, whose stamps OpenSSL makes."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from scanner.fetch import FetchOptions

OPENSSL = shutil.which("openssl")
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
certs = {folder}/ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_alg = sha256
[stamping]
basicConstraints = critical, CA:false
extendedKeyUsage = critical, timeStamping
keyUsage = critical, digitalSignature
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
"""


def openssl(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    assert OPENSSL
    return subprocess.run(
        [OPENSSL, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def make_authority(folder: Path) -> Path:
    """A time-stamp authority of OpenSSL: a root, and a certificate that stamps."""
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for words in (
        ["req", "-x509", *curve, "-keyout", "ca.key", "-out", "ca.pem", "-subj",
         "/CN=Wexcombe Root", "-config", "tsa.cnf", "-extensions", "root", "-days", "30"],
        ["req", "-new", *curve, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj",
         "/CN=Wexcombe Stamps", "-config", "tsa.cnf"],
        ["x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out", "tsa.pem",
         "-extfile", "tsa.cnf", "-extensions", "stamping", "-days", "30", "-CAcreateserial"],
    ):  # fmt: skip
        if words[0] == "req":
            (folder / "tsa.cnf").write_text(
                CONFIG.format(folder=folder) + "[req]\ndistinguished_name = name\n[name]\n"
            )
        done = openssl(folder, *words)
        assert done.returncode == 0, done.stderr
    return folder


class Service:
    """The authority on loopback; `answers` may be put in place of its own."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[tuple[str, bytes]] = []
        self.instead: tuple[int, bytes] | None = None
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                service.asked.append((self.headers["Content-Type"], query))
                status, answer = service.instead or (200, stamped(folder, query))
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def options(self) -> FetchOptions:
        place = ("127.0.0.1", int(self.server.server_address[1]))
        return FetchOptions(connect_to={"stamps.example": place})


def stamped(folder: Path, query: bytes) -> bytes:
    (folder / "query.tsq").write_bytes(query)
    done = openssl(
        folder, "ts", "-reply", "-config", "tsa.cnf", "-section", "here",
        "-queryfile", "query.tsq", "-out", "reply.tsr",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return (folder / "reply.tsr").read_bytes()


@contextlib.contextmanager
def stamping(authority: Path) -> Iterator[Service]:
    """The authority's service, up."""
    running = Service(authority)
    thread = threading.Thread(
        target=running.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    try:
        yield running
    finally:
        running.server.shutdown()
        thread.join()
        running.server.server_close()
