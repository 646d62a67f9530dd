"""Runs the migrations on the connection that is being opened."""

from __future__ import annotations

from alembic import context

from scanner.case.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
