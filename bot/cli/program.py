"""Puts the command groups together and turns errors into sentences."""

import typer
from rich.console import Console

from bot import config
from bot.cli import database, initialise, ledger, pages, service, sources, stories
from parsers.article import ParserError
from storage.errors import StorageError

app = typer.Typer(
    name="svodka",
    help="A news digest bot for Telegram: reads news sites, keeps every story once, "
    "and sends each reader one digest at the hours they chose.",
    epilog="To try it without a token and without a network: svodka demo",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(initialise.init)
app.command()(service.run)
app.command()(service.demo)
app.command()(service.check)
# A group's number begins with a minus.
app.command(context_settings={"ignore_unknown_options": True})(ledger.ledger)
app.command()(pages.crawl)
app.command()(pages.parse)
app.command(name="sources")(sources.listed)
app.add_typer(sources.app, name="source")
app.add_typer(stories.app, name="stories")
app.add_typer(database.app, name="db")

# What a person at the terminal can mend; anything else is our mistake and keeps its traceback.
ANSWERABLE = (
    config.SettingsError,
    StorageError,
    ParserError,
    FileNotFoundError,
    FileExistsError,
    IsADirectoryError,
    PermissionError,
)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        app(args=arguments, standalone_mode=True)
    except ANSWERABLE as error:
        Console(stderr=True).print(f"[bold red]svodka:[/] {error}", highlight=False, soft_wrap=True)
        return 1
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0
