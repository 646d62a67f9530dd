"""Taking out of a check what shows the person's values: plan, report, addresses that were asked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

from scanner.case.recording import Disclosed
from scanner.case.serial import dump, load, plain
from scanner.case.store import CaseStore, StoredScan
from scanner.model.assessment import Assessment
from scanner.model.before import Before
from scanner.model.plan import Plan
from scanner.model.subject import Subject

T = TypeVar("T")
_NO_PLAN = Plan((), (), (), (), (), 0)


def masked(value: T) -> T:
    """The same with masks in place of what they hide, for good."""
    return load(type(value), dump(_mask_parts(plain(dump(value)))))


def _mask_parts(value: Any) -> Any:
    if isinstance(value, list):
        return [_mask_parts(each) for each in value]
    if isinstance(value, dict):
        shown = {"text": value["mask"]} if value.get("mask") and "text" in value else {}
        return {key: _mask_parts(each) for key, each in value.items()} | shown
    return value


def empty_check(
    store: CaseStore, scan: StoredScan, subject: Subject, assessment: Assessment | None = None
) -> None:
    """Leaves of a check its number, times and state, `subject`, and that assessment."""
    record = store.scans.record(scan.id)
    bare = replace(record, subject=subject, plan=_NO_PLAN, seed=0, before=Before())
    store.scans.empty(scan, bare, assessment)


def shorten_ledger(ledger: Disclosed) -> Disclosed:
    """What was told whom and when, without the addresses that told it."""
    return replace(
        ledger,
        sendings=tuple(replace(each, url=_host_of(each.url)) for each in ledger.sendings),
    )


def _host_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}/"
