"""keep the words a photographer chose to be named by with each release"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_credit_by_release"
down_revision = "20261124_store_placeless"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("releases") as batch_op:
        batch_op.add_column(
            sa.Column("credit_name", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.drop_column("place")

    # Until now every photograph of somebody's was credited with the words kept with their
    # membership; those printed so far stay as they are.
    releases = sa.table(
        "releases",
        *(sa.column(name) for name in ("project_id", "photographer_id", "credit", "credit_name")),
    )
    memberships = sa.table(
        "memberships",
        *(sa.column(name) for name in ("project_id", "person_id", "credit_name")),
    )
    chosen = (
        sa.select(memberships.c.credit_name)
        .where(
            memberships.c.project_id == releases.c.project_id,
            memberships.c.person_id == releases.c.photographer_id,
        )
        .scalar_subquery()
    )
    op.execute(
        releases.update()
        .where(releases.c.credit.is_not(None))
        .values(credit_name=sa.func.coalesce(chosen, ""))
    )
    with op.batch_alter_table("releases") as batch_op:
        batch_op.alter_column(
            "credit_name", existing_type=sa.String(120), existing_nullable=False,
            server_default=None,
        )  # fmt: skip


def downgrade() -> None:
    with op.batch_alter_table("releases") as batch_op:
        batch_op.drop_column("credit_name")
        batch_op.add_column(
            sa.Column("place", sa.String(length=200), nullable=False, server_default="")
        )
