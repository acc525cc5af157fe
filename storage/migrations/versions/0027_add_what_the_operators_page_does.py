"""Add what the operator's page does: paused sources, changes of health, stories merged and split by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paused_sources",
        sa.Column("source", sa.String(length=255), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_paused_sources")),
    )
    op.create_table(
        "health_changes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("health", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_changes")),
    )
    op.create_index(op.f("ix_health_changes_url"), "health_changes", ["url"], unique=False)
    op.create_index(op.f("ix_health_changes_at"), "health_changes", ["at"], unique=False)
    op.create_table(
        "story_edits",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("article_ids", sa.JSON(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_story_edits_story_id_stories"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["stories.id"], name=op.f("fk_story_edits_other_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_edits")),
    )
    op.create_index(op.f("ix_story_edits_story_id"), "story_edits", ["story_id"], unique=False)
    op.create_index(op.f("ix_story_edits_other_id"), "story_edits", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("story_edits")
    op.drop_table("health_changes")
    op.drop_table("paused_sources")
