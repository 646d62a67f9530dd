"""What channels name: a remedy and letters that exist, and no host of another channel."""

from __future__ import annotations

from datetime import date

from scanner.rulebook.book import RuleBook
from scanner.rulebook.channel import ChannelRule
from scanner.rulebook.header import USED
from scanner.rulebook.issue import Issues, issue


def channels(book: RuleBook, today: date) -> Issues:
    """References of channels are known. Asked of letters and remedies in sets that hold some."""
    hosts: dict[str, str] = {}
    for item in book.loaded:
        rule = item.rule
        if not isinstance(rule, ChannelRule) or rule.status not in USED:
            continue
        if rule.remedy and book.remedies and rule.remedy not in book.remedies:
            what = f"no remedy is called {rule.remedy}"
            yield issue(item, ("remedy",), what, "Name one that is, or leave it out.")
        for number, letter in enumerate(rule.letters if book.letters else ()):
            if letter not in book.letters:
                mend = f"Known letters: {', '.join(sorted(book.letters))}."
                yield issue(item, ("letters", number), f"no letter is called {letter}", mend)
        for number, host in enumerate(rule.hosts):
            if (first := hosts.setdefault(host, rule.id)) != rule.id:
                what = f"{host} belongs to {first}"
                yield issue(item, ("hosts", number), what, "A page is of one channel.")
