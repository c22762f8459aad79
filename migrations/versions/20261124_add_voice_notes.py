"""add voice notes"""

import sqlalchemy as sa
from alembic import op

import photovoice.db

revision = "20261124_add_voice_notes"
down_revision = "20261124_index_likeness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voice_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("photograph_id", sa.Integer(), nullable=False),
        sa.Column("spoken_by_id", sa.Integer(), nullable=True),
        sa.Column("received_at", photovoice.db.Moment(timezone=True), nullable=False),
        sa.Column("removed_at", photovoice.db.Moment(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("transcript", sa.Text(), nullable=False),
        sa.Column("transcript_language", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "removed_at IS NULL OR transcript = ''",
            name=op.f("ck_voice_notes_removed_says_nothing"),
        ),
        sa.CheckConstraint("seconds > 0 AND bytes > 0", name=op.f("ck_voice_notes_can_be_heard")),
        sa.ForeignKeyConstraint(
            ["photograph_id"],
            ["photographs.id"],
            name=op.f("fk_voice_notes_photograph_id_photographs"),
        ),
        sa.ForeignKeyConstraint(
            ["spoken_by_id"], ["people.id"], name=op.f("fk_voice_notes_spoken_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_notes")),
        sa.UniqueConstraint("uid", name=op.f("uq_voice_notes_uid")),
    )
    with op.batch_alter_table("voice_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_notes_key"), ["key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_voice_notes_photograph_id"), ["photograph_id"], unique=False
        )
        batch_op.create_index(
            "uq_voice_notes_standing",
            ["photograph_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
    op.add_column(
        "edition_photographs", sa.Column("voice_sha256", sa.String(length=64), nullable=True)
    )


def downgrade() -> None:
    with op.batch_alter_table("edition_photographs", schema=None) as batch_op:
        batch_op.drop_column("voice_sha256")
    with op.batch_alter_table("voice_notes", schema=None) as batch_op:
        batch_op.drop_index("uq_voice_notes_standing")
        batch_op.drop_index(batch_op.f("ix_voice_notes_photograph_id"))
        batch_op.drop_index(batch_op.f("ix_voice_notes_key"))
    op.drop_table("voice_notes")
