"""A plan in words: what would be asked of whom, what each learns, what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scanner.cli.scan import Scan
from scanner.model.plan import NotRunReason, Plan, Sent, SentForm
from scanner.model.subject import Subject
from scanner.render.words import plural
from scanner.text.quoting import mask_known, mask_of

_TABLE_WIDTH = 100
"""Columns below which a table folds so often that plain lines read better."""

_FORMS = {
    SentForm.CLEAR: "",
    SentForm.HASH: " as a fingerprint (hash)",
    SentForm.HASH_PREFIX: " as the start of a fingerprint",
    SentForm.PARTIAL: " in part",
}


def sent_words(subject: Subject, sends: Iterable[Sent]) -> str:
    """What leaves, masked: "e-mail j•••@m•••.example as a fingerprint"."""
    words = []
    for sent in sends:
        fact = subject.fact(sent.fact_id)
        value = fact.value.reveal() if fact.is_public else fact.value.mask
        words.append(f"{sent.kind.value.replace('_', ' ')} {value}{_FORMS[sent.form]}")
    return "; ".join(dict.fromkeys(words)) or "nothing of yours, only that the page is opened"


def print_disclosures(scan: Scan, console: Console) -> None:
    """The short form shown before a check: who learns what."""
    plan = scan.plan
    if plan.disclosures:
        console.print("[bold]What will be sent, and to whom[/bold]")
        if console.is_terminal and console.width >= _TABLE_WIDTH:
            console.print(_table(scan))
        else:
            for to, learns, requests in _rows(scan):
                console.print(f"  {to}: {learns} ({requests} at most)", markup=False)
        console.print(
            "Redirects and each site's robots.txt come on top of these numbers, and a further try "
            "where a site is busy.",
            markup=False,
        )
    for probe in plan.probes:
        if probe.robots_waiver:
            console.print(
                f"Your own page at {probe.host} is looked at whatever its robots.txt says: "
                f"{mask_known(probe.robots_waiver, scan.subject.facts).shown()}",
                markup=False,
            )
    sites = len({probe.site for probe in plan.probes})
    console.print(
        f"{plural(len(plan.probes), 'question')} to {plural(sites, 'site')}; "
        f"{plural(len(plan.left_out), 'source')} left out; "
        f"{plural(len(plan.manual), 'check')} for you to make by hand.",
        markup=False,
    )
    if any(entry.source_id.startswith("src.search.") for entry in plan.disclosures):
        console.print(
            f"Up to {plan.lead_budget} pages that the search names are opened; they learn nothing "
            f"of you.",
            markup=False,
        )


def _rows(scan: Scan) -> Iterator[tuple[str, str, str]]:
    """To whom, what they learn, and in how many requests."""
    for entry in scan.plan.disclosures:
        is_named = entry.controller != entry.site
        yield (
            f"{entry.controller} [{entry.site}]" if is_named else entry.site,
            sent_words(scan.subject, entry.sends),
            plural(entry.requests, "request"),
        )


def _table(scan: Scan) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("To", overflow="fold")
    table.add_column("They learn", overflow="fold")
    table.add_column("At most", justify="right", no_wrap=True)
    for row in _rows(scan):
        table.add_row(*(escape(cell) for cell in row))
    return table


def print_plan(scan: Scan, console: Console) -> None:
    """The whole plan."""
    print_disclosures(scan, console)
    _print_left_out(scan.plan, console)
    _print_manual(scan, console)
    if scan.plan.limitations:
        console.print("\n[bold]What this check cannot confirm[/bold]")
        for limitation in scan.plan.limitations:
            fact = scan.subject.fact(limitation.fact_id)
            console.print(
                f"  {fact.kind.value} {fact.value.mask}: {limitation.detail}", markup=False
            )


def _print_left_out(plan: Plan, console: Console) -> None:
    if not plan.left_out:
        return
    console.print("\n[bold]Left out, and why[/bold]")
    told = [e for e in plan.left_out if e.reason is not NotRunReason.DESELECTED]
    for entry in told:
        console.print(f"  {entry.title} ({entry.source_id}): {entry.detail}", markup=False)
    if deselected := len(plan.left_out) - len(told):
        console.print(f"  {deselected} more, left out by --only or --skip", markup=False)


def _print_manual(scan: Scan, console: Console) -> None:
    if not scan.plan.manual:
        return
    console.print("\n[bold]For you to check by hand[/bold] (the report holds the prepared links)")
    for check in scan.plan.manual:
        console.print(
            f"  {check.title}: about {check.minutes} min. If you follow the link, it learns: "
            f"{sent_words(scan.subject, check.sends)}",
            markup=False,
        )


def plan_as_data(scan: Scan) -> dict[str, object]:
    """The plan for scripts (`netcurtain/plan/1`): every value masked, no request in clear."""
    plan, subject = scan.plan, scan.subject
    masked = mask_of(subject.facts)
    return {
        "schema": "netcurtain/plan/1",
        "questions": [
            {
                "source_id": probe.source_id,
                "site": probe.site,
                "url": masked(probe.shown_url).shown(),
                "sends": _sends(subject, probe.sends),
                "robots_waiver": mask_known(probe.robots_waiver, subject.facts).shown(),
            }
            for probe in plan.probes
        ],
        "disclosures": [
            {
                "site": entry.site,
                "controller": entry.controller,
                "source_id": entry.source_id,
                "sends": _sends(subject, entry.sends),
                "requests_at_most": entry.requests,
            }
            for entry in plan.disclosures
        ],
        "left_out": [
            {
                "source_id": e.source_id,
                "title": e.title,
                "reason": e.reason.value,
                "detail": e.detail,
            }
            for e in plan.left_out
        ],
        "manual": [
            {
                "source_id": entry.source_id,
                "title": entry.title,
                "url": masked(entry.url).shown(),
                "how": entry.how,
                "sends": _sends(subject, entry.sends),
            }
            for entry in plan.manual
        ],
        "limitations": [{"fact_id": e.fact_id, "detail": e.detail} for e in plan.limitations],
        "lead_budget": plan.lead_budget,
    }


def _sends(subject: Subject, sends: Iterable[Sent]) -> list[dict[str, str]]:
    return [
        {
            "kind": sent.kind.value,
            "form": sent.form.value,
            "fact_id": sent.fact_id,
            "masked": subject.fact(sent.fact_id).value.mask,
        }
        for sent in sends
    ]
