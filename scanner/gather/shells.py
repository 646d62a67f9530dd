"""Pages that came empty because only their scripts fill them: kept until a browser has opened them.

A page is answered once: by what the browser showed, or if that is nothing, by what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scanner.fetch.browser import Shell
from scanner.gather.asking import PageRenderer
from scanner.model.answer import Answer
from scanner.model.capture import Capture
from scanner.model.events import RequestSent
from scanner.outcome import needs_scripts, shows_something, still_empty, with_refusals
from scanner.rulebook.source import SourceRule

_TOGETHER = 6
"""Pages after which what they lead to is asked for, before the browser opens the next ones."""


class Shells:
    """The empty pages of a run. Without a renderer there are none: empty they are, and stay."""

    def __init__(self, renderer: PageRenderer | None) -> None:
        self._renderer = renderer
        self._waiting: dict[str, Answer] = {}
        """By probe id: what a page means until it is rendered."""

    def __bool__(self) -> bool:
        return bool(self._waiting)

    @property
    def ran_out(self) -> bool:
        """Whether the run's time limit cut the browser off."""
        return self._renderer is not None and self._renderer.ran_out

    def takes(self, told: Answer) -> bool:
        """Whether an answer has to wait for the browser; then it is kept here."""
        if (
            self._renderer is None
            or not isinstance(told.answer, Capture)
            or told.answer.rendered
            or not needs_scripts(told.outcome)
            or not self._renderer.can_render(told.probe)
        ):
            return False
        self._waiting[told.probe.id] = told
        return True

    def better_of(self, told: Answer, rule: SourceRule) -> Answer:
        """The answer that counts: of a rendered page, what it shows, else what it was before."""
        before = self._waiting.pop(told.probe.id, None)
        if before is None or not isinstance(told.answer, Capture) or not told.answer.rendered:
            return told
        if shows_something(told.outcome, told.answer, told.document, rule):
            return replace(told, outcome=with_refusals(told.outcome, told.answer))
        empty = still_empty(before.outcome, told.answer)
        return replace(before, outcome=with_refusals(empty, told.answer))

    def open_some(self, is_stopped: bool) -> Iterator[RequestSent | Capture]:
        """Have the browser open some of them. Requests are told as they leave, captures once all
        have ended: what is asked because of them must not meet the browser at their sites.

        Once the run is stopped, each is answered by what it was.
        """
        assert self._renderer is not None
        pages = [
            Shell(told.probe, told.answer)
            for told in self._waiting.values()
            if isinstance(told.answer, Capture)
        ]
        if is_stopped:
            yield from (page.capture for page in pages)
            return
        captures: list[Capture] = []
        for event in self._renderer.render(pages[:_TOGETHER]):
            if isinstance(event, Capture):
                captures.append(event)
            elif isinstance(event, RequestSent):
                yield event
        yield from captures
