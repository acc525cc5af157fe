"""Which stories a digest holds, in which order, and what it accounts for; knows no text, no markup and no clock."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.digest.length import Length
from storage.model import Candidate, Match, Member, MemberKind, Reading, Slot, Story, Subscriber, Told, Topic

# Below this nobody minds; above it the digest says for when it was.
LATE: Final = timedelta(minutes=5)

# Where a topic was found, most telling first.
_PLACES: Final = ("title", "tag", "lead")
# A story counts half as fresh after so many hours: with these numbers a second source outweighs half a day.
_HALF_LIFE_HOURS: Final = 12.0
# Each story a topic has already placed makes its next one this much weaker, so that no topic eats the digest.
_CROWDING: Final = 0.85


class Novelty(StrEnum):
    """What a story is to this reader: new, or told before and grown since."""

    NEW = "new"
    DEVELOPING = "developing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One story as one digest tells it.

    `members` has one member of each source, earliest first. `added` are the members since it was last told that say
    something: another source, or a follow-up; empty for a new story. `was` is the headline that was told, if it has
    been corrected since.
    """

    story: Story
    novelty: Novelty
    strength: float
    members: tuple[Member, ...]
    match: Match | None = None
    added: tuple[Member, ...] = ()
    was: str = ""

    @property
    def new_sources(self) -> int:
        """How many sources have joined since it was told."""
        joined = {member.site for member in self.added}
        return len(joined - {member.site for member in self.story.members if member not in self.added})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The stories of one topic, strongest first; `topic` is None for stories that are on none."""

    topic: Topic | None
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of everything: `on_topics` = `shown` + `rest` + `told`."""

    articles: int
    stories: int
    on_topics: int
    shown: int
    rest: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one subscriber is told at one moment. `slot` is None for a digest that was asked for."""

    groups: tuple[Group, ...]
    rest: tuple[Telling, ...]
    account: Account
    composed_at: datetime
    zone: str
    slot: Slot | None = None

    @property
    def stories(self) -> tuple[Story, ...]:
        """The stories it tells, for the ledger."""
        return tuple(telling.story for group in self.groups for telling in group.tellings)

    @property
    def empty(self) -> bool:
        """Whether it has nothing to tell."""
        return not self.groups

    @property
    def late(self) -> bool:
        """Whether it is so late that it must say so."""
        return self.slot is not None and self.composed_at - self.slot.due_at > LATE


def compose(
    candidates: Iterable[Candidate],
    *,
    reading: Reading,
    subscriber: Subscriber,
    slot: Slot | None,
    now: datetime,
    length: Length | None = None,
) -> Digest:
    """Decide what a digest tells: each story once, under its strongest topic, the strongest topics first.

    Args:
        candidates: stories on the subscriber's topics; one given twice counts once.
        reading: what was read since the last digest.
        subscriber: whose digest it is.
        slot: for when it is, None if it was asked for.
        now: an aware moment.
        length: how much the reader wants at most.
    """
    distinct = {candidate.story.id: candidate for candidate in candidates}.values()
    tellings = [telling for candidate in distinct if (telling := _tell(candidate, now))]
    ranked = _diversified(tellings)
    count = (length or Length()).count([telling.story for telling in ranked])
    shown, rest = ranked[:count], ranked[count:]
    return Digest(
        groups=_grouped(shown),
        rest=tuple(rest),
        account=Account(
            articles=reading.articles,
            stories=reading.stories,
            on_topics=len(distinct),
            shown=len(shown),
            rest=len(rest),
            told=len(distinct) - len(tellings),
        ),
        composed_at=now,
        zone=subscriber.zone,
        slot=slot,
    )


def _tell(candidate: Candidate, now: datetime) -> Telling | None:
    """Say how to tell a story; None if its reader knows all of it."""
    story, told = candidate.story, candidate.told
    added = _added(story, told)
    was = _corrected(story, told)
    if told and not added and not was:
        return None
    match = min(candidate.matches, key=_place, default=None)
    return Telling(
        story=story,
        novelty=Novelty.DEVELOPING if told else Novelty.NEW,
        strength=_strength(story, match, told=told is not None, added=len(added), now=now),
        members=_one_of_each_source(story.members),
        match=match,
        added=added,
        was=was,
    )


def _added(story: Story, told: Told | None) -> tuple[Member, ...]:
    if told is None:
        return ()
    in_order = sorted(story.members, key=lambda member: (member.joined_at, member.article_id))
    known = {member.site for member in in_order[: told.member_count]}
    newer = _one_of_each_source(in_order[told.member_count :])
    return tuple(member for member in newer if member.site not in known or member.kind is MemberKind.FOLLOW_UP)


def _corrected(story: Story, told: Told | None) -> str:
    """Return the headline that was told, if its article has been corrected since and now says otherwise."""
    if told is None or told.headline == story.headline:
        return ""
    corrected = any(member.corrected_at and member.corrected_at > told.told_at for member in story.members)
    return told.headline if corrected else ""


def _one_of_each_source(members: Iterable[Member]) -> tuple[Member, ...]:
    """Keep one member of each site, in order; a follow-up speaks for its site before a copy does."""
    kept: dict[str, Member] = {}
    for member in members:
        known = kept.get(member.site)
        if known is None or (member.kind is MemberKind.FOLLOW_UP and known.kind is MemberKind.COPY):
            kept[member.site] = member
    return tuple(kept.values())


def _place(match: Match) -> int:
    return _PLACES.index(match.place) if match.place in _PLACES else len(_PLACES)


def _strength(story: Story, match: Match | None, *, told: bool, added: int, now: datetime) -> float:
    hours = max(0.0, (now - story.last_at).total_seconds() / 3600)
    freshness = math.exp2(-hours / _HALF_LIFE_HOURS)
    prominence = math.log2(1 + max(1, story.source_count))
    pertinence = 0.0 if match is None else 0.5 / (1 + _place(match))
    # A development is worth what it adds.
    return prominence * (0.5 + 0.1 * min(added, 3) if told else 1.0) + freshness + pertinence


def _diversified(tellings: Sequence[Telling]) -> list[Telling]:
    """Order by strength, each topic's next story a little weaker than the one before."""
    by_topic: dict[int, list[Telling]] = {}
    for telling in sorted(tellings, key=_by_strength):
        by_topic.setdefault(_topic_id(telling), []).append(telling)
    crowded = (
        (-telling.strength * _CROWDING**number, telling.story.id, telling)
        for queue in by_topic.values()
        for number, telling in enumerate(queue)
    )
    return [telling for _, _, telling in sorted(crowded, key=lambda row: row[:2])]


def _grouped(tellings: Sequence[Telling]) -> tuple[Group, ...]:
    by_topic: dict[int, list[Telling]] = {}
    for telling in sorted(tellings, key=_by_strength):
        by_topic.setdefault(_topic_id(telling), []).append(telling)
    # Stories on no topic of the reader's come last.
    order = sorted(by_topic.values(), key=lambda queue: queue[0].match is None)
    return tuple(
        Group(topic=queue[0].match.topic if queue[0].match else None, tellings=tuple(queue)) for queue in order
    )


def _by_strength(telling: Telling) -> tuple[float, int]:
    return (-telling.strength, telling.story.id)


def _topic_id(telling: Telling) -> int:
    return telling.match.topic.id if telling.match else 0
