"""Keep the keys that stories are met by in their order."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _recreate(with_rowid=False)


def downgrade() -> None:
    _recreate(with_rowid=True)


def _recreate(*, with_rowid: bool) -> None:
    # Only SQLite keeps rows elsewhere than their primary key, and can do without.
    if op.get_bind().dialect.name == "sqlite":
        kind = {"sqlite_with_rowid": with_rowid}
        with op.batch_alter_table("story_keys", recreate="always", table_kwargs=kind):
            pass
