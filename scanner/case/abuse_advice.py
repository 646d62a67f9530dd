"""What to do about an incident, by rules: warning signs in its words, what to keep, where to report
it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scanner.rulebook.book import RuleBook
from scanner.rulebook.channel import ChannelRule
from scanner.rulebook.remedy import RemedyStep
from scanner.rulebook.signal import LEVELS, SignalRule
from scanner.rulebook.spoken import names_for


@dataclass(frozen=True, slots=True)
class AbuseAdvice:
    """What stands in the rules for one incident, in the order in which to do it."""

    signs: tuple[SignalRule, ...]
    """The gravest first. A prompt to look, never a judgement."""
    keep: tuple[str, ...]
    report: tuple[RemedyStep, ...]
    letters: tuple[tuple[str, str], ...]
    """Ids and titles."""
    settings: str
    """The title of the remedy with the site's own settings; empty for none."""


def advice(
    book: RuleBook, channel: ChannelRule, texts: Iterable[str], name: str = ""
) -> AbuseAdvice:
    """`texts`: all words of the incident; `name`: the person's own."""
    remedy = book.remedies.get(channel.remedy) if channel.remedy else None
    letters = (book.letters[each] for each in channel.letters if each in book.letters)
    return AbuseAdvice(
        signs=signs_in(book, texts, name),
        keep=channel.keep,
        report=channel.report,
        letters=tuple((letter.id, letter.title) for letter in letters),
        settings=remedy.title if remedy else "",
    )


def signs_in(book: RuleBook, texts: Iterable[str], name: str = "") -> tuple[SignalRule, ...]:
    """Signals whose wording stands in one of the texts. What only counts when it is repeated, or
    newly released, cannot be told from one incident."""
    names = names_for(name)
    given = [text for text in texts if text.strip()]
    heard = [
        rule
        for rule in book.signals
        if rule.phrases
        and rule.repeats is None
        and any(rule.spoken.hits(text, names) for text in given)
    ]
    return tuple(sorted(heard, key=lambda rule: (LEVELS.index(rule.level), rule.id)))


def channel_of(book: RuleBook, url: str) -> ChannelRule | None:
    """The channel that an address is of."""
    return next((rule for rule in book.channels.values() if rule.has(url)), None)
