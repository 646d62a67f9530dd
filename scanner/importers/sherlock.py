"""Entries of Sherlock's list: an account is there unless a status, a text or a redirect denies it.

That tool takes whatever is not denied for an account; here a status of success is wanted as well,
and the control question decides.
"""

from __future__ import annotations

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
    numbers_of,
    objects_of,
    text_of,
    texts_of,
)
from scanner.importers.templating import header_templates, json_template, signature_text, template

ACCOUNT = "{}"
LICENCE = (
    "Sherlock by the Sherlock Project and contributors, MIT licence "
    "(https://github.com/sherlock-project/sherlock)"
)
_TYPES = frozenset({"status_code", "message", "response_url"})
_PASSING = ("rate limit", "ratelimit", "rate_limit", "too many requests", "temporarily offline")
"""Wording of texts that the list takes for a no, though they say that nothing was answered."""
_KNOWN_FIELDS = frozenset(
    {"url", "urlMain", "urlProbe", "errorType", "errorMsg", "errorCode", "errorUrl", "regexCheck"}
    | {"username_claimed", "username_unclaimed", "headers", "request_method", "request_payload"}
    | {"isNSFW", "tags", "__comment__", "response_url", "noPeriod"}
)


def entries_of(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every entry with its name."""
    yield from ((name, entry) for name, entry in data.items() if not name.startswith("$"))


def licence_of(data: Mapping[str, Any]) -> str:
    """The list carries no notice of its own."""
    return LICENCE


def read_entry(name: str, entry: Mapping[str, Any]) -> Site:
    """What an entry says. Raises Unusable."""
    shown = text_of(entry, "url", needed=True)
    url = text_of(entry, "urlProbe") or shown
    payload = objects_of(entry, "request_payload")
    method, body, remarks = _asked(entry, payload)
    if ACCOUNT not in url and "{{ handle" not in str(body):
        raise Unusable("url", "neither the address nor the body names the account")
    headers, left_out = header_templates(objects_of(entry, "headers"), ACCOUNT)
    kinds = _kinds(entry)
    found, absent, blocked = _signatures(entry, kinds)
    tags = {tag.casefold() for tag in texts_of(entry, "tags")}
    remarks += [Remark(key, "it is unknown") for key in sorted(set(entry) - _KNOWN_FIELDS)]
    return Site(
        name=name,
        url=template(url, ACCOUNT),
        page_url=template(shown, ACCOUNT),
        home=text_of(entry, "urlMain"),
        found=(found,),
        absent=absent,
        blocked=blocked,
        follows_redirects="response_url" not in kinds,
        method=method,
        headers=headers,
        body=body,
        pattern=text_of(entry, "regexCheck"),
        known=text_of(entry, "username_claimed"),
        sensitive=entry.get("isNSFW") is True or bool(tags & {"adult", "nsfw"}),
        remarks=(*remarks, *left_out),
    )


def _asked(
    entry: Mapping[str, Any], payload: dict[str, Any]
) -> tuple[str, dict[str, Any], list[Remark]]:
    method = text_of(entry, "request_method").upper() or "GET"
    if method == "HEAD":
        return "GET", {}, [Remark("request_method", "HEAD is asked as GET")]
    if method not in ("GET", "POST"):
        raise Unusable("request_method", f"{method} changes things: it is never sent")
    if method == "GET":
        remarks = [Remark("request_payload", "a GET has no body")] if payload else []
        return "GET", {}, remarks
    if not payload:
        raise Unusable("request_payload", "a POST without a body")
    return "POST", {"json": json_template(payload, ACCOUNT)}, []


def _kinds(entry: Mapping[str, Any]) -> frozenset[str]:
    kinds = frozenset(texts_of(entry, "errorType"))
    if not kinds:
        raise Unusable("errorType", "it is missing")
    if unknown := kinds - _TYPES:
        raise Unusable("errorType", f"{min(unknown)} is unknown")
    return kinds


def _signatures(
    entry: Mapping[str, Any], kinds: frozenset[str]
) -> tuple[Signature, tuple[Signature, ...], tuple[Signature, ...]]:
    denied: list[int] = []
    messages: list[str] = []
    passing: list[str] = []
    if "message" in kinds:
        for text in texts_of(entry, "errorMsg"):
            is_passing = any(words in text.casefold() for words in _PASSING)
            (passing if is_passing else messages).append(signature_text(text, ACCOUNT))
        if not messages:
            raise Unusable("errorMsg", "it is missing")
    if "status_code" in kinds:
        denied += [*numbers_of(entry, "errorCode"), *MISSING_STATUSES]
    if "response_url" in kinds:
        denied += [*REDIRECTS, *MISSING_STATUSES]
    denied = [status for status in dict.fromkeys(denied) if 100 <= status <= 599]
    found: Signature = {"status": [s for s in FOUND_STATUSES if s not in denied]}
    if messages:
        found["none"] = [{"body": messages}]
    absent = tuple(
        signature
        for signature in ({"body": messages}, {"status": denied})
        if any(signature.values())
    )
    return found, absent, ({"body": passing},) if passing else ()
