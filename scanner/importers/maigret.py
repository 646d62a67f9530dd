"""Entries of Maigret's list, with what they inherit from their engines.

A text that denies outweighs one that affirms; where no text is named, any page that is no error
affirms. Redirects are not followed where the redirect is the answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scanner.importers.site import (
    FOUND_STATUSES,
    MISSING_STATUSES,
    REDIRECTS,
    Remark,
    Signature,
    Site,
    Unusable,
    objects_of,
    text_of,
    texts_of,
)
from scanner.importers.templating import header_templates, json_template, signature_text, template

ACCOUNT = "{username}"
LICENCE = "Maigret by Soxoj and contributors, MIT licence (https://github.com/soxoj/maigret)"
_SENSITIVE = frozenset(
    {"adult", "dating", "erotic", "lgbt", "medicine", "nsfw", "porn", "psychology", "religion"}
    | {"health", "sex", "webcam"}
)
_CATEGORIES = {
    "archive": "archive",
    "career": "professional",
    "freelance": "professional",
    "professional": "professional",
    "coding": "code",
    "sport": "sport",
    "classified": "market",
    "shopping": "market",
    "news": "press",
}
_SLASHES = re.compile(r"(?<!:)/+")
_MARK = "\x00account\x00"
"""Stands for the account while braces that were doubled become single ones."""
_WITHOUT_EFFECT = frozenset(
    {"url", "urlMain", "urlProbe", "urlSubpath", "checkType", "presenseStrs", "absenceStrs"}
    | {"errors", "regexCheck", "headers", "activation", "disabled", "engine", "ignore403"}
    | {"getParams", "usernameClaimed", "usernameUnclaimed", "alexaRank", "type", "source", "tags"}
    | {"requestMethod", "requestPayload", "similarSearch", "protocol", "errorUrl", "engineData"}
    | {"protection", "requestHeadOnly", "caseSentitive", "mirrors", "encoding"}
)


def entries_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every entry with its name, and with all that its engine says."""
    engines = data.get("engines")
    known = engines if isinstance(engines, dict) else {}
    for name, entry in data["sites"].items():
        yield name, _inherited(entry, known) if isinstance(entry, dict) else entry


def licence_of(data: Mapping[str, Any]) -> str:
    """The list carries no notice of its own."""
    return LICENCE


def _inherited(entry: Mapping[str, Any], engines: Mapping[str, Any]) -> dict[str, Any]:
    """The entry over its engine: lists and objects add up, else the entry's own word counts."""
    name = entry.get("engine")
    engine = engines.get(name) if isinstance(name, str) else None
    whole = dict(entry)
    if not name or not isinstance(engine, dict):
        return whole if not name else {**whole, "engine": None, "lacksEngine": name}
    site = engine.get("site")
    for key, value in (site if isinstance(site, dict) else {}).items():
        own = whole.get(key)
        if isinstance(value, dict) and isinstance(own, dict):
            whole[key] = {**value, **own}
        elif isinstance(value, list) and isinstance(own, list):
            whole[key] = [*own, *value]
        elif own is None:
            whole[key] = value
    return whole


def read_entry(name: str, entry: Mapping[str, Any]) -> Site:
    """What an entry says. Raises Unusable."""
    _require_usable(entry)
    main, subpath = text_of(entry, "urlMain"), text_of(entry, "urlSubpath")
    shown = _SLASHES.sub("/", _address(text_of(entry, "url", needed=True), main, subpath))
    probe = text_of(entry, "urlProbe")
    url = _address(probe, main, subpath) if probe else shown
    url += "".join(f"&{key}={value}" for key, value in objects_of(entry, "getParams").items())
    headers, left_out = header_templates(objects_of(entry, "headers"), ACCOUNT)
    method, body = _asked(entry, headers)
    if ACCOUNT not in url and "{{ handle" not in str(body):
        raise Unusable("url", "neither the address nor the body names the account")
    found, absent, blocked = _signatures(entry)
    if entry.get("similarSearch") is True:
        found["shows"] = "handle"
    tags = [tag.casefold() for tag in texts_of(entry, "tags")]
    return Site(
        name=name,
        url=template(url, ACCOUNT),
        page_url=template(shown, ACCOUNT) if shown != url else "",
        home=main,
        found=(found,),
        absent=absent,
        blocked=blocked,
        follows_redirects=text_of(entry, "checkType") != "response_url",
        method=method,
        headers=headers,
        body=body,
        pattern=text_of(entry, "regexCheck"),
        known=text_of(entry, "usernameClaimed"),
        category=next((_CATEGORIES[tag] for tag in tags if tag in _CATEGORIES), "social"),
        sensitive=bool(_SENSITIVE & set(tags)),
        off="the list has it switched off" if entry.get("disabled") is True else "",
        remarks=(*left_out, *_remarks(entry)),
    )


def _require_usable(entry: Mapping[str, Any]) -> None:
    if missing := entry.get("lacksEngine"):
        raise Unusable("engine", f"the list has no engine {missing}")
    kind = text_of(entry, "type") or "username"
    if kind != "username":
        raise Unusable("type", f"it is asked by {kind}, which is no handle")
    if protocol := text_of(entry, "protocol"):
        raise Unusable("protocol", f"it is reached by {protocol}, not over the web")
    if objects_of(entry, "activation"):
        raise Unusable("activation", "it has to be unlocked by a session of its own first")


def _address(text: str, main: str, subpath: str) -> str:
    return text.replace("{urlMain}", main).replace("{urlSubpath}", subpath)


def _asked(entry: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    method = text_of(entry, "requestMethod").upper() or "GET"
    if method in ("GET", "HEAD"):
        return "GET", {}
    if method != "POST":
        raise Unusable("requestMethod", f"{method} changes things: it is never sent")
    payload = objects_of(entry, "requestPayload")
    if not payload:
        raise Unusable("requestPayload", "a POST without a body")
    media_type = next((v for k, v in headers.items() if k.lower() == "content-type"), "")
    filled = {
        key: json_template(_unbraced(value), _MARK) if isinstance(value, str) else value
        for key, value in payload.items()
    }
    if "x-www-form-urlencoded" in media_type:
        return "POST", {"form": {key: str(value) for key, value in filled.items()}}
    return "POST", {"json": filled}


def _unbraced(text: str) -> str:
    """In a body two braces stand for one, as in Python's formatting."""
    marked = text.replace(ACCOUNT, _MARK)
    return marked.replace("{{", "{").replace("}}", "}")


def _signatures(
    entry: Mapping[str, Any],
) -> tuple[Signature, tuple[Signature, ...], tuple[Signature, ...]]:
    kind = text_of(entry, "checkType", needed=True)
    affirming = [signature_text(text, ACCOUNT) for text in texts_of(entry, "presenseStrs")]
    denying = [signature_text(text, ACCOUNT) for text in texts_of(entry, "absenceStrs")]
    found: Signature = {"status": list(FOUND_STATUSES)}
    absent: tuple[Signature, ...]
    if kind == "message":
        if entry.get("ignore403") is True and affirming:
            found["status"].append(403)
        if not affirming and not denying:
            raise Unusable(
                "presenseStrs", "nothing tells an account that is there from one that is not"
            )
        found |= {"body": affirming} if affirming else {}
        found |= {"none": [{"body": denying}]} if denying else {}
        absent = ({"body": denying},) if denying else ()
    elif kind == "status_code":
        absent = ({"status": list(MISSING_STATUSES)},)
    elif kind == "response_url":
        found |= {"body": affirming} if affirming else {}
        absent = ({"status": [*REDIRECTS, *MISSING_STATUSES]},)
    else:
        raise Unusable("checkType", f"{kind} is unknown")
    errors = [text for text in objects_of(entry, "errors") if text]
    return found, absent, ({"body": errors},) if errors else ()


def _remarks(entry: Mapping[str, Any]) -> Iterator[Remark]:
    if texts_of(entry, "protection"):
        yield Remark("protection", "the site is protected, as the list says: often blocked")
    if entry.get("requestHeadOnly") is True:
        yield Remark("requestHeadOnly", "HEAD is asked as GET")
    if texts_of(entry, "mirrors"):
        yield Remark("mirrors", "only the main address is asked")
    if text_of(entry, "encoding"):
        yield Remark("encoding", "the encoding that the site names is believed")
    for key in sorted(set(entry) - _WITHOUT_EFFECT):
        yield Remark(key, "it is unknown")
