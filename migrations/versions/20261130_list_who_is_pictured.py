"""let the list of what was taken back say who is pictured"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_list_who_is_pictured"
down_revision = "20261130_list_all_taken_back"
branch_labels = None
depends_on = None

BEFORE = (
    *("withdrawn", "answered", "covered", "silenced", "deleted"),
    *("member", "account", "ended", "response", "limited", "confirmed"),
    *("child", "words", "removed", "emptied", "erased", "changed"),
)
NEW = "pictured"


def _let_be(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("taken_back") as batch_op:
        batch_op.drop_constraint(op.f("ck_taken_back_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_taken_back_kind"), f"kind IN ({words})")


def upgrade() -> None:
    _let_be((*BEFORE, NEW))


def downgrade() -> None:
    lines = sa.table("taken_back", sa.column("kind", sa.String))
    op.execute(sa.delete(lines).where(lines.c.kind == NEW))
    _let_be(BEFORE)
