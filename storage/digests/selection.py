"""What readers may be told of a window: what each follows, knows, mutes and may see; read for many readers at once."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple, TypeAlias

from sqlalchemy import select

from storage import bulk
from storage.database import Connection
from storage.digests import leanings, ledger, windows
from storage.model import OtherLanguages, Story, Told
from storage.schema import preference_tables, saved_tables, source_tables, tables
from storage.subscribers import follows as ties
from storage.subscribers import mutes
from storage.window import NO_LEANINGS, Selection, Window

_followed = saved_tables.followed_stories
_digests = tables.digests
_tellings = tables.tellings
_own = source_tables.own_sources
_preferences = preference_tables.preferences

# What a reader knows is read from the id of the oldest story on. A few of a window are far older than the rest: they
# are asked for one by one, or a month of the ledger would be read for them.
_OLDEST: Final = 50


class _Wishes(NamedTuple):
    main: bool = False
    languages: tuple[str, ...] = ()
    is_strict: bool = False


_Knowledge: TypeAlias = tuple[int, int, int]
"""What one reader was last told of one story: how far it went, what it was called, by which digest."""


async def for_subscriber(
    connection: Connection, subscriber_id: int, *, since: datetime, now: datetime, again: bool = False
) -> Selection:
    """Return what one reader may be told; see `for_subscribers`."""
    return (await for_subscribers(connection, {subscriber_id: since}, now=now, again=again))[subscriber_id]


async def for_subscribers(
    connection: Connection, since: Mapping[int, datetime], *, now: datetime, again: bool = False
) -> dict[int, Selection]:
    """Return what some readers may be told, of a window that is read for them alone; see `select_all`."""
    if not since:
        return {}
    window = await windows.read(connection, since=min(since.values()), now=now, readers=list(since))
    return await select_all(connection, window, since, again=again)


async def select_all(
    connection: Connection, window: Window, since: Mapping[int, datetime], *, again: bool = False
) -> dict[int, Selection]:
    """Return, by subscriber, the stories on their topics that grew, or were corrected, after their `since`.

    Stories that they follow themselves are among them, on a topic or not. Left out is what they were told as it still
    stands; `again` brings it back, for a recap. What they muted is left out always, and counted.

    Args:
        connection: a transaction, which need not write.
        window: what may be told; it must reach back as far as each of them.
        since: for each subscriber, from when on.
        again: whether what was told counts too.
    """
    topics = await ties.of_all(connection, since)
    followed = await _followed_by(connection, since, window)
    told, settled = await _told(connection, window, since, again=again)
    muted = await _muted(connection, window, since)
    unseen = await _unseen(connection, window, since)
    wishes = await _wishes(connection, since)
    learned = await leanings.of_all(connection, window, since)
    for each, leaning in learned.items():
        muted.setdefault(each, set()).update(leanings.excluded(window, topics[each], leaning))
    spoken = _Spoken(window)
    return {
        each: Selection(
            window=window,
            since=start,
            follows=topics[each],
            told=told.get(each, {}),
            settled=frozenset(settled.get(each, ())),
            followed=frozenset(followed.get(each, ())),
            muted=frozenset(muted.get(each, ())),
            unseen=unseen.get(each, frozenset()) | spoken.unread(wishes[each]),
            foreign=spoken.unread(wishes[each]) - unseen.get(each, frozenset()),
            main=window.main if wishes[each].main else frozenset(),
            languages=wishes[each].languages,
            leanings=learned.get(each, NO_LEANINGS),
            again=again,
        )
        for each, start in since.items()
    }


async def _followed_by(connection: Connection, subscriber_ids: Iterable[int], window: Window) -> dict[int, list[int]]:
    query = select(_followed.c.subscriber_id, _followed.c.story_id).where(
        bulk.among(connection, _followed.c.subscriber_id, subscriber_ids)
    )
    found: dict[int, list[int]] = {}
    for subscriber_id, story_id in await connection.execute(query):
        if story_id in window.stories:
            found.setdefault(subscriber_id, []).append(story_id)
    return found


async def _told(
    connection: Connection, window: Window, subscriber_ids: Iterable[int], *, again: bool
) -> tuple[dict[int, dict[int, Told]], dict[int, list[int]]]:
    """What each was last told of stories that say more since then, and the stories of which they know all."""
    settled: dict[int, list[int]] = {each: [] for each in subscriber_ids}
    doubtful: dict[tuple[int, int], _Knowledge] = {}
    stands = window.standing
    for (reader, story_id), known in (await _known(connection, window, settled)).items():
        member_count, version, _ = known
        # Most of what was told still stands; only what does not is looked at closer.
        if again or member_count < len(window.stories[story_id].members):
            doubtful[reader, story_id] = known
            continue
        key = (story_id, version)
        if key not in stands:
            stands[key] = _stands(window.stories[story_id], version)
        if stands[key]:
            settled[reader].append(story_id)
        else:
            doubtful[reader, story_id] = known
    told: dict[int, dict[int, Told]] = {}
    said = await ledger.texts(connection, {(story_id, version) for (_, story_id), (_, version, _) in doubtful.items()})
    times = await _composed_at(connection, {digest_id for _, _, digest_id in doubtful.values()})
    for (reader, story_id), (member_count, version, digest_id) in doubtful.items():
        headline, url = said[story_id, version]
        was = Told(story_id=story_id, told_at=times[digest_id], member_count=member_count, headline=headline, url=url)
        if again or _says_more(window.stories[story_id], was):
            told.setdefault(reader, {})[story_id] = was
        else:
            settled[reader].append(story_id)
    return told, settled


async def _known(
    connection: Connection, window: Window, subscriber_ids: Collection[int]
) -> dict[tuple[int, int], _Knowledge]:
    """What each reader was last told of the stories of a window."""
    stories, ids = window.stories, sorted(window.stories)
    found: dict[tuple[int, int], _Knowledge] = {}
    if not ids:
        return found
    for which in (_tellings.c.story_id >= ids[min(_OLDEST, len(ids) - 1)], _tellings.c.story_id.in_(ids[:_OLDEST])):
        query = (
            select(_tellings.c.subscriber_id, _tellings.c.story_id, _tellings.c.member_count, _tellings.c.version,
                   _tellings.c.digest_id)
            .where(bulk.among(connection, _tellings.c.subscriber_id, subscriber_ids), which)
            # The order they are kept in: the last of each story comes last.
            .order_by(_tellings.c.subscriber_id, _tellings.c.story_id, _tellings.c.digest_id)
        )  # fmt: skip
        for reader, story_id, *known in (await connection.execute(query)).all():
            if story_id in stories:
                found[reader, story_id] = (known[0], known[1], known[2])
    return found


async def _composed_at(connection: Connection, digest_ids: Collection[int]) -> dict[int, datetime]:
    query = select(_digests.c.id, _digests.c.composed_at)
    rows = await connection.execute(query.where(bulk.among(connection, _digests.c.id, digest_ids)))
    return {row[0]: row[1] for row in rows}


def _stands(story: Story, version: int) -> bool:
    """Whether one of its articles is still called so."""
    return any(ledger.version(member.title, member.url) == version for member in story.members)


def _says_more(story: Story, told: Told) -> bool:
    """Whether it says more, or other, than was told."""
    if told.member_count < len(story.members):
        return True
    return any(member.url == told.url and member.title != told.headline for member in story.members)


async def _wishes(connection: Connection, subscriber_ids: Iterable[int]) -> dict[int, _Wishes]:
    """Whether each wants the main stories, the languages they read, and whether they are told nothing in others."""
    found = dict.fromkeys(subscriber_ids, _Wishes())
    query = select(
        _preferences.c.subscriber_id, _preferences.c.main, _preferences.c.languages, _preferences.c.others
    ).where(
        bulk.among(connection, _preferences.c.subscriber_id, found),
        _preferences.c.main | (_preferences.c.languages != ""),
    )
    for subscriber_id, main, languages, others in await connection.execute(query):
        read = tuple(filter(None, languages.split(",")))
        found[subscriber_id] = _Wishes(main, read, is_strict=others == OtherLanguages.SKIP)
    return found


class _Spoken:
    """Which stories of a window nobody tells in some languages; most readers have no such wish, many the same."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self._unread: dict[frozenset[str], frozenset[int]] = {frozenset(): frozenset()}

    def unread(self, wishes: _Wishes) -> frozenset[int]:
        languages = frozenset(wishes.languages if wishes.is_strict else ())
        if languages not in self._unread:
            self._unread[languages] = frozenset(
                story.id for story in self._window.stories.values() if not story.is_told_in(languages)
            )
        return self._unread[languages]


async def _muted(connection: Connection, window: Window, subscriber_ids: Collection[int]) -> dict[int, set[int]]:
    """The stories of a window that each reader muted, themselves or by a topic."""
    found: dict[int, set[int]] = {}
    for each, wishes in (await mutes.of_all(connection, subscriber_ids)).items():
        hidden = {story_id for story_id in wishes.stories if story_id in window.stories}
        for topic_id, query in wishes.topics:
            hidden |= {
                match.story_id
                for match in window.matches.get(topic_id, ())
                if not match.gone and mutes.hides(query, window.stories[match.story_id])
            }
        found[each] = hidden
    return found


async def _unseen(connection: Connection, window: Window, subscriber_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """The stories of a window that some readers may not be told of."""
    if not window.private:
        return {}
    query = select(_own.c.subscriber_id, _own.c.source_id).where(
        bulk.among(connection, _own.c.subscriber_id, subscriber_ids)
    )
    sources: dict[int, set[int]] = {each: set() for each in subscriber_ids}
    for subscriber_id, source_id in await connection.execute(query):
        sources[subscriber_id].add(source_id)
    return {
        each: frozenset(story_id for story_id, found_by in window.private.items() if mine.isdisjoint(found_by))
        for each, mine in sources.items()
    }
