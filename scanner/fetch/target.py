"""A web address, read as the HTTP library reads it: what is checked is what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from requests import PreparedRequest
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError
from urllib3.util import parse_url

from scanner.domains import normal_host, site_of_host

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """An address that can be asked for."""

    url: str = field(repr=False)
    """Escaped, without user name, password and fragment."""
    scheme: str
    host: str
    """Normalised: lower case, ASCII, no final dot; an IPv6 address without brackets."""
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what credentials and robots.txt belong to."""
        return (self.scheme, self.host, self.port)

    @property
    def site(self) -> str:
        return site_of_host(self.host)

    def beside(self, path: str) -> Target:
        """Another path on the same origin."""
        return Target(urljoin(self.url, path), self.scheme, self.host, self.port)


def read_target(text: str, base: str = "") -> Target | None:
    """The address in `text`, relative to `base`; None when it is not one of http or https."""
    prepared = PreparedRequest()
    try:
        if base:
            given = urlsplit(text)
            if not any(given) or (given.scheme in _PORTS and not given.netloc):
                # Joining would quietly make the base of it.
                return None
            text = urljoin(base, text)
        prepared.prepare_url(text, None)
        parts = parse_url(prepared.url or "")
    except (RequestException, HTTPError, ValueError):
        return None
    if parts.scheme not in _PORTS or not parts.host or "%" in parts.host:
        return None
    host = normal_host(parts.host)
    url = parts._replace(auth=None, fragment=None).url
    return Target(url, parts.scheme, host, parts.port or _PORTS[parts.scheme])


def is_same_page(url: str, other: str) -> bool:
    """Whether two addresses are one page's: but for https, www., capitals, a slash at the end, a
    step before the path (a language) and parameters that only `other` has."""
    old, new = urlsplit(url.casefold()), urlsplit(other.casefold())
    path, new_path = old.path.rstrip("/"), new.path.rstrip("/")
    return (
        old.netloc.removeprefix("www.") == new.netloc.removeprefix("www.")
        and (new_path == path if len(path) < 2 else new_path.endswith(path))
        and new.query.startswith(old.query)
    )
