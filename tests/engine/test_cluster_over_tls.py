"""A cluster that somebody started by hand, with certificates, as docs/cluster.md says."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

ROOT = Path(__file__).resolve().parents[2]

PATIENCE_S = 120
OFFICER = """
import sys
from scanner.engine import Piece, engine_of
from scanner.errors import EngineError
from tests.engine import pieces
try:
    engine = engine_of(sys.argv[1])
    engine.submit(Piece("d", pieces.double, 21))
    while not (ended := engine.ended(1)):
        pass
    print(ended[0].value, repr(engine.dashboard))
    engine.close()
except EngineError as error:
    print(error)
"""


@dataclass(frozen=True)
class Cluster:
    address: str
    folder: Path

    def told(self, **certificates: str) -> str:
        """What an officer is told who has these, files of the folder or of none."""
        given = {
            f"DASK_DISTRIBUTED__COMM__TLS__{name}": str(self.folder / file)
            for name, file in certificates.items()
        }
        done = subprocess.run(
            [sys.executable, "-c", OFFICER, self.address],
            env=environment() | given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=True,
        )
        return done.stdout


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DASK_")}
    return kept | {"PYTHONPATH": str(ROOT)}


def write_certificate(authority: trustme.CA, folder: Path, name: str) -> None:
    made = authority.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(folder / f"{name}.key")
    made.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")


def started(arguments: list[str], folder: Path, more: Mapping[str, str]) -> subprocess.Popen[bytes]:
    program = str(Path(sys.executable).with_name("dask"))
    with (folder / f"{arguments[0]}.log").open("wb") as log:
        return subprocess.Popen(
            [program, *arguments], cwd=folder, env=environment() | more, stdout=log, stderr=log
        )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    for name in ("scheduler", "worker", "officer"):
        write_certificate(authority, folder, name)
    write_certificate(trustme.CA(), folder, "stranger")
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    required = {
        "DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True",
        "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": str(folder / "ca.pem"),
    }
    address = f"tls://127.0.0.1:{port}"
    here = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
    scheduler = ["scheduler", "--protocol", "tls", "--port", str(port), *here]
    worker = ["worker", address, "--nthreads", "1", "--no-nanny", *here]
    with ExitStack() as stack:
        for arguments in (scheduler, worker):
            name = arguments[0]
            files = ["--tls-ca-file", "ca.pem", "--tls-cert", f"{name}.pem"]
            files += ["--tls-key", f"{name}.key"]
            process = stack.enter_context(started([*arguments, *files], folder, required))
            stack.callback(process.kill)
        yield Cluster(address, folder)


def test_who_has_certificates_of_its_authority_works_there(cluster: Cluster) -> None:
    """They are named as the documentation names them: by variables."""
    told = cluster.told(CA_FILE="ca.pem", CLIENT__CERT="officer.pem", CLIENT__KEY="officer.key")
    assert told == "42 ''\n"


@pytest.mark.parametrize(
    ("certificates", "words"),
    [
        ({}, "needs certificates"),
        ({"CA_FILE": "ca.pem"}, "needs certificates"),
        (
            {"CA_FILE": "ca.pem", "CLIENT__CERT": "stranger.pem", "CLIENT__KEY": "stranger.key"},
            "look at its address and certificates",
        ),
        (
            {"CA_FILE": "ca.pem", "CLIENT__CERT": "gone.pem", "CLIENT__KEY": "gone.key"},
            "look at its address and certificates",
        ),
    ],
    ids=["none", "an authority alone", "of another authority", "files that are not there"],
)
def test_who_has_not_is_told_what_to_look_at(
    cluster: Cluster, certificates: dict[str, str], words: str
) -> None:
    assert words in cluster.told(**certificates)
