"""name the archive, and remember the marks made in its store"""

import sqlalchemy as sa
from alembic import op

from photovoice.db import Moment

revision = "20261129_name_archive"
down_revision = "20261129_add_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "archives",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(32), nullable=False),
        sa.Column("begun_at", Moment(timezone=True), nullable=False),
        sa.Column("store_since", Moment(timezone=True), nullable=False),
        sa.CheckConstraint("number = 1", name=op.f("ck_archives_is_the_only_one")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_archives")),
    )
    op.create_table(
        "store_marks",
        sa.Column("mark", sa.String(32), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_store_marks")),
    )
    op.create_index(op.f("ix_store_marks_made_at"), "store_marks", ["made_at"])
    op.create_table(
        "known_missing",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("since", Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_known_missing")),
    )


def downgrade() -> None:
    op.drop_table("known_missing")
    op.drop_index(op.f("ix_store_marks_made_at"), table_name="store_marks")
    op.drop_table("store_marks")
    op.drop_table("archives")
