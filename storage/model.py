"""The values storage hands out: frozen, aware times in UTC, no rows and no connections."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntEnum, StrEnum

from parsers.article import TagKind


class ChatKind(StrEnum):
    """The kind of Telegram chat a subscriber is."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class SubscriberState(StrEnum):
    """Active; paused by the reader; suspended because Telegram refuses the chat. Nothing is ever wiped by a state."""

    ACTIVE = "active"
    PAUSED = "paused"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TimetableEntry:
    """A time of day in the subscriber's zone and the weekdays it holds on (Monday is 0)."""

    at: time
    weekdays: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One due moment of one subscriber's timetable; (subscriber, local_date, at) is unique."""

    local_date: date
    at: time
    due_at: datetime


class OnHolidays(StrEnum):
    """What public holidays do to a timetable: nothing, no digest, the times of Sunday, or one time of their own."""

    USUAL = "usual"
    OFF = "off"
    SUNDAY = "sunday"
    AT = "at"


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRule:
    """What a subscriber wants on public holidays; `at` for AT only, `country` "" for the one of their zone."""

    kind: OnHolidays = OnHolidays.USUAL
    at: time | None = None
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A chat that gets digests. `zone` is an IANA name; `next_due_at` is None while nothing is scheduled.

    `barred_since` is since when Telegram takes no message for it, `suspended_for` what it said last; a chat that is
    barred is suspended only after a while.
    """

    id: int
    chat_id: int
    kind: ChatKind
    language: str
    zone: str
    state: SubscriberState
    timetable: tuple[TimetableEntry, ...]
    created_at: datetime
    thread_id: int | None = None
    paused_until: datetime | None = None
    suspended_for: str = ""
    barred_since: datetime | None = None
    next_due_at: datetime | None = None
    holidays: HolidayRule = HolidayRule()


class Style(StrEnum):
    """How a digest shows a story: with a sentence and its sources, its headline only, or also with a picture.

    ONE shows all of it as one rich message, in a private chat whose reader has seen one.
    """

    COMPACT = "compact"
    HEADLINES = "headlines"
    CARDS = "cards"
    ONE = "one"


class WhenEmpty(StrEnum):
    """What becomes of a slot that has nothing to tell: nothing is said, or one quiet line."""

    SKIP = "skip"
    SAY = "say"


class Breaking(StrEnum):
    """Whether a story may interrupt before the next digest: never, outside quiet hours, or at any hour."""

    OFF = "off"
    ON = "on"
    WAKE = "wake"


class Sound(StrEnum):
    """Whether a digest makes a sound: always, not at night, or never."""

    ON = "on"
    NIGHT = "night"
    OFF = "off"


class OtherLanguages(StrEnum):
    """What becomes of a story that nobody tells in a language its reader reads: left out, or told with a mark."""

    SKIP = "skip"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """From `start` to `end` in the reader's zone, over midnight if `end` is not later; each day."""

    start: time
    end: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a reader chose. A digest has at most `stories`, and `minutes` of reading if given.

    A story is breaking once `breaking_sources` independent publishers told it within `breaking_minutes`. With `main` a
    digest begins with the main stories, on a topic or not. A story is told in the first of the `languages` in which
    somebody tells it, `others` is what becomes of those told in none of them; no languages are all. `footer` accounts
    for what was read, `signature` is the last line. Of groups and channels alone: whether digests are `pinned`, whether
    they `invite` members to digests of their own, whether `editors` see each before it is posted.
    """

    stories: int = 7
    minutes: int | None = None
    style: Style = Style.COMPACT
    when_empty: WhenEmpty = WhenEmpty.SKIP
    quiet: QuietHours | None = None
    breaking: Breaking = Breaking.OFF
    breaking_sources: int = 3
    breaking_minutes: int = 60
    main: bool = False
    languages: tuple[str, ...] = ()
    others: OtherLanguages = OtherLanguages.SKIP
    sound: Sound = Sound.ON
    footer: bool = True
    signature: str = ""
    pinned: bool = False
    invite: bool = True
    editors: bool = False

    @property
    def wanted_languages(self) -> tuple[str, ...]:
        """The languages in one of which a story must be told to be for them; none: any will do."""
        return self.languages if self.others is OtherLanguages.SKIP else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What subscribers follow: `query` is the canonical text of the topic language, `label` what readers see."""

    id: int
    query: str
    label: str


class Importance(IntEnum):
    """Where a topic's stories stand in a digest: told only if there is room, in their turn, or first and cut last."""

    LOW = -1
    NORMAL = 0
    HIGH = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A subscriber's tie to a topic. Its stories go to the forum thread `thread_id`; None: where all digests go.

    `label` is what they call it, None for what everybody does.
    """

    topic_id: int
    importance: Importance = Importance.NORMAL
    thread_id: int | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalTag:
    """A tag under its one key, whatever its spelling: case, ё, name order and aliases are folded."""

    id: int
    key: str
    label: str
    kind: TagKind


class MemberKind(StrEnum):
    """How an article belongs to its story: the first, a copy of another text, own writing, or a new development."""

    FIRST = "first"
    COPY = "copy"
    SAME = "same"
    FOLLOW_UP = "follow-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article as a part of its story."""

    article_id: int
    url: str
    site: str
    title: str
    lead: str
    language: str
    published_at: datetime
    joined_at: datetime
    kind: MemberKind
    image_url: str = ""
    image_area: int = 0
    """In pixels, as its page says; 0 if it does not."""
    corrected_at: datetime | None = None
    withdrawn_at: datetime | None = None
    owner: str = ""
    """Who is behind its site, or the one it passes on, as the catalogue says; empty where only the name tells."""
    origin: str = ""
    """The site whose account it passes on; empty for one of its own."""

    @property
    def teller(self) -> str:
        """The site whose account it is."""
        return self.origin or self.site


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What a story takes up again after weeks: what that was called, where it is read, when it was last told of."""

    headline: str
    url: str
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The articles about one event, earliest first. `headline`, `summary` and `url` come from its best member.

    `continues_id` is the closed story that it takes up again, if any, and `earlier` what of that is told;
    `withdrawn_at` is since when none of its articles is there any more.
    """

    id: int
    headline: str
    summary: str
    url: str
    language: str
    first_at: datetime
    last_at: datetime
    members: tuple[Member, ...]
    tags: tuple[CanonicalTag, ...] = ()
    source_count: int = 1
    continues_id: int | None = None
    earlier: Earlier | None = None
    withdrawn_at: datetime | None = None

    @property
    def standing(self) -> tuple[Member, ...]:
        """The members that can still be read where they were published."""
        return tuple(member for member in self.members if member.withdrawn_at is None)

    def is_told_in(self, languages: Collection[str]) -> bool:
        """Whether it can be read in one of the languages; in none given it always can."""
        return not languages or any(member.language in languages for member in self.standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Why a story is on a topic: `form` is the words found, as they stand in the text, and `place` where.

    `gone` if a correction took them out since: then it concerns those only who were told of it.
    """

    topic: Topic
    story_id: int
    form: str
    place: str
    matched_at: datetime
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a subscriber was last told of a story; `url` is the article whose headline it was, empty if unknown."""

    story_id: int
    told_at: datetime
    member_count: int
    headline: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCandidate:
    """A story a digest may hold: why it matched, and what its reader already knows of it.

    `news` is what articles that joined since it was told say first, in their own words, by article id.
    """

    story: Story
    matches: tuple[Match, ...]
    told: Told | None = None
    news: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingTotals:
    """What was read in a span of time, for the line that accounts for everything."""

    articles: int
    stories: int


class PartState(StrEnum):
    """The life of one message: pending -> sending -> sent | failed | dropped (its chat went away)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Pinning(StrEnum):
    """What a message of the outbox has to do with pinning: nothing; it is pinned once sent; it pins, or unpins, one."""

    NONE = ""
    ASKED = "asked"
    PIN = "pin"
    UNPIN = "unpin"

    @property
    def is_done(self) -> bool:
        """Whether the row itself pins or unpins, and says nothing."""
        return self in {Pinning.PIN, Pinning.UNPIN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One message of the outbox. `html` is Telegram HTML, `plain` the same without markup, `keyboard` JSON or empty.

    It goes to the forum thread `thread_id`, and if that is closed to `home_id`, where the chat's digests go; None is
    the chat itself. `preview` is the address whose picture it shows, empty for none. With `edit_of`, the id of a
    message that was sent, it is no new message but what that one should say, or pins it (`pinning`). A `rich` one holds
    rich HTML, and stands for all other messages of its digest; they go in its place where Telegram does not take it.
    """

    id: int
    subscriber_id: int
    chat_id: int
    chat_kind: ChatKind
    thread_id: int | None
    digest_id: int | None
    number: int
    html: str
    plain: str
    keyboard: str
    attempts: int
    uncertain: bool = False
    preview: str = ""
    edit_of: int | None = None
    home_id: int | None = None
    rich: bool = False
    silent: bool = False
    pinning: Pinning = Pinning.NONE
    barred: bool = False
    """Whether its chat took no message when last tried."""


class DigestKind(StrEnum):
    """Why a digest was composed: for a slot, because it was asked for, or because news was breaking."""

    SLOT = "slot"
    ASKED = "asked"
    BREAKING = "breaking"


class Missed(StrEnum):
    """Of a digest that did not arrive: a part of it, or all."""

    PART = "part"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one digest: for which slot, when composed, how many parts were sent, and when the last one was.

    `repeated` are the parts that may have come twice, `attempts` the most that one of them took, `trouble` is what
    Telegram or the network last had against one.
    """

    digest_id: int
    subscriber_id: int
    chat_id: int
    zone: str
    local_date: date | None
    at: time | None
    due_at: datetime
    composed_at: datetime
    stories: int
    parts: int
    sent: int
    failed: int
    sent_at: datetime | None
    repeated: int = 0
    attempts: int = 0
    trouble: str = ""
    kind: DigestKind = DigestKind.SLOT
    missed: Missed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The stories of one topic, in their order; `topic_id` is None for stories that are on none."""

    topic_id: int | None
    stories: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """Which stories a digest tells, in which order; those that were `dropped` keep their place and are not told."""

    sections: tuple[Section, ...]
    dropped: frozenset[int] = frozenset()

    @property
    def stories(self) -> tuple[int, ...]:
        """All its stories, those that were dropped too."""
        return tuple(story_id for section in self.sections for story_id in section.stories)

    @property
    def told(self) -> tuple[int, ...]:
        """The stories that it tells."""
        return tuple(story_id for story_id in self.stories if story_id not in self.dropped)
