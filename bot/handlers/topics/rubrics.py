"""Rubrics and the reader's region as topics: offered as buttons, called in the reader's language."""

from datetime import datetime

from bot.places import countries
from bot.texts import Texts
from parsers.rubrics.rubric import Rubric
from storage.database import Database
from storage.errors import TopicSyntaxError
from storage.model import Subscriber, Topic
from storage.topics import topics
from storage.topics.query import parser

_PREFIX = "rubric:"


async def offered(database: Database, texts: Texts, subscriber: Subscriber, *, now: datetime) -> tuple[Topic, ...]:
    """Return the rubrics and the country of the reader's zone as topics, as they are called on buttons."""
    queries = [parser.parse(f"{_PREFIX}{rubric}") for rubric in Rubric]
    region = _region(texts, subscriber)
    async with database.transaction() as connection:
        found = [await topics.ensure(connection, query, now=now) for query in (*queries, *region)]
    return tuple(Topic(id=topic.id, query=topic.query, label=own_label(texts, topic) or topic.label) for topic in found)


def _region(texts: Texts, subscriber: Subscriber) -> tuple[parser.Query, ...]:
    country = countries.of_zone(subscriber.zone)
    try:
        return (parser.parse(countries.name(country, texts.language)),) if country else ()
    except TopicSyntaxError:
        return ()


def own_label(texts: Texts, topic: Topic) -> str | None:
    """Return what a rubric is called in the reader's language; None for a topic that is no rubric."""
    name = topic.query.removeprefix(_PREFIX)
    return texts.plain(f"rubric-{name}") if name != topic.query and name in set(Rubric) else None
