"""keep a curator's shorter words for the back of a postcard"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_words_for_the_card"
down_revision = "20261126_give_guides"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("postcards") as batch_op:
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("postcards") as batch_op:
        batch_op.alter_column(
            "words", existing_type=sa.Text(), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("postcards") as batch_op:
        batch_op.drop_column("words")
