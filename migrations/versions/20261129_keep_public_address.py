"""keep the public address somebody said, and with which address things were printed"""

import sqlalchemy as sa
from alembic import op

from photovoice.db import Moment

revision = "20261129_keep_public_address"
down_revision = "20261129_list_metadata"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "public_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("setting", sa.String(300), nullable=False),
        sa.Column("only_near", sa.Boolean(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=True),
        sa.Column("said_at", Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["said_by_id"], ["people.id"], name=op.f("fk_public_addresses_said_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_addresses")),
    )
    op.create_table(
        "printed_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('postcards', 'cards', 'slips')", name=op.f("ck_printed_addresses_printed")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_printed_addresses_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_addresses")),
    )
    op.create_index(op.f("ix_printed_addresses_project_id"), "printed_addresses", ["project_id"])


def downgrade() -> None:
    op.drop_table("printed_addresses")
    op.drop_table("public_addresses")
