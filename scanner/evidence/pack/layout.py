"""Where things lie in a pack: a WACZ 1.1.1, each file one folder deep, as validators expect."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

DATAPACKAGE = "datapackage.json"
DATAPACKAGE_DIGEST = "datapackage-digest.json"
ARCHIVE = "archive/captures.warc.gz"
INDEX = "indexes/index.cdx"
PAGES = "pages/pages.jsonl"
CAPTURES = "evidence/captures.jsonl"
ASSESSMENT = "evidence/assessment.json"
DETAILS = "seal/pack.json"
KEY = "seal/operator.pem"
CONTENTS = "seal/contents.sha256"
SIGNATURE = "seal/contents.sig"
CONTINUITY = "continuity/continuity.log"
REPORT = "police/report.pdf"
METHOD = "police/method-statement.txt"
DISCLOSURE = "police/disclosure-schedule.txt"
REDACTIONS = "police/redaction-log.json"
REPLAY = "replay/replay.age"

DERIVED = (DATAPACKAGE, DATAPACKAGE_DIGEST)
"""Made from all other members, so that they prove nothing and need no seal: they are made again and
compared."""
NOT_SEALED = frozenset({*DERIVED, CONTENTS, SIGNATURE, CONTINUITY})
"""The seal itself, and the log that goes on after sealing: each of its lines is signed by itself
and names the seal."""

_OWN_FOLDERS = frozenset(
    {"archive", "indexes", "pages", "seal", "continuity", "police", "replay", "evidence"}
)
_WARC = ".warc.gz"
_NAME = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,40}/)?[A-Za-z0-9][A-Za-z0-9._-]{0,150}")


def is_plain(name: str) -> bool:
    """Whether a member's name can be one of a pack's: short, in ASCII, one folder deep at most and
    leading nowhere else."""
    return _NAME.fullmatch(name) is not None


def place_of(path: PurePosixPath) -> str:
    """The place in a pack of a file of an evidence folder. Raises ValueError for one that can have
    none."""
    folder = "evidence"
    if len(path.parts) > 1:
        folder = path.parts[-2].lower()
        folder = f"evidence-{folder}" if folder in _OWN_FOLDERS else folder
    elif path.name.endswith(_WARC):
        folder = "archive"
    name = f"{folder}/{path.name}"
    if not is_plain(name) or len(path.parts) > 2:
        raise ValueError(path.name)
    return name
