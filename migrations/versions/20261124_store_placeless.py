"""store originals without their place, and remember which were sent small"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_store_placeless"
down_revision = "20261124_help_researchers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.add_column(sa.Column("stored_sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("sent_small", sa.Boolean(), nullable=True))

    # Those here already are stored as they arrived.
    photographs = sa.table(
        "photographs", sa.column("sha256"), sa.column("stored_sha256"), sa.column("sent_small")
    )
    op.execute(
        photographs.update().values(stored_sha256=photographs.c.sha256, sent_small=sa.false())
    )
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.alter_column("stored_sha256", existing_type=sa.String(64), nullable=False)
        batch_op.alter_column("sent_small", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_column("sent_small")
        batch_op.drop_column("stored_sha256")
