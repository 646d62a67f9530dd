"""The texts of letters: Jinja2's sandbox with only what a letter needs, and a closed list of names.

A text is checked when its rule is loaded and once more before it is filled in, since a letter also
comes out of an assessment's file. It may choose and repeat; it cannot call, compute or import, and
it repeats only over the pages and details of one letter, so filling it in always ends, and soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any

from jinja2 import StrictUndefined, Template, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from pydantic import AfterValidator

NAMES: Mapping[str, str] = {
    "name": "the person's name, where the recipient shows it already; else a blank",
    "contact": "an address for answers that is public by choice; else a blank",
    "site": "the recipient's site",
    "pages": "the pages it is about, each with `address`, `seen`, `sure` and `details`",
    "details": "what is exposed on all of them, each kind once",
    "many_pages": "whether there is more than one page",
    "sure": "whether all of it is certain to be about the person",
    "lets": "what the details let a stranger do, in words; empty where nothing can be said",
}
"""What a letter's text may name, and what it stands for."""

PARTS: Mapping[str, frozenset[str]] = {
    "page": frozenset({"address", "seen", "sure", "details"}),
    "detail": frozenset({"words", "value"}),
}
"""What a page and a detail are made of: `words` is "my home address", `value` the detail as the
recipient shows it, or empty."""

_LISTS: Mapping[str, str] = {"page": "pages", "detail": "details"}
"""The name that a repetition gives to each item, and the list that it goes over."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.If,
    nodes.For,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
)

_CODE = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"\{[{%][^{}]*\"[^\"]*[A-Za-z]{2}", re.DOTALL)
_LETTERS = re.compile(r"[A-Za-z]{2}")

BLANK = re.compile(r"\[[^\[\]\n]+\]")
"""A place for the person to fill in, as a letter shows it: words in square brackets."""


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = {}
    environment.tests = {}
    environment.globals = {}
    return environment


_ENVIRONMENT = _environment()


def check_letter(source: str) -> str:
    """The text, if a letter may be made of it. Raises ValueError with what is wrong."""
    try:
        tree = _ENVIRONMENT.parse(source)
        for problem in _problems(tree):
            raise ValueError(problem)
    except TemplateError as error:
        raise ValueError(f"is not a template: {error}") from error
    return source


def _problems(tree: nodes.Template) -> Iterator[str]:
    targets = (loop.target for loop in tree.find_all(nodes.For))
    given = {target.name for target in targets if isinstance(target, nodes.Name)}
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            yield (
                f"may not use {type(node).__name__}; only names, their parts, `if`, and `for` over "
                "pages and details"
            )
        elif isinstance(node, nodes.For):
            yield from _of_loop(node)
        elif isinstance(node, nodes.Getattr):
            owner = node.node.name if isinstance(node.node, nodes.Name) else ""
            if node.attr not in PARTS.get(owner, ()):
                known = ", ".join(
                    f"{name}.{part}" for name in PARTS for part in sorted(PARTS[name])
                )
                yield f"uses an unknown part {owner}.{node.attr}; known: {known}"
        elif isinstance(node, nodes.Name) and node.name not in NAMES and node.name not in given:
            yield f"uses an unknown name {node.name}; known: {', '.join(NAMES)}"


def _of_loop(loop: nodes.For) -> Iterator[str]:
    """`for page in pages`, `for detail in page.details` and `for detail in details` alone."""
    target = loop.target.name if isinstance(loop.target, nodes.Name) else ""
    over = loop.iter
    named = isinstance(over, nodes.Name) and over.name == _LISTS.get(target)
    of_page = isinstance(over, nodes.Getattr) and target == "detail" and over.attr == "details"
    if not (named or of_page) or loop.recursive or loop.test is not None:
        yield "may only repeat `for page in pages`, `for detail in page.details` or `in details`"
    inner = {
        each.target.name for each in loop.find_all(nodes.For) if isinstance(each.target, nodes.Name)
    }
    if inner - ({"detail"} if target == "page" else set()):
        yield "may repeat only the details of a page within another repetition"


def paragraphs(source: str) -> list[str]:
    """The pieces that a letter is translated by: between empty lines."""
    return [each for each in re.split(r"\n{2,}", source.strip("\n")) if each.strip()]


def speaks(paragraph: str) -> bool:
    """Whether a paragraph says anything beside its places, choices and repetitions: words outside
    of braces, or between quotation marks within."""
    outside = _CODE.sub(" ", paragraph)
    return bool(_LETTERS.search(outside) or _QUOTED.search(paragraph))


@lru_cache(maxsize=256)
def _compiled(source: str) -> Template:
    return _ENVIRONMENT.from_string(check_letter(source))


def fill_letter(source: str, values: Mapping[str, Any]) -> str:
    """The text filled in. `values` has all of `NAMES`; values are put in as they are and never read
    as a template. Raises ValueError for a text that is no letter's."""
    try:
        return _compiled(source).render(values)
    except TemplateError as error:
        raise ValueError(f"cannot be filled in: {error}") from error


LetterTemplate = Annotated[str, AfterValidator(check_letter)]
