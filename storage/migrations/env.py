"""What Alembic runs for each command: our metadata over the connection we were given."""

import pkgutil
from importlib import import_module
from typing import Any, Literal

from alembic import context

from storage import schema
from storage.schema import columns

# A table in a module that nobody imports is none to Alembic, which would write a step that drops it.
for module in pkgutil.iter_modules(schema.__path__):
    import_module(f"{schema.__name__}.{module.name}")


def render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:  # noqa: ANN401 - Alembic's signature
    """Write our own types as what the database has, so that a step never changes with the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, columns.UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=columns.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
)
context.run_migrations()
