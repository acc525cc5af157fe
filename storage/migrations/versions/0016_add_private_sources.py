"""Add private sources: whose they are, and which stories they alone have found."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    for name, owner, owners, columns in (
        (
            "own_sources",
            "subscriber_id",
            "subscribers",
            [sa.Column("added_at", sa.DateTime(timezone=True), nullable=False)],
        ),
        ("private_stories", "story_id", "stories", []),
    ):
        op.create_table(
            name,
            sa.Column(owner, number, nullable=False),
            sa.Column("source_id", number, nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                [owner], [f"{owners}.id"], name=op.f(f"fk_{name}_{owner}_{owners}"), ondelete="CASCADE"
            ),
            sa.ForeignKeyConstraint(
                ["source_id"],
                ["added_sources.id"],
                name=op.f(f"fk_{name}_source_id_added_sources"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint(owner, "source_id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_source_id"), name, ["source_id"], unique=False)


def downgrade() -> None:
    op.drop_table("private_stories")
    op.drop_table("own_sources")
