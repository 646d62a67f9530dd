"""`netcurtain watch`: looks again by itself, and tells what is new."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import is_interactive, out, say
from scanner.cli.duration import seconds_of
from scanner.cli.exits import Exit
from scanner.cli.options import (
    CaFileOption,
    ConnectToOption,
    ContactOption,
    LangOption,
    LoopbackOption,
    OnlyOption,
    ProfileArgument,
    ProxyOption,
    RulesOption,
    SkipOption,
)
from scanner.cli.watch_install import Scheduler
from scanner.errors import NetcurtainError, PlanError
from scanner.language import ENGLISH
from scanner.model.bands import Band

if TYPE_CHECKING:
    from scanner.cli.scan import Selection
    from scanner.cli.watch_run import Run

_A_DAY_S = 86_400.0
_LEAST_S = 3_600.0
_NAP_S = 30.0
"""The clock is looked at so often: a computer that slept wakes to a wait that is over."""

Wait = Callable[[float], bool]
"""Waits for seconds; whether the user ended the waiting."""


def watch(
    profile: ProfileArgument,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due and end: for timers.")
    ] = False,
    every: Annotated[
        float | None,
        typer.Option(
            "--every",
            metavar="DURATION",
            parser=seconds_of,
            help="How often to see what is due: 1h or more.",
            show_default="24h",
        ),
    ] = None,
    tell_from: Annotated[
        Band, typer.Option("--tell-from", help="Tell what is new from this severity up.")
    ] = Band.MEDIUM,
    out_folder: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Where reports go, each in a folder of its own; netcurtain-watch beside the "
            "profile unless given.",
        ),
    ] = None,
    keep_reports: Annotated[
        int,
        typer.Option(
            "--keep-reports", metavar="N", min=1, help="Delete all but so many, the newest."
        ),
    ] = 30,
    install_hint: Annotated[
        bool,
        typer.Option("--install-hint", help="Print how to have it run by itself; run nothing."),
    ] = False,
    scheduler: Annotated[
        Scheduler | None,
        typer.Option("--for", help="For which scheduler the hint is; this computer's own."),
    ] = None,
    set_notify: Annotated[
        bool,
        typer.Option(
            "--set-notify",
            help="Ask for the addresses of your own services that tell you (mail, Signal, Teams "
            "…, as apprise writes them), without showing them, and keep them like keys.",
        ),
    ] = False,
    test_notify: Annotated[
        bool, typer.Option("--test-notify", help="Send a line of test to them.")
    ] = False,
    forget_notify: Annotated[bool, typer.Option("--forget-notify", help="Forget them.")] = False,
    only: OnlyOption = None,
    skip: SkipOption = None,
    rules: RulesOption = None,
    allow_loopback: LoopbackOption = False,
    proxy: ProxyOption = "",
    contact: ContactOption = "",
    connect_to: ConnectToOption = None,
    ca_file: CaFileOption = None,
    lang: LangOption = ENGLISH,
) -> None:
    """Look again by itself: each source at its own pace, and only what can have changed.

    What is newly in public, back after it was gone, or new from --tell-from up is told by your own
    services, in numbers alone. Pages are asked whether they changed, not fetched whole. A run that
    was missed is told. Ctrl-C ends it. With --once the exit codes are: 0 nothing new, 10 something
    new, 3 too little could be checked, 1 error, 130 interrupted.

    Examples:

      netcurtain watch profile.toml --once

      netcurtain watch profile.toml --install-hint --for systemd

      netcurtain watch profile.toml --set-notify
    """
    if set_notify or test_notify or forget_notify:
        _services(set_notify, test_notify, forget_notify)
        return
    if install_hint:
        if not profile.is_file():
            raise PlanError(f"There is no profile {profile}: the timer would find nothing.")
        said = Said(out_folder, keep_reports, proxy, contact, only or (), skip or (), rules or ())
        _print_hint(command_of(profile, said), scheduler)
        return
    every = every or _A_DAY_S
    if every < _LEAST_S:
        raise PlanError("--every is at least 1h: asking more often tells sites about you again.")
    from scanner.cli.watch_run import Watch, run_once
    from scanner.model.clock import utc_now

    asking = Asking(
        profile, only, skip or [], rules, allow_loopback, contact, connect_to, ca_file, proxy
    )
    folder = out_folder or profile.resolve().parent / "netcurtain-watch"
    watching = Watch(
        profile,
        asking.selection,
        timedelta(seconds=every),
        tell_from,
        folder,
        asking.check,
        keep_reports,
    )

    if once:
        raise typer.Exit(int(run_once(watching, utc_now()).code))
    say("Watching. Ctrl-C ends it.")
    try:
        keep_watch(lambda now: run_once(watching, now), utc_now, threading.Event().wait)
    except KeyboardInterrupt:
        say("\nStopped watching.")
        raise typer.Exit(int(Exit.INTERRUPTED)) from None
    raise typer.Exit(int(Exit.INTERRUPTED))


def keep_watch(run: Callable[[datetime], Run], now: Callable[[], datetime], wait: Wait) -> None:
    """Runs again and again until a run is interrupted, `wait` says that the user has enough, or the
    consent ends (ConsentError). A run that fails is told, and the next one is tried."""
    from scanner.errors import ConsentError

    while True:
        begun = now()
        try:
            done = run(begun)
        except ConsentError:
            raise
        except NetcurtainError as error:
            say(f"{error}")
            next_at = begun + timedelta(seconds=_LEAST_S)
        else:
            if done.code is Exit.INTERRUPTED:
                return
            next_at = done.next_at
        while (left := (next_at - now()).total_seconds()) > 0:
            if wait(min(left, _NAP_S)):
                return


@dataclass(frozen=True, slots=True)
class Asking:
    """How each run asks: by an ordinary check, which is the same whoever starts it."""

    profile: Path
    only: list[str] | None = None
    skip: Sequence[str] = ()
    rules: list[Path] | None = None
    allow_loopback: bool = False
    contact: str = ""
    connect_to: Path | None = None
    ca_file: Path | None = None
    proxy: str = ""

    @property
    def selection(self) -> Selection:
        from scanner.cli.scan import Selection

        return Selection(
            only=self.only,
            skip=list(self.skip),
            rules=self.rules,
            allow_loopback=self.allow_loopback,
        )

    def check(self, later: list[str], folder: Path, goes_on: bool) -> int:
        """Asks all but what is due later. One that was cut off is gone on with, if it can be."""
        from scanner.cli.check import check

        try:
            check(
                self.profile,
                only=self.only,
                skip=[*self.skip, *later],
                rules=self.rules,
                out_folder=folder,
                yes=True,
                allow_loopback=self.allow_loopback,
                proxy=self.proxy,
                contact=self.contact,
                connect_to=self.connect_to,
                ca_file=self.ca_file,
                wait=True,
                resume=goes_on,
                fresh=not goes_on,
            )
        except typer.Exit as end:
            return int(end.exit_code)
        except PlanError:
            if not goes_on:
                raise
            return self.check(later, folder, False)
        return int(Exit.CLEAN)


def _services(set_them: bool, test: bool, forget: bool) -> None:
    from scanner.cli import notify

    if set_them:
        if is_interactive():
            given: str = typer.prompt(
                "Addresses, with spaces between (not shown)", hide_input=True, err=True
            )
        else:
            given = sys.stdin.read(65_536)
        say(f"Kept: {notify.keep(given)}. They are told when something is new.")
    if forget:
        say("Forgotten." if notify.forget() else "None were kept.")
    if test:
        if not notify.addresses():
            raise PlanError("No service is kept. `--set-notify` asks for one.")
        if not notify.tell("This is a test of the watch. Nothing was found."):
            say("Not every service took it.")
            raise typer.Exit(int(Exit.ERROR))
        say("Every service took it.")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said beside `--install-hint`, and so belongs into the command that it prints."""

    out: Path | None = None
    keep_reports: int = 30
    proxy: str = ""
    contact: str = ""
    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    rules: Sequence[Path] = ()

    def words(self) -> list[str]:
        """Paths from the root."""
        given = [("--out", str(self.out.resolve()))] if self.out else []
        if self.keep_reports != Said().keep_reports:
            given.append(("--keep-reports", str(self.keep_reports)))
        given += [("--proxy", self.proxy)] if self.proxy else []
        given += [("--contact", self.contact)] if self.contact else []
        given += [("--only", source) for source in self.only]
        given += [("--skip", source) for source in self.skip]
        given += [("--rules", str(folder.resolve())) for folder in self.rules]
        return [word for pair in given for word in pair]


def _print_hint(command: Sequence[str], scheduler: Scheduler | None) -> None:
    from scanner.cli.watch_install import STEPS, environment_of, files_of, scheduler_here

    kind = scheduler or scheduler_here()
    environment, untold = environment_of(os.environ)
    for name, text in files_of(kind, command, environment).items():
        say(f"# {name}")
        out.file.write(text)
    say(f"\n{STEPS[kind]}")
    for variable in (*untold, *(environment if kind is Scheduler.WINDOWS else ())):
        say(
            f"{variable} is set here, and is not in the hint: give it to the scheduled program, "
            "or it looks into another store."
        )
    if not _passphrase_file():
        say(
            "If the cases have a passphrase, say `netcurtain --passphrase-file FILE watch …` for "
            "this hint, since nobody can be asked for it then."
        )


def command_of(profile: Path, said: Said) -> Sequence[str]:
    """What a scheduler starts, with paths from the root: it runs elsewhere."""
    called = Path(sys.argv[0])
    is_script = called.stem == "netcurtain" and called.is_file()
    start = [str(called.resolve())] if is_script else [sys.executable, "-m", "scanner"]
    secret = _passphrase_file()
    options = ["--passphrase-file", str(secret.resolve())] if secret else []
    return [*start, *options, "watch", str(profile.resolve()), "--once", *said.words()]


def _passphrase_file() -> Path | None:
    from scanner.cli.passphrase_source import passphrase_path

    return passphrase_path()
