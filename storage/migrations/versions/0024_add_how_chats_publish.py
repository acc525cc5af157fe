"""Add how groups and channels publish: main stories, languages, sound, signature, pinning, editors."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_CHOICES = (
    ("main", sa.Boolean(), sa.false()),
    ("languages", sa.String(length=32), ""),
    ("sound", sa.String(length=8), "on"),
    ("footer", sa.Boolean(), sa.true()),
    ("signature", sa.Text(), ""),
    ("pinned", sa.Boolean(), sa.false()),
    ("invite", sa.Boolean(), sa.true()),
    ("editors", sa.Boolean(), sa.false()),
)


def upgrade() -> None:
    for name, kind, default in _CHOICES:
        op.add_column("preferences", sa.Column(name, kind, server_default=default, nullable=False))
    op.add_column("outbox", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("outbox", sa.Column("pinning", sa.String(length=8), server_default="", nullable=False))


def downgrade() -> None:
    # What pins or unpins a message would be taken for an edit that empties it.
    op.execute("DELETE FROM outbox WHERE pinning IN ('pin', 'unpin')")
    op.drop_column("outbox", "pinning")
    op.drop_column("outbox", "silent")
    for name, _, _ in reversed(_CHOICES):
        op.drop_column("preferences", name)
