"""Writes the next step from what the tables in the code say: `python -m storage.migrations "Add a column"`; read it!"""

import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from storage import migrations


def main(message: str) -> None:
    """Compare the tables with the newest step on an empty SQLite database and write the difference as a file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'empty.db'}")
        with engine.begin() as connection:
            migrations.upgrade(connection)
        with engine.begin() as connection:
            number = int(migrations.head() or "0") + 1
            command.revision(migrations.config(connection), message, autogenerate=True, rev_id=f"{number:04d}")
        engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
