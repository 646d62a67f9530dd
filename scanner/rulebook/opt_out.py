"""Lists of hosts whose operators asked not to be visited: one a line, `#` begins a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from scanner.domains import normal_host
from scanner.errors import Problem, RuleError
from scanner.resources import resource_folder

_HOST = re.compile(
    r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+"
)
_ADDRESS = re.compile(r"[0-9a-f]*:[0-9a-f:.]+")
_MEND = "Write one host a line, such as www.example.org."


def shipped_opt_outs() -> frozenset[str]:
    """The hosts of the list that is shipped. Raises RuleError or ResourceError."""
    return read_opt_outs(resource_folder("rules") / "tables" / "opted_out_hosts.txt")


def read_opt_outs(path: Path) -> frozenset[str]:
    """The hosts of a list, normalised. Raises RuleError with every line that names none: a slip of
    the pen must not send somebody the visit that they asked to be spared."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        problem = Problem(str(path), f"cannot be read: {reason}.", "Check the path.")
        raise RuleError("The list of hosts that are not to be visited:", [problem]) from None
    problems: list[Problem] = []
    hosts = frozenset(_hosts(path, lines, problems))
    if problems:
        raise RuleError("The list of hosts that are not to be visited:", problems)
    return hosts


def _hosts(path: Path, lines: list[str], problems: list[Problem]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        text = line.partition("#")[0].strip().removeprefix("*.")
        if not text:
            continue
        host = normal_host(text.strip("[]"))
        if _HOST.fullmatch(host) or _ADDRESS.fullmatch(host):
            yield host
        else:
            problems.append(Problem(f"{path}:{number}", "is not a host's name.", _MEND))
