"""`svodka run`, `svodka demo` and `svodka check`: the bot itself, the bot without Telegram, and what is missing."""

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated

import typer

from bot import config
from bot.cli.console import console
from bot.crawler import crawler
from bot.runtime import gc_tuning, lazy_models, logs
from bot.sources import catalogue

log = logging.getLogger(__name__)


def run(
    remove_webhook: Annotated[
        bool, typer.Option("--remove-webhook", help="Take away a webhook that is set, so that updates come here.")
    ] = False,
) -> None:
    """Run the bot until Ctrl-C or SIGTERM; what is in flight is finished first."""
    settings = config.load()
    settings.token()
    logs.start(settings.log_level, form=settings.log_format)
    log.info("Svodka %s starts", version("svodka"))
    asyncio.run(_run(settings, remove_webhook=remove_webhook))


def demo(
    name: Annotated[
        str,
        typer.Argument(
            help="Which tour: newcomer, reader for all a reader can do, week, channel, operator, delivery in trouble."
        ),
    ] = "",
    tour: Annotated[bool, typer.Option("--tour", help="Play a conversation in the terminal and check it.")] = False,
    port: Annotated[int, typer.Option(help="The chat page's port; 0 takes a free one.")] = 8080,
) -> None:
    """Try the bot in the browser: a chat page, a sample news site, no token, no network."""
    lazy_models.import_aiogram()
    from bot.demo import demo as playing  # noqa: PLC0415 - `run` must not load the demo

    logs.start("WARNING" if tour else "INFO")
    if tour:
        from bot.demo import channel_tour, delivery_tour, operator_tour, reader_tour, week_tour  # noqa: PLC0415 - as above
        from bot.demo import tour as touring  # noqa: PLC0415 - as above

        tours = {
            "": touring.Tour,
            "newcomer": touring.Tour,
            "reader": reader_tour.ReaderTour,
            "channel": channel_tour.ChannelTour,
            "operator": operator_tour.OperatorTour,
            "delivery": delivery_tour.DeliveryTour,
            "week": week_tour.WeekTour,
        }
        if name not in tours:
            raise typer.BadParameter(
                f"there is no tour {name!r}; there are {', '.join(filter(None, tours))}", param_hint="NAME"
            )
        raise typer.Exit(asyncio.run(touring.play(console, tours[name])))
    with suppress(KeyboardInterrupt):
        asyncio.run(playing.serve(console, port=port))


def check() -> None:
    """Try the settings, the token, the database and one fetch per source, and say what to do next."""
    lazy_models.import_aiogram()
    from bot.cli import doctor  # noqa: PLC0415 - it loads aiogram

    settings = config.load()
    logs.start("ERROR")
    healthy = asyncio.run(
        doctor.examine(
            settings,
            console,
            now=datetime.now(UTC),
            sources=catalogue.chosen(settings.sources).values(),
            politeness=crawler.politeness(settings),
        )
    )
    raise typer.Exit(0 if healthy else 1)


async def _run(settings: config.Settings, *, remove_webhook: bool) -> None:
    # aiogram takes half a second to load, and much memory; other commands need not wait for it.
    lazy_models.import_aiogram()
    from bot import app  # noqa: PLC0415 - as above
    from bot.delivery import webhooks  # noqa: PLC0415 - as above
    from bot.operator import endpoints  # noqa: PLC0415 - as above

    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    chosen = catalogue.chosen(settings.sources)
    async with app.open_application(settings, clock=lambda: datetime.now(UTC), catalogue=chosen) as application:
        gc_tuning.settle()
        if remove_webhook:
            await webhooks.remove(application.bot)
        async with AsyncExitStack() as stack:
            if port := settings.metrics_port:
                page = application.page if settings.operator_chat_id is not None else None
                answers = endpoints.build(application.health, page)
                await stack.enter_async_context(endpoints.served(answers, port, setting="METRICS_PORT"))
                application.page.address = settings.page_address or f"http://{endpoints.HOST}:{port}"
            await application.run(stop)
