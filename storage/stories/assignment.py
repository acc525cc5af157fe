"""The table at which a batch of articles finds its stories: reads once, decides in order, writes once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage import bulk
from storage.articles import tags
from storage.articles.tags import AttachedTag
from storage.database import Connection
from storage.model import MemberKind
from storage.schema import tables
from storage.stories import arrivals as arriving
from storage.stories import candidate_index, provenance
from storage.stories.arrivals import NewArticle, WeightedArticle
from storage.stories.clustering import classifier, linkage, representatives, similarity
from storage.stories.clustering.classifier import Judgement
from storage.stories.clustering.features import WeightedFeatures
from storage.stories.clustering.representatives import Representative
from storage.stories.provenance import Accounts

# A story that was silent for so long is closed: what comes later is a new one.
WINDOW = timedelta(days=5)
# An article that would have told a closed story begins a new one that takes it up again, if it ended no longer ago.
RECALL = timedelta(days=30)
# The comparison looks at so many stories at most, those met most strongly.
_CANDIDATES = 8
# So few words of its own ("Срочно", "Подробности по ссылке") say neither that an article tells of what it links to, nor
# that it does not.
_FEW_TERMS = 6
# Stories made here get their ids only when they are written; until then they are counted from here, in order.
_UNBORN = 1 << 62
# A story that a newcomer to another one is further from (log odds) is hardly one with that.
_WORTH_A_LOOK = -2.5


@dataclass(slots=True, kw_only=True, eq=False)
class Cluster:
    """A story as it stands at the batch."""

    id: int
    members: tuple[Representative, ...]
    continues: int | None = None
    """The closed story that it takes up again."""
    into: "Cluster | None" = None
    """The story it was found to be one with."""

    @property
    def new(self) -> bool:
        """Whether this batch made it."""
        return self.id >= _UNBORN

    @property
    def heir(self) -> "Cluster":
        """The story that it is now: itself, or the one it was put into."""
        return self if self.into is None else self.into.heir


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Where an article belongs, and why; `returned` is true for an edited one that had its story already."""

    article_id: int
    draft: Cluster
    kind: MemberKind
    verdict: Judgement | None
    weighed: WeightedFeatures
    keys: Mapping[int, float]
    tags: Sequence[int]
    returned: bool = False

    @property
    def story(self) -> Cluster:
        """The story it belongs to when all of the batch has come."""
        return self.draft.heir


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of a batch: where each article belongs, and which saved stories were found to be one (gone, into)."""

    articles: Sequence[Assignment]
    united: Sequence[tuple[int, int]]


@dataclass(slots=True, kw_only=True)
class Batch:
    """What a batch needs to know, read in a handful of queries, and what it has decided so far."""

    connection: Connection
    rows: Mapping[int, Any]
    tags: Mapping[int, Sequence[AttachedTag]]
    drafts: dict[int, Cluster]
    meetings: dict[int, dict[int, None]]
    closed: dict[int, dict[int, None]]
    accounts: Accounts
    united: list[tuple[int, int]] = field(default_factory=list)
    unborn: int = _UNBORN

    async def place(self, article: WeightedArticle) -> Assignment:
        """Find the story of an article: the one it has, one that it tells, or a new one."""
        row = self.rows[article.id]
        if row.story_id is not None:
            await self.fetch([row.story_id])
        draft = self.drafts.get(row.story_id)
        if draft is not None:
            return self._join(draft, article, MemberKind(row.member_kind), returned=True)
        passed_on = await self._passed_on(article)
        candidates = [passed_on] if passed_on else await self._candidates(article.keys, self.meetings)
        nearnesses = [classifier.nearness(article.weighed, _profiles(each)) for each in candidates]
        at = 0 if passed_on else classifier.choose(nearnesses)
        if at is None:
            return self._join(await self._begin(article), article, MemberKind.FIRST)
        told = candidates[at]
        verdict = classifier.decide(article.weighed, _profiles(told))
        kind = self._kind(article, verdict, passed_on=passed_on is not None)
        assignment = self._join(told, article, kind, verdict)
        self._unite(told, [each for each, near in zip(candidates, nearnesses, strict=True) if near > _WORTH_A_LOOK])
        return assignment

    def _kind(self, article: WeightedArticle, verdict: Judgement, *, passed_on: bool) -> MemberKind:
        """What an article is to its story; one that others pass on is no copy of theirs, however early they were."""
        if not passed_on:
            return verdict.kind
        if article.id in self.accounts.origins:
            return MemberKind.COPY
        return MemberKind.SAME if verdict.kind is MemberKind.COPY else verdict.kind

    async def _passed_on(self, article: WeightedArticle) -> Cluster | None:
        """The open story of the account that an article passes on, or that passes it on, if both speak of one thing."""
        story = self.accounts.story_of(article.id, article.source_id)
        if story is None:
            return None
        await self.fetch([story])
        draft = self.drafts.get(story)
        members = _profiles(draft) if draft else []
        since = article.weighed.traits.published_at - WINDOW
        is_open = any(member.traits.published_at >= since for member in members)
        return draft if is_open and any(_may_be_of(article.weighed, member) for member in members) else None

    def _unite(self, grown: Cluster, others: Iterable[Cluster]) -> None:
        """Put a story that grew together with those that it now tells the same event as, the nearest first."""
        while True:
            grown, others = grown.heir, dict.fromkeys(other.heir for other in others if other.heir is not grown.heir)
            near = [(linkage.nearness(grown.members, other.members), -other.id, other) for other in others]
            score, _, nearest = max(near, default=(-1.0, 0, grown), key=lambda each: each[:2])
            if score < 0:
                return
            into, gone = sorted((grown, nearest), key=lambda each: each.id)
            into.members = linkage.together(into.members, gone.members)
            gone.into, self.drafts[gone.id] = into, into
            if not gone.new:
                self.united.append((gone.id, into.id))

    async def _begin(self, article: WeightedArticle) -> Cluster:
        """A new story; a closed one that the article would have told is what it continues."""
        before = await self._told(article, self.closed) if self.closed else None
        draft = Cluster(id=self.unborn, members=(), continues=before.id if before else None)
        self.unborn += 1
        self.drafts[draft.id] = draft
        return draft

    async def _told(self, article: WeightedArticle, meetings: Mapping[int, Iterable[int]]) -> Cluster | None:
        """The story, of those met, that an article tells."""
        candidates = await self._candidates(article.keys, meetings)
        at = classifier.choose([classifier.nearness(article.weighed, _profiles(each)) for each in candidates])
        return None if at is None else candidates[at]

    def _join(
        self,
        draft: Cluster,
        article: WeightedArticle,
        kind: MemberKind,
        verdict: Judgement | None = None,
        *,
        returned: bool = False,
    ) -> Assignment:
        draft.members = representatives.add(draft.members, article.id, article.weighed)
        self.accounts.place(article.id, article.source_id, draft.id)
        for key in article.keys:
            self.meetings.setdefault(key, {})[draft.id] = None
        return Assignment(
            article_id=article.id,
            draft=draft,
            kind=kind,
            verdict=verdict,
            weighed=article.weighed,
            keys=article.keys,
            tags=[tag.id for tag in self.tags.get(article.id, ())],
            returned=returned,
        )

    async def _candidates(self, keys: Mapping[int, float], meetings: Mapping[int, Iterable[int]]) -> list[Cluster]:
        best = _strongest(meetings, keys)
        await self.fetch(best)
        found = dict.fromkeys(self.drafts[story].heir for story in best if story in self.drafts)
        return [draft for draft in found if draft.members]

    async def fetch(self, stories: Iterable[int]) -> None:
        """Read the stories that are not on the table yet."""
        missing = [story for story in stories if story not in self.drafts and story < _UNBORN]
        if missing:
            self.drafts |= await _drafts(self.connection, missing)


def _may_be_of(one: WeightedFeatures, other: WeightedFeatures) -> bool:
    """Whether an article may tell of another, as its link says: they share words, or cannot be expected to."""
    languages = {one.traits.language, other.traits.language} - {""}
    return min(len(one.text), len(other.text)) < _FEW_TERMS or len(languages) > 1 or similarity.in_common(one, other)


async def place_all(connection: Connection, arrivals: Sequence[NewArticle], *, now: datetime) -> Placed:
    """Place articles in their order; the same whether they come one by one or together."""
    rows = await _articles(connection, [arrival.article_id for arrival in arrivals])
    attached = await tags.load(connection, rows)
    batch = Batch(
        connection=connection,
        rows=rows,
        tags=attached,
        drafts={},
        meetings={},
        closed={},
        accounts=await provenance.accounts(connection, {one.article_id: one.source_id for one in arrivals}),
    )
    known = [article for article, row in rows.items() if row.story_id is not None]
    weighed, counted = await arriving.weigh_all(connection, arrivals, attached, known=known, now=now)
    earliest = min(article.weighed.traits.published_at for article in weighed)
    every = {key for article in weighed for key in article.keys}
    for key, story, is_open in await candidate_index.met(
        connection, every, since=earliest - RECALL, open_since=earliest - WINDOW
    ):
        meetings = batch.meetings if is_open else batch.closed
        meetings.setdefault(key, {})[story] = None
    await batch.fetch(dict.fromkeys(story for article in weighed for story in _strongest(batch.meetings, article.keys)))
    placed = [await batch.place(article) for article in weighed]
    await candidate_index.count(connection, counted)
    return Placed(articles=[_ranked(each) for each in placed], united=batch.united)


def _ranked(placed: Assignment) -> Assignment:
    """The first article of a story that was put into another one is no first one any more."""
    story = placed.story
    if placed.kind is not MemberKind.FIRST or story is placed.draft or placed.returned:
        return placed
    before = [member.weighed for member in story.members if member.article_id != placed.article_id]
    verdict = classifier.decide(placed.weighed, before)
    return replace(placed, kind=verdict.kind, verdict=verdict)


def _profiles(draft: Cluster) -> list[WeightedFeatures]:
    return [member.weighed for member in draft.members]


def _strongest(meetings: Mapping[int, Iterable[int]], keys: Mapping[int, float]) -> list[int]:
    """The stories met by the keys, those met most strongly first."""
    met: dict[int, float] = {}
    for key, weight in keys.items():
        for story in meetings.get(key, ()):
            met[story] = met.get(story, 0.0) + weight
    return [story for _, story in sorted([(-weight, story) for story, weight in met.items()])[:_CANDIDATES]]


async def _articles(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    table = tables.articles
    query = select(table.c.id, table.c.story_id, table.c.member_kind, table.c.joined_at).where(
        bulk.among(connection, table.c.id, ids)
    )
    return {row.id: row for row in (await connection.execute(query)).all()}


async def _drafts(connection: Connection, ids: Sequence[int]) -> dict[int, Cluster]:
    table = tables.stories
    query = select(table.c.id, table.c.centre).where(bulk.among(connection, table.c.id, ids))
    rows = (await connection.execute(query)).all()
    return {story: Cluster(id=story, members=representatives.decode(kept) if kept else ()) for story, kept in rows}
