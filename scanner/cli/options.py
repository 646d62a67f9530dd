"""Arguments and options that several commands share. Cheap to import: every `--help` needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.duration import patience
from scanner.language import Language, speaking

ProfileArgument = Annotated[
    Path,
    typer.Argument(metavar="PROFILE", help="Your profile (TOML). `netcurtain new` writes one."),
]
PageOption = Annotated[
    list[str] | None, typer.Option("--page", metavar="URL", help="A page to look at. Repeatable.")
]
PagesOption = Annotated[
    Path | None,
    typer.Option("--pages", metavar="FILE", help="A file of pages to look at, one address a line."),
]
OwnPageOption = Annotated[
    list[str] | None,
    typer.Option(
        "--own-page", metavar="URL", help="A page to look at, on a site that you run. Repeatable."
    ),
]
IgnoreRobotsOption = Annotated[
    str,
    typer.Option(
        "--ignore-robots",
        metavar="REASON",
        help="Look at your own pages whatever their robots.txt says, for this reason; it is "
        "recorded in the report. Nobody else's robots.txt is passed over.",
    ),
]
OptOutOption = Annotated[
    Path | None,
    typer.Option(
        "--opt-out",
        metavar="FILE",
        help="A file of hosts that are never visited, one a line, beside the shipped list of those "
        "who asked for it.",
    ),
]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="SOURCE", help="Ask only this source. Repeatable."),
]
SkipOption = Annotated[
    list[str] | None,
    typer.Option("--skip", metavar="SOURCE", help="Leave out this source. Repeatable."),
]
RulesOption = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="DIR", help="Your own rules, layered over the shipped ones."),
]
OnlyRulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--only-rules",
        metavar="DIR",
        help="Ask only the sources of this folder of rules, such as an imported list. Repeatable.",
    ),
]
LoopbackOption = Annotated[
    bool,
    typer.Option("--allow-loopback", help="Let pages be on this computer or its own network, too."),
]
ContactOption = Annotated[
    str,
    typer.Option(
        "--contact",
        metavar="TEXT",
        envvar="NETCURTAIN_CONTACT",
        help="How sites' operators reach you: sent with every request.",
    ),
]
ConnectToOption = Annotated[
    Path | None,
    typer.Option(
        "--connect-to",
        metavar="FILE",
        help="JSON map of host name to [address, port]. Hosts that are not on it are refused.",
    ),
]
ConnectTimeoutOption = Annotated[
    float | None,
    typer.Option(
        "--connect-timeout",
        metavar="DURATION",
        parser=patience,
        help="How long a connection may take to be made: 1s to 5m; 10s unless given.",
    ),
]
TimeoutOption = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="DURATION",
        parser=patience,
        help="How long a site may be silent, before its answer and within it: 1s to 5m. A whole "
        "answer gets no longer than its rule allows, mostly 20s.",
    ),
]
CaFileOption = Annotated[
    Path | None,
    typer.Option("--ca-file", metavar="FILE", help="Trust this certificate authority instead."),
]
ProxyOption = Annotated[
    str, typer.Option("--proxy", metavar="URL", help="Send everything through this proxy.")
]
RenderOption = Annotated[
    bool,
    typer.Option(
        "--render",
        help="Open pages that are empty without their scripts in a browser (needs Chromium and "
        "netcurtain[render]).",
    ),
]

ResumeOption = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with the check that was cut off: what was answered is not asked again.",
    ),
]
FreshOption = Annotated[
    bool,
    typer.Option("--fresh", help="Begin anew, also where a check could be gone on with."),
]
NoCaseOption = Annotated[
    bool,
    typer.Option(
        "--no-case",
        help="Keep nothing in your case: no comparison with earlier checks, and no --resume.",
    ),
]
WaitOption = Annotated[
    bool,
    typer.Option("--wait", help="Wait while another check of the same person runs."),
]


def _speak(context: typer.Context, language: Language) -> Language:
    """Until the command ends."""
    context.with_resource(speaking(language))
    return language


LangOption = Annotated[
    Language,
    typer.Option(
        "--lang",
        envvar="NETCURTAIN_LANG",
        callback=_speak,
        help="The language of the report: English or Welsh (Cymraeg).",
    ),
]
