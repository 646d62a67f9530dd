"""Channels: the addresses by which they are recognised."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.rulebook.channel import ChannelRule
from scanner.rulecheck.result import ExampleResult, compare


def check_channel(rule: ChannelRule) -> Iterator[ExampleResult]:
    """For each address of the examples: whether something there came by this channel."""
    for case in rule.examples:
        yield compare(rule.id, case.url, case.expect, rule.has(case.url))
