"""The demonstration web as a context manager: sites up, a map to reach them, a log of requests."""

from __future__ import annotations

import ssl
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import trustme

from scanner.demo.candidate import SECRETS, catalogue_toml, profile_toml
from scanner.demo.catalogue import ALSO_AT, CAST, HAND_MADE
from scanner.demo.changes import Changes
from scanner.demo.known import ground_truth
from scanner.demo.recorded import Recorded
from scanner.demo.server import LOOPBACK, Served, TlsServer
from scanner.demo.services import SERVICES
from scanner.demo.site import Site
from scanner.demo.town import TOWN
from scanner.demo.truth import GroundTruth
from scanner.demo.walls import WALLS
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.rulecheck.playing import EXAMPLE_KEY

__all__ = ["DemoWeb", "Served"]


@dataclass(frozen=True, slots=True)
class _Running:
    server: TlsServer
    ca_file: Path


class DemoWeb:
    """The invented town's internet, up while the context lasts.

        with DemoWeb() as web:
            options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, ...)

    Nothing of it reaches out, and it listens on 127.0.0.1 alone.
    """

    def __init__(self, book: RuleBook | None = None) -> None:
        """`book`: the rules whose examples the catalogue's services answer from; the shipped ones
        without it."""
        made = {site.host: site for site in (*SERVICES, *TOWN, *WALLS)}
        book = book or load_rulebook()
        self._sources = tuple(book.sources)
        recorded = Recorded(book, CAST, HAND_MADE, ALSO_AT)
        self.changes = Changes()
        """By which its pages are changed, also while it is up."""
        self._sites: dict[str, Site] = {
            host: self.changes.over(recorded.over(host, made.get(host)))
            for host in {*made, *recorded.hosts}
        }
        self._secrets = {rule.secret: EXAMPLE_KEY for rule in book.sources.values() if rule.secret}
        self._stack = ExitStack()
        self._running: _Running | None = None
        self._last_log: tuple[Served, ...] = ()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="netcurtain-demo-")))
            authority = trustme.CA(organization_name="Wexcombe demonstration web")
            ca_file = folder / "ca.pem"
            authority.cert_pem.write_to_path(str(ca_file))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            authority.issue_cert(*self.hosts).configure_cert(context)
            server = TlsServer(self._sites, context)
            stack.callback(server.server_close)
            thread = threading.Thread(
                target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="demo-web"
            )
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.close_connections)
            stack.callback(server.shutdown)
            self._stack = stack.pop_all()
        self._running = _Running(server, ca_file)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._last_log = self.log
        self._running = None
        self._stack.close()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names of all sites, sorted."""
        return tuple(sorted(self._sites))

    @property
    def connect_to(self) -> dict[str, tuple[str, int]]:
        """Where each host is reached: meant to be exclusive, so that nothing else is."""
        port = self._up.server.port
        return dict.fromkeys(self.hosts, (LOOPBACK, port))

    @property
    def ca_file(self) -> Path:
        """PEM file of the throw-away authority; gone when the context ends."""
        return self._up.ca_file

    @property
    def log(self) -> tuple[Served, ...]:
        """What the sites have been asked so far, in order. Stays readable after the end."""
        return self._running.server.log if self._running else self._last_log

    @property
    def secrets(self) -> dict[str, str]:
        """Invented keys of the services that ask for one, by the name that source rules use."""
        return {**self._secrets, **SECRETS}

    def profile_toml(self, today: date) -> str:
        """The invented candidate's profile, with a consent that is current on `today`."""
        return profile_toml(today)

    def catalogue_toml(self, today: date) -> str:
        """The same candidate with all facts and permissions that any source of the catalogue asks
        for."""
        return catalogue_toml(today, self._sources)

    def ground_truth(self) -> GroundTruth:
        """What was planted where, written by hand."""
        return ground_truth()

    @property
    def _up(self) -> _Running:
        if self._running is None:
            raise RuntimeError("the demonstration web is up only inside its context")
        return self._running
