"""`svodka db`: bring the schema up to date, and copy the database."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot import config
from bot.cli.console import console
from storage.database import Database

app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@app.command()
def migrate() -> None:
    """Bring the schema up to date. `run` does this by itself at every start."""
    asyncio.run(_migrate())
    console.print("The database is up to date.")


@app.command()
def backup(
    path: Annotated[
        Path | None, typer.Argument(help="Where to; by default svodka-DATE.db in this folder.", show_default=False)
    ] = None,
) -> None:
    """Copy a SQLite database while the bot runs. PostgreSQL has pg_dump for this."""
    target = path or Path(f"svodka-{datetime.now(UTC):%Y%m%d-%H%M%S}.db")
    asyncio.run(_backup(target))
    console.print(f"Copied to [bold]{target}[/] ({target.stat().st_size:,} bytes).")


async def _migrate() -> None:
    async with await Database.open(config.load().database_url) as database:
        await database.migrate()


async def _backup(target: Path) -> None:
    async with await Database.open(config.load().database_url) as database:
        await database.backup(target)
