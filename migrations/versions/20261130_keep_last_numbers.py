"""give no number out twice"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_keep_last_numbers"
down_revision = "20261130_order_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_numbers",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_last_numbers")),
    )


def downgrade() -> None:
    op.drop_table("last_numbers")
