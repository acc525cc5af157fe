"""Add what admins changed of a chat's settings, and digests that wait for them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _chat(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_subscriber_id_subscribers")
    return sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "setting_changes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("subscriber_id", _ID, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("user_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        _chat("setting_changes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_changes")),
    )
    op.create_index("ix_setting_changes_chat", "setting_changes", ["subscriber_id", "id"])
    op.create_index(op.f("ix_setting_changes_user_id"), "setting_changes", ["user_id"])
    op.create_table(
        "proposals",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("subscriber_id", _ID, nullable=False),
        sa.Column("local_date", sa.Date(), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posted_by", sa.Text(), server_default="", nullable=False),
        _chat("proposals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint("subscriber_id", name=op.f("uq_proposals_subscriber_id")),
    )


def downgrade() -> None:
    op.drop_table("proposals")
    op.drop_table("setting_changes")
