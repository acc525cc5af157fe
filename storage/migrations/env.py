"""What Alembic runs for each command: our metadata over the connection we were given."""

from typing import Any, Literal

from alembic import context

from storage.schema import columns, tables


def render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:  # noqa: ANN401 - Alembic's signature
    """Write our own types as what the database has, so that a step never changes with the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, columns.UtcDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=render,
)
context.run_migrations()
