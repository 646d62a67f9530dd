"""E-mail addresses, plain and in the disguises meant for people's eyes only.

Each sign that may be an @ is looked at once: what stands after it must be a host, what stands
before it a user. Both are read from the sign outwards, so that every text takes time by its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_DOT = r"(?:\.| ?[\[({<*_|~-] ?(?:dot|punkt|\.) ?[\])}>*_|~-] ?| dot | \. )"
_TOD = r"(?:\.| ?[\])}>*_|~-] ?(?:tod|tknup|\.) ?[\[({<*_|~-] ?| tod | \. )"
"""The same, read backwards."""
_WORDED_DOT = re.compile(r"[^a-z0-9]dot[^a-z0-9]")
_DISGUISED_AT = re.compile(
    r" ?(?:\[ ?(?:at|@|a) ?\]|\( ?(?:at|@|a) ?\)|\{ ?(?:at|@|a) ?\}|< ?(?:at|@) ?>"
    r"|\* ?(?:at|@) ?\*|\| ?at ?\||['\"#] ?(?:at|@) ?['\"#]|~at~|_at_|-at-) ?| (?:at|@) "
)
_MARKED_AT = re.compile(r"[\[({<*|~_'\"#\-] ?(?:at|@|a[\])}])")
_WORDED_AT = re.compile(rf" at (?=[a-z0-9\-]++{_DOT}[a-z0-9])")
"""Nearly always the word, which no host follows."""
_USER = re.compile(rf"[a-z0-9_%+'\-&!#$]++(?:{_TOD}[a-z0-9_%+'\-]++){{0,5}}+")
_HOST = re.compile(rf"[a-z0-9\-]++(?:{_DOT}[a-z0-9\-]++){{1,6}}+")
_ANY_DOT = re.compile(_DOT)
_LONGEST = 90
_FILE_ENDINGS = frozenset(("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "woff2", "ico"))
_GOOGLE = frozenset(("gmail.com", "googlemail.com"))
"""One service, for which dots in the user's part are nothing.
Source: Gmail Help, "Dots don't matter in Gmail addresses"."""
_INSERTED = re.compile(
    r"[._\-+]*(?:no-?spam|(?:remove|delete)-?this|nospamplease|anti-?spam|spam-?free)[._\-]*"
)
"""What people put into an address for others to take out."""
_NUMBER_RUN_IN = re.compile(r"(?<=\d )\d{3,6}(?=[a-z])")
"""The end of a grouped telephone number that an address follows without a space."""
_ENCODED = re.compile(r".*%[0-9a-f]{2}|(?<=\\)(?:u00[0-9a-f]{2}|[nrt])")
"""Before the user's part in a web address, or in a program's text."""


def find_emails(page: Normalised) -> Iterator[Spotted]:
    """Addresses in folded text, canonical (see `canonical_email`); form `plain` or `obfuscated`.

    Plain and web-encoded ones, then those with another sign for the @.
    """
    text = page.text
    for sign in ("@", "%40"):
        at = text.find(sign)
        while at >= 0:
            yield from _around(page, at, at + len(sign), is_plain=True)
            if (text[at - 1 : at] == " ") != (text[at + 1 : at + 2] == " "):
                yield from _beside_space(page, at)
            at = text.find(sign, at + 1)
    for at in _disguises(text):
        found = _DISGUISED_AT.match(text, at)
        if found is not None:
            yield from _around(page, *found.span(), is_plain=False)


def _beside_space(page: Normalised, at: int) -> Iterator[Spotted]:
    """ "jane @example.org", "jane@ example.org": a slip, or a handle after any word."""
    if page.text[at] == "@":
        is_before = page.text[at - 1 : at] == " "
        yield from _around(page, at - is_before, at + 2 - is_before, is_plain=False)


def _disguises(text: str) -> Iterator[int]:
    """Where a sign may stand for an @."""
    for found in _MARKED_AT.finditer(text):
        at = found.start()
        yield at - 1 if text[at - 1 : at] == " " else at
    for found in _WORDED_AT.finditer(text):
        yield found.start()
    at = text.find(" @ ")
    while at >= 0:
        yield at
        at = text.find(" @ ", at + 1)


def _around(page: Normalised, start: int, end: int, is_plain: bool) -> Iterator[Spotted]:
    """The address whose @, or what stands for it, is [start, end)."""
    text = page.text
    host = _HOST.match(text, end, end + _LONGEST)
    if host is None:
        return
    user = _USER.match(text[max(0, start - _LONGEST) : start][::-1])
    if user is None:
        return
    first = start - len(user.group())
    if text[first - 1 : first] == "@" and first > 0:
        return  # A federated handle, @user@host.
    yield from _spotted(page, first, (start, end), host.end(), is_plain)


def _spotted(
    page: Normalised, start: int, sign: tuple[int, int], end: int, is_plain: bool
) -> Iterator[Spotted]:
    text = page.text
    end = _without_next_sentence(page, sign[1], end)
    host = _ANY_DOT.sub(".", text[sign[1] : end]).strip("-")
    start = _without_encoding(text, start, sign[0])
    user = _ANY_DOT.sub(".", text[start : sign[0]])
    host, user = (
        (_INSERTED.sub(_seam, host), _INSERTED.sub(_seam, user))
        if ("spam" in user + host or "this" in user + host)
        else (host, user)
    )
    if "." not in host or not user or host.rsplit(".", 1)[1] in _FILE_ENDINGS:
        return
    is_as_written = is_plain and f"{user}{host}" == text[start : sign[0]] + text[sign[1] : end]
    usual = text[max(0, start - 1) : start] != "/"
    if text[sign[0] : sign[1]] in (" @", "@ "):
        usual = False
    elif text[sign[0] : sign[1]].strip() == "at" or text[sign[0]] in "_-*~|'\"#":
        # "at" and a host name is what any sentence says: "look at example.org".
        usual = _WORDED_DOT.search(text, sign[1], end) is not None
    form = "plain" if is_as_written else "obfuscated"
    yield Spotted(start, end, canonical_email(f"{user}@{host}"), form, usual)


def _seam(inserted: re.Match[str]) -> str:
    """What is left between two pieces when the insertion is taken out."""
    at_edge = inserted.start() == 0 or inserted.end() == len(inserted.string)
    marks = inserted.group()
    return "." if marks[0] == "." and marks[-1] == "." and not at_edge else ""


def _without_encoding(text: str, start: int, end: int) -> int:
    if found := _ENCODED.match(text, start, end):
        start = found.end()
    while start < end and text[start] in "'-%+&!#$":
        start += 1
    number = _NUMBER_RUN_IN.match(text, start, end)
    return number.end() if number else start


def _without_next_sentence(page: Normalised, start: int, end: int) -> int:
    """Cut what was joined without a space: "…@example.org.Please write", "…@example.orgTel"."""
    dot = page.text.rfind(".", start, end)
    if dot <= start:
        return end
    last, host = page.slice(dot + 1, end), page.slice(start, dot)
    if "." in host and last[:1].isupper() and last[1:].islower() and host.islower():
        return dot
    joined = re.match(r"[a-z]{2,}(?=[A-Z][a-z])", last)
    return dot + 1 + joined.end() if joined else end


def canonical_email(text: str) -> str:
    """Lower case, without a +tag; Google's two hosts are one, and dots say nothing there."""
    user, at, host = text.strip().lower().rpartition("@")
    if not at or not user:
        return text.strip().lower()
    user = user.partition("+")[0] or user
    if host in _GOOGLE:
        user, host = user.replace(".", ""), "gmail.com"
    return f"{user}@{host}"
