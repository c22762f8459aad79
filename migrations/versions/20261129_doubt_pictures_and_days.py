"""keep files' names, doubts about pictures, and days that cannot be so apart from those that can"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "20261129_doubt_pictures_and_days"
down_revision = "20261129_freeze_editions"
branch_labels = None
depends_on = None

NEVER_SET = (date(1904, 1, 1), date(1970, 1, 1), date(1980, 1, 1), date(1899, 12, 30))


def _photographs() -> sa.TableClause:
    return sa.table(
        "photographs",
        sa.column("taken_on", sa.Date),
        sa.column("set_aside_day", sa.Date),
        sa.column("set_aside_why", sa.String),
        sa.column("file_name", sa.String),
    )


def upgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.add_column(sa.Column("set_aside_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("set_aside_why", sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column("file_name", sa.String(length=255), nullable=True))
        batch_op.add_column(sa.Column("doubt", sa.String(length=12), nullable=True))

    photographs = _photographs()
    op.execute(photographs.update().values(file_name=""))
    # Nobody could type a day to come: a camera's clock said it.
    tomorrow = date.today() + timedelta(days=1)
    for why, wrong in (
        ("to_come", photographs.c.taken_on > tomorrow),
        ("never_set", photographs.c.taken_on.in_(NEVER_SET)),
    ):
        op.execute(
            photographs.update()
            .where(wrong)
            .values(set_aside_day=photographs.c.taken_on, set_aside_why=why, taken_on=None)
        )
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.alter_column("file_name", existing_type=sa.String(255), nullable=False)
        batch_op.create_check_constraint(
            op.f("ck_photographs_set_aside_for_a_reason"),
            "(set_aside_day IS NULL) = (set_aside_why IS NULL)",
        )


def downgrade() -> None:
    photographs = _photographs()
    op.execute(
        photographs.update()
        .where(photographs.c.taken_on.is_(None), photographs.c.set_aside_day.is_not(None))
        .values(taken_on=photographs.c.set_aside_day)
    )
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_constraint(op.f("ck_photographs_set_aside_for_a_reason"), type_="check")
        batch_op.drop_column("doubt")
        batch_op.drop_column("file_name")
        batch_op.drop_column("set_aside_why")
        batch_op.drop_column("set_aside_day")
