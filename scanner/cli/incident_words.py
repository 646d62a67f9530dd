"""An entry of the log at the terminal, and what the rules advise about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scanner.cli.console import out, say
from scanner.language.times import day, london
from scanner.model.clock import stamp
from scanner.render.veil import printable
from scanner.render.words import operation, plural
from scanner.text.quoting import mask_known

if TYPE_CHECKING:
    from scanner.case.abuse_advice import AbuseAdvice
    from scanner.model.facts import Fact
    from scanner.model.incident import Incident
    from scanner.model.subject import Subject

DANGER = "If you are in danger now, ring 999 first, and get to safety. The log can wait."
_WIDEST = 28


def when(entry: Incident) -> str:
    """When it happened, no more exactly than the person knows."""
    shown = day(entry.happened_at) if entry.is_day else london(entry.happened_at)
    return f"about {shown}" if entry.is_about else shown


def row(entry: Incident) -> str:
    """One line that quotes nothing of the entry."""
    kept = plural(len(entry.all_files), "file") if entry.all_files else ""
    return f"{entry.number:>4}  {when(entry):<32}  {entry.channel:<{_WIDEST}}  {kept}".rstrip()


def print_entry(entry: Incident, facts: Iterable[Fact], reveal: bool) -> None:
    """The whole entry; the person's own details are masked unless `reveal`."""
    own = tuple(facts)

    def shown(text: str) -> str:
        return printable(text if reveal else mask_known(text, own).shown())

    told = [
        ("When", f"{when(entry)} ({entry.zone})"),
        ("How", entry.channel),
        ("Where", shown(entry.where)),
        ("Address", shown(entry.url)),
        ("Words", shown(entry.text)),
        ("Seen by", shown(entry.seen_by)),
        ("Done", shown(entry.done)),
        ("Findings", ", ".join(each[:8] for each in entry.finding_ids)),
        ("Page", entry.page.outcome if entry.page else ""),
        ("Recorded", f"{stamp(entry.recorded_at)} by {printable(entry.recorded_by)}"),
    ]
    out.print(f"Entry {entry.number}", markup=False)
    for name, value in told:
        if value:
            out.print(f"  {name + ':':<11}{value}", markup=False)
    for file in entry.all_files:
        out.print(
            f"  File:      {shown(file.name)} ({file.kind}, {file.bytes} bytes)", markup=False
        )
        out.print(f"             sha256 {file.sha256}", markup=False)
        for name, value in file.facts:
            out.print(f"             {name}: {shown(value)}", markup=False)


def print_advice(entry: Incident, subject: Subject, further: Iterable[str] = ()) -> None:
    """What the rules advise. `further`: the words of its files."""
    from scanner.case.abuse_advice import advice
    from scanner.cli.rulefolders import book_with

    book = book_with([])
    channel = book.channels.get(entry.channel_id)
    if channel is None:
        return
    told = advice(book, channel, (entry.text, *further), subject.display_name)
    say_signs(told)
    say("\nIn this order, evidence before reporting:")
    for number, line in enumerate(_steps(told, subject), start=1):
        say(f"  {number}. {line}")


def say_signs(told: AbuseAdvice) -> None:
    """Warning signs, before all else."""
    if not told.signs:
        return
    say(f"\n{DANGER}")
    for rule in told.signs:
        say(f"  {rule.title}: the words may be a warning sign. Software cannot judge what was")
        say("  meant; please read them, or ask somebody you trust to read them with you.")
    for step in dict.fromkeys(told.signs[0].do):
        say(f"  - {step}")


def _steps(told: AbuseAdvice, subject: Subject) -> list[str]:
    lines = [f"Keep proof. {text}" for text in told.keep]
    police = operation(subject.election)
    lines.append(f"Police: 999 in danger; else 101 or online. {police}".rstrip())
    lines += [f"{step.do}{f' {step.link}' if step.link else ''}" for step in told.report]
    if told.letters:
        names = ", ".join(title.lower() for _, title in told.letters)
        lines.append(f"Letters that help, if a detail of yours is shown: {names}.")
    if told.settings:
        lines.append(f"Afterwards: {told.settings}.")
    lines.append(
        "Tell your police contact (SPOC, now usually the Force Elected Official Adviser), who "
        "takes no crime reports: `netcurtain incident export` makes what to give them."
    )
    return lines
