"""What a story keeps of its members to compare new articles with: a few weighed features, and how they are stored."""

import json
import struct
from array import array
from base64 import b64decode, b64encode
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from sys import byteorder, intern
from typing import Any

from parsers.language.quantities import CalendarDay, Quantity
from storage.stories.clustering.features import Traits, WeightedFeatures

# The first two members stay, so that a story cannot drift away from its event; the latest show where it has got to.
FIRST, LATEST = 2, 6
# The first byte of what is stored. What has another was written in another form: its story is compared no more.
_FORM = b"\x01"
# A member: its article, the lengths of its vectors, how many terms each has, and the bytes of terms, sketch and traits.
_HEAD = struct.Struct("<qddHHIHI")
# Weights have two decimals, and stand as hundredths in so many bytes; a run of the sketch takes as many more.
_HUNDREDTHS = 100
_WEIGHT, _RUN = 2, 4
_WEIGHTS = [each / _HUNDREDTHS for each in range(1 << 8 * _WEIGHT)]


@dataclass(frozen=True, kw_only=True)
class Representative:
    """A member's features under its article's id."""

    article_id: int
    weighed: WeightedFeatures

    @cached_property
    def stored(self) -> bytes:
        """What is stored of it."""
        return _written(self)


def add(members: Sequence[Representative], article_id: int, extracted: WeightedFeatures) -> tuple[Representative, ...]:
    """Put a member in, or in its own place again if it was edited; forget the middle ones of a long story."""
    new = Representative(article_id=article_id, weighed=extracted)
    if any(member.article_id == article_id for member in members):
        return tuple(new if member.article_id == article_id else member for member in members)
    grown = (*members, new)
    return grown if len(grown) <= FIRST + LATEST else (*grown[:FIRST], *grown[-LATEST:])


@dataclass(slots=True, kw_only=True)
class Shelf:
    """The members read or written last, by what is stored of them: as many as `room` bytes of that hold."""

    room: int
    taken: int = 0
    members: OrderedDict[bytes, Representative] = field(default_factory=OrderedDict)

    def put(self, member: Representative) -> None:
        """Put a member on it; those used longest ago make room."""
        if member.stored not in self.members:
            self.taken += len(member.stored)
        self.members[member.stored] = member
        while self.taken > self.room:
            oldest, _ = self.members.popitem(last=False)
            self.taken -= len(oldest)

    def get(self, stored: bytes) -> Representative | None:
        """The member that this is stored of, if it is here."""
        found = self.members.get(stored)
        if found is not None:
            self.members.move_to_end(stored)
        return found


_shelf = Shelf(room=6_000_000)


def encode(members: Sequence[Representative]) -> bytes:
    """Write members down compactly."""
    for member in members:
        _shelf.put(member)
    return _FORM + b"".join([member.stored for member in members])


def decode(data: bytes) -> tuple[Representative, ...]:
    """Read members back, exactly as they were written; none if they were written in another form."""
    return tuple(map(_member, _parts(data))) if data[:1] == _FORM else ()


def _parts(data: bytes) -> Iterator[bytes]:
    at = len(_FORM)
    while at < len(data):
        _, _, _, title, text, terms, sketch, traits = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + terms + _WEIGHT * (title + text) + _RUN * sketch + traits
        yield data[at:end]
        at = end


def _member(stored: bytes) -> Representative:
    known = _shelf.get(stored)
    if known is None:
        known = _read(stored)
        _shelf.put(known)
    return known


def _written(member: Representative) -> bytes:
    known = member.weighed
    terms = "\n".join((*known.title, *known.text)).encode()
    weights = array("H", [round(each * _HUNDREDTHS) for each in (*known.title.values(), *known.text.values())])
    sketch = array("I", sorted(known.traits.sketch))
    traits = json.dumps(_row(known.traits), ensure_ascii=False, separators=(",", ":")).encode()
    if byteorder == "big":
        weights.byteswap()
        sketch.byteswap()
    head = _HEAD.pack(
        member.article_id, known.title_length, known.text_length, len(known.title), len(known.text), len(terms),
        len(sketch), len(traits),
    )  # fmt: skip
    return b"".join((head, terms, weights.tobytes(), sketch.tobytes(), traits))


def _read(stored: bytes) -> Representative:
    article_id, title_length, text_length, title, text, terms, sketch, _ = _HEAD.unpack_from(stored)
    weights_at = _HEAD.size + terms
    sketch_at = weights_at + _WEIGHT * (title + text)
    traits_at = sketch_at + _RUN * sketch
    words = stored[_HEAD.size : weights_at].decode().split("\n") if terms else []
    # Interned, and the weights shared: the same ones are in thousands of members.
    vector = list(
        zip(map(intern, words), map(_WEIGHTS.__getitem__, _numbers("H", stored[weights_at:sketch_at])), strict=True)
    )
    kept = Representative(
        article_id=article_id,
        weighed=WeightedFeatures(
            title=dict(vector[:title]),
            text=dict(vector[title:]),
            traits=_traits(json.loads(stored[traits_at:]), frozenset(_numbers("I", stored[sketch_at:traits_at]))),
            title_length=title_length,
            text_length=text_length,
        ),
    )
    kept.__dict__["stored"] = stored
    return kept


def _numbers(kind: str, data: bytes) -> Sequence[int]:
    found = array(kind, data)
    if byteorder == "big":
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
    } | ({"meaning": b64encode(traits.meaning).decode()} if traits.meaning else {})


def _traits(row: Mapping[str, Any], sketch: frozenset[int]) -> Traits:
    return Traits(
        site=row["site"],
        language=row["language"],
        published_at=datetime.fromtimestamp(row["at"], UTC),
        words=tuple(row["words"]),
        named=frozenset(map(intern, row["named"])),
        title_named=frozenset(map(intern, row["title_named"])),
        quantities=frozenset(map(Quantity._make, row["quantities"])),
        title_quantities=frozenset(map(Quantity._make, row["title_quantities"])),
        days=frozenset(map(CalendarDay._make, row["days"])),
        quotes=frozenset(row["quotes"]),
        sketch=sketch,
        places=frozenset(row["places"]),
        meaning=b64decode(row.get("meaning", "")),
    )
