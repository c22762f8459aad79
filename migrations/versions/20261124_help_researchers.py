"""help researchers"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_help_researchers"
down_revision = "20261124_create_sendings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What is there already needs a value; what comes later brings its own.
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.add_column(sa.Column("help", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.alter_column("help", existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.alter_column("shared", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_column("shared")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_column("help")
