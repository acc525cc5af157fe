"""The schema, as SQLAlchemy tables; one set for SQLite and PostgreSQL. Queries live with their subject.

Whoever changes a table adds the step that leads there: `python -m storage.migrations "Say what changes"`.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
    text,
)

from storage.schema import columns
from storage.schema.columns import Id, UtcDateTime, own_id, part_of

metadata = columns.metadata

# One event as its articles tell it: headline, summary, and how much there is of it.
stories = Table(
    "stories",
    metadata,
    own_id(),
    Column("headline", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("language", String(8), nullable=False, default=""),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    Column("grown_at", UtcDateTime, nullable=False, index=True),
    Column("member_count", Integer, nullable=False, default=0),
    Column("source_count", Integer, nullable=False, default=0),
    # Its representatives, in the form of storage.stories.clustering.representatives.
    Column("centre", LargeBinary),
    # The closed story that this one takes up again, if any.
    Column("continues_id", Id, ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    # Since when none of its articles is there any more.
    Column("withdrawn_at", UtcDateTime, index=True),
)

# What one page said, with the story it belongs to; (site, site_id) is its identity.
articles = Table(
    "articles",
    metadata,
    own_id(),
    Column("site", String(255), nullable=False),
    Column("site_id", String(255), nullable=False),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("lead", Text, nullable=False),
    Column("paragraphs", JSON, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("images", JSON, nullable=False),
    Column("quotes", JSON, nullable=False),
    Column("section", Text, nullable=False, default=""),
    Column("language", String(8), nullable=False, default=""),
    Column("published_at", UtcDateTime, nullable=False, index=True),
    Column("saved_at", UtcDateTime, nullable=False, index=True),
    Column("corrected_at", UtcDateTime, index=True),
    # What the article says, hashed: an unchanged page writes nothing.
    Column("fingerprint", String(64), nullable=False),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    Column("member_kind", String(16), nullable=False, default="first"),
    Column("joined_at", UtcDateTime),
    # Since when its publisher's page is known to be gone.
    Column("withdrawn_at", UtcDateTime),
    # When its title was last another than before: what was told of it may have to be put right.
    Column("retitled_at", UtcDateTime, index=True),
    # Whose account it passes on, if it is not its own: the site, and under what key the address there is known.
    Column("origin_site", String(255), nullable=False, default="", server_default=""),
    Column("origin_key", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("site", "site_id"),
    Index(
        "ix_articles_origin",
        "origin_key",
        sqlite_where=text("origin_key != ''"),
        postgresql_where=text("origin_key != ''"),
    ),
)

# Every address an article was found at (its key: storage.articles.url_key), so that none is fetched twice.
addresses = Table(
    "addresses",
    metadata,
    Column("key", Text, primary_key=True),
    Column("article_id", Id, part_of("articles"), nullable=False, index=True),
)

# Each tag once, whatever spelling publishers use (its key: storage.articles.tags).
tags = Table(
    "tags",
    metadata,
    own_id(),
    Column("key", String(255), nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("kind", String(16), nullable=False),
)

# The tags of an article: those its publisher gave, and those that we found.
article_tags = Table(
    "article_tags",
    metadata,
    Column("article_id", Id, part_of("articles"), primary_key=True),
    Column("tag_id", Id, part_of("tags"), primary_key=True, index=True),
    # False for a tag we found in the text, True for one its publisher gave.
    Column("given", Boolean, nullable=False),
)

# The blocking index: which recent stories carry a tag.
story_tags = Table(
    "story_tags",
    metadata,
    Column("story_id", Id, part_of("stories"), primary_key=True),
    Column("tag_id", Id, part_of("tags"), primary_key=True),
    Column("last_at", UtcDateTime, nullable=False),
    Index("ix_story_tags_recent", "tag_id", "last_at"),
)

# What makes an article meet a story: hashed keys of tags, names and pairs of telling words, of stories still open.
story_keys = Table(
    "story_keys",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("story_id", Id, part_of("stories"), primary_key=True, index=True),
    Column("last_at", UtcDateTime, nullable=False, index=True),
    # In the order of its key: a lookup reads thousands of rows, and their times stand beside them.
    sqlite_with_rowid=False,
)

# In how many articles each word was seen (a hash of its first letters): what is rare tells more.
word_counts = Table(
    "word_counts",
    metadata,
    Column("word", BigInteger, primary_key=True, autoincrement=False),
    Column("articles", Integer, nullable=False),
)

# What subscribers follow, each query once, by its canonical text.
topics = Table(
    "topics",
    metadata,
    own_id(),
    Column("query", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # The version of the word forms its keys were made with.
    Column("lexicon", SmallInteger, nullable=False, default=0, index=True),
    # Who typed it first, so that it goes with them if it is nobody else's; empty where we offered it.
    Column("asked_by", Id, ForeignKey("subscribers.id", ondelete="SET NULL"), index=True),
)

# Under which keys each topic is filed (storage.topics.query.document): a new text asks only for those of its own keys.
topic_keys = Table(
    "topic_keys",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("topic_id", Id, part_of("topics"), primary_key=True, index=True),
    # What else a text must hold: sets of keys, "a|b c" for a or b, and c; most topics are ruled out by it unread.
    Column("also", Text, nullable=False, default=""),
    # The topic's own text, so that one look at this table is enough; empty if its keys are all there is to it.
    Column("query", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Every article as a line of words and keys: a new topic, and a search, read a week of these in one go.
article_lines = Table(
    "article_lines",
    metadata,
    Column("article_id", Id, part_of("articles"), primary_key=True),
    Column("story_id", Id, part_of("stories"), nullable=False, index=True),
    Column("source", String(255), nullable=False),
    Column("language", String(8), nullable=False),
    Column("published_at", UtcDateTime, nullable=False, index=True),
    # Of the article as it was read, to notice a correction; and of the word forms, to notice newer forms.
    Column("fingerprint", String(64), nullable=False),
    Column("lexicon", SmallInteger, nullable=False),
    Column("line", Text, nullable=False),
)

# The stories found on a topic, with the words found; kept as gone once a correction took those away.
topic_matches = Table(
    "topic_matches",
    metadata,
    Column("topic_id", Id, part_of("topics"), primary_key=True),
    Column("story_id", Id, part_of("stories"), primary_key=True, index=True),
    Column("form", Text, nullable=False),
    Column("place", String(16), nullable=False),
    Column("matched_at", UtcDateTime, nullable=False),
    # Since when no article of the story says so any more; whoever was told of it meanwhile stays told.
    Column("gone_at", UtcDateTime),
    Index("ix_topic_matches_recent", "topic_id", "matched_at"),
)

# Chats that get digests, and when each is due next.
subscribers = Table(
    "subscribers",
    metadata,
    own_id(),
    Column("chat_id", BigInteger, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("thread_id", BigInteger),
    Column("language", String(8), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("suspended_for", Text, nullable=False, default=""),
    Column("paused_until", UtcDateTime),
    Column("next_due_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    # What public holidays do to the timetable, empty for nothing; their time, and whose they are if not the zone's.
    Column("holidays", String(16)),
    Column("holidays_at", Time),
    Column("country", String(2)),
    # Since when and how often in a row it took no message, and when somebody was told that it is suspended.
    Column("barred_since", UtcDateTime),
    Column("barred_times", Integer, nullable=False, default=0, server_default="0"),
    Column("barred_told_at", UtcDateTime),
    Index("ix_subscribers_due", "next_due_at"),
    Index("ix_subscribers_barred", "barred_told_at", "barred_since"),
)

# The times of day a subscriber chose, each with its weekdays.
timetables = Table(
    "timetables",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("at", Time, primary_key=True),
    # Bit 0 is Monday.
    Column("weekdays", SmallInteger, nullable=False),
    CheckConstraint("weekdays between 1 and 127", name="some_day"),
)

# Who follows which topic, how important it is, and which forum thread it goes to.
follows = Table(
    "follows",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("topic_id", Id, part_of("topics"), primary_key=True, index=True),
    Column("followed_at", UtcDateTime, nullable=False),
    # storage.model.Importance
    Column("importance", SmallInteger, nullable=False, default=0, server_default="0"),
    # The forum thread that its stories go to; empty for where the chat's digests go.
    Column("thread_id", BigInteger),
    # What its reader calls it; empty for the topic's own label.
    Column("label", Text),
)

# Forum threads that Telegram refused a message to, until it takes one again; what was to go there goes beside it.
closed_threads = Table(
    "closed_threads",
    metadata,
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("closed_at", UtcDateTime, nullable=False),
    # When the chat was told; once is enough.
    Column("told_at", UtcDateTime, index=True),
)

# What was composed for a slot, or when asked for; no slot of a subscriber has two.
digests = Table(
    "digests",
    metadata,
    own_id(),
    Column("subscriber_id", Id, part_of("subscribers"), nullable=False),
    Column("kind", String(16), nullable=False),
    # Both empty for a digest without a slot: only slots are unique.
    Column("local_date", Date),
    Column("at", Time),
    Column("due_at", UtcDateTime, nullable=False),
    Column("composed_at", UtcDateTime, nullable=False),
    # storage.model.Missed: what of it did not arrive, and was not told; empty for nothing.
    Column("missed", String(8)),
    UniqueConstraint("subscriber_id", "local_date", "at"),
    Index("ix_digests_recent", "subscriber_id", "composed_at"),
)

# What a story was called when it was told: a headline, and the article whose it was.
versions = Table(
    "versions",
    metadata,
    Column("story_id", Id, part_of("stories"), primary_key=True),
    # Made of what it says (storage.digests.ledger), so that whoever tells a story need not look it up.
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("headline", Text, nullable=False),
    Column("url", Text, nullable=False),
    sqlite_with_rowid=False,
)

# The ledger: what each reader was told of each story, and by which digest; twenty bytes a row.
tellings = Table(
    "tellings",
    metadata,
    # Beside each other stands what one reader knows: composing reads that, and nobody else's.
    Column("subscriber_id", Id, part_of("subscribers"), primary_key=True),
    Column("story_id", Id, part_of("stories"), primary_key=True),
    # Goes with its subscriber, as a digest does; a reference of its own would have to be looked for in all rows.
    Column("digest_id", Id, primary_key=True, autoincrement=False),
    # How many articles of the story had joined, and what it was called: its headline is that of the version.
    Column("member_count", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    # The number of the message that says it, to put it right later.
    Column("part", Integer),
    # In the order of its digests: a story that everybody was told is gone through from where the last look ended.
    Index("ix_tellings_story", "story_id", "digest_id"),
    sqlite_with_rowid=False,
)

# One message part each: still to be sent, or what became of it.
outbox = Table(
    "outbox",
    metadata,
    own_id(),
    Column("subscriber_id", Id, part_of("subscribers"), nullable=False),
    Column("digest_id", Id, part_of("digests"), index=True),
    Column("number", Integer, nullable=False),
    Column("html", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Column("keyboard", Text, nullable=False, default=""),
    # The address whose picture it shows.
    Column("preview", Text, nullable=False, default=""),
    # storage.outbox.outbox.Priority: what somebody waits for leaves before what many get.
    Column("priority", SmallInteger, nullable=False),
    # The message of Telegram that this one replaces in place; `number` is that one's.
    Column("edit_of", BigInteger),
    Column("state", String(16), nullable=False, default="pending"),
    Column("attempts", Integer, nullable=False, default=0),
    # True once a send ended without an answer: a repeat is then possible, and is counted.
    Column("uncertain", Boolean, nullable=False, default=False),
    # When it may be sent; while it is being sent, when the sender's lease ends.
    Column("not_before", UtcDateTime, nullable=False),
    Column("message_id", BigInteger),
    Column("error", Text, nullable=False, default=""),
    Column("created_at", UtcDateTime, nullable=False),
    # When it was sent, failed or dropped; empty is what makes a row the sender's business.
    Column("settled_at", UtcDateTime),
    # The forum thread it goes to; empty for where the chat's digests go when it is sent.
    Column("thread_id", BigInteger),
    # It stands for the digest's other messages, which are dropped once it is sent.
    Column("rich", Boolean, nullable=False, default=False, server_default=false()),
    # It waits for a moment that has not come yet, so that no claim looks at it before.
    Column("deferred", Boolean, nullable=False, default=False, server_default=false()),
    Column("silent", Boolean, nullable=False, default=False, server_default=false()),
    # storage.model.Pinning: whether it is pinned once sent, or pins or unpins the message `edit_of`.
    Column("pinning", String(8), nullable=False, default="", server_default=""),
    # What waits comes first in both, however much the outbox remembers.
    Index("ix_outbox_queue", "settled_at", "deferred", "priority", "id"),
    # Only what waits for later is in it: a claim of what is ready cannot take this one, and then sort.
    Index("ix_outbox_deferred", "not_before", sqlite_where=text("deferred = 1"), postgresql_where=text("deferred")),
    Index("ix_outbox_chat", "subscriber_id", "settled_at", "id"),
)
