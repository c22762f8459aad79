"""remember where backups go and what was taken back since; name releases by random names"""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from photovoice.db import Moment

revision = "20261129_keep_backups"
down_revision = "20261129_record_deletions"
branch_labels = None
depends_on = None

NAMED = ("people_pictured", "releases")


def upgrade() -> None:
    for table in NAMED:
        _give_names(table)
    op.create_table(
        "backup_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("last_backup", sa.String(length=40), nullable=False),
        sa.Column("last_backup_at", Moment(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("told_through", sa.Integer(), nullable=False),
        sa.Column("told_at", Moment(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_places")),
        sa.UniqueConstraint("address", name=op.f("uq_backup_places_address")),
    )
    op.create_table(
        "taken_back",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("withdrawn", "answered", "covered", "silenced", "deleted"),
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_taken_back")),
        sa.UniqueConstraint("uid", name=op.f("uq_taken_back_uid")),
    )
    op.create_index("ix_taken_back_kind_subject", "taken_back", ["kind", "subject"])
    op.create_table(
        "verifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("quick", sa.Boolean(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifications")),
    )
    op.create_table(
        "restorations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("backup", sa.String(length=40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("told_until", Moment(), nullable=True),
        sa.Column("reapplied", sa.Integer(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["people.id"], name=op.f("fk_restorations_opened_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restorations")),
    )


def _give_names(table: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.add_column(sa.Column("uid", sa.String(length=32), nullable=True))
    rows = sa.table(table, sa.column("id", sa.Integer), sa.column("uid", sa.String))
    connection = op.get_bind()
    named = [{"row": id, "name": uuid4().hex} for id in connection.scalars(sa.select(rows.c.id))]
    if named:
        naming = sa.update(rows).where(rows.c.id == sa.bindparam("row"))
        connection.execute(naming.values(uid=sa.bindparam("name")), named)
    with op.batch_alter_table(table) as batch_op:
        batch_op.alter_column("uid", existing_type=sa.String(length=32), nullable=False)
        batch_op.create_unique_constraint(op.f(f"uq_{table}_uid"), ["uid"])


def downgrade() -> None:
    for table in ("restorations", "verifications", "taken_back", "backup_places"):
        op.drop_table(table)
    for table in reversed(NAMED):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_uid"), type_="unique")
            batch_op.drop_column("uid")
