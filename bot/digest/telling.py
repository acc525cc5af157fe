"""One story as one reader is told it: what is new in it for them, and how much it matters; knows no other story."""

import dataclasses
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from storage.model import Follow, Importance, Match, Member, MemberKind, Story, StoryCandidate, Told

# Where a topic was found, most telling first.
_PLACES: Final = ("title", "tag", "lead")
# A story counts half as fresh after so long: with these numbers a second source outweighs half a day.
HALF_LIFE: Final = timedelta(hours=12)


NO_FOLLOWS: Final[Mapping[int, Follow]] = {}
"""How somebody follows topics who made no difference between them."""


class Novelty(StrEnum):
    """What a story is to this reader: new, or told before and grown since."""

    NEW = "new"
    DEVELOPING = "developing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One story as one digest tells it.

    `members` has one member of each source, earliest first. `added` are the members since it was last told that say
    something: another source, or a follow-up; empty for a new story. `was` is the headline that was told, if it has
    been corrected since. `foreign` is one that is told in none of the languages that its reader reads.
    """

    story: Story
    novelty: Novelty
    strength: float
    members: tuple[Member, ...]
    match: Match | None = None
    added: tuple[Member, ...] = ()
    was: str = ""
    news: tuple[str, ...] = ()
    foreign: bool = False
    # How it is written, by manner (bot.digest.writer): many readers are told the same.
    written: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rank(self) -> tuple[float, int]:
        """What tellings are ordered by, the strongest first."""
        return -self.strength, self.story.id

    @property
    def new_sources(self) -> int:
        """How many sources have joined since it was told."""
        joined = {member.site for member in self.added}
        return len(joined - {member.site for member in self.story.members if member not in self.added})

    @property
    def follow_up(self) -> Member | None:
        """The newest article that took a told story further."""
        return _newest(self.added)

    @property
    def outcome(self) -> Member | None:
        """The newest article that took the story further, told or not: where it has come to."""
        return _newest(member for member in self.story.standing if member.language == self.story.language)


def _newest(members: Iterable[Member]) -> Member | None:
    ups = [member for member in members if member.kind is MemberKind.FOLLOW_UP]
    return max(ups, key=lambda member: (member.published_at, member.article_id), default=None)


def tell(
    candidate: StoryCandidate,
    *,
    now: datetime,
    half_life: timedelta = HALF_LIFE,
    follows: Mapping[int, Follow] = NO_FOLLOWS,
) -> Telling | None:
    """Say how to tell a story; None if its reader knows all of it.

    Args:
        candidate: the story, why it matched, and what was told of it.
        now: an aware moment.
        half_life: after how long a story counts half as fresh; longer for a recap of many days.
        follows: how its reader follows their topics; it is told under the one most important to them.
    """
    story, told = candidate.story, candidate.told
    added = _added(story, told)
    was = _corrected(story, told)
    if told and not added and not was:
        return None
    match = min(candidate.matches, key=lambda one: pertinence(one, follows), default=None)
    return Telling(
        story=story,
        novelty=Novelty.DEVELOPING if told else Novelty.NEW,
        strength=strength(
            story, match, now=now, half_life=half_life, worth=0.5 + 0.1 * min(len(added), 3) if told else 1.0
        ),
        members=_one_of_each_source(story.standing),
        match=match,
        added=added,
        was=was,
        news=_news(candidate, added),
    )


def first(story: Story, *, foreign: bool = False) -> Telling:
    """Tell a story, in the reader's language, to one who knows nothing of it."""
    members = _one_of_each_source(story.standing)
    return Telling(story=story, novelty=Novelty.NEW, strength=0, members=members, foreign=foreign)


def without(found: Telling, excluded: frozenset[str], languages: tuple[str, ...]) -> Telling:
    """Tell a story in the words of a site that its reader does not exclude; as it is if there is none."""
    story = found.story
    speaker = next((member for member in story.members if member.url == story.url), None)
    others = [member for member in story.standing if member.site not in excluded]
    if speaker is None or speaker.site not in excluded or not others:
        return found
    best = min(others, key=lambda one: (_language_rank(one.language, languages), _spoke(one)))
    told = dataclasses.replace(story, headline=best.title, summary=best.lead, url=best.url, language=best.language)
    members = tuple(member for member in found.members if member.site not in excluded)
    return dataclasses.replace(found, story=told, members=members, written={})


def _language_rank(language: str, languages: tuple[str, ...]) -> int:
    return languages.index(language) if language in languages else len(languages)


def _spoke(member: Member) -> tuple[bool, datetime, int]:
    """Own writing before copies, then the earliest."""
    return member.kind is MemberKind.COPY, member.published_at, member.article_id


def under(alone: Telling, match: Match | None, strong: float) -> Telling:
    """Tell a story that is new under a topic; it is written as on any other."""
    return Telling(
        story=alone.story, novelty=alone.novelty, strength=strong, members=alone.members, match=match,
        foreign=alone.foreign, written=alone.written,
    )  # fmt: skip


def pertinence(match: Match, follows: Mapping[int, Follow]) -> tuple[int, int]:
    """Order the matches of a story for a reader, the one it is told under first."""
    return -importance(match, follows), _place(match)


def importance(match: Match | None, follows: Mapping[int, Follow]) -> Importance:
    """Return how important the topic of a match is to its reader."""
    follow = follows.get(match.topic.id) if match else None
    return follow.importance if follow else Importance.NORMAL


def _news(candidate: StoryCandidate, added: Iterable[Member]) -> tuple[str, ...]:
    """What the added members say first, the newest before the others; each once."""
    newest = sorted(added, key=lambda member: member.published_at, reverse=True)
    said = [candidate.news.get(one.article_id, ()) for one in newest if one.language == candidate.story.language]
    return tuple(dict.fromkeys(phrase for phrases in said for phrase in phrases))


def _added(story: Story, told: Told | None) -> tuple[Member, ...]:
    if told is None:
        return ()
    in_order = sorted(story.members, key=lambda member: (member.joined_at, member.article_id))
    known = {member.site for member in in_order[: told.member_count]}
    newer = _one_of_each_source(member for member in in_order[told.member_count :] if member.withdrawn_at is None)
    return tuple(member for member in newer if member.site not in known or member.kind is MemberKind.FOLLOW_UP)


def _corrected(story: Story, told: Told | None) -> str:
    """Return the headline that was told, if its own article now says otherwise; another member's is no correction."""
    if told is None or " ".join(told.headline.split()) == " ".join(story.headline.split()):
        return ""
    titles = [member.title for member in story.members if member.url == told.url]
    return told.headline if titles and told.headline not in titles else ""


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


def strength(
    story: Story, match: Match | None, *, now: datetime, half_life: timedelta = HALF_LIFE, worth: float = 1.0
) -> float:
    """Return how much a story matters: by its sources, how fresh it is, and where its topic was found.

    `worth` is what of its sources counts: a development is worth what it adds.
    """
    freshness = math.exp2(-max(0.0, (now - story.last_at) / half_life))
    prominence = math.log2(1 + max(1, story.source_count))
    place = 0.0 if match is None else 0.5 / (1 + _place(match))
    return prominence * worth + freshness + place
