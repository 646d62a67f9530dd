"""Templates in another language: every text that a template holds is a message, without a mark.

What stands between two block elements of the page, or two statements of the template, is one
message. Elements within it and expressions are places (`{0}`), which a translation may put in
another order. Since texts are found, not marked, none can be forgotten; and since the translation
takes the place of the text before the template is compiled, every value still passes the same
gate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

Translate = Callable[[str], str | None]

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "kbd", "q", "strong", "sub", "sup", "time"}
)
_SILENT = frozenset({"style", "script"})
_SPOKEN_ATTRIBUTES = frozenset({"alt", "aria-label", "placeholder", "title"})
_PLACE = re.compile(r"\{(\d+)\}")
_LETTER = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"[A-Z][a-z]|\w \w")
_ENTITY = re.compile(r"&#?\w+;")
_UNSPOKEN_CALLS = frozenset(
    {
        "attr", "default", "extends", "from", "groupby", "import", "include", "join", "map",
        "plural", "reject", "rejectattr", "replace", "select", "selectattr", "test",
    }
)  # fmt: skip
_MARKUP = re.compile(r"<!--.*?-->|<![^>]*>|</?([A-Za-z][\w-]*)|[^<]+|<", re.DOTALL)
_IN_TAG = re.compile(r"""\s+|>|/>|([\w:-]+)(?:\s*=\s*(["'])?)?|.""", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Expression:
    """`{{ … }}`, with its delimiters."""

    tokens: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class _Markup:
    """An element's tag, or a part of one. `is_inline`: may stand within a message."""

    text: str
    is_inline: bool
    tokens: tuple[Token, ...] = ()
    """Instead of the text: an expression inside the tag."""


Piece = str | _Expression | _Markup


@dataclass(slots=True)
class _Page:
    """Where in the page the text of a template is; it outlives a statement of the template."""

    state: str = "text"
    """`text`, `tag` or `value`."""
    element: str = ""
    quote: str = ""
    attribute: str = ""
    silent: str = ""


class TemplateText(Extension):
    """Puts the texts of templates into the language of their environment.

    The environment's `translate` (English message to its translation, or None) is asked for each.
    """

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        translate: Translate | None = getattr(self.environment, "translate", None)
        if translate is None:
            return stream
        return _Text(translate).tokens(stream)


class _Text:
    def __init__(self, translate: Translate) -> None:
        self._translate = translate
        self._page = _Page()
        self._line = 1

    def tokens(self, stream: Iterable[Token]) -> Iterator[Token]:
        """The stream with its texts translated."""
        run: list[str | _Expression] = []
        held: list[Token] = []
        for token in stream:
            self._line = token.lineno
            if held:
                held.append(token)
                if token.type == "variable_end":
                    run.append(_Expression(tuple(self._strings(held))))
                    held = []
                elif token.type == "block_end":
                    yield from self._run(run)
                    run = []
                    yield from self._strings(held)
                    held = []
            elif token.type in ("variable_begin", "block_begin"):
                held = [token]
            elif token.type == "data":
                run.append(token.value)
        yield from self._run(run)
        yield from held

    def _strings(self, tokens: Sequence[Token]) -> Iterator[Token]:
        """Texts inside an expression or a statement, but for those that are no words."""
        called = [""]
        statement = tokens[1].value if len(tokens) > 1 and tokens[0].type == "block_begin" else ""
        for number, token in enumerate(tokens):
            before = tokens[number - 1] if number else None
            if token.type == "lparen":
                called.append(before.value if before and before.type == "name" else "")
            elif token.type == "rparen" and len(called) > 1:
                called.pop()
            if token.type == "string" and called[-1] == "plural":
                self._plural(tokens, number)
                yield token
            elif (
                (
                    token.type != "string"
                    or statement in _UNSPOKEN_CALLS
                    or not _is_words(token.value)
                )
                or called[-1] in _UNSPOKEN_CALLS
                or (before and before.type in ("eq", "ne"))
            ):
                yield token
            else:
                yield Token(token.lineno, "string", self._of(token.value) or token.value)

    def _plural(self, tokens: Sequence[Token], number: int) -> None:
        """Said at the time of printing; here it is only told that there is such a message."""
        if tokens[number - 1].type != "lparen":
            return
        one = tokens[number].value
        follows = [token for token in tokens[number + 1 : number + 3] if token.type == "string"]
        many = follows[0].value if follows else f"{one}s"
        self._translate(f"{{count}} {one}\0{{count}} {many}")

    def _of(self, message: str) -> str | None:
        return self._translate(" ".join(message.split()))

    def _run(self, run: Iterable[str | _Expression]) -> Iterator[Token]:
        message: list[Piece] = []
        for piece in self._pieces(run):
            if isinstance(piece, _Markup) and not piece.is_inline:
                yield from self._message(message)
                message = []
                yield from self._out([piece])
            else:
                message.append(piece)
        yield from self._message(message)

    def _pieces(self, run: Iterable[str | _Expression]) -> Iterator[Piece]:
        """The run, with markup told from text. A text that an attribute says comes between two
        pieces of markup, so it is a message of its own."""
        page = self._page
        for part in run:
            if not isinstance(part, _Expression):
                yield from self._data(part)
            elif page.silent or not (page.state == "text" or self._is_spoken()):
                yield _Markup("", self._is_inline(), part.tokens)
            else:
                yield part

    def _is_spoken(self) -> bool:
        """In the value of an attribute that is read out, and that stands in no message."""
        page = self._page
        return (
            page.state == "value" and page.attribute in _SPOKEN_ATTRIBUTES and not self._is_inline()
        )

    def _data(self, data: str) -> Iterator[Piece]:
        page, at = self._page, 0
        while at < len(data):
            if page.state == "text":
                found = _MARKUP.match(data, at)
                assert found is not None
                at = found.end()
                if found[1]:
                    page.element, page.state = found[1].lower(), "tag"
                    if page.element in _SILENT:
                        page.silent = "" if found[0].startswith("</") else page.element
                    yield _Markup(found[0], self._is_inline())
                elif page.silent or found[0].startswith("<!"):
                    yield _Markup(found[0], is_inline=False)
                else:
                    yield found[0]
            elif page.state == "tag":
                found = _IN_TAG.match(data, at)
                assert found is not None
                at = found.end()
                yield _Markup(found[0], self._is_inline())
                if found[0] in (">", "/>"):
                    page.state = "text"
                elif found[2]:
                    page.state, page.quote, page.attribute = "value", found[2], found[1].lower()
            else:
                end = data.find(page.quote, at)
                value = data[at:] if end < 0 else data[at:end]
                at = len(data) if end < 0 else end
                if self._is_spoken():
                    yield value
                elif value:
                    yield _Markup(value, self._is_inline())
                if end >= 0:
                    page.state = "tag"
                    at += 1
                    yield _Markup(page.quote, self._is_inline())

    def _is_inline(self) -> bool:
        return self._page.element in _INLINE

    def _message(self, pieces: list[Piece]) -> Iterator[Token]:
        """One message: translated if it is words, else as it was."""
        places: list[list[Piece]] = []
        text = ""
        for piece in _joined(pieces):
            if isinstance(piece, str):
                text += piece
            else:
                text += f"{{{len(places)}}}"
                places.append(piece)
        core, start, end = _core(text, places)
        told = self._of(core) if _is_message(core) else None
        if told is None:
            yield from self._out(pieces)
            return
        at = 0
        whole = text[:start] + told + text[end:]
        for place in _PLACE.finditer(whole):
            yield from self._out([whole[at : place.start()], *places[int(place[1])]])
            at = place.end()
        yield from self._out([whole[at:]])

    def _out(self, pieces: Iterable[Piece]) -> Iterator[Token]:
        for piece in pieces:
            if not isinstance(piece, str) and piece.tokens:
                yield from piece.tokens
            elif not isinstance(piece, _Expression):
                text = piece if isinstance(piece, str) else piece.text
                if text:
                    yield Token(self._line, "data", text)


def _joined(pieces: Iterable[Piece]) -> Iterator[str | list[Piece]]:
    """Texts, and the pieces of each place together: a whole tag, or an expression."""
    tag: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, _Markup):
            tag.append(piece)
            if piece.text in (">", "/>"):
                yield tag
                tag = []
        elif isinstance(piece, _Expression):
            yield [piece]
        else:
            yield piece
    if tag:
        yield tag


_EDGE = re.compile(r"^(?:\s|\{\d+\})+|(?:\s|\{\d+\})+$")


def _core(text: str, places: Sequence[Sequence[Piece]]) -> tuple[str, int, int]:
    """The message without white space around it, and without tags that only enclose it."""
    start, end = 0, len(text)
    while True:
        stripped = text[start:end]
        start += len(stripped) - len(stripped.lstrip())
        end -= len(stripped) - len(stripped.rstrip())
        first, last = _PLACE.match(text, start, end), None
        for found in _PLACE.finditer(text, start, end):
            last = found
        if (
            first
            and last
            and first != last
            and last.end() == end
            and _is_tag(places[int(first[1])])
            and _is_tag(places[int(last[1])])
        ):
            start, end = first.end(), last.start()
            continue
        return text[start:end], start, end


def _is_tag(place: Sequence[Piece]) -> bool:
    return isinstance(place[0], _Markup)


def _is_message(text: str) -> bool:
    return bool(_LETTER.search(_ENTITY.sub("", _PLACE.sub("", text))))


def _is_words(text: str) -> bool:
    """Whether a string in an expression is something to read, not a name."""
    return bool(_WORDS.search(text)) and not re.search(r"\.(j2|html)\b|[<>=_%]", text)
