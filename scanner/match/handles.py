"""User names: after an @ or a site's name, in a web address, or standing alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from urllib.parse import unquote

from scanner.match.given_names import GIVEN_NAMES
from scanner.match.handle_sites import OWN_HOST, is_known, is_profile_path, site_of
from scanner.match.seen import Entries, Entry, Hit, Page, Recogniser
from scanner.model.document import Place
from scanner.model.facts import Fact
from scanner.text.normalise import fold

_ADDRESS = re.compile(r"[^\s\"'<>()\[\]{},;|]*$")
_OWN_PATH = re.compile(r"(?:^|(?<=\s))/([^\s?]*)$")
_HOST = re.compile(r"(?:www\.)?([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)(?::\d+)?")
_INSTANCE = re.compile(r"@([a-z0-9\-]+(?:\.[a-z0-9\-]+)+)")
_ENCODED = ("%40", "%2f", "%3d")
_IN_QUERY = re.compile(r"[?&;](?:via|screen_name|user_?name|user|u|handle|author|member)=@?$")
_LABEL = re.compile(
    r"(?<![a-z0-9])(?:(?P<site>twitter|x|insta|instagram|ig|facebook|fb|threads|tik ?tok|tt"
    r"|you ?tube|yt|snap|snapchat|sc|reddit|bluesky|bsky|mastodon|linkedin|git ?hub|twitch|discord"
    r"|telegram|skype|steam|psn|xbox|strava|pinterest|kik)"
    r"(?: (?:handle|name|id|user ?name|account))?|user ?name|handle|screen ?name|gamer ?tag|nick"
    r"|nickname|user)(?: ?[:=/\-|] ?| is | \(| )$"
)
_WEAK_LABELS = frozenset({"x", "user", "nick", "handle", "tt", "snap", "sc", "steam"})
"""Words of every day: a mere space after them says nothing."""
_LABELLED_SITES = {
    "twitter": "x.com",
    "x": "x.com",
    "insta": "instagram.com",
    "instagram": "instagram.com",
    "ig": "instagram.com",
    "facebook": "facebook.com",
    "fb": "facebook.com",
    "threads": "threads.net",
    "tiktok": "tiktok.com",
    "youtube": "youtube.com",
    "yt": "youtube.com",
    "snapchat": "snapchat.com",
    "reddit": "reddit.com",
    "bluesky": "bsky.app",
    "bsky": "bsky.app",
    "linkedin": "linkedin.com",
    "github": "github.com",
    "twitch": "twitch.tv",
    "telegram": "t.me",
    "strava": "strava.com",
    "pinterest": "pinterest.com",
}
_REDDIT = re.compile(r"(?<![a-z0-9.])/?u/$")
_NOUN_BEFORE = re.compile(
    r"(?<![a-z])(?:an?|the|my|our|your|their|his|her|its|this|that|some|every|each|no|of|in|at|to)"
    r" $"
)
_AS_USER = re.compile(
    r"(?:\+[\w.\-]{1,40})?(?:@| ?[\[({<*|~_\-] ?(?:at|@|a) ?[\])}>*|~_\-]"
    r"| (?:at|@) [a-z0-9\-]{1,63} ?(?:\.[a-z]|dot |[\[({<*|~_\-] ?(?:dot|\.)))"
)
"""What follows a name that is the user's part of an e-mail address, openly or in disguise."""
_WINDOW = 200


class Handles(Recogniser):
    """The handles of all subjects, by user name."""

    def __init__(
        self, entries: Iterable[Entry], names: Mapping[str, Collection[str]] | None = None
    ) -> None:
        """`names`: by subject, the folded words of the person's names. A handle that is one of
        them says nothing where it stands alone."""
        self._users: dict[str, _User] = {}
        for entry in entries:
            user = user_of(entry.fact)
            if user:
                own = (names or {}).get(entry.subject_id, ())
                self._users.setdefault(user, _User()).add(entry, _is_ordinary(user, own))

    def literals(self) -> Iterable[str]:
        return self._users

    def at(self, page: Page, literal: str, start: int, end: int) -> Iterator[Hit]:
        text = page.text
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if after.isalnum() or after == "_":
            return
        is_inside = before.isalnum() or (before and before in "_-#")
        if is_inside and text[max(0, start - 3) : start] not in _ENCODED:
            return
        user = self._users[literal]
        if after == "." and (own := OWN_HOST.match(text, end)):
            yield from _at_own_host(text, user, start, own)
            return
        if after in ("-", ".") and text[end + 1 : end + 2].isalnum() and not _is_cut(page, end):
            return
        if before == "." and text[max(0, start - 2) : start - 1].isalnum():
            return
        address, at = _address_before(text, start)
        if address:
            yield from _in_address(user, address, (at, start), end)
        elif before == "/" and page.place_at(page.folded.origin(start)[0]) is Place.LINK:
            yield from _on_own_site(text, user, start, end)
        elif before == "@":
            yield from _after_at_sign(text, user, start - 1, end)
        elif not _AS_USER.match(text, end):
            yield from _alone(page, user, start, end)


class _User:
    """Whose a user name is, and on which sites."""

    __slots__ = ("anywhere", "by_instance", "by_site", "everybody", "unordinary")

    def __init__(self) -> None:
        self.everybody, self.anywhere, self.unordinary = Entries(), Entries(), Entries()
        self.by_site: dict[str, Entries] = {}
        self.by_instance: dict[str, Entries] = {}

    def add(self, entry: Entry, is_ordinary: bool) -> None:
        site = site_of(entry.fact.part("site"))
        instance = entry.fact.part("instance").lower()
        self.everybody.add(entry)
        if not is_ordinary:
            self.unordinary.add(entry)
        if instance:
            self.by_instance.setdefault(instance, Entries()).add(entry)
        if site or instance:
            self.by_site.setdefault(site or instance, Entries()).add(entry)
        else:
            self.anywhere.add(entry)

    def on_site(self, host: str) -> Iterator[Entries]:
        """Those who use the name there, and those who did not say where."""
        if self.anywhere.by_subject:
            yield self.anywhere
        if self.by_site:
            for site in dict.fromkeys((site_of(host), *_parents(host))):
                if site in self.by_site:
                    yield self.by_site[site]


def user_of(fact: Fact) -> str:
    """The folded user name of a handle."""
    return fold(fact.part("user") or fact.value.reveal().partition("@")[0])


def _is_ordinary(user: str, names: Collection[str]) -> bool:
    if user in names or user in GIVEN_NAMES:
        return True
    words = [word for word in user.split("-") if word]
    return len(words) > 1 and all(word in names for word in words)


def _parents(host: str) -> Iterator[str]:
    labels = host.split(".")
    for at in range(len(labels) - 1):
        yield ".".join(labels[at:])


def _at_own_host(text: str, user: _User, start: int, own: re.Match[str]) -> Iterator[Hit]:
    before = text[max(0, start - 12) : start]
    if text[own.end() : own.end() + 1] == "@":
        return  # An e-mail address.
    if before.endswith("@"):
        form, start = "at_sign", start - 1
        if before[-2:-1].isalnum():
            return  # An e-mail address.
    elif before.endswith("/") or before.endswith("www.") or not before[-1:].strip(" ([<'\":,"):
        form = "profile_url"
    else:
        return
    host = "bsky.app" if own[1] == "bsky.social" else own[1]
    for entries in user.on_site(host):
        yield Hit(entries, form, start, own.end())


def _in_address(user: _User, address: str, starts: tuple[int, int], end: int) -> Iterator[Hit]:
    """`starts`: where the address begins, and where the user name does."""
    start, at_user = starts
    host = _host_of(address)
    path = (address.partition("//")[2] or address).partition("/")[2]
    if _IN_QUERY.search(address):
        for entries in user.on_site(host):
            yield Hit(entries, "labelled", at_user, end)
        return
    if "?" in address or not address.rstrip("@~:=").endswith(("/", "user", "member", "author")):
        return
    bound = [entries for entries in user.on_site(host) if entries is not user.anywhere]
    for entries in bound:
        yield Hit(entries, "profile_url", start, end)
    if user.anywhere.by_subject:
        site = site_of(host)
        if is_profile_path(site, path):
            yield Hit(user.anywhere, "profile_url", start, end)
        elif not is_known(site) or path:
            yield Hit(user.anywhere, "url_path", start, end)


def _on_own_site(text: str, user: _User, start: int, end: int) -> Iterator[Hit]:
    """In a link to a page of the same site, when nobody knows any more what site that was."""
    found = _OWN_PATH.search(text[max(0, start - _WINDOW) : start])
    if found is not None and user.anywhere.by_subject and is_profile_path("", found[1]):
        yield Hit(user.anywhere, "profile_url", start - len(found[1]) - 1, end)


def _after_at_sign(text: str, user: _User, start: int, end: int) -> Iterator[Hit]:
    before = text[max(0, start - 1) : start]
    if before.isalnum() or before in (".", "_", "-", "+"):
        return  # An e-mail address.
    instance = _INSTANCE.match(text, end)
    if instance is None:
        yield Hit(user.everybody, "at_sign", start, end)
        return
    if own := user.by_instance.get(instance[1]):
        yield Hit(own, "at_sign", start, instance.end())
    for site, entries in (("", user.anywhere), *user.by_site.items()):
        if entries.by_subject and site not in user.by_instance:
            yield Hit(entries, "at_sign", start, end)


def _alone(page: Page, user: _User, start: int, end: int) -> Iterator[Hit]:
    text = page.text
    before = text[max(0, start - 32) : start]
    if _REDDIT.search(before):
        for entries in user.on_site("reddit.com"):
            yield Hit(entries, "labelled", start, end)
        return
    if before[-1:] in ("/", ".", "=", "&", "#", "$", "%"):
        return
    label = _LABEL.search(before)
    if label is not None and not (label.group()[-1] == " " and _is_weak(label)):
        site = _LABELLED_SITES.get((label["site"] or "").replace(" ", ""))
        for entries in user.on_site(site) if site else (user.everybody,):
            yield Hit(entries, "labelled", start, end)
    elif user.unordinary.by_subject and not _NOUN_BEFORE.search(before):
        yield Hit(user.unordinary, "bare", start, end)


def _is_weak(label: re.Match[str]) -> bool:
    mark = label.group().rstrip()[-1:]
    return mark not in ":=/-|(" and label.group().split()[0] in _WEAK_LABELS


def _address_before(text: str, start: int) -> tuple[str, int]:
    """The web address, decoded, that goes on at `start`, and where it begins; nothing if there is
    none."""
    found = _ADDRESS.search(text[max(0, start - _WINDOW) : start])
    written = found.group() if found else ""
    if "/" not in written and "%2f" not in written:
        return "", start
    begins = start - len(written)
    address = written
    if written[-3:] in _ENCODED:
        address = unquote(written)
        inner = max(address.rfind("http://"), address.rfind("https://"))
        if inner > 0:
            address = address[inner:]
            begins = start - len(written) + max(written.rfind("http"), 0)
    return (address, begins) if _host_of(address) else ("", start)


def _host_of(address: str) -> str:
    host = (address.partition("//")[2] or address).partition("/")[0]
    found = _HOST.fullmatch(host)
    return found[1] if found else ""


def _is_cut(page: Page, end: int) -> bool:
    """Whether the dot ends a sentence that runs on without a space: "@janemarlow.Please"."""
    return page.text[end] == "." and page.source(end + 1, end + 2).isupper()
