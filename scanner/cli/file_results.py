"""What comes together over all files, by person, for the terminal and the exit code."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scanner.cli.file_names import NameVeil
from scanner.model.bands import Band
from scanner.model.finding import Attribution
from scanner.model.subject import Subject
from scanner.offline import Asked, Listing, Looked, PageNotRead, Weighed

_SURE = frozenset({Attribution.CONFIRMED, Attribution.PROBABLE})


@dataclass(slots=True)
class OfPerson:
    """All of one person, worst first when read through its properties."""

    weighed: list[Weighed] = field(default_factory=list)
    questions: list[Asked] = field(default_factory=list)
    sightings: Counter[tuple[Attribution, bool]] = field(default_factory=Counter)
    """By attribution and whether public by choice; counted only with JSON lines."""

    @property
    def risks(self) -> list[Weighed]:
        """Private, and surely or very likely theirs."""
        return self._sorted(
            item
            for item in self.weighed
            if not item.finding.public_by_choice and item.finding.attribution in _SURE
        )

    @property
    def unsure(self) -> list[Weighed]:
        """Private, and theirs or somebody else's."""
        return self._sorted(
            item
            for item in self.weighed
            if not item.finding.public_by_choice and item.finding.attribution not in _SURE
        )

    @property
    def public(self) -> list[Weighed]:
        """What they chose to make public."""
        return self._sorted(item for item in self.weighed if item.finding.public_by_choice)

    def _sorted(self, items: Iterable[Weighed]) -> list[Weighed]:
        return sorted(
            items,
            key=lambda item: (
                item.band.rank,
                -item.score,
                item.page,
                item.finding.at,
                item.finding.fact_ids,
            ),
        )


class Results:
    """The sum of what was found, file by file."""

    def __init__(self, subjects: Sequence[Subject], listing: Listing, reveal: bool) -> None:
        self.reveal = reveal
        self.listing = listing
        self.name = NameVeil(subjects, reveal)
        """A file's name as it may be shown."""
        self.files = 0
        """Files that were looked at."""
        self.pages = 0
        self.lines = 0
        self.not_read: list[PageNotRead] = []
        self.broken: list[str] = []
        self.stopped = False
        self._people: dict[str, OfPerson] = defaultdict(OfPerson)

    def add(self, looked: Looked) -> None:
        """One more file."""
        self.files += 1
        self.pages += looked.pages
        self.lines += looked.lines.count(b"\n")
        self.not_read += looked.not_read
        if looked.broken:
            self.broken.append(looked.broken)
        for subject_id, attribution, public, number in looked.sightings:
            self._people[subject_id].sightings[attribution, public] += number
        for item in looked.weighed:
            self._people[item.finding.subject_id].weighed.append(item)
        for asked in looked.questions:
            self._people[asked.question.subject_id].questions.append(asked)

    @property
    def left(self) -> int:
        """Files that a stopped run did not come to."""
        return len(self.listing.files) - self.files

    @property
    def people_seen(self) -> int:
        """Of how many people anything was seen."""
        return len(self._people)

    def of(self, subject: Subject) -> OfPerson | None:
        """What was found of a person; None when nothing was."""
        return self._people.get(subject.id)

    def sightings(self) -> Counter[tuple[Attribution, bool]]:
        """Of everybody together."""
        total: Counter[tuple[Attribution, bool]] = Counter()
        for person in self._people.values():
            total += person.sightings
        return total

    def has_risk_from(self, lowest: Band) -> bool:
        """Whether anybody has a private exposure, theirs surely or very likely, as bad as that."""
        serious = {band for band in Band if band.rank <= lowest.rank}
        return any(
            item.band in serious for person in self._people.values() for item in person.risks
        )
