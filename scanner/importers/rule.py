"""From an entry to the rule that asks it, as a mapping in the order in which a rule is written."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from scanner.domains import host_of_url, site_of_host
from scanner.errors import PlanError
from scanner.importers.handles import Names, names_of
from scanner.importers.site import Remark, Site, Unusable
from scanner.plan.targets import check_page
from scanner.rulebook.pattern import fits
from scanner.rulebook.template import TemplateError, check_template, render

_SAMPLE = "netcurtain0"
"""Stands for a handle where an address is looked at."""
_LONGEST_SLUG = 60
_SECRET_HOSTS = (".onion", ".i2p")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which list a rule comes from, and when."""

    called: str
    prefix: str
    imported_on: str
    """ISO date."""
    review_by: str
    """ISO date, after which lint asks for a newer list."""


def slug_of(name: str) -> str:
    """A name as the tail of an id; a name without a Latin letter is told by its hash."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_SLUG].strip("_")
    return slug or f"site_{sha256(name.encode()).hexdigest()[:10]}"


def rule_of(site: Site, tail: str, source: Provenance) -> tuple[dict[str, Any], list[Remark]]:
    """The rule for an entry, and what of the entry it leaves out. Raises Unusable."""
    page = site.page_url or site.url
    hosts = [_host(site.url, "its address"), _host(page, "the address of its page")]
    _require_public(site)
    in_host = "handle" in _before_path(site.url)
    names, remarks = names_of(site.pattern, in_host)
    known = site.known if _is_known_usable(site, names.pattern) else ""
    rule: dict[str, Any] = {
        "id": f"src.{source.prefix}.{tail}",
        "kind": "source",
        "title": _one_line(f"{site.name} account page"),
        "status": "draft" if site.off else "imported",
        "why": "A page under a handle that you use elsewhere links your accounts to each other, "
        "and may show more of you than you remember.",
        "reviewed": source.imported_on,
        "notes": _notes(site, source),
        "category": site.category,
        "access": "api" if site.method == "POST" else "page",
        "origin": f"{source.prefix}:{_one_line(site.name)}",
        "controller": hosts[1],
        "needs": ["handle"],
        "handle_sites": list(dict.fromkeys(site_of_host(host) for host in reversed(hosts))),
        "handle_pattern": names.pattern,
        "handle_without": site.without,
        "known_handle": known,
        "sensitive": site.sensitive,
        "request": _request(site, hosts),
        "page_url": page,
        "answers": {
            "found": list(site.found),
            "absent": list(site.absent),
            "blocked": list(site.blocked),
        },
        "control": _control(names),
        "exposes": "That somebody uses this handle there, and what the page shows of them.",
        "ease": "via_handle",
        "persistence": "own_page",
        "terms": {
            "automation": "unclear",
            "checked": source.imported_on,
            "basis": f"Taken over from the list of {source.called}; nobody has read its terms.",
        },
        "remedy": "rem.gdpr.erase",
        "review_by": source.review_by,
    }
    return _without_empty(rule), [*site.remarks, *remarks]


def _control(names: Names) -> dict[str, Any]:
    usual = names.length == Names().length
    length = {} if usual else {"length": names.length}
    return {"replaces": "handle", **length, "alphabet": names.alphabet}


def _request(site: Site, hosts: list[str]) -> dict[str, Any]:
    asked = site_of_host(hosts[0])
    others = dict.fromkeys(
        other
        for host in (hosts[1], host_of_url(site.home))
        if host and (other := site_of_host(host)) != asked and _is_onward(other)
    )
    return {
        "method": site.method if site.method != "GET" else "",
        "url": site.url,
        "headers": dict(site.headers),
        **site.body,
        "forwards_to": list(others),
        "redirects": "" if site.follows_redirects else "same",
    }


def _is_onward(host: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host) is not None


def _host(template: str, what: str) -> str:
    """The host of an address. Raises Unusable for one that may never be asked."""
    try:
        url = render(check_template(template), {"handle": _SAMPLE})
        check_page(url, allow_loopback=False)
    except (TemplateError, ValueError) as error:
        raise Unusable("url", f"{what} cannot be used: {error}") from None
    except PlanError:
        raise Unusable("url", f"{what} is no public web address") from None
    host = host_of_url(url)
    if host.endswith(_SECRET_HOSTS):
        raise Unusable("url", f"{what} is not on the web that everybody can reach")
    if "." not in host:
        raise Unusable("url", f"{what} is no public web address")
    return host


def _require_public(site: Site) -> None:
    if site.url.startswith("{{"):
        raise Unusable("url", "the handle would choose who is asked")


def _before_path(template: str) -> str:
    return template.partition("://")[2].partition("/")[0].replace("{{ handle | path }}", "handle")


def _is_known_usable(site: Site, pattern: str) -> bool:
    name = "".join(char for char in site.known if char not in site.without)
    return bool(name) and name.isprintable() and (not pattern or fits(pattern, name))


def _notes(site: Site, source: Provenance) -> str:
    words = [f"Imported from {source.called} on {source.imported_on}, and not reviewed."]
    if site.off:
        words.append(f"Not in use: {site.off}.")
    words += [_one_line(f"{remark.field}: {remark.what}.") for remark in site.remarks]
    return " ".join(words)


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    """The same without fields that say nothing, at any depth but in signatures and bodies."""
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        if key in ("answers", "request", "control") and isinstance(inner, dict):
            inner = {k: v for k, v in inner.items() if v not in ("", [], {}, ())}
        if inner not in ("", [], {}, False, ()):
            kept[key] = inner
    return kept
