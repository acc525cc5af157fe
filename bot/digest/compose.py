"""Which stories a digest holds, in which order, and what it accounts for; knows no text, no markup and no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.digest import telling
from bot.digest.issue import Issue
from bot.digest.length import Length
from bot.digest.telling import Telling
from storage.model import ChatKind, Follow, ReadingTotals, Slot, Story, Subscriber, Topic
from storage.subscribers import reading_languages
from storage.window import Selection

# Below this nobody minds; above it the digest says for when it was.
LATE: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source from which nothing has come for so long that its readers should know."""

    source: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a digest is made of: whose it is, what may be told at `now`, and what is accounted for.

    `issue` is what may be told at `now`, and `selection` what of it concerns the subscriber. `reading` is what was
    read since the last digest, `since` where a recap begins ("while you were away"), `silent` the sources to warn of.
    `slot` is None for a digest that was asked for, or that interrupts (`breaking`); `first` if its reader had none
    before. With `weekly` it is the week's, from `since` on: what mattered, and what came of it.
    """

    subscriber: Subscriber
    issue: Issue
    selection: Selection
    reading: ReadingTotals
    slot: Slot | None = None
    stands_from: datetime | None = None
    length: Length = field(default_factory=Length)
    since: datetime | None = None
    silent: tuple[Silence, ...] = ()
    breaking: bool = False
    first: bool = False
    weekly: bool = False

    @property
    def now(self) -> datetime:
        """The moment of the digest: what came later, it does not know."""
        return self.issue.window.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The stories of one topic, strongest first; `topic` is None for stories that are on none."""

    topic: Topic | None
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of everything since where the digest looks from.

    Of `articles` that were read, which are so many `stories`, `on_topics` are on the reader's topics; of these, all
    are `shown`, `brief`, without room (`rest`), `told` before, `hidden` (muted), or `foreign`: told by nobody in a
    language of the reader's.
    """

    articles: int
    stories: int
    on_topics: int
    shown: int
    brief: int
    rest: int
    told: int
    hidden: int = 0
    foreign: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one subscriber is told at one moment.

    `brief` are the stories told by their headline only; those that not even that was room for are counted and stay
    untold. `slot` is None for a digest that was asked for; `since` is where a recap begins, None for a plain digest.
    `stands_from` is when the first of several slots was due that it stands for, None if it stands for its own only.
    `breaking` is one that interrupts. `threads` are the forum threads of topics that have one, by the topic's id;
    `accounts` tells whether it ends with its account, `signature` is its very last line. With `main` the stories on no
    topic are the main ones. It is `shared` where those who read it are not those who chose its topics, and the `first`
    where its reader has to be told what its numbers do. A `weekly` one tells what came of each story by its end;
    one that `closes_day` is the last of several of its day.
    """

    groups: tuple[Group, ...]
    brief: tuple[Telling, ...]
    account: Account
    composed_at: datetime
    zone: str
    slot: Slot | None = None
    stands_from: datetime | None = None
    since: datetime | None = None
    silent: tuple[Silence, ...] = ()
    breaking: bool = False
    threads: Mapping[int, int] = field(default_factory=dict)
    accounts: bool = True
    signature: str = ""
    main: bool = False
    shared: bool = False
    first: bool = False
    weekly: bool = False
    closes_day: bool = False

    @property
    def stories(self) -> tuple[Story, ...]:
        """The stories it tells, for the ledger: in the order of its messages."""
        shown = [found for group in self.groups for found in group.tellings]
        return tuple(found.story for found in (*shown, *self.brief))

    @property
    def empty(self) -> bool:
        """Whether it has nothing to tell."""
        return not self.groups and not self.brief

    @property
    def missed_today(self) -> bool:
        """Whether what has no room in it is what its reader missed of the day: the last of several digests of it."""
        return self.closes_day and not self.since and not self.breaking

    @property
    def late(self) -> bool:
        """Whether it is so late, or so much else was left out before it, that it must say so."""
        return self.slot is not None and (self.composed_at - self.slot.due_at > LATE or self.stands_from is not None)


def compose(material: Material) -> Digest:
    """Decide what a digest tells: each story once, under its strongest topic, the strongest topics first.

    Important topics come before the others and are cut last, but only with their first few stories; those of topics
    that are told if there is room come last.
    """
    length, follows = material.length, material.selection.follows
    chosen = material.issue.choose(
        material.selection, _tongues(material), most=length.most, half_life=_half_life(material)
    )
    count = length.count([found.story for found in chosen.tellings])
    shown, brief = chosen.tellings[:count], chosen.tellings[count : count + length.brief]
    return Digest(
        groups=_grouped(shown, follows, main_first=bool(material.selection.main)),
        brief=tuple(brief),
        account=Account(
            # A story can also change without an article that was read: by being joined with another.
            articles=max(material.reading.articles, chosen.on_topics),
            stories=max(material.reading.stories, chosen.on_topics),
            on_topics=chosen.on_topics,
            shown=len(shown),
            brief=len(brief),
            rest=chosen.told - len(shown) - len(brief),
            told=chosen.on_topics - chosen.hidden - chosen.told - chosen.foreign,
            hidden=chosen.hidden,
            foreign=chosen.foreign,
        ),
        composed_at=material.now,
        zone=material.subscriber.zone,
        slot=material.slot,
        stands_from=material.stands_from,
        since=material.since,
        silent=material.silent,
        breaking=material.breaking,
        threads={each.topic_id: each.thread_id for each in follows.values() if each.thread_id is not None},
        main=bool(material.selection.main),
        shared=material.subscriber.kind is not ChatKind.PRIVATE,
        first=material.first,
        weekly=material.weekly,
        closes_day=_closes_day(material),
    )


def _closes_day(material: Material) -> bool:
    """Whether a digest is the last of several of its day."""
    slot = material.slot
    if slot is None:
        return False
    entries = material.subscriber.timetable
    times = {entry.at for entry in entries if slot.local_date.weekday() in entry.weekdays}
    return len(times) > 1 and slot.at == max(times)


def _tongues(material: Material) -> tuple[str, ...]:
    """The languages in which stories are told, the preferred one first."""
    subscriber = material.subscriber
    return reading_languages.order(material.selection.languages, subscriber.language, subscriber.zone)


def _half_life(material: Material) -> timedelta:
    """In a recap, what mattered outranks what is fresh."""
    return max(telling.HALF_LIFE, material.now - material.since) if material.since else telling.HALF_LIFE


def _grouped(
    tellings: Sequence[Telling], follows: Mapping[int, Follow], *, main_first: bool = False
) -> tuple[Group, ...]:
    by_topic: dict[int, list[Telling]] = {}
    for found in sorted(tellings, key=lambda found: found.rank):
        by_topic.setdefault(found.match.topic.id if found.match else 0, []).append(found)
    # Stories on no topic of the reader's come last, main ones first.
    order = sorted(
        by_topic.values(),
        key=lambda queue: ((queue[0].match is None) is not main_first, -telling.importance(queue[0].match, follows)),
    )
    return tuple(
        Group(topic=queue[0].match.topic if queue[0].match else None, tellings=tuple(queue)) for queue in order
    )
