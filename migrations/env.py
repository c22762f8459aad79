"""Runs migrations on the connection it is handed, the same way on SQLite and PostgreSQL."""

from alembic import context

from photovoice.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    # The search index makes its own tables in PostgreSQL; they hold nothing that cannot be rebuilt.
    include_name=lambda name, kind, _parents: (
        kind != "table" or not (name or "").startswith("search_")
    ),
)
with context.begin_transaction():
    context.run_migrations()
