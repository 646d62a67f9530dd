"""All that is held on a person, to be read: plain text with headings, in clear.

What is known is told in a line each; whatever else there is follows as it lies in the store, so
that a kind of record that this version does not know comes out, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_HEADINGS = {
    "consent": "How your consent came and went",
    "mark": "What you said of findings",
    "letter": "Letters that you noted as sent",
    "incident": "Incidents that you wrote down",
    "ledger": "What was asked of whom, of checks whose answers are deleted",
    "capture": "Captures",
    "export": "Files that were written elsewhere",
    "hand_over": "Hand-overs of evidence",
    "hold": "Legal holds",
    "watch": "The last run of the watch",
}


def export_text(held: dict[str, Any], name: str, made_at: str, machine_file: str) -> str:
    """The file as one text. `held`: of `scanner.case.exporting.held`."""
    lines = [
        f"All that netcurtain holds on {name}",
        "",
        f"Made at {made_at}. Everything is in clear: keep this file where nobody else reads it.",
        f"{machine_file} beside it is for programs, and has every answer and report whole.",
        *_section("The case", _pairs(held["case"])),
        *_section("What you gave", _facts(held["subject"])),
        *_section("Everything else of your profile", _pairs(_without_facts(held["subject"]))),
        *_section("Checks", _checks(held["checks"])),
        *_section("Findings and what became of them", _findings(held["findings"])),
    ]
    for kind, records in sorted(held["records"].items()):
        lines += _section(_HEADINGS.get(kind, kind), _records(records))
    lines += _section("Slates that you are on, and what came of their runs", _pairs(held["slates"]))
    lines += _section("Tombstones: keyed hashes of what was erased", _pairs(held["tombstones"]))
    lines += _section("Files of evidence", _pairs(held["evidence_files"]))
    lines += _section("Who did what", _audit(held["audit"]))
    return "\n".join(map(_clean, lines)) + "\n"


def _section(title: str, lines: Iterator[str]) -> list[str]:
    found = list(lines) or ["(nothing)"]
    return ["", title, "-" * len(title), *found]


def _facts(subject: dict[str, Any]) -> Iterator[str]:
    for fact in subject.get("facts", []):
        choice = fact.get("public_by_choice")
        yield f"{fact['id']}: {fact['value']['_value']}" + (
            f" (public: {choice})" if choice else ""
        )


def _without_facts(subject: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in subject.items() if key != "facts"}


def _checks(checks: list[dict[str, Any]]) -> Iterator[str]:
    for check in checks:
        ended = f", ended {check['ended_at']}" if check["ended_at"] else ""
        yield f"Check {check['number']}: began {check['started_at']}{ended} ({check['state']})"
        for disclosure in check["record"]["plan"]["disclosures"]:
            kinds = ", ".join(sorted({sent["kind"] for sent in disclosure["sends"]})) or "nothing"
            yield f"  asked of {disclosure['controller']} ({disclosure['site']}): {kinds}"


def _findings(findings: list[dict[str, Any]]) -> Iterator[str]:
    for finding in findings:
        known = finding["known"] or {}
        yield f"{finding['id']}: {known.get('title', '')} at {known.get('address', '')}"
        for turn in finding["turns"]:
            yield f"  {turn['at']}: {turn['turn']}"


def _records(records: list[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        yield record["at"]
        yield from _pairs(record["value"], "  ")


def _audit(lines: list[dict[str, Any]]) -> Iterator[str]:
    for line in lines:
        yield f"{line['number']}  {line['at']}  {line['who']}  {line['verb']}: {line['what']}"


def _pairs(value: Any, indent: str = "") -> Iterator[str]:
    """Any value, one line for each thing in it; empty ones are passed over."""
    pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for key, each in pairs:
        lead = f"{indent}{str(key).replace('_', ' ')}: " if key is not None else f"{indent}- "
        if isinstance(each, dict | list):
            if each:
                yield lead.rstrip()
                yield from _pairs(each, indent + "  ")
        elif each not in (None, ""):
            yield f"{lead}{each}"


def _clean(line: str) -> str:
    """Pages are strangers' texts: what steers a terminal is shown as a question mark."""
    return "".join(char if char.isprintable() else "?" for char in line)
