"""say whose word an answer is, and whose face a covered part hides"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "20261129_say_whose_word"
down_revision = "20261129_doubt_pictures_and_days"
branch_labels = None
depends_on = None

WHOSE = ("themselves", "slip", "recorded")
TOGETHER = 500
"""Photographs indexed anew by one job."""

RELEASES = sa.table(
    "releases",
    *map(sa.column, ("id", "part", "photographer_id", "pictured_id", "taken_by_id", "said_by")),
)
WITHDRAWALS = sa.table("withdrawals", *map(sa.column, ("release_id", "by_id", "said_by")))
PICTURED = sa.table("people_pictured", *map(sa.column, ("id", "person_id")))


def upgrade() -> None:
    for table in ("releases", "withdrawals"):
        whose = sa.Enum(*WHOSE, name="saidby", native_enum=False, create_constraint=True, length=20)
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(
                sa.Column("said_by", whose, nullable=False, server_default="recorded")
            )
    _say_whose()
    for table in ("releases", "withdrawals"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "said_by", existing_type=sa.String(20), existing_nullable=False,
                server_default=None,
            )  # fmt: skip
    with op.batch_alter_table("withdrawals") as batch_op:
        batch_op.add_column(sa.Column("seen_to_at", sa.DateTime(timezone=True)))
        batch_op.add_column(sa.Column("seen_to_by_id", sa.Integer()))
        batch_op.create_foreign_key(
            op.f("fk_withdrawals_seen_to_by_id_people"), "people", ["seen_to_by_id"], ["id"]
        )
    op.create_table(
        "covered_faces",
        sa.Column("redaction_id", sa.Integer(), nullable=False),
        sa.Column("pictured_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer()),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("redaction_id", name=op.f("pk_covered_faces")),
        sa.ForeignKeyConstraint(
            ["redaction_id"], ["redactions.id"], ondelete="CASCADE",
            name=op.f("fk_covered_faces_redaction_id_redactions"),
        ),
        sa.ForeignKeyConstraint(
            ["pictured_id"], ["people_pictured.id"],
            name=op.f("fk_covered_faces_pictured_id_people_pictured"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["people.id"],
            name=op.f("fk_covered_faces_confirmed_by_id_people"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_covered_faces_pictured_id"), "covered_faces", ["pictured_id"])
    _index_anew()


def _say_whose() -> None:
    """Their own is what they alone can have sent, signed in; all else was written down for them.

    What was covered until now is nobody's in particular until somebody says whose face it is.
    """
    own_account = (
        sa.select(PICTURED.c.person_id)
        .where(PICTURED.c.id == RELEASES.c.pictured_id)
        .scalar_subquery()
    )
    op.execute(
        RELEASES.update()
        .where(
            sa.or_(
                RELEASES.c.photographer_id == RELEASES.c.taken_by_id,
                sa.and_(
                    RELEASES.c.part == "pictured", own_account == RELEASES.c.taken_by_id
                ),
            )
        )
        .values(said_by="themselves")
    )  # fmt: skip
    op.execute(WITHDRAWALS.update().where(WITHDRAWALS.c.by_id.is_(None)).values(said_by="slip"))
    who = sa.select(
        sa.func.coalesce(
            RELEASES.c.photographer_id,
            sa.select(PICTURED.c.person_id)
            .where(PICTURED.c.id == RELEASES.c.pictured_id, RELEASES.c.part == "pictured")
            .scalar_subquery(),
        )
    ).where(RELEASES.c.id == WITHDRAWALS.c.release_id)
    op.execute(
        WITHDRAWALS.update()
        .where(WITHDRAWALS.c.by_id == who.scalar_subquery())
        .values(said_by="themselves")
    )


def _index_anew() -> None:
    """Ask for every photograph to be indexed anew: labels of people are found by fewer now."""
    photographs = sa.table("photographs", sa.column("id"))
    jobs = sa.table(
        "jobs",
        sa.column("name"),
        sa.column("payload", sa.JSON()),
        *map(sa.column, ("state", "attempts", "leased_by", "trouble")),
        sa.column("asked_at", sa.DateTime(timezone=True)),
        sa.column("run_after", sa.DateTime(timezone=True)),
    )
    ids = op.get_bind().scalars(sa.select(photographs.c.id).order_by(photographs.c.id)).all()
    now = datetime.now(UTC)
    for start in range(0, len(ids), TOGETHER):
        op.execute(
            jobs.insert().values(
                name="search.update",
                payload={"photographs": list(ids[start : start + TOGETHER])},
                state="waiting", attempts=0, leased_by="", trouble="", asked_at=now, run_after=now,
            )
        )  # fmt: skip


def downgrade() -> None:
    op.drop_table("covered_faces")
    with op.batch_alter_table("withdrawals") as batch_op:
        batch_op.drop_constraint(op.f("fk_withdrawals_seen_to_by_id_people"), type_="foreignkey")
        batch_op.drop_column("seen_to_by_id")
        batch_op.drop_column("seen_to_at")
    for table in ("releases", "withdrawals"):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_saidby"), type_="check")
            batch_op.drop_column("said_by")
