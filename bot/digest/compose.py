"""Which stories a digest holds, in which order, and what it accounts for; knows no text, no markup and no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.digest import language, telling
from bot.digest.length import Length
from bot.digest.telling import Telling
from storage.model import Follow, Importance, ReadingTotals, Slot, Story, StoryCandidate, Subscriber, Topic

# Below this nobody minds; above it the digest says for when it was.
LATE: Final = timedelta(minutes=5)

# So many stories of an important topic come before everything else; the next ones wait for their turn.
_LEADING: Final = 5

# Each story a topic has already placed makes its next one this much weaker, so that no topic eats the digest.
_CROWDING: Final = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A source from which nothing has come for so long that its readers should know."""

    source: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a digest is made of: whose it is, what may be told at `now`, and what is accounted for.

    `candidates` are stories on the subscriber's topics, of which one given twice counts once; `hidden` is how many more
    there would be without the reader's mutes, `follows` how the reader follows their topics, by the topic's id.
    `reading` is what was read since the last digest, `since` where a recap begins ("while you were away"), `silent` the
    sources to warn of. `slot` is None for a digest that was asked for, or that interrupts (`breaking`).
    """

    subscriber: Subscriber
    candidates: tuple[StoryCandidate, ...]
    reading: ReadingTotals
    now: datetime
    slot: Slot | None = None
    stands_from: datetime | None = None
    length: Length = field(default_factory=Length)
    since: datetime | None = None
    silent: tuple[Silence, ...] = ()
    breaking: bool = False
    hidden: int = 0
    follows: Mapping[int, Follow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The stories of one topic, strongest first; `topic` is None for stories that are on none."""

    topic: Topic | None
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of everything: `on_topics` = `shown` + `brief` + `rest` + `told` + `hidden` (muted)."""

    articles: int
    stories: int
    on_topics: int
    shown: int
    brief: int
    rest: int
    told: int
    hidden: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one subscriber is told at one moment.

    `brief` are the stories told by their headline only; those that not even that was room for are counted and stay
    untold. `slot` is None for a digest that was asked for; `since` is where a recap begins, None for a plain digest.
    `stands_from` is when the first of several slots was due that it stands for, None if it stands for its own only.
    `breaking` is one that interrupts. `threads` are the forum threads of topics that have one, by the topic's id;
    `accounts` tells whether it ends with its account.
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
    def late(self) -> bool:
        """Whether it is so late, or so much else was left out before it, that it must say so."""
        return self.slot is not None and (self.composed_at - self.slot.due_at > LATE or self.stands_from is not None)


def compose(material: Material) -> Digest:
    """Decide what a digest tells: each story once, under its strongest topic, the strongest topics first.

    Important topics come before the others and are cut last, but only with their first few stories; those of topics
    that are told if there is room come last.
    """
    heard = language.heard(material.candidates, material.subscriber.language)
    distinct = {candidate.story.id: candidate for candidate in heard}.values()
    told = [
        telling.tell(each, now=material.now, half_life=_half_life(material), follows=material.follows)
        for each in distinct
    ]
    ranked = _diversified([each for each in told if each], material.follows)
    count = material.length.count([found.story for found in ranked])
    last = count + material.length.brief
    shown, brief = ranked[:count], ranked[count:last]
    return Digest(
        groups=_grouped(shown, material.follows),
        brief=tuple(brief),
        account=Account(
            articles=material.reading.articles,
            stories=material.reading.stories,
            on_topics=len(distinct) + material.hidden,
            shown=len(shown),
            brief=len(brief),
            rest=len(ranked[last:]),
            told=len(distinct) - len(ranked),
            hidden=material.hidden,
        ),
        composed_at=material.now,
        zone=material.subscriber.zone,
        slot=material.slot,
        stands_from=material.stands_from,
        since=material.since,
        silent=material.silent,
        breaking=material.breaking,
        threads={each.topic_id: each.thread_id for each in material.follows.values() if each.thread_id is not None},
    )


def _half_life(material: Material) -> timedelta:
    """In a recap, what mattered outranks what is fresh."""
    return max(telling.HALF_LIFE, material.now - material.since) if material.since else telling.HALF_LIFE


def _diversified(tellings: Sequence[Telling], follows: Mapping[int, Follow]) -> list[Telling]:
    """Order by importance, then by strength, each topic's next story a little weaker than the one before."""
    by_topic: dict[int, list[Telling]] = {}
    for found in sorted(tellings, key=_by_strength):
        by_topic.setdefault(_topic_id(found), []).append(found)
    crowded = (
        (-_rank(found, number, follows), -found.strength * _CROWDING**number, found.story.id, found)
        for queue in by_topic.values()
        for number, found in enumerate(queue)
    )
    return [found for *_, found in sorted(crowded, key=lambda row: row[:3])]


def _rank(found: Telling, number: int, follows: Mapping[int, Follow]) -> int:
    """Return the importance of a topic's next story; no topic, however important, eats the digest."""
    importance = telling.importance(found.match, follows)
    return Importance.NORMAL if importance is Importance.HIGH and number >= _LEADING else importance


def _grouped(tellings: Sequence[Telling], follows: Mapping[int, Follow]) -> tuple[Group, ...]:
    by_topic: dict[int, list[Telling]] = {}
    for found in sorted(tellings, key=_by_strength):
        by_topic.setdefault(_topic_id(found), []).append(found)
    # Stories on no topic of the reader's come last.
    order = sorted(
        by_topic.values(),
        key=lambda queue: (queue[0].match is None, -telling.importance(queue[0].match, follows)),
    )
    return tuple(
        Group(topic=queue[0].match.topic if queue[0].match else None, tellings=tuple(queue)) for queue in order
    )


def _by_strength(found: Telling) -> tuple[float, int]:
    return (-found.strength, found.story.id)


def _topic_id(found: Telling) -> int:
    return found.match.topic.id if found.match else 0
