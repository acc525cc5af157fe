"""Digests as messages, with TDLib, Telegram's own parser, as the judge."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import texts
from bot.digest import compose, formatting, render
from bot.digest.compose import Digest, Silence
from bot.digest.length import Length
from storage.model import (
    ChatKind,
    Earlier,
    Match,
    Member,
    MemberKind,
    ReadingTotals,
    Slot,
    Story,
    StoryCandidate,
    Style,
    Subscriber,
    SubscriberState,
    TimetableEntry,
    Told,
    Topic,
)

if TYPE_CHECKING:
    from tests.bot.conftest import Judge

from tests.bot.digest.materials import material

NOW = datetime(2026, 11, 22, 3, 2, tzinfo=UTC)
SLOT = Slot(local_date=date(2026, 11, 22), at=time(8), due_at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC))
CHINA = Topic(id=1, query="китай", label="Китай")
READER = Subscriber(
    id=5, chat_id=5, kind=ChatKind.PRIVATE, language="ru", zone="Asia/Almaty", state=SubscriberState.ACTIVE,
    timetable=(), created_at=NOW,
)  # fmt: skip


def member(number: int, site: str, hours_ago: float) -> Member:
    at = NOW - timedelta(hours=hours_ago)
    return Member(
        article_id=number, url=f"https://{site}/{number}", site=site, title="", lead="", language="ru",
        published_at=at, joined_at=at, kind=MemberKind.SAME,
    )  # fmt: skip


def candidate(
    number: int,
    headline: str = "Китай построит канатную дорогу",
    summary: str = "Дорога свяжет два берега реки и откроется в будущем году. Подробности позже.",
    *,
    sites: tuple[str, ...] = ("zakon.kz",),
    hours_ago: float = 1,
    url: str = "",
    topic: Topic = CHINA,
    told: Told | None = None,
) -> StoryCandidate:
    members = tuple(member(number * 100 + place, site, hours_ago) for place, site in enumerate(sites))
    story = Story(
        id=number, headline=headline, summary=summary, url=url or members[0].url, language="ru",
        first_at=members[0].published_at, last_at=members[-1].published_at, members=members,
        source_count=len(sites),
    )  # fmt: skip
    match = Match(topic=topic, story_id=number, form="Китай", place="title", matched_at=NOW)
    return StoryCandidate(story=story, matches=(match,), told=told)


def composed(
    *candidates: StoryCandidate,
    slot: Slot | None = SLOT,
    now: datetime = NOW,
    size: Length | None = None,
    since: datetime | None = None,
    silent: tuple[Silence, ...] = (),
) -> Digest:
    return compose.compose(
        material(
            candidates, subscriber=READER, reading=ReadingTotals(articles=214, stories=61), slot=slot,
            now=now, length=size or Length(stories=200), since=since, silent=silent,
        )
    )  # fmt: skip


def seen(judge: Judge, digest: Digest, language: str = "ru", style: Style = Style.COMPACT) -> str:
    return "\n\n".join(
        judge(message.html).text for message in render.messages(digest, texts.for_language(language), style=style)
    )


def test_a_digest_reads_like_this(judge: Judge) -> None:
    digest = composed(
        candidate(1, sites=("zakon.kz", "tengrinews.kz")),
        candidate(2, "Экспорт вырос", "Экспорт вырос.", hours_ago=20),
        candidate(3, "Импорт упал", hours_ago=40),
        size=Length(stories=1, brief=1),
        silent=(Silence(source="tengrinews.kz", days=2),),
    )
    assert seen(judge, digest) == (
        "Сводка на 08:00 · воскресенье, 22 ноября\n\n"
        "▪ Китай\n"
        "Китай построит канатную дорогу\n"
        "Дорога свяжет два берега реки и откроется в будущем году. Подробности позже.\n"
        "zakon.kz, tengrinews.kz · 07:02\n\n"
        "Ещё по вашим темам\n"
        "Экспорт вырос · zakon.kz\n\n"
        "Прочитано 214 статей, это 61 сюжет. На ваши темы — 3: здесь 1, кратко 1, не поместилось 1."
        " tengrinews.kz молчит 2 дня."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "На ваши темы — 3: здесь 1, скрыто вами 2."),
        ("kk", "Тақырыптарыңызда — 3: осында 1, өзіңіз жасырғаны 2."),
        ("en", "On your topics — 3: 1 here, 2 hidden by you."),
    ],
)
def test_what_the_reader_muted_is_accounted_for(judge: Judge, language: str, said: str) -> None:
    reading = ReadingTotals(articles=9, stories=5)
    digest = compose.compose(
        material(map(candidate, (1, 2, 3)), subscriber=READER, reading=reading, slot=SLOT, now=NOW, muted=(2, 3))
    )
    assert digest.account.on_topics == 3
    assert said in seen(judge, digest, language)


def test_the_headline_and_every_source_are_links(judge: Judge) -> None:
    (message,) = render.messages(composed(candidate(1, sites=("zakon.kz", "tengrinews.kz"))), texts.for_language("ru"))
    assert judge(message.html).links() == [
        "https://zakon.kz/100", "https://zakon.kz/100", "https://tengrinews.kz/101",
    ]  # fmt: skip


def test_without_markup_the_address_is_spelled_out() -> None:
    (message,) = render.messages(composed(candidate(1)), texts.for_language("ru"))
    assert "Китай построит канатную дорогу\nhttps://zakon.kz/100\n" in message.plain
    assert "<" not in message.plain


def test_many_sources_are_counted(judge: Judge) -> None:
    digest = composed(candidate(1, sites=("zakon.kz", "b.kz", "c.kz", "d.kz", "e.kz", "f.kz")))
    assert "zakon.kz, b.kz, c.kz и ещё 3 · 07:02" in seen(judge, digest)
    assert "zakon.kz, b.kz, c.kz and 3 more · 07:02" in seen(judge, digest, "en")
    assert "zakon.kz, b.kz, c.kz және тағы 3 · 07:02" in seen(judge, digest, "kk")


def test_a_developing_story_says_what_has_been_added(judge: Judge) -> None:
    told = Told(story_id=1, told_at=NOW, member_count=1, headline="Китай построит канатную дорогу")
    digest = composed(candidate(1, sites=("zakon.kz", "b.kz", "c.kz"), told=told))
    assert "Развитие: +2 источника · b.kz, c.kz · 07:02" in seen(judge, digest)
    assert "Developing: +2 sources · b.kz, c.kz · 07:02" in seen(judge, digest, "en")


def test_a_follow_up_is_told_by_its_title(judge: Judge) -> None:
    told = Told(story_id=1, told_at=NOW, member_count=1, headline="Китай построит канатную дорогу")
    first = candidate(1, told=told)
    later = replace(member(102, "zakon.kz", 0.5), kind=MemberKind.FOLLOW_UP, title="Дорогу открыли")
    grown = replace(first.story, members=(*first.story.members, later), last_at=later.published_at)
    text = seen(judge, composed(replace(first, story=grown)))
    assert "Китай построит канатную дорогу\nНовое: Дорогу открыли\n" in text
    assert "Продолжение · zakon.kz · 07:32" in text


@pytest.mark.parametrize(
    ("hours", "said"),
    [((8,), "Ещё по вашим темам"), ((8, 19), "Ещё по вашим темам"), ((7, 8), "Что ещё было сегодня")],
)
def test_the_last_digest_of_a_day_says_what_else_there_was(judge: Judge, hours: tuple[int, ...], said: str) -> None:
    reader = replace(READER, timetable=tuple(TimetableEntry(at=time(hour)) for hour in hours))
    made = material(
        [candidate(1), candidate(2, "Экспорт вырос", hours_ago=20)], subscriber=reader, slot=SLOT, now=NOW,
        reading=ReadingTotals(articles=2, stories=2), length=Length(stories=1, brief=1),
    )  # fmt: skip
    assert f"\n\n{said}\nЭкспорт вырос" in seen(judge, compose.compose(made))


def test_a_week_says_what_came_of_a_story(judge: Judge) -> None:
    first = candidate(1)
    later = replace(member(102, "zakon.kz", 0.5), kind=MemberKind.FOLLOW_UP, title="Дорогу закрыли на ремонт")
    grown = replace(first.story, members=(*first.story.members, later))
    since = NOW - timedelta(days=7)
    digest = replace(composed(replace(first, story=grown), slot=None, since=since), weekly=True)
    text = seen(judge, digest)
    assert text.startswith("Неделя · 15 нояб. — 22 нояб.\n\n")
    assert "Китай построит канатную дорогу\nЧем обернулось: Дорогу закрыли на ремонт\n" in text
    assert "Чем обернулось" not in seen(judge, replace(digest, weekly=False))


def test_a_story_that_takes_up_an_old_one_says_which(judge: Judge) -> None:
    before = Earlier(headline="Китай заложил канатную дорогу", url="https://a.kz/9", last_at=NOW - timedelta(days=21))
    found = candidate(1)
    (message,) = render.messages(
        composed(replace(found, story=replace(found.story, earlier=before))), texts.for_language("ru")
    )
    parsed = judge(message.html)
    assert "\nЧто было раньше, 1 нояб.: Китай заложил канатную дорогу\n" in parsed.text
    assert "https://a.kz/9" in parsed.links()


def test_a_corrected_headline_says_what_it_was(judge: Judge) -> None:
    told = Told(
        story_id=1, told_at=NOW - timedelta(hours=5), member_count=1, headline="Погибло пятеро",
        url="https://zakon.kz/100",
    )  # fmt: skip
    found = candidate(1, "Погибло трое", told=told)
    fixed = replace(found.story.members[0], title="Погибло трое")
    text = seen(judge, composed(replace(found, story=replace(found.story, members=(fixed,)))))
    assert "Погибло трое\nЗаголовок исправлен. Было: «Погибло пятеро»\n" in text
    assert "Уже было · zakon.kz" in text


def test_a_recap_says_which_days_it_covers(judge: Judge) -> None:
    text = seen(judge, composed(candidate(1), slot=None, since=NOW - timedelta(days=3)))
    assert text.startswith("Пока вас не было · 19 нояб. — 22 нояб.\n\n")


def test_many_headlines_in_brief_are_folded_into_several_messages(judge: Judge) -> None:
    candidates = [candidate(number, f"№{number}. " + "слово " * 30) for number in range(1, 91)]
    messages = render.messages(composed(*candidates, size=Length(stories=5, brief=200)), texts.for_language("ru"))
    folded = [
        entity
        for message in messages
        for entity in judge(message.html).entities
        if entity["type"]["@type"] == "textEntityTypeExpandableBlockQuote"
    ]
    assert len(folded) > 1
    found = [int(number) for message in messages for number in re.findall(r"№(\d+)\.", judge(message.html).text)]
    assert sorted(found) == list(range(1, 91))


def test_an_older_story_has_its_day(judge: Judge) -> None:
    digest = composed(candidate(1, hours_ago=30))
    assert "zakon.kz · 21 нояб., 02:02" in seen(judge, digest)
    assert "zakon.kz · 21 қар., 02:02" in seen(judge, digest, "kk")


def test_a_late_digest_says_for_when_it_was(judge: Judge) -> None:
    late = composed(candidate(1), now=NOW + timedelta(minutes=70))
    assert "Сводка на 08:00" in seen(judge, late)
    assert "Выпуск на 08:00 отправлен с опозданием: 09:12." in seen(judge, late)


def test_a_digest_on_demand_tells_the_time_it_was_asked_for(judge: Judge) -> None:
    assert seen(judge, composed(candidate(1), slot=None)).startswith("Сводка на 08:02 · воскресенье, 22 ноября")


def test_an_empty_digest_is_one_quiet_message(judge: Judge) -> None:
    assert seen(judge, composed()) == (
        "Сводка на 08:00 · воскресенье, 22 ноября\n\nПо вашим темам ничего нового.\n\n"
        "Прочитано 214 статей, это 61 сюжет. На ваши темы — 0."
    )


def test_headlines_only_leave_the_sentence_out(judge: Judge) -> None:
    text = seen(judge, composed(candidate(1)), style=Style.HEADLINES)
    assert "Китай построит канатную дорогу\nzakon.kz · 07:02" in text


def test_a_summary_that_repeats_the_headline_is_not_said_twice(judge: Judge) -> None:
    text = seen(judge, composed(candidate(1, "Экспорт вырос", "Экспорт вырос.")))
    assert text.count("Экспорт вырос") == 1


def test_a_sentence_that_repeats_the_headline_gives_way_to_the_next_one(judge: Judge) -> None:
    headline = "Почта запустила доставку посылок в 120 отдаленных сел"
    lead = "Почта запустила доставку посылок в 120 сел, они отдаленные. Дважды в неделю их повезут вездеходы."
    text = seen(judge, composed(candidate(1, sites=("a.kz", "b.kz")), candidate(2, headline, lead, hours_ago=9)))
    assert f"{headline}\nДважды в неделю их повезут вездеходы.\n" in text


def test_a_long_sentence_ends_with_a_clause_of_it(judge: Judge) -> None:
    lead = "Синоптики предупредили о сильном снегопаде в горах и предгорьях страны: за сутки выпадет до двадцати " * 2
    text = seen(judge, composed(candidate(1, sites=("a.kz", "b.kz")), candidate(2, "Снег", lead, hours_ago=9)))
    assert "\nСиноптики предупредили о сильном снегопаде в горах и предгорьях страны…\n" in text


def test_the_first_story_has_up_to_three_sentences_and_the_strongest_others_one_while_there_is_room(
    judge: Judge,
) -> None:
    lead = (
        "Первое предложение говорит о дороге через горы. Второе предложение говорит о берегах большой реки. "
        "Третье о мостах и людях, которые их строили. Четвёртое предложение уже никому здесь не показывают."
    )
    many = [
        candidate(number, f"Совсем другой заголовок номер {number}, длинный " * 2, lead, hours_ago=number)
        for number in range(1, 13)
    ]
    (message,) = render.messages(composed(*many), texts.for_language("ru"))
    blocks = judge(message.html).text.split("\n\n")[1:-1]
    assert "Третье о мостах" in blocks[0]
    assert "Четвёртое" not in blocks[0]
    assert not any("Второе" in block for block in blocks[1:])
    told = ["Первое" in block for block in blocks[1:]]
    # Strength falls with age here: once there is no room, nobody has a sentence any more.
    assert 0 < sum(told) < len(told)
    assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("shared", [False, True])
def test_the_first_digest_says_what_its_numbers_do_and_no_other(judge: Judge, shared: bool) -> None:
    first = replace(composed(candidate(1)), first=True, shared=shared)
    speak = texts.for_language("ru")
    assert "Цифры внизу: почему сюжет здесь" in judge(render.messages(first, speak, numbers=True)[0].html).text
    assert "Цифры" not in judge(render.messages(first, speak)[0].html).text
    assert "Цифры" not in seen(judge, composed(candidate(1)))


_COUNTS: dict[str, tuple[str, ...]] = {
    "ru": ("здесь", "кратко", "не поместилось", "рассказано раньше", "скрыто вами"),
    "kk": ("осында", "қысқаша", "сыймағаны", "бұрын айтылғаны", "өзіңіз жасырғаны"),
    "en": ("here", "in brief", "left out for length", "told before", "hidden by you"),
}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
@given(
    stories=st.integers(0, 30),
    read=st.integers(0, 12),
    muted=st.sets(st.integers(0, 29)),
    told=st.sets(st.integers(0, 29)),
    size=st.builds(Length, stories=st.integers(1, 9), brief=st.integers(0, 9)),
    language=st.sampled_from(texts.LANGUAGES),
)
def test_the_account_adds_up_whatever_was_read_told_and_hidden(
    judge: Judge, stories: int, read: int, muted: set[int], told: set[int], size: Length, language: str
) -> None:
    candidates = [candidate(number, f"Заголовок №{number}") for number in range(stories)]
    made = material(
        candidates, subscriber=READER, reading=ReadingTotals(articles=read, stories=read), slot=SLOT, now=NOW,
        length=size, muted=muted,
    )  # fmt: skip
    settled = frozenset(told & {each.story.id for each in candidates})
    digest = compose.compose(replace(made, selection=replace(made.selection, settled=settled)))
    account = digest.account
    became = (account.shown, account.brief, account.rest, account.told, account.hidden)
    assert account.on_topics == stories == sum(became)
    assert account.articles >= account.stories >= account.on_topics
    assert account.shown + account.brief == len(digest.stories)
    line = seen(judge, digest, language).split("\n\n")[-1]
    assert re.findall(r"\d+", line)[:3] == [str(account.articles), str(account.stories), str(account.on_topics)]
    if account.shown == stories:
        return
    for count, name in zip(became, _COUNTS[language], strict=True):
        said = f"{count} {name}" if language == "en" else f"{name} {count}"
        assert (f" {said}," in line or f" {said}." in line) is (count > 0)


def test_stories_that_are_told_whole_are_numbered_through_all_messages(judge: Judge) -> None:
    digest = composed(*(candidate(number) for number in range(1, 61)), size=Length(stories=50, brief=10))
    messages = render.messages(digest, texts.for_language("ru"), numbers=True)
    assert len(messages) > 1
    numbered = [pair for message in messages for pair in message.numbered]
    assert [number for number, _ in numbered] == list(range(1, 51))
    assert [story for message in messages for story in message.stories] == [found.id for found in digest.stories]
    for message in messages:
        text = "\n" + judge(message.html).text
        assert all(f"\n{number}. Китай построит канатную дорогу\n" in text for number, _ in message.numbered)


def test_every_card_is_a_message_with_its_own_picture() -> None:
    plain, pictured = candidate(1, hours_ago=1), candidate(2, sites=("a.kz", "b.kz"), hours_ago=9)
    second = replace(pictured.story.members[1], image_url="https://b.kz/1.jpg")
    pictured = replace(pictured, story=replace(pictured.story, members=(pictured.story.members[0], second)))
    first = candidate(3, hours_ago=20)
    first = replace(
        first, story=replace(first.story, members=(replace(first.story.members[0], image_url="https://z/1"),))
    )
    digest = composed(plain, pictured, first, size=Length(stories=3, brief=0))
    cards = render.messages(digest, texts.for_language("ru"), style=Style.CARDS, numbers=True)
    assert [card.preview for card in cards] == ["https://b.kz/201", "", "https://zakon.kz/300"]
    assert [card.stories for card in cards] == [(2,), (1,), (3,)]
    assert [card.numbered for card in cards] == [((1, 2),), ((2, 1),), ((3, 3),)]
    assert cards[0].html.startswith("<b>Сводка на 08:00")
    assert "На ваши темы — 3, все здесь." in cards[-1].html
    (message,) = render.messages(digest, texts.for_language("ru"))
    assert message.preview == ""


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ((0, 0), "a.kz"),
        ((450_000, 900_000), "a.kz"),
        ((2_500, 0), "b.kz"),
        ((2_500, 900_000), "b.kz"),
        ((None, 1), "b.kz"),
    ],
)
def test_a_story_is_shown_with_the_headlines_picture_unless_that_is_small(
    areas: tuple[int | None, int], expected: str
) -> None:
    one = candidate(1, sites=("a.kz", "b.kz"), hours_ago=1)
    members = tuple(
        replace(member, image_url="" if area is None else f"https://{member.site}/1.jpg", image_area=area or 0)
        for member, area in zip(one.story.members, areas, strict=True)
    )
    digest = composed(replace(one, story=replace(one.story, members=members)))
    (message,) = render.messages(digest, texts.for_language("ru"), style=Style.CARDS)
    assert message.preview.startswith(f"https://{expected}/")


def test_breaking_news_accounts_for_nothing_but_itself(judge: Judge) -> None:
    digest = replace(composed(candidate(1, sites=("zakon.kz", "b.kz", "c.kz")), slot=None), breaking=True)
    assert seen(judge, digest) == (
        "Срочно по вашим темам\n\n▪ Китай\nКитай построит канатную дорогу\n"
        "Дорога свяжет два берега реки и откроется в будущем году. Подробности позже.\nzakon.kz, b.kz, c.kz · 07:02"
    )


def test_a_long_digest_is_split_between_stories_and_loses_none(judge: Judge) -> None:
    candidates = [candidate(number, f"Заголовок №{number}.") for number in range(1, 121)]
    messages = render.messages(composed(*candidates), texts.for_language("ru"))
    found = [int(number) for message in messages for number in re.findall(r"№(\d+)\.", judge(message.html).text)]
    assert sorted(found) == list(range(1, 121))
    for message in messages:
        parsed = judge(message.html)
        assert parsed.text.count("№") == parsed.text.count("Дорога свяжет") == parsed.text.count("· 07:02")


def test_hostile_text_is_text(judge: Judge) -> None:
    evil = '<b>&amp;</i> "quoted" <script>alert(1)</script> \u202eevil\u0000 a < b'
    digest = composed(candidate(1, evil, evil, topic=Topic(id=3, query="x", label="<u>")))
    text = seen(judge, digest)
    assert '<b>&amp;</i> "quoted" <script>alert(1)</script> evil a < b' in text
    assert "<u>" in text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://[bad", "https://zakon.kz/" + "a" * 5000, "http://x y.kz"]
)
def test_an_address_telegram_would_not_link_costs_only_the_link(judge: Judge, url: str) -> None:
    (message,) = render.messages(composed(candidate(1, url=url)), texts.for_language("ru"))
    assert url not in judge(message.html).links()
    assert "Китай построит канатную дорогу" in judge(message.html).text


def test_a_headline_of_nothing_visible_is_replaced(judge: Judge) -> None:
    assert "Дорога свяжет два берега" in seen(judge, composed(candidate(1, "\u200b\u2060 ")))
    assert "Без заголовка" in seen(judge, composed(candidate(1, "\u200b", "")))


def test_words_from_right_to_left_do_not_turn_the_line_round(judge: Judge) -> None:
    text = seen(judge, composed(candidate(1, "خبر عاجل", "")))
    assert "\u2068خبر عاجل\u2069" in text
    assert formatting.shorten(formatting.clean("خبر " * 200), 50).endswith("…\u2069")


def test_an_overlong_headline_is_cut_between_words(judge: Judge) -> None:
    text = seen(judge, composed(candidate(1, "слово " * 1000)))
    assert "слово слово…\n" in text


_HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="<>&\"'ab/ \u200f\u202e\u0000🇰🇿👩‍👩‍👧ع", max_size=800),
    st.sampled_from(["https://a.kz/x#y @name #tag /cmd +7 700 000 00 00 " * 9, "я" * 5000, "👩‍👩‍👧" * 400, ""]),
)
_URLS = st.one_of(
    st.sampled_from(["https://zakon.kz/1", "javascript:x", "https://a.kz/" + "ж" * 1010, "https://a.kz/?q=<>&\"'"]),
    st.text(max_size=30).map("https://zakon.kz/".__add__),
)
CANDIDATES = st.builds(
    candidate,
    number=st.integers(1, 10_000),
    headline=_HOSTILE,
    summary=_HOSTILE,
    url=_URLS,
    sites=st.lists(st.sampled_from(["zakon.kz", "b.kz", "c.kz", "d.kz"]), min_size=1, max_size=5).map(tuple),
    topic=st.builds(lambda number, label: Topic(id=number, query="x", label=label), st.integers(1, 4), _HOSTILE),
    hours_ago=st.floats(0, 60),
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=40)
@given(
    st.lists(CANDIDATES, max_size=40, unique_by=lambda found: found.story.id),
    st.sampled_from(texts.LANGUAGES),
    st.sampled_from(Style),
    st.builds(Length, stories=st.integers(1, 50), brief=st.integers(0, 50)),
)
def test_telegram_accepts_every_digest_and_nothing_is_lost(
    judge: Judge, candidates: list[StoryCandidate], language: str, style: Style, size: Length
) -> None:
    digest = composed(*candidates, size=size)
    messages = render.messages(digest, texts.for_language(language), style=style)
    whole = ""
    for message in messages:
        parsed = judge(message.html)
        assert 0 < len(parsed.text.strip()) <= formatting.units(parsed.text) <= 4096
        assert 0 < formatting.units(message.plain) <= 4096
        assert len(parsed.entities) <= 100
        whole += parsed.text
    for found in digest.stories:
        words = formatting.clean(found.headline)[:80]
        if any(char.isalnum() for char in words):
            assert words in whole
        if urlsplit(found.url).scheme == "https" and formatting.linkable(found.url):
            assert any(found.url in message.plain for message in messages)


@given(st.text(max_size=200), st.integers(4, 50))
def test_shortening_keeps_the_limit_and_the_beginning(words: str, limit: int) -> None:
    line = formatting.clean(words)
    short = formatting.shorten(line, limit)
    assert formatting.units(short) <= max(limit, 0) or short == line
    assert short == line or line.startswith(short.rstrip("\u2069…"))


def test_a_developing_story_says_what_is_new_in_it_instead_of_what_was_told(judge: Judge) -> None:
    before = candidate(1, sites=("zakon.kz", "tengrinews.kz", "vlast.kz"))
    told = Told(story_id=1, told_at=NOW, member_count=1, headline=before.story.headline)
    said = {101: ("Ущерб — 45 млн <тенге>.",), 102: ("Ущерб — 45 млн <тенге>.", "«" + "очень " * 90 + "длинно»", "ещё")}
    digest = composed(replace(before, told=told, news=said))
    text = seen(judge, digest)
    assert "\nНовое: Ущерб — 45 млн <тенге>. «очень очень" in text
    assert "очень…\nРазвитие: +2 источника" in text
    assert before.story.summary not in text
    assert "Новое" not in seen(judge, digest, style=Style.HEADLINES)


def test_what_is_new_in_another_language_is_not_quoted(judge: Judge) -> None:
    before = candidate(1, sites=("zakon.kz", "astanatimes.com"))
    foreign = replace(before.story.members[1], language="en")
    story = replace(before.story, members=(before.story.members[0], foreign))
    told = Told(story_id=1, told_at=NOW, member_count=1, headline=story.headline)
    text = seen(judge, composed(replace(before, story=story, told=told, news={101: ("42 percent",)})))
    assert "Новое" not in text
    assert "Развитие: +1 источник" in text
