"""Which part of a digest goes to which forum thread; knows no text and no chat."""

from collections.abc import Iterator
from dataclasses import replace

from bot.digest.compose import Digest
from bot.digest.telling import Telling


def split(digest: Digest) -> tuple[tuple[int | None, Digest], ...]:
    """Return the parts of a digest, each with its thread, first what goes where all digests go (None).

    Only one of them accounts for what was read: that first part, or if it has nothing to tell the last one.
    """
    if not digest.threads:
        return ((None, digest),)
    threads = list(dict.fromkeys(_thread(digest, telling) for telling in _tellings(digest)))
    if not any(threads):
        return ((None, digest),)
    threads.sort(key=lambda thread: thread is not None)
    accounts = None if None in threads else threads[-1]
    return tuple((thread, _part(digest, thread, accounts=thread == accounts)) for thread in threads)


def _part(digest: Digest, thread: int | None, *, accounts: bool) -> Digest:
    return replace(
        digest,
        groups=tuple(group for group in digest.groups if _thread(digest, group.tellings[0]) == thread),
        brief=tuple(telling for telling in digest.brief if _thread(digest, telling) == thread),
        accounts=accounts and digest.accounts,
        signature=digest.signature if accounts else "",
    )


def _thread(digest: Digest, telling: Telling) -> int | None:
    return digest.threads.get(telling.match.topic.id) if telling.match else None


def _tellings(digest: Digest) -> Iterator[Telling]:
    for group in digest.groups:
        yield from group.tellings
    yield from digest.brief
