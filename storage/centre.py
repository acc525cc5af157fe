"""What a story keeps of its members to compare new articles with: a few weighed profiles, and how they are stored."""

import json
import struct
import sys
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from storage.numbers import Day, Quantity
from storage.similarity import Traits, Weighed

# The first two members stay, so that a story cannot drift away from its event; the latest show where it has got to.
FIRST, LATEST = 2, 6
# The first byte of what is stored. What has another was written in another form: its story is compared no more.
_FORM = b"\x01"
# A member: its article, the lengths of its vectors, how many terms each has, and the bytes of terms, sketch and traits.
_HEAD = struct.Struct("<qddHHIHI")
# Weights have two decimals.
_HUNDREDTHS = 100


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


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """The centres read or written last, by what is stored of them: as many as `room` bytes of that hold."""

    room: int
    taken: int = 0
    members: OrderedDict[bytes, tuple[Kept, ...]] = field(default_factory=OrderedDict)

    def put(self, data: bytes, members: tuple[Kept, ...]) -> None:
        if data not in self.members:
            self.taken += len(data)
        self.members[data] = members
        self.members.move_to_end(data)
        while self.taken > self.room:
            oldest, _ = self.members.popitem(last=False)
            self.taken -= len(oldest)

    def get(self, data: bytes) -> tuple[Kept, ...] | None:
        found = self.members.get(data)
        if found is not None:
            self.members.move_to_end(data)
        return found


# In memory a centre takes about ten times what is stored of it.
_shelf = _Shelf(room=6_000_000)


def encode(members: Sequence[Kept]) -> bytes:
    """Write members down compactly."""
    data = _FORM + b"".join(map(_written, members))
    _shelf.put(data, tuple(members))
    return data


def decode(data: bytes) -> tuple[Kept, ...]:
    """Read members back, exactly as they were written; none if they were written in another form."""
    if data[:1] != _FORM:
        return ()
    known = _shelf.get(data)
    if known is None:
        known = tuple(_read(data))
        _shelf.put(data, known)
    return known


def _written(member: Kept) -> bytes:
    known = member.weighed
    terms = "\n".join((*known.title, *known.text)).encode()
    weights = array("H", [round(each * _HUNDREDTHS) for each in (*known.title.values(), *known.text.values())])
    sketch = array("I", sorted(known.traits.sketch))
    traits = json.dumps(_row(known.traits), ensure_ascii=False, separators=(",", ":")).encode()
    if sys.byteorder == "big":
        weights.byteswap()
        sketch.byteswap()
    head = _HEAD.pack(
        member.article_id, known.title_length, known.text_length, len(known.title), len(known.text), len(terms),
        len(sketch), len(traits),
    )  # fmt: skip
    return b"".join((head, terms, weights.tobytes(), sketch.tobytes(), traits))


def _read(data: bytes) -> Iterator[Kept]:
    at = len(_FORM)
    while at < len(data):
        article_id, title_length, text_length, title, text, *sizes = _HEAD.unpack_from(data, at)
        start, (terms, sketch, traits) = at + _HEAD.size, sizes
        ends = (start + terms, start + terms + 2 * (title + text), start + terms + 2 * (title + text) + 4 * sketch)
        at = ends[2] + traits
        words = data[start : ends[0]].decode().split("\n") if terms else []
        weights = [each / _HUNDREDTHS for each in _numbers("H", data[ends[0] : ends[1]])]
        # Interned, because the same terms are in thousands of centres.
        vector = list(zip(map(sys.intern, words), weights, strict=True))
        yield Kept(
            article_id=article_id,
            weighed=Weighed(
                title=dict(vector[:title]),
                text=dict(vector[title:]),
                traits=_traits(json.loads(data[ends[2] : at]), frozenset(_numbers("I", data[ends[1] : ends[2]]))),
                title_length=title_length,
                text_length=text_length,
            ),
        )


def _numbers(kind: str, data: bytes) -> Sequence[int]:
    found = array(kind, data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _row(traits: Traits) -> Mapping[str, Any]:
    return {
        "site": traits.site,
        "language": traits.language,
        "at": traits.published_at.timestamp(),
        "words": traits.words,
        "named": sorted(traits.named),
        "title_named": sorted(traits.title_named),
        "quantities": sorted(traits.quantities),
        "title_quantities": sorted(traits.title_quantities),
        "days": sorted(traits.days),
        "quotes": sorted(traits.quotes),
        "places": sorted(traits.places),
    }


def _traits(row: Mapping[str, Any], sketch: frozenset[int]) -> Traits:
    return Traits(
        site=row["site"],
        language=row["language"],
        published_at=datetime.fromtimestamp(row["at"], UTC),
        words=tuple(row["words"]),
        named=frozenset(map(sys.intern, row["named"])),
        title_named=frozenset(map(sys.intern, row["title_named"])),
        quantities=frozenset(map(Quantity._make, row["quantities"])),
        title_quantities=frozenset(map(Quantity._make, row["title_quantities"])),
        days=frozenset(map(Day._make, row["days"])),
        quotes=frozenset(row["quotes"]),
        sketch=sketch,
        places=frozenset(row["places"]),
    )
