"""Slates: many people, and runs that ask for all of them together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "slates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slates")),
    )
    op.create_table(
        "people",
        sa.Column("slate_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        _cascade("people", "slate_id", "slates"),
        sa.PrimaryKeyConstraint("slate_id", "number", name=op.f("pk_people")),
    )
    op.create_index("ix_people_slate_id_ref", "people", ["slate_id", "ref"], unique=True)
    op.create_index("ix_people_case_id", "people", ["case_id"])
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("slate_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        _cascade("runs", "slate_id", "slates"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_slate_id_number", "runs", ["slate_id", "number"], unique=True)
    op.create_table(
        "entrants",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("open", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("scan_id", sa.String(length=32), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        _cascade("entrants", "run_id", "runs"),
        sa.PrimaryKeyConstraint("run_id", "number", name=op.f("pk_entrants")),
    )
    op.create_index("ix_entrants_run_id_state", "entrants", ["run_id", "state", "number"])
    op.create_table(
        "questions",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("spacing_ms", sa.Integer(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("head", sa.LargeBinary(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("wire", sa.LargeBinary(), nullable=True),
        _cascade("questions", "run_id", "runs"),
        sa.PrimaryKeyConstraint("run_id", "key", name=op.f("pk_questions")),
    )
    op.create_index(
        "ix_questions_run_id_site_state_tries",
        "questions",
        ["run_id", "site", "state", "tries", "place"],
    )
    op.create_table(
        "asks",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("probe_id", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        _cascade("asks", "run_id", "runs"),
        sa.PrimaryKeyConstraint("run_id", "number", "probe_id", name=op.f("pk_asks")),
    )
    op.create_index("ix_asks_run_id_key", "asks", ["run_id", "key"])
    op.create_table(
        "told",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        _cascade("told", "run_id", "runs"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
    )
    op.create_index("ix_told_run_id_kind_key", "told", ["run_id", "kind", "key"])
    op.create_table(
        "leases",
        sa.Column("site", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("night", sa.DateTime(timezone=True), nullable=True),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_leases")),
    )
    op.create_index("ix_leases_owner", "leases", ["owner"])


def _cascade(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")
