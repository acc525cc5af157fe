"""What is asked on a loopback port: /metrics, /healthz, /readyz, the operator's page; other paths are unknown."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.config import SettingsError
from bot.operator.health import Health
from bot.operator.page.page import OperatorPage

HOST: Final = "127.0.0.1"


def build(health: Health, page: OperatorPage | None = None) -> web.Application:
    """Return the endpoints as an application; they tell no secret, and change nothing. The page has its own lock."""

    async def metrics(_request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def alive(_request: web.Request) -> web.Response:
        return _answer(health.dead())

    async def ready(_request: web.Request) -> web.Response:
        return _answer(await health.unready())

    application = web.Application()
    application.router.add_get("/metrics", metrics)
    application.router.add_get("/healthz", alive)
    application.router.add_get("/readyz", ready)
    if page is not None:
        page.add_to(application)
    return application


def _answer(troubles: Sequence[str]) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    if troubles:
        return web.Response(status=503, text="\n".join(troubles) + "\n", headers=headers)
    return web.Response(text="ok\n", headers=headers)


@asynccontextmanager
async def served(application: web.Application, port: int, *, setting: str) -> AsyncIterator[int]:
    """Serve on a loopback port (0: a free one) and return which; raises SettingsError if it is taken.

    `setting` is what the port was chosen by.
    """
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            raise SettingsError(
                f"{setting}: port {port} cannot be listened on ({error.strerror or error}); name another one,"
                " or stop the program that has it"
            ) from None
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
