"""Makes a corpus, lets the command line look through it, and scores what it said."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path

from tests.accuracy.scoring import Said, Score, score
from tests.corpus.corpus import PAGES, SEED, write_corpus


class ProgramFailed(Exception):
    """The command line did not end well."""


def measure(folder: Path, pages: int = PAGES, seed: int = SEED) -> Score:
    """The score of the program, as its users run it, on a corpus written into `folder`.

    Raises `ProgramFailed` with what the program said if it fails.
    """
    truth = write_corpus(folder, datetime.date.today(), pages, seed)
    return score(truth, look_through(folder))


def look_through(folder: Path) -> list[Said]:
    """What `netcurtain files` says of the corpus in `folder`."""
    out = folder / "sightings.jsonl"
    command = [
        *(sys.executable, "-m", "scanner", "files", str(folder / "profiles")),
        *("--in", str(folder / "pages"), "--jsonl", str(out)),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise ProgramFailed(done.stderr.strip())
    with out.open(encoding="utf-8") as lines:
        return [Said.of(json.loads(line)) for line in lines]
