"""The tables of what is done to stories and articles later on: merged stories, pages asked for again, chores."""

from sqlalchemy import Column, SmallInteger, String, Table

from storage.schema.columns import Id, UtcDateTime, metadata, part_of

# Stories that were found to be one: the row of the other stays, without members, for buttons that still name it.
merged_stories = Table(
    "merged_stories",
    metadata,
    Column("story_id", Id, part_of("stories"), primary_key=True, autoincrement=False),
    Column("into_id", Id, part_of("stories"), nullable=False, index=True),
    Column("merged_at", UtcDateTime, nullable=False),
)

# Articles whose pages are asked for again, to see whether they are still there.
rechecks = Table(
    "rechecks",
    metadata,
    Column("article_id", Id, part_of("articles"), primary_key=True, autoincrement=False),
    # When to ask (next); empty once all is known.
    Column("due_at", UtcDateTime, index=True),
    # Since when the page is not there.
    Column("missing_since", UtcDateTime),
    # How often in a row nobody could tell.
    Column("failures", SmallInteger, nullable=False),
)

# When work that is seldom done was last done, to the end.
chores = Table(
    "chores",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("done_at", UtcDateTime, nullable=False),
)
