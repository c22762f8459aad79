"""keep with an edition what it says, the address it was made with, and words taken back

Editions published before have no content here: it is read from their folder's manifest when it is
needed, and stored then.
"""

import sqlalchemy as sa
from alembic import op

from photovoice.db import Data, Moment

revision = "20261129_freeze_editions"
down_revision = "20261129_keep_backups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("editions") as batch_op:
        batch_op.add_column(sa.Column("content", Data, nullable=True))
        batch_op.add_column(
            sa.Column("public_url", sa.String(300), nullable=False, server_default="")
        )
        batch_op.alter_column(
            "reason",
            existing_type=sa.String(40),
            type_=sa.String(120),
            existing_nullable=False,
        )
    with op.batch_alter_table("editions") as batch_op:
        batch_op.alter_column(
            "public_url", existing_type=sa.String(300), existing_nullable=False, server_default=None
        )
    op.create_table(
        "words_taken_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photograph_id", sa.Integer(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", Moment(timezone=True), nullable=False),
        sa.Column("brought_back_at", Moment(timezone=True), nullable=True),
        sa.Column("words", Data, nullable=False),
        sa.ForeignKeyConstraint(
            ["photograph_id"],
            ["photographs.id"],
            name=op.f("fk_words_taken_back_photograph_id_photographs"),
        ),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["people.id"], name=op.f("fk_words_taken_back_taken_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words_taken_back")),
    )
    op.create_index(
        op.f("ix_words_taken_back_photograph_id"), "words_taken_back", ["photograph_id"]
    )


def downgrade() -> None:
    op.drop_table("words_taken_back")
    op.execute(
        "UPDATE editions SET reason = 'withdrawal' WHERE reason NOT IN ('published', 'withdrawal')"
    )
    with op.batch_alter_table("editions") as batch_op:
        batch_op.alter_column(
            "reason",
            existing_type=sa.String(120),
            type_=sa.String(40),
            existing_nullable=False,
        )
        batch_op.drop_column("public_url")
        batch_op.drop_column("content")
