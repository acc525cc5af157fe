"""The tables of work done later or again, and its cost: merged stories, rechecks, chores, updates, paid messages."""

from sqlalchemy import BigInteger, Column, Date, Integer, SmallInteger, String, Table, Text

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

# Updates of Telegram, written before they are acknowledged: each is handled once, and none is lost.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    # The update as Telegram sent it, as JSON.
    Column("content", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    # How often its handling was begun: more than once only if that ended the process.
    Column("attempts", SmallInteger, nullable=False, default=0),
    # Kept until Telegram cannot send it again.
    Column("finished_at", UtcDateTime),
    # Since when it is not tried any more.
    Column("set_aside_at", UtcDateTime),
)

# How many messages of each day, of UTC, were beyond Telegram's free rate, and so paid for in Stars.
paid_messages = Table(
    "paid_messages",
    metadata,
    Column("day", Date, primary_key=True),
    Column("messages", Integer, nullable=False),
)
