"""A sent message put right in place, with TDLib as the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import texts
from bot.digest import correction, formatting

if TYPE_CHECKING:
    from tests.bot.conftest import Judge


SENT = (
    '<b>Китай</b>\n\n<a href="https://a.kz/?x=1&amp;y=2">Погибло &lt;5&gt;</a>\nПодробности.\n'
    'a.kz, <a href="https://b.kz/2">b.kz</a> · 07:02'
)
WAS = "Погибло <5>"


def test_the_headline_is_replaced_and_marked(judge: Judge) -> None:
    fixed = correction.correct(SENT, was=WAS, headline="Погибло <3>", texts=texts.for_language("ru"))
    assert fixed is not None
    parsed = judge(fixed)
    assert parsed.text == "Китай\n\nПогибло <3> (исправлено)\nПодробности.\na.kz, b.kz · 07:02"
    assert parsed.links() == ["https://a.kz/?x=1&y=2", "https://b.kz/2"]


def test_nothing_changes_where_the_story_is_not_or_says_so_already() -> None:
    assert correction.correct(SENT, was="Другое", headline="x", texts=texts.for_language("ru")) is None
    assert correction.correct(SENT, was=WAS, headline="Погибло <5>", texts=texts.for_language("ru")) is None


def test_a_headline_told_in_brief_is_found_too(judge: Judge) -> None:
    was = "слово " * 40
    link = f'<a href="https://a.kz/1">{formatting.shorten(was.strip(), 160)}</a>'
    brief = f"<blockquote expandable>{link} · a.kz</blockquote>"
    fixed = correction.correct(brief, was=was, headline="Другое", texts=texts.for_language("kk"))
    assert fixed is not None
    assert judge(fixed).text == "Другое (түзетілді) · a.kz"


def test_a_message_that_would_grow_too_long_stays() -> None:
    full = SENT + "я" * (4096 - 60)
    assert correction.correct(full, was=WAS, headline="слово " * 60, texts=texts.for_language("ru")) is None
