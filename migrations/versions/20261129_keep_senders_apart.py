"""let two people send the same file, each with their own words; keep no words with a sending"""

import hashlib
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "20261129_keep_senders_apart"
down_revision = "20261129_keep_removals"
branch_labels = None
depends_on = None

DATA = sa.JSON(none_as_null=True)
OLD, NEW = ["project_id", "sha256"], ["project_id", "sha256", "photographer_id"]
COPIED = (
    *("project_id", "received_by_id", "received_at", "sha256", "stored_sha256", "original_key"),
    *("media_type", "bytes", "width", "height", "taken_on", "camera", "location", "sent_small"),
    *("warnings", "trouble", "placeholder", "dhash", "doubt", "set_aside_day", "set_aside_why"),
)
"""What is so of the file, whoever sent it."""

SENDINGS = sa.table(
    "sendings",
    sa.column("id", sa.Integer),
    sa.column("photograph_id", sa.Integer),
    sa.column("person_id", sa.Integer),
    sa.column("was_here", sa.Boolean),
    sa.column("said", DATA),
    sa.column("written", DATA),
)


def upgrade() -> None:
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_constraint(op.f("uq_photographs_project_id_sha256"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_photographs_project_id_sha256_photographer_id"), NEW
        )
    op.create_table(
        "other_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("photograph_id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "word IN ('caption', 'title', 'place')",
            name=op.f("ck_other_words_is_one_of_the_words"),
        ),
        sa.ForeignKeyConstraint(
            ["photograph_id"],
            ["photographs.id"],
            name=op.f("fk_other_words_photograph_id_photographs"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_other_words_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_words")),
    )
    op.create_index(op.f("ix_other_words_photograph_id"), "other_words", ["photograph_id"])
    with op.batch_alter_table("sendings") as batch_op:
        batch_op.add_column(sa.Column("written", DATA, nullable=True))
        batch_op.add_column(sa.Column("said_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE sendings SET said_at = made_at")
    _give_each_their_own(op.get_bind())
    with op.batch_alter_table("sendings") as batch_op:
        batch_op.alter_column("said_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.drop_constraint(
            op.f("ck_sendings_nothing_is_written_beside_no_photograph"), type_="check"
        )
        batch_op.drop_column("applied")
        batch_op.create_check_constraint(
            op.f("ck_sendings_nothing_is_written_beside_no_photograph"),
            "photograph_id IS NOT NULL OR (written IS NULL AND NOT was_here)",
        )


def _give_each_their_own(connection: sa.Connection) -> None:
    """Of what is written down no words stay with the sending.  Whoever sent what somebody else
    had sent before gets a photograph of their own; the next round writes down what they said."""
    photographs = sa.Table("photographs", sa.MetaData(), autoload_with=connection)
    copies = sa.Table("renditions", sa.MetaData(), autoload_with=connection)
    rows = connection.execute(
        sa.select(SENDINGS, photographs.c.photographer_id)
        .join(photographs, photographs.c.id == SENDINGS.c.photograph_id)
        .order_by(SENDINGS.c.id)
    ).mappings()
    own: dict[tuple[int, int], int] = {}
    for row in rows.all():
        change: dict[str, object] = {}
        if row["photographer_id"] == row["person_id"]:
            said = {"photograph": row["said"]["photograph"], "voice": row["said"]["voice"]}
            change = {
                "said": said | {"words": None, "people": None, "release": None},
                "written": {"all": ""},
            }
        else:
            whose = (row["photograph_id"], row["person_id"])
            again = whose in own
            if not again:
                own[whose] = _copy(connection, photographs, copies, *whose)
            change = {"photograph_id": own[whose], "was_here": again}
        connection.execute(SENDINGS.update().where(SENDINGS.c.id == row["id"]).values(change))


def _copy(
    connection: sa.Connection,
    photographs: sa.Table,
    copies: sa.Table,
    photograph: int,
    person: int,
) -> int:
    found = connection.execute(
        sa.select(photographs).where(photographs.c.id == photograph)
    ).mappings()
    one = found.one()
    made = connection.execute(
        photographs.insert().values(
            {name: one[name] for name in COPIED}
            | dict.fromkeys(("title", "caption", "alternative_text", "place"), "")
            | {name: one[name] for name in ("title_language", "caption_language")}
            | {
                "uid": uuid4().hex,
                "photographer_id": person,
                "received_by_id": person,
                "state": one["state"],
            }
        )
    )
    key = made.inserted_primary_key
    assert key is not None
    id = key[0]
    renditions = connection.execute(
        sa.select(copies).where(copies.c.photograph_id == photograph, ~copies.c.redacted)
    ).mappings()
    for copy in renditions.all():
        values = {name: value for name, value in copy.items() if name != "id"}
        connection.execute(copies.insert().values(values | {"photograph_id": id}))
    return int(id)


def downgrade() -> None:
    with op.batch_alter_table("sendings") as batch_op:
        batch_op.drop_constraint(
            op.f("ck_sendings_nothing_is_written_beside_no_photograph"), type_="check"
        )
        batch_op.add_column(sa.Column("applied", DATA, nullable=True))
        batch_op.drop_column("written")
        batch_op.drop_column("said_at")
        batch_op.create_check_constraint(
            op.f("ck_sendings_nothing_is_written_beside_no_photograph"),
            "photograph_id IS NOT NULL OR (applied IS NULL AND NOT was_here)",
        )
    _tell_them_apart(op.get_bind())
    op.drop_index(op.f("ix_other_words_photograph_id"), table_name="other_words")
    op.drop_table("other_words")
    with op.batch_alter_table("photographs") as batch_op:
        batch_op.drop_constraint(
            op.f("uq_photographs_project_id_sha256_photographer_id"), type_="unique"
        )
        batch_op.create_unique_constraint(op.f("uq_photographs_project_id_sha256"), OLD)


def _tell_them_apart(connection: sa.Connection) -> None:
    """Before, a file was in a project once: the later ones keep all but its recognition; and a
    sending had its words."""
    photographs = sa.Table("photographs", sa.MetaData(), autoload_with=connection)
    seen: set[tuple[int, str]] = set()
    for id, project, sha256 in connection.execute(
        sa.select(photographs.c.id, photographs.c.project_id, photographs.c.sha256).order_by(
            photographs.c.id
        )
    ).all():
        if (project, sha256) in seen:
            other = hashlib.sha256(f"{sha256} {id}".encode()).hexdigest()
            connection.execute(
                photographs.update().where(photographs.c.id == id).values(sha256=other)
            )
        seen.add((project, sha256))
    sendings = sa.table("sendings", sa.column("id", sa.Integer), sa.column("said", DATA))
    nothing = {"caption": "", "caption_language": "", "title": "", "place": ""}
    for id, said in connection.execute(sa.select(sendings.c.id, sendings.c.said)).all():
        if said["words"] is None:
            connection.execute(
                sendings.update().where(sendings.c.id == id).values(said=said | {"words": nothing})
            )
