"""Why two saved articles tell one story or not: the keys they share, and the measures, judged as of now."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from parsers.article import Article
from parsers.language import terms
from storage.articles import articles, tags
from storage.database import Connection
from storage.schema import tables
from storage.stories import candidate_index
from storage.stories.clustering import blocking, classifier, features
from storage.stories.clustering.classifier import Judgement
from storage.stories.clustering.features import ArticleFeatures, WeightedFeatures


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The judgement of two articles, the keys they share (none: they were never compared), and their stories."""

    verdict: Judgement
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
    extract: Callable[[Article], ArticleFeatures] = features.extract,
) -> Explanation | None:
    """Explain two articles by their addresses; None if one of them is unknown.

    `extract` is how their features are read: as they were when their stories were found (`embedding.extractor`).
    """
    ids = [await articles.find(connection, each) for each in (url, other_url)]
    known = [each for each in ids if each is not None]
    if len(known) < len(ids):
        return None
    (one, keys), (other, other_keys) = [await _weighed(connection, each, extract) for each in known]
    shared = sorted(keys.keys() & other_keys.keys(), key=lambda key: (-keys[key], key))
    stories = [await _story(connection, each) for each in known]
    return Explanation(
        verdict=classifier.decide(one, [other]), met_by=tuple(shared), story_ids=(stories[0], stories[1])
    )


async def _weighed(
    connection: Connection, article_id: int, read: Callable[[Article], ArticleFeatures]
) -> tuple[WeightedFeatures, dict[str, float]]:
    article = await articles.get(connection, article_id)
    if article is None:
        raise LookupError(article_id)
    extracted = read(article)
    attached = (await tags.load(connection, [article_id])).get(article_id, ())
    tag_keys = sorted(tag.key for tag in attached)
    words = {*extracted.title, *extracted.lead, *map(blocking.tag_key, tag_keys), candidate_index.ARTICLES}
    seen = await candidate_index.counts(connection, map(terms.key_hash, words))
    rarity = terms.rarities(seen, seen.get(terms.key_hash(candidate_index.ARTICLES), 0))
    weighed = features.weigh(extracted, rarity)
    return weighed, blocking.keys(weighed, ((key, rarity(blocking.tag_key(key))) for key in tag_keys))


async def _story(connection: Connection, article_id: int) -> int | None:
    found: int | None = await connection.scalar(
        select(tables.articles.c.story_id).where(tables.articles.c.id == article_id)
    )
    return found
