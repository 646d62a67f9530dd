"""Pages to measure with: seeded, in the proportions of what sites really send.

A saved page of a British news or council site is for the most part not text: style, scripts, data
for scripts, pictures in five sizes, navigation. What is made here has those proportions (about a
tenth of it is text that a reader sees), and ordinary English words among which many are surnames
and street names too (park, green, church, king), since those are what costs a matcher time.
"""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_WORDS = (Path(__file__).parent / "words.txt").read_text().split()
"""Words of English, the commonest first, then some of local politics."""
_WEIGHTS = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(_WORDS))))
"""Zipf's law: the second word is half as frequent as the first."""
_PLACES = ["Wexcombe", "Northmoor", "Aldersley", "Brackwell", "Tilbourne", "Penhallow", "Strathdee"]
NAMES = [
    *("Jane Thornbury", "David Aske", "Sarah Penrose", "Mohammed Iqbal", "Emma Whitlock"),
    *("Peter Tull", "Ann Reed", "Gareth Pugh", "Moira Kerr", "Tom Bright", "Helen Marsh"),
    *("Imran Shah", "Lucy Field", "George Park"),
]
_STATIC = "https://static.paper.example"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, with the text that was planted in it, if any."""

    kind: str
    html: bytes
    planted: str = ""


def make_pages(megabytes: float, seed: int, planted: list[str]) -> list[Page]:
    """About so many megabytes of pages. One page in ten holds one of the planted texts."""
    chance = random.Random(seed)
    makers: list[Callable[[random.Random, str], str]] = [
        *(_news, _council, _news, _forum, _news, _council, _directory)
    ]
    pages: list[Page] = []
    size = 0
    while size < megabytes * 1e6:
        maker = makers[len(pages) % len(makers)]
        text = planted[len(pages) // 10 % len(planted)] if planted and len(pages) % 10 == 0 else ""
        page = Page(maker.__name__.strip("_"), maker(chance, text).encode(), text)
        pages.append(page)
        size += len(page.html)
    return pages


def _sentence(chance: random.Random, low: int = 6, high: int = 24) -> str:
    words = chance.choices(_WORDS, cum_weights=_WEIGHTS, k=chance.randint(low, high))
    if chance.random() < 0.25:
        words.insert(len(words) // 2, chance.choice(NAMES))
    if chance.random() < 0.12:
        words.append(chance.choice(_PLACES))
    if chance.random() < 0.08:
        words.append(str(chance.choice((chance.randint(2, 400), chance.randint(1990, 2026)))))
    text = " ".join(words)
    return text[0].upper() + text[1:] + chance.choice(".....,?’")


def _prose(chance: random.Random, sentences: int) -> str:
    return " ".join(_sentence(chance) for _ in range(sentences))


def _token(chance: random.Random, length: int = 10) -> str:
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length))


def _style(chance: random.Random, rules: int) -> str:
    return (
        "<style>"
        + "".join(
            f".{_token(chance, 6)}-{n}{{margin:{n}px auto;padding:0 {n % 9}px;"
            f"color:#{n:06x};display:flex}}"
            for n in range(rules)
        )
        + "</style>"
    )


def _script(chance: random.Random, statements: int) -> str:
    lines = (
        f"!function(e,t){{var {_token(chance, 2)}=e.{_token(chance, 7)}||[];"
        f"t.push({{id:\"{_token(chance, 16)}\",v:{chance.randint(1, 10**9)},s:'{_token(chance)}'}})"
        f"}}(window,document);"
        for _ in range(statements)
    )
    return f"<script>{''.join(lines)}</script>"


def _head(chance: random.Random, title: str) -> str:
    metas = "".join(
        f'<meta property="og:{_token(chance, 5)}" content="{_sentence(chance, 4, 9)}">'
        for _ in range(8)
    )
    links = "".join(
        f'<link rel="preload" as="script" href="{_STATIC}/js/{_token(chance, 20)}.js">'
        for _ in range(14)
    )
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": "2026-03-04T09:00:00Z",
            "author": {"@type": "Person", "name": chance.choice(NAMES)},
        }
    )
    return (
        f"<!doctype html><html lang=en-GB><head><meta charset=utf-8><title>{title}</title>"
        f"{metas}{links}"
        f'<script type="application/ld+json">{data}</script>'
        f"{_style(chance, chance.randint(60, 160))}"
        f"{_script(chance, chance.randint(60, 200))}</head>"
    )


def _navigation(chance: random.Random, links: int) -> str:
    items = "".join(
        f'<li class="nav__item nav__item--{n % 3}"><a class="nav__link" href="/{_token(chance, 8)}/'
        f'{_token(chance, 6)}" data-track="nav-{n}"><span>{" ".join(chance.choices(_WORDS, k=2))}'
        "</span></a></li>"
        for n in range(links)
    )
    return f'<nav class="nav" aria-label="Main"><ul class="nav__list">{items}</ul></nav>'


def _icon(chance: random.Random) -> str:
    path = " ".join(
        f"{chance.choice('MLCZ')}{chance.random() * 24:.3f} {chance.random() * 24:.3f}"
        for _ in range(30)
    )
    return f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="{path}"/></svg>'


def _picture(chance: random.Random) -> str:
    base = f"https://images.paper.example/{_token(chance, 24)}"
    sizes = ", ".join(f"{base}/{width}.jpg {width}w" for width in (320, 480, 640, 960, 1280))
    alt = _sentence(chance, 5, 10)
    return (
        f'<figure class="image"><picture><source srcset="{sizes}" sizes="100vw">'
        f'<img loading="lazy" '
        f'src="{base}/640.jpg" width="640" height="360" alt="{alt}"></picture>'
        f"<figcaption>{alt}</figcaption></figure>"
    )


def _cards(chance: random.Random, count: int) -> str:
    return "".join(
        f'<article class="card card--{n % 4}" data-id="{_token(chance, 12)}">{_picture(chance)}'
        f'<h3 class="card__title"><a href="https://www.paper.example/{_token(chance, 14)}">'
        f"{_sentence(chance, 5, 11)}</a></h3><p>{_sentence(chance)}</p>{_icon(chance)}</article>"
        for n in range(count)
    )


def _footer(chance: random.Random) -> str:
    scripts = _script(chance, chance.randint(80, 260))
    return (
        f'<footer class="footer">{_navigation(chance, 40)}<p>© Wexcombe Media 2026. '
        "Registered office: 7 Quay Parade, Penhallow, PN1 4TT. Tel 01632 960200. "
        f"desk@paper.example</p></footer>{scripts}</body></html>"
    )


def _news(chance: random.Random, planted: str) -> str:
    title = _sentence(chance, 6, 12)
    paragraphs = [
        f"<p>{_prose(chance, chance.randint(1, 4))}</p>" for _ in range(chance.randint(12, 28))
    ]
    paragraphs = [
        p.replace(
            " the ", f' <a href="https://www.paper.example/topics/{_token(chance, 9)}">the</a> ', 1
        )
        for p in paragraphs
    ]
    paragraphs.insert(len(paragraphs) // 2, f"<p>{planted}</p>" if planted else _picture(chance))
    return (
        f"{_head(chance, title)}<body>{_navigation(chance, 45)}<main><h1>{title}</h1>"
        f"{_picture(chance)}{''.join(paragraphs)}</main>"
        f"<aside>{_cards(chance, 14)}</aside>{_footer(chance)}"
    )


def _council(chance: random.Random, planted: str) -> str:
    title = f"Agenda item {chance.randint(1, 30)}: {_sentence(chance, 4, 8)}"
    items = [f"<li><p>{_prose(chance, 3)}</p></li>" for _ in range(30)]
    items.insert(9, f"<li><p>{planted}</p></li>")
    return (
        f"{_head(chance, title)}<body>{_navigation(chance, 60)}<h1>{title}</h1>"
        f"<ol>{''.join(items)}</ol>"
        f"{_footer(chance)}"
    )


def _forum(chance: random.Random, planted: str) -> str:
    title = _sentence(chance, 5, 9)
    posts = [
        f'<div class="post" id="p{n}" data-user="{_token(chance, 8)}"><div class="by"><b>'
        f"{_token(chance, 7)}</b> <time datetime=2026-02-{n % 28 + 1:02}>{n % 28 + 1} Feb 2026"
        f"</time></div><div class=body>{_prose(chance, chance.randint(1, 6))}<br>"
        f"{planted if n == 11 else _sentence(chance)}</div>{_icon(chance)}</div>"
        for n in range(40)
    ]
    return f"{_head(chance, title)}<body>{_navigation(chance, 30)}{''.join(posts)}{_footer(chance)}"


def _directory(chance: random.Random, planted: str) -> str:
    title = f"Local businesses in {chance.choice(_PLACES)}"
    rows = [
        f"<tr><td>{chance.choice(NAMES).split()[1]} &amp; Sons</td><td>{chance.randint(1, 250)} "
        f"{chance.choice(('High Street', 'Station Road', 'Church Lane', 'Mill Lane'))}, "
        f"{chance.choice(_PLACES)}, WX{chance.randint(1, 19)} {chance.randint(1, 9)}QT</td>"
        f"<td>01632 960{chance.randint(100, 999)}</td>"
        f"<td><a href=mailto:shop{n}@trade.example>e-mail</a></td></tr>"
        for n in range(30)
    ]
    rows.insert(20, f"<tr><td colspan=4>{planted}</td></tr>")
    return (
        f"{_head(chance, title)}<body>{_navigation(chance, 40)}<h1>{title}</h1>"
        f"<table>{''.join(rows)}</table>"
        f"{_cards(chance, 8)}{_footer(chance)}"
    )
