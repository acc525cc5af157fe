"""Write updates down before they are acknowledged."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    # What was being handled and is not set aside has no content: Telegram sends it again.
    op.execute(
        "INSERT INTO inbox (update_id, content, received_at, attempts, set_aside_at) "
        "SELECT update_id, content, begun_at, attempts, set_aside_at FROM update_attempts "
        "WHERE set_aside_at IS NOT NULL"
    )
    op.drop_table("update_attempts")


def downgrade() -> None:
    op.create_table(
        "update_attempts",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_update_attempts")),
    )
    op.create_index(op.f("ix_update_attempts_set_aside_at"), "update_attempts", ["set_aside_at"])
    op.execute(
        "INSERT INTO update_attempts (update_id, attempts, begun_at, content, set_aside_at) "
        "SELECT update_id, attempts, received_at, content, set_aside_at FROM inbox WHERE set_aside_at IS NOT NULL"
    )
    op.drop_table("inbox")
