"""Add what becomes of stories in other languages, and what readers want more and less of."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_preferences = sa.table("preferences", sa.column("subscriber_id", _ID), sa.column("languages", sa.String))
_subscribers = sa.table("subscribers", sa.column("id", _ID), sa.column("language", sa.String))


def upgrade() -> None:
    op.add_column("preferences", sa.Column("others", sa.String(length=8), server_default="skip", nullable=False))
    op.create_table(
        "tastes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("subscriber_id", _ID, nullable=False),
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("topic_id", _ID, nullable=True),
        sa.Column("tag_id", _ID, nullable=True),
        sa.Column("site", sa.String(length=255), server_default="", nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_tastes_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_tastes_topic_id_topics"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tastes_tag_id_tags"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tastes")),
    )
    for column in ("subscriber_id", "topic_id", "tag_id"):
        op.create_index(op.f(f"ix_tastes_{column}"), "tastes", [column], unique=False)
    _put_own_language_first()


def _put_own_language_first() -> None:
    """Until now the chat's own language came first, whatever the order that was kept."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(_preferences.c.subscriber_id, _preferences.c.languages, _subscribers.c.language)
        .join(_subscribers, _subscribers.c.id == _preferences.c.subscriber_id)
        .where(_preferences.c.languages != "")
    ).all()
    for subscriber_id, languages, own in rows:
        ordered = ",".join(sorted(languages.split(","), key=lambda language: language != own))
        connection.execute(
            sa.update(_preferences).where(_preferences.c.subscriber_id == subscriber_id).values(languages=ordered)
        )


def downgrade() -> None:
    op.drop_table("tastes")
    op.drop_column("preferences", "others")
