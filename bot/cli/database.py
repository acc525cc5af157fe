"""`svodka db`: bring the schema up to date; copy the database, put a copy back, move it to PostgreSQL."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot import config
from bot.cli.console import console
from storage import backup, copying, database_url, migrations, run_lock
from storage.copying import TableProof
from storage.database import Database, Migration
from storage.errors import BackupError, RestoreError

app = typer.Typer(help="Look after the database.", no_args_is_help=True)


@app.command()
def migrate(
    no_backup: Annotated[bool, typer.Option("--no-backup", help="Make no copy first, if there is no room.")] = False,
) -> None:
    """Bring the schema up to date, after a copy was made. `run` does this by itself at every start."""
    done = asyncio.run(_migrate(keep_copy=not no_backup))
    if done is not None and done.copy is not None:
        console.print(f"Copied to [bold]{escape(str(done.copy))}[/] first.", soft_wrap=True)
    console.print("The database is up to date.")


@app.command(name="backup")
def make_backup(
    path: Annotated[
        Path | None, typer.Argument(help="Where to; by default svodka-DATE.db in this folder.", show_default=False)
    ] = None,
) -> None:
    """Copy a SQLite database while the bot runs, and prove the copy by opening it. PostgreSQL has pg_dump for this."""
    target = path or Path(f"svodka-{datetime.now(UTC):%Y%m%d-%H%M%S}.db")
    contents = asyncio.run(_backup(target))
    size = f"{target.stat().st_size:,} bytes, {_said(contents)}"
    console.print(f"Copied to [bold]{escape(str(target))}[/] ({size}).", highlight=False, soft_wrap=True)


@app.command()
def restore(
    path: Annotated[Path, typer.Argument(help="A copy that `svodka db backup` or the bot has made.", metavar="FILE")],
    yes: Annotated[bool, typer.Option("--yes", help="Replace the database that is there; it is kept.")] = False,
) -> None:
    """Put a copy in the place of a SQLite database, once it is proven whole. The bot must not run."""
    target = _file(config.load().database_url)
    try:
        contents = backup.prove(path)
    except BackupError as error:
        raise RestoreError(f"nothing was restored: {error}") from error
    if contents.revision not in migrations.known():
        raise RestoreError(
            f"nothing was restored: {path} was written by a newer Svodka (revision {contents.revision});"
            f" this one knows those up to {migrations.head()}"
        )
    with run_lock.file_held(target):
        if target.exists() and not yes:
            raise RestoreError(
                f"{target} is there ({_held(target)}), and {path} would replace it ({_said(contents)});"
                " say --yes to do so: the old file is kept beside it"
            )
        kept = backup.put_back(path, target, now=datetime.now(UTC))
    console.print(f"Restored [bold]{escape(str(target))}[/] ({_said(contents)}).", highlight=False, soft_wrap=True)
    if kept is not None:
        console.print(f"The old one is kept: [bold]{escape(str(kept))}[/]", highlight=False, soft_wrap=True)


@app.command()
def copy(
    target: Annotated[str, typer.Argument(help="The address of an empty database: postgresql://...", metavar="TO")],
    source: Annotated[str, typer.Option("--from", help="What to copy; by default DATABASE_URL.", metavar="URL")] = "",
) -> None:
    """Copy all that the database holds into an empty one, such as PostgreSQL, and prove that both hold the same.

    The bot must not run. Afterwards put the new address into DATABASE_URL.
    """
    proofs = asyncio.run(_copy(source or config.load().database_url, target))
    rows = sum(proof.rows for proof in proofs)
    console.print(f"{len(proofs)} tables, {rows:,} rows: counts and checksums are the same.", highlight=False)
    console.print(
        f"Now set DATABASE_URL to [bold]{escape(database_url.parse(target).printable)}[/] (with its password).",
        highlight=False,
        soft_wrap=True,
    )


def _file(address: str) -> Path:
    parsed = database_url.parse(address)
    if not parsed.is_sqlite:
        raise RestoreError(f"{parsed.printable}: PostgreSQL has pg_restore; a file can be copied into it with db copy")
    return Path(str(parsed.url.database))


def _held(target: Path) -> str:
    try:
        return _said(backup.prove(target))
    except BackupError:
        return "damaged, or no database of Svodka"


def _said(contents: backup.Contents) -> str:
    return f"{contents.subscribers:,} subscribers, {contents.stories:,} stories"


async def _migrate(*, keep_copy: bool) -> Migration | None:
    settings = config.load()
    async with await Database.open(settings.database_url, backups=settings.backups) as database:
        return await database.migrate(keep_copy=keep_copy)


async def _backup(target: Path) -> backup.Contents:
    async with await Database.open(config.load().database_url) as database:
        return await database.backup(target)


async def _copy(source: str, target: str) -> tuple[TableProof, ...]:
    def tell(proof: TableProof) -> None:
        if proof.rows:
            console.print(f"  {proof.table}: {proof.rows:,} rows, {proof.checksum[:16]}", highlight=False)

    async with (
        await Database.open(source) as old,
        await Database.open(target) as new,
        run_lock.held(old),
        run_lock.held(new),
    ):
        await old.migrate()
        await new.migrate()
        return await copying.copy(old, new, tell)
