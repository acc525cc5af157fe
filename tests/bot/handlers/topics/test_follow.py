"""Topics, as a reader follows and drops them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import keyboards
from bot.deep_links import seals
from storage.subscribers import subscribers
from storage.topics import topics
from storage.topics.query import parser

if TYPE_CHECKING:
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Judge, Stage


async def _labels(stage: Stage, person: Person) -> list[str]:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, person.id)
        return [topic.label for topic in await topics.for_subscriber(connection, subscriber.id)] if subscriber else []


async def test_following_shows_what_it_would_have_caught(stage: Stage, reader: Person) -> None:
    await stage.write("Китай построил самую длинную канатную дорогу", "Нацбанк снизил базовую ставку")
    (answer,) = await reader.say("/follow Китай")
    assert "Слежу за темой «Китай»." in answer.text
    assert "нашёлся 1 сюжет" in answer.text
    assert answer.links == ("https://zakon.kz/1",)
    assert await _labels(stage, reader) == ["Китай"]


async def test_a_topic_finds_its_word_forms(stage: Stage, reader: Person) -> None:
    await stage.write("Торговля с Китаем выросла вдвое")
    (answer,) = await reader.say("/follow китай")
    assert "нашёлся 1 сюжет" in answer.text


async def test_following_twice_is_following_once(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    (answer,) = await reader.say("/follow китай")
    assert "уже следите" in answer.text
    assert len(await _labels(stage, reader)) == 1


async def test_a_first_topic_is_followed_by_the_question_when(reader: Person) -> None:
    (answer,) = await reader.say("/follow Китай")
    assert "Когда присылать сводку?" in answer.text
    answers = await reader.tap("08:00")
    assert answers[0].text.startswith("Сводка: каждый день в 08:00")


async def test_later_topics_are_not(reader: Person) -> None:
    await reader.say("/schedule 8:00")
    (answer,) = await reader.say("/follow Китай")
    assert "Когда" not in answer.text
    assert answer.labels == ("Не следить", "Темы")


async def test_what_stands_beside_a_topic_in_the_news_is_offered(stage: Stage, reader: Person) -> None:
    told = {
        150: ("Нацбанк снизил базовую ставку до пятнадцати процентов", "Решение объяснил Тимур Сулейменов."),
        90: ("Юбилейную монету с барсом выпустил Нацбанк", "Монету показал журналистам Тимур Сулейменов."),
        30: ("Доходность пенсионных активов раскрыл Нацбанк", "Цифры назвал Тимур Сулейменов."),
    }
    for hours, (title, lead) in told.items():
        await stage.write(title, hours_ago=hours, lead=lead)
    others = (
        "Хоккеисты обыграли соседей", "Музей открыл выставку керамики", "На реке построили мост",
        "Суд вынес приговор", "Учёные нашли древний город", "Театр показал премьеру", "Снегопад закрыл перевал",
        "Рынок переехал за окраину", "Школьники победили на олимпиаде", "Ракета вывела спутник",
        "Метро продлили до вокзала", "Пожар потушили за ночь",
    )  # fmt: skip
    for number, title in enumerate(others, start=1):
        await stage.write(title, hours_ago=10 * number)
    await reader.say("/schedule 8:00")
    (answer,) = await reader.say("/follow Нацбанк")
    assert "Рядом с этой темой пишут:" in answer.text
    await reader.tap("+ Тимур Сулейменов")
    assert await _labels(stage, reader) == ["Нацбанк", "Тимур Сулейменов"]
    (answer,) = await reader.say("/follow Нацбанк")
    assert "Тимур Сулейменов" not in answer.text


async def test_plain_words_are_an_offer(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("Алматинская область")
    assert answer.text.startswith("Следить за темой «Алматинская область»?")
    assert await _labels(stage, reader) == []
    await reader.tap("Следить")
    assert await _labels(stage, reader) == ["Алматинская область"]


async def test_an_offer_can_be_declined(stage: Stage, reader: Person) -> None:
    await reader.say("Алматинская область")
    (answer,) = await reader.tap("Нет")
    assert answer.text == "Хорошо, не слежу."
    assert await _labels(stage, reader) == []


async def test_following_nothing_offers_what_is_alive(stage: Stage, reader: Person) -> None:
    (answer,) = await reader.say("/follow")
    assert "/follow Китай" in answer.text
    await stage.write(*(f"Китай и Нацбанк: новость {number}" for number in range(3)))
    (answer,) = await reader.say("/follow")
    assert "Китай" in answer.labels
    await reader.tap("Китай")
    assert await _labels(stage, reader) == ["Китай"]


UNREADABLE = {
    'банк "': "кавычка",
    "(банк": "скобка",
    "банк AND": "не хватает слова",
    "NOT спорт": "чего не надо",
    "(" * 200 + "банк": "скоб",
    "!!! ???": "ни одного слова",
    "🚀🚀🚀": "ни одного слова",
    "х" * 1000: "слишком длинная: 1\xa0000 знаков",
}


async def test_a_topic_that_cannot_be_read_is_explained(stage: Stage, reader: Person) -> None:
    for written, reason in UNREADABLE.items():
        for text in (f"/follow {written}", written):
            (answer,) = await reader.say(text)
            assert reason in answer.text
    assert await _labels(stage, reader) == []


async def test_markup_emoji_and_rtl_in_a_topic_are_only_text(reader: Person, judge: Judge) -> None:
    for written in ("<b>Китай</b>", "AT&T", "a < b", "الصين اليوم", "&lt;Китай&gt;", "Китай 🚀 космос"):
        for text in (f"/follow {written}", written, "/topics"):
            (answer,) = await reader.say(text)
            assert judge(answer.html).text == answer.text


async def test_every_answer_about_topics_is_accepted_by_telegrams_own_parser(
    stage: Stage, reader: Person, judge: Judge
) -> None:
    await stage.write('Курс <b>"доллара"</b> & евро', "Китай > США")
    for text in (
        "/start",
        "/follow курс",
        "китай",
        "/topics",
        "/unfollow",
        "/unfollow <i>",
        '/follow "',
        "/unfollow курс",
    ):
        for answer in await reader.say(text):
            assert judge(answer.html).text == answer.text


async def test_topics_are_listed_and_dropped_in_place(stage: Stage, reader: Person) -> None:
    for topic in ("Китай", "Нацбанк"):
        await reader.say(f"/follow {topic}")
    (answer,) = await reader.say("/topics")
    assert "Вы следите за 2 темами:\n• Китай\n• Нацбанк" in answer.text
    (changed,) = await reader.tap("✕ Китай")
    assert changed.id == answer.id
    assert "за 1 темой:\n• Нацбанк" in changed.text
    assert reader.toasts[-1].text == "Больше не слежу: Китай"


async def test_how_important_a_topic_is_is_changed_in_place(stage: Stage, reader: Person) -> None:
    for topic in ("Китай", "Нацбанк"):
        await reader.say(f"/follow {topic}")
    (listed,) = await reader.say("/topics")
    assert listed.labels[:4] == ("✕ Китай", "обычное", "✕ Нацбанк", "обычное")
    (changed,) = await reader.tap("обычное", message=listed)
    assert (changed.id, changed.labels[1]) == (listed.id, "важное")
    assert "• Китай — важное\n• Нацбанк\n" in changed.text
    assert "первой" in reader.toasts[-1].text
    (changed,) = await reader.tap("важное", message=changed)
    assert "• Китай — если есть место" in changed.text
    (changed,) = await reader.tap("если есть место", message=changed)
    assert "• Китай\n" in changed.text
    # A button of a topic that is followed no longer changes nothing.
    await reader.say("/unfollow Китай")
    await reader.tap("обычное", message=changed)
    assert reader.toasts[-1].text == "Уже сделано."


async def test_an_important_topic_opens_the_digest_and_one_for_spare_room_closes_it(
    stage: Stage, reader: Person
) -> None:
    for topic in ("Нацбанк", "Китай", "погода"):
        await reader.say(f"/follow {topic}")
    await reader.say("/schedule 8:00")
    await reader.say("/topics")
    for pressed in ("weight:1:1:0", "weight:1:-1:0", "weight:2:1:0"):
        await reader.tap(keyboards.mark(pressed, reader.id))
    await stage.write("Нацбанк снизил ставку", "Погода портится", "Китай построил дорогу")
    (digest, _) = await reader.say("/preview")
    places = [digest.text.index(word) for word in ("Китай построил", "Погода портится", "Нацбанк снизил")]
    assert places == sorted(places)


async def test_a_button_pressed_twice_says_that_it_is_done(stage: Stage, reader: Person) -> None:
    for topic in ("Китай", "Нацбанк"):
        await reader.say(f"/follow {topic}")
    (first,) = await reader.say("/topics")
    (second,) = await reader.say("/topics")
    await reader.tap("✕ Китай", message=first)
    await reader.tap("✕ Китай", message=second)
    assert reader.toasts[-1].text == "Уже сделано."
    assert await _labels(stage, reader) == ["Нацбанк"]


async def test_unfollowing_by_words_can_be_regretted(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    (answer,) = await reader.say("/unfollow КИТАЙ")
    assert answer.text == "Больше не слежу за темой «Китай»."
    await reader.tap("Вернуть")
    assert await _labels(stage, reader) == ["Китай"]


async def test_unfollowing_what_is_not_followed_is_answered(reader: Person) -> None:
    (answer,) = await reader.say("/unfollow Марс")
    assert "«Марс»" in answer.text
    (answer,) = await reader.say('/unfollow "')
    assert "/topics" in answer.text


async def test_unfollowing_nothing_asks_which(reader: Person) -> None:
    (answer,) = await reader.say("/unfollow")
    assert answer.text.startswith("Вы пока ни за чем не следите")
    await reader.say("/follow Китай")
    (answer,) = await reader.say("/unfollow")
    assert "✕ Китай" in answer.labels


async def test_many_topics_are_turned_page_by_page(stage: Stage, reader: Person) -> None:
    await reader.say("/topics")
    async with stage.database.transaction() as connection:
        subscriber = await subscribers.get(connection, reader.id)
        assert subscriber is not None
        for number in range(20):
            topic = await topics.ensure(connection, parser.parse(f"тема{number}"), now=stage.clock())
            await topics.follow(connection, subscriber.id, topic.id, now=stage.clock())
    (answer,) = await reader.say("/topics")
    assert len(answer.labels) == 21
    (answer,) = await reader.tap("Ещё ›")
    assert len(answer.labels) == 22
    (answer,) = await reader.tap("‹ Предыдущие")
    assert len(answer.labels) == 22


async def test_a_reader_who_follows_too_many_topics_is_told_everywhere(
    stage: Stage, reader: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reader.say("/follow Китай")
    monkeypatch.setattr(topics, "MAX_FOLLOWED", 1)
    (answer,) = await reader.say("/follow Нацбанк")
    assert "Уберите лишние" in answer.text
    await reader.say("Нацбанк")
    (answer,) = await reader.tap("Следить")
    assert "Уберите лишние" in answer.text
    pressed = reader.messages[-2].buttons[0].data.replace("topic:f", "topic:t")
    await stage.press(reader, pressed)
    assert "Уберите лишние" in reader.toasts[-1].text


async def test_a_button_of_a_topic_that_is_no_more_is_answered(stage: Stage, reader: Person) -> None:
    await reader.say("/topics")
    sealed = f"999:0:{seals.sign(stage.api.token, 'topic', reader.id, 999)}"
    (answer,) = await stage.press(reader, f"topic:f:{sealed}")
    assert "больше нет" in answer.text
    await stage.press(reader, f"topic:t:{sealed}")
    assert "больше нет" in reader.toasts[-1].text


async def test_a_forged_button_tells_nothing_of_other_readers_topics(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Тайная страсть")
    stranger = stage.person(8)
    await stranger.say("/topics")
    theirs = seals.sign(stage.api.token, "topic", reader.id, 1)
    for act in "ftu":
        for seal in ("", "AAAAAAAA", theirs, "ж" * 8):
            answers = await stage.press(stranger, f"topic:{act}:1:0:{seal}")
            seen = [answer.text for answer in answers] + [toast.text for toast in stranger.toasts]
            assert not any("страсть" in text for text in seen)
    assert await _labels(stage, stranger) == []


def test_a_topic_that_catches_too_much_is_said_to() -> None:
    from bot import texts
    from bot.handlers.topics.follow import TOO_MUCH, trial_lines
    from bot.subscriptions import Tried
    from storage.model import Topic

    topic = Topic(id=1, query="банк", label="банк")
    for count, expected in ((TOO_MUCH, False), (TOO_MUCH + 1, True)):
        tried = Tried(topic=topic, trial=topics.Trial(count=count, total=1000, examples=()))
        assert ("банк AND Алматы" in trial_lines(texts.for_language("ru"), tried)) is expected


async def test_each_reader_sees_their_own_words_and_nobody_anothers(stage: Stage) -> None:
    rude, other, third = stage.person(7), stage.person(8), stage.person(9)
    await rude.say("/follow 🖕 БАЙКОНУР!!! 🖕")
    (answer,) = await other.say("/follow байконур")
    assert "Слежу за темой «байконур»." in answer.text
    assert await _labels(stage, rude) == ["Байконур"]
    assert (await _labels(stage, other))[-1] == "байконур"
    # Who follows by a button has typed nothing: the topic has a name of its own.
    (offer,) = await third.say("БАЙКОНУР")
    (answer,) = await third.tap("Следить", message=offer)
    assert await _labels(stage, third) == ["Байконур"]
