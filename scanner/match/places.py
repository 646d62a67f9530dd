"""Towns and postcodes beside a street: the person's own, or those of another place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from scanner.match.given_names import GIVEN_NAMES
from scanner.match.houses import house_among_places
from scanner.match.seen import Page
from scanner.match.towns import FIRST_WORDS, is_like_a_town, is_town, place_word
from scanner.model.facts import Fact
from scanner.profile.streets import COUNTIES
from scanner.text.normalise import fold
from scanner.text.postcodes import canonical_postcode
from scanner.text.spotted import Spotted
from scanner.text.streets import STREET_TOKEN, canonical_words, street_words

_AFTER, _BEFORE = 120, 80
"""Code points around a street in which a place belongs to it; together the 200 that a reader still
takes for one address. A judgement."""
_JOIN = re.compile(r"(?:[\s,;|:/()+_\-]+[a-z][\w'&\-]*\.?){0,8}[\s,;|:/()+_\-]*")
"""What may stand within one written address: words and separators, no sentence end."""
_WORD = re.compile(r"[\s,;|:/()+_\-\"]{1,4}(?P<word>[a-z][a-z']*|&)\.?")
_DIGIT = re.compile(r"\d")
_NUMBERED = re.compile(r"\s*(?:no\.? )?\d{1,4}[a-z]?,? (?P<street>\D+)$", re.IGNORECASE)
_FURTHER = re.compile(r"[\s,;|(]{1,3}(?:(?:no\.? ?)?\d{1,4}[a-z]?[ ,]{1,2})?(?=[a-z])")
_LAST_S = re.compile(r"(?<=[a-z0-9]{3})s ")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_OTHER_STREET = frozenset(
    {"road", "rd", "lane", "ln", "avenue", "ave", "close", "drive", "crescent"}
)
"""Words after which another address has begun."""
_SMALL_WORDS = frozenset(
    {
        *("near", "nr", "next", "to", "in", "at", "on", "upon", "by", "under", "with", "of", "and"),
        *("the", "le", "la", "de", "super", "y", "yr", "ar"),
    }
)
_MOST_LOWER = 2
"""Other words without a capital after a street that has one: with more it is a sentence."""
_MOST_WORDS, _LONGEST_PLACE = 8, 5
_NEXT_PLACE = re.compile(
    r"[ \t]*(?P<sep>[,(;|\n]|[–—-](?= )|(?= ))\s*(?P<place>[A-Z][\w'’\-]*"
    r"(?: (?:on|upon|the|of|in|le|la|by|under|and|de|super|with|next)\b){0,2}"
    r"(?: [A-Z][\w'’\-]*){0,2})"
    r"(?=\s*(?:[,.;:|()\n]|$|[A-Z]{1,2}\d))"
)
_WORDS = """
tel telephone phone mobile mob email e-mail mail fax contact web website england uk gb wales
scotland ireland united kingdom britain date born dob age home about menu search login name address
postcode number house street flat area locality region country map maps directions view photo photos
post code town city county candidate party occupation notes role director monday tuesday wednesday
thursday friday saturday sunday january february march april may june july august september october
november december mr mrs ms miss dr cllr the i we he she they it you a an in on at and but please
see for from labour conservative conservatives liberal democrat democrats green reform independent
unionist plaid snp ukip alliance sdlp sinn dup tusc agent proposer seconder assentor councillor ward
elected retired resident owner tenant applicant freehold leasehold detached semi-detached terraced
bungalow sold price bedroom bedrooms erection proposed single two demolition change application
planning approved refused pending objection comment comments road lane close avenue where which
who when there here this that his her their opposite near next behind aged tuesdays mondays
secretary treasurer chair chairman chairwoman chairperson president trustee clerk teacher solicitor
farmer engineer nurse student accountant manager builder driver housewife carer organiser reporter
report support transport sport sports import export business fitness wellness witness swimming pool
reply share like follow read more click book buy sign log register subscribe advertisement posted
submitted updated published opening hours visit open closed image picture caption source credit
"""
_NO_TOWN = frozenset(_WORDS.split())
"""Words that follow an address on pages and are no town."""
_NO_PHRASE = frozenset({"uk", "gb", "u.k", "great britain", "united kingdom", "northern ireland"})


def canonical_place(text: str) -> str:
    """The words of a place's name, as `place_word` has them."""
    return " ".join(map(place_word, STREET_TOKEN.findall(fold(text))))


_COUNTIES = frozenset(map(canonical_place, COUNTIES)) | frozenset(map(canonical_place, _NO_PHRASE))


def is_county(words: str) -> bool:
    """Whether canonical words name a county or a country, within which there are many towns."""
    return words in _COUNTIES or (len(words) > 6 and words.endswith("shire"))


class Places:
    """Town, locality and postcode of one address; and the street that its building stands in, where
    the building's name comes first ("Flat 2, Mill Court, 5 Quayside")."""

    __slots__ = ("_further", "houses", "outward", "postcode", "towns")

    def __init__(self, fact: Fact) -> None:
        self.postcode = canonical_postcode(fact.part("postcode"))
        self.outward = self.postcode.split(" ")[0]
        localities = fact.part("locality").split(",")
        named = [*fact.part("town").split(","), *localities[bool(house_among_places(fact)) :]]
        houses = [*fact.part("house").split(","), *fact.part("flat").split(",")]
        self.houses = frozenset(filter(None, map(canonical_place, houses)))
        self._further = frozenset(
            street_words(found["street"]) for place in named if (found := _NUMBERED.match(place))
        )
        self.towns = tuple(dict.fromkeys(filter(None, map(canonical_place, named))))

    def end_of_further(self, text: str, end: int) -> int:
        """Where the street that the building stands in ends, if it follows at `end` of the folded
        text with or without its number; else `end`."""
        found = _FURTHER.match(text, end) if self._further else None
        words = list(STREET_TOKEN.finditer(text, found.end(), found.end() + 60)) if found else []
        for words_ahead in range(1, min(len(words), _LONGEST_PLACE) + 1):
            spoken = [word.group() for word in words[:words_ahead]]
            if canonical_words(spoken) in self._further:
                return words[words_ahead - 1].end()
        return end

    @property
    def is_unit(self) -> bool:
        return " " in self.postcode

    @property
    def are_given(self) -> bool:
        return bool(self.towns or self.postcode)

    def differ_from(self, postcode: str) -> bool:
        """Whether a full postcode is in another place than this one."""
        if self.is_unit:
            return postcode != self.postcode
        return self.outward != "" and postcode.split(" ")[0] != self.outward


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a street, for one address."""

    is_elsewhere: bool
    """Another town or postcode belongs to it."""
    is_here: bool
    """The person's own town or postcode stands beside it."""
    end_of_town: int
    """Where the written address ends: its town, or the street when no town follows directly."""
    end: int
    """The same, with the postcode."""


class Around:
    """Places before and after what stands at [start, end), read when first asked for."""

    def __init__(self, page: Page, start: int, end: int, names: frozenset[str]) -> None:
        self.page, self.start, self.end = page, start, end
        self._names = names

    @cached_property
    def postcode(self) -> Spotted | None:
        """The first full postcode after it that belongs to the same written address."""
        first = next(iter(self.page.postcodes_within(self.end, self.end + _AFTER)), None)
        if first is None or not is_joined(self.page.text, self.end, first.start):
            return None
        return first

    @cached_property
    def _after(self) -> tuple[list[str], list[int]]:
        """The words of the same written address, and where they end."""
        text, at = self.page.text, self.end
        words: list[str] = []
        ends: list[int] = []
        own = self.page.source(self.start, self.end)
        lower = _MOST_LOWER if own != own.lower() else _MOST_WORDS
        while len(words) < _MOST_WORDS and (word := _WORD.match(text, at)):
            if word.end("word") - self.end > _AFTER or text[word.end("word") :][:1].isdigit():
                break
            if word["word"] in _OTHER_STREET or "; " in text[at : word.start("word")]:
                break
            lower -= word["word"] not in _SMALL_WORDS and self._is_lower(word)
            if lower < 0:
                break
            words.append(place_word(word["word"]))
            ends.append(word.end("word"))
            at = word.end()
            if text[at - 1] == "." and not _may_go_on(text, at, len(words[-1])):
                break
        return words, ends

    def _is_lower(self, word: re.Match[str]) -> bool:
        return self.page.source(word.start("word"), word.start("word") + 1).islower()

    @cached_property
    def words_after(self) -> str:
        """The same words, a space before and after each."""
        return f" {' '.join(self._after[0])} "

    @cached_property
    def words_near(self) -> str:
        """The same of the text before, and of that after up to another number."""
        text = self.page.text
        before = text[max(0, self.start - _BEFORE) : self.start]
        after = text[self.end : self.end + _AFTER]
        number = _DIGIT.search(after)
        near = f" {before} {after[: number.start()] if number else after} "
        return _LAST_S.sub(" ", _NO_WORD.sub(" ", near.replace("'", "")))

    def may_name(self, words: Iterable[str]) -> bool:
        """False where a place is not told beside it, surely: no postcode, and none of the words."""
        text = self.page.text[max(0, self.start - _BEFORE) : self.end + _AFTER]
        if any(word in text for word in words):
            return True
        return bool(self.postcodes_before) or self.postcode is not None

    def end_of(self, town: str) -> int:
        """Where a town's name ends in the same written address; -1 where it is not there."""
        at = self.words_after.find(f" {town} ")
        if at < 0:
            return -1
        return self._after[1][self.words_after.count(" ", 0, at) + town.count(" ")]

    @cached_property
    def postcodes_before(self) -> frozenset[str]:
        before = self.page.postcodes_within(self.start - _BEFORE, self.start)
        return frozenset(spotted.value for spotted in before)

    @cached_property
    def other(self) -> tuple[str, str]:
        """The name that follows as a place's does, and what parts it from the street.

        Empty when none does, as far as a name can be told from words.
        """
        page = self.page
        first = _WORD.match(page.text, self.end)
        is_known = first is not None and place_word(first["word"]) in FIRST_WORDS
        words, ends = self._after if is_known else ([], [])
        for count in range(min(len(words), _LONGEST_PLACE), 0, -1):
            place = " ".join(words[:count])
            if is_town(place) and not page.text[ends[count - 1] : ends[count - 1] + 1].isalnum():
                return place, _sep(page, self.end)
        source = page.folded.source
        found = _NEXT_PLACE.match(source, page.folded.span(self.end - 1, self.end)[1])
        if found is None:
            return "", ""
        names = [fold(word) for word in found["place"].split() if word[0].isupper()]
        if len(found["place"]) == 1:
            return "", ""  # "L. Wexcombe"
        whole = canonical_place(found["place"])
        if is_county(whole) or any(self._is_no_town(word) for word in names):
            return "", ""
        if len(names) > 1 and names[0] in GIVEN_NAMES:
            return "", ""
        return whole, found["sep"]

    def _is_no_town(self, word: str) -> bool:
        bare = word.removesuffix("'s")
        return bare in _NO_TOWN or bare in self._names

    def beside(self, places: Places) -> Beside:
        """What of it is one address's own, or speaks against it."""
        further = places.end_of_further(self.page.text, self.end)
        if further > self.end:
            return Around(self.page, self.start, further, self._names).beside(places)
        end = self.end
        here = self.postcode
        if here is not None and places.differ_from(here.value):
            return Beside(True, False, end, end)
        towns = [at for town in places.towns if (at := self.end_of(town)) >= 0]
        end_of_town = max(towns, default=end)
        if here is not None and here.value == places.postcode:
            return Beside(False, True, end_of_town, max(here.end, end_of_town))
        if towns and not self._is_after_another_town(places, end_of_town):
            return Beside(False, True, end_of_town, end_of_town)
        if places.outward and self.other[0].upper() == places.outward:
            return Beside(False, True, end, end)
        if places.are_given and self._is_elsewhere(places):
            return Beside(True, False, end, end)
        near = any(f" {town} " in self.words_near for town in places.towns)
        near = near or (places.postcode != "" and places.postcode in self.postcodes_before)
        return Beside(False, near, end, end)

    def _is_short_for(self, towns: Iterable[str]) -> bool:
        """Whether the name that follows is marked as a short form, and may be one of these towns':
        "Wexc.", "W'combe", "L Wexcombe"."""
        source = self.page.folded.source
        found = _NEXT_PLACE.match(source, self.page.folded.span(self.end - 1, self.end)[1])
        if found is None:
            return False
        written = fold(found["place"])
        if written[1:2] == " ":
            initial, _, rest = canonical_place(written).partition(" ")
            return any(town[:1] == initial and town.endswith(f" {rest}") for town in towns)
        if "'" not in written and source[found.end("place") : found.end("place") + 1] != ".":
            return False
        short = [char for char in written if char.isalpha()]
        for town in towns:
            letters = iter(town)
            if town[:1] == short[0] and all(char in letters for char in short):
                return True
        return False

    def _is_after_another_town(self, places: Places, end: int) -> bool:
        """Whether a well-known town stands between, and the own one only begins another name:
        "Swindon, Wexcombe Herald"."""
        place, _ = self.other
        if not is_town(place) or place in places.towns:
            return False
        following = self.page.folded.source[self.page.folded.span(end - 1, end)[1] :][:12]
        return re.match(r"[ \t]+[A-Z][a-z]", following) is not None

    def _is_elsewhere(self, places: Places) -> bool:
        """Whether another place's name follows.

        After a comma any name is believed. On a line of its own, where buttons, people and headings
        follow as well, it must be one as places have; or the address goes on after it, on a page
        that never names the person's own town.
        """
        place, sep = self.other
        if not place or place in places.houses or self._is_short_for(places.towns):
            return False
        if sep in (",", "(") or is_like_a_town(place):
            return True
        if sep != "\n" or not places.towns or not self._goes_on_after(place):
            return False
        return not any(names_place(self.page, town) for town in places.towns)

    def _goes_on_after(self, place: str) -> bool:
        """Whether a county, a town or a comma follows the place that follows, as in an address."""
        source = self.page.folded.source
        found = _NEXT_PLACE.match(source, self.page.folded.span(self.end - 1, self.end)[1])
        if found is None or canonical_place(found["place"]) != place:
            return False
        further = _NEXT_PLACE.match(source, found.end())
        if further is None:
            return False
        words = canonical_place(further["place"])
        return further["sep"] == "," or is_county(words) or is_like_a_town(words)


def names_place(page: Page, town: str) -> bool:
    """Whether the page names a place, anywhere."""
    return page.mentions(_place_pattern(town))


def _place_pattern(town: str) -> re.Pattern[str]:
    pattern = "[^a-z0-9]{1,3}".join(f"{word}(?:'?s)?" for word in town.split())
    return re.compile(rf"(?<![a-z0-9]){pattern}(?![a-z0-9])")


def is_joined(text: str, start: int, end: int) -> bool:
    """Whether [start, end) of folded text may stand within one written address."""
    return _JOIN.fullmatch(text, start, end) is not None


def _may_go_on(text: str, at: int, length: int) -> bool:
    """After a full stop: that of a short form ("Wilts. SN1", "Wexcombe,."), not of a sentence."""
    return text[at : at + 1] in (",", ";") or length <= 5


def _sep(page: Page, end: int) -> str:
    """What parts a street that ends at `end` from a place after it."""
    return "\n" if page.folded.has_break(end, end + 1) else ","
