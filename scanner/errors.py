"""Every exception that netcurtain raises on purpose, in one tree.

    NetcurtainError
    ├── ProfileError       a profile cannot be read; carries every problem at once
    ├── RuleError          a rule folder cannot be read; carries every problem at once
    ├── ConsentError       no current consent covers what was asked for
    ├── PlanError          what was asked for cannot be planned (a refused address)
    ├── OutputError        the output folder cannot be written
    ├── ProxyError         the proxy that the user named does not work, so nothing could be asked
    ├── KeyStoreError      a service's key cannot be kept, or not be trusted where it lies
    ├── AssessmentError    a file is no assessment, or one of another version
    ├── CaseError          the store of cases cannot be opened, read or written
    │   └── PassphraseError    the passphrase is not there, not the right one, or too weak
    ├── SlateError         a slate, a form that came back, or a sealed result cannot be used
    ├── PackError          a pack of evidence cannot be made, or a file is none
    ├── EngineError        the cluster cannot be reached, or must not be used as it is
    ├── EvidenceError      an archive, a log, a seal or a time stamp cannot be read or does not hold
    └── ResourceError      the installation lacks its rules or templates

Expected trouble on the network is no exception: it is a value (`Skipped`, `Failure`).
No message carries a private value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file, where it is, and what to write instead."""

    where: str
    """Key path (`facts.phone[1].value`), or `file:line:column` for a rule or a syntax error."""
    what: str
    """What is wrong, without quoting a private value."""
    mend: str = ""
    """What to write instead."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" + (f" {self.mend}" if self.mend else "")


class NetcurtainError(Exception):
    """Base of all errors whose message is meant for the user."""


class ManyProblems(NetcurtainError):
    """An error that tells all problems of a file or folder together."""

    def __init__(self, title: str, problems: Sequence[Problem]) -> None:
        self.title = title
        self.problems = tuple(problems)
        super().__init__("\n".join([title, *(f"  {problem}" for problem in self.problems)]))


class ProfileError(ManyProblems):
    """The profile cannot be used as it stands."""


class RuleError(ManyProblems):
    """A rule, or the set of rules, cannot be used as it stands."""


class ConsentError(NetcurtainError):
    """No current consent of the person covers what was asked for."""


class PlanError(NetcurtainError):
    """What was asked for cannot be planned."""


class OutputError(NetcurtainError):
    """The output folder cannot be written."""


class ProxyError(NetcurtainError):
    """The proxy that the user named does not work, so nothing could be asked."""


class KeyStoreError(NetcurtainError):
    """A service's key cannot be kept, or what is kept must not be used."""


class AssessmentError(NetcurtainError):
    """A file holds no assessment that can be read."""


class CaseError(NetcurtainError):
    """The store of cases cannot be opened, read or written."""


class PassphraseError(CaseError):
    """The store needs a passphrase, and this is none that opens it."""


class SlateError(NetcurtainError):
    """A slate, a form that came back, or a sealed result cannot be used."""


class PackError(NetcurtainError):
    """A pack of evidence cannot be made, or a file is none."""


class EngineError(NetcurtainError):
    """No work can be done elsewhere: a cluster that is away, not safe to use, or not installed."""


class EvidenceError(NetcurtainError):
    """Evidence cannot be read, or does not hold."""


class ResourceError(NetcurtainError):
    """The installation lacks its rules or templates."""
