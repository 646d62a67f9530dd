"""What the officer's store keeps of a check whose details are the person's alone.

The next check must be able to tell new from known. For that the case has its findings (`Known`: the
pages that are asked again) and what earlier checks can testify to, as digests of pages. Quotes,
the report, letters, the plan and the addresses that were asked are in the sealed result, and
nowhere else once the check is over.
"""

from __future__ import annotations

from dataclasses import replace

from scanner.assess import testimony_of, with_testimony
from scanner.case.emptying import shorten_ledger
from scanner.case.recording import Disclosed
from scanner.case.store import ScanRecord
from scanner.model.assessment import Assessment
from scanner.model.before import Before
from scanner.model.plan import Plan

_NO_PLAN = Plan((), (), (), (), (), 0)


def kept_for_next(assessment: Assessment) -> Assessment:
    """Who, when, how much was covered, and the trend: numbers alone.

    What is left out of it and is still needed stands in `kept_record`.
    """
    history = assessment.history
    return replace(
        assessment,
        escalations=(),
        actions=(),
        findings=(),
        combinations=(),
        questions=(),
        remedies=(),
        checks=(),
        left_out=(),
        manual=(),
        limitations=(),
        disclosures=(),
        ledger=(),
        general=(),
        mosaic=None,
        letters=(),
        seen=(),
        coverage=replace(assessment.coverage, raise_by=()),
        history=replace(history, followed=(), waiting=()) if history else None,
        shots=(),
    )


def kept_record(record: ScanRecord, assessment: Assessment) -> ScanRecord:
    """What stays of all that a check rested on, once it came to `assessment` (the whole one).

    `Lives.before` joins its testimonies with those of the stored assessment, which has no pages.
    """
    told = with_testimony(record.before.testimonies, testimony_of(assessment))
    return replace(record, plan=_NO_PLAN, seed=0, before=Before(testimonies=told))


def left_record(record: ScanRecord) -> ScanRecord:
    """The same, of a check that was given up."""
    return replace(
        record, plan=_NO_PLAN, seed=0, before=Before(testimonies=record.before.testimonies)
    )


def kept_ledger(ledger: Disclosed) -> Disclosed:
    """Whom was told something and when, by host. The person has the addresses in their result."""
    return shorten_ledger(ledger)
