"""A story is told in its reader's language wherever somebody has written about it in that language."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.model import Member, MemberKind, Story
from storage.subscribers.reading_languages import in_language, is_foreign, spoken

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def member(number: int, language: str, *, kind: MemberKind = MemberKind.SAME) -> Member:
    return Member(
        article_id=number, url=f"https://{language}.example/{number}", site=f"{language}.example",
        title=f"{language} {number}", lead=f"Lead {number}.", language=language, kind=kind,
        published_at=NOW + timedelta(minutes=number), joined_at=NOW,
    )  # fmt: skip


def story(*members: Member) -> Story:
    first = members[0]
    return Story(
        id=1, headline=first.title, summary=first.lead, url=first.url, language=first.language,
        first_at=NOW, last_at=NOW, members=members,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("language", "headline"), [("ru", "ru 3"), ("kk", "kk 2"), ("en", "en 1")], ids=["Russian", "Kazakh", "as it is"]
)
def test_the_earliest_article_of_the_language_speaks(language: str, headline: str) -> None:
    told = in_language(story(member(1, "en"), member(2, "kk"), member(3, "ru"), member(4, "ru")), language)
    assert told.headline == headline
    assert told.url.startswith(f"https://{language}.example/")
    assert told.language == language


def test_own_writing_speaks_before_a_copy() -> None:
    told = in_language(story(member(1, "en"), member(2, "ru", kind=MemberKind.COPY), member(3, "ru")), "ru")
    assert told.headline == "ru 3"


def test_a_story_nobody_wrote_in_the_language_is_told_as_it_is() -> None:
    english = story(member(1, "en"))
    assert in_language(english, "kk") == english


def test_a_headline_chosen_among_articles_of_the_language_stays() -> None:
    chosen = replace(story(member(1, "ru"), member(2, "ru")), headline="ru 2")
    assert in_language(chosen, "ru") == chosen


def test_only_the_words_of_a_story_change() -> None:
    found = story(member(1, "en"), member(2, "ru"))
    one = in_language(found, "ru")
    assert one.members == found.members
    assert one.headline == "ru 2"


@pytest.mark.parametrize(
    ("languages", "headline", "foreign"),
    [
        (("kk", "ru"), "kk 2", False),
        (("ru", "kk"), "ru 3", False),
        (("en",), "de 1", True),
        (("de", "ru"), "de 1", False),
    ],
)
def test_a_story_is_told_in_the_first_language_that_somebody_wrote_it_in(
    languages: tuple[str, ...], headline: str, foreign: bool
) -> None:
    told = in_language(story(member(1, "de"), member(2, "kk"), member(3, "ru")), *languages)
    assert told.headline == headline
    assert is_foreign(told, languages) is foreign


def test_a_member_that_was_withdrawn_speaks_no_more() -> None:
    gone = replace(member(2, "kk"), withdrawn_at=NOW)
    assert in_language(story(member(1, "ru"), gone), "kk", "ru").headline == "ru 1"


def test_stories_in_other_languages_stand_last_in_a_list() -> None:
    english, kazakh = story(member(1, "en")), story(member(2, "kk"), member(3, "ru"))
    assert [one.headline for one in spoken([english, kazakh], ("ru",))] == ["ru 3", "en 1"]
