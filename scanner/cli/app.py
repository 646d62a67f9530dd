"""`netcurtain`: the commands and the one place where errors become words and exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Annotated

import typer

from scanner import __version__
from scanner.cli.check import check
from scanner.cli.demo import demo
from scanner.cli.done import done
from scanner.cli.exits import Exit
from scanner.cli.export import export
from scanner.cli.files import files
from scanner.cli.history import cases, history
from scanner.cli.incident import incident_app
from scanner.cli.interrupt import was_interrupted
from scanner.cli.kept import clear_cache
from scanner.cli.keys import keys_app
from scanner.cli.letters import letters
from scanner.cli.manual import manual
from scanner.cli.new import new
from scanner.cli.pack import pack
from scanner.cli.passphrase import passphrase_app
from scanner.cli.passphrase_source import PassphraseFileOption
from scanner.cli.password import password
from scanner.cli.plan import plan
from scanner.cli.purge import purge
from scanner.cli.replay import replay
from scanner.cli.report import report
from scanner.cli.retention import retention
from scanner.cli.revoke import consent_app, hold, revoke
from scanner.cli.rule_doctor import doctor
from scanner.cli.rule_new import new_rule
from scanner.cli.rules import rules_app
from scanner.cli.schema import schema
from scanner.cli.sent import sent
from scanner.cli.slate import slate_app
from scanner.cli.sources import sources
from scanner.cli.sweep import sweep
from scanner.cli.verify import verify
from scanner.cli.watch import watch
from scanner.errors import NetcurtainError, PlanError
from scanner.faults import fault_of

app = typer.Typer(
    name="netcurtain",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode="markdown",
    epilog="Start with: netcurtain demo  ·  then: netcurtain new  ·  netcurtain check profile.toml",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"netcurtain {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    passphrase_file: PassphraseFileOption = None,
) -> None:
    """Checks where your own personal facts are exposed online, and what to do about it.

    It looks only for the facts that you give it, with your consent. Before anything is sent it
    shows what would be asked of whom; nothing about you is sent anywhere else.
    """


_PANELS: dict[str, tuple[Callable[..., None] | tuple[str, typer.Typer], ...]] = {
    "Look": (new, check, plan, report, manual, files, sweep, password, demo),
    "Act, and see what came of it": (history, letters, sent, done, watch),
    "What is kept of you": (
        *(cases, export, revoke, ("consent", consent_app), purge, retention),
        *(("passphrase", passphrase_app), clear_cache),
    ),
    "For many people": (("slate", slate_app),),
    "For the police": (("incident", incident_app), pack, verify, replay, hold),
    "Sources and rules": (sources, ("keys", keys_app), ("rules", rules_app), schema),
}
"""The commands as the help shows them: what a person needs first stands first."""

rules_app.command("doctor")(doctor)
rules_app.command("new")(new_rule)
for _panel, _commands in _PANELS.items():
    for _command in _commands:
        if isinstance(_command, tuple):
            app.add_typer(_command[1], name=_command[0], rich_help_panel=_panel)
        else:
            app.command(rich_help_panel=_panel)(_command)


def run() -> None:
    """Runs what was typed. Every fault becomes a line and an exit code; Ctrl-C is the caller's."""
    try:
        _built()()
    except PlanError as error:
        _fail(str(error), Exit.USAGE)
    except NetcurtainError as error:
        _fail(str(error), Exit.ERROR)
    except Exception as error:
        if was_interrupted(error):
            raise
        _fail(_broken(error), Exit.ERROR)


@cache
def _built() -> Callable[[], object]:
    """The commands, made of their signatures once."""
    return typer.main.get_command(app)


def _fail(message: str, code: Exit) -> None:
    print(f"netcurtain: {message}", file=sys.stderr)
    sys.exit(int(code))


def _broken(error: Exception) -> str:
    """A fault of ours, told without the exception's own text, which may carry a private value."""
    return (
        f"something broke inside netcurtain ({fault_of(error)}, version {__version__}). Please "
        f"report this line; it carries none of your details."
    )
