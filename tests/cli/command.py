"""What a command left behind, and how the tests call one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

PRIVATE = ("Bramble Road", "WX4 7QT", "900123", "jane.marlow@mailbox", "1979-03-14")
"""Values of the profile that no masked output may hold."""


@dataclass(frozen=True)
class Done:
    """A finished command."""

    code: int
    stdout: str
    stderr: str

    @property
    def said(self) -> str:
        return self.stdout + self.stderr

    @property
    def leaks(self) -> list[str]:
        """Private values that it printed."""
        return [value for value in PRIVATE if value in self.said]


class Run(Protocol):
    """Calls `netcurtain` with these words."""

    def __call__(self, *arguments: object, stdin: str = "") -> Done: ...
