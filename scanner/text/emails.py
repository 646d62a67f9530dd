"""E-mail addresses, plain and in the disguises meant for people's eyes only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_DOT = r"(?:\.|\s?[\[({<]\s?(?:dot|\.)\s?[\])}>]\s?|\sdot\s)"
_WORDED_DOT = re.compile(r"[^a-z0-9]dot[^a-z0-9]")
_AT = re.compile(
    r"(?P<plain>@)|(?P<bracketed>\s?[\[({<]\s?(?:at|@)\s?[\])}>]\s?)|(?P<worded>\sat\s|\s@\s)"
)
_USER = re.compile(rf"[a-z0-9_%+'\-]+(?:{_DOT}[a-z0-9_%+'\-]+){{0,4}}$")
_HOST = re.compile(rf"[a-z0-9\-]+(?:{_DOT}[a-z0-9\-]+){{1,5}}")
_ANY_DOT = re.compile(_DOT)
_LONGEST = 90
_FILE_ENDINGS = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "woff2", "ico"))
_DOTLESS_HOSTS = frozenset(("gmail.com", "googlemail.com"))


def find_emails(page: Normalised) -> Iterator[Spotted]:
    """Addresses in folded text, canonical (see `canonical_email`); form `plain` or `obfuscated`."""
    text = page.text
    for sign in _AT.finditer(text):
        user = _USER.search(text[max(0, sign.start() - _LONGEST) : sign.start()])
        host = _HOST.match(text, sign.end(), sign.end() + _LONGEST)
        if user is None or host is None:
            continue
        start = sign.start() - len(user.group())
        if text[max(0, start - 1) : start] == "@":
            continue  # A federated handle, @user@host.
        yield from _spotted(page, sign, user.group(), start, host.end())


def _spotted(
    page: Normalised, sign: re.Match[str], user: str, start: int, end: int
) -> Iterator[Spotted]:
    text = page.text
    end = _without_next_sentence(page, sign.end(), end)
    written = text[sign.end() : end]
    host = _ANY_DOT.sub(".", written).strip("-")
    if "." not in host or host.rsplit(".", 1)[1] in _FILE_ENDINGS:
        return
    stripped = user.lstrip("'-%+")
    start += len(user) - len(stripped)
    plain = (
        sign["plain"] is not None and _ANY_DOT.sub(".", stripped + written) == stripped + written
    )
    usual = text[max(0, start - 1) : start] != "/"
    if sign["worded"] is not None:
        # "at" and a host name is what any sentence says: "look at example.org".
        usual = _WORDED_DOT.search(written) is not None
    value = canonical_email(f"{_ANY_DOT.sub('.', stripped)}@{host}")
    yield Spotted(start, end, value, "plain" if plain else "obfuscated", usual)


def _without_next_sentence(page: Normalised, start: int, end: int) -> int:
    """Cut a sentence that was joined without a space: "…@example.org.Please write"."""
    dot = page.text.rfind(".", start, end)
    if dot > start and "." in page.text[start:dot]:
        last, host = page.slice(dot + 1, end), page.slice(start, dot)
        if last[:1].isupper() and last[1:].islower() and host.islower():
            return dot
    return end


def canonical_email(text: str) -> str:
    """Lower case, without a +tag; for Google's mail also without dots in the user's part."""
    user, at, host = text.strip().lower().rpartition("@")
    if not at or not user:
        return text.strip().lower()
    user = user.partition("+")[0] or user
    if host in _DOTLESS_HOSTS:
        user = user.replace(".", "")
    return f"{user}@{host}"
