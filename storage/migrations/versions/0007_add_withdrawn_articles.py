"""Add withdrawn articles."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rechecks",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("missing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_rechecks_article_id_articles"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_rechecks")),
    )
    op.create_index(op.f("ix_rechecks_due_at"), "rechecks", ["due_at"])
    op.add_column("articles", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("stories", sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_stories_withdrawn_at"), "stories", ["withdrawn_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_stories_withdrawn_at"), "stories")
    op.drop_column("stories", "withdrawn_at")
    op.drop_column("articles", "withdrawn_at")
    op.drop_table("rechecks")
