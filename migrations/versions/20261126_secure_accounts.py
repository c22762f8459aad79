"""secure accounts"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_secure_accounts"
down_revision = "20261126_prints_as_made"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is there already needs a value; what comes later brings its own.
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("password_by_card", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.alter_column("password_by_card", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("password_by_card")
