"""Channels as sources in the chat: whatever names one leads to its last posts and the question whether to read it."""

from typing import TYPE_CHECKING

import pytest

from bot.sources import catalogue
from bot.sources.registry import Policy
from parsers.article import ListingKind
from storage.database import Database
from storage.sources.added_sources import AddedState
from tests.bot.handlers.sources.test_sources import staged

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Sent
    from bot.demo.telegram.people import Person

ROADS = "Дороги Алатау (@alatau_roads)"


async def _forward(person: "Person", username: str = "alatau_roads", text: str = "Снег") -> "Sent":
    chat = {"id": -1_001_000_000_555, "type": "channel", "title": "Дороги Алатау"}
    if username:
        chat["username"] = username
    origin = {"type": "channel", "date": 1_700_000_000, "chat": chat, "message_id": 5}
    return (await person.send(text=text, attachment={"forward_origin": origin}))[-1]


def _is_question(answer: "Sent") -> bool:
    """Say whether an answer shows the channel and asks whether to read it."""
    assert answer.text.startswith(ROADS), answer.text
    assert "Читать этот канал?" in answer.text
    assert answer.text.count("•") == 5
    assert "Перевал Алтын-Эмель закрыт для автобусов до 18:00." in answer.text
    assert "Дороги Алатау •" not in answer.text
    return answer.labels == ("Читать", "Отмена")


@pytest.mark.parametrize(
    "written",
    [
        "@alatau_roads",
        " @Alatau_Roads ",
        "t.me/alatau_roads",
        "https://t.me/s/alatau_roads",
        "https://t.me/alatau_roads/1502?single",
        "http://telegram.me/alatau_roads",
        "/sources @alatau_roads",
        "/sources https://t.me/alatau_roads/1502",
    ],
)
async def test_whatever_names_a_channel_leads_to_the_question(database: Database, written: str) -> None:
    async with staged(database, policy=Policy.PRIVATE) as stage:
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say(written)
        assert _is_question(answer)


async def test_a_forwarded_post_leads_to_it_too_and_the_channel_is_added(database: Database) -> None:
    async with staged(database, policy=Policy.PRIVATE) as stage:
        reader = stage.api.person(7, "Айгерим", "ru")
        answer = await _forward(reader)
        assert _is_question(answer)
        assert "Хотели настроить в этом канале сводку?" in answer.text
        (added,) = await reader.tap("Читать")
        assert "читаю для вас одного" in added.text
        (source,) = await stage.added(AddedState.PRIVATE)
        (known,) = await reader.say("@alatau_roads")
        assert known.text == f"Это я уже читаю: «{ROADS}»."
    assert (source.name, source.kind, source.language) == ("t.me/alatau_roads", ListingKind.CHANNEL, "ru")
    assert source.url.endswith("/s/alatau_roads")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("@quiet_steppe", "владелец отключил просмотр канала"),
        ("@nobody_has_this", "открытого канала с таким именем нет"),
        ("https://t.me/+AbCdEfGh12345", "это закрытый канал"),
        ("https://t.me/c/1234567/89", "это закрытый канал"),
    ],
)
async def test_a_channel_that_cannot_be_read_is_answered_with_the_reason(
    database: Database, written: str, said: str
) -> None:
    async with staged(database, policy=Policy.PRIVATE) as stage:
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say(written)
        assert said in answer.text
        assert not answer.labels
        assert await stage.added() == []


@pytest.mark.parametrize(("policy", "username"), [(Policy.PRIVATE, ""), (Policy.CLOSED, "alatau_roads")])
async def test_a_channel_that_cannot_be_added_is_refused_when_it_is_forwarded(
    database: Database, policy: Policy, username: str
) -> None:
    async with staged(database, policy=policy) as stage:
        answer = await _forward(stage.api.person(7, "Айгерим", "ru"), username=username)
        assert "настроить не получится" in answer.text
        assert not answer.labels


async def test_several_names_are_looked_at_together(database: Database) -> None:
    async with staged(database, policy=Policy.PRIVATE) as stage:
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say("@alatau_roads, @steppe_now @quiet_steppe")
        assert "Адресов посмотрел: 3" in answer.text
        assert len(answer.labels) == 3


async def test_words_with_a_name_among_them_are_still_a_topic(database: Database) -> None:
    async with staged(database, policy=Policy.PRIVATE) as stage:
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say("новости @alatau_roads про снег")
        assert "Читать этот канал" not in answer.text


async def test_a_channel_that_is_called_like_another_is_pointed_out(database: Database) -> None:
    async with staged(database, policy=Policy.PRIVATE) as stage:
        real = catalogue.channel("https://t.me/s/real_roads", title="Дороги Aлатaу (@real_roads)")
        stage.registry.catalogue[real.name] = real  # type: ignore[index] # a dictionary in these tests
        (answer,) = await stage.api.person(7, "Айгерим", "ru").say("@alatau_roads")
        assert "Так же называется «Дороги Aлатaу (@real_roads)»" in answer.text
        assert "Это другой канал" in answer.text
