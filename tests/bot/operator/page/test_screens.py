"""The operator's page in a browser: on a phone and a desk, in both colours, by keyboard; and what is done on it."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.maintenance import story_edits
from storage.sources import listing_states, pauses
from tests.bot.operator.page.conftest import FEED, NEWS, Served
from tests.browser import Browser, open_browser

SCREENS = ("", "sources", f"sources/{FEED}", "stories", "stories/1", "deliveries", "growth", "errors")
# Where the screens are to be kept as pictures, to be looked at.
PICTURES = os.environ.get("SVODKA_PICTURES", "")
_CONTRAST = """(() => {
  const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
  const numbers = (css) => css.match(/[\\d.]+/g).map(Number);
  const ground = (e) => { while (e) { const c = numbers(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; e = e.parentElement; } return [255, 255, 255]; };
  const poor = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    const s = getComputedStyle(e), ink = numbers(e.closest('svg') ? s.fill : s.color);
    const [a, b] = [light(ink), light(ground(e))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) poor.push(e.tagName + ': ' + e.textContent.slice(0, 30));
  }
  return poor; })()"""


@pytest.fixture
async def browser(served: Served) -> AsyncIterator[Browser]:
    """A browser that has come by a link."""
    async with open_browser() as opened:
        await opened.look_as(width=390)
        await opened.open(served.page.link("ru"))
        await opened.follow(opened.press("Enter"))
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_every_screen_fits_and_can_be_read(served: Served, browser: Browser, width: int, scheme: str) -> None:
    await browser.look_as(width=width, scheme=scheme)
    for path in SCREENS:
        await browser.open(f"{served.url}/operator/{path}")
        assert await browser.run("document.documentElement.scrollWidth") <= width, path
        assert await browser.run("getComputedStyle(document.body).margin") == "0px", "the style has come"
        assert await browser.run(_CONTRAST) == [], path
        assert await browser.run("document.querySelectorAll('h1').length") == 1, path
        if PICTURES:
            await browser.photograph(Path(PICTURES) / f"{width}-{scheme}-{path.replace('/', '-') or 'today'}.png")
    assert browser.complaints == [], "nothing on the page is refused by its own policy"


async def test_the_day_is_seen_at_a_glance(served: Served, browser: Browser) -> None:
    text = await browser.text()
    assert "polling has not begun yet" in text
    assert "Ждут отправки" in text
    assert await browser.run("[...document.querySelectorAll('.tile dd')].map(e => e.innerText)[4]") == "1"
    assert await browser.run("document.querySelectorAll('svg[role=img] rect.rect').length") > 0
    assert await browser.run("getComputedStyle(document.querySelector('svg rect.rect')).fill") == "rgb(29, 107, 79)"


async def test_what_a_publisher_writes_stays_text(served: Served, browser: Browser) -> None:
    await browser.open(f"{served.url}/operator/stories")
    assert "по дзюдо <script>" in await browser.text()
    await browser.open(f"{served.url}/operator/sources/{FEED}")
    assert "404 <b>Not Found</b>" in await browser.text()


async def test_the_page_is_walked_by_keyboard(served: Served, browser: Browser) -> None:
    await browser.press("Tab")
    assert await browser.run("document.activeElement.className") == "skip"
    await browser.press("Tab", 2)
    assert await browser.run("document.activeElement.innerText") == "Источники"
    assert await browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    await browser.follow(browser.press("Enter"))
    assert await browser.run("location.pathname") == "/operator/sources"


async def test_a_source_is_paused_asked_and_let_go_on(served: Served, browser: Browser) -> None:
    await browser.open(f"{served.url}/operator/sources/{FEED}")
    for button, note in (
        ("Поставить на паузу", "Источник на паузе."),
        ("Проверить сейчас", "Источник будет проверен"),
        ("Продолжить", "Источник снова читается."),
    ):
        await _click(browser, button)
        assert note in await browser.text()
        async with served.database.read() as connection:
            assert (FEED in await pauses.listed(connection)) == (button != "Продолжить")
    async with served.database.read() as connection:
        states = {state.source: state for state in await listing_states.states(connection)}
    assert states[FEED].due_at <= served.clock.now < states[NEWS].due_at


async def test_stories_are_split_merged_and_put_back(served: Served, browser: Browser) -> None:
    await browser.open(f"{served.url}/operator/stories/1")
    assert "Почему здесь" in await browser.text()
    await browser.run("document.querySelectorAll('input[type=checkbox]')[2].click()")
    await _click(browser, "Отделить отмеченные")
    assert "Статьи отделены" in await browser.text()
    await browser.run("document.querySelector('#into').value = '2'")
    await _click(browser, "Влить")
    assert "Сюжеты соединены" in await browser.text()
    assert await browser.run("location.pathname") == "/operator/stories/2"
    await browser.open(f"{served.url}/operator/stories")
    for _ in range(2):
        await _click(browser, "Отменить")
    async with served.database.read() as connection:
        edits = await story_edits.listed(connection)
    done = [(edit.kind, edit.undone_at is not None) for edit in edits]
    assert done == [("merge", False), ("split", True), ("merge", True), ("split", False)], "an undoing is undone"


async def _click(browser: Browser, label: str) -> None:
    find = f"[...document.querySelectorAll('button')].find(e => e.innerText === '{label}')"
    assert await browser.run(f"!!{find}"), label
    await browser.follow(browser.run(f"{find}.click()"))
