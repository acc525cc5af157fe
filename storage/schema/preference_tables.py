"""The tables of what readers choose for themselves and for their channels, on the metadata of all."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, SmallInteger, String, Table, Text, Time

from storage.schema.columns import Id, metadata, part_of

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
