"""The index of topics against a slow reading of what topics mean: nothing is found or missed by the way."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from parsers.article import Article, Tag
from parsers.language import lemmas
from storage.articles import articles, tags
from storage.database import Connection, Database
from storage.errors import TopicSyntaxError
from storage.schema import tables
from storage.topics import topics
from storage.topics.query import document, nodes, parser
from storage.topics.query.attributes import Language, SourceTerm
from storage.topics.query.document import Document, Field, Token, tag_key, tokens
from storage.topics.query.nodes import All, Any, Phrase, Prefix, Term, Words
from storage.topics.query.parser import Query

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def is_on(query: Query, document: Document) -> bool:
    """Read a document's words and ask of each part of a topic what it means; nothing is looked up or filed."""
    return _stands(query.root, document)


def _stands(term: Term, document: Document) -> bool:
    match term:
        case All():
            wanted = all(_stands(part, document) for part in term.parts)
            return wanted and not any(_stands(part, document) for part in term.refused)
        case Any():
            return any(_stands(part, document) for part in term.parts)
        case SourceTerm():
            return document.source.casefold() == term.name
        case Language():
            return _language(document) == term.code
        case nodes.TagTerm():
            return any(tag_key(tag) == term.key for tag in document.tags)
        case Prefix():
            return any(w.folded.startswith(term.start) for words in _passages(document, term.place) for w in words)
        case Phrase():
            return any(_says(words, term.words) for words in _passages(document, term.place))
        case Words():
            return any(_tells(words, term) for words in _passages(document, term.place))
    raise AssertionError(term)


def _language(document: Document) -> str:
    return lemmas.language_of(f"{document.title} {document.lead} {document.text}", document.language)


def _passages(document: Document, place: Field | None) -> list[tuple[Token, ...]]:
    """The words of the title; and of everything else, if it is not only the title that was asked for."""
    texts = [document.title] if place else [document.title, document.lead, document.text, *document.tags]
    return [tokens(text, _language(document)) for text in texts]


def _says(words: Sequence[Token], phrase: Sequence[str]) -> bool:
    folded = [word.folded for word in words]
    return any(folded[start : start + len(phrase)] == list(phrase) for start in range(len(folded)))


def _tells(words: Sequence[Token], term: Words) -> bool:
    """Try every choice of one word of the text for each word of the topic."""
    wanted = [word for word in term.words if nodes.says_something(word)]
    forms = [document.wanted(word, alone=len(wanted) == 1) for word in wanted]
    fitting = [[at for at, word in enumerate(words) if keys.intersection(word.keys)] for keys in forms]
    apart = {1: 0, 2: 2}.get(len(wanted), 3)
    return any(
        len(set(choice)) == len(choice)
        and max(choice) - min(choice) < len(term.words) + apart
        and len({words[at].sentence for at in choice}) == 1
        for choice in product(*fitting)
    )


# What is typed and what is written: forms of the same words, homonyms, abbreviations, names, a hyphen, a look-alike.
_TYPED = (
    "банк банки банка ставка базовая область Алматинская Марат Султангазиев Маратов рак ракета мұнай баға ОПЕК опек "
    "Китай IT стали 5 ёлка АҚШ АҚШ-тың в и Aлматы"
)
_WRITTEN = (
    "банк банка банков Банки ставку базовую области областях Алматинской Жамбылской Маратом Марата Султангазиева "
    "Султангазиевым Маратов Маратову рака раком ракету мұнайдың бағасы ОПЕК опеки Китая Китаем IT it стали сталь 5 "
    "елка АҚШ-тың и в на, сообщил . — «Банк бизнес-форум"
)
TYPED, WRITTEN = st.sampled_from(_TYPED.split()), st.sampled_from(_WRITTEN.split())
RUN = st.lists(TYPED, min_size=1, max_size=3).map(" ".join)
LEAVES = st.one_of(
    TYPED,
    RUN,
    WRITTEN.map(lambda word: f"={word}"),
    st.lists(WRITTEN, min_size=1, max_size=2).map(lambda words: '"' + " ".join(words) + '"'),
    TYPED.map(lambda word: f"#{word}"),
    st.one_of(RUN, st.just('"базовую ставку"'), st.just("бан*")).map(lambda words: f"title:{words}"),
    st.sampled_from(["source:zakon.kz", "lang:kk", "lang:ru", "бан*", "султ*", "#Султангазиев_Марат", "#КНР"]),
)
TOPICS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda text: f"({text})"),
        st.tuples(inner, st.sampled_from([" AND ", " OR ", " NOT ", " AND NOT ", " "]), inner).map("".join),
    ),
    max_leaves=6,
)
TEXTS = st.lists(WRITTEN, max_size=9).map(" ".join)
DOCUMENTS = st.builds(
    Document,
    title=TEXTS,
    lead=TEXTS,
    text=TEXTS,
    tags=st.lists(st.sampled_from(["Китай", "Султангазиев Марат", "Банки", "ОПЕК"]), max_size=2, unique=True).map(
        tuple
    ),
    source=st.sampled_from(["zakon.kz", "kaz.zakon.kz"]),
    language=st.sampled_from(["ru", "kk", ""]),
)


def _read(texts: Sequence[str]) -> list[Query]:
    queries: dict[str, Query] = {}
    for text in texts:
        try:
            query = parser.parse(text)
        except TopicSyntaxError:
            continue
        queries[str(query)] = query
    return list(queries.values())


@given(st.lists(TOPICS, min_size=6, max_size=6), st.lists(DOCUMENTS, min_size=2, max_size=2))
def test_a_topic_finds_what_it_means(texts: list[str], documents: list[Document]) -> None:
    for query in _read(texts):
        for one in documents:
            assert (query.match(one) is not None) == is_on(query, one), (str(query), one)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Марат Султангазиев", "Султангазиевым и Маратом", True),
        ("Марат Маратов", "Маратову", False),
        ("Марат Маратов", "Маратову Марату", True),
        ("базовая ставка", "базовую. Ставку", False),
        ("рак", "ракета", False),
        ("банк NOT Китай", "банки в Китае", False),
        ("(банк OR рак) AND NOT (Китай AND ОПЕК)", "банки в Китае", True),
    ],
)
def test_the_slow_reading_itself_is_as_the_guide_says(text: str, title: str, expected: bool) -> None:
    assert is_on(parser.parse(text), Document(title=title, language="ru")) is expected


class Newsroom:
    """A database that topics are added to and taken from, and stories are published in; one for all examples."""

    def __init__(self, path: Path) -> None:
        self.runner = asyncio.Runner()
        self.database = self.runner.run(Database.open(f"sqlite:///{path}/topics.db"))
        self.runner.run(self.database.migrate())

    def close(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    def agrees(self, queries: list[Query], documents: list[Document], leave: int, again: list[Query]) -> None:
        self.runner.run(self._agrees(queries, documents, leave, again))

    async def _agrees(self, queries: list[Query], documents: list[Document], leave: int, again: list[Query]) -> None:
        async with self.database.transaction() as connection:
            for table in (tables.topics, tables.stories, tables.articles, tables.tags):
                await connection.execute(table.delete())
            filed = {str(query): (await topics.ensure(connection, query, now=NOW)).id for query in queries}
            # Taken away and filed once more, in another order: where a topic is filed depends on those before it.
            for query in queries[:leave]:
                await connection.execute(tables.topics.delete().where(tables.topics.c.id == filed.pop(str(query))))
            for query in (*reversed(queries[:leave]), *again):
                filed[str(query)] = (await topics.ensure(connection, query, now=NOW)).id
            published = [await _publish(connection, number, one) for number, one in enumerate(documents, 1)]
            everything = {str(query): query for query in (*queries, *again)}
            for text, query in everything.items():
                expected = {story for story, document in published if is_on(query, document)}
                assert await _on(connection, filed[text]) == expected, text
                trial = await topics.trial(connection, query, since=NOW - timedelta(days=7), limit=99)
                assert (trial.count, {one.id for one in trial.examples}) == (len(expected), expected), text
                mine = tables.topic_matches.c.topic_id == filed[text]
                await connection.execute(tables.topic_matches.delete().where(mine))
                past = await topics.past(connection, query, since=NOW - timedelta(days=7))
                count = await topics.backfill(connection, filed[text], past, now=NOW)
                assert (count, await _on(connection, filed[text])) == (len(expected), expected), text


async def _publish(connection: Connection, number: int, document: Document) -> tuple[int, Document]:
    """Tell a story of one article; return it with the article as storage knows it, its own tags included."""
    article = Article(
        url=f"https://{document.source}/{number}", site=document.source, site_id=str(number), title=document.title,
        lead=document.lead, paragraphs=(document.text,), language=document.language, published_at=NOW,
        tags=tuple(Tag(label=tag) for tag in document.tags),
    )  # fmt: skip
    values = dict.fromkeys(("first_at", "last_at", "grown_at"), NOW) | dict.fromkeys(("headline", "summary", "url"), "")
    story_id: int = (
        await connection.execute(tables.stories.insert().values(**values).returning(tables.stories.c.id))
    ).scalar_one()
    saved = await articles.save(connection, article, now=NOW)
    await tags.attach(connection, saved.article_id, article, now=NOW)
    row = tables.articles.c.id == saved.article_id
    await connection.execute(tables.articles.update().where(row).values(story_id=story_id, joined_at=NOW))
    await topics.match(connection, story_id, now=NOW)
    tagged = tables.article_tags.join(tables.tags)
    own = select(tables.tags.c.label).select_from(tagged).where(tables.article_tags.c.article_id == saved.article_id)
    labels = await connection.scalars(own.order_by(tables.tags.c.id))
    kept = Document(
        title=document.title, lead=document.lead, text="" if document.lead.strip() else document.text,
        tags=tuple(labels), source=document.source, language=document.language,
    )  # fmt: skip
    return story_id, kept


async def _on(connection: Connection, topic_id: int) -> set[int]:
    matches = tables.topic_matches
    return set(await connection.scalars(select(matches.c.story_id).where(matches.c.topic_id == topic_id)))


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """One database for all examples: making it takes longer than one of them."""
    opened = Newsroom(tmp_path_factory.mktemp("topics"))
    yield opened
    opened.close()


@given(
    texts=st.lists(TOPICS, min_size=3, max_size=6),
    documents=st.lists(DOCUMENTS, min_size=2, max_size=2),
    leave=st.integers(0, 4),
    again=st.lists(TOPICS, max_size=2),
)
def test_index_trial_and_backfill_find_what_topics_mean(
    newsroom: Newsroom, texts: list[str], documents: list[Document], leave: int, again: list[str]
) -> None:
    newsroom.agrees(_read(texts), documents, leave, _read(again))
