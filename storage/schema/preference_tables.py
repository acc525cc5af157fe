"""The tables of what readers choose for themselves and for their channels, on the metadata of all."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    false,
    true,
)

from storage.schema.columns import Id, UtcDateTime, metadata, own_id, part_of

# One row for whoever chose anything; who has none has the defaults of storage.model.Preferences.
preferences = Table(
    "preferences",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True, autoincrement=False),
    Column("stories", SmallInteger, nullable=False),
    Column("minutes", SmallInteger),
    Column("style", String(16), nullable=False),
    Column("when_empty", String(16), nullable=False),
    # Both or neither; over midnight if the end is not later.
    Column("quiet_from", Time),
    Column("quiet_to", Time),
    Column("breaking", String(16), nullable=False, index=True),
    Column("breaking_sources", SmallInteger, nullable=False),
    Column("breaking_minutes", SmallInteger, nullable=False),
    Column("main", Boolean, nullable=False, server_default=false()),
    # Codes with commas between them, in the order of preference; empty for all.
    Column("languages", String(32), nullable=False, server_default=""),
    Column("sound", String(8), nullable=False, server_default="on"),
    Column("footer", Boolean, nullable=False, server_default=true()),
    Column("signature", Text, nullable=False, server_default=""),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("invite", Boolean, nullable=False, server_default=true()),
    Column("editors", Boolean, nullable=False, server_default=false()),
    # What becomes of stories that nobody tells in one of the languages.
    Column("others", String(8), nullable=False, server_default="skip"),
    CheckConstraint("(quiet_from is null) = (quiet_to is null)", name="both_ends"),
)

# The channels that a reader configures from their private chat; at most one is `chosen`.
channels = Table(
    "channels",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("channel_id", Id, part_of("subscribers"), primary_key=True, index=True),
    Column("title", Text, nullable=False),
    Column("chosen", Boolean, nullable=False),
)

# Who of its admins last configured a group, by their id at Telegram, and what it was called then: whom to tell.
group_admins = Table(
    "group_admins",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("title", Text, nullable=False),
)

# What was changed of a group's or a channel's settings, and by whom; the newest of each chat are kept.
setting_changes = Table(
    "setting_changes",
    metadata,
    own_id(),
    Column("subscriber_id", Id, part_of("subscribers"), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    # Their id at Telegram and what they were called then; both empty for one who is anonymous or has been forgotten.
    Column("user_id", BigInteger, index=True),
    Column("user_name", Text, nullable=False),
    # storage.admins.setting_changes.Change: what, and from or to what.
    Column("kind", String(24), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_setting_changes_chat", "subscriber_id", "id"),
)

# Digests that wait for an editor, at most one of each chat: which stories, in which order; once posted, by whom.
proposals = Table(
    "proposals",
    metadata,
    own_id(),
    Column("subscriber_id", Id, part_of("subscribers"), nullable=False, unique=True),
    # The slot it stands for; both empty for one that was asked for.
    Column("local_date", Date),
    Column("at", Time),
    Column("due_at", UtcDateTime, nullable=False),
    Column("composed_at", UtcDateTime, nullable=False),
    # [[topic id, or 0 for none, [story id, ...]], ...] and [story id, ...].
    Column("groups", JSON, nullable=False),
    Column("dropped", JSON, nullable=False),
    # Grows with each change: nobody posts what they have not seen.
    Column("version", Integer, nullable=False),
    Column("posted_at", UtcDateTime),
    Column("posted_by", Text, nullable=False, server_default=""),
)
