"""Store what stories are compared by as MessagePack.

There is no step 0011: it was renumbered before it landed. What was written before is read here as it was written, for
the code that did so is gone.
"""

import json
import struct
from array import array
from base64 import b64decode
from collections.abc import Iterator
from sys import byteorder
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

_OLD, _NEW = b"\x01", b"\x02"
_HEAD = struct.Struct("<qddHHIHI")
_WEIGHT, _RUN = 2, 4
_AT_ONCE = 500
_stories = sa.table("stories", sa.column("id", sa.BigInteger), sa.column("centre", sa.LargeBinary))


def upgrade() -> None:
    connection = op.get_bind()
    kept = sa.select(_stories.c.id, _stories.c.centre).where(_stories.c.centre.is_not(None)).order_by(_stories.c.id)
    statement = sa.update(_stories).where(_stories.c.id == sa.bindparam("story")).values(centre=sa.bindparam("written"))
    after = -1
    while rows := connection.execute(kept.where(_stories.c.id > after).limit(_AT_ONCE)).all():
        after = rows[-1].id
        written = [
            {"story": row.id, "written": _rewritten(bytes(row.centre))} for row in rows if row.centre[:1] == _OLD
        ]
        if written:
            connection.execute(statement, written)


def downgrade() -> None:
    # An older Svodka compares such stories no more, and begins new ones.
    op.execute(sa.update(_stories).values(centre=None))


def _rewritten(data: bytes) -> bytes:
    return _NEW + msgspec.msgpack.encode(list(_members(data)))


def _members(data: bytes) -> Iterator[list[Any]]:
    at = 1
    while at < len(data):
        article_id, title_length, text_length, title, text, terms, sketch, traits = _HEAD.unpack_from(data, at)
        terms_at = at + _HEAD.size
        weights_at = terms_at + terms
        sketch_at = weights_at + _WEIGHT * (title + text)
        traits_at = sketch_at + _RUN * sketch
        at = traits_at + traits
        words = data[terms_at:weights_at].decode().split("\n") if terms else []
        vector = list(zip(words, _numbers("H", data[weights_at:sketch_at]), strict=True))
        row = json.loads(data[traits_at:at])
        yield [
            article_id, dict(vector[:title]), dict(vector[title:]), title_length, text_length,
            [
                row["site"], row["language"], row["at"], row["words"], row["named"], row["title_named"],
                row["quantities"], row["title_quantities"], row["days"], row["quotes"],
                _numbers("I", data[sketch_at:traits_at]), row["places"], b64decode(row.get("meaning", "")),
            ],
        ]  # fmt: skip


def _numbers(kind: str, data: bytes) -> list[int]:
    found = array(kind, data)
    if byteorder == "big":
        found.byteswap()
    return found.tolist()
