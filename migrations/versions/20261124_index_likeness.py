"""index likeness"""

from alembic import op

revision = "20261124_index_likeness"
down_revision = "20261123_create_archive"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_index("ix_photographs_dhash")
        batch_op.create_index("ix_photographs_alike", ["project_id", "dhash", "id"])


def downgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_index("ix_photographs_alike")
        batch_op.create_index("ix_photographs_dhash", ["dhash"])
