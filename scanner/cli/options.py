"""Arguments and options that several commands share. Cheap to import: every `--help` needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
LoopbackOption = Annotated[
    bool,
    typer.Option("--allow-loopback", help="Let pages be on this computer or its own network, too."),
]
