"""Why no further page is asked for after an example's answer, and what the example lacks."""

from __future__ import annotations

from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe
from scanner.rulebook.extraction import Taken
from scanner.rulebook.request import Pages
from scanner.rulebook.source import SourceRule


def why_no_further(
    probe: Probe, rule: SourceRule, outcome: Outcome, has_more: bool, following: str
) -> str:
    """One sentence without its stop. `has_more` and `following` are what the answer to `probe` says
    of the next page: whether there may be one, and its address or the value of its parameter."""
    where = f"after page {probe.page} no further page is asked for"
    pages = rule.pages
    if pages is None:
        return f"{where}: the rule has no pages"
    if outcome.kind is not OutcomeKind.FOUND:
        return f"{where}: it came out as {outcome.kind} ({outcome.reason})"
    if probe.page >= pages.at_most:
        return f"{where}: at_most is {pages.at_most}"
    if not has_more:
        return f"{where}: {_too_few(rule, pages, outcome)}"
    if pages.next is not None and not following:
        return (
            f"{where}: pages.next ({_way(pages.next)}) takes nothing from its answer. Put into the "
            f"example's {_place(pages.next, probe)} what the service sends there"
        )
    return (
        f"{where}: pages.next names a page that is the same, too long or not on the site that was "
        f"asked (with a key or headers: on the very host)"
    )


def _too_few(rule: SourceRule, pages: Pages, outcome: Outcome) -> str:
    """What of the page makes it the last one."""
    number = len(outcome.regions) if rule.regions else len(outcome.leads)
    what = "regions" if rule.regions else "leads"
    if pages.full is not None and not (rule.regions or rule.leads):
        return "pages.full counts records, and the rule has no regions that say what one is"
    if pages.full is not None and number:
        return (
            f"it holds {number} records, and pages.full says that a page with fewer than "
            f"{pages.full} is the last. Leave full out, or put as many records into the example"
        )
    return f"{what} take no record from it, and a page without one is the last"


def _way(taken: Taken) -> str:
    if taken.css is not None:
        return f"css: {taken.css}" + (f", attribute: {taken.attribute}" if taken.attribute else "")
    return f"json: {taken.json_path}" if taken.json_path is not None else f"header: {taken.header}"


def _place(taken: Taken, probe: Probe) -> str:
    part = "headers" if taken.header is not None else "body"
    return part if probe.page == 1 else f"{part} of page {probe.page}"
