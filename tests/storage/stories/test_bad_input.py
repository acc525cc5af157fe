"""Bad input: articles broken, enormous, repeated or misdated merge with nothing they should not, and crash nothing."""

import asyncio
import pickle
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import stories as benchmark
from parsers.article import Article
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.stories import stories
from storage.stories.clustering import features

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
# Ten events of one day, each with names, numbers and words of its own.
EVENTS = [
    ("Пожар на рынке в Шымкенте: сгорели девять бутиков", "Огонь на вещевом рынке охватил 300 квадратных метров."),
    ("Нацбанк сохранил базовую ставку на уровне 18%", "Решение объяснили инфляцией, следующий пересмотр в январе."),
    ("Сборная Казахстана обыграла Фарерские острова", "Единственный гол забил Бактиёр Зайнутдинов на 73-й минуте."),
    ("В Улытау нашли золотые украшения саков", "Археологи вскрыли курган высотой четыре метра, найдено 112 изделий."),
    ("Мост через Иртыш в Семее закрыли на ремонт", "Движение перекрыто до весны, в объезд пустили 14 автобусов."),
    ("Учительница из Актобе получила премию в Дубае", "Гульнара Ахметова преподаёт химию и победила среди 80 стран."),
    ("Атырауский НПЗ остановит установку на 20 дней", "Завод обещает, что запасов бензина АИ-92 хватит области."),
    ("Маньчжурских тигров выпустят в заповеднике", "Четырёх хищников привезут из России к озеру Балхаш."),
    ("Суд вынес приговор бывшему акиму Кокшетау", "Его признали виновным в хищении, срок составил семь лет."),
    ("Air Astana открывает рейсы из Алматы в Токио", "Полёты начнутся 29 марта, билет стоит от 310 тысяч тенге."),
]  # fmt: skip


def article(number: int, title: str, text: str = "", *, minutes: float = 0, url: str = "") -> Article:
    url = url or f"https://s{number}.kz/{number}"
    return Article(
        url=url, site=f"s{number}.kz", site_id=url, title=title, lead=text, language="ru",
        published_at=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


async def read(connection: Connection, *found: Article, now: datetime = NOW + timedelta(days=2)) -> list[int]:
    """Take articles in one by one, as the bot does; return the story of each."""
    told = []
    for one in found:
        saved = await articles.save(connection, one, now=now)
        await tags.attach(connection, saved.article_id, one, now=now)
        told.append((await stories.assign(connection, saved.article_id, features.extract(one), now=now)).story_id)
    return told


def apart(told: list[int]) -> bool:
    return len(set(told)) == len(told)


async def test_a_digest_of_ten_events_pulls_none_of_them_together(database: Database) -> None:
    each = [article(number, *event, minutes=number) for number, event in enumerate(EVENTS)]
    digest = article(50, "Главные новости дня", " ".join(f"{title}. {text}" for title, text in EVENTS), minutes=-5)
    late = article(51, "Что произошло за день", ". ".join(title for title, _ in EVENTS), minutes=90)
    async with database.transaction() as connection:
        told = await read(connection, digest, *each, late)
    assert apart(told[:-1])
    assert told[-1] not in told[1:-1]


@pytest.mark.parametrize(
    ("title", "text", "other"),
    [
        ("Курс валют на 5 мая", "", "Курс валют на 6 мая"),
        ("Курс доллара на 5 мая", "Доллар стоит 512 тенге, евро 580 тенге, рубль 6,1 тенге.", "Курс доллара на 6 мая"),
        ("Прогноз погоды на 12 ноября", "Без осадков, ночью мороз.", "Прогноз погоды на 13 ноября"),
        ("Гороскоп на 1 декабря 2026 года", "Овнам повезёт.", "Гороскоп на 2 декабря 2026 года"),
    ],
)
async def test_a_recurring_report_is_a_story_each_day(database: Database, title: str, text: str, other: str) -> None:
    async with database.transaction() as connection:
        told = await read(connection, article(1, title, text), article(2, other, text, minutes=24 * 60))
    assert apart(told)


async def test_nothing_but_a_title_that_fits_anything_merges_with_nothing(database: Database) -> None:
    async with database.transaction() as connection:
        told = await read(
            connection,
            *(article(number, title) for number, title in enumerate(["Фото", "Видео", "Срочно", "...", "12"])),
        )
    assert apart(told)


async def test_one_article_under_three_addresses_is_one_story(database: Database) -> None:
    title, text = EVENTS[0]
    addresses = ["https://s1.kz/a/7", "https://s1.kz/amp/7", "https://m.s1.kz/a/7"]
    async with database.transaction() as connection:
        told = await read(connection, *(article(1, title, text, url=url) for url in addresses))
        (story,) = await stories.load(connection, set(told))
    assert len(set(told)) == 1
    assert story.source_count == 1


async def test_a_page_of_200_000_words_merges_with_nothing_it_merely_mentions(database: Database) -> None:
    endless = " ".join(f"{title}. {text}" for title, text in EVENTS) * 1_500
    assert len(endless.split()) > 200_000
    async with database.transaction() as connection:
        told = await read(
            connection, *(article(number, *event) for number, event in enumerate(EVENTS)), article(50, "Архив", endless)
        )
    assert apart(told)


async def test_latin_letters_inside_russian_words_part_no_story(database: Database) -> None:
    title, text = EVENTS[0]
    spoiled = title.translate(str.maketrans("аеорс", "aeopc"))
    async with database.transaction() as connection:
        told = await read(connection, article(1, title, text), article(2, spoiled, text, minutes=5))
    assert len(set(told)) == 1


async def test_a_clock_in_the_future_neither_closes_nor_keeps_open_a_story(database: Database) -> None:
    title, text = EVENTS[0]
    async with database.transaction() as connection:
        ahead = article(1, title, text, minutes=60 * 24 * 900)
        told = await read(connection, ahead, article(2, title, text), now=NOW)
        later = await read(connection, article(3, *EVENTS[1], minutes=60 * 24 * 30), now=NOW + timedelta(days=30))
        again = await read(connection, article(4, title, text, minutes=60 * 24 * 30), now=NOW + timedelta(days=30))
    assert told[0] == told[1]
    assert apart([told[0], *later, *again])


# One formula, filled in again and again within an hour: what differs is all that tells the events apart.
CITIES = ("Алматы", "Астане", "Шымкенте", "Актобе", "Караганде", "Таразе", "Павлодаре", "Семее", "Атырау", "Костанае",
          "Кызылорде", "Уральске", "Петропавловске", "Актау", "Темиртау", "Туркестане", "Кокшетау", "Экибастузе",
          "Рудном", "Талдыкоргане")  # fmt: skip
SURNAMES = (
    "Иванов",
    "Ахметов",
    "Сериков",
    "Нурланов",
    "Жумабаев",
    "Оспанов",
    "Касымов",
    "Петров",
    "Абдиев",
    "Смагулов",
)
FORMULAS = {
    "a theft": [
        (
            f"В {city} задержали {age}-летнего мужчину за кражу {what}",
            (
                f"Полицейские {city} задержали {age}-летнего подозреваемого в краже {what}. По данному факту начато "
                "досудебное расследование, мужчина водворён в изолятор."
            ),
        )
        for city in CITIES
        for age in range(21, 26)
        for what in ("телефона", "велосипеда", "золотых украшений")
    ],
    "a power cut": [
        (
            f"В {city} отключат электричество {day} декабря",
            (
                f"Электричество отключат {day} декабря с 9 до 18 часов в {city} из-за ремонта сетей. Энергетики просят "
                "отнестись с пониманием."
            ),
        )
        for city in CITIES
        for day in range(1, 16)
    ],
}


@pytest.mark.parametrize("formula", FORMULAS)
def test_three_hundred_reports_of_one_formula_within_an_hour_are_so_many_stories(tmp_path: Path, formula: str) -> None:
    each = [article(number, *texts, minutes=number / 5) for number, texts in enumerate(FORMULAS[formula])]
    found = asyncio.run(benchmark.cluster(each, f"sqlite:///{tmp_path}/formula.db"))
    assert len(each) == 300
    assert len(set(found.values())) == 300


@pytest.mark.parametrize(
    ("title", "text", "other", "hours"),
    [
        (
            "Пожар в Алматы",
            "Загорелся торговый дом на улице Толе би, эвакуировали 200 человек, огонь потушили за час.",
            "В частном доме в микрорайоне Шанырак сгорела баня, погиб пенсионер 71 года.",
            30,
        ),
        (
            "ДТП на трассе",
            "Автобус с туристами столкнулся с грузовиком у посёлка Боровое, пострадали 12 человек.",
            "Легковой автомобиль сбил лошадь недалеко от Жаркента, водитель скончался на месте.",
            5,
        ),
        (
            "Заявление МИД",
            "МИД Казахстана прокомментировал задержание граждан республики в Таиланде: консул посетил задержанных.",
            "Министерство сообщило о закрытии посольства в Кабуле из-за обстановки, сотрудники вернулись домой.",
            3,
        ),
    ],
)
async def test_one_title_over_two_events_is_two_stories(
    database: Database, title: str, text: str, other: str, hours: int
) -> None:
    async with database.transaction() as connection:
        told = await read(connection, article(1, title, text), article(2, title, other, minutes=hours * 60))
        again = await read(connection, article(3, title, text, minutes=20))
    assert apart(told)
    assert again == told[:1]


async def test_an_article_edited_into_another_event_pulls_no_newcomer_after_it(database: Database) -> None:
    fire, bank = EVENTS[0], EVENTS[1]
    async with database.transaction() as connection:
        first = await read(connection, *(article(number, *fire, minutes=number) for number in (1, 2, 3)))
        edited = await read(connection, article(2, *bank, minutes=2))
        of_fire = await read(connection, article(4, *fire, minutes=30))
        of_bank = await read(connection, *(article(number, *bank, minutes=30) for number in (5, 6)))
    assert {*first, *edited, *of_fire} == {first[0]}
    assert len(set(of_bank)) == 1
    assert of_bank[0] != first[0]


async def test_one_press_release_on_forty_sites_read_by_two_processes_at_once_is_one_story(
    database: Database, database_url: str
) -> None:
    """Both read their halves in several transactions each, while the other one writes."""
    title, text = EVENTS[5]
    release = f"{text} Об этом сообщила пресс-служба акимата. Награду вручили на форуме учителей в Дубае."
    each = [article(number, title, release, minutes=number / 60) for number in range(40)]
    halves = await asyncio.gather(
        *(asyncio.to_thread(_read_elsewhere, database_url, half) for half in (each[::2], each[1::2]))
    )
    assert {one.url for one in each} == halves[0] | halves[1]
    async with database.transaction() as connection:
        told = set(await read(connection, *each))
        late = await read(connection, article(60, title, release, minutes=30))
        (story,) = await stories.load(connection, told)
    assert late == [story.id]
    assert story.source_count == 1


def _read_elsewhere(database_url: str, given_articles: list[Article]) -> set[str]:
    """Take articles in as another process of the bot does: with connections, caches and a loop of its own."""
    code = (
        "import asyncio, pickle, sys; from tests.storage.stories.test_bad_input import _read_in_bunches; "
        "asyncio.run(_read_in_bunches(sys.argv[1], pickle.load(sys.stdin.buffer)))"
    )
    done = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", code, database_url], input=pickle.dumps(given_articles), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return {one.url for one in given_articles}


async def _read_in_bunches(database_url: str, given_articles: list[Article], size: int = 4) -> None:
    async with await Database.open(database_url) as database:
        for start in range(0, len(given_articles), size):
            await benchmark.store(database, given_articles[start : start + size])


async def test_alphabets_mixed_within_words_part_no_story_and_join_none(database: Database) -> None:
    mixed = str.maketrans("аеорсхТКМНВ", "aeopcxTKMHB")
    each = [article(number, title, text, minutes=number) for number, (title, text) in enumerate(EVENTS)]
    spoiled = [
        article(number + 20, title.translate(mixed), text.translate(mixed), minutes=number + 5)
        for number, (title, text) in enumerate(EVENTS)
    ]
    async with database.transaction() as connection:
        told = await read(connection, *each)
        again = await read(connection, *spoiled)
    assert apart(told)
    assert again == told


_hostile = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=5)
@given(st.lists(st.tuples(_hostile, _hostile), min_size=1, max_size=8))
def test_any_texts_become_stories_and_come_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]
) -> None:
    given_articles = [article(number, *text) for number, text in enumerate(texts)]

    def run(folder: Path) -> dict[str, int]:
        return asyncio.run(benchmark.cluster(given_articles, f"sqlite:///{folder}/any.db", batch=3))

    first = run(tmp_path_factory.mktemp("one"))
    assert set(first) == {each.url for each in given_articles}
    assert first == run(tmp_path_factory.mktemp("other"))
