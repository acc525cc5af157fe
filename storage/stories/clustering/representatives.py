"""What a story keeps of its members to compare new articles with: a few weighed profiles, and how they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from sys import intern

import msgspec
from cachetools import LRUCache

from parsers.language.quantities import CalendarDay, Quantity
from storage.stories.clustering.features import Traits, WeightedFeatures

# The first two members stay, so that a story cannot drift away from its event; the latest show where it has got to.
FIRST, LATEST = 2, 6
# The first byte of what is stored. What has another was written in another form: its story is compared no more.
_FORM = b"\x03"
# Weights have two decimals and are stored as whole hundredths, none above 655.35.
_HUNDREDTHS = 100
_WEIGHTS = [each / _HUNDREDTHS for each in range(1 << 16)]


@dataclass(frozen=True, kw_only=True)
class Representative:
    """A member's features under its article's id."""

    article_id: int
    weighed: WeightedFeatures

    @cached_property
    def stored(self) -> bytes:
        """What is stored of it."""
        return _encoder.encode(_to_stored(self))


class _StoredTraits(msgspec.Struct, array_like=True, frozen=True):
    """Traits as they are stored: sets in order, so that the same traits are the same bytes."""

    site: str
    language: str
    at: float
    words: tuple[str, ...]
    title_named: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    title_quantities: tuple[Quantity, ...]
    days: tuple[CalendarDay, ...]
    lead_days: tuple[CalendarDay, ...]
    quotes: tuple[str, ...]
    sketch: tuple[int, ...]
    sentences: tuple[int, ...]
    places: tuple[str, ...]
    title_places: tuple[str, ...]
    length: int
    latin: bool
    meaning: bytes


class _StoredMember(msgspec.Struct, array_like=True, frozen=True):
    """A member as it is stored, its weights in hundredths."""

    article_id: int
    title: dict[str, int]
    lead: dict[str, int]
    names: dict[str, int]
    title_length: float
    lead_length: float
    traits: _StoredTraits


_encoder = msgspec.msgpack.Encoder()
_members = msgspec.msgpack.Decoder(tuple[msgspec.Raw, ...])
_member = msgspec.msgpack.Decoder(_StoredMember)
# Those read or written last, by what is stored of them: a story that grows asks again for the members it had.
_recent: LRUCache[bytes, Representative] = LRUCache(maxsize=6_000_000, getsizeof=lambda member: len(member.stored))


def add(members: Sequence[Representative], article_id: int, extracted: WeightedFeatures) -> tuple[Representative, ...]:
    """Put a member in, or in its own place again if it was edited; forget the middle ones of a long story."""
    new = Representative(article_id=article_id, weighed=extracted)
    if any(member.article_id == article_id for member in members):
        return tuple(new if member.article_id == article_id else member for member in members)
    grown = (*members, new)
    return grown if len(grown) <= FIRST + LATEST else (*grown[:FIRST], *grown[-LATEST:])


def encode(members: Sequence[Representative]) -> bytes:
    """Write members down compactly."""
    for member in members:
        _recent[member.stored] = member
    return _FORM + _encoder.encode([msgspec.Raw(member.stored) for member in members])


def decode(data: bytes) -> tuple[Representative, ...]:
    """Read members back, exactly as they were written; none if they were written in another form."""
    if data[:1] != _FORM:
        return ()
    return tuple(_known(bytes(each)) for each in _members.decode(memoryview(data)[1:]))


def _known(stored: bytes) -> Representative:
    known = _recent.get(stored)
    if known is None:
        known = _from_stored(_member.decode(stored))
        known.__dict__["stored"] = stored
        _recent[stored] = known
    return known


def _to_stored(member: Representative) -> _StoredMember:
    weighed, traits = member.weighed, member.weighed.traits
    return _StoredMember(
        article_id=member.article_id,
        title=_hundredths(weighed.title),
        lead=_hundredths(weighed.lead),
        names=_hundredths(weighed.names),
        title_length=weighed.title_length,
        lead_length=weighed.lead_length,
        traits=_StoredTraits(
            site=traits.site,
            language=traits.language,
            at=traits.published_at.timestamp(),
            words=traits.words,
            title_named=tuple(sorted(traits.title_named)),
            quantities=tuple(sorted(traits.quantities)),
            title_quantities=tuple(sorted(traits.title_quantities)),
            days=tuple(sorted(traits.days)),
            lead_days=tuple(sorted(traits.lead_days)),
            quotes=tuple(sorted(traits.quotes)),
            sketch=tuple(sorted(traits.sketch)),
            sentences=tuple(sorted(traits.sentences)),
            places=tuple(sorted(traits.places)),
            title_places=tuple(sorted(traits.title_places)),
            length=traits.length,
            latin=traits.latin,
            meaning=traits.meaning,
        ),
    )


def _from_stored(stored: _StoredMember) -> Representative:
    traits = stored.traits
    # Interned, and the weights shared: the same ones are in thousands of members.
    return Representative(
        article_id=stored.article_id,
        weighed=WeightedFeatures(
            title=_weights(stored.title),
            lead=_weights(stored.lead),
            names=(names := _weights(stored.names)),
            title_length=stored.title_length,
            lead_length=stored.lead_length,
            traits=Traits(
                site=traits.site,
                language=traits.language,
                published_at=datetime.fromtimestamp(traits.at, UTC),
                words=traits.words,
                named=frozenset(names),
                title_named=frozenset(map(intern, traits.title_named)),
                quantities=frozenset(traits.quantities),
                title_quantities=frozenset(traits.title_quantities),
                days=frozenset(traits.days),
                lead_days=frozenset(traits.lead_days),
                quotes=frozenset(traits.quotes),
                sketch=frozenset(traits.sketch),
                sentences=frozenset(traits.sentences),
                places=frozenset(traits.places),
                title_places=frozenset(traits.title_places),
                length=traits.length,
                latin=traits.latin,
                meaning=traits.meaning,
            ),
        ),
    )


def _hundredths(vector: Mapping[str, float]) -> dict[str, int]:
    return {term: round(weight * _HUNDREDTHS) for term, weight in vector.items()}


def _weights(stored: Mapping[str, int]) -> dict[str, float]:
    return {intern(term): _WEIGHTS[weight] for term, weight in stored.items()}
