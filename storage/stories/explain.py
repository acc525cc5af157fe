"""Why two saved articles tell one story or not: what they meet by, and the evidence, judged as it is now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from parsers.article import Article
from parsers.language import terms
from storage.articles import articles
from storage.database import Connection
from storage.schema import core as tables
from storage.stories import candidate_index as story_index
from storage.stories.clustering import blocking as meeting
from storage.stories.clustering import classifier as decision
from storage.stories.clustering import features as similarity
from storage.stories.clustering.classifier import Verdict
from storage.stories.clustering.features import Profile, Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The verdict on two articles, the keys by which they meet (none: they were never compared), and their stories."""

    verdict: Verdict
    met_by: tuple[str, ...]
    story_ids: tuple[int | None, int | None]

    @property
    def together(self) -> bool:
        """Whether they are in one story."""
        return self.story_ids[0] is not None and self.story_ids[0] == self.story_ids[1]


async def why(
    connection: Connection,
    url: str,
    other_url: str,
    profile: Callable[[Article], Profile] = similarity.profile,
) -> Explanation | None:
    """Explain two articles by their addresses; None if one of them is unknown.

    `profile` is how their profiles are read: as they were when their stories were found (`meaning.reader`).
    """
    ids = [await articles.find(connection, each) for each in (url, other_url)]
    known = [each for each in ids if each is not None]
    if len(known) < len(ids):
        return None
    (one, keys), (other, other_keys) = [await _weighed(connection, each, profile) for each in known]
    shared = sorted(keys.keys() & other_keys.keys(), key=lambda key: (-keys[key], key))
    stories = [await _story(connection, each) for each in known]
    return Explanation(verdict=decision.decide(one, [other]), met_by=tuple(shared), story_ids=(stories[0], stories[1]))


async def _weighed(
    connection: Connection, article_id: int, read: Callable[[Article], Profile]
) -> tuple[Weighed, dict[str, float]]:
    article = await articles.get(connection, article_id)
    if article is None:
        raise LookupError(article_id)
    profile = read(article)
    tags = await _tags(connection, article_id)
    words = {*profile.title, *profile.lead, *map(meeting.tag_key, tags), story_index.ARTICLES}
    seen = await story_index.counts(connection, map(terms.number, words))
    rarity = terms.rarities(seen, seen.get(terms.number(story_index.ARTICLES), 0))
    weighed = similarity.weigh(profile, rarity)
    return weighed, meeting.keys(weighed, ((key, rarity(meeting.tag_key(key))) for key in tags))


async def _tags(connection: Connection, article_id: int) -> Sequence[str]:
    query = (
        select(tables.tags.c.key)
        .join(tables.article_tags, tables.article_tags.c.tag_id == tables.tags.c.id)
        .where(tables.article_tags.c.article_id == article_id)
        .order_by(tables.tags.c.key)
    )
    return (await connection.scalars(query)).all()


async def _story(connection: Connection, article_id: int) -> int | None:
    found: int | None = await connection.scalar(
        select(tables.articles.c.story_id).where(tables.articles.c.id == article_id)
    )
    return found
