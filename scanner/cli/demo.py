"""`netcurtain demo`: the whole check of an invented candidate on a small web of our own."""

from __future__ import annotations

import contextlib
import json
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import err, out, say
from scanner.cli.exits import Exit
from scanner.cli.options import LangOption
from scanner.language import ENGLISH

if TYPE_CHECKING:
    from scanner.case import OutputFolder
    from scanner.cli.in_case import InCase
    from scanner.demo import DemoWeb
    from scanner.model.subject import Subject

_KEY = sha256(b"netcurtain demonstration").digest()
"""Of findings' identities. It protects nobody: the candidate is invented."""


def demo(
    out_folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where the report goes.")
    ] = Path("netcurtain-demo"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show the invented values in clear.")
    ] = False,
    lang: LangOption = ENGLISH,
    serve: Annotated[
        bool,
        typer.Option(
            "--serve", help="Keep the demonstration web up afterwards, for checks of your own."
        ),
    ] = False,
) -> None:
    """Check an invented candidate on a demonstration web: no packet leaves this computer.

    Forty-odd small sites of an invented town are served on loopback under their own names; the
    shipped rules are run on them unchanged.

    Examples:

      netcurtain demo

      netcurtain demo --serve   (then, elsewhere, the check command that it prints)
    """
    from scanner.case import OutputFolder
    from scanner.cli.planview import print_disclosures
    from scanner.cli.running import run_scan, write_report
    from scanner.cli.scan import Selection, prepare
    from scanner.cli.stopping import stoppable
    from scanner.demo import DemoWeb
    from scanner.fetch import FetchOptions
    from scanner.render import render_summary

    folder = OutputFolder(out_folder)
    with DemoWeb() as web:
        profile = folder.write("profile.toml", web.profile_toml(datetime.now(UTC).date()))
        scan = prepare(profile, Selection(), secrets=web.secrets)
        if not quiet:
            print_disclosures(scan, err)
        # Loopback sites need no rest between requests.
        options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)
        with stoppable() as stopping, _own_case(scan.subject) as case:
            recording = case.begin(scan, renders=False, keeps_content=False)
            assessment = run_scan(scan, options, stopping, not quiet, recording=recording)
            written = write_report(folder, assessment, reveal)
            case.end(recording, assessment, folder.path)
            out.print(render_summary(assessment, written.paths), markup=False)
        if assessment.partial or stopping.is_wanted:
            raise typer.Exit(int(Exit.INTERRUPTED))
        if serve:
            _serve(folder, web, profile)


@contextlib.contextmanager
def _own_case(subject: Subject) -> Iterator[InCase]:
    """A case of the invented candidate's, apart from the user's, that ends with the demo."""
    from scanner.case.store import open_store
    from scanner.cli.in_case import in_case

    with (
        tempfile.TemporaryDirectory(prefix="netcurtain-demo-") as kept,
        open_store(_KEY, f"sqlite:///{Path(kept) / 'cases.sqlite3'}") as store,
        in_case(subject, waits=False, store=store) as case,
    ):
        yield case


def _serve(folder: OutputFolder, web: DemoWeb, profile: Path) -> None:
    """Writes what a check of one's own needs, says how, and waits for Ctrl-C."""
    from scanner.cli.scan import Network

    connect_to = folder.write("connect-to.json", json.dumps(web.connect_to, indent=1))
    authority = folder.write("demo-ca.pem", web.ca_file.read_text())
    # The same options as any user's check takes: Network proves that they are readable.
    Network(connect_to=connect_to, ca_file=authority).options()
    say(
        f"The demonstration web is up. In another terminal:\n"
        f"  netcurtain check {profile} --connect-to {connect_to} --ca-file {authority}\n"
        f"Ctrl-C ends it."
    )
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    say("The demonstration web is down.")
