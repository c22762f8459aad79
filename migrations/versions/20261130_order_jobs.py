"""let jobs say how urgent they are, what cut them short and what they wait for"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_order_jobs"
down_revision = "20261130_list_who_is_pictured"
branch_labels = None
depends_on = None

URGENCY = {"exhibition.publish": 2, "printing.postcards": 2, "exhibition.clear_away": 0}


def upgrade() -> None:
    with op.batch_alter_table("jobs") as batch_op:
        for name, before in (("urgency", "1"), ("cut_short", "0"), ("waits", "0")):
            batch_op.add_column(
                sa.Column(name, sa.Integer(), nullable=False, server_default=before)
            )
        batch_op.alter_column("leased_by", type_=sa.String(120), existing_type=sa.String(80))
    with op.batch_alter_table("jobs") as batch_op:
        for name in ("urgency", "cut_short", "waits"):
            batch_op.alter_column(name, server_default=None)
        batch_op.drop_index("ix_jobs_state_run_after")
        batch_op.create_index("ix_jobs_state_urgency", ["state", "urgency", "run_after"])
    jobs = sa.table("jobs", sa.column("name", sa.String), sa.column("urgency", sa.Integer))
    for name, urgency in URGENCY.items():
        op.execute(sa.update(jobs).where(jobs.c.name == name).values(urgency=urgency))


def downgrade() -> None:
    with op.batch_alter_table("jobs") as batch_op:
        batch_op.drop_index("ix_jobs_state_urgency")
        batch_op.create_index("ix_jobs_state_run_after", ["state", "run_after"])
        batch_op.alter_column("leased_by", type_=sa.String(80), existing_type=sa.String(120))
        for name in ("urgency", "cut_short", "waits"):
            batch_op.drop_column(name)
