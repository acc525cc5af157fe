"""What may interrupt a reader, and when."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.digest import breaking
from bot.digest.breaking import Interruption, Rule
from storage.model import Match, Member, MemberKind, QuietHours, Story, StoryCandidate, Told, Topic

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # one in the morning in Almaty
OWNERS = {"zakon.kz": "zakon", "kaz.zakon.kz": "zakon", "tengrinews.kz": "alash", "b.kz": ""}
TOPIC = Topic(id=1, query="землетрясение", label="Землетрясение")


def member(site: str, minutes_ago: float, kind: MemberKind = MemberKind.SAME) -> Member:
    at = NOW - timedelta(minutes=minutes_ago)
    return Member(
        article_id=hash((site, minutes_ago)), url=f"https://{site}/1", site=site, title="", lead="", language="ru",
        published_at=at, joined_at=at, kind=kind, owner=OWNERS.get(site, ""),
    )  # fmt: skip


def candidate(*members: Member) -> StoryCandidate:
    story = Story(
        id=1, headline="Землетрясение", summary="", url="https://zakon.kz/1", language="ru", first_at=NOW, last_at=NOW,
        members=members, source_count=len(members),
    )  # fmt: skip
    return StoryCandidate(
        story=story, matches=(Match(topic=TOPIC, story_id=1, form="", place="title", matched_at=NOW),)
    )


THREE = candidate(member("zakon.kz", 40), member("tengrinews.kz", 20), member("b.kz", 5))


def decided(found: StoryCandidate, *, hours: QuietHours | None = None, wake: bool = False) -> Interruption:
    return breaking.decide(found, rule=Rule(), zone="Asia/Almaty", now=NOW, hours=hours, wake=wake)


def test_three_independent_publishers_within_the_hour_interrupt() -> None:
    assert decided(THREE) == Interruption(at=NOW, reason="breaking")
    assert breaking.broke_at(THREE.story, Rule()) == NOW - timedelta(minutes=5)


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ((member("zakon.kz", 40), member("kaz.zakon.kz", 20), member("b.kz", 5)), "few sources"),
        ((member("zakon.kz", 40), member("tengrinews.kz", 20), member("b.kz", 5, MemberKind.COPY)), "few sources"),
        ((member("zakon.kz", 140), member("tengrinews.kz", 70), member("b.kz", 5)), "few sources"),
        ((member("zakon.kz", 240), member("tengrinews.kz", 230), member("b.kz", 200)), "old"),
    ],
)
def test_what_is_not_confirmed_or_not_new_waits_for_the_digest(members: tuple[Member, ...], reason: str) -> None:
    assert decided(candidate(*members)) == Interruption(at=None, reason=reason)


def test_what_was_withdrawn_confirms_nothing_any_more() -> None:
    gone = replace(member("tengrinews.kz", 20), withdrawn_at=NOW)
    assert decided(candidate(member("zakon.kz", 40), gone, member("b.kz", 5))).reason == "few sources"


def test_two_editions_that_the_catalogue_does_not_know_are_one_publisher_by_their_name() -> None:
    editions = (member("ru.c.kz", 30), member("kaz.c.kz", 20))
    assert decided(candidate(member("zakon.kz", 40), *editions)).reason == "few sources"
    assert decided(candidate(member("zakon.kz", 40), *editions, member("d.kz", 5))).reason == "breaking"


def test_a_late_confirmation_counts_from_the_publishers_that_agree() -> None:
    found = candidate(member("a.kz", 500), member("zakon.kz", 50), member("tengrinews.kz", 30), member("b.kz", 10))
    assert decided(found).reason == "breaking"


def test_what_was_told_or_is_on_no_topic_does_not_interrupt() -> None:
    told = Told(story_id=1, told_at=NOW, member_count=1, headline="")
    assert decided(replace(THREE, told=told)).reason == "told"
    assert decided(replace(THREE, matches=())).reason == "no topic"


def test_it_is_held_through_quiet_hours_unless_the_reader_wants_to_be_woken() -> None:
    night = QuietHours(start=time(23), end=time(7))
    morning = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert decided(THREE, hours=night) == Interruption(at=morning, reason="held")
    assert decided(THREE, hours=night, wake=True) == Interruption(at=NOW, reason="breaking")
    assert decided(THREE, hours=QuietHours(start=time(12), end=time(13))).at == NOW


def test_what_broke_in_quiet_hours_is_fresh_when_they_end() -> None:
    night = QuietHours(start=time(23), end=time(7))
    morning = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    verdict = breaking.decide(THREE, rule=Rule(), zone="Asia/Almaty", now=morning, hours=night)
    assert verdict == Interruption(at=morning, reason="breaking")
    later = morning + timedelta(hours=2)
    verdict = breaking.decide(THREE, rule=Rule(), zone="Asia/Almaty", now=later, hours=night)
    assert verdict.reason == "old"
