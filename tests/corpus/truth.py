"""Ground truth: what was planted where, and what stands there to mislead."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Planting:
    """One fact of one subject on one page, as a reader of the page or of its source sees it."""

    file: str
    subject_id: str
    kind: str
    value: str
    form: str
    text: str
    also: tuple[str, ...] = ()
    """Other ways to quote it, such as what stands in the source."""
    public_by_choice: bool = False
    attributable: bool = True
    """It stands with the person's name or another of their facts."""
    required: bool = True
    """Counted in recall; what is not may be reported or left, as Ms Smith in the running text."""
    place: str = "text"
    dressing: str = ""
    """How the markup makes it harder: nbsp, soft hyphens, tags within."""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Decoy:
    """Something like a fact of a subject that is not theirs."""

    file: str
    subject_id: str
    kind: str
    text: str
    sort: str
    template: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """All plantings and decoys of a corpus."""

    plantings: tuple[Planting, ...]
    decoys: tuple[Decoy, ...]

    def write(self, folder: Path) -> None:
        for name, lines in (("plantings", self.plantings), ("decoys", self.decoys)):
            text = "".join(f"{json.dumps(asdict(line), ensure_ascii=False)}\n" for line in lines)
            (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
