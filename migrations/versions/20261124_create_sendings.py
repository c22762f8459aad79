"""create sendings"""

import sqlalchemy as sa
from alembic import op

import photovoice.db

revision = "20261124_create_sendings"
down_revision = "20261124_add_voice_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sendings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("applied", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("photograph_id", sa.Integer(), nullable=True),
        sa.Column("was_here", sa.Boolean(), nullable=False),
        sa.Column("made_at", photovoice.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint(
            "photograph_id IS NOT NULL OR (applied IS NULL AND NOT was_here)",
            name=op.f("ck_sendings_nothing_is_written_beside_no_photograph"),
        ),
        sa.CheckConstraint("version >= 0", name=op.f("ck_sendings_versions_are_counted")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sendings_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["photograph_id"],
            ["photographs.id"],
            name=op.f("fk_sendings_photograph_id_photographs"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_sendings_project_id_projects")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sendings")),
        sa.UniqueConstraint("uid", name=op.f("uq_sendings_uid")),
    )
    with op.batch_alter_table("sendings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sendings_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_sendings_photograph_id", ["photograph_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sendings_project_id"), ["project_id"], unique=False)

    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("sending_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "photograph",
                "voice",
                name="sendingpart",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "arriving",
                "received",
                "refused",
                "gone",
                name="uploadstate",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("began_at", photovoice.db.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", photovoice.db.Moment(timezone=True), nullable=False),
        sa.Column("received_at", photovoice.db.Moment(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("voice_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state <> 'received' OR (sha256 IS NOT NULL AND received_at IS NOT NULL)",
            name=op.f("ck_uploads_received_is_sealed"),
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR reason IS NOT NULL", name=op.f("ck_uploads_refused_says_why")
        ),
        sa.CheckConstraint("length >= 0", name=op.f("ck_uploads_has_a_length")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_uploads_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_uploads_project_id_projects")
        ),
        sa.ForeignKeyConstraint(
            ["sending_id"], ["sendings.id"], name=op.f("fk_uploads_sending_id_sendings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("key", name=op.f("uq_uploads_key")),
        sa.UniqueConstraint("sending_id", "part", name=op.f("uq_uploads_sending_id_part")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_uploads_project_id_state", ["project_id", "state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index("ix_uploads_project_id_state")
        batch_op.drop_index(batch_op.f("ix_uploads_person_id"))

    op.drop_table("uploads")
    with op.batch_alter_table("sendings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sendings_project_id"))
        batch_op.drop_index("ix_sendings_photograph_id")
        batch_op.drop_index(batch_op.f("ix_sendings_person_id"))

    op.drop_table("sendings")
