"""Find what waits, and what was told, without reading the rest."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("articles") as batch_op:
        batch_op.add_column(sa.Column("retitled_at", sa.DateTime(timezone=True)))
        batch_op.create_index("ix_articles_retitled_at", ["retitled_at"])
    # Which of these corrections changed a title is not known: what was told says so.
    op.execute("UPDATE articles SET retitled_at = corrected_at WHERE corrected_at IS NOT NULL")
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("deferred", sa.Boolean, server_default=sa.false(), nullable=False))
        batch_op.drop_index("ix_outbox_queue")
        batch_op.create_index("ix_outbox_queue", ["settled_at", "deferred", "priority", "id"])
        batch_op.create_index(
            "ix_outbox_deferred",
            ["not_before"],
            sqlite_where=sa.text("deferred = 1"),
            postgresql_where=sa.text("deferred"),
        )
    with op.batch_alter_table("tellings") as batch_op:
        batch_op.drop_index("ix_tellings_story_id")
        batch_op.create_index("ix_tellings_story", ["story_id", "digest_id"])


def downgrade() -> None:
    with op.batch_alter_table("tellings") as batch_op:
        batch_op.drop_index("ix_tellings_story")
        batch_op.create_index("ix_tellings_story_id", ["story_id"])
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_index("ix_outbox_deferred")
        batch_op.drop_index("ix_outbox_queue")
        batch_op.create_index("ix_outbox_queue", ["settled_at", "priority", "id"])
        batch_op.drop_column("deferred")
    with op.batch_alter_table("articles") as batch_op:
        batch_op.drop_index("ix_articles_retitled_at")
        batch_op.drop_column("retitled_at")
