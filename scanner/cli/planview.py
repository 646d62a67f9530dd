"""A plan in words: what would be asked of whom, what each learns, what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from scanner.cli.scan import Scan
from scanner.model.plan import LeftOut, NotRunReason, Plan, Purpose, Sent, SentForm
from scanner.model.subject import Subject
from scanner.render.by_hand import by_hand
from scanner.render.words import LEFT_OUT, plural
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
    if again := sum(probe.purpose is Purpose.REVISIT for probe in plan.probes):
        console.print(
            f"Among them {plural(again, 'page')} where something was found before.", markup=False
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
    """To whom, what they learn, and in how many requests: one row for each, who learns most first.

    Several questions to the same place are one row, since it can put them together.
    """
    together: dict[tuple[str, str], tuple[list[Sent], int]] = {}
    for entry in scan.plan.disclosures:
        sends, requests = together.get((entry.controller, entry.site), ([], 0))
        together[entry.controller, entry.site] = [*sends, *entry.sends], requests + entry.requests
    for (controller, site), (sends, requests) in sorted(
        together.items(), key=lambda item: -len({(s.fact_id, s.form) for s in item[1][0]})
    ):
        yield (
            f"{controller} [{site}]" if controller != site else site,
            sent_words(scan.subject, sends),
            plural(requests, "request"),
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
    """By reason, and those that need the same step of the person together."""
    if not plan.left_out:
        return
    told = [e for e in plan.left_out if e.reason is not NotRunReason.DESELECTED]
    console.print(f"\n[bold]Left out, and why[/bold] ({len(plan.left_out)})")
    reasons = [reason for reason in NotRunReason if reason is not NotRunReason.NOTHING_TO_ASK]
    for reason in (*reasons, NotRunReason.NOTHING_TO_ASK):
        entries = [entry for entry in told if entry.reason is reason]
        if not entries:
            continue
        console.print(f"  {LEFT_OUT[reason]} ({len(entries)})", markup=False)
        for detail, alike in _alike(entries):
            names = "; ".join(f"{e.title} ({e.source_id})" for e in alike)
            console.print(f"    {names}: {detail}", markup=False)
    if deselected := len(plan.left_out) - len(told):
        console.print(f"  {deselected} more, left out by --only or --skip", markup=False)


def _alike(entries: Iterable[LeftOut]) -> Iterator[tuple[str, Sequence[LeftOut]]]:
    """Those with the same reason in words, where the source's own id does not count."""

    def said(entry: LeftOut) -> str:
        return entry.detail.replace(f'"{entry.source_id}"', "its id")

    for detail, group in groupby(sorted(entries, key=said), said):
        alike = list(group)
        yield (alike[0].detail if len(alike) == 1 else detail), alike


def _print_manual(scan: Scan, console: Console) -> None:
    """The few that matter most one by one, the others counted: the report and `manual` have all."""
    hand = by_hand([check for check in scan.plan.manual if check.is_open])
    if not hand.first and not hand.groups:
        return
    console.print("\n[bold]For you to check by hand[/bold] (the report holds the prepared links)")
    for check in hand.first:
        console.print(
            f"  {check.title}: about {check.minutes} min. If you follow the link, it learns: "
            f"{sent_words(scan.subject, check.sends)}",
            markup=False,
        )
    if not hand.groups:
        return
    counted = ", ".join(f"{group.title.lower()} {len(group.checks)}" for group in hand.groups)
    console.print(
        f"  {'These come first. ' if hand.first else ''}{hand.rest} more, of which you need only "
        f"those that are part of your life: {counted}.",
        markup=False,
    )
    console.print(
        "  `netcurtain manual` goes through them with you, and `netcurtain manual --list` names "
        "them all.",
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
