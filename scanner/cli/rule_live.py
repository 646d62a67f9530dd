"""`netcurtain rules test --live`: a rule's signatures, tried on the service itself."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scanner.cli.console import is_interactive, out, say
from scanner.cli.exits import Exit
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.rulebook.book import RuleBook
    from scanner.rulecheck.live import Question, Tried


def live_test(
    book: RuleBook,
    rule_id: str,
    handle: str,
    yes: bool,
    connect_to: Path | None,
    ca_file: Path | None,
    contact: str,
) -> None:
    """Asks the service about the rule's test handle and about one that cannot exist, after a yes,
    and says which signatures hold. Exit 1 when one does not, 3 when the service gave no answer."""
    from scanner.cli.keys import keys_for
    from scanner.cli.scan import Network
    from scanner.fetch import Fetcher
    from scanner.rulebook.source import SourceRule
    from scanner.rulecheck.live import questions, try_live

    item = book.get(rule_id)
    if item is None or not isinstance(rule := item.rule, SourceRule):
        raise typer.BadParameter(f"No source is called {rule_id}.")
    if handle:
        rule = rule.model_copy(update={"known_handle": handle.lstrip("@")})
    key = keys_for(book).get(rule.secret, "") if rule.secret else ""
    asked = questions(rule, key, random.SystemRandom())
    options = Network(connect_to=connect_to, ca_file=ca_file, contact=contact).options()
    _announce(rule.title, asked)
    if not yes:
        _agree()
    with Fetcher(options, now=lambda: datetime.now(UTC)) as fetcher:
        tried = list(try_live(book, rule, asked, fetcher))
    for each in tried:
        _tell(each, each.is_as_it_should_be(rule))
    if not any(question.asking == "known" for question in asked):
        say("Nobody who surely exists there was asked about: give one with --handle.")
    if not all(each.is_answer for each in tried):
        raise typer.Exit(int(Exit.LOW_COVERAGE))
    if not all(each.is_as_it_should_be(rule) for each in tried):
        raise typer.Exit(int(Exit.ERROR))


def _announce(title: str, asked: Sequence[Question]) -> None:
    say(f"{title}: this asks the service itself, with nothing of yours:")
    for question in asked:
        say(f"  {question.probe.host} about {question.about} ({question.asking})")


def _agree() -> None:
    if not is_interactive():
        raise PlanError("Nothing was sent. Add --yes to have the service asked without a question.")
    if not typer.confirm("Go ahead?", default=False, err=True):
        say("Nothing was sent.")
        raise typer.Exit(int(Exit.CLEAN))


def _tell(tried: Tried, is_right: bool) -> None:
    mark = "ok   " if is_right else ("?    " if not tried.is_answer else "WRONG")
    held = ", ".join(tried.held) or "none"
    status = f"status {tried.status}" if tried.status else "no answer"
    step = f", request {tried.at_step} of its chain" if tried.at_step > 1 else ""
    out.print(
        f"{mark} {tried.question.asking} {tried.question.about}: {tried.outcome.kind} "
        f"({tried.outcome.reason}; {status}{step}); signatures that hold: {held}",
        markup=False,
    )
