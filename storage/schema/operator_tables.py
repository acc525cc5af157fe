"""The tables of the operator: what they know is in trouble, whom they let do nothing, what they say to all."""

from sqlalchemy import JSON, BigInteger, Column, Integer, String, Table, Text

from storage.schema.columns import Id, UtcDateTime, metadata, own_id, part_of

# What the operator was told is in trouble, until they are told that it is over.
operator_alerts = Table(
    "operator_alerts",
    metadata,
    Column("kind", String(64), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

# Chats, and people by their id, that the operator lets do nothing.
bans = Table(
    "bans",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("banned_at", UtcDateTime, nullable=False),
    Column("reason", Text, nullable=False, default=""),
)

# What the operator says to many at once: its text, to whom, and how far it has come.
broadcasts = Table(
    "broadcasts",
    metadata,
    own_id(),
    Column("html", Text, nullable=False),
    Column("plain", Text, nullable=False),
    # storage.outbox.broadcasts.Audience, empty until it is chosen; and BroadcastState.
    Column("audience", String(16), nullable=False, default=""),
    Column("state", String(16), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    # The last subscriber it was put into the outbox for: those after it are still to come.
    Column("reached_id", Id, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("ended_at", UtcDateTime),
)

# Which messages of the outbox belong to a broadcast: none of its readers gets two.
broadcast_messages = Table(
    "broadcast_messages",
    metadata,
    Column("outbox_id", Id, part_of("outbox"), primary_key=True, autoincrement=False),
    Column("broadcast_id", Id, part_of("broadcasts"), nullable=False, index=True),
)

# Stories that the operator has merged or split by hand: which articles moved, so that it can be undone.
story_edits = Table(
    "story_edits",
    metadata,
    own_id(),
    # storage.maintenance.story_edits.EditKind
    Column("kind", String(8), nullable=False),
    # The story that went on, and the one that was put into it or came out of it.
    Column("story_id", Id, part_of("stories"), nullable=False, index=True),
    Column("other_id", Id, part_of("stories"), nullable=False, index=True),
    Column("article_ids", JSON, nullable=False),
    Column("done_at", UtcDateTime, nullable=False),
    Column("undone_at", UtcDateTime),
)
