"""keep what a button removed for thirty days"""

import sqlalchemy as sa
from alembic import op

from photovoice.db import Moment

revision = "20261129_keep_removals"
down_revision = "20261129_name_archive"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=240), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("set_back", sa.JSON(), nullable=False),
        sa.Column("removed_at", Moment(), nullable=False),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.Column("only_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["only_by_id"], ["people.id"], name=op.f("fk_removals_only_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_removals_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["people.id"], name=op.f("fk_removals_removed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index("ix_removals_project_id", "removals", ["project_id"])
    op.create_index("ix_removals_removed_at", "removals", ["removed_at"])


def downgrade() -> None:
    op.drop_table("removals")
