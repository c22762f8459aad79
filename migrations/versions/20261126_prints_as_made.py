"""prints as they were made, and whom an edition names"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_prints_as_made"
down_revision = "20261126_credit_by_release"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of files here already nobody wrote down what is covered in them: they are made again.
    with op.batch_alter_table("print_files") as batch_op:
        batch_op.add_column(sa.Column("printed_as", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.drop_column("covered_ids")
    with op.batch_alter_table("print_files") as batch_op:
        batch_op.alter_column("printed_as", existing_type=sa.JSON(), server_default=None)

    with op.batch_alter_table("editions") as batch_op:
        batch_op.add_column(sa.Column("readers", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("editions") as batch_op:
        batch_op.alter_column("readers", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("editions") as batch_op:
        batch_op.drop_column("readers")
    with op.batch_alter_table("print_files") as batch_op:
        batch_op.add_column(
            sa.Column("covered_ids", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.drop_column("printed_as")
    with op.batch_alter_table("print_files") as batch_op:
        batch_op.alter_column("covered_ids", existing_type=sa.JSON(), server_default=None)
