"""How pages write a person's name."""

from __future__ import annotations

import html
import unicodedata
from random import Random

from tests.corpus.names import title_of
from tests.corpus.person import Name, slug
from tests.corpus.written import Form, Written


def _plain(name: Name, rng: Random) -> Written | None:
    return Written(name.plain)


def _full(name: Name, rng: Random) -> Written | None:
    if not name.middle:
        return None
    return Written(f"{name.given} {' '.join(name.middle)} {name.family}")


def _middle_initial(name: Name, rng: Random) -> Written | None:
    if not name.middle:
        return None
    dot = rng.choice(("", "."))
    initials = " ".join(f"{middle[0]}{dot}" for middle in name.middle)
    return Written(f"{name.given} {initials} {name.family}")


def _surname_first_capitals(name: Name, rng: Random) -> Written | None:
    rest = rng.choice((name.given, " ".join((name.given, *name.middle))))
    comma = rng.choice((",", ",", ""))
    return Written(f"{name.family.upper()}{comma} {rest}")


def _surname_comma(name: Name, rng: Random) -> Written | None:
    return Written(
        f"{name.family}, {rng.choice((name.given, ' '.join((name.given, *name.middle))))}"
    )


def _surname_comma_initials(name: Name, rng: Random) -> Written | None:
    initials = [name.given[0], *(middle[0] for middle in name.middle)]
    return Written(f"{name.family}, {'.'.join(initials)}.")


def _initial(name: Name, rng: Random) -> Written | None:
    return Written(f"{name.given[0]}{rng.choice(('.', '', '.'))} {name.family}")


def _initials(name: Name, rng: Random) -> Written | None:
    if not name.middle:
        return None
    letters = [name.given[0], *(middle[0] for middle in name.middle)]
    written = rng.choice((" ".join(letters), "".join(letters), ". ".join(letters) + "."))
    return Written(f"{written} {name.family}")


def _titled(name: Name, rng: Random) -> Written | None:
    return Written(f"{title_of(name, rng)} {name.plain}")


def _titled_initial(name: Name, rng: Random) -> Written | None:
    return Written(f"{title_of(name, rng)} {name.given[0]}{rng.choice(('', '.'))} {name.family}")


def _honoured(name: Name, rng: Random) -> Written | None:
    if not name.honours:
        return None
    return Written(f"{title_of(name, rng)} {name.plain}{rng.choice((' ', ', '))}{name.honours}")


def _nickname(name: Name, rng: Random) -> Written | None:
    return Written(f"{name.nick} {name.family}") if name.nick else None


def _nickname_quoted(name: Name, rng: Random) -> Written | None:
    if not name.nick:
        return None
    left, right = rng.choice((('"', '"'), ("(", ")"), ("‘", "’"), ("“", "”")))
    return Written(f"{name.given} {left}{name.nick}{right} {name.family}")


def _possessive(name: Name, rng: Random) -> Written | None:
    tail = "’" if name.family.endswith("s") and rng.random() < 0.5 else rng.choice(("'s", "’s"))
    return Written(name.plain, tail=tail)


def _half(name: Name, rng: Random) -> Written | None:
    if "-" not in name.family:
        return None
    return Written(f"{name.given} {rng.choice(name.family.split('-'))}")


def _hyphen_dropped(name: Name, rng: Random) -> Written | None:
    if "-" not in name.plain:
        return None
    return Written(name.plain.replace("-", " "))


def _ascii(name: Name, rng: Random) -> Written | None:
    plain = name.plain.replace("Ł", "L").replace("ł", "l")
    decomposed = unicodedata.normalize("NFKD", plain)
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return Written(letters) if letters != name.plain else None


def _decomposed(name: Name, rng: Random) -> Written | None:
    loose = unicodedata.normalize("NFD", name.plain)
    return Written(loose) if loose != name.plain else None


def _apostrophe(name: Name, rng: Random) -> Written | None:
    if "'" not in name.family:
        return None
    return Written(f"{name.given} {name.family.replace(chr(39), rng.choice(('’', '', '`', ' ')))}")


def _capitals(name: Name, rng: Random) -> Written | None:
    return Written(name.plain.upper())


def _lower(name: Name, rng: Random) -> Written | None:
    return Written(name.plain.lower())


def _family_first(name: Name, rng: Random) -> Written | None:
    """The order of registers and of some languages, without a comma."""
    return Written(f"{name.family} {name.given}") if name.family_first else None


def _slug(name: Name, rng: Random) -> Written | None:
    path = slug(name.plain)
    label = rng.choice(("Read more", "Profile", "View record"))
    place = rng.choice(("people", "author", "tag", "councillors"))
    markup = f'<a href="/{place}/{path}">{label}</a>'
    return Written(path, markup=markup, place="link", required=False)


def _title_surname(name: Name, rng: Random) -> Written | None:
    return Written(f"{title_of(name, rng)} {name.family}", required=False)


FORMS: dict[str, Form[Name]] = {
    "plain": _plain,
    "with middle names": _full,
    "middle initial": _middle_initial,
    "SMITH, Jane": _surname_first_capitals,
    "Smith, Jane": _surname_comma,
    "Smith, J.A.": _surname_comma_initials,
    "J. Smith": _initial,
    "J A Smith": _initials,
    "titled": _titled,
    "Ms J Smith": _titled_initial,
    "with honours": _honoured,
    "nickname": _nickname,
    "nickname quoted": _nickname_quoted,
    "possessive": _possessive,
    "double-barrelled half": _half,
    "hyphen dropped": _hyphen_dropped,
    "accents dropped": _ascii,
    "accents apart": _decomposed,
    "another apostrophe": _apostrophe,
    "capitals": _capitals,
    "lower case": _lower,
    "family first": _family_first,
    "in an address of a page": _slug,
    "Ms Smith": _title_surname,
}
FULL = (
    "plain",
    "with middle names",
    "middle initial",
    "titled",
    "with honours",
    "nickname",
    "nickname quoted",
    "hyphen dropped",
    "accents dropped",
    "accents apart",
    "another apostrophe",
    "capitals",
    "family first",
)
"""Forms fit for running text and for the head of a page."""
LISTED = (
    *FULL,
    "SMITH, Jane",
    "Smith, Jane",
    "Smith, J.A.",
    "J. Smith",
    "J A Smith",
    "Ms J Smith",
    "double-barrelled half",
)
"""Forms fit for a list or a table, beside further facts."""
SURNAME_FIRST = ("SMITH, Jane", "Smith, Jane")
REGISTER = ("plain", "SMITH, Jane", "capitals", "with middle names")
SPOKEN = (
    "plain",
    "nickname",
    "titled",
    "lower case",
    "possessive",
    "double-barrelled half",
    "hyphen dropped",
    "accents dropped",
    "another apostrophe",
)
"""Forms of people who know the person."""


def _nee(name: Name, rng: Random) -> Written | None:
    return Written(
        f"{name.given} {name.former}",
        markup=f"{html.escape(name.plain, quote=False)} "
        f"({rng.choice(('née', 'nee', 'formerly', 'née'))} {html.escape(name.former)})",
        also=(name.former, f"{name.plain} (née {name.former})"),
    )


def _formerly(name: Name, rng: Random) -> Written | None:
    return Written(f"{name.given} {name.former}")


FORMER: dict[str, Form[Name]] = {"née": _nee, "plain": _formerly}
