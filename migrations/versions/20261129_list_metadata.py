"""remember by which rule metadata was taken out, and whether a place was among it"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_list_metadata"
down_revision = "20261129_keep_senders_apart"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.add_column(sa.Column("place_taken_out", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("metadata_rule", sa.Integer(), nullable=True))
    with op.batch_alter_table("voice_notes") as batch_op:
        batch_op.add_column(sa.Column("metadata_rule", sa.Integer(), nullable=True))

    # Until now, a photograph was stored changed only where its place was taken out.
    photographs = sa.table(
        "photographs",
        *(
            sa.column(name)
            for name in ("sha256", "stored_sha256", "place_taken_out", "metadata_rule")
        ),
    )
    changed = photographs.c.stored_sha256 != photographs.c.sha256
    op.execute(
        photographs.update().values(
            place_taken_out=sa.case((changed, sa.true()), else_=sa.false()), metadata_rule=0
        )
    )
    op.execute(sa.table("voice_notes", sa.column("metadata_rule")).update().values(metadata_rule=0))
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.alter_column("place_taken_out", existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("metadata_rule", existing_type=sa.Integer(), nullable=False)
    with op.batch_alter_table("voice_notes") as batch_op:
        batch_op.alter_column("metadata_rule", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("voice_notes") as batch_op:
        batch_op.drop_column("metadata_rule")
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_column("metadata_rule")
        batch_op.drop_column("place_taken_out")
