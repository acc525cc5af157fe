"""The digest as one rich message: what it says, what the local Telegram takes of it, and how a reader turns it on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import texts
from bot.demo.telegram.formatting import rich_html
from bot.demo.telegram.formatting.rich_html import RichError
from bot.digest import correction, render_rich
from bot.digest.length import Length
from storage.model import Preferences, StoryCandidate, Style, Topic
from storage.subscribers import preferences, subscribers
from tests.bot.digest.test_render import CANDIDATES, NOW, candidate, composed

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Sent
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage


RU = texts.for_language("ru")


def _message(*candidates: StoryCandidate, size: Length | None = None) -> rich_html.Rich:
    message = render_rich.message(composed(*candidates, size=size), RU, numbers=True)
    assert message is not None
    return rich_html.parse(message.html)


def test_a_rich_digest_reads_like_this() -> None:
    shown = _message(
        candidate(1, sites=("zakon.kz", "tengrinews.kz")), candidate(2, "Экспорт вырос", hours_ago=20),
        size=Length(stories=1, brief=1),
    )  # fmt: skip
    assert shown.text == (
        "Сводка на 08:00 · воскресенье, 22 ноября\n\n"
        "Китай\n\n"
        "1. Китай построит канатную дорогу\n"
        "Дорога свяжет два берега реки и откроется в будущем году. Подробности позже.\n"
        "zakon.kz, tengrinews.kz · 07:02\n\n"
        "Ещё по вашим темам\n"
        "Экспорт вырос · zakon.kz\n\n"
        "Прочитано 214 статей, это 61 сюжет. На ваши темы — 2: здесь 1, кратко 1."
    )
    assert [block["type"] for block in shown.blocks] == ["heading", "heading", "paragraph", "details", "footer"]
    links = [entity.value for entity in shown.entities if entity.kind == "text_link"]
    assert links == [
        "https://zakon.kz/100", "https://zakon.kz/100", "https://tengrinews.kz/101", "https://zakon.kz/200",
    ]  # fmt: skip


def test_a_late_rich_digest_says_so_below_its_title() -> None:
    digest = composed(candidate(1), now=NOW + timedelta(hours=2))
    message = render_rich.message(digest, RU, numbers=False)
    assert message is not None
    shown = rich_html.parse(message.html)
    assert shown.text.split("\n\n")[1] == "Выпуск на 08:00 отправлен с опозданием: 10:02."
    assert message.numbered == ()


def test_breaking_news_nothing_and_too_much_are_told_by_classic_messages() -> None:
    assert render_rich.message(composed(), RU, numbers=True) is None
    long = [
        candidate(
            number, f"{number} " + "я" * 290, "Жаңбыр, қардың көктемде сіркіреп жауғаны. " * 30, sites=("a.kz", "b.kz")
        )
        for number in range(110)
    ]
    assert render_rich.message(composed(*long[:40]), RU, numbers=True) is not None
    assert render_rich.message(composed(*long), RU, numbers=True) is None


def test_a_digest_of_many_small_pieces_is_told_by_classic_messages() -> None:
    many = [candidate(number, f"Новость {number}") for number in range(510)]
    assert render_rich.message(composed(*many, size=Length(stories=1, brief=490)), RU, numbers=True) is not None
    assert render_rich.message(composed(*many, size=Length(stories=1, brief=500)), RU, numbers=True) is None


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None, max_examples=25)
@given(st.lists(CANDIDATES, min_size=1, max_size=20, unique_by=lambda found: found.story.id))
def test_whatever_publishers_write_is_text_and_nothing_is_lost(candidates: list[StoryCandidate]) -> None:
    digest = composed(*candidates, size=Length(stories=8, brief=12))
    message = render_rich.message(digest, RU, numbers=True)
    assert message is not None
    shown = rich_html.parse(message.html)
    assert len(shown.blocks) <= render_rich.MAX_BLOCKS
    assert sorted(message.stories) == sorted(story.id for story in digest.stories)
    assert {entity.kind for entity in shown.entities} <= {"bold", "italic", "text_link", "expandable_blockquote"}


def test_hostile_words_are_words() -> None:
    evil = '</p><h1>&amp;</details> "quoted" <script>alert(1)</script> a < b'
    shown = _message(candidate(1, evil, evil, topic=Topic(id=3, query="x", label="<details>")))
    assert evil in shown.text
    assert shown.blocks[1]["text"] == ["<", "details", ">"]


def test_a_corrected_headline_is_put_right_within_the_limits_of_rich_messages() -> None:
    stories = [
        candidate(number, f"{number} " + "я" * 280, "Жаңбыр, қардың көктемде сіркіреп жауғаны. " * 30)
        for number in range(1, 40)
    ]
    message = render_rich.message(composed(*stories), RU, numbers=True)
    assert message is not None
    was = stories[20].story.headline
    fixed = correction.correct(message.html, was=was, headline="Верно", texts=RU, is_rich=True)
    assert fixed is not None
    assert "Верно (исправлено)\n" in rich_html.parse(fixed).text
    assert correction.correct(message.html, was=was, headline="Верно", texts=RU) is None


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty"),
        ("<p> </p>", "empty"),
        ("<p>x", 'no end tag for "p"'),
        ("<p>x</b>", 'unmatched end tag "b"'),
        ("<table><tr><td>x</td></tr></table>", 'unsupported start tag "table"'),
        ("<p><h1>x</h1></p>", 'block "h1" inside text'),
        ("<b>" * 17 + "x" + "</b>" * 17, "nested too deep"),
        ("<p>x</p>" * 501, "too many blocks"),
        ("я" * 32_769, "too long"),
    ],
)
def test_what_is_no_rich_html_is_refused(html: str, reason: str) -> None:
    with pytest.raises(RichError, match=reason):
        rich_html.parse(html)


def test_words_between_blocks_quotations_and_references_are_read() -> None:
    shown = rich_html.parse(
        "one <tg-spoiler>two</tg-spoiler>\n<blockquote>a<br>b</blockquote> <a href='x'>&hellip;</a>&#x41;&#66;&copy;"
    )
    assert shown.text == "one two \n\na\nb\n\n …AB&copy;"
    assert [block["type"] for block in shown.blocks] == ["paragraph", "blockquote", "paragraph"]
    assert [entity.kind for entity in shown.entities] == ["spoiler", "blockquote"]


async def _chosen(stage: Stage, chat_id: int) -> Preferences:
    async with stage.database.read() as connection:
        subscriber = await subscribers.get(connection, chat_id)
        assert subscriber is not None
        return await preferences.get(connection, subscriber.id)


async def _try_it(person: Person) -> list[Sent]:
    await person.say("/settings")
    await person.tap("Вид и язык")
    await person.tap("Вид сводки")
    sample: list[Sent] = await person.tap("Одним сообщением")
    return sample


async def test_one_message_is_chosen_only_after_its_sample_was_seen(stage: Stage, reader: Person) -> None:
    (sample,) = await _try_it(reader)
    assert [block["type"] for block in sample.blocks] == ["heading", "paragraph", "details", "footer"]
    assert sample.labels == ("Вижу", "Не вижу")
    assert (await _chosen(stage, reader.id)).style is Style.COMPACT
    *_, said = await reader.tap("Вижу")
    assert said.text.startswith("Готово: следующая сводка придёт одним сообщением.")
    assert (await _chosen(stage, reader.id)).style is Style.ONE
    assert reader.chat.messages[sample.id].labels == ()
    (screen,) = await reader.tap("Вид сводки")
    assert "✓ Одним сообщением" in screen.labels
    assert "Вид: одним сообщением" in screen.text


async def test_who_does_not_see_the_sample_keeps_what_they_had(stage: Stage, reader: Person) -> None:
    await _try_it(reader)
    *_, said = await reader.tap("Не вижу")
    assert "обновите приложение" in said.text
    assert (await _chosen(stage, reader.id)).style is Style.COMPACT


@pytest.mark.parametrize(("code", "reason"), [(404, "Not Found: method not found"), (400, "Bad Request: not allowed")])
async def test_a_telegram_that_takes_no_rich_messages_says_so(
    stage: Stage, reader: Person, code: int, reason: str
) -> None:
    stage.api.fail("sendRichMessage", code=code, description=reason)
    assert await _try_it(reader) == []
    assert reader.toasts[-1].alert
    assert "не принимает такие сообщения" in reader.toasts[-1].text
    assert (await _chosen(stage, reader.id)).style is Style.COMPACT


async def test_nobody_can_answer_for_a_group(stage: Stage, reader: Person) -> None:
    group = stage.api.group(-1_001_000_000_005, "Редакция", admins=[reader])
    await reader.say("/settings@svodka_demo_bot", chat=group)
    await reader.tap("Вид и язык", chat=group)
    await reader.tap("Вид сводки", chat=group)
    assert await reader.tap("Одним сообщением", chat=group) == []
    assert "только за себя" in reader.toasts[-1].text
    message = group.from_bot()[-1]
    forged: dict[str, object] = {
        "id": stage.api.messenger.ask(reader.id, message),
        "from": reader.wire,
        "message": stage.api.messenger.wire(message),
        "data": "rich:1",
        "chat_instance": "1",
    }
    assert await reader._do("callback_query", forged, group) == []
    assert (await _chosen(stage, group.id)).style is Style.COMPACT
