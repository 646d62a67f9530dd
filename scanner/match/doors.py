"""The door before or after a street: its number, letter, flat and name, as they are written."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from scanner.match.seen import Page
from scanner.text.normalise import fold
from scanner.text.phones import find_phones
from scanner.text.streets import STREET_TOKEN

_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
"""
NUMBER_WORDS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS.split(), 1)}
_WORD_NUMBER = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_LABELS = (
    r"(?:street|road|thoroughfare|address|addr|line|building)(?: ?(?:name|address|line))?"
    r"(?: ?[12])?"
)
_MARKS = " ,;:|-_+>()*=\"'/"
"""What stands between a door and its street."""
_LABEL_AT_END = re.compile(rf"(?<![a-z0-9]){_LABELS}$")
"""The name of the next field of a form, after which the street stands."""
_LABEL_ENDS = ("street", "road", "fare", "address", "addr", "line", "building", "name", "1", "2")
_CUE = r"(?:(?<![a-z0-9])(?:door|no|nr|num|number)\.? ?|# ?)?"
_NUMBER = re.compile(
    rf"(?P<cue>{_CUE})"
    rf"(?:(?<![a-z0-9£$€])(?P<digits>\d{{1,4}})(?: ?(?P<letter>[a-z]))?"
    rf"|(?<![a-z])(?P<word>{_WORD_NUMBER}))$"
)
_RANGE = re.compile(r"(?<![a-z0-9])(?P<first>\d{1,4}[a-z]?)(?: ?- ?| to )$")
_SLASH = re.compile(r"(?<![a-z0-9/])(?P<first>\d{1,4}[a-z]?) ?/ ?$")
_TENEMENT_AFTER = re.compile(
    r"(?<![a-z0-9/])(?P<digits>\d{1,4})(?P<letter>[a-z]?)"
    r"(?: ?/ ?(?P<floor>\d{1,2})f(?P<side>\d{1,2})"
    r"| ?\((?:flat )?(?P<floor2>\d{1,2})[/f](?P<side2>\d{1,2}))$"
)
"""A tenement's number, and the flat by floor and door: "38/2F1", "38 (2/1)"."""
_FLOORS = (
    "basement|garden|lower ground|ground|first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th|top"
)
_NUMBER_IN = re.compile(
    r"(?<![a-z0-9])(?:house|number|no|nr|flat)[.:]? ?(?:\d{1,4}[a-z]?|[a-z]{3,9})"
    r"(?P<in> (?:in|on|of) )$"
)
"""House 14 in a street."""
_FLOOR_BEFORE = re.compile(rf"(?<![a-z0-9])(?:{_FLOORS})(?:[ \-]floor)?[ \-]$")
_AND = re.compile(r"(?<![a-z0-9])(?P<first>\d{1,4})(?P<letter>[a-z]?) ?(?:and|&|\+) ?$")
_NO_DOOR = re.compile(r"(?:[£$€]|\d[.:]|\d{3} |\d,)$")
"""Before a number that is a sum, a time, or the end of a telephone number."""
_LABEL = "flat|apartment|apts?|appt|unit|suite|studio|room|maisonette|fl"
_FLAT_NUMBER = r"(?:[a-z]?\d{1,4}[a-z]?(?:[/.]\d{1,3}[a-z]?)?|[a-z])"
FLAT_ALONE = re.compile(
    rf"(?<![a-z0-9])(?:(?:{_LABEL})\.?[ \-_+]?(?:no\.? ?|number )?#?(?P<flat>{_FLAT_NUMBER})"
    rf"|(?:the )?(?P<floor>(?:{_FLOORS})(?:[ \-]floor)?)(?:[ \-]?(?P<side>left|right|rear|front))?"
    r"[ \-](?:flat|apartment|maisonette)"
    r"|(?P<tenement>\d{1,2}[/f]\d{1,2}|[bgp]f\d?))$"
)
FLAT = re.compile(
    rf"(?<![a-z0-9])(?:{_LABEL})\.?[ \-_+]?(?P<flat>{_FLAT_NUMBER})[\s,;\-]{{1,3}}$"
    rf"|(?<![a-z0-9])(?:{_FLOORS})(?: floor)? (?:flat|apartment|maisonette)[\s,;]{{1,3}}$"
)
"""A flat right before the house."""
_FLAT_AFTER = re.compile(
    rf"[ ,(\-]{{1,3}}(?P<all>(?:{_LABEL})\.? ?(?P<flat>{_FLAT_NUMBER})"
    rf"|(?P<floor>{_FLOORS})(?: floor)? (?:flat|apartment)|(?P<tenement>\d/\d))(?![a-z0-9])"
)
_NUMBER_AFTER = re.compile(
    r"(?:[ ,\-+]{1,2}(?:(?P<cue>no\.?|nr\.?|number|#) ?)?"
    r"|[ ,;:|(.\-]{1,4}(?P<label>(?:house |door |building |property )?(?:name or )?"
    r"(?:number|no\.?|house|door|premises?)(?: or name)?)[ :|=\-]{1,3})"
    r"(?P<digits>\d{1,4})(?P<letter>[a-z]?)(?![a-z0-9:/]|[.,]\d| ?- ?\d)"
)
_ENDS = re.compile(r" ?(?:[,;)|]|\.(?: |$)|$|[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}(?![a-z0-9]))")
_HOUSE_WORDS = """
cottage cottages house farm farmhouse lodge barn hall mill villa villas manor bungalow rectory
vicarage grange stables schoolhouse dairy forge court towers tower school church chapel inn hotel
works centre office offices surgery library pub club arms theatre stores garage college nursery
"""
HOUSE_WORDS = frozenset(_HOUSE_WORDS.split())
"""What names of houses and other buildings end in."""
_WHOLE_WORDS = {"cott": "cottage", "cotts": "cottages", "hse": "house", "fm": "farm", "ho": "house"}
_MODIFIERS = """
green new old little great lower upper high low north south east west far middle top home manor big
long white red black blue mill church castle hall park
"""
OTHER_HOUSES = frozenset(_MODIFIERS.split())
"""Words that make another house of it: "Green Hill Farm"."""
_WINDOW = 90
_MOST_PIECES = 5
_LONGEST_NAME = 5
"""Words."""
_PIECE = re.compile(r"[^,;|().]*$")


@dataclass(frozen=True, slots=True)
class Door:
    """The house as written beside a street, and where it begins."""

    start: int
    numbers: tuple[tuple[str, str], ...] = ()
    """Digits and letter; several when two doors are told together."""
    whole: str = ""
    """A range or a number with a slash, as written: "12-14"."""
    flat: str = ""
    names: tuple[str, ...] = ()
    """Names out of those asked for."""
    is_named: bool = False
    """It has a name that was not asked for."""
    end: int = -1
    """Where it ends, if it stands after its street."""

    @property
    def is_there(self) -> bool:
        return bool(self.numbers or self.whole or self.flat or self.names or self.is_named)


NO_DOOR = Door(-1)


def canonical_name(text: str) -> str:
    """The name of a house in folded words without apostrophes and a leading article."""
    words = [_house_word(word) for word in STREET_TOKEN.findall(fold(text))]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _house_word(word: str) -> str:
    bare = word.replace("'", "")
    return _WHOLE_WORDS.get(bare, bare)


@dataclass(slots=True)
class _Reading:
    """A door as far as it was read, backwards."""

    at: int
    numbers: list[tuple[str, str]]
    whole: str = ""
    flat: str = ""
    is_named: bool = False


def door_before(
    page: Page, start: int, names: Collection[str], people: Collection[str] = ()
) -> Door:
    """The door that stands right before `start` of the folded text.

    `names`: canonical names of houses to know. Another name is only taken for one if it is written
    with capitals. `people`: words of people's names, who may be called Church or Hall.
    """
    low = max(0, start - _WINDOW)
    window = page.text[low:start]
    reading = _Reading(len(window), [])
    known: list[str] = []
    if window.endswith((" in ", " on ", " of ")):
        link = len(window) - len(" in ")
        if (inside := _NUMBER_IN.search(window)) or _name_at(page, low, link, names)[0]:
            reading.at = inside.start("in") if inside else link
    for _ in range(_MOST_PIECES):
        at = _before_marks(window, reading.at)
        if not at:
            break
        if not (
            _may_end_number(window, at)
            and (
                _read_tenement(reading, window, at)
                or _read_flat(reading, window, at)
                or _read_number(reading, page, low, at)
            )
        ):
            name, first = _name_at(page, low, at, names)
            if name:
                known.append(name)
                reading.at = first
            elif reading.is_named or not _is_unknown_name(page, low, at, low + reading.at, people):
                break
            else:
                reading.is_named = True
                reading.at = _PIECE.search(window, 0, at).start()  # type: ignore[union-attr]
    if reading.at == len(window):
        return NO_DOOR
    return Door(
        low + reading.at,
        tuple(reading.numbers),
        reading.whole,
        reading.flat,
        tuple(known),
        reading.is_named,
    )


def _before_marks(window: str, end: int) -> int:
    """Where what stands before a street ends, without marks and the name of a field."""
    at = len(window[:end].rstrip(_MARKS))
    if window.endswith(("cott.", "hse."), 0, at):
        return at - 1
    if window.endswith(_LABEL_ENDS, 0, at) and (label := _LABEL_AT_END.search(window, 0, at)):
        return len(window[: label.start()].rstrip(_MARKS))
    return at


def _may_end_number(window: str, at: int) -> bool:
    """Whether a number or a flat may end there; most texts before a street end in other words."""
    last = window[window.rfind(" ", 0, at) + 1 : at]
    if len(last) < 3 or any(char.isdigit() for char in last[-2:]):
        return True
    word = last[last.rfind("-") + 1 :]
    return word in NUMBER_WORDS or word in ("flat", "apartment", "maisonette")


def _read_tenement(reading: _Reading, window: str, at: int) -> bool:
    if reading.flat or reading.numbers or reading.whole or not window[at - 1].isdigit():
        return False
    found = _TENEMENT_AFTER.search(window, max(0, at - 30), at)
    if found is None:
        return False
    floor, side = found["floor"] or found["floor2"], found["side"] or found["side2"]
    reading.flat = f"{floor}/{side}"
    reading.numbers.append((found["digits"], found["letter"]))
    reading.at = found.start()
    return True


def _read_flat(reading: _Reading, window: str, at: int) -> bool:
    if reading.flat:
        return False
    found = FLAT_ALONE.search(window, max(0, at - 30), at)
    if found is None or (found["tenement"] and not (reading.numbers or reading.whole)):
        return False
    if found["flat"] and _FLOOR_BEFORE.search(window, 0, found.start()):
        return False  # The number after "basement flat" is the house's.
    reading.flat = canonical_flat(found)
    reading.at = found.start()
    return True


def _read_number(reading: _Reading, page: Page, low: int, at: int) -> bool:
    if reading.numbers or reading.whole:
        return False
    window = page.text[low : low + at]
    found = _NUMBER.search(window, max(0, at - 30), at)
    if found is None or (found["digits"] and _is_no_door(page, low, found.start("digits"))):
        return False
    if found["word"] and not found["cue"]:
        first = low + found.start("word")
        if not page.source(first, first + 1).isupper():
            return False
    number = (found["digits"] or NUMBER_WORDS[found["word"]], found["letter"] or "")
    first = found.start()
    if found["cue"]:
        reading.numbers.append(number)
    elif joined := _RANGE.search(window, 0, first):
        if FLAT_ALONE.search(window, 0, joined.end("first")):
            reading.numbers.append(number)  # In web addresses: flat-2-14-bramble-road.
        else:
            reading.whole, first = f"{joined['first']}-{''.join(number)}", joined.start()
    elif joined := _SLASH.search(window, 0, first):
        reading.whole, first = f"{joined['first']}/{''.join(number)}", joined.start()
    else:
        reading.numbers.append(number)
        if joined := _AND.search(window, 0, first):
            reading.numbers.append((joined["first"], joined["letter"]))
            first = joined.start()
    reading.at = first
    return True


def _is_no_door(page: Page, low: int, digits: int) -> bool:
    """Whether the digits there go on with what stands before them on their line."""
    at = low + digits
    if page.folded.has_break(at - 1, at) or _NO_DOOR.search(page.text[low:at]) is None:
        return False
    return all(phone.end != at - 1 for phone in page.all(find_phones))


def _name_at(page: Page, low: int, at: int, names: Collection[str]) -> tuple[str, int]:
    """The longest of `names` that ends `at` code points after `low`, and where it begins."""
    if not names:
        return "", at
    window = page.text[low : low + at]
    words = list(STREET_TOKEN.finditer(window, max(0, at - 60), at))[-_LONGEST_NAME:]
    if not words or words[-1].end() != at:
        return "", at
    for index, first in enumerate(words):
        name = " ".join(_house_word(word.group()) for word in words[index:])
        if name in names:
            if index and _makes_another(page, low, words[index - 1].group(), first.start()):
                return "", at
            if index and words[index - 1].group() == "the":
                first = words[index - 1]
            return name, first.start()
    return "", at


def _makes_another(page: Page, low: int, word: str, at: int) -> bool:
    """Whether the word right before a house's name makes another house of it."""
    gap = low + at - 1
    is_beside = page.text[gap - len(word) : gap] == word and not page.folded.has_break(gap, gap + 1)
    return is_beside and word in OTHER_HOUSES


def _is_unknown_name(
    page: Page, low: int, length: int, street: int, people: Collection[str]
) -> bool:
    """Whether the `length` code points from `low`, before a street at `street`, name a building."""
    end = low + length
    first = page.text.rfind(" ", low, end) + 1
    if page.text[first:end] in people:
        return False
    if page.text[first:end] not in HOUSE_WORDS and "," not in page.text[end:street]:
        return False
    found = _PIECE.search(page.text, low, end)
    words = found.group().split() if found else []
    if not words:
        return False
    last = words[-1].strip("'\"-")
    if not last or not page.source(end - len(words[-1]), end).strip("'\"-")[:1].isupper():
        return False
    if last in HOUSE_WORDS:
        return True
    return "," in page.text[end:street] and words[0] == "the" and 1 < len(words) <= 4


def door_after(text: str, end: int) -> Door:
    """The door that stands right after a street that ends at `end`: "Bramble Road 14"."""
    found = _NUMBER_AFTER.match(text, end)
    if found is None or not (found["cue"] or found["label"] or _ENDS.match(text, found.end())):
        return NO_DOOR
    return Door(end, ((found["digits"], found["letter"]),), end=found.end())


def flat_after(text: str, end: int) -> tuple[str, int]:
    """The flat right after a street, and where it ends; empty and `end` without one."""
    found = _FLAT_AFTER.match(text, end)
    return (canonical_flat(found), found.end()) if found else ("", end)


def canonical_flat(found: re.Match[str]) -> str:
    if found["flat"]:
        return found["flat"].replace(".", "/")
    if found["floor"]:
        return _floor(found["floor"])
    return (found["tenement"] or "").replace("f", "/")


def _floor(text: str) -> str:
    words = text.replace("-", " ").removesuffix(" floor")
    ordinals = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
    return ordinals.get(words, words)
