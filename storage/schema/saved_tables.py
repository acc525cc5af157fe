"""The tables of what readers keep of the news, mute and pass on: stories, muted topics, shared setups."""

from sqlalchemy import JSON, Column, SmallInteger, String, Table, Text, UniqueConstraint

from storage.schema.columns import Id, UtcDateTime, metadata, own_id, part_of

# Stories that a reader keeps.
saved_stories = Table(
    "saved_stories",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("story_id", Id, part_of("stories"), primary_key=True, index=True),
    Column("saved_at", UtcDateTime, nullable=False),
)

# Whoever follows a story is told how it goes on, whatever their topics are.
followed_stories = Table(
    "followed_stories",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("story_id", Id, part_of("stories"), primary_key=True, index=True),
    Column("followed_at", UtcDateTime, nullable=False),
)

# Stories that a reader does not want to be told of.
muted_stories = Table(
    "muted_stories",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("story_id", Id, part_of("stories"), primary_key=True, index=True),
    Column("muted_at", UtcDateTime, nullable=False),
)

# Saved stories that came with a file from elsewhere and are none of those we know.
saved_links = Table(
    "saved_links",
    metadata,
    own_id(),
    Column("subscriber_id", Id, part_of("subscribers"), nullable=False),
    Column("url", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("saved_at", UtcDateTime, nullable=False),
    UniqueConstraint("subscriber_id", "url"),
)

# Topics whose stories a reader does not want to be told of.
muted_topics = Table(
    "muted_topics",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("topic_id", Id, part_of("topics"), primary_key=True, index=True),
    Column("muted_at", UtcDateTime, nullable=False),
    # What its reader calls it; empty for the topic's own label.
    Column("label", Text),
)

# What readers said of stories, taken apart: a story stands for some of its tags, or for its topic, or for a site on a
# topic. The story is where it was said, and no more: what was learned outlives it.
tastes = Table(
    "tastes",
    metadata,
    own_id(),
    Column("subscriber_id", Id, part_of("subscribers"), nullable=False, index=True),
    Column("story_id", Id, nullable=False),
    Column("topic_id", Id, part_of("topics"), index=True),
    Column("tag_id", Id, part_of("tags"), index=True),
    Column("site", String(255), nullable=False, server_default=""),
    Column("value", SmallInteger, nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
)

# One link for each who shares; the topics and times are copied, for topics nobody follows are forgotten.
shares = Table(
    "shares",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True, autoincrement=False),
    Column("token", String(64), nullable=False, unique=True),
    Column("topics", JSON, nullable=False),
    Column("timetable", JSON, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
