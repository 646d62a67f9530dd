"""The page in which a person opens their sealed result: one HTML file that asks nobody anything."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from functools import lru_cache

from markupsafe import Markup

from scanner import __version__
from scanner.errors import SlateError
from scanner.model.slate import Person
from scanner.render.environment import fill
from scanner.render.html_report import own_digest, own_part
from scanner.render.veil import Veil
from scanner.slate.consenting.form import AGE
from scanner.slate.consenting.sealing import LARGEST_RESULT

_DATA = re.compile(r'data-result="([^"]*)"')
_NO_PAGE = "This is no page with a sealed result."


def sealed_page(person: Person, sealed: bytes, who: str = "whoever ran the check") -> str:
    """The page. `who`: the officer, who cannot open it.

    The report is shown in a frame without an origin, in which only the report's own style and
    script may run and nothing may load.
    """
    style, script, policy = _parts()
    data = {"locked": _text(person.locked_identity), "sealed": _text(sealed)}
    return fill(
        "slate/result.html.j2",
        {
            "veil": Veil((), reveal=True),
            "policy": policy,
            "style": style,
            "script": script,
            "version": __version__,
            "name": person.name,
            "who": who,
            "data": json.dumps(data),
        },
    )


def sealed_in(page: str) -> tuple[bytes, bytes]:
    """The locked key and the sealed result of such a page. Raises SlateError."""
    found = _DATA.search(page) if len(page) <= 2 * LARGEST_RESULT else None
    if found is None:
        raise SlateError(_NO_PAGE)
    try:
        told = json.loads(html.unescape(found[1]))
        locked, sealed = (
            base64.b64decode(told[key], validate=True) for key in ("locked", "sealed")
        )
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise SlateError(_NO_PAGE) from None
    return locked, sealed


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


@lru_cache(maxsize=1)
def _parts() -> tuple[Markup, Markup, str]:
    """Style, script and policy. A frame inherits the policy of its page, so the report's own style
    and script are named in it, too."""
    report = own_part("report.css")
    style = report + own_part("consent_form.css")
    script = own_part(AGE) + own_part("sealed_result.js")
    styles = f"{own_digest(style)} {own_digest(report)}"
    scripts = f"{own_digest(script)} {own_digest(own_part('report.js'))}"
    policy = (
        f"default-src 'none'; style-src {styles}; script-src {scripts}; connect-src 'none'; "
        "img-src 'none'; base-uri 'none'; form-action 'none'"
    )
    return Markup(style), Markup(script), policy  # noqa: S704  our own files, checked there
