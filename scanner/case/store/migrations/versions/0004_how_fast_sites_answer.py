"""How long the answers of a site take, so that a run can be told beforehand how long it takes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leases", sa.Column("answer_ms", sa.Integer(), nullable=True))
