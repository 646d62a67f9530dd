"""`netcurtain check`: one whole check of one person, and its report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scanner.cli.console import err, is_interactive, out, say
from scanner.cli.duration import seconds_of
from scanner.cli.edition import (
    CaseRefOption,
    ExhibitOption,
    ForOption,
    MarkingOption,
    OperatorOption,
    ReasonOption,
    edition_of,
)
from scanner.cli.evidence_options import TimestampOption, announce_timestamp, require_evidence
from scanner.cli.exits import Exit, exit_code
from scanner.cli.options import (
    CaFileOption,
    ConnectTimeoutOption,
    ConnectToOption,
    ContactOption,
    IgnoreRobotsOption,
    LangOption,
    LoopbackOption,
    OnlyOption,
    OnlyRulesOption,
    OptOutOption,
    OwnPageOption,
    PageOption,
    PagesOption,
    ProfileArgument,
    RenderOption,
    RulesOption,
    SkipOption,
    TimeoutOption,
)
from scanner.errors import PlanError, ProxyError
from scanner.language import ENGLISH
from scanner.model.assessment import Assessment
from scanner.model.bands import Band
from scanner.model.edition import Audience

if TYPE_CHECKING:
    from scanner.case import OutputFolder


def check(
    profile: ProfileArgument,
    page: PageOption = None,
    pages: PagesOption = None,
    only: OnlyOption = None,
    skip: SkipOption = None,
    own_page: OwnPageOption = None,
    ignore_robots: IgnoreRobotsOption = "",
    opt_out: OptOutOption = None,
    rules: RulesOption = None,
    only_rules: OnlyRulesOption = None,
    out_folder: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the report goes (made if missing)."),
    ] = None,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Show your values in clear in report and JSON.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the assessment as JSON, and nothing else.")
    ] = False,
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence",
            help="Keep all exchanges as they were (WARC), with hashes and a seal. They show values "
            "in clear.",
        ),
    ] = False,
    timestamp: TimestampOption = "",
    letters: Annotated[
        bool,
        typer.Option(
            "--letters",
            help="Also write letters to whoever shows your details. They show them in clear.",
        ),
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Do not ask before anything is sent.")
    ] = False,
    fail_on: Annotated[
        Band, typer.Option("--fail-on", help="Exit with 10 from this severity up.")
    ] = Band.LOW,
    time_limit: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            metavar="DURATION",
            parser=seconds_of,
            help="Ask nothing more after this time (90s, 5m), and report what was learned. It "
            "counts from when asking begins: reading the rules before that takes a second or two.",
        ),
    ] = None,
    allow_loopback: LoopbackOption = False,
    proxy: Annotated[
        str, typer.Option("--proxy", metavar="URL", help="Send everything through this proxy.")
    ] = "",
    contact: ContactOption = "",
    connect_to: ConnectToOption = None,
    ca_file: CaFileOption = None,
    connect_timeout: ConnectTimeoutOption = None,
    timeout: TimeoutOption = None,
    render: RenderOption = False,
    lang: LangOption = ENGLISH,
    no_cache: Annotated[
        bool,
        typer.Option(
            "--no-cache",
            help="Fetch every page whole, and keep none. Otherwise pages are kept for up to 30 "
            "days, for your eyes alone, and sites are asked whether they have changed.",
        ),
    ] = False,
    audience: ForOption = Audience.CANDIDATE,
    case_ref: CaseRefOption = "",
    exhibit: ExhibitOption = "",
    marking: MarkingOption = "",
    operator: OperatorOption = "",
    reason: ReasonOption = "",
) -> None:
    """Look for your facts where a stranger would look, and write the report.

    Nothing is sent before you have seen what goes to whom. Ctrl-C stops within two seconds and
    keeps what was learned; a second one gives up at once. Exit codes: 0 nothing found, 1 error,
    2 usage, 3 too little could be checked, 10 findings, 130 interrupted.

    Examples:

      netcurtain check profile.toml

      netcurtain check profile.toml --page https://www.example.org/news --out my-report

      netcurtain check profile.toml --only src.page.given --pages pages.txt --json
    """
    from scanner.case import OutputFolder
    from scanner.cli.evidence import EvidenceKeeper
    from scanner.cli.kept import kept_answers
    from scanner.cli.planview import print_disclosures
    from scanner.cli.rendering import announce, browser_for
    from scanner.cli.running import run_scan, write_report
    from scanner.cli.scan import Network, Selection, prepare, tell_left_alone, tell_warnings
    from scanner.cli.stopping import stoppable
    from scanner.render import render_summary

    edition = edition_of(
        audience,
        case_reference=case_ref,
        exhibit=exhibit,
        marking=marking,
        operator=operator,
        reveal=reveal,
        reason=reason,
    )
    require_evidence(timestamp, evidence)
    options = Network(
        allow_loopback,
        proxy,
        contact,
        connect_to,
        ca_file,
        opt_out,
        time_limit,
        connect_timeout_s=connect_timeout,
        silence_s=timeout,
    ).options()
    selection = Selection(
        page,
        pages,
        only,
        skip,
        rules,
        allow_loopback,
        own_page,
        ignore_robots.strip(),
        only_rules,
        render,
    )
    scan = prepare(profile, selection)
    if not scan.plan.probes:
        raise PlanError(
            "There is nothing to ask with these facts and options. Give pages with --page, add "
            "facts to the profile, or look at `netcurtain plan`."
        )
    folder = OutputFolder(out_folder or _default_folder())
    loud = not quiet and not as_json
    browser = browser_for(render)
    if loud:
        tell_warnings(scan)
        print_disclosures(scan, err)
        tell_left_alone(scan, options)
        if browser is not None:
            announce(browser)
        if timestamp:
            announce_timestamp(timestamp)
    if loud and not yes and is_interactive():
        _ask_to_go_ahead(folder)
    with stoppable() as stopping, kept_answers(wanted=not no_cache) as store:
        options = replace(options, store=store)
        archive = None
        if evidence:
            archive = EvidenceKeeper(folder, scan, options, edition.operator, timestamp)
            edition = replace(edition, seal=archive.fingerprint)
        try:
            assessment = run_scan(scan, options, stopping, loud, archive, browser)
        except ProxyError:
            folder.take_back()
            raise
        written = write_report(folder, assessment, reveal, edition)
        files = written.paths
        if archive is not None:
            files += archive.seal(files)
        if as_json:
            out.file.write(json.dumps(json.loads(written.document), ensure_ascii=False) + "\n")
        elif not quiet:
            out.print(render_summary(assessment, files, edition), markup=False)
            if archive is not None:
                archive.tell()
        if letters:
            _write_letters(folder, assessment, loud)
    raise typer.Exit(int(exit_code(assessment, fail_on, stopping.is_wanted)))


def _ask_to_go_ahead(folder: OutputFolder) -> None:
    """Ends here, with nothing sent or left behind, unless the person agrees.

    Ctrl-C or the end of input at the question is no answer: interrupted.
    """
    try:
        if typer.confirm("Go ahead?", default=True, err=True):
            return
        said, code = "Nothing was sent.", Exit.CLEAN
    except typer.Abort:
        said, code = "\nNothing was sent.", Exit.INTERRUPTED
    folder.take_back()
    say(said)
    raise typer.Exit(int(code))


def _write_letters(folder: OutputFolder, assessment: Assessment, loud: bool) -> None:
    from scanner.case import OutputFolder
    from scanner.cli.letters import FOLDER, told, write_letters
    from scanner.render.letters import letters_of

    made = letters_of(assessment)
    beside = OutputFolder(folder.path / FOLDER)
    write_letters(beside, made)
    if loud:
        say(told(made, beside.path))


def _default_folder() -> Path:
    return Path(f"netcurtain-{datetime.now(UTC):%Y%m%d-%H%M%S}")
