"""give guides"""

import sqlalchemy as sa
from alembic import op

revision = "20261126_give_guides"
down_revision = "20261126_secure_accounts"
branch_labels = None
depends_on = None

USUAL = {
    "SHOWeD": {
        "see": "What do you see here?",
        "happening": "What is really happening here?",
        "our_lives": "How does this relate to our lives?",
        "why": "Why does this situation exist?",
        "empower": "How could this photograph empower or teach?",
        "do": "What can we do about it?",
    },
    "PHOTO": {
        "photo": "Describe your photograph.",
        "happening": "What is happening in it?",
        "of_this": "Why did you take a photograph of this?",
        "tells": "What does it tell us about your life?",
        "opportunities": "How can it give us opportunities to improve life?",
    },
}
"""The guides a project used to be given when somebody first looked for them."""


def upgrade() -> None:
    projects = sa.table("projects", sa.column("id", sa.Integer))
    guides = sa.table(
        "guides",
        sa.column("project_id", sa.Integer),
        sa.column("name", sa.String),
        sa.column("questions", sa.JSON),
    )
    without = sa.select(projects.c.id).where(projects.c.id.not_in(sa.select(guides.c.project_id)))
    for project in op.get_bind().scalars(without.order_by(projects.c.id)).all():
        for name, questions in USUAL.items():
            asked = [{"key": key, "question": question} for key, question in questions.items()]
            op.execute(guides.insert().values(project_id=project, name=name, questions=asked))


def downgrade() -> None:
    """A guide that nobody looked for does no harm to what looked for them."""
