"""Entries of WhatsMyName's list: an account is there, or not, by a status *and* a piece of source.

That list's own tools follow no redirect: a status of 301 or 302 is an answer like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.importers.site import (
    REDIRECTS,
    Remark,
    Signature,
    Site,
    Unusable,
    numbers_of,
    objects_of,
    text_of,
    texts_of,
)
from scanner.importers.templating import (
    form_template,
    header_templates,
    json_template,
    signature_text,
    template,
)

ACCOUNT = "{account}"
_REFUSING = frozenset({401, 403, 407, 429, 451, 503})

_CATEGORIES = {
    "archived": "archive",
    "blog": "document",
    "business": "professional",
    "coding": "code",
    "finance": "professional",
    "news": "press",
    "political": "politics",
    "search": "search",
    "shopping": "market",
    "tech": "code",
}
_SENSITIVE = frozenset({"xx nsfw xx", "nsfw", "adult", "dating", "health"})

_KNOWN_FIELDS = frozenset(
    {"name", "uri_check", "uri_pretty", "e_code", "e_string", "m_code", "m_string", "known", "cat"}
    | {"post_body", "headers", "strip_bad_char", "protection", "valid"}
)


def entries_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every entry with its name; an entry without one is called by its number."""
    for number, entry in enumerate(data["sites"], start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        yield (name if isinstance(name, str) and name.strip() else f"entry {number}"), entry


def licence_of(data: Mapping[str, Any]) -> str:
    """The list's own notice, else what is known of it."""
    notice = data.get("license")
    given = notice if isinstance(notice, list) else [notice]
    words = " ".join(line.strip() for line in given if isinstance(line, str))
    return words or (
        "WhatsMyName by Micah Hoffman and contributors, licensed under the Creative Commons "
        "Attribution-ShareAlike 4.0 International License "
        "(https://creativecommons.org/licenses/by-sa/4.0/)"
    )


def read_entry(name: str, entry: Mapping[str, Any]) -> Site:
    """What an entry says. Raises Unusable."""
    url = text_of(entry, "uri_check", needed=True)
    method, body, headers, remarks = _asked(entry)
    if ACCOUNT not in url and ACCOUNT not in text_of(entry, "post_body"):
        raise Unusable("uri_check", "neither the address nor the body names the account")
    found, absent = _signatures(entry)
    category = text_of(entry, "cat").strip().casefold()
    remarks += [Remark(key, "it is unknown") for key in sorted(set(entry) - _KNOWN_FIELDS)]
    known = texts_of(entry, "known")
    pretty = text_of(entry, "uri_pretty")
    return Site(
        name=name,
        url=template(url, ACCOUNT),
        page_url=template(pretty, ACCOUNT) if pretty else "",
        found=(found,),
        absent=absent,
        follows_redirects=False,
        method=method,
        headers=headers,
        body=body,
        without="".join(dict.fromkeys(text_of(entry, "strip_bad_char"))),
        known=known[0] if known else "",
        category=_CATEGORIES.get(category, "social"),
        sensitive=category in _SENSITIVE,
        off="the list calls it invalid" if entry.get("valid") is False else "",
        remarks=(*remarks, *_protected(entry)),
    )


def _asked(
    entry: Mapping[str, Any],
) -> tuple[str, dict[str, Any], dict[str, str], list[Remark]]:
    """Method, body, headers, and what of the headers is left out."""
    headers, remarks = header_templates(objects_of(entry, "headers"), ACCOUNT)
    text = text_of(entry, "post_body")
    if not text:
        return "GET", {}, headers, remarks
    media_type = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if isinstance(value, dict) and "form" not in media_type:
        return "POST", {"json": json_template(value, ACCOUNT)}, headers, remarks
    is_form = "json" not in media_type and "graphql" not in media_type
    if is_form and (fields := form_template(text, ACCOUNT)):
        return "POST", {"form": fields}, headers, remarks
    if not media_type:
        headers["Content-Type"] = "application/json" if value is not None else "text/plain"
    escape = "json" if value is not None or "json" in media_type else "query"
    return "POST", {"body": template(text, ACCOUNT, escape)}, headers, remarks


def _signatures(entry: Mapping[str, Any]) -> tuple[Signature, tuple[Signature, ...]]:
    there, missing = _code(entry, "e_code"), _code(entry, "m_code")
    if there is None:
        raise Unusable("e_code", "it is missing")
    shown, denied = _string(entry, "e_string"), _string(entry, "m_string")
    if not shown and there == missing and not denied:
        raise Unusable("e_string", "nothing tells an account that is there from one that is not")
    found: Signature = {"status": there, **({"body": shown} if shown else {})}
    if missing is None:
        return found, ()
    absent: Signature = {"status": missing, **({"body": denied} if denied else {})}
    if missing in REDIRECTS:
        # The text may be that of the page behind the redirect, which is not opened.
        return found, ({"status": missing},)
    if not denied and (missing == there or missing in _REFUSING or missing >= 500):
        return found, ()
    if there == missing:
        if denied and (not shown or shown in denied):
            found["none"] = [{"body": denied}]
        elif denied in shown:
            absent["none"] = [{"body": shown}]
    return found, (absent,)


def _code(entry: Mapping[str, Any], key: str) -> int | None:
    numbers = numbers_of(entry, key)
    if numbers and not 100 <= numbers[0] <= 599:
        raise Unusable(key, "it is no HTTP status")
    return numbers[0] if numbers else None


def _string(entry: Mapping[str, Any], key: str) -> str:
    return signature_text(text_of(entry, key), ACCOUNT)


def _protected(entry: Mapping[str, Any]) -> Iterator[Remark]:
    if texts_of(entry, "protection"):
        yield Remark("protection", "the site is protected, as the list says: often blocked")
