"""let the list of what was taken back hold every kind, and a restore say what to look at"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_list_all_taken_back"
down_revision = "20261129_end_projects"
branch_labels = None
depends_on = None

BEFORE = ("withdrawn", "answered", "covered", "silenced", "deleted")
NEW = (
    *("member", "account", "ended", "response", "limited", "confirmed"),
    *("child", "words", "removed", "emptied", "erased", "changed"),
)


def _let_be(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("taken_back") as batch_op:
        batch_op.drop_constraint(op.f("ck_taken_back_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_taken_back_kind"), f"kind IN ({words})")


def upgrade() -> None:
    _let_be((*BEFORE, *NEW))
    with op.batch_alter_table("restorations") as batch_op:
        batch_op.add_column(
            sa.Column("to_look_at", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("restorations") as batch_op:
        batch_op.alter_column("to_look_at", existing_type=sa.JSON(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("restorations") as batch_op:
        batch_op.drop_column("to_look_at")
    lines = sa.table("taken_back", sa.column("kind", sa.String))
    op.execute(sa.delete(lines).where(lines.c.kind.in_(NEW)))
    _let_be(BEFORE)
