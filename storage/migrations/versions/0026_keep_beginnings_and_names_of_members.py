"""Keep the beginning of a story's members apart from their titles, and all that they name.

What was kept before says as much of both as it can: the words of a title are taken out of those of the text, and whole
sentences are not known.
"""

import math
from collections.abc import Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_OLD, _NEW = b"\x02", b"\x03"
_AT_ONCE = 500
# A word of the title counted as if it stood in the text so many times more.
_TITLE_WEIGHT = 3
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
    return _NEW + msgspec.msgpack.encode([_member(*each) for each in msgspec.msgpack.decode(memoryview(data)[1:])])


def _member(
    article_id: int,
    title: dict[str, int],
    text: dict[str, int],
    title_length: float,
    _text_length: float,
    traits: Sequence[Any],
) -> list[Any]:
    lead = {
        term: found
        for term, weight in text.items()
        if (found := _beside(title[term], weight) if term in title else weight)
    }
    site, language, at, words, named, title_named, counted, title_counted, days, quotes, sketch, places, meaning = (
        traits
    )
    weights = {term: title.get(term, lead.get(term, 0)) for term in named}
    names = {term: weight for term, weight in weights.items() if weight}
    return [
        article_id, title, lead, names, title_length, _length(lead),
        [
            site, language, at, words, title_named, counted, title_counted, days, days, quotes, sketch, [], places, [],
            len(lead), any(map(str.isascii, words)) and sum(map(str.isascii, words)) * 2 > len(words), meaning,
        ],
    ]  # fmt: skip


def _beside(rarity: int, weight: int) -> int:
    """What a word of the title weighs in the text alone: it counted 1 + log(count), with the title's."""
    count = round(math.exp(weight / rarity - 1)) - _TITLE_WEIGHT if rarity else 0
    return round(rarity * (1 + math.log(count))) if count > 0 else 0


def _length(vector: dict[str, int]) -> float:
    return float(sum((weight / 100) ** 2 for weight in vector.values()) ** 0.5)
