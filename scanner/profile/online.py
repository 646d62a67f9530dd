"""E-mail addresses, handles and domains."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from scanner.model.facts import FactKind, Secret, Use
from scanner.model.masks import mask_part
from scanner.profile.reading import Doubt, Reading, Unreadable, masked, masked_parts, single

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})+")
"""A host name of at least two labels, after its translation to ASCII (RFC 1123, 2.1)."""
_USER = re.compile(r"[^\s@,;<>()\[\]\\\"]+")


def host_name(text: str) -> str:
    """The host of `text` (a host name or a web address) in ASCII lower case, or an empty string."""
    bare = text.strip().lower()
    if "//" in bare:
        try:
            bare = urlsplit(bare).hostname or ""
        except ValueError:
            return ""
    bare = bare.split("/")[0].rstrip(".")
    try:
        ascii_name = bare.encode("idna").decode("ascii") if not bare.isascii() else bare
    except UnicodeError:
        return ""
    return ascii_name if _HOST.fullmatch(ascii_name) else ""


def read_email(given: Mapping[str, str]) -> Reading:
    """An address in lower case; a piece of one (a user or a host alone) has no @ in its value."""
    text = re.sub(r"^mailto:", "", single(given), flags=re.IGNORECASE).strip("<> ").lower()
    user, at, host = text.rpartition("@")
    if not at:
        if not (name := host_name(text)):
            raise Unreadable(
                "has no @.", 'Write the whole address, such as "jane@example.org", or its host.'
            )
        return Reading(_email(name), masked_parts({"host": name}), Use.PERSONAL)
    if user and not host and _USER.fullmatch(user):
        return Reading(_email(user), masked_parts({"user": user}), Use.PERSONAL)
    if (user and not _USER.fullmatch(user)) or not (name := host_name(host) or _single_label(host)):
        raise Unreadable(
            "is not an e-mail address.", 'Write one address, such as "jane@example.org".'
        )
    if not user:
        return Reading(_email(name), masked_parts({"host": name}), Use.PERSONAL)
    parts = masked_parts({"user": user, "host": name})
    return Reading(_email(f"{user}@{name}"), parts, Use.PERSONAL, tuple(_email_doubts(user, name)))


def _email(value: str) -> Secret:
    return masked(FactKind.EMAIL, value) if "@" in value else Secret(value, mask_part("", value))


def _single_label(host: str) -> str:
    return host if re.fullmatch(_LABEL, host) else ""


def _email_doubts(user: str, host: str) -> list[Doubt]:
    doubts = []
    if "." not in host:
        doubts.append(Doubt("has a host without a dot.", "Check the part after the @."))
    if user.startswith(".") or user.endswith(".") or ".." in user or len(user) > 64:
        doubts.append(Doubt("has an unusual part before the @.", "Check it."))
    return doubts


def read_handle(given: Mapping[str, str]) -> Reading:
    """A user name, a federated handle (@user@host), or the address of a profile.

    Parts: user; instance for a federated handle; site for the host that it is used on.
    """
    site = _site(given.get("site", ""))
    user, instance = given.get("user", ""), given.get("instance", "")
    if "value" in given:
        text = single(given)
        if "/" in text:
            user, host = _from_profile_address(text)
            site = site or host
        else:
            user, _, instance = text.lstrip("@").partition("@")
    user = user.lstrip("@")
    if instance and not (instance := host_name(instance)):
        raise Unreadable(
            "has no host name after its second @.", 'Write "user@social.example".', "instance"
        )
    if not _USER.fullmatch(user) or "/" in user:
        raise Unreadable(
            "is not a user name.", 'Write it without spaces, such as "janemarlow".', "user"
        )
    value = f"{user}@{instance}" if instance else user
    parts = {"user": user, "instance": instance, "site": site}
    named = tuple(
        # The service is no secret, only who somebody is there.
        (key, Secret(text, text) if key == "site" else secret)
        for key, secret in masked_parts(parts)
        for text in (secret.reveal(),)
    )
    return Reading(Secret(value, mask_part("user", value)), named)


def _site(text: str) -> str:
    if not text:
        return ""
    if host := host_name(text).removeprefix("www."):
        return host
    raise Unreadable("is not a host name.", 'Write the site as "github.com".', "site")


def _from_profile_address(text: str) -> tuple[str, str]:
    """User and host of a profile's address such as https://github.com/janemarlow."""
    host, _, path = re.sub(r"^https?://", "", text, flags=re.IGNORECASE).partition("/")
    name = path.split("?")[0].split("#")[0].strip("/")
    if not host_name(host) or not name or "/" in name:
        raise Unreadable(
            "is not a user name.",
            'Write the user name alone and the site beside it: { value = "janemarlow", '
            'site = "github.com" }.',
        )
    return name.lstrip("@"), host_name(host).removeprefix("www.")


def read_domain(given: Mapping[str, str]) -> Reading:
    """A host name without www."""
    host = host_name(single(given)).removeprefix("www.")
    if not host:
        raise Unreadable("is not a domain.", 'Write it as "marlow-for-wexcombe.example".')
    return Reading(masked(FactKind.DOMAIN, host))
