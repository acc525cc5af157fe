"""Remember who was shown a source: a tap acts on what its own reader was shown."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "source_previews",
        sa.Column("subscriber_id", number, nullable=False),
        sa.Column("source_id", number, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_source_previews_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["added_sources.id"],
            name=op.f("fk_source_previews_source_id_added_sources"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "source_id", name=op.f("pk_source_previews")),
    )
    with op.batch_alter_table("source_previews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_previews_source_id"), ["source_id"], unique=False)


def downgrade() -> None:
    op.drop_table("source_previews")
