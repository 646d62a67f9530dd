"""How pages write an e-mail address, openly or hidden from harvesters."""

from __future__ import annotations

from random import Random

from tests.corpus.person import Contact
from tests.corpus.written import Form, Written


def _plain(contact: Contact, rng: Random) -> Written | None:
    return Written(contact.value)


def _mailto(contact: Contact, rng: Random) -> Written | None:
    label = rng.choice(("E-mail", "Email me", "Contact", "Get in touch"))
    return Written(
        contact.value, markup=f'<a href="mailto:{contact.value}">{label}</a>', place="link"
    )


def _mailto_subject(contact: Contact, rng: Random) -> Written | None:
    query = rng.choice(("?subject=Your%20enquiry", "?subject=Hello&amp;cc=clerk@parish.example"))
    markup = f'<a class="btn" href="mailto:{contact.value}{query}">Write to us</a>'
    return Written(contact.value, markup=markup, place="link")


def _linked(contact: Contact, rng: Random) -> Written | None:
    return Written(contact.value, markup=f'<a href="mailto:{contact.value}">{contact.value}</a>')


def _capitals(contact: Contact, rng: Random) -> Written | None:
    local, host = contact.value.split("@")
    return Written(rng.choice((contact.value.upper(), f"{local.title()}@{host.title()}")))


def _spelled(glue_at: tuple[str, ...], glue_dot: tuple[str, ...]) -> Form[Contact]:
    def write(contact: Contact, rng: Random) -> Written | None:
        local, host = contact.value.split("@")
        index = rng.randrange(len(glue_at))
        return Written(f"{local}{glue_at[index]}{host.replace('.', glue_dot[index])}")

    return write


def _entities(contact: Contact, rng: Random) -> Written | None:
    style = rng.choice(("&#{};", "&#x{:x};"))
    markup = "".join(style.format(ord(char)) for char in contact.value)
    return Written(contact.value, markup=markup)


def _plus_tag(contact: Contact, rng: Random) -> Written | None:
    local, host = contact.value.split("@")
    return Written(f"{local}+{rng.choice(('council', 'shop', 'run24'))}@{host}")


def _provider_dots(contact: Contact, rng: Random) -> Written | None:
    """Dots that the provider ignores, and its other host."""
    local, host = contact.value.split("@")
    if host not in ("gmail.com", "googlemail.com"):
        return None
    moved = rng.choice((local.replace(".", ""), local[:2] + "." + local[2:]))
    return Written(f"{moved}@{rng.choice(('gmail.com', 'googlemail.com'))}")


def _cfemail(contact: Contact, rng: Random) -> Written | None:
    """What a well-known content network writes in place of an address: each byte xored."""
    key = rng.randrange(1, 256)
    code = f"{key:02x}" + "".join(f"{ord(char) ^ key:02x}" for char in contact.value)
    markup = (
        f'<a href="/cdn-cgi/l/email-protection" class="__cf_email__" data-cfemail="{code}">'
        "[email&#160;protected]</a>"
    )
    return Written(contact.value, markup=markup, also=("[email protected]", code))


def _comment_split(contact: Contact, rng: Random) -> Written | None:
    local, host = contact.value.split("@")
    return Written(contact.value, markup=f"{local}<!-- no spam -->@<!-- please -->{host}")


def _spans(contact: Contact, rng: Random) -> Written | None:
    local, host = contact.value.split("@")
    return Written(contact.value, markup=f"<span>{local}</span><span>@</span><b>{host}</b>")


def _script(contact: Contact, rng: Random) -> Written | None:
    local, host = contact.value.split("@")
    raw = rng.choice(
        (
            f"document.write('{local}' + '@' + '{host}');",
            f'var u = "{local}"; var d = "{host}"; document.write(u + "@" + d);',
        )
    )
    return Written(contact.value, markup=f"<script>{raw}</script>", also=(raw,), place="script")


def _angle(contact: Contact, rng: Random) -> Written | None:
    return Written(contact.value, lead="<", tail=">")


FORMS: dict[str, Form[Contact]] = {
    "plain": _plain,
    "mailto: link": _mailto,
    "mailto: with subject": _mailto_subject,
    "linked": _linked,
    "capitals": _capitals,
    "[at] [dot]": _spelled((" [at] ", "[at]", " [AT] "), (" [dot] ", "[dot]", " [DOT] ")),
    "(at)": _spelled((" (at) ", "(at)", "(at)"), (".", ".", "(dot)")),
    "at … dot": _spelled((" at ", " AT "), (" dot ", " DOT ")),
    "spaced": _spelled((" @ ",), (".",)),
    "{at}": _spelled(("{at}", " <at> "), (".", " <dot> ")),
    "entities": _entities,
    "plus tag": _plus_tag,
    "provider's dots": _provider_dots,
    "data-cfemail": _cfemail,
    "split by comments": _comment_split,
    "split by tags": _spans,
    "by script": _script,
    "in angle brackets": _angle,
}
