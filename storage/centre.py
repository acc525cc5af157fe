"""What a story keeps of its members to compare new articles with: a few weighed profiles, and how they are stored."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from storage.numbers import Day, Quantity
from storage.similarity import Traits, Weighed, weighed

# The first two members stay, so that a story cannot drift away from its event; the latest show where it has got to.
FIRST, LATEST = 2, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A member's profile under its article's id."""

    article_id: int
    weighed: Weighed


def add(members: Sequence[Kept], article_id: int, profile: Weighed) -> tuple[Kept, ...]:
    """Put a member in, or in its own place again if it was edited; forget the middle ones of a long story."""
    new = Kept(article_id=article_id, weighed=profile)
    if any(member.article_id == article_id for member in members):
        return tuple(new if member.article_id == article_id else member for member in members)
    grown = (*members, new)
    return grown if len(grown) <= FIRST + LATEST else (*grown[:FIRST], *grown[-LATEST:])


def encode(members: Sequence[Kept]) -> bytes:
    """Write members down compactly."""
    text = json.dumps([_row(member) for member in members], ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode(), 1)


# Up to 70 KB each: more of them kept a process with 1,000 sources above 300 MB (benchmarks.crawl).
@lru_cache(maxsize=500)
def decode(data: bytes) -> tuple[Kept, ...]:
    """Read members back, exactly as they were written."""
    return tuple(_kept(row) for row in json.loads(zlib.decompress(data)))


def _row(member: Kept) -> list[Any]:
    traits = member.weighed.traits
    return [
        member.article_id,
        traits.site,
        traits.language,
        traits.published_at.timestamp(),
        member.weighed.title,
        member.weighed.text,
        traits.words,
        sorted(traits.named),
        sorted(traits.title_named),
        [[each.value, each.unit] for each in sorted(traits.quantities)],
        [[each.value, each.unit] for each in sorted(traits.title_quantities)],
        [[each.month, each.day] for each in sorted(traits.days)],
        sorted(traits.quotes),
        sorted(traits.sketch),
        sorted(traits.places),
    ]


def _kept(row: list[Any]) -> Kept:
    (article_id, site, language, at, title, text, words, named, title_named, quantities, title_quantities, days, quotes,
     sketch, places) = row  # fmt: skip
    traits = Traits(
        site=site,
        language=language,
        published_at=datetime.fromtimestamp(at, UTC),
        words=tuple(words),
        named=frozenset(named),
        title_named=frozenset(title_named),
        quantities=_quantities(quantities),
        title_quantities=_quantities(title_quantities),
        days=frozenset(Day(month=month, day=day) for month, day in days),
        quotes=frozenset(quotes),
        sketch=frozenset(sketch),
        places=frozenset(places),
    )
    return Kept(article_id=article_id, weighed=weighed(title, text, traits))


def _quantities(rows: list[list[Any]]) -> frozenset[Quantity]:
    return frozenset(Quantity(value=value, unit=unit) for value, unit in rows)
