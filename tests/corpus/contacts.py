"""Numbers, e-mail addresses, handles and plates; numbers only from Ofcom's drama ranges."""

from __future__ import annotations

import datetime
from random import Random

from tests.corpus.person import Contact, Name, slug

MOBILE = ("+447700900", 3)
LANDLINES = (
    ("+441632960", 3),
    ("+442079460", 3),
    ("+441134960", 3),
    ("+441214960", 3),
    ("+441614960", 3),
    ("+442896496", 3),
    ("+442920180", 3),
)
FREEPHONE = ("+448081570", 3)
HOSTS = ("mailbox.example", "post.example.org", "inbox.test", "webmail.example", "example.com")
PROVIDERS = ("gmail.com", "googlemail.com")
SITES = ("x.com", "twitter.com", "facebook.com", "instagram.com", "github.com", "tiktok.com", "")


class Exchange:
    """Hands out telephone numbers, each once, so that no two people ever share one."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def draw(self, rng: Random, span: tuple[str, int]) -> str:
        """A number of the range that nobody has, in E.164."""
        head, width = span
        while (number := f"{head}{rng.randrange(10**width):0{width}d}") in self._taken:
            pass
        self._taken.add(number)
        return number

    def reuse(self, rng: Random, span: tuple[str, int]) -> str:
        """A number that no subject has; strangers may share it among themselves."""
        head, width = span
        while (number := f"{head}{rng.randrange(10**width):0{width}d}") in self._taken:
            pass
        return number

    def one_off(self, number: str, rng: Random) -> str:
        """A number that differs in one digit and belongs to nobody."""
        for digit in rng.sample("0123456789", 10):
            other = number[:-2] + digit + number[-1]
            if other not in self._taken:
                return other
        raise LookupError("every number nearby is taken")


def local_part(name: Name, rng: Random, born: datetime.date) -> str:
    """What stands before the @."""
    given, family = slug(name.given).replace("-", ""), slug(name.family).replace("-", "")
    forms = (
        f"{given}.{family}",
        f"{given}_{family}",
        f"{given[0]}{family}",
        f"{given}{family}{born:%y}",
        f"{family}.{given}",
    )
    return rng.choice(forms)


def draw_email(name: Name, rng: Random, born: datetime.date) -> str:
    local = local_part(name, rng, born)
    if rng.random() < 0.5:
        return f"{local}.invented.{rng.randint(10, 99)}@{rng.choice(PROVIDERS)}"
    return f"{local}@{rng.choice(HOSTS)}"


def draw_handles(name: Name, rng: Random, born: datetime.date) -> tuple[Contact, ...]:
    given, family = slug(name.given).replace("-", ""), slug(name.family).replace("-", "")
    forms = [
        f"{given}{family}",
        f"{given[0]}{family}{born:%y}",
        f"{given}_{family}",
        f"{given}{family}{born:%d}",
    ]
    long_enough = [form for form in forms if len(form) >= 5]
    chosen = rng.sample(long_enough, 2)
    if rng.random() < 0.2:
        return (Contact(f"@{chosen[0]}@social.wexcombe.example"),)
    return tuple(Contact(handle, site=rng.choice(SITES)) for handle in chosen)


def draw_plate(rng: Random) -> str:
    """A number plate of the present pattern."""
    letters = "ABCDEFGHJKLMNOPRSTUVWXY"
    last = "".join(rng.choice(letters) for _ in range(3))
    return f"{rng.choice('BCDEFGHKLMNPRSVWY')}{rng.choice(letters)}{rng.randint(51, 74)} {last}"


def draw_birth(rng: Random) -> datetime.date:
    return datetime.date(1946, 1, 1) + datetime.timedelta(days=rng.randrange(57 * 365))
