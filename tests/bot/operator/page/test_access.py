"""Who gets to the operator's page: with a fresh link, once; nobody from another site, another name or a frame."""

import re
from io import BytesIO

import aiohttp
import pytest

from bot.operator.page import access
from bot.operator.page.screens import Screens
from storage.database import Database
from storage.sources import pauses
from tests.bot.conftest import Clock
from tests.bot.operator.page.conftest import NEWS, Served, serve

SCREENS = ("/", "/sources", f"/sources/{NEWS}", "/stories", "/stories/1", "/deliveries", "/growth", "/errors")
ACTS = (f"/sources/{NEWS}/pause", "/stories/1/split", "/stories/1/merge", "/edits/1/undo", "/leave")


async def _enter(served: Served, web: aiohttp.ClientSession, link: str = "") -> int:
    """Open a link and press its button; return how that was answered."""
    link = link or served.page.link("ru")
    async with web.get(link) as door:
        key = re.search(r'name="key" value="([^"]*)"', await door.text())
    assert key is not None
    form = {"key": key[1]}
    async with web.post(f"{served.url}/operator/enter", data=form, headers={"Origin": served.url}) as answer:
        return answer.status


async def _token(served: Served, web: aiohttp.ClientSession) -> str:
    async with web.get(f"{served.url}/operator/") as answer:
        found = re.search(r'name="token" value="([^"]+)"', await answer.text())
    assert found is not None
    return found[1]


async def _paused(database: Database) -> list[str]:
    async with database.read() as connection:
        return list(await pauses.listed(connection))


@pytest.mark.parametrize("path", SCREENS)
async def test_a_stranger_sees_no_screen(served: Served, web: aiohttp.ClientSession, path: str) -> None:
    for cookie in ({}, {"Cookie": "svodka_operator=forged"}):
        async with web.get(f"{served.url}/operator{path}", headers=cookie) as answer:
            assert answer.status == 401
            assert "Отправьте боту /page" in await answer.text()
            assert NEWS not in await answer.text()


@pytest.mark.parametrize("path", ACTS)
async def test_a_stranger_changes_nothing(served: Served, web: aiohttp.ClientSession, path: str) -> None:
    async with web.post(f"{served.url}/operator{path}", headers={"Origin": served.url}) as answer:
        assert answer.status == 401
    assert await _paused(served.database) == []


@pytest.mark.parametrize("path", SCREENS)
async def test_a_link_opens_every_screen(served: Served, web: aiohttp.ClientSession, path: str) -> None:
    assert await _enter(served, web) == 200
    async with web.get(f"{served.url}/operator{path}") as answer:
        assert answer.status == 200
        assert "<script" not in await answer.text()


async def test_a_link_works_once(served: Served, web: aiohttp.ClientSession) -> None:
    link = served.page.link("ru")
    # Programs look at links before people do: that uses nothing up.
    for _ in range(3):
        async with web.get(link) as answer:
            assert answer.status == 200
    assert await _enter(served, web, link) == 200
    async with aiohttp.ClientSession() as another:
        assert await _enter(served, another, link) == 403


async def test_a_link_that_is_old_or_forged_opens_nothing(served: Served, web: aiohttp.ClientSession) -> None:
    link = served.page.link("ru")
    assert await _enter(served, web, link[:-1] + ("a" if link[-1] != "a" else "b")) == 403
    assert await _enter(served, web, f"{served.url}/operator/enter?key=") == 403
    served.seconds += access.LINK_SECONDS + 1
    assert await _enter(served, web, link) == 403


async def test_a_session_ends_by_itself_and_when_left(served: Served, web: aiohttp.ClientSession) -> None:
    await _enter(served, web)
    form = {"token": await _token(served, web)}
    async with web.post(f"{served.url}/operator/leave", data=form, headers={"Origin": served.url}) as answer:
        assert answer.status == 200
    async with web.get(f"{served.url}/operator/") as answer:
        assert answer.status == 401
    await _enter(served, web)
    served.seconds += access.SESSION_SECONDS + 1
    async with web.get(f"{served.url}/operator/") as answer:
        assert answer.status == 401


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
        {"Origin": "same", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "same", "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_site_can_order_nothing(
    served: Served, web: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    await _enter(served, web)
    form = {"token": await _token(served, web)}
    sent = {name: served.url if value == "same" else value for name, value in headers.items()}
    async with web.post(f"{served.url}/operator/sources/{NEWS}/pause", data=form, headers=sent) as answer:
        assert answer.status == 403
    assert await _paused(served.database) == []


@pytest.mark.parametrize("token", ["", "forged"])
async def test_a_form_that_is_not_ours_orders_nothing(served: Served, web: aiohttp.ClientSession, token: str) -> None:
    await _enter(served, web)
    where = f"{served.url}/operator/sources/{NEWS}/pause"
    async with web.post(where, data={"token": token}, headers={"Origin": served.url}) as answer:
        assert answer.status == 403
    assert await _paused(served.database) == []


async def test_a_name_that_leads_here_by_anothers_dns_is_not_ours(served: Served, web: aiohttp.ClientSession) -> None:
    async with web.get(f"{served.url}/operator/enter", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 421
    served.page.address = "https://svodka.example"
    async with web.get(
        f"http://127.0.0.1:{web_port(answer)}/operator/enter", headers={"Host": "svodka.example"}
    ) as here:
        assert here.status == 200


def web_port(answer: aiohttp.ClientResponse) -> int:
    assert answer.url.port is not None
    return answer.url.port


@pytest.mark.parametrize("path", ["/operator/", "/operator/enter", "/operator/nothing", "/operator/page.css"])
async def test_nothing_can_be_framed_kept_or_scripted(served: Served, web: aiohttp.ClientSession, path: str) -> None:
    async with web.get(served.url + path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"


async def test_the_page_may_only_be_read_until_changes_are_switched_on(
    furnished: Database, clock: Clock, web: aiohttp.ClientSession
) -> None:
    async with serve(furnished, clock, changes=False) as served:
        await _enter(served, web)
        form = {"token": await _token(served, web)}
        for path in ACTS[:-1]:
            async with web.post(f"{served.url}/operator{path}", data=form, headers={"Origin": served.url}) as answer:
                assert answer.status == 403
        for path in SCREENS:
            async with web.get(f"{served.url}/operator{path}") as answer:
                text = await answer.text()
                assert text.count('method="post"') - text.count("/split") == 1, "nothing but the way out"
    assert await _paused(furnished) == []


@pytest.mark.parametrize(
    "path", ["/stories/99999", "/stories/x", "/sources/none", "/stories/1/explode", "/sources/a%2Fb"]
)
async def test_what_is_not_there_is_said_to_be_so(served: Served, web: aiohttp.ClientSession, path: str) -> None:
    await _enter(served, web)
    async with web.get(f"{served.url}/operator{path}") as answer:
        assert answer.status == 404


async def test_a_form_of_a_megabyte_is_refused(served: Served, web: aiohttp.ClientSession) -> None:
    large = BytesIO(b"key=" + b"x" * 2**20)
    headers = {"Origin": served.url, "Content-Type": "application/x-www-form-urlencoded"}
    async with web.post(f"{served.url}/operator/enter", data=large, headers=headers) as answer:
        assert answer.status == 413


async def test_what_fails_is_said_and_logged_and_shows_nothing_of_us(
    served: Served, web: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("a mistake of ours")

    await _enter(served, web)
    monkeypatch.setattr(Screens, "stories", fail)
    async with web.get(f"{served.url}/operator/stories") as answer:
        assert answer.status == 500
        text = await answer.text()
    assert "ошибка записана в журнал" in text
    assert "mistake of ours" not in text
    assert "The operator's page fails at /operator/stories" in caplog.text
