"""What `plan`, `check` and `demo` share: a profile, the rules and the plan, loaded and sound."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.console import say
from scanner.cli.keys import keys_for
from scanner.cli.rulefolders import book_with, sources_in
from scanner.errors import PlanError
from scanner.model.before import Before
from scanner.model.plan import Plan
from scanner.model.subject import Subject
from scanner.plan import PlanOptions, make_plan
from scanner.profile import load_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.lint import require_sound
from scanner.rulebook.opt_out import read_opt_outs, shipped_opt_outs

if TYPE_CHECKING:
    from scanner.fetch import FetchOptions


@dataclass(frozen=True)
class Network:
    """How the network is reached, as the user set it."""

    allow_loopback: bool = False
    proxy: str = ""
    contact: str = ""
    connect_to: Path | None = None
    ca_file: Path | None = None
    opt_out: Path | None = None
    """Hosts that are never visited, beside those of the shipped list."""
    time_limit_s: float | None = None
    connect_timeout_s: float | None = None
    silence_s: float | None = None
    """How long a site may say nothing."""

    def options(self) -> FetchOptions:
        """The fetcher's options. Raises PlanError for what cannot be meant, RuleError for a list of
        hosts that cannot be read."""
        from scanner.fetch import FetchOptions  # Planning sends nothing, and need not load it.
        from scanner.fetch.options import CONNECT_TIMEOUT_S

        if self.ca_file and not self.ca_file.is_file():
            raise PlanError(f"There is no certificate file {self.ca_file}.")
        own = read_opt_outs(self.opt_out) if self.opt_out else frozenset()
        try:
            return FetchOptions(
                contact=self.contact,
                connect_to=read_connect_to(self.connect_to) if self.connect_to else None,
                ca_file=self.ca_file,
                allow_loopback=self.allow_loopback,
                proxy=self.proxy,
                opted_out=shipped_opt_outs() | own,
                time_limit_s=self.time_limit_s,
                first_byte_timeout_s=self.silence_s,
                connect_timeout_s=self.connect_timeout_s or CONNECT_TIMEOUT_S,
            )
        except ValueError as error:
            raise PlanError(f"These options do not go together: {error}.") from None


@dataclass(frozen=True)
class Loaded:
    """A profile and the rules, before anything is planned."""

    subject: Subject
    book: RuleBook
    today: date
    secrets: Mapping[str, str] = field(repr=False)
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scan:
    """A profile, the rules and the plan that follows from them."""

    subject: Subject
    book: RuleBook
    plan: Plan
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Selection:
    """Which pages and sources the user asked for."""

    pages: list[str] | None = None
    pages_file: Path | None = None
    only: list[str] | None = None
    skip: list[str] | None = None
    rules: list[Path] | None = None
    allow_loopback: bool = False
    own_pages: list[str] | None = None
    ignore_robots: str = ""
    """Why the person's own pages are looked at whatever robots.txt says."""
    only_rules: list[Path] | None = None
    """Folders of rules of which alone the sources are asked."""
    renders: bool = False
    """Whether pages that need their scripts are to be opened in a browser."""


def prepare(profile: Path, selection: Selection, secrets: Mapping[str, str] | None = None) -> Scan:
    """Loads profile and rules and makes the plan; nothing is sent. Raises NetcurtainError."""
    return plan_for(load(profile, selection, secrets), selection)


def load(profile: Path, selection: Selection, secrets: Mapping[str, str] | None = None) -> Loaded:
    """Profile and rules, both sound. Raises NetcurtainError."""
    today = datetime.now(UTC).date()
    loaded = load_profile(profile, today)
    book = book_with([*(selection.rules or []), *(selection.only_rules or [])])
    require_sound(book, today)
    warnings = tuple(str(problem) for problem in loaded.warnings)
    keys = keys_for(book) if secrets is None else secrets
    return Loaded(loaded.subject, book, today, keys, warnings)


def plan_for(loaded: Loaded, selection: Selection, before: Before | None = None) -> Scan:
    """What is to be asked. `before`: earlier checks, whose finds are looked at again. Raises
    NetcurtainError."""
    listed = _read_pages(selection.pages_file) if selection.pages_file else []
    pages = [*(selection.pages or []), *listed]
    options = PlanOptions(
        pages=tuple(pages),
        own_pages=tuple(selection.own_pages or ()),
        ignore_robots=selection.ignore_robots,
        only=_only(selection, loaded.book),
        skip=frozenset(selection.skip or ()),
        secrets=loaded.secrets,
        allow_loopback=selection.allow_loopback,
        renders=selection.renders,
    )
    plan = make_plan(loaded.subject, loaded.book, options, loaded.today, before)
    return Scan(loaded.subject, loaded.book, plan, loaded.warnings)


def _only(selection: Selection, book: RuleBook) -> frozenset[str]:
    """The sources that alone are asked; empty means all. Raises RuleError, PlanError."""
    named = frozenset(selection.only or ())
    if not selection.only_rules:
        return named
    there = sources_in(selection.only_rules, book)
    if outside := sorted(named - there):
        raise PlanError(f"--only-rules leaves out {', '.join(outside)}, which --only names.")
    return named or there


def tell_warnings(scan: Scan) -> None:
    for warning in scan.warnings:
        say(f"Please check: {warning}")


def tell_left_alone(scan: Scan, options: FetchOptions) -> None:
    """Which of the planned hosts are not asked after all, since they asked not to be."""
    hosts = {probe.host for probe in scan.plan.probes if options.has_opted_out(probe.host)}
    if hosts:
        say(f"Left alone, since whoever runs them asked for it: {', '.join(sorted(hosts))}.")


def _read_pages(path: Path) -> list[str]:
    """Addresses of a file, one a line; empty lines and lines that start with # are passed over."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise PlanError(f"Cannot read the list of pages {path}: {reason}.") from None
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def read_connect_to(path: Path) -> dict[str, tuple[str, int]]:
    """A connect-to map: JSON object of host name to [address, port]. Raises PlanError."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return {str(host).lower(): (str(to[0]), int(to[1])) for host, to in raw.items()}
    except (OSError, ValueError, AttributeError, LookupError, TypeError):
        raise PlanError(
            f"Cannot read the connect-to map {path}: it must be a JSON object such as "
            f'{{"www.example.org": ["127.0.0.1", 8443]}}.'
        ) from None
