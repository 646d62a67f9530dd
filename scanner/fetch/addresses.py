"""Which addresses may be visited, and the resolving of names to addresses that were all checked."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address

# Written out, since what the standard library calls global differs between Python's releases.
# Source: IANA's IPv4 and IPv6 Special-Purpose Address Registries.
_LOCAL = tuple(
    ip_network(text)
    for text in (
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)
_NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "169.254.0.0/16",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        # Where cloud machines read their own credentials; some lie outside of the ranges above.
        "100.100.100.200/32",
        "168.63.129.16/32",
        "fd00:ec2::254/128",
    )
)
_GLOBAL_UNICAST = ip_network("2000::/3")
_MAPPED = ip_network("::ffff:0:0/96")
_NAT64 = ip_network("64:ff9b::/96")
_6TO4 = ip_network("2002::/16")

# Never public, whatever a resolver says of them. Sources: RFC 6761, RFC 6762, RFC 8375, and ICANN's
# reservation of .internal.
_LOCAL_NAMES = frozenset(
    {
        *("localhost", "localdomain", "local", "internal", "home.arpa"),
        # Never delegated, since so many networks use them inside (ICANN, SAC 045 and later).
        *("home", "corp", "lan", "intranet", "private"),
    }
)
_ISATAP = (0x00005EFE, 0x02005EFE)
_MOST_ADDRESSES = 4
"""How many addresses of a host are tried: each must have a fair share of the time."""


class AddressRefused(Exception):
    """The host is, or resolves to, an address that may not be visited."""


class NameNotResolved(Exception):
    """The name has no address that can be found."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address and port to connect to."""

    family: socket.AddressFamily
    sockaddr: tuple[str, int]


@lru_cache(maxsize=4096)
def endpoint(address: str, port: int) -> Endpoint:
    """The endpoint of a literal address."""
    version = ip_address(address).version
    return Endpoint(socket.AF_INET if version == 4 else socket.AF_INET6, (address, port))


def is_visitable(address: Address, local_allowed: bool) -> bool:
    """Whether requests may go to an address; `local_allowed` opens loopback and private ones.

    An IPv6 address that stands for an IPv4 one (mapped, NAT64, 6to4, ISATAP) is judged as that one.
    """
    inner = _embedded(address)
    if inner is not None:
        return is_visitable(inner, local_allowed)
    if any(address in network for network in _NEVER):
        return False
    if any(address in network for network in _LOCAL):
        return local_allowed
    return address.version == 4 or address in _GLOBAL_UNICAST


def literal_address(host: str) -> Address | None:
    """The address that a host spells out, in any form that resolvers take; None for a name.

    Besides the usual forms these are one to four numbers, each decimal, octal or hexadecimal.
    """
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def refuse_spelling(host: str, local_allowed: bool) -> None:
    """Raise AddressRefused when the host's spelling alone shows that it may not be visited."""
    address = literal_address(host)
    if address is not None:
        if not is_visitable(address, local_allowed):
            raise AddressRefused
    elif not local_allowed:
        # A name without a dot is one of the own network, as ICANN lets no public one be without.
        labels = host.split(".")
        ends = {".".join(labels[-count:]) for count in (1, 2)}
        if len(labels) == 1 or ends & _LOCAL_NAMES:
            raise AddressRefused


def resolve(host: str) -> tuple[str, ...]:
    """All addresses of a host, in the resolver's order. Raises NameNotResolved."""
    literal = literal_address(host)
    if literal is not None:
        return (str(literal),)
    if host.endswith(".onion"):
        # Only Tor knows these; to ask a resolver would tell it (RFC 7686).
        raise NameNotResolved
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NameNotResolved from error
    internet = (socket.AF_INET, socket.AF_INET6)
    addresses = [str(sockaddr[0]) for family, _, _, _, sockaddr in found if family in internet]
    if not addresses:
        raise NameNotResolved
    return tuple(dict.fromkeys(addresses))


def refuse_addresses(addresses: tuple[str, ...], local_allowed: bool) -> None:
    """Raise AddressRefused when any of a host's addresses may not be visited.

    One bad address spoils all: a name with a public and a private address is an attack.
    """
    if not all(_is_open(address, local_allowed) for address in addresses):
        raise AddressRefused


def endpoints(addresses: tuple[str, ...], port: int) -> tuple[Endpoint, ...]:
    """The endpoints to try, the first ones of a host's addresses."""
    return tuple(endpoint(address, port) for address in addresses[:_MOST_ADDRESSES])


@lru_cache(maxsize=4096)
def _is_open(address: str, local_allowed: bool) -> bool:
    return is_visitable(ip_address(address), local_allowed)


def _embedded(address: Address) -> IPv4Address | None:
    if isinstance(address, IPv4Address):
        return None
    if address in _MAPPED or address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _6TO4:
        return IPv4Address(int(address) >> 80 & 0xFFFFFFFF)
    if address in _GLOBAL_UNICAST and int(address) >> 32 & 0xFFFFFFFF in _ISATAP:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None
