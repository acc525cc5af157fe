"""Which stories a digest holds and in which order."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.digest import compose, length
from bot.digest.compose import Digest
from bot.digest.length import Length
from bot.digest.telling import Novelty
from storage.model import (
    ChatKind,
    Follow,
    Importance,
    Match,
    Member,
    MemberKind,
    ReadingTotals,
    Slot,
    Story,
    StoryCandidate,
    Subscriber,
    SubscriberState,
    Told,
    Topic,
)
from tests.bot.digest.materials import material

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
CHINA = Topic(id=1, query="китай", label="Китай")
BANKS = Topic(id=2, query="банк", label="Банки")
READER = Subscriber(
    id=5, chat_id=5, kind=ChatKind.PRIVATE, language="ru", zone="Asia/Almaty", state=SubscriberState.ACTIVE,
    timetable=(), created_at=NOW,
)  # fmt: skip


def member(number: int, site: str, *, hours_ago: float = 2, kind: MemberKind = MemberKind.SAME) -> Member:
    at = NOW - timedelta(hours=hours_ago)
    return Member(
        article_id=number, url=f"https://{site}/{number}", site=site, title=f"Материал {number}", lead="",
        language="ru", published_at=at, joined_at=at, kind=kind,
    )  # fmt: skip


def story(number: int, *sites: str, hours_ago: float = 2, headline: str = "") -> Story:
    members = tuple(member(number * 100 + place, site, hours_ago=hours_ago) for place, site in enumerate(sites))
    return Story(
        id=number, headline=headline or f"Сюжет {number}", summary="", url=members[0].url, language="ru",
        first_at=members[0].published_at, last_at=members[-1].published_at, members=members,
        source_count=len(set(sites)),
    )  # fmt: skip


def on(topic: Topic, found: Story, place: str = "title") -> Match:
    return Match(topic=topic, story_id=found.id, form=topic.query, place=place, matched_at=NOW)


def candidate(
    number: int, *topics: Topic, sites: tuple[str, ...] = ("zakon.kz",), hours_ago: float = 2
) -> StoryCandidate:
    found = story(number, *sites, hours_ago=hours_ago)
    return StoryCandidate(story=found, matches=tuple(on(topic, found) for topic in topics))


def composed(
    *candidates: StoryCandidate, slot: Slot | None = None, size: Length | None = None, **importance: Importance
) -> Digest:
    """Compose a digest; topics are as important as said of their names, china and banks."""
    reading = ReadingTotals(articles=214, stories=61)
    ids = {"china": CHINA.id, "banks": BANKS.id}
    follows = {ids[name]: Follow(topic_id=ids[name], importance=value) for name, value in importance.items()}
    return compose.compose(
        material(
            candidates, subscriber=READER, reading=reading, slot=slot, now=NOW, length=size or Length(),
            follows=follows,
        )
    )  # fmt: skip


def shape(digest: Digest) -> list[tuple[str, list[int]]]:
    return [
        (group.topic.label if group.topic else "", [telling.story.id for telling in group.tellings])
        for group in digest.groups
    ]


def test_stories_are_grouped_by_topic_and_the_strongest_come_first() -> None:
    digest = composed(
        candidate(1, CHINA),
        candidate(2, BANKS, sites=("zakon.kz", "tengrinews.kz", "kursiv.media")),
        candidate(3, CHINA, sites=("zakon.kz", "tengrinews.kz")),
        candidate(4, BANKS, hours_ago=40),
    )
    assert shape(digest) == [("Банки", [2, 4]), ("Китай", [3, 1])]


LOUD = ("zakon.kz", "tengrinews.kz", "kursiv.media")


def test_an_important_topic_comes_first_and_is_cut_last() -> None:
    found = [candidate(number, BANKS, sites=LOUD) for number in (1, 2, 3)] + [candidate(4, CHINA, hours_ago=40)]
    assert shape(composed(*found, size=Length(stories=2, brief=1))) == [("Банки", [1, 2])]
    digest = composed(*found, size=Length(stories=2, brief=1), china=Importance.HIGH)
    assert shape(digest) == [("Китай", [4]), ("Банки", [1])]
    assert [telling.story.id for telling in digest.brief] == [2]
    minutes = composed(*found, size=Length(minutes=0.01), china=Importance.HIGH)
    assert shape(minutes) == [("Китай", [4])]


def test_a_topic_for_spare_room_only_fills_what_is_left() -> None:
    found = [candidate(1, BANKS, sites=LOUD), candidate(2, CHINA, hours_ago=40)]
    assert shape(composed(*found, size=Length(stories=1), banks=Importance.LOW)) == [("Китай", [2])]
    assert shape(composed(*found, banks=Importance.LOW)) == [("Китай", [2]), ("Банки", [1])]


def test_no_topic_however_important_eats_the_digest() -> None:
    found = [candidate(number, CHINA, sites=LOUD) for number in range(1, 21)]
    found += [candidate(number, BANKS) for number in range(21, 26)]
    digest = composed(*found, size=Length(stories=12), china=Importance.HIGH)
    assert [(name, len(ids)) for name, ids in shape(digest)] == [("Китай", 7), ("Банки", 5)]


def test_a_story_is_told_under_the_topic_that_matters_most() -> None:
    both = story(1, "zakon.kz")
    twice = StoryCandidate(story=both, matches=(on(BANKS, both, "title"), on(CHINA, both, "lead")))
    assert shape(composed(twice, china=Importance.HIGH)) == [("Китай", [1])]
    assert shape(composed(twice, china=Importance.HIGH, banks=Importance.HIGH)) == [("Банки", [1])]


def test_a_story_on_several_topics_appears_once_under_the_most_telling() -> None:
    both = story(1, "zakon.kz")
    twice = StoryCandidate(story=both, matches=(on(CHINA, both, "lead"), on(BANKS, both, "title")))
    assert shape(composed(twice, twice)) == [("Банки", [1])]
    alike = StoryCandidate(story=both, matches=(on(CHINA, both, "text"), on(BANKS, both, "text")))
    assert shape(composed(alike)) == [("Китай", [1])]


def test_stories_on_no_topic_come_last_without_a_heading() -> None:
    digest = composed(candidate(1, sites=("a.kz", "b.kz", "c.kz", "d.kz")), candidate(2, CHINA))
    assert shape(digest) == [("Китай", [2]), ("", [1])]


def test_what_does_not_fit_is_told_in_brief_or_counted_and_stays_untold() -> None:
    size = Length(stories=7, brief=2)
    digest = composed(*(candidate(number, CHINA) for number in range(1, 11)), size=size)
    assert dataclasses.asdict(digest.account) == {
        "articles": 214, "stories": 61, "on_topics": 10, "shown": 7, "brief": 2, "rest": 1, "told": 0, "hidden": 0,
        "foreign": 0,
    }  # fmt: skip
    assert len(digest.groups[0].tellings) == 7
    assert len(digest.brief) == 2
    assert len({found.id for found in digest.stories}) == 9


def test_a_recap_puts_what_mattered_before_what_is_fresh() -> None:
    fresh = candidate(1, CHINA, hours_ago=1)
    big = candidate(2, CHINA, sites=("a.kz", "b.kz"), hours_ago=60)
    assert shape(composed(fresh, big)) == [("Китай", [1, 2])]
    recap = compose.compose(
        material(
            (fresh, big), subscriber=READER, reading=ReadingTotals(articles=1, stories=1), now=NOW,
            since=NOW - timedelta(days=3),
        )
    )  # fmt: skip
    assert shape(recap) == [("Китай", [2, 1])]


def test_one_topic_cannot_eat_the_digest() -> None:
    loud = [candidate(number, CHINA, sites=("a.kz", "b.kz")) for number in range(1, 21)]
    quiet = candidate(99, BANKS)
    digest = composed(*loud, quiet, size=Length(stories=8))
    assert ("Банки", [99]) in shape(digest)


@pytest.mark.parametrize(
    ("added", "kind", "shown", "sources"),
    [
        ("tengrinews.kz", MemberKind.SAME, True, 1),
        ("zakon.kz", MemberKind.FOLLOW_UP, True, 0),
        ("zakon.kz", MemberKind.COPY, False, 0),
    ],
)
def test_a_told_story_returns_only_with_a_new_source_or_a_follow_up(
    added: str, kind: MemberKind, shown: bool, sources: int
) -> None:
    first = story(1, "zakon.kz", hours_ago=30)
    grown = dataclasses.replace(first, members=(*first.members, member(101, added, hours_ago=1, kind=kind)))
    told = Told(story_id=1, told_at=NOW - timedelta(days=1), member_count=1, headline=first.headline)
    digest = composed(StoryCandidate(story=grown, matches=(on(CHINA, grown),), told=told))
    assert bool(digest.groups) is shown
    assert digest.account.told == (0 if shown else 1)
    if shown:
        (telling,) = digest.groups[0].tellings
        assert telling.novelty is Novelty.DEVELOPING
        assert telling.new_sources == sources
        assert [article.article_id for article in telling.added] == [101]


def test_a_story_told_whole_is_left_out_and_counted() -> None:
    known = candidate(1, CHINA)
    told = Told(story_id=1, told_at=NOW, member_count=1, headline=known.story.headline)
    digest = composed(dataclasses.replace(known, told=told))
    assert digest.empty
    assert digest.account.told == 1


def test_a_corrected_headline_is_told_again_with_what_it_was() -> None:
    now = story(1, "zakon.kz", "b.kz", headline="Погибло трое")
    corrected = dataclasses.replace(now.members[0], title="Погибло трое")
    now = dataclasses.replace(now, members=(corrected, now.members[1]))
    told = Told(story_id=1, told_at=NOW, member_count=2, headline="Погибло пятеро", url=corrected.url)
    digest = composed(StoryCandidate(story=now, matches=(on(CHINA, now),), told=told))
    assert [telling.was for telling in digest.groups[0].tellings] == ["Погибло пятеро"]


def test_another_headline_than_the_one_that_was_told_is_no_correction_by_itself() -> None:
    now = story(1, "zakon.kz", "b.kz", headline="Материал 101")
    told = Told(story_id=1, told_at=NOW, member_count=2, headline="Материал 100", url=now.members[0].url)
    assert composed(StoryCandidate(story=now, matches=(on(CHINA, now),), told=told)).empty


def test_each_source_is_named_once_and_a_follow_up_speaks_for_its_source() -> None:
    members = (
        member(1, "zakon.kz", hours_ago=5, kind=MemberKind.COPY),
        member(2, "zakon.kz", hours_ago=3, kind=MemberKind.FOLLOW_UP),
        member(3, "kaz.zakon.kz", hours_ago=1),
    )
    found = dataclasses.replace(story(1, "zakon.kz"), members=members)
    digest = composed(StoryCandidate(story=found, matches=(on(CHINA, found),)))
    assert [source.article_id for source in digest.groups[0].tellings[0].members] == [2, 3]


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (5, False), (72, True)])
def test_only_a_digest_that_missed_its_slot_is_late(minutes: int, late: bool) -> None:
    slot = Slot(local_date=date(2026, 11, 22), at=time(8), due_at=NOW - timedelta(minutes=minutes))
    assert composed(candidate(1, CHINA), slot=slot).late is late
    assert composed(candidate(1, CHINA)).late is False


def test_a_length_in_minutes_stops_where_they_are_spent() -> None:
    long = dataclasses.replace(story(1, "zakon.kz"), summary="слово " * 180)
    assert length.minutes(long) == pytest.approx(1.0, abs=0.06)
    assert Length(minutes=2.5).count([long] * 10) == 2
    assert Length(minutes=0.1).count([long] * 10) == 1
    assert Length(stories=5, minutes=60).count([long] * 10) == 5
    assert Length().count([]) == 0
