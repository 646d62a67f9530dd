"""How pages write a user name."""

from __future__ import annotations

from random import Random

from tests.corpus.person import Contact
from tests.corpus.written import Form, Written

_PROFILES = (
    ("x.com", "https://x.com/{}"),
    ("x.com", "https://twitter.com/{}?ref_src=twsrc"),
    ("facebook.com", "https://www.facebook.com/{}/"),
    ("instagram.com", "https://instagram.com/{}"),
    ("instagram.com", "https://www.instagram.com/{}/?hl=en"),
    ("github.com", "https://github.com/{}"),
    ("tiktok.com", "https://www.tiktok.com/@{}"),
)
_NAMES = {
    "x.com": "Twitter",
    "twitter.com": "X/Twitter",
    "facebook.com": "Facebook",
    "instagram.com": "Insta",
    "github.com": "GitHub",
    "tiktok.com": "TikTok",
    "": "Instagram",
}


def _local(contact: Contact) -> str | None:
    return None if contact.value.startswith("@") else contact.value


def _plain(contact: Contact, rng: Random) -> Written | None:
    return Written(f"@{contact.value.removeprefix('@')}")


def _link(contact: Contact, rng: Random) -> Written | None:
    if _local(contact) is None:
        user, host = contact.value.removeprefix("@").split("@")
        address = f"https://{host}/@{user}"
    else:
        address = _address(contact, rng)
    label = rng.choice(("Follow", "Profile", '<i class="icon-social"></i>', "Social"))
    return Written(address, markup=f'<a href="{address}" rel="me">{label}</a>', place="link")


def _shown_address(contact: Contact, rng: Random) -> Written | None:
    if _local(contact) is None:
        return None
    return Written(_address(contact, rng).removeprefix("https://"))


def _address(contact: Contact, rng: Random) -> str:
    site = "x.com" if contact.site == "twitter.com" else contact.site
    fitting = [pattern for host, pattern in _PROFILES if site in ("", host)]
    return rng.choice(fitting).format(contact.value)


def _labelled(contact: Contact, rng: Random) -> Written | None:
    """Twitter: janes"""
    if _local(contact) is None:
        return None
    label = _NAMES[contact.site]
    at = rng.choice(("", "@"))
    return Written(contact.value, lead=f"{label}: {at}", also=(f"{label}: {contact.value}",))


def _bracketed(contact: Contact, rng: Random) -> Written | None:
    if _local(contact) is None:
        return None
    return Written(f"(@{contact.value})", also=(contact.value,))


def _bare(contact: Contact, rng: Random) -> Written | None:
    return Written(_local(contact) or "") if _local(contact) else None


FORMS: dict[str, Form[Contact]] = {
    "plain": _plain,
    "profile link": _link,
    "profile address shown": _shown_address,
    "labelled": _labelled,
    "bracketed": _bracketed,
    "bare": _bare,
}
