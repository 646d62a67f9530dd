"""How pages write when somebody was born; the words that say so are part of what is seen."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from random import Random

from tests.corpus.written import Form, Written


@dataclass(frozen=True, slots=True)
class Birth:
    """A date of birth, and the day on which the page was published."""

    day: datetime.date
    published: datetime.date

    @property
    def age(self) -> int:
        before = (self.published.month, self.published.day) < (self.day.month, self.day.day)
        return self.published.year - self.day.year - before


def _ordinal(day: int) -> str:
    tail = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{tail}"


def _date(*patterns: str) -> Form[Birth]:
    """A form made of patterns over the day's parts, one of them chosen each time."""

    def write(birth: Birth, rng: Random) -> Written | None:
        day = birth.day
        lead = rng.choice(
            ("Date of birth: ", "Born: ", "DOB ", "D.O.B. ", "born on ", "Born ", "b. ", "dob: ")
        )
        text = rng.choice(patterns).format(
            d=day.day,
            dd=f"{day.day:02d}",
            m=day.month,
            mm=f"{day.month:02d}",
            mon=f"{day:%b}",
            month=f"{day:%B}",
            y=day.year,
            yy=f"{day:%y}",
            th=_ordinal(day.day),
            weekday=f"{day:%A}",
        )
        return Written(text, lead=lead)

    return write


def _month_year(birth: Birth, rng: Random) -> Written | None:
    text = f"{birth.day:%B %Y}"
    return Written(text, lead=rng.choice(("Date of birth ", "born in ", "Born: ")))


def _day_month(birth: Birth, rng: Random) -> Written | None:
    text = f"{birth.day.day} {birth.day:%B}"
    lead = rng.choice(("birthday is ", "birthday: ", "was born on "))
    return Written(text, lead=lead, required=False)


def _year(birth: Birth, rng: Random) -> Written | None:
    text = str(birth.day.year)
    return Written(text, lead=rng.choice(("born ", "b. ")), required=False)


def _age(birth: Birth, rng: Random) -> Written | None:
    text = rng.choice((f"aged {birth.age}", f"{birth.age} years old", f"age {birth.age}"))
    return Written(text)


def _bare_age(birth: Birth, rng: Random) -> Written | None:
    return Written(str(birth.age))


def _alone(form: Form[Birth]) -> Form[Birth]:
    """The form without the words that say what it is."""

    def write(birth: Birth, rng: Random) -> Written | None:
        written = form(birth, rng)
        return written and replace(written, lead="")

    return write


FORMS: dict[str, Form[Birth]] = {
    "plain": _date("{d} {month} {y}"),
    "14 March 1979": _date("{dd} {month} {y}", "{weekday} {d} {month} {y}"),
    "14th March 1979": _date("{th} {month} {y}", "{th} of {month} {y}", "the {th} of {month} {y}"),
    "14/03/1979": _date("{dd}/{mm}/{y}", "{d}/{m}/{y}"),
    "14-03-1979": _date("{dd}-{mm}-{y}", "{dd}.{mm}.{y}"),
    "14.3.79": _date("{d}.{m}.{yy}", "{dd}/{mm}/{yy}", "{dd}-{mm}-{yy}"),
    "1979-03-14": _date("{y}-{mm}-{dd}"),
    "March 14, 1979": _date("{month} {d}, {y}", "{mon} {d}, {y}", "{month} {th}, {y}"),
    "14 Mar 1979": _date("{d} {mon} {y}", "{dd}-{mon}-{y}", "{d} {mon} '{yy}"),
    "March 1979": _month_year,
    "14 March": _day_month,
    "year": _year,
    "aged 47": _age,
}
COLUMN: dict[str, Form[Birth]] = {
    **{form: _alone(FORMS[form]) for form in FORMS if form not in ("14 March", "year", "aged 47")},
    "47,": _bare_age,
}
"""For a column, field or key that says birth; `47,` for running text."""
DATED = ("plain", "14/03/1979", "14-03-1979", "1979-03-14", "14 March 1979", "14 Mar 1979")
UNDATED = tuple(form for form in FORMS if form != "aged 47")
"""Forms that say the same whenever the page was published."""
WRITTEN = ("plain", "14 March 1979", "14/03/1979", "14th March 1979")
