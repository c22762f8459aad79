"""end projects"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_end_projects"
down_revision = "20261129_keep_public_address"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
    with op.batch_alter_table("photographs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("to_be_removed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("removed_on", sa.Date(), nullable=True))
        batch_op.create_index(batch_op.f("ix_photographs_to_be_removed_on"), ["to_be_removed_on"])


def downgrade() -> None:
    with op.batch_alter_table("photographs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photographs_to_be_removed_on"))
        batch_op.drop_column("removed_on")
        batch_op.drop_column("to_be_removed_on")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_column("ends_on")
