"""Whether what readers say under stories brings what they like to the top: `python -m benchmarks.tastes`.

A month of made-up stories is replayed, day by day, to readers with stated tastes: of the fields of their topic each
likes some, dislikes some, and does not mind the others. They see ten stories a day, and say "more like this" or "less
like this" of at most three of them, now and then by mistake. How well the first ten of a day are ordered (nDCG@10) is
compared, for the same readers and days, with a digest that learns nothing. The figure is of the days after the tenth,
when there was something to learn from; `--tune` prints that of the first ten.
"""

import argparse
import asyncio
import math
import random
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console
from sqlalchemy import insert

from bot.digest.issue import Issue
from parsers.article import TagKind
from storage.database import Connection, Database
from storage.digests import leanings
from storage.model import CanonicalTag, ChatKind, Follow, Match, Member, MemberKind, Story, Topic
from storage.schema import tables
from storage.subscribers import subscribers, tastes
from storage.window import NO_LEANINGS, Leanings, Selection, Window

NOW: Final = datetime(2026, 11, 1, 8, tzinfo=UTC)
DAYS, TUNED_ON, TOP = 30, 10, 10
FIELDS, NAMES = 20, 60
STORIES, READERS = 60, 40
LIKED, DISLIKED = 5, 5
SAID_A_DAY: Final = 3
MISTAKEN: Final = 0.1
TOPIC: Final = Topic(id=1, query="новости", label="новости")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taste:
    """The fields that a reader likes and dislikes."""

    liked: frozenset[int]
    disliked: frozenset[int]

    def gain(self, story: Story) -> int:
        """Return what a story is worth to them: 2, 1 for those they do not mind, 0."""
        fields = {tag.id for tag in story.tags if tag.id <= FIELDS}
        return 1 + bool(fields & self.liked) - bool(fields & self.disliked)


def story(number: int, day: int, chance: random.Random) -> Story:
    """Make a story of one day: one field or two, two names, and one to six sources."""
    at = NOW + timedelta(days=day) - timedelta(hours=chance.uniform(0.2, 23.5))
    fields = chance.sample(range(1, FIELDS + 1), chance.choice((1, 1, 1, 2)))
    names = chance.sample(range(FIELDS + 1, FIELDS + NAMES + 1), 2)
    count = min(6, 1 + int(chance.expovariate(0.8)))
    members = tuple(
        Member(
            article_id=number * 10 + place, url=f"https://s{place}.kz/{number}", site=f"s{place}.kz", title="", lead="",
            language="ru", published_at=at, joined_at=at, kind=MemberKind.SAME,
        )
        for place in range(count)
    )  # fmt: skip
    tags = tuple(CanonicalTag(id=each, key=f"t{each}", label=f"t{each}", kind=TagKind.SUBJECT)
                 for each in (*fields, *names))  # fmt: skip
    return Story(
        id=number, headline=f"Story {number}", summary="", url=members[0].url, language="ru", first_at=at, last_at=at,
        members=members, tags=tags, source_count=count,
    )  # fmt: skip


def ndcg(gains: Sequence[int], possible: Sequence[int]) -> float:
    """Return how well gains are ordered, from 0 to 1, against the best order of all that was possible."""
    return _dcg(gains) / (_dcg(sorted(possible, reverse=True)[:TOP]) or 1.0)


def _dcg(gains: Sequence[int]) -> float:
    return sum(float(2**gain - 1) / math.log2(place + 2) for place, gain in enumerate(gains[:TOP]))


def ranked(window: Window, leaning: Leanings) -> list[Story]:
    """Return the first stories of a day, as a digest orders them."""
    selection = Selection(
        window=window, since=window.since, follows={TOPIC.id: Follow(topic_id=TOPIC.id)}, leanings=leaning
    )
    return [each.story for each in Issue(window).choose(selection, ("ru",), most=TOP).tellings]


def window_of(day: int, stories: Sequence[Story]) -> Window:
    """Return what may be told of one day."""
    now = NOW + timedelta(days=day)
    return Window(
        since=now - timedelta(days=1),
        now=now,
        stories={each.id: each for each in stories},
        changed_at={each.id: each.last_at for each in stories},
        matches={
            TOPIC.id: tuple(
                Match(topic=TOPIC, story_id=each.id, form="", place="title", matched_at=each.last_at)
                for each in stories
            )
        },
    )


async def replay(database: Database, chance: random.Random, *, days: range) -> Mapping[str, float]:
    """Replay the month; return the mean nDCG of some days, with and without learning."""
    people = [await _reader(database, chance, number) for number in range(READERS)]
    scores: dict[str, list[float]] = {"learning": [], "nothing": []}
    for day in range(DAYS):
        stories = [story(day * STORIES + number + 1, day, chance) for number in range(STORIES)]
        window = window_of(day, stories)
        async with database.transaction() as connection:
            await _keep(connection, stories)
            learned = await leanings.of_all(connection, window, [reader_id for reader_id, _ in people])
            for reader_id, taste in people:
                shown = ranked(window, learned.get(reader_id, NO_LEANINGS))
                if day in days:
                    possible = [taste.gain(each) for each in stories]
                    plain = ranked(window, NO_LEANINGS)
                    scores["learning"].append(ndcg([taste.gain(each) for each in shown], possible))
                    scores["nothing"].append(ndcg([taste.gain(each) for each in plain], possible))
                await _say(connection, reader_id, taste, shown, chance, NOW + timedelta(days=day))
    return {name: statistics.fmean(found) for name, found in scores.items()}


async def _reader(database: Database, chance: random.Random, number: int) -> tuple[int, Taste]:
    fields = chance.sample(range(1, FIELDS + 1), LIKED + DISLIKED)
    async with database.transaction() as connection:
        added = await subscribers.add(connection, number + 1, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=NOW)
    return added.id, Taste(liked=frozenset(fields[:LIKED]), disliked=frozenset(fields[LIKED:]))


async def _keep(connection: Connection, stories: Sequence[Story]) -> None:
    """Write the stories' tags, which is all that learning reads of them."""
    await connection.execute(
        insert(tables.stories),
        [
            {
                "id": each.id, "headline": each.headline, "summary": "", "url": each.url, "language": "ru",
                "first_at": each.first_at, "last_at": each.last_at, "grown_at": each.last_at, "source_count": 1,
                "member_count": 1,
            }
            for each in stories
        ],
    )  # fmt: skip
    await connection.execute(
        insert(tables.story_tags),
        [{"story_id": each.id, "tag_id": tag.id, "last_at": each.last_at} for each in stories for tag in each.tags],
    )


async def _say(
    connection: Connection, reader_id: int, taste: Taste, shown: Sequence[Story], chance: random.Random, now: datetime
) -> None:
    """Press a button under a few of the stories that the reader feels something about."""
    felt = [(each, taste.gain(each) - 1) for each in shown if taste.gain(each) != 1]
    for each, verdict in chance.sample(felt, min(SAID_A_DAY, len(felt))):
        said = -verdict if chance.random() < MISTAKEN else verdict
        await tastes.say(connection, reader_id, each, said, [TOPIC.id], now=now)


async def measure(seed: int, days: range) -> Mapping[str, float]:
    """Replay one month on a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        async with await Database.open(f"sqlite:///{Path(folder) / 'tastes.db'}") as database:
            await database.migrate()
            async with database.transaction() as connection:
                rows = [
                    {"id": each, "key": f"t{each}", "label": f"t{each}", "kind": "subject"}
                    for each in range(1, FIELDS + NAMES + 1)
                ]
                await connection.execute(insert(tables.tags), rows)
                await connection.execute(
                    insert(tables.topics).values(id=1, query="новости", label="новости", created_at=NOW, lexicon=0)
                )
            return await replay(database, random.Random(seed), days=days)


def main() -> None:
    """Print the figure of the later days; with --tune, that of the first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tune", action="store_true", help="the first days instead")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    days = range(TUNED_ON) if arguments.tune else range(TUNED_ON, DAYS)
    found = asyncio.run(measure(arguments.seed, days))
    console = Console()
    console.print(f"nDCG@{TOP}, days {days.start + 1} to {days.stop}, {READERS} readers, {STORIES} stories a day:")
    console.print(f"without learning {found['nothing']:.3f}, with it {found['learning']:.3f}")


if __name__ == "__main__":
    main()
