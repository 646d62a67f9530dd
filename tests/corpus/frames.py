"""The page around the content: head, menus, cookie banner, footer with somebody else's contacts."""

from __future__ import annotations

import html
import re
from random import Random

from tests.corpus.desk import Desk
from tests.corpus.prose import NAV, paragraphs

_SCRIPTS = (
    "<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}"
    "gtag('js',new Date());gtag('config','G-7700900555');</script>",
    '<script src="/assets/app.3f9c1.js" defer></script>',
    '<script>var _paq=[["trackPageView"]];var build="20240314.0123456789";</script>',
)
_COOKIES = (
    '<div class="cookie" role="dialog"><p>We use cookies to make this site work. '
    "You can accept or reject the optional ones.</p><button>Accept all</button>"
    "<button>Reject</button></div>"
)


def framed(desk: Desk, title: str, body: str) -> str:
    """A whole HTML page in the manner of one of the usual site builders."""
    look = desk.rng.choice((_bootstrap, _wordpress, _wix, _council, _old))
    page = look(desk.rng, title, body, _footer(desk))
    if desk.rng.random() < 0.15 and "<pre" not in page:
        page = re.sub(r"\s*\n\s*", " ", page)
    return page


def _footer(desk: Desk) -> str:
    """The contacts of whoever runs the site: a stranger in the same sort of place."""
    who = desk.world.stranger(desk.rng)
    home = ", ".join(who.home.lines)
    phone = who.phones[0].value.replace("+44", "0")
    return (
        f"<p>{html.escape(home)}</p><p>Tel {phone} | "
        f'<a href="mailto:info@{who.emails[0].value.split("@")[1]}">info</a></p>'
        f"<p>© {desk.published.year} Registered charity no. {desk.rng.randrange(10**6, 10**7)}</p>"
    )


def _menu(rng: Random) -> str:
    chosen = rng.sample(NAV, 6)
    return "".join(
        f'<li><a href="/{item.lower().replace(" ", "-")}">{item}</a></li>' for item in chosen
    )


def _bootstrap(rng: Random, title: str, body: str, footer: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/css/bootstrap.min.css">{rng.choice(_SCRIPTS)}</head>
<body><nav class="navbar navbar-expand-lg"><ul class="navbar-nav">{_menu(rng)}</ul></nav>
{_COOKIES}<main class="container"><div class="row"><div class="col-md-8">
{body}
{paragraphs(rng, 1)}
</div><aside class="col-md-4"><div class="card">{paragraphs(rng, 1)}</div></aside></div></main>
<footer class="footer">{footer}</footer></body></html>"""


def _wordpress(rng: Random, title: str, body: str, footer: str) -> str:
    return f"""<!doctype html><html lang="en-GB" prefix="og: https://ogp.me/ns#"><head>
<meta charset="UTF-8" /><title>{title} &#8211; {rng.choice(("Village Voice", "Town Talk"))}</title>
<meta name="generator" content="WordPress 6.4.3" /><style>.wp-block{{margin:0}}</style>
{rng.choice(_SCRIPTS)}</head>
<body class="page-template-default page-id-{rng.randint(2, 9999)}">
<header id="masthead"><ul id="primary-menu">{_menu(rng)}</ul></header>
<div id="content" class="site-content"><article class="hentry"><div class="entry-content">
{paragraphs(rng, 1)}
{body}
</div></article><aside id="secondary" class="widget-area"><h2>Recent posts</h2>
<ul><li>Summer fair</li><li>Litter pick</li></ul></aside></div>
<footer id="colophon"><div class="site-info">{footer}</div></footer></body></html>"""


def _wix(rng: Random, title: str, body: str, footer: str) -> str:
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset='utf-8'><title>{title}</title>
<script type="application/json" id="viewer-model">{{"site":{{"id":"77009001"}}}}</script>
</head><body><div id="SITE_CONTAINER"><div id="comp-k{rng.randint(100, 999)}" class="_1Q9if">
<div data-testid="richTextElement">{body}</div></div>
<div id="comp-l9" class="_1Q9if"><div data-testid="richTextElement">{paragraphs(rng, 2)}</div></div>
<div id="SITE_FOOTER">{footer}</div></div>{_COOKIES}</body></html>"""


def _council(rng: Random, title: str, body: str, footer: str) -> str:
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" /><title>{title}</title></head>
<body><div id="modgov"><a href="#content" class="skip">Skip to content</a>
<div class="mgMenu"><ul>{_menu(rng)}</ul></div><div id="content" class="mgContent">
<h1 class="mgMainTitleTxt">{title}</h1>
{body}
{paragraphs(rng, 1)}</div><div class="mgFooter">{footer}</div></div></body></html>"""


def _old(rng: Random, title: str, body: str, footer: str) -> str:
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">
<TITLE>{title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>
<TABLE WIDTH=100% BORDER=0><TR><TD WIDTH=120 VALIGN=TOP><UL>{_menu(rng)}</UL></TD><TD>
{body}
<HR>{paragraphs(rng, 1)}
<FONT SIZE=-1>{footer}</FONT></TD></TR></TABLE></BODY></HTML>"""
