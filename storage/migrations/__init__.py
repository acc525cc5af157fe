"""Steps of the schema, run by Alembic without an ini file; steps are only ever added."""

import re
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.errors import ForeignDatabaseError, SchemaTooNewError

# Our revisions are numbers; Alembic's own are hashes, and another program's database may well have one.
_OURS = re.compile(r"\d{4}(?!\d)")


def config(connection: Connection) -> Config:
    """Alembic's settings for one run over a connection that is already in a transaction."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


@cache
def head() -> str:
    """The newest revision this version of Svodka knows."""
    newest = ScriptDirectory(str(Path(__file__).parent)).get_current_head()
    assert newest is not None  # noqa: S101 - there is a first schema
    return newest


@cache
def known() -> frozenset[str]:
    """Every revision this version of Svodka knows."""
    return frozenset(script.revision for script in ScriptDirectory(str(Path(__file__).parent)).walk_revisions())


def current(connection: Connection) -> str | None:
    """The revision a database is at, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def check(present: str | None) -> None:
    """Refuse a database at a revision that this Svodka does not know.

    Raises:
        SchemaTooNewError: only a newer Svodka knows it.
        ForeignDatabaseError: it is another program's, which also uses Alembic.
    """
    if present is None or present in known():
        return
    if not _OURS.match(present):
        raise ForeignDatabaseError(
            f"the database is another program's (it is at revision {present}): name one of Svodka's own"
        )
    raise SchemaTooNewError(
        f"the database was written by a newer Svodka: it is at revision {present}, and this one knows those up to"
        f" {head()}; install the newer version that wrote it, or restore a backup made before the upgrade"
    )


def upgrade(connection: Connection) -> None:
    """Run the steps that are missing; raises as `check` does."""
    check(current(connection))
    command.upgrade(config(connection), "head")


def downgrade(connection: Connection, revision: str) -> None:
    """Take back the steps after a revision; "base" takes back all."""
    command.downgrade(config(connection), revision)
