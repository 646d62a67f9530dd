"""User names: after an @, in the address of a profile, or standing alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from scanner.match.seen import Anchors, Entries, Entry, Hit, Page
from scanner.text.normalise import fold

_ADDRESS = re.compile(r"[^\s\"'<>()\[\]{},;|]*$")
_HOST = re.compile(r"(?:www\.)?([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)(?::\d+)?")
_INSTANCE = re.compile(r"@([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)")
_WINDOW = 200


def handle_anchors(entry: Entry, names: Collection[str] = ()) -> Anchors:
    """`names`: folded words of the person's names. A handle that is one of them says nothing where
    it stands alone."""
    user = fold(entry.fact.part("user") or entry.fact.value.reveal().partition("@")[0])
    if user:
        yield user, _Handle(entry, is_name=user in names)


class _Handle:
    """One handle, perhaps on one site or one instance only."""

    def __init__(self, entry: Entry, is_name: bool) -> None:
        self._entries = Entries([entry])
        self._is_name = is_name
        self._site = entry.fact.part("site").lower().removeprefix("www.")
        self._instance = entry.fact.part("instance").lower()

    def __call__(self, page: Page, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if before.isalnum() or before in ("_", "-") or after.isalnum() or after == "_":
            return
        if after in ("-", ".") and text[end + 1 : end + 2].isalnum() and not _is_cut(page, end):
            return
        address = _address_before(text, start)
        if address is not None:
            if self._is_on_site(address):
                first = start - len(address)
                yield Hit(self._entries, "profile_url", first, end)
        elif before == "@":
            yield from self._after_at_sign(text, start - 1, end)
        elif not self._is_name and after != "@" and before not in ("/", ".", "=", "&", "#"):
            yield Hit(self._entries, "bare", start, end)

    def _after_at_sign(self, text: str, start: int, end: int) -> Iterator[Hit]:
        before = text[max(0, start - 1) : start]
        if before.isalnum() or before in (".", "_", "-", "+"):
            return  # An e-mail address.
        instance = _INSTANCE.match(text, end)
        if instance and self._instance and instance[1] != self._instance:
            return
        last = instance.end() if instance and instance[1] == self._instance else end
        yield Hit(self._entries, "at_sign", start, last)

    def _is_on_site(self, address: str) -> bool:
        host = _host_of(address)
        wanted = self._site or self._instance
        return not wanted or host == wanted or host.endswith(f".{wanted}")


def _address_before(text: str, start: int) -> str | None:
    """The web address up to the path segment that begins at `start`; None if there is none."""
    found = _ADDRESS.search(text[max(0, start - _WINDOW) : start])
    address = found.group() if found else ""
    is_segment = address.rstrip("@~").endswith("/") and "?" not in address
    return address if is_segment and _host_of(address) else None


def _host_of(address: str) -> str:
    host = (address.partition("//")[2] or address).partition("/")[0]
    found = _HOST.fullmatch(host)
    return found[1] if found else ""


def _is_cut(page: Page, end: int) -> bool:
    """Whether the dot ends a sentence that runs on without a space: "@janemarlow.Please"."""
    return page.text[end] == "." and page.source(end + 1, end + 2).isupper()
