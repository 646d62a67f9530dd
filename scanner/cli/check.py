"""`netcurtain check`: one whole check of one person, and its report."""

from __future__ import annotations

import contextlib
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
from scanner.cli.evidence_options import (
    TimestampOption,
    announce_timestamp,
    require_evidence,
    warn_of_clear_evidence,
)
from scanner.cli.exits import Exit, exit_code
from scanner.cli.options import (
    CaFileOption,
    ConnectTimeoutOption,
    ConnectToOption,
    ContactOption,
    FreshOption,
    IgnoreRobotsOption,
    LangOption,
    LoopbackOption,
    NoCaseOption,
    OnlyOption,
    OnlyRulesOption,
    OptOutOption,
    OwnPageOption,
    PageOption,
    PagesOption,
    ProfileArgument,
    ProxyOption,
    RenderOption,
    ResumeOption,
    RulesOption,
    SkipOption,
    TimeoutOption,
    WaitOption,
)
from scanner.errors import CaseError, ConsentError, PlanError, ProxyError
from scanner.language import ENGLISH
from scanner.model.assessment import Assessment
from scanner.model.bands import Band
from scanner.model.edition import Audience

if TYPE_CHECKING:
    from scanner.case import OutputFolder
    from scanner.cli.in_case import InCase
    from scanner.cli.running import Written
    from scanner.model.edition import Edition


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
            help="Keep all exchanges as they were (WARC), with hashes and a seal: in clear beside "
            "the report, or, if a passphrase is set, encrypted in the case.",
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
    proxy: ProxyOption = "",
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
    resume: ResumeOption = False,
    fresh: FreshOption = False,
    no_case: NoCaseOption = False,
    wait: WaitOption = False,
    audience: ForOption = Audience.CANDIDATE,
    case_ref: CaseRefOption = "",
    exhibit: ExhibitOption = "",
    marking: MarkingOption = "",
    operator: OperatorOption = "",
    reason: ReasonOption = "",
) -> None:
    """Look for your facts where a stranger would look, and write the report.

    Nothing is sent before you have seen what goes to whom. Ctrl-C stops within two seconds and
    keeps what was learned; a second one gives up at once. However a check was cut off, --resume
    goes on with it, and asks nothing twice. Exit codes: 0 nothing found, 1 error, 2 usage, 3 too
    little could be checked, 10 findings, 130 interrupted.

    Examples:

      netcurtain check profile.toml

      netcurtain check profile.toml --page https://www.example.org/news --out my-report

      netcurtain check profile.toml --only src.page.given --pages pages.txt --json

      netcurtain check profile.toml --resume
    """
    from scanner.case import OutputFolder
    from scanner.cli.evidence import EvidenceKeeper
    from scanner.cli.in_case import announce, in_case, planned_then, require_consent, to_go_on_with
    from scanner.cli.kept import kept_answers
    from scanner.cli.planview import print_disclosures
    from scanner.cli.rendering import announce as announce_browser
    from scanner.cli.rendering import browser_for
    from scanner.cli.running import run_scan, write_report
    from scanner.cli.scan import (
        Network,
        Selection,
        load,
        plan_for,
        tell_left_alone,
        tell_warnings,
    )
    from scanner.cli.stopping import stoppable
    from scanner.evidence.sealed import require_unsealed

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
    if out_folder is not None:
        require_unsealed(out_folder)
    loaded = load(profile, selection)
    loud = not quiet and not as_json
    may_ask = loud and not yes and is_interactive()
    if no_case:
        require_consent(loaded.subject)
    with contextlib.ExitStack() as stack:
        case = None if no_case else stack.enter_context(in_case(loaded.subject, wait))
        last = to_go_on_with(case, loaded, resume, fresh, may_ask) if case else None
        if last is None and resume:
            _report_again(case, out_folder, reveal, edition, as_json, quiet, fail_on, evidence)
        before = case.before if case else None
        scan = planned_then(last, loaded) if last else plan_for(loaded, selection, before)
        if not scan.plan.probes:
            raise PlanError(
                "There is nothing to ask with these facts and options. Give pages with --page, add "
                "facts to the profile, or look at `netcurtain plan`."
            )
        folder = OutputFolder(out_folder or _default_folder())
        renders = last.record.renders if last else render
        evidence = evidence or (last is not None and last.record.keeps_content)
        browser = browser_for(renders)
        if last is not None and not quiet:
            announce(last)
        if loud:
            tell_warnings(scan)
            print_disclosures(scan, err)
            tell_left_alone(scan, options)
            if browser is not None:
                announce_browser(browser)
            if timestamp:
                announce_timestamp(timestamp)
        if evidence and case is None and not quiet:
            warn_of_clear_evidence()
        if may_ask:
            _ask_to_go_ahead(folder)
        stopping = stack.enter_context(stoppable())
        store = stack.enter_context(kept_answers(wanted=not no_cache))
        recording = None
        if case is not None:
            recording = case.go_on(last, evidence) if last else case.begin(scan, renders, evidence)
        options = replace(options, store=store)
        archive = None
        if evidence:
            archive = EvidenceKeeper(
                folder,
                scan,
                options,
                edition.operator,
                timestamp,
                browser,
                lambda: stopping.is_wanted,
                in_case=case.evidence_of(recording) if case and recording else None,
            )
            edition = replace(edition, seal=archive.fingerprint)
        try:
            assessment = run_scan(scan, options, stopping, loud, archive, browser, recording)
        except (ProxyError, CaseError, ConsentError):
            folder.take_back()
            raise
        written = write_report(folder, assessment, reveal, edition)
        files = written.paths
        if archive is not None:
            files += archive.seal(files)
        if case is not None and recording is not None:
            # Only now: a check without its report is one that can be gone on with.
            case.end(recording, assessment, folder.path)
        _show(written, files, assessment, edition, as_json, quiet)
        if archive is not None and loud:
            archive.tell()
        if letters:
            _write_letters(folder, assessment, loud)
        if case is not None and assessment.partial and not quiet:
            say("`netcurtain check` with --resume goes on where this one stopped.")
    raise typer.Exit(int(exit_code(assessment, fail_on, stopping.is_wanted)))


def _report_again(
    case: InCase | None,
    out_folder: Path | None,
    reveal: bool,
    edition: Edition,
    as_json: bool,
    quiet: bool,
    fail_on: Band,
    evidence: bool,
) -> None:
    """Of a check that came to its end before it was cut off, at most the report is missing. Where
    there is no check at all, one may begin."""
    from scanner.case import OutputFolder
    from scanner.cli.running import write_report

    if case is None:
        raise PlanError("--resume needs the case: leave out --no-case.")
    newest = case.store.scans.newest(case.case_id)
    if newest is None:
        say("No check was cut off: this is a new one.")
        return
    ended = newest[1]
    if evidence:
        raise PlanError(
            "No check was cut off, so there is none to keep evidence of. Leave out --resume: a new "
            "one keeps it."
        )
    say(
        "No check was cut off: the last one ended. Its report is written again, and nothing is "
        "sent. For a new check leave out --resume."
    )
    written = write_report(OutputFolder(out_folder or _default_folder()), ended, reveal, edition)
    _show(written, written.paths, ended, edition, as_json, quiet)
    raise typer.Exit(int(exit_code(ended, fail_on)))


def _show(
    written: Written,
    files: list[Path],
    assessment: Assessment,
    edition: Edition,
    as_json: bool,
    quiet: bool,
) -> None:
    from scanner.render import render_summary

    if as_json:
        out.file.write(json.dumps(json.loads(written.document), ensure_ascii=False) + "\n")
    elif not quiet:
        out.print(render_summary(assessment, files, edition), markup=False)


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
