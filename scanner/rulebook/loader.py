"""Rule folders into a RuleBook; everything that is wrong in any file is told at once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scanner.errors import Problem, RuleError
from scanner.resources import resource_folder
from scanner.rulebook import strict_yaml
from scanner.rulebook.book import Loaded, Rule, RuleBook
from scanner.rulebook.complaint import explain
from scanner.rulebook.kinds import model_for
from scanner.rulebook.strict_yaml import Position, YamlDocument, YamlProblem

MAX_BYTES = 4 * strict_yaml.MAX_CHARACTERS
"""A file above this is not even read; UTF-8 takes at most four bytes a character."""


def load_rulebook(folders: Sequence[Path] = (), shipped: bool = True) -> RuleBook:
    """All rules of the shipped folder (unless `shipped` is false), then of `folders`, in order.

    A folder may hold any number of rules, also a single one, in any sub-folders; a path may also be
    one rule file. An id may occur once only: a user's rule never replaces a shipped one unseen.

    Raises RuleError with every problem of every file, each as `file:line:column: rule-id: text`.
    Whether the rules fit together is the linter's question (`scanner.rulebook.lint`).
    """
    problems: list[Problem] = []
    loaded: list[Loaded] = []
    roots = ([resource_folder("rules")] if shipped else []) + list(folders)
    for file in _rule_files(roots, problems):
        try:
            loaded.append(_load_unchanged(file.path, file.state))
        except RuleError as error:
            problems.extend(error.problems)
    problems.extend(_duplicates(loaded))
    if problems:
        raise RuleError(_title(problems), problems)
    return RuleBook.of(loaded)


def load_rule(text: str, path: Path) -> Loaded:
    """The rule in `text`; `path` only names it. Raises RuleError with all its problems."""
    try:
        document = strict_yaml.parse(text)
    except YamlProblem as error:
        raise _rule_error(
            path, [_problem(path, error.position, "", error.what, error.mend)]
        ) from None
    rule_id = _rule_id(document)
    try:
        rule: Rule = model_for(document.value).model_validate(document.value)
    except ValidationError as error:
        complaints = explain(error, document)
        raise _rule_error(
            path, [_problem(path, c.position, rule_id, c.what, c.mend) for c in complaints]
        ) from None
    except LookupError as error:
        what, mend = error.args
        position = document.place(("kind",))
        raise _rule_error(path, [_problem(path, position, rule_id, what, mend)]) from None
    return Loaded(rule, path, text)


@dataclass(frozen=True, slots=True)
class _File:
    """A rule's file, and the state that it is in."""

    path: Path
    state: tuple[int, int] = (0, 0)
    """When it was changed last, and its size; noughts when that cannot be told."""


def _rule_files(roots: Sequence[Path], problems: list[Problem]) -> Iterator[_File]:
    seen: set[tuple[int, int]] = set()
    for root in roots:
        if root.is_file():
            found = [str(root)]
        elif root.is_dir():
            found = sorted(_meant(root), key=_in_parts)
        else:
            problems.append(
                Problem(str(root), "is neither a folder of rules nor a rule.", "Check the path.")
            )
            continue
        for path in map(Path, found):
            if path.suffix != ".yaml":
                mend = f"Rename it to {path.with_suffix('.yaml').name}."
                problems.append(Problem(str(path), "rule files end in .yaml.", mend))
                continue
            try:
                known = path.stat()
            except OSError:
                yield _File(path)  # Reading it says what is wrong.
                continue
            if stat.S_ISREG(known.st_mode) and (known.st_dev, known.st_ino) not in seen:
                seen.add((known.st_dev, known.st_ino))
                yield _File(path, (known.st_mtime_ns, known.st_size))


def _in_parts(path: str) -> list[str]:
    """By folder, then by name, as a list of paths is sorted."""
    return path.split(os.sep)  # noqa: PTH206 - hundreds of paths at each start


def _meant(root: Path) -> Iterator[str]:
    """Files that are meant as rules. Hidden folders (.git, .github) and hidden files belong to
    other programs."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                yield os.path.join(folder, name)  # noqa: PTH118 - hundreds of paths, each start


@lru_cache(maxsize=4_096)
def _load_unchanged(path: Path, state: tuple[int, int]) -> Loaded:
    """A file's rule, read once as long as the file stays as it is: rules are immutable."""
    return _load_file(path)


def _load_file(path: Path) -> Loaded:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _rule_error(
                path, [Problem(f"{path}:1:1", "the file is too large for a rule.", "Split it.")]
            )
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(f"{path}:1:1", f"is not UTF-8 (byte {error.start}).", "Save it as UTF-8.")
        raise _rule_error(path, [problem]) from None
    except OSError as error:
        problem = Problem(str(path), f"cannot be read: {error.strerror}.", "Check its permissions.")
        raise _rule_error(path, [problem]) from None
    return load_rule(text, path)


def _duplicates(loaded: Sequence[Loaded]) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for item in loaded:
        other = first.setdefault(item.rule.id, item.path)
        if other is not item.path:
            position = strict_yaml.parse(item.text).place(("id",))
            yield _problem(
                item.path,
                position,
                item.rule.id,
                f"the id is already used by {other}",
                "Give this rule an id of its own; shipped rules are not replaced.",
            )


def _rule_id(document: YamlDocument) -> str:
    value: Any = document.value
    rule_id = value.get("id") if isinstance(value, dict) else None
    return rule_id if isinstance(rule_id, str) else ""


def _problem(path: Path, position: Position, rule_id: str, what: str, mend: str) -> Problem:
    """`file:line:column: rule-id: text. mend`; without the id where the file tells none."""
    where = f"{path}:{position.line}:{position.column}"
    return Problem(where, f"{rule_id}: {what}." if rule_id else f"{what}.", mend)


def _rule_error(path: Path, problems: Sequence[Problem]) -> RuleError:
    return RuleError(f"{path} cannot be used:", problems)


def _title(problems: Sequence[Problem]) -> str:
    if len(problems) == 1:
        return "The rules cannot be used: 1 problem."
    return f"The rules cannot be used: {len(problems)} problems."
