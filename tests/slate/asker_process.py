"""An asker as a process, which a test may kill."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

from scanner.case.store import open_store
from scanner.fetch import FetchOptions
from scanner.slate import asking
from scanner.slate.queue import held_sites
from tests.case.probes_for_tests import KEY

SLACK_S = 0.8


def main(url: str, run_id: str, owner: str, port: str, hosts: str) -> None:
    held_sites.SLACK_S = SLACK_S
    asking.IDLE_S = 3.0
    book: Any = SimpleNamespace(sources={})
    options = FetchOptions(connect_to=dict.fromkeys(hosts.split(","), ("127.0.0.1", int(port))))
    with open_store(KEY, url) as store:
        asking.Asker(store, book, {}, options, run_id, owner).run(60.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
