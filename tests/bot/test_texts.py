"""Every text exists in each language, with the same values and every plural form; dates read as people write them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel import Locale
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from bot import commands, texts
from bot.texts import Html, MissingTextError

if TYPE_CHECKING:
    from tests.bot.conftest import Judge


OTHERS = [language for language in texts.LANGUAGES if language != texts.DEFAULT]
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


def _messages(language: str) -> dict[str, ast.Message]:
    found: dict[str, ast.Message] = {}
    for path in sorted((texts.LOCALES / language).glob("*.ftl")):
        for one in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(one, ast.Junk), f"{path}: {one.content}"
            if isinstance(one, ast.Message):
                assert one.id.name not in found, f"{path}: {one.id.name} stands twice"
                found[one.id.name] = one
    return found


ALL = {language: _messages(language) for language in texts.LANGUAGES}


class _Values(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()
        self.selections: list[ast.SelectExpression] = []

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - the visitor's naming
        self.selections.append(node)
        self.generic_visit(node)


def _values(message: ast.Message) -> _Values:
    found = _Values()
    found.visit(message)
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_exists_in_each_language(language: str) -> None:
    assert ALL[language].keys() == ALL[texts.DEFAULT].keys()


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_takes_the_same_values_in_each_language(language: str) -> None:
    for key, message in ALL[language].items():
        assert _values(message).names == _values(ALL[texts.DEFAULT][key]).names, key


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_text_that_counts_has_every_plural_form_of_its_language(language: str) -> None:
    # The default variant stands for one form at most; "many" of Russian may be it.
    needed = Locale(language).plural_form.tags - {"many"}
    for key, message in ALL[language].items():
        for selection in _values(message).selections:
            forms = {one.key.name for one in selection.variants if isinstance(one.key, ast.Identifier)}
            if forms & {"one", "few", "many"}:
                assert needed <= forms, f"{language}: {key} lacks {needed - forms}"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_text_is_telegram_html_and_shows_something(language: str, judge: Judge) -> None:
    speak = texts.for_language(language)
    for key, message in ALL[language].items():
        if key == "timezone-place":
            continue  # a piece of another text, which begins with a space
        written = speak(key, **dict.fromkeys(_values(message).names, 3))
        assert judge(written).text.strip(), key


def _keys_in_code() -> Iterator[tuple[str, str]]:
    root = Path(texts.__file__).parent
    for path in [*root.glob("*.py"), *root.glob("handlers/*.py"), *root.glob("digest/*.py")]:
        for key in re.findall(r"(?:texts|speak|_texts)(?:\.plain)?\(\s*\"([a-z0-9-]+)\"", path.read_text()):
            yield path.name, key


def test_every_text_the_code_names_exists() -> None:
    assert [(path, key) for path, key in _keys_in_code() if key not in ALL["ru"] and key != "key"] == []


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "ничего не было"),
        (1, "1 сюжет."),
        (2, "2 сюжета."),
        (5, "5 сюжетов."),
        (21, "21 сюжет."),
        (111, "111 сюжетов."),
    ],
)
def test_russian_counts_as_russians_do(count: int, expected: str) -> None:
    assert expected in texts.for_language("ru")("trial", count=count)


def test_values_are_escaped_unless_they_are_html_already(judge: Judge) -> None:
    speak = texts.for_language("ru")
    hostile = '<b>&"Китай'
    assert judge(speak("unfollowed", topic=hostile)).text == f"Больше не слежу за темой «{hostile}»."
    assert "<b>x</b>" in speak("topics-row", topic=Html("<b>x</b>"))
    assert speak.plain("button-unfollow", topic="A & B") == "✕ A & B"


def test_a_text_nobody_wrote_is_our_mistake_and_says_so() -> None:
    with pytest.raises(MissingTextError, match="no-such-text"):
        texts.for_language("ru")("no-such-text")
    with pytest.raises(MissingTextError, match="unfollowed"):
        texts.for_language("ru")("unfollowed")


def test_a_language_we_do_not_speak_falls_back_to_the_default() -> None:
    assert texts.for_language("de").language == "ru"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ru", "ru"),
        ("kk", "kk"),
        ("en-US", "en"),
        ("ru_RU", "ru"),
        ("uk", "ru"),
        ("uz", "ru"),
        ("de", "en"),
        (None, "ru"),
        ("", "ru"),
    ],
)
def test_the_language_is_guessed_from_the_readers_app(code: str | None, language: str) -> None:
    assert texts.guess(code) == language


@pytest.mark.parametrize(
    ("language", "expected"),
    [("ru", "понедельник, 23 ноября"), ("kk", "23 қараша, дүйсенбі"), ("en", "Monday, 23 November")],
)
def test_a_day_is_written_as_its_language_writes_it(language: str, expected: str) -> None:
    assert texts.for_language(language).day(date(2026, 11, 23)) == expected


def test_near_days_have_names_and_far_ones_a_year() -> None:
    speak = texts.for_language("ru")
    today = date(2026, 11, 22)
    assert speak.day(today, today=today) == "сегодня"
    assert speak.day(date(2026, 11, 23), today=today) == "завтра"
    assert speak.day(date(2027, 11, 20), today=today) == "суббота, 20 ноября 2027"


def test_a_moment_is_written_by_the_readers_clock() -> None:
    evening_in_utc = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    assert texts.for_language("ru").moment(evening_in_utc, "Asia/Almaty", now=NOW) == "завтра, 01:30"
    assert texts.for_language("en").moment(evening_in_utc, "Europe/London", now=NOW) == "today, 20:30"


@pytest.mark.parametrize("length", [1, 2500, 2501, 30_000])
def test_a_value_may_be_as_long_as_it_is_and_is_escaped(length: int) -> None:
    speak = texts.for_language("ru")
    assert speak("search-found", count=0, topic="&" * length).count("&amp;") == length
    assert texts.Html("<i>" * length) in speak("mute-list", list=texts.Html("<i>" * length))
    assert "&" * length in speak.plain("search-found", count=0, topic="&" * length)


PAGE = Path(__file__).parents[2] / "docs" / "messages.md"
# What stands for a value on the page; every other one is written as its name.
SAMPLES: dict[str, str | int] = {
    "topic": "Китай", "time": "08:00", "at": "08:00", "clock": "14:05", "zone": "Asia/Almaty",
    "city": "Алматы", "place": "",
    "count": 5, "topics": 3, "stories": 12, "articles": 214, "shown": 7, "rest": 2, "told": 1, "digests": 4, "parts": 2,
    "sent": 1, "failed": 1, "known": 1, "length": 1000, "limit": 256, "headline": "Нацбанк снизил базовую ставку",
    "url": "https://zakon.kz/1", "form": "Китаем", "sources": "zakon.kz, tengrinews.kz", "name": "help",
    "before": "банк ", "after": "AND", "example": "Китай AND Алматы",
}  # fmt: skip


def _page(judge: Judge) -> str:
    """Write every text as its reader sees it, the languages side by side."""
    lines = [
        "# Every message, as it looks",
        "",
        "Written by `SVODKA_RECORD=1 .venv/bin/python -m pytest tests/bot/test_texts.py`.",
        "",
    ]
    lines += ["| key | Русский | Қазақша | English |", "|---|---|---|---|"]
    for key in sorted(ALL[texts.DEFAULT]):
        cells = []
        for language in texts.LANGUAGES:
            names = _values(ALL[language][key]).names
            written = texts.for_language(language)(key, **{name: SAMPLES.get(name, f"‹{name}›") for name in names})
            cells.append(escape(judge(written).text).replace("|", "&#124;").replace("\n", "<br>"))
        lines.append(f"| {key} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def test_the_page_of_messages_is_up_to_date(judge: Judge) -> None:
    if os.environ.get("SVODKA_RECORD"):
        PAGE.write_text(_page(judge), encoding="utf-8")
    hint = "run this test with SVODKA_RECORD=1 and look at the difference"
    assert PAGE.read_text(encoding="utf-8").split("\n") == _page(judge).split("\n"), hint


def test_the_readers_guide_names_every_command_and_shows_pictures_that_exist() -> None:
    guide = (PAGE.parent / "reader.md").read_text(encoding="utf-8")
    assert [one.name for one in commands.COMMANDS if not re.search(rf"/{one.name}\b", guide)] == []
    pictures = re.findall(r'src="(pictures/[^"]+)"', guide)
    assert len(pictures) >= 15
    assert [one for one in pictures if not (PAGE.parent / one).is_file()] == []
