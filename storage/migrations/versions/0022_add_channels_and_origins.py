"""Add how far channels were read, and whose accounts articles pass on."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "channel_marks",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("newest_id", sa.BigInteger(), nullable=False),
        sa.Column("newest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gap_after", sa.BigInteger(), nullable=True),
        sa.Column("gap_before", sa.BigInteger(), nullable=True),
        sa.Column("pages_left", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_channel_marks")),
    )
    with op.batch_alter_table("articles") as batch_op:
        batch_op.add_column(sa.Column("origin_site", sa.String(length=255), server_default="", nullable=False))
        batch_op.add_column(sa.Column("origin_key", sa.Text(), server_default="", nullable=False))
        batch_op.create_index(
            "ix_articles_origin",
            ["origin_key"],
            sqlite_where=sa.text("origin_key != ''"),
            postgresql_where=sa.text("origin_key != ''"),
        )


def downgrade() -> None:
    with op.batch_alter_table("articles") as batch_op:
        batch_op.drop_index("ix_articles_origin")
        batch_op.drop_column("origin_key")
        batch_op.drop_column("origin_site")
    op.drop_table("channel_marks")
