"""Say what was told in few bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_versions_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("story_id", "version", name=op.f("pk_versions")),
        sqlite_with_rowid=False,
    )
    # Any number does for those that were told before, as long as no two of one story share it.
    op.execute(
        "INSERT INTO versions (story_id, version, headline, url) "
        "SELECT story_id, row_number() OVER (PARTITION BY story_id ORDER BY headline, url), headline, url "
        "FROM (SELECT DISTINCT story_id, headline, url FROM tellings) AS told"
    )
    op.execute(
        "CREATE TABLE tellings_before AS "
        "SELECT digests.subscriber_id, tellings.story_id, tellings.digest_id, tellings.member_count, "
        "versions.version, tellings.part "
        "FROM tellings JOIN digests ON digests.id = tellings.digest_id "
        "JOIN versions ON versions.story_id = tellings.story_id AND versions.headline = tellings.headline "
        "AND versions.url = tellings.url"
    )
    op.drop_table("tellings")
    op.create_table(
        "tellings",
        sa.Column("subscriber_id", _ID, nullable=False),
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("digest_id", _ID, autoincrement=False, nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name=op.f("fk_tellings_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_tellings_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("subscriber_id", "story_id", "digest_id", name=op.f("pk_tellings")),
        sqlite_with_rowid=False,
    )  # fmt: skip
    names = "subscriber_id, story_id, digest_id, member_count, version, part"
    op.execute(
        f"INSERT INTO tellings ({names}) SELECT {names} FROM tellings_before "  # noqa: S608 - our own names
        "ORDER BY subscriber_id, story_id, digest_id"
    )
    op.drop_table("tellings_before")
    op.create_index("ix_tellings_story", "tellings", ["story_id", "digest_id"])


def downgrade() -> None:
    op.execute(
        "CREATE TABLE tellings_after AS "
        "SELECT tellings.digest_id, tellings.story_id, tellings.member_count, stories.source_count, "
        "versions.headline, versions.url, tellings.part "
        "FROM tellings JOIN stories ON stories.id = tellings.story_id "
        "JOIN versions ON versions.story_id = tellings.story_id AND versions.version = tellings.version"
    )
    op.drop_table("tellings")
    op.create_table(
        "tellings",
        sa.Column("digest_id", _ID, nullable=False),
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("member_count", sa.Integer(), nullable=False),
        sa.Column("source_count", sa.Integer(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name=op.f("fk_tellings_digest_id_digests"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.id"], name=op.f("fk_tellings_story_id_stories"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest_id", "story_id", name=op.f("pk_tellings")),
    )
    names = "digest_id, story_id, member_count, source_count, headline, url, part"
    op.execute(f"INSERT INTO tellings ({names}) SELECT {names} FROM tellings_after")  # noqa: S608 - our own names
    op.drop_table("tellings_after")
    op.create_index("ix_tellings_story", "tellings", ["story_id", "digest_id"])
    op.drop_table("versions")
