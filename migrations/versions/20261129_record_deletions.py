"""remember which bytes were let go on purpose"""

import sqlalchemy as sa
from alembic import op

from photovoice.db import Moment

revision = "20261129_record_deletions"
down_revision = "20261126_words_for_the_card"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deletions",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("let_go_at", Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason IN ('covered', 'withdrawn', 'expired', 'erased', 'replaced')",
            name=op.f("ck_deletions_has_a_known_reason"),
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_deletions")),
    )


def downgrade() -> None:
    op.drop_table("deletions")
