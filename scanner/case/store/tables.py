"""The tables of a case store. What says something of a person lies in payloads: bytes that only the
codec of the store can read, so that columns hold keyed ids, times and states, and nothing else."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator):  # type: ignore[type-arg]
    """A moment in UTC, aware on both sides; SQLite keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, dialect):  # type: ignore[no-untyped-def]
        return value if value is None else value.astimezone(UTC)

    def process_result_value(self, value, dialect):  # type: ignore[no-untyped-def]
        return value if value is None else value.replace(tzinfo=value.tzinfo or UTC)


def _of_case() -> Column[str]:
    return Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), nullable=False)


CASES = Table(
    "cases",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("created_at", Utc, nullable=False),
    Column("consent_until", Utc, nullable=True),
    Column("revoked_at", Utc, nullable=True),
    Column("hold", Boolean, nullable=False, default=False),
    Column("payload", LargeBinary, nullable=False),
)
"""One person. `id`: keyed hash of the subject's id. `hold`: a legal hold, which stops purge and
retention. Payload: the `Subject` of the newest profile."""

SCANS = Table(
    "scans",
    METADATA,
    Column("id", String(32), primary_key=True),
    _of_case(),
    Column("number", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc, nullable=True),
    Column("payload", LargeBinary, nullable=False),
    Column("assessment", LargeBinary, nullable=True),
    Index("ix_scans_case_id_number", "case_id", "number", unique=True),
)
"""One check. `state`: running, ended, stopped or given_up. Payload: the `ScanRecord`."""

JOURNAL = Table(
    "journal",
    METADATA,
    Column("scan_id", ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("probe_id", String(64), nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=True),
    Column("wire", LargeBinary, nullable=True),
)
"""What came of a check, in the order in which it came, each entry on disk before it is acted on.
`wire` is null where it equals `body`."""

FINDINGS = Table(
    "findings",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("turn", String(12), nullable=False),
    Column("first_seen_at", Utc, nullable=False),
    Column("last_seen_at", Utc, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
"""Every finding there ever was, as the last check left it. Payload: `Known`."""

TURNS = Table(
    "turns",
    METADATA,
    Column("case_id", ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("finding_id", String(64), primary_key=True),
    Column("scan_id", ForeignKey("scans.id", ondelete="CASCADE"), primary_key=True),
    Column("turn", String(12), nullable=False),
    Column("at", Utc, nullable=False),
)
"""The life of each finding, check by check."""

RECORDS = Table(
    "records",
    METADATA,
    Column("id", String(32), primary_key=True),
    _of_case(),
    Column("kind", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("ix_records_case_id_kind_at", "case_id", "kind", "at"),
)
"""All else that is kept of a person, by kind: consent, mark, letter, incident, ledger, capture,
export, hand-over."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Utc, nullable=False),
    Column("case_id", String(32), nullable=True),
    Column("verb", String(16), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("digest", String(64), nullable=False),
)
"""Who did what, each line chained to the one before by its hash. It outlives a case: `case_id` is
no foreign key, and names nobody."""

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    Column("case_id", String(32), primary_key=True),
    Column("finding_id", String(64), primary_key=True),
    Column("at", Utc, nullable=False),
)
"""Keyed hashes of what was erased, kept with the person's leave."""

VAULT = Table(
    "vault",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("record", LargeBinary, nullable=True),
    Column("identity", LargeBinary, nullable=True),
)
"""One row, on a server alone, whose users share a key: `record` holds it wrapped with their
passphrase, and while there is none, `identity` is the key of identities."""

SLATES = Table(
    "slates",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("created_at", Utc, nullable=False),
    Column("last_number", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
)
"""Many people that one officer looks after. `last_number`: the highest that a person of it was ever
given. Payload: the `SlateRecord`."""


def _of_slate() -> Column[str]:
    return Column("slate_id", ForeignKey("slates.id", ondelete="CASCADE"), primary_key=True)


PEOPLE = Table(
    "people",
    METADATA,
    _of_slate(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ref", String(32), nullable=False),
    Column("case_id", String(32), nullable=True),
    Column("state", String(12), nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Index("ix_people_slate_id_ref", "slate_id", "ref", unique=True),
    Index("ix_people_case_id", "case_id"),
)
"""The people of a slate. `ref`: keyed hash of the officer's reference. `case_id`: their case, once
there is one. Payload: the `Person`."""

RUNS = Table(
    "runs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("slate_id", ForeignKey("slates.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc, nullable=True),
    Column("payload", LargeBinary, nullable=False),
    Index("ix_runs_slate_id_number", "slate_id", "number", unique=True),
)
"""One check of a whole slate. `state`: running, ended or stopped. Payload: the `RunRecord`."""


def _of_run() -> Column[str]:
    return Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)


ENTRANTS = Table(
    "entrants",
    METADATA,
    _of_run(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False),
    Column("open", Integer, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("scan_id", String(32), nullable=True),
    Column("payload", LargeBinary, nullable=True),
    Column("sealed", LargeBinary, nullable=True),
    Index("ix_entrants_run_id_state", "run_id", "state", "number"),
)
"""A person in a run. `open`: their questions without an answer. Payload: the `Numbers` of one who
is done, or why not. `sealed`: what only the person can open."""

QUESTIONS = Table(
    "questions",
    METADATA,
    _of_run(),
    Column("key", String(32), primary_key=True),
    Column("site", String(32), nullable=False),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("spacing_ms", Integer, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("answered_at", Utc, nullable=True),
    Column("head", LargeBinary, nullable=True),
    Column("body", LargeBinary, nullable=True),
    Column("wire", LargeBinary, nullable=True),
    Index("ix_questions_run_id_site_state_tries", "run_id", "site", "state", "tries", "place"),
)
"""A request that a run makes, once for all whom it concerns. `key`: keyed hash of the request and
its manners; `site`: keyed hash of the site. `state`: waiting, answered, or forgotten: answered, and
nobody needs the answer any more. `tries`: how often it was put off because its site was down.
`place`: the number of the first person who asks; 0 for what concerns nobody. Payload: the `Probe`,
with nobody's name; head, body and wire: the answer, as in the journal of a check."""

ASKS = Table(
    "asks",
    METADATA,
    _of_run(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("probe_id", String(64), primary_key=True),
    Column("key", String(32), nullable=False),
    Index("ix_asks_run_id_key", "run_id", "key"),
)
"""Who asks what: a person's probe and the question that stands for it."""

TOLD = Table(
    "told",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("key", String(32), nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=True),
    Index("ix_told_run_id_kind_key", "run_id", "kind", "key"),
)
"""What a run sent and learnt by the way: requests (`sending`, by the key of their question) and
answers of robots.txt (`robots`, by the site); and how far each asker has told (`receipt`)."""

LEASES = Table(
    "leases",
    METADATA,
    Column("site", String(32), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("until", Utc, nullable=False),
    Column("visited_at", Utc, nullable=True),
    Column("night", Utc, nullable=True),
    Column("requests", Integer, nullable=False),
    Column("answer_ms", Integer, nullable=True),
    Index("ix_leases_owner", "owner"),
)
"""Who alone may talk to a site, until when, and how it was talked to: when last, how often since
the `night` began, and how long an answer takes lately. `site`: keyed hash. A row stays when its
lease has ended."""
