"""`python -m tests.accuracy`: prints how well facts are found on a generated corpus."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.accuracy.runner import measure
from tests.accuracy.tables import tables
from tests.accuracy.thresholds import shortfalls
from tests.corpus.corpus import PAGES, SEED


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--show", type=int, default=20, help="misses and false alarms to list")
    parser.add_argument("--keep", type=Path, help="write the corpus into this new folder")
    options = parser.parse_args()
    if options.keep:
        options.keep.mkdir(parents=True)
        score = measure(options.keep, options.pages, options.seed)
    else:
        with tempfile.TemporaryDirectory() as folder:
            score = measure(Path(folder), options.pages, options.seed)
    print("\n".join(tables(score, options.show)))
    print("\n".join(["", "thresholds", *(shortfalls(score) or ["all hold"])]))


if __name__ == "__main__":
    main()
