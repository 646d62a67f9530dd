"""The examples of a new source rule: answers that show its marks, as far as such can be made."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scanner.rulebook.mark import Mark

if TYPE_CHECKING:
    from scanner.rulebook.draft import SourceAnswers

_LEAD = "https://www.wexcombe-herald.example/news/marlow-stands"
_NEXT_PAGE = "?page=2"


def example_lines(told: SourceAnswers, values: Mapping[str, str]) -> Iterator[str]:
    """Somebody who is there (on two pages, if it has more than one), nobody, and a refusal."""
    yield ""
    yield "# Put in place of each body what the service really sends, cut down to what matters,"
    yield "# about invented people: numbers 07700 900000 to 900999, hosts under .example."
    yield "examples:"
    words = " ".join(values.values())
    lines = _example("somebody who is there", values, told.found_status)
    if told.next and told.next.kind == "header":
        link = f'<{_NEXT_PAGE}>; rel="next"'
        lines.append(f"headers: {{{told.next.value}: {_quoted(link)}}}")
    lines.append(f"body: {_written(_body(told, told.found, words, told.next))}")
    if told.next:
        lines.append("pages:  # the answers to the further pages; the last one names no other")
        lines.append(f"  - body: {_written(_body(told, told.found, words, None))}")
    if told.is_listing:
        lines.append(f"regions: {2 if told.next else 1}  # records, on all pages together")
    if told.leads:
        lines.append(f"leads: [{_quoted(_LEAD)}]")
    yield from _entry(lines, "found")
    lines = _example("nobody of that name", values, told.absent_status)
    yield from _entry([*lines, f"body: {_written(_body(told, told.absent, '', None))}"], "absent")
    yield from _entry([*_example("asked too often", values, 429), "body: Slow down"], "blocked")


def _example(name: str, values: Mapping[str, str], status: int) -> list[str]:
    variables = json.dumps(dict(values), ensure_ascii=False)
    return [f"name: {name}", f"variables: {variables}", f"status: {status}"]


def _entry(lines: list[str], expect: str) -> Iterator[str]:
    for number, line in enumerate([*lines, f"expect: {expect}"]):
        yield f"{'    ' if number else '  - '}{line}"


def _body(told: SourceAnswers, mark: Mark | None, words: str, following: Mark | None) -> str:
    """`words`: what is said of the person; empty for an answer that knows nobody."""
    marks = [mark, told.records, told.leads, following]
    if any(part is not None and part.kind.startswith("json") for part in marks):
        return json.dumps(_tree(told, mark, words, following), ensure_ascii=False)
    return _page(told, mark, words, following)


def _tree(
    told: SourceAnswers, mark: Mark | None, words: str, following: Mark | None
) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    if words and told.records:
        _put(tree, told.records.value, {"name": words})
        if told.leads:
            _put(tree, told.leads.value, _LEAD)
    if following and following.kind == "json":
        _put(tree, following.value, _NEXT_PAGE)
    if mark and mark.kind == "json_equals":
        _put(tree, *mark.equals)
    elif mark and mark.kind == "json":
        _put(tree, mark.value, words or True)
    elif mark:
        tree["message"] = mark.value
    return tree


def _put(tree: dict[str, Any], path: str, value: Any) -> None:
    """Puts a value where a plain path (`links.next`, `items[*].url`) takes it, over no other."""
    *before, last = (part for part in re.split(r"\.", re.sub(r"\[[^\]]*\]", "[]", path)) if part)
    for part in before:
        name, is_list = part.removesuffix("[]"), part.endswith("[]")
        inner = tree.setdefault(name, [{}] if is_list else {})
        inner = inner[0] if isinstance(inner, list) and inner else inner
        if not isinstance(inner, dict):
            return
        tree = inner
    name, is_list = last.removesuffix("[]"), last.endswith("[]")
    tree.setdefault(name, [value] if is_list else value)


def _page(told: SourceAnswers, mark: Mark | None, words: str, following: Mark | None) -> str:
    said = html.escape(words)
    if told.leads and words:
        said = _element(_pieces(told.leads.value)[-1], said, f' href="{_LEAD}"')
    records = told.records or (Mark("css", "ul li") if told.is_listing else None)
    if not words:
        held = ""
    elif records is None:
        held = f"<p>{said}</p>"
    else:
        held = _within(records.value, f"<p>{said}</p>")
    if mark is not None and mark.kind == "css":
        # Where one of the two selectors goes on from the other, one element bears both.
        if records is None or not words:
            held = _within(mark.value, held or "<p></p>")
        elif not records.value.startswith(mark.value):
            held = _within(mark.value, "") + held
    elif mark is not None:
        held = f"<h1>{html.escape(mark.value, quote=False)}</h1>{held}"
    if following and following.kind == "css":
        held += _within(following.value, "next", f' href="{_NEXT_PAGE}"')
    return held


def _pieces(selector: str) -> list[str]:
    return [piece for piece in re.split(r"[\s>]+", selector) if piece] or ["div"]


def _within(selector: str, inner: str, attributes: str = "") -> str:
    """Elements, one in the other, the last of which the selector takes."""
    *outer, last = _pieces(selector)
    text = _element(last, inner, attributes)
    for piece in reversed(outer):
        text = _element(piece, text)
    return text


def _element(selector: str, within: str, attributes: str = "") -> str:
    """An element that a plain selector takes (article.profile#one, a[rel=next]); a div else."""
    found = re.fullmatch(
        r"([a-z][a-z0-9]*)?((?:[.#][\w-]+|\[[\w-]+=[\"']?[^\"'\]]*[\"']?\])*)", selector
    )
    tag = (found and found[1]) or "div"
    marks = re.findall(r"([.#])([\w-]+)", found[2]) if found else []
    pairs = re.findall(r"\[([\w-]+)=[\"']?([^\"'\]]*)", found[2]) if found else []
    names = " ".join(value for sign, value in marks if sign == ".")
    named = f' class="{names}"' if names else ""
    named += "".join(f' id="{value}"' for sign, value in marks if sign == "#")
    named += "".join(f' {name}="{value}"' for name, value in pairs)
    return f"<{tag}{named}{attributes}>{within}</{tag}>"


def _written(text: str) -> str:
    """In single quotes, so that markup and JSON stay as they are."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
