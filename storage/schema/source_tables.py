"""The tables of sources, on the metadata of all: listings, addresses that gave no article, sources added by people."""

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Integer, SmallInteger, String, Table, Text

from storage.schema.columns import Id, UtcDateTime, metadata, own_id, part_of

# What we know of each address we list from: when to ask again, and how it has been answering.
listings = Table(
    "listings",
    metadata,
    Column("url", Text, primary_key=True),
    Column("source", String(255), nullable=False, index=True),
    Column("etag", Text, nullable=False, default=""),
    Column("last_modified", Text, nullable=False, default=""),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("interval_seconds", Float, nullable=False),
    Column("checked_at", UtcDateTime),
    Column("changed_at", UtcDateTime),
    Column("health", String(32), nullable=False, default="new"),
    Column("health_since", UtcDateTime),
    Column("detail", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    # The health that the operator was told of last.
    Column("told", String(32), nullable=False, default="ok"),
    # The latest date it named, and when its silence since then becomes news.
    Column("newest_at", UtcDateTime),
    Column("silent_at", UtcDateTime),
    # Of its latest pages, the oldest first: "+" gave an article, "-" did not.
    Column("pages", String(64), nullable=False, default=""),
)

# How far each channel was read, by the address of its preview.
channel_marks = Table(
    "channel_marks",
    metadata,
    Column("url", Text, primary_key=True),
    # The newest post that was seen, and when its newest posts were read last.
    Column("newest_id", BigInteger, nullable=False),
    Column("newest_at", UtcDateTime, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
    # The posts that were missed, between two that were read; empty if none were. They are read so many pages far.
    Column("gap_after", BigInteger),
    Column("gap_before", BigInteger),
    Column("pages_left", SmallInteger, nullable=False),
)

# Addresses already asked for that gave no article, so that they are not asked for on every crawl.
refusals = Table(
    "refusals",
    metadata,
    Column("key", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("source", String(255), nullable=False),
    Column("reason", String(64), nullable=False),
    Column("attempts", Integer, nullable=False, default=1),
    Column("retry_at", UtcDateTime, nullable=False, index=True),
)

# Sources that readers and operators added to those of the catalogue.
added_sources = Table(
    "added_sources",
    metadata,
    own_id(),
    Column("name", String(255), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("language", String(8), nullable=False, default=""),
    Column("url", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    # Empty for one that the operator added at the terminal.
    Column("added_by", Id, ForeignKey("subscribers.id", ondelete="SET NULL"), index=True),
    Column("added_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
)

# Which reader was shown which source, to add it or not.
source_previews = Table(
    "source_previews",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("source_id", Id, part_of("added_sources"), primary_key=True, index=True),
    Column("shown_at", UtcDateTime, nullable=False),
)

# The private sources of each reader: read for those who have them.
own_sources = Table(
    "own_sources",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("source_id", Id, part_of("added_sources"), primary_key=True, index=True),
    Column("added_at", UtcDateTime, nullable=False),
)

# The stories that private sources alone have found, and by which of them; every other story is everybody's.
private_stories = Table(
    "private_stories",
    metadata,
    Column("story_id", Id, part_of("stories"), primary_key=True),
    Column("source_id", Id, part_of("added_sources"), primary_key=True, index=True),
)

# Who is behind each site of the catalogue; what its name alone tells is storage.stories.writer's guess.
site_owners = Table(
    "site_owners",
    metadata,
    Column("site", String(255), primary_key=True),
    Column("owner", String(255), nullable=False),
)

# Sources that the operator has paused, by name.
paused_sources = Table(
    "paused_sources",
    metadata,
    Column("source", String(255), primary_key=True),
    Column("paused_at", UtcDateTime, nullable=False),
)

# From when on each listing had which health.
health_changes = Table(
    "health_changes",
    metadata,
    own_id(),
    Column("url", Text, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("health", String(32), nullable=False),
    Column("detail", Text, nullable=False, default=""),
)
