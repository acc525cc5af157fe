"""Words that ask not to be told of something, as readers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.handlers.topics import wishes
from storage.subscribers import mutes, subscribers
from storage.topics import topics
from storage.topics.query import parser
from storage.topics.query.document import Document

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

# What is asked for without a doubt, and headlines that must then be muted.
CERTAIN = {
    "-спорт": ["Спорт важнее всего"],
    "--спорт": ["Спорт важнее всего"],
    "−футбол -хоккей": ["Футбол вернулся", "Хоккей вернулся"],
    "не присылай спорт": ["Спорт важнее всего"],
    "не присылай спорт, пожалуйста": ["Спорт важнее всего"],
    "Пожалуйста, не присылай мне больше спорт": ["Спорт важнее всего"],
    "не присылай спорт)": ["Спорт важнее всего"],
    "не присылай спорт 🙏": ["Спорт важнее всего"],
    "не присылай спорт и футбол": ["Спорт важнее всего", "Футбол вернулся"],
    "не присылайте спорт или футбол": ["Спорт важнее всего", "Футбол вернулся"],
    "не присылай спорт/футбол, хоккей": ["Спорт важнее всего", "Футбол вернулся", "Хоккей вернулся"],
    "НЕ ПРИСЫЛАЙ СПОРТ И ФУТБОЛ": ["Спорт важнее всего", "Футбол вернулся"],
    "Не присылайте мне новости про футбол!": ["Футбол вернулся"],
    "не рассказывай мне о политике": ["Политика изменилась"],
    "больше не показывай шоу-бизнес": ["Шоу-бизнес празднует"],
    "я не хочу читать про спорт": ["Спорт важнее всего"],
    "не хочу читать ни о спорте, ни о политике": ["Спорт важнее всего", "Политика изменилась"],
    "мне не интересен спорт": ["Спорт важнее всего"],
    "не интересует криминал": ["Криминал снизился"],
    "спорт мне не надо": ["Спорт важнее всего"],
    "спорт жіберме": ["Спорт кешені салынды"],
    "маған спорт жіберме": ["Спорт кешені салынды"],
    "спортты жіберме": ["Спорт кешені салынды"],
    "футболды, саясатты жіберме": ["Футбол қайта оралды", "Саясат өзгерді"],
    "спорт пен футболды жібермеңіз": ["Спорт кешені салынды", "Футбол қайта оралды"],
    "футбол туралы жаңалықтар жібермеңіз": ["Футбол қайта оралды"],
    "футбол туралы жазба": ["Футбол қайта оралды"],
    "маған спорт керек емес": ["Спорт кешені салынды"],
    "don't send me sports": ["Sports are back"],
    "don't send me any sports news": ["Sports are back"],
    "Please don’t show me any news about crime.": ["Crime is down"],
    "don't send football or hockey": ["Football is back", "Hockey is back"],
    "I don't want sports": ["Sports are back"],
    "I'm not interested in sports": ["Sports are back"],
    "not interested in sports": ["Sports are back"],
    "stop sending horoscopes": ["Horoscopes of the week"],
}
# What may be such a wish, or the name of something, and the headline that would be muted.
DOUBTFUL = {
    "–спорт": "Спорт важнее всего",
    "—спорт": "Спорт важнее всего",
    "- спорт": "Спорт важнее всего",
    "не спорт": "Спорт важнее всего",
    "без спорта": "Спорт важнее всего",
    "спорт не нужен": "Спорт важнее всего",
    "спорт не надо": "Спорт важнее всего",
    "не хочу ни спорта, ни политики": "Политика изменилась",
    "хватит спорта": "Спорт важнее всего",
    "никакого спорта": "Спорт важнее всего",
    "исключи гороскопы": "Гороскопы на неделю",
    "Отключи свет": "Свет вернулся",
    "не нужна война": "Война закончилась",
    "Не присылай спорт. Присылай политику.": "Спорт важнее всего",
    "не присылай спорт, кроме футбола": "Спорт важнее всего",
    "спорт керегі жоқ": "Спорт кешені салынды",
    "спорт қажет емес": "Спорт кешені салынды",
    "спорт қызықтырмайды": "Спорт кешені салынды",
    "no sports": "Sports are back",
    "no more war": "War is over",
    "mute swan": "A swan is back",
    "Hide Park": "A park is open",
}
NONE = (
    "Китай", "Китай -спорт", "-5", "не", "-", "спорт", "send me sports", "каждый день", "не присылай", "x" * 5000,
    "қол жазба", "жаңа жазба", "Don't Tell Me", "чего не надо", "Не работает", "нет", "no",
)  # fmt: skip


def _mutes(topic: str, headline: str) -> bool:
    return parser.parse(topic).match(Document(title=headline)) is not None


@pytest.mark.parametrize(("text", "headlines"), CERTAIN.items())
def test_a_clear_wish_mutes_each_thing_that_it_names(text: str, headlines: list[str]) -> None:
    wish = wishes.read(text)
    assert wish
    assert wish.is_certain
    assert all(_mutes(wish.unwanted, headline) for headline in headlines)


@pytest.mark.parametrize(("text", "headline"), DOUBTFUL.items())
def test_what_may_be_such_a_wish_is_a_question(text: str, headline: str) -> None:
    wish = wishes.read(text)
    assert wish
    assert not wish.is_certain
    assert _mutes(wish.unwanted, headline)


@pytest.mark.parametrize("text", NONE)
def test_other_words_are_no_such_wish(text: str) -> None:
    assert wishes.read(text) is None


async def _muted(stage: Stage, person: Person) -> list[str]:
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, person.id)
        return [topic.query for topic in await mutes.for_subscriber(connection, own.id)] if own else []


async def _followed(stage: Stage, person: Person) -> list[str]:
    async with stage.database.read() as connection:
        own = await subscribers.get(connection, person.id)
        return [topic.label for topic in await topics.for_subscriber(connection, own.id)] if own else []


@pytest.mark.parametrize("text", ["-спорт", "не присылай спорт", "спортты жіберме"])
async def test_a_clear_wish_mutes_and_can_be_taken_back(stage: Stage, reader: Person, text: str) -> None:
    (answer,) = await reader.say(text)
    assert "Пропускаю всё на тему «спорт»" in answer.text
    assert await _muted(stage, reader) == ["спорт"]
    await reader.tap("спорт", message=answer)
    assert await _muted(stage, reader) == []


@pytest.mark.parametrize(
    "topic",
    ["қол жазба", "Hide Park", "Don't Tell Me", "жаңа жазба", "mute swan", "Отключи свет", "no more war", "без спорта"],
)
async def test_a_command_to_follow_follows_whatever_the_words_look_like(
    stage: Stage, reader: Person, topic: str
) -> None:
    await reader.say(f"/follow {topic}")
    assert await _followed(stage, reader) == [topic]
    assert await _muted(stage, reader) == []


@pytest.mark.parametrize("written", ["-спорт", "не присылай спорт", "спорт жіберме", "don't send me sports"])
async def test_a_command_to_follow_what_is_not_wanted_asks(stage: Stage, reader: Person, written: str) -> None:
    (answer,) = await reader.say(f"/follow {written}")
    assert answer.text.startswith("Не рассказывать на тему «")
    assert (await _followed(stage, reader), await _muted(stage, reader)) == ([], [])


async def test_a_doubtful_wish_is_done_only_when_its_button_is_pressed(stage: Stage, reader: Person) -> None:
    (asked,) = await reader.say("mute swan")
    assert asked.labels == ("Не рассказывать: swan", "Следить: mute swan")
    assert await _muted(stage, reader) == []
    (answer,) = await reader.tap("Не рассказывать: swan", message=asked)
    assert "Пропускаю всё на тему «swan»" in answer.text
    assert await _muted(stage, reader) == ["swan"]


async def test_or_what_was_written_is_followed(stage: Stage, reader: Person) -> None:
    await reader.say("no more war")
    await reader.tap("Следить: no more war")
    assert await _followed(stage, reader) == ["no more war"]
    assert await _muted(stage, reader) == []


async def test_a_message_that_asks_for_one_and_not_for_the_other_has_a_button_for_each(reader: Person) -> None:
    (asked,) = await reader.say("Не присылай спорт. Присылай политику.")
    assert asked.labels == ("Не рассказывать: спорт", "Следить: политику")


async def test_a_forged_button_mutes_nothing(stage: Stage, reader: Person) -> None:
    await reader.say("mute swan")
    for seal in ("", "AAAAAAAA"):
        await stage.press(reader, f"topic:m:1:0:{seal}")
        assert reader.toasts[-1].alert
    assert await _muted(stage, reader) == []


@pytest.mark.parametrize(
    "text", ["не присылай ничего", "Не присылай мне больше новостей", "ештеңе жіберме", "don't send me anything"]
)
async def test_who_wants_nothing_at_all_is_shown_the_pause(stage: Stage, reader: Person, text: str) -> None:
    (answer,) = await reader.say(text)
    assert "/pause" in answer.text
    (answer,) = await reader.tap("Пауза", message=answer)
    assert await _muted(stage, reader) == []


async def test_a_minus_within_a_topic_leaves_those_words_out(stage: Stage, reader: Person) -> None:
    await stage.write("Китай строит дорогу", "Китай выиграл кубок: спорт")
    (answer,) = await reader.say("/follow Китай -спорт")
    assert "Слежу за темой «Китай -спорт»." in answer.text
    assert "нашёлся 1 сюжет" in answer.text
