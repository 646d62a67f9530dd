"""The words that tell of a birth, and parts of a birth date beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.text.dates import MONTH, iso, month_number
from scanner.text.normalise import Normalised
from scanner.text.spotted import Spotted

_WORDS = (
    r"(?:born|ganwyd|ganed|(?:date|month|year|day|month and year|month/year) of birth"
    r"|birth(?:[ _-]?(?:date|day|month|year))?|bday|b-day|dyddiad geni"
    r"|d\.? ?/?o\.? ?/?b\.?)"
)
_SHORT = r"\bb\.? ?|\bb: ?"
_NEVER_BETWEEN = (
    r"elected|joined|married|died|death|moved|graduated|appointed|resigned|became|launched|opened"
    r"|founded|incorporated|started|began|until|since|before|after|published|updated|posted|she|he"
    r"|they|who|which|when|and then|now|first|issued|signed"
)
_BORN_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?:{_WORDS})(?![a-z])(?P<between>[^;!?\d]{{0,70}})|(?:{_SHORT})[\s(]*)$"
)
_FORMAT = re.compile(r"\(? ?dd[/ .-]?mm[/ .-]?yy(?:yy)? ?\)?")
_NEVER = re.compile(rf"\b(?:{_NEVER_BETWEEN})\b|[a-z]{{3}}\. ")
_BORN_AFTER = re.compile(
    r"[ ,:;()\-]{0,4}(?:is |was |\(|= ?)?(?:(?:my|her|his|jane's|the) )?"
    r"(?:born\b|(?:date of )?birth|dob\b|d\.o\.b)"
)
_BIRTHDAY = re.compile(r"birthday|b-?day|blwydd|born on\b")
_NEAR = 96
_BIRTH = re.compile(
    r"birth|b-?day|(?<![a-z])(?:born|dob(?![a-z])|d\. ?o\. ?b|d/o/b|b[.:] ?(?=\d))|blwydd|geni"
    r"|ga(?:nwyd|ned)|turn(?:s|ed|ing) \d\d"
)
_REACH = 60
"""Code points from words of a birth within which the day of one is hidden."""

_BIRTH_WORDS = (
    re.compile(r"b(?:orn|irth|-?day|lwydd|\. ?(?=\d)| ?(?=\d{4}\b)|: ?(?=\d{4}\b))"),
    re.compile(r"d(?:ob\b|\. ?o\. ?b\b|/o/b\b|yddiad geni)"),
    re.compile(r"g(?:an(?:wyd|ed)|eni\b)"),
)
_CONNECTING = (
    r"[a-z]*[\s:;,.()=|\-\"'>]{0,6}(?:(?:date|day|month|year|is|was|in|on|of|about|around|circa|c"
    r"|early|late|the year|and year|back in|at|mis|yn|ym|ar)\b[\s:,.()\-]{0,3}){0,5}"
)
_PARTIAL = re.compile(
    rf"{_CONNECTING}(?:(?P<month>{MONTH})[.,]?[ \-/']{{1,2}}(?:of )?(?P<year>\d{{4}})(?!\d)"
    r"|(?P<figures>\d{1,2}) ?[/.\-] ?(?P<year2>(?:19|20)\d\d)(?![\d/.\-])"
    r"|(?P<year3>(?:19|20)\d\d)-(?P<figures3>\d\d)(?![\d\-])"
    r"|(?P<only>(?:19|20)\d\d)(?![\d/]|[.\-]\d))"
)
_PLACE = re.compile(
    r"born (?:and (?:raised|bred|brought up) )?(?:in|at|near|to) [a-z][a-z' ,\-]{1,50}?,?"
    r" (?:in|on) $"
)
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ .\-/]{{0,2}}(?:of )?(?P<m1>{MONTH})"
    r"(?:(?=,? (?:19|20)\d\d(?!\d))|(?![ ,.'\-/]{1,3}\d))"
    rf"|(?P<m2>{MONTH})\.? (?:the )?(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|,? \d{{4}})"
    r"|(?P<day3>\d{1,2})/(?P<m3>\d{1,2})(?![\d/])"
)
_BIRTHDAY_GAP = re.compile(
    r"(?:'s|s)?[\s:,()=\-]{0,4}(?:(?:is|was|on|falls|the|party|celebrated|this|date|coming|up)\b"
    r"[\s:,(\-]{0,3}){0,5}$"
)
_IS_BIRTHDAY = re.compile(
    r"[ ,:()\-]{0,3}(?:is |was |= ?)?(?:\w+(?:'s)? ){0,3}(?:birthday|bday|b-day)"
)


def has_birth_words(page: Normalised, start: int, end: int) -> bool:
    """Whether words of birth stand before or after [start, end) of folded text and belong to it."""
    text = page.text
    before = _BORN_BEFORE.search(text[max(0, start - _NEAR) : start])
    if before is not None and _belongs(before["between"] or ""):
        return True
    after = _BORN_AFTER.match(text, end)
    return after is not None and not page.has_break(end, after.end())


def near_births(text: str) -> tuple[tuple[int, int], ...]:
    """Stretches of folded text around words of a birth, whatever stands between, in order and
    apart: wider than what is read as a birth, for masking."""
    stretches: list[tuple[int, int]] = []
    for word in _BIRTH.finditer(text):
        start, end = word.start() - _REACH, word.end() + _REACH
        if stretches and start <= stretches[-1][1]:
            start, _ = stretches.pop()
        stretches.append((start, end))
    return tuple(stretches)


def _belongs(between: str) -> bool:
    plain = _FORMAT.sub("", between)
    return _NEVER.search(plain) is None


def find_partial_births(page: Normalised) -> Iterator[Spotted]:
    """Parts of birth dates in folded text: form `month_year` (1979-03), `year` (1979) right after
    words of birth, `day_month` (--03-14) beside words of a birthday."""
    text = page.text
    for word in _birth_words(text):
        if found := _PARTIAL.match(text, word.end()):
            yield from _partial(found)
        else:
            yield from _after_place(text, word)
        if birthday := _BIRTHDAY.match(text, word.start()):
            yield from _beside_birthday(page, birthday)


def _birth_words(text: str) -> Iterator[re.Match[str]]:
    """Words of birth that begin a word, by their first letter: a pattern of one is quick."""
    for pattern in _BIRTH_WORDS:
        for word in pattern.finditer(text):
            if word.start() == 0 or not text[word.start() - 1].isalpha():
                yield word


def _after_place(text: str, word: re.Match[str]) -> Iterator[Spotted]:
    """ "Born in Wexcombe in 1979"."""
    if word.group() != "born":
        return
    for found in re.finditer(
        rf"(?:in|on) (?=(?:{MONTH} )?(?:19|20)\d\d)", text[word.end() : word.end() + 64]
    ):
        at = word.end() + found.end()
        part = _PARTIAL.match(text, at)
        if part and _PLACE.fullmatch(text, word.start(), at) and _belongs(text[word.end() : at]):
            yield from _partial(part)
        return


def _partial(found: re.Match[str]) -> Iterator[Spotted]:
    end = found.end()
    if found["month"]:
        value = f"{found['year']}-{month_number(found['month']):02}"
        yield Spotted(found.start("month"), end, value, "month_year")
    elif found["figures"] and 1 <= int(found["figures"]) <= 12:
        value = f"{found['year2']}-{int(found['figures']):02}"
        yield Spotted(found.start("figures"), end, value, "month_year")
    elif found["year3"]:
        yield Spotted(
            found.start("year3"), end, f"{found['year3']}-{found['figures3']}", "month_year"
        )
    elif found["only"]:
        yield Spotted(found.start("only"), end, found["only"], "year")


def _beside_birthday(page: Normalised, word: re.Match[str]) -> Iterator[Spotted]:
    text = page.text
    for found in _DAY_MONTH.finditer(text, max(0, word.start() - 60), word.end() + 60):
        if found.start() > 0 and text[found.start() - 1].isalnum():
            continue
        if found.start() >= word.end():
            fits = _BIRTHDAY_GAP.match(text[word.end() : found.start()]) is not None
        else:
            fits = found.end() <= word.start() and _leads_to(page, found.end(), word)
        if fits and (value := _day_month(found)):
            yield Spotted(*found.span(), value, "day_month")


def _leads_to(page: Normalised, end: int, word: re.Match[str]) -> bool:
    after = _IS_BIRTHDAY.match(page.text, end)
    return (
        after is not None and after.end() >= word.start() and not page.has_break(end, after.end())
    )


def _day_month(found: re.Match[str]) -> str:
    day = int(found["day"] or found["day2"] or found["day3"])
    name = found["m1"] or found["m2"]
    month = month_number(name) if name else int(found["m3"])
    whole = iso(2000, month, day)
    return f"--{whole[5:]}" if whole else ""
