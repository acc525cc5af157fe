"""A month of digests for readers of every language, style and length; TDLib judges each of their messages."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

import pytest

from bot import texts
from bot.demo.newsroom import articles
from bot.digest import compose, correction, formatting, render
from bot.digest.compose import Digest
from bot.digest.length import Length
from storage.model import (
    ChatKind,
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
    Told,
    Topic,
)
from tests.bot.digest.materials import material

if TYPE_CHECKING:
    from tests.bot.conftest import Judge, Parsed

FIRST: Final = datetime(2026, 10, 24, 3, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)
LENGTHS: Final = (Length(stories=5), Length(stories=12, minutes=3), Length(stories=50, brief=50))
PUBLISHERS: Final = tuple(
    articles.load(file, started_at=FIRST)
    for file in ("zakon_kz", "alatau_times", "alatau_times_en", "qala_zhanalyqtary", "stepnoy_vestnik")
)
SITES: Final = tuple(publisher.name for publisher in PUBLISHERS)
TOPICS: Final = tuple(
    Topic(id=number, query="x", label=label)
    for number, label in enumerate(("Нацбанк", "<b>&", "الأخبار", "погода " * 30, "Алматы OR Астана", "🇰🇿" * 60), 1)
)
NASTY: Final = (
    "<b>Жирный</i> & <script>alert('1')</script> a < b > c \"кавычки\"",
    "&lt;b&gt; &#60;i&#62; &nbsp;&amp;amp; &copy;",
    "👩‍👩‍👧‍👦 семья 🇰🇿🇰🇿 ❤️‍🔥 🏳️‍🌈 праздник",
    "خبر عاجل: زلزال في ألماتي (5.2)",
    "ירושלים: ידיעה חדשה, 100%",
    "Сборная обыграла نادي الهلال 3:1 и вышла в финал",
    "\u202eоборотень\u202c и \u2066незакрытое",
    "ноль\u200bшири\u2060ны\u00adи мягкий перенос\ufeff",
    "Z̷̢a̸l̶g̴o̵" + "\u0301\u0302\u0303" * 40,
    "@svodka #тег $TSLA /start +7 (727) 250-00-00 mail@a.kz a.kz/путь",
    "Очень длинный заголовок, у которого нет конца: " + "и ещё слово " * 400,
    "Безпробелов" * 400,
    "🧨" * 2100,
    "\ud800 половина символа \udfff",
    "Две\nстроки\tи\x00ноль\x1b[31m",
    "",
    "\u200b\u2060",
    "[ссылка](https://a.kz) *звёзды* _черта_ `код` ```блок```",
    '{$topic} {""} %s %(name)s {{ }}',
)
URLS: Final = (
    "?q=<>&\"'",
    "#\u0441\u0441\u044b\u043b\u043a\u0430",
    "/" + "a" * 900,
    "/" + "b" * 3000,
    "?" + "&amp;" * 150,
)


class Month:
    """Thirty mornings of news: today's stories, and older ones that grow or are corrected."""

    def __init__(self) -> None:
        self.chance = random.Random(22)
        self.stories: dict[int, Story] = {}
        self.numbers = iter(range(1, 1_000_000))
        self.written = [article for publisher in PUBLISHERS for article in publisher.articles]

    def mornings(self) -> Iterator[tuple[datetime, list[Story]]]:
        """Yield each morning with the stories that changed since the one before."""
        for day in range(30):
            now = FIRST + day * DAY
            changed = [self._born(now, number) for number in range(self.chance.choice((0, 3, 25, 70)))]
            grown = self.chance.sample(sorted(self.stories), min(6, len(self.stories)))
            changed += [self._grown(self.stories[story_id], now) for story_id in grown]
            self.stories |= {story.id: story for story in changed}
            yield now, list({story.id: story for story in changed}.values())

    def _words(self) -> tuple[str, str]:
        if self.chance.random() < 0.4:
            return self.chance.choice(NASTY), self.chance.choice(NASTY)
        article = self.chance.choice(self.written)
        return article.title, article.lead

    def _member(self, site: str, at: datetime, kind: MemberKind) -> Member:
        number = next(self.numbers)
        title, lead = self._words()
        tail = self.chance.choice(URLS) if self.chance.random() < 0.2 else ""
        return Member(
            article_id=number, url=f"https://{site}/{number}{tail}", site=site, title=title, lead=lead,
            language=self.chance.choice(texts.LANGUAGES), published_at=at, joined_at=at, kind=kind,
            image_url=self.chance.choice(("", "https://a.kz/1.jpg")),
        )  # fmt: skip

    def _born(self, now: datetime, number: int) -> Story:
        sites = self.chance.sample(SITES, self.chance.randint(1, len(SITES)))
        at = now - timedelta(minutes=number + 1)
        return _story(next(self.numbers), tuple(self._member(site, at, MemberKind.SAME) for site in sites))

    def _grown(self, story: Story, now: datetime) -> Story:
        if self.chance.random() < 0.3:
            first = replace(story.members[0], title="Исправлено: " + self._words()[0], corrected_at=now)
            return _story(story.id, (first, *story.members[1:]))
        more = self._member(self.chance.choice((*SITES, "new.example")), now, MemberKind.FOLLOW_UP)
        return _story(story.id, (*story.members, more))


def _story(story_id: int, members: tuple[Member, ...]) -> Story:
    first = members[0]
    return Story(
        id=story_id, headline=first.title, summary=first.lead, url=first.url, language=first.language,
        first_at=first.published_at, last_at=members[-1].published_at, members=members,
        source_count=len({member.site for member in members}),
    )  # fmt: skip


class Reader:
    """Somebody who gets a digest each morning and remembers what it told."""

    def __init__(self, language: str, style: Style, size: Length, *, numbers: bool) -> None:
        self.language, self.style, self.size, self.numbers = language, style, size, numbers
        self.told: dict[int, Told] = {}
        self.subscriber = Subscriber(
            id=1, chat_id=1, kind=ChatKind.PRIVATE, language=language, zone="Asia/Almaty",
            state=SubscriberState.ACTIVE, timetable=(), created_at=FIRST,
        )  # fmt: skip

    def digest(self, changed: list[Story], now: datetime) -> Digest:
        local = now + timedelta(hours=5)
        digest = compose.compose(
            material(
                [self._candidate(story, now) for story in changed],
                subscriber=self.subscriber,
                reading=ReadingTotals(articles=len(changed) * 3, stories=len(changed)),
                slot=Slot(local_date=local.date(), at=local.time(), due_at=now),
                now=now,
                length=self.size,
            )
        )
        for story in digest.stories:
            self.told[story.id] = Told(
                story_id=story.id, told_at=now, member_count=len(story.members),
                headline=story.headline, url=story.url,
            )  # fmt: skip
        return digest

    def _candidate(self, story: Story, now: datetime) -> StoryCandidate:
        topics = TOPICS[story.id % 6 : story.id % 6 + story.id % 3]
        matches = tuple(
            Match(topic=topic, story_id=story.id, form="x", place="title", matched_at=now) for topic in topics
        )
        return StoryCandidate(story=story, matches=matches, told=self.told.get(story.id))


@pytest.fixture(scope="module")
def month() -> list[tuple[datetime, list[Story]]]:
    return list(Month().mornings())


@pytest.mark.parametrize(("language", "style"), list(product(texts.LANGUAGES, Style)))
def test_telegram_takes_every_message_of_a_month_and_no_story_is_lost(
    judge: "Judge", month: list[tuple[datetime, list[Story]]], language: str, style: Style
) -> None:
    # The lengths take turns, so that nine readers are every combination of two things.
    turn = texts.LANGUAGES.index(language) + list(Style).index(style)
    reader = Reader(language, style, LENGTHS[turn % 3], numbers=turn % 2 == 0)
    told = set()
    for now, changed in month:
        digest = reader.digest(changed, now)
        messages = render.messages(digest, texts.for_language(language), style=style, numbers=reader.numbers)
        parsed = [judge(message.html) for message in messages]
        for message, page in zip(messages, parsed, strict=True):
            is_a_good_message(message.html, message.plain, page)
        links = [link for page in parsed for link in page.links()]
        for story in digest.stories:
            if formatting.linkable(story.url):
                assert links.count(story.url) in {1, 2}  # the headline, and its source where it is named
        assert [each for message in messages for each in message.stories] == [story.id for story in digest.stories]
        account = digest.account
        assert account.on_topics == account.shown + account.brief + account.rest + account.told
        assert len(digest.stories) == account.shown + account.brief
        told |= {story.id for story in digest.stories}
    assert len(told) > 100


def is_a_good_message(html: str, plain: str, page: "Parsed") -> None:
    assert page.text.strip()
    assert formatting.units(page.text) <= 4096
    assert formatting.units(plain) <= 4096
    assert len(page.entities) <= 100
    assert html.isprintable() or set(filter(lambda char: not char.isprintable(), html)) <= set(
        "\n\u200c\u200d\u2068\u2069"
    )
    for line in page.text.split("\n"):
        assert is_isolated(line)


def is_isolated(line: str) -> bool:
    """Whether whatever runs from right to left in a line is isolated, and every isolate ends in it."""
    depth = 0
    for char in line:
        depth += (char == "\u2068") - (char == "\u2069")
        if depth < 0 or (depth == 0 and unicodedata.bidirectional(char) in {"R", "AL", "AN"}):
            return False
    return depth == 0


def test_a_corrected_headline_fits_wherever_it_was_told(
    judge: "Judge", month: list[tuple[datetime, list[Story]]]
) -> None:
    reader = Reader("kk", Style.COMPACT, LENGTHS[1], numbers=True)
    put_right = 0
    for number, (now, changed) in enumerate(month):
        digest = reader.digest(changed, now)
        headline = NASTY[number % len(NASTY)]
        for message in render.messages(digest, texts.for_language("kk")):
            for story in digest.stories:
                if story.id not in message.stories or not story.headline.strip():
                    continue
                html = correction.correct(
                    message.html, was=story.headline, headline=headline, texts=texts.for_language("kk")
                )
                if html is not None:
                    is_a_good_message(html, "x", judge(html))
                    put_right += 1
    assert put_right > 100
