"""What a person told of an incident, by options or in answer to questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.moment import LONDON
from scanner.errors import PlanError

if TYPE_CHECKING:
    from scanner.rulebook.book import RuleBook
    from scanner.rulebook.channel import ChannelRule


@dataclass
class Told:
    """What the person told so far."""

    when: str = ""
    channel: str = ""
    where: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    files: list[Path] = field(default_factory=list)
    seen_by: str = field(default="", repr=False)
    done: str = field(default="", repr=False)
    findings: list[str] = field(default_factory=list)
    zone: str = LONDON


def channel_named(book: RuleBook, name: str, url: str = "") -> ChannelRule:
    """The channel of that name, or of that address. Raises PlanError."""
    from scanner.case.abuse_advice import channel_of

    wanted = "_".join(name.lower().replace("-", " ").split())
    by_name = {rule.tail: rule for rule in book.channels.values()}
    by_title = {rule.title.lower(): rule for rule in book.channels.values()}
    if rule := by_name.get(wanted) or by_title.get(name.strip().lower()):
        return rule
    if not wanted:
        by_url = channel_of(book, url) if url else None
        return by_url or by_name["web_page" if url else "other"]
    raise PlanError(f"--channel knows no {name}. Known: {', '.join(sorted(by_name))}.")
