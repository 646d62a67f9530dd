"""What an element's attributes say, apart from the targets of links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scanner.model.document import Place
from scanner.read import markup
from scanner.read.html_assembled import turned
from scanner.read.html_scripts import literals
from scanner.read.links import absolute

_NAME_LENGTH = 40
_ITEM_ATTRIBUTES = frozenset({"content", "datetime"})
_CODED = frozenset({"data-cfemail"})
_USERS = frozenset(
    {"data-user", "data-name", "data-u", "data-local", "data-mailbox", "data-account", "data-part1"}
    | {"data-email-user", "data-email-name", "data-mail-user", "data-localpart", "data-username"}
)
_HOSTS = (
    *("data-domain", "data-host", "data-website", "data-d", "data-server", "data-part2"),
    *("data-email-domain", "data-email-host", "data-mail-domain"),
)
"""Attributes that hold the two halves of an e-mail address for a script to join."""

Said = tuple[str, Place, str]
"""A value, its place, and what the path of the element is continued with."""
Meaning = tuple[int, tuple[tuple[str, str], ...]]
"""Flags of an element by its tag and the names of its attributes; and the attributes that speak for
themselves, with what the path is continued with."""

MEANINGS: dict[tuple[str, ...], Meaning] = {}
"""By tag and names of attributes: a site's pages have some dozens of these, so that what they mean
is found out once."""
_MOST_KNOWN = 4096
_MOST_ATTRIBUTES = 20
_LONGEST_NAMES = 400
"""Code points of all names; what is longer is nobody's habit and not kept."""
_NOT_BY_NAME = _CODED | _USERS | {"hidden", "itemprop", "property", "style"}
"""Attributes whose value has a say in what the element or another attribute means."""


def meaning(tag: str, attributes: Mapping[str, str]) -> Meaning:
    """What is known of an element by its tag and the names of its attributes."""
    flags = markup.FLAGS.get(tag, 0) | (markup.STYLED if "style" in attributes else 0)
    names = [name for name in attributes if name not in markup.SILENT]
    if tag == "meta" or flags & markup.UNSHOWN or any(map(_depends, names)):
        known: Meaning = flags | (markup.SAYS if names else 0), ()
    elif tag == "input" and "value" in names:
        known = flags | markup.SAYS, ()
    else:
        known = flags, tuple((name, f"@{name[:_NAME_LENGTH]}") for name in names if _speaks(name))
    if len(attributes) <= _MOST_ATTRIBUTES and sum(map(len, attributes)) <= _LONGEST_NAMES:
        if len(MEANINGS) >= _MOST_KNOWN:
            MEANINGS.clear()
        MEANINGS[tag, *attributes] = known
    return known


def _depends(name: str) -> bool:
    return name in _NOT_BY_NAME or name.startswith("on") or "rot13" in name


def _speaks(name: str) -> bool:
    return name in markup.TEXT_ATTRIBUTES or name == "value" or name.startswith("data-")


def said_by(tag: str, attributes: Mapping[str, str]) -> Iterator[Said]:
    """The values of an element that a reader of its source could learn something from."""
    if tag == "meta" and (name := markup.meta_name(attributes)):
        content = attributes.get("content", "")
        # An address in a meta element proves nothing about what the page says.
        place = Place.LINK if absolute("", content) else Place.META
        yield content, place, f"[{name[:_NAME_LENGTH]}]@content"
        return
    item = attributes.get("itemprop") or attributes.get("property") or ""
    for name, value in attributes.items():
        if not value:
            continue
        if item and name in _ITEM_ATTRIBUTES:
            yield value, Place.STRUCTURED, f"[{item[:_NAME_LENGTH]}]@{name}"
        elif name in markup.TEXT_ATTRIBUTES:
            yield value, Place.ATTRIBUTE, f"@{name}"
        elif name == "value":
            unseen = tag == "input" and attributes.get("type", "").strip().lower() == "hidden"
            yield value, Place.HIDDEN if unseen else Place.ATTRIBUTE, "@value"
        elif name.startswith("data-") and name not in _CODED:
            yield value, Place.ATTRIBUTE, f"@{name[:_NAME_LENGTH]}"
            if "rot13" in name:
                yield turned(value), Place.ATTRIBUTE, f"@{name[:_NAME_LENGTH]}"
            elif name in _USERS and (host := _host_beside(attributes)):
                yield f"{value}@{host}", Place.ATTRIBUTE, f"@{name}"
        elif name.startswith("on") and ("@" in value or "tel:" in value or "mailto:" in value):
            for literal in literals(value):
                yield literal, Place.ATTRIBUTE, f"@{name[:_NAME_LENGTH]}"


def _host_beside(attributes: Mapping[str, str]) -> str:
    """The host, or its two labels, of an address whose user stands in another attribute."""
    host = next((attributes[name].strip() for name in _HOSTS if attributes.get(name)), "")
    if "." not in host and (last := attributes.get("data-tld", attributes.get("data-part3", ""))):
        host = f"{host}.{last.strip('. ')}"
    return host if "." in host else ""
