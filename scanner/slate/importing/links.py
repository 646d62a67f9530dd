"""Accounts and sites from addresses of web pages: who somebody is on a service, which page is about
them, and which site is their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from scanner.profile.sections import is_page
from scanner.slate.importing.cells import Unusable
from scanner.slate.importing.vocabulary import Service, vocabulary

_ACCOUNT = "is neither a user name nor the address of an account."
_PAGE = "is not the address of a web page."


@dataclass(frozen=True, slots=True)
class Account:
    """What a cell tells of an account: who, and on which site; or a page alone."""

    user: str = ""
    site: str = ""
    page: str = ""
    """An account's address that does not tell the user name."""


def account_of(text: str, key: str) -> Account:
    """The account that is written in the column of a service. Raises Unusable."""
    if key == "mastodon":
        return _federated(text)
    service = vocabulary().services[key]
    if not _is_address(text):
        user = text.strip().removeprefix("@")
        if not user or " " in user:
            raise Unusable(_ACCOUNT, f'Write it as "janemarlow" or "https://{service.site}/…".')
        return Account(user, service.site)
    url = page_of(text)
    service = _service_at(url) or service
    user = _user_in(url, service)
    return Account(user, service.site) if user else Account(page=url)


def any_account(text: str) -> Account:
    """An account from a column that does not say on which site: an address, or a name alone.
    Raises Unusable."""
    if not _is_address(text):
        name = text.strip()
        if name.count("@") > 1 or ("@" in name[1:] and name.startswith("@")):
            return _federated(name)
        if " " in name or "@" in name[1:]:
            raise Unusable(_ACCOUNT, 'Write it as "janemarlow", or its whole address.')
        return Account(name.removeprefix("@"))
    url = page_of(text)
    service = _service_at(url)
    if service is None:
        return _on_any_site(url)
    user = _user_in(url, service)
    return Account(user, service.site) if user else Account(page=url)


def page_of(text: str) -> str:
    """The address of a page, its scheme put before it if it has none. Raises Unusable."""
    url = text.strip()
    if "://" not in url:
        url = f"https://{url}"
    if not is_page(url) or "." not in _host(url):
        raise Unusable(_PAGE, "Write the whole address: https://www.example.org/page.")
    return url


def own_domain(url: str) -> str:
    """The host of an address that is a whole site, not a page on somebody's; else empty."""
    pieces = urlsplit(url)
    if pieces.path.strip("/") or pieces.query or _service_at(url) is not None:
        return ""
    return _host(url).removeprefix("www.")


def _federated(text: str) -> Account:
    if _is_address(text):
        return _on_any_site(page_of(text))
    user, _, instance = text.strip().removeprefix("@").partition("@")
    if not user or "." not in instance or " " in text.strip():
        raise Unusable(_ACCOUNT, 'Write it as "@janemarlow@social.example".')
    return Account(f"{user}@{instance}")


def _on_any_site(url: str) -> Account:
    """`https://social.example/@jane` tells who; of any other address the page alone is told."""
    pieces = urlsplit(url)
    path = pieces.path.strip("/")
    if path.startswith("@") and "/" not in path:
        name, _, instance = path[1:].partition("@")
        return Account(f"{name}@{instance or (pieces.hostname or '')}")
    return Account(page=url)


def _is_address(text: str) -> bool:
    return "/" in text or text.lower().startswith("www.")


def _service_at(url: str) -> Service | None:
    return _by_host().get(_host(url).removeprefix("www."))


@lru_cache(maxsize=64)
def _host(url: str) -> str:
    """Of an address, asked several times on its way."""
    return urlsplit(url).hostname or ""


@cache
def _by_host() -> Mapping[str, Service]:
    services = reversed(tuple(vocabulary().services.values()))
    return {host: service for service in services for host in service.hosts}


def _user_in(url: str, service: Service) -> str:
    """The user name in the address of a profile; empty when it has none."""
    path = urlsplit(url).path.strip("/")
    for before in service.before:
        if path.lower().startswith(before):
            name = path[len(before) :].partition("/")[0].removeprefix("@")
            if name and name.lower() not in service.never:
                return name
    return ""
