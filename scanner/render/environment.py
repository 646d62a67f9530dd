"""The one door to a template: a strict Jinja2 environment in which every value passes the veil."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from scanner.language import ENGLISH, Language, catalogue_of, said, spoken, times
from scanner.language.template_text import TemplateText
from scanner.model.clock import stamp
from scanner.model.facts import Secret
from scanner.model.finding import Quote
from scanner.render import asked, deadlines, since, words
from scanner.render.by_hand import by_hand
from scanner.render.excerpts import readable
from scanner.render.own_words import OwnWords, keeping, owned
from scanner.render.veil import Piece, Veil
from scanner.resources import resource_folder


@pass_context
def _finalize(context: Context, value: Any) -> Any:
    """What is printed for a value. A type that nobody has thought of is an error, not a `repr`."""
    veil: Veil = context["veil"]
    match value:
        case Undefined():
            return str(value)
        case Markup() | bool() | int() | float():
            return value
        case Secret():
            return veil.secret(value)
        case Quote():
            return veil.quote(value)
        case OwnWords():
            return veil.text(OwnWords(said(value)))
        case str():
            return veil.text(value)
    raise TypeError(f"A template prints a value of type {type(value).__name__}.")


@pass_context
def _pieces(context: Context, quote: Quote) -> tuple[Piece, ...]:
    veil: Veil = context["veil"]
    return veil.pieces(quote)


@pass_context
def _link(context: Context, address: str | Quote) -> str:
    veil: Veil = context["veil"]
    return veil.link(address)


@pass_context
def _origin(context: Context, address: str) -> str:
    veil: Veil = context["veil"]
    return veil.origin(address)


def shorten(text: str, length: int = 160) -> str:
    """`text` cut in its middle, for titles and addresses that a stranger made very long."""
    if len(text) <= length:
        return text
    head = length * 2 // 3
    return f"{text[:head]} … {text[-(length - head) :]}"


@pass_context
def _brief(context: Context, value: str | Quote, length: int = 160) -> str:
    """Shown first and cut afterwards: a cut value could slip past its mask."""
    veil: Veil = context["veil"]
    return shorten(veil.quote(value) if isinstance(value, Quote) else veil.text(value), length)


def _spoken(change: Callable[[str], str]) -> Callable[[str], str]:
    """`change` of own words, made in the language of the report."""
    return keeping(lambda text: change(said(text) if isinstance(text, OwnWords) else text))


@lru_cache(maxsize=len(Language))
def _environment(language: Language) -> Environment:
    return environment_of(None if language is ENGLISH else catalogue_of(language).exact)


def environment_of(translate: Callable[[str], str | None] | None) -> Environment:
    """An environment whose templates are put into another language as they are compiled."""
    environment = Environment(
        loader=FileSystemLoader(resource_folder("reports") / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[TemplateText],
    )
    environment.extend(translate=translate)
    environment.filters |= {
        "pieces": _pieces,
        "link": _link,
        "origin": _origin,
        "brief": _brief,
        "readable": readable,
        "by_hand": by_hand,
        "stamp": owned(stamp),
        "day": owned(times.day),
        "utc": owned(times.utc),
        "london": owned(times.london),
        "clock": owned(times.clock),
        "lower": _spoken(str.lower),
        "capitalize": _spoken(str.capitalize),
        "lower_first": _spoken(lambda text: text[:1].lower() + text[1:]),
        **asked.FILTERS,
        **deadlines.FILTERS,
        **since.FILTERS,
        **words.FILTERS,
    }
    return environment


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template filled in. `values` must hold `veil`."""
    language = spoken()
    return (
        _environment(language).get_template(template).render({"language": language.value, **values})
    )
