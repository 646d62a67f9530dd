"""Channel rules: how abuse reaches a person, what to keep of it and where to report it."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, StrictBool, model_validator

from scanner.rulebook.header import Header, Part, RuleId, Text
from scanner.rulebook.remedy import LetterId, RemedyStep


class ChannelCase(Part):
    """An address, and whether something seen there came by this channel."""

    url: Text
    expect: StrictBool


class ChannelRule(Header):
    kind: Literal["channel"]
    hosts: tuple[str, ...] = Field((), description="Ends of the host names of its pages.")
    keep: tuple[Text, ...] = Field(
        min_length=1, description="What to keep as proof, before anything is reported or blocked."
    )
    report: tuple[RemedyStep, ...] = Field(
        (), description="How to report it there; the police come first, whatever the channel."
    )
    letters: tuple[LetterId, ...] = Field((), description="Letters that help with it.")
    remedy: RuleId | None = Field(None, description="The remedy with the site's own settings.")
    examples: tuple[ChannelCase, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> ChannelRule:
        told = {case.expect for case in self.examples}
        if self.hosts and told != {True, False}:
            raise ValueError("hosts need an address as example that is of them and one that is not")
        if not self.hosts and told:
            raise ValueError("examples are addresses, so they need hosts")
        return self

    def has(self, url: str) -> bool:
        """Whether that address is one of the channel's pages."""
        try:
            host = (urlsplit(url).hostname or "").rstrip(".")
        except ValueError:
            return False
        return any(host == end or host.endswith(f".{end}") for end in self.hosts)
