"""Where the sites that many people use have the page of a user."""

from __future__ import annotations

import re

_USER = "\0"
_HOSTS: dict[str, tuple[str, ...]] = {
    "x.com": ("\0", "@\0", "i/user/\0"),
    "facebook.com": ("\0", "people/\0", "pg/\0", "public/\0"),
    "instagram.com": ("\0", "stories/\0", "@\0"),
    "threads.net": ("@\0", "\0"),
    "tiktok.com": ("@\0",),
    "youtube.com": ("@\0", "c/\0", "user/\0", "\0"),
    "linkedin.com": ("in/\0", "pub/\0", "company/\0"),
    "github.com": ("\0", "users/\0"),
    "gitlab.com": ("\0",),
    "bitbucket.org": ("\0",),
    "reddit.com": ("user/\0", "u/\0"),
    "bsky.app": ("profile/\0",),
    "snapchat.com": ("add/\0", "@\0"),
    "pinterest.com": ("\0",),
    "medium.com": ("@\0",),
    "substack.com": ("@\0",),
    "t.me": ("\0", "s/\0"),
    "twitch.tv": ("\0",),
    "strava.com": ("athletes/\0",),
    "flickr.com": ("photos/\0", "people/\0"),
    "tumblr.com": ("\0", "blog/\0"),
    "vimeo.com": ("\0",),
    "soundcloud.com": ("\0",),
    "patreon.com": ("\0", "c/\0"),
    "ko-fi.com": ("\0",),
    "buymeacoffee.com": ("\0",),
    "linktr.ee": ("\0",),
    "about.me": ("\0",),
    "paypal.me": ("\0",),
    "paypal.com": ("paypalme/\0",),
    "open.spotify.com": ("user/\0",),
    "last.fm": ("user/\0",),
    "goodreads.com": ("\0",),
    "steamcommunity.com": ("id/\0",),
    "etsy.com": ("shop/\0", "people/\0"),
    "ebay.co.uk": ("usr/\0", "str/\0"),
    "quora.com": ("profile/\0",),
    "disqus.com": ("by/\0",),
    "gravatar.com": ("\0",),
    "keybase.io": ("\0",),
    "vsco.co": ("\0",),
    "dev.to": ("\0",),
    "depop.com": ("\0",),
    "en.wikipedia.org": ("wiki/user:\0",),
    "justgiving.com": ("page/\0", "fundraising/\0"),
}
_SAME = {
    "twitter.com": "x.com",
    "fb.com": "facebook.com",
    "fb.me": "facebook.com",
    "m.me": "facebook.com",
    "instagr.am": "instagram.com",
    "ig.me": "instagram.com",
    "threads.com": "threads.net",
    "old.reddit.com": "reddit.com",
    "pinterest.co.uk": "pinterest.com",
    "telegram.me": "t.me",
    "ebay.com": "ebay.co.uk",
}
_FRONT = re.compile(
    r"(?:www|m|mobile|mbasic|web|old|new|touch|[a-z]{2}|[a-z]{2}-[a-z]{2})\.(?=.*\.)"
)
"""What sites put before their name for telephones and countries."""
_OWN_HOSTS = (
    "tumblr.com|wordpress.com|blogspot.com|blogspot.co.uk|substack.com|bsky.social|medium.com"
    "|github.io|gitlab.io|livejournal.com|deviantart.com|bandcamp.com|weebly.com|wixsite.com"
    "|carrd.co|itch.io|typepad.com|newgrounds.com"
)
OWN_HOST = re.compile(rf"\.({_OWN_HOSTS})(?![a-z0-9\-]|\.[a-z0-9])")
"""Sites that give each user a host name: what follows the user's name there."""
_PROFILE_PATH = re.compile(
    r"(?:.*/)?(?:@|~|u/|users?/|profiles?/|members?/|people/|authors?/|contributors?/|by/"
    r"|(?:user|member|author|profile)[:=])"
)
"""How most other sites and forums, and every Mastodon server, name the page of a user."""


def site_of(host: str) -> str:
    """One name for a site, whichever of its hosts is written."""
    bare = _FRONT.sub("", host.lower().removeprefix("www."), count=1)
    bare = _SAME.get(bare, bare)
    return bare if bare in _HOSTS or host not in _HOSTS else host


def is_known(site: str) -> bool:
    return site in _HOSTS


def is_profile_path(site: str, path: str) -> bool:
    """Whether `path`, the part of a web address between host and user, leads to a user's page."""
    if (paths := _HOSTS.get(site)) is not None:
        return f"{path}{_USER}" in paths
    return _PROFILE_PATH.fullmatch(path) is not None
