"""Steps of the schema, run by Alembic without an ini file; steps are only ever added."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.errors import SchemaTooNewError


def config(connection: Connection) -> Config:
    """Alembic's settings for one run over a connection that is already in a transaction."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def head() -> str | None:
    """The newest revision this version of Svodka knows."""
    return ScriptDirectory(str(Path(__file__).parent)).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision a database is at, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(connection: Connection) -> None:
    """Run the steps that are missing.

    Raises:
        SchemaTooNewError: the database is at a revision that only a newer Svodka knows.
    """
    settings = config(connection)
    known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
    present = current(connection)
    if present is not None and present not in known:
        raise SchemaTooNewError(
            f"the database is at revision {present}, which this Svodka (up to {head()}) does not know:"
            " install the newer version that wrote it, or restore a backup made before the upgrade"
        )
    command.upgrade(settings, "head")


def downgrade(connection: Connection, revision: str) -> None:
    """Take back the steps after a revision; "base" takes back all."""
    command.downgrade(config(connection), revision)
