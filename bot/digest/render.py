"""A digest as messages Telegram accepts: split between stories only, nothing lost; decides no order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.digest import markup, sentence
from bot.digest.compose import Digest, Group
from bot.digest.markup import Fragment
from bot.digest.telling import Novelty, Telling
from bot.texts import Texts
from storage.model import Member, Style

HEADLINE_UNITS: Final = 300
BRIEF_UNITS: Final = 160
_SENTENCE_UNITS: Final = 320
_LABEL_UNITS: Final = 80
_SITE_UNITS: Final = 40
_FACT_UNITS: Final = 200
_NAMED_FACTS: Final = 2
# More sources than this are counted, not named.
_NAMED_SOURCES: Final = 3
_BETWEEN: Final = " · "
# Many readers are told the same stories within minutes: what is written alike for all of them is kept so long.
_KEPT: Final = 4096
_NEW_LINE: Final = markup.text("\n")
_BLANK_LINE: Final = markup.text("\n\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to send: Telegram HTML, and the same without markup (addresses spelled out).

    `stories` are the ids of those it tells, `numbered` the (number, story id) of those its reader can point at;
    `preview` is the address whose picture it shows, empty for none.
    """

    html: str
    plain: str
    stories: tuple[int, ...] = ()
    numbered: tuple[tuple[int, int], ...] = ()
    preview: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A piece that must not be split, and what it tells."""

    fragment: Fragment
    stories: tuple[int, ...] = ()
    numbered: tuple[tuple[int, int], ...] = ()
    picture: str = ""


def messages(
    digest: Digest, texts: Texts, *, style: Style = Style.COMPACT, numbers: bool = False
) -> tuple[Message, ...]:
    """Write a digest as one or more messages, in order; with `numbers`, each story that is told whole has its own.

    Each is within Telegram's limits with its markup and without. An empty digest is one quiet message.
    """
    return tuple(map(_message, _pages(_Writer(digest, texts, style, numbers=numbers).blocks())))


def _message(blocks: Sequence[_Block]) -> Message:
    page = _joined(blocks)
    return Message(
        html=page.html,
        plain=page.plain,
        stories=tuple(story for block in blocks for story in block.stories),
        numbered=tuple(number for block in blocks for number in block.numbered),
        preview=next((block.picture for block in blocks if block.picture), ""),
    )


def _pages(blocks: Iterable[_Block]) -> Iterator[list[_Block]]:
    """Fill messages with whole blocks; each block fits a message by how its parts are shortened."""
    page: list[_Block] = []
    whole = Fragment()
    for block in blocks:
        longer = whole + _BLANK_LINE + block.fragment if page else block.fragment
        if page and not longer.fits():
            yield page
            page, longer = [], block.fragment
        page.append(block)
        whole = longer
    if page:
        yield page


def _joined(blocks: Iterable[_Block]) -> Fragment:
    return markup.join("\n\n", (block.fragment for block in blocks))


class _Writer:
    """Turns the parts of one digest into blocks that must not be split."""

    def __init__(self, digest: Digest, texts: Texts, style: Style, *, numbers: bool) -> None:
        self._digest = digest
        self._numbers = count(1) if numbers else None
        self._texts = texts
        self._style = style
        self._zone = ZoneInfo(digest.zone)
        self._now = digest.composed_at.astimezone(self._zone)

    def blocks(self) -> Iterator[_Block]:
        yield _Block(fragment=self._title())
        if self._digest.empty:
            yield _Block(fragment=self._says("digest-quiet"))
        for group in self._digest.groups:
            yield from self._group(group)
        yield from self._brief()
        if self._digest.accounts and not self._digest.breaking:
            yield _Block(fragment=self._account())

    def _title(self) -> Fragment:
        digest, texts = self._digest, self._texts
        if digest.breaking:
            return markup.bold(self._says("digest-breaking"))
        if digest.since:
            first, last = self._day(digest.since.astimezone(self._zone)), self._day(self._now)
            return markup.bold(self._says("digest-recap", first=first, last=last))
        day = digest.slot.local_date if digest.slot else self._now.date()
        at = f"{digest.slot.at if digest.slot else self._now:%H:%M}"
        title = markup.bold(self._says("digest-title", day=texts.day(day), at=at))
        if not digest.late:
            return title
        return title + markup.text("\n") + markup.italic(self._says("digest-late", at=at, sent=self._when(self._now)))

    def _group(self, group: Group) -> Iterator[_Block]:
        heading = Fragment()
        if group.topic:
            # A heading never stands alone at the end of a message: it is one block with its first story.
            label = markup.shorten(markup.clean(group.topic.label), _LABEL_UNITS)
            heading = markup.bold(markup.text(label)) + markup.text("\n\n")
        for telling in group.tellings:
            story_id = telling.story.id
            number = next(self._numbers) if self._numbers else None
            yield _Block(
                fragment=heading + self._telling(telling, number),
                stories=(story_id,),
                numbered=((number, story_id),) if number else (),
                picture=_picture(telling) if self._style is Style.CARDS else "",
            )
            heading = Fragment()

    def _brief(self) -> Iterator[_Block]:
        """Fold the headlines of what has no room, as many quotations as it takes to keep each within a message."""
        opening = markup.bold(self._says("digest-brief"))
        chunk, told = opening, list[int]()
        for telling in self._digest.brief:
            line = _NEW_LINE + self._brief_line(telling)
            if not markup.folded(chunk + line).fits():
                yield _Block(fragment=markup.folded(chunk), stories=tuple(told))
                chunk, told = opening, []
            chunk += line
            told.append(telling.story.id)
        if told:
            yield _Block(fragment=markup.folded(chunk), stories=tuple(told))

    def _brief_line(self, telling: Telling) -> Fragment:
        site = markup.shorten(markup.clean(telling.members[0].site if telling.members else ""), _SITE_UNITS)
        headline = self._headline(telling, BRIEF_UNITS)
        return headline + markup.text(f"{_BETWEEN}{site}") if site else headline

    def _telling(self, telling: Telling, number: int | None) -> Fragment:
        numeral = markup.text(f"{number}. ") if number else Fragment()
        lines = [numeral + self._headline(telling)]
        if telling.was:
            was = markup.shorten(markup.clean(telling.was), HEADLINE_UNITS)
            lines.append(markup.italic(self._says("digest-corrected", was=was)))
        newer = telling.follow_up
        # One that is told in its own words already needs no second line.
        if newer and newer.url != telling.story.url and (title := _visible(newer.title)):
            newest = markup.link(markup.shorten(title, HEADLINE_UNITS), newer.url, spelled=True)
            lines.append(self._says("digest-follow-up") + markup.text(" ") + newest)
        if self._style is not Style.HEADLINES and (words := self._words(telling)):
            lines.append(markup.text(words))
        lines.append(self._origin(telling))
        return markup.join("\n", lines)

    def _words(self, telling: Telling) -> str:
        """Write one sentence of a story; of one that has grown since it was told, what is new in it, if anything."""
        facts = [markup.shorten(fact, _FACT_UNITS) for words in telling.news if (fact := _visible(words))]
        if facts:
            return self._texts.plain("digest-news", facts=" ".join(facts[:_NAMED_FACTS]))
        return "" if telling.added else _summary(telling.story.summary, telling.story.headline)

    def _headline(self, telling: Telling, limit: int = HEADLINE_UNITS) -> Fragment:
        story = telling.story
        headline = _headline(story.headline, story.url, limit) or _headline(story.summary, story.url, limit)
        return headline or markup.link(self._texts.plain("digest-untitled"), story.url, spelled=True)

    def _origin(self, telling: Telling) -> Fragment:
        """Write who reported it, and when: the earliest source first; of a developing story, what has been added."""
        grown = bool(telling.added)
        pieces = [
            self._sources(telling.added if grown else telling.members, telling.story.url),
            markup.text(self._when(telling.story.last_at if grown else telling.story.first_at)),
        ]
        if telling.novelty is Novelty.DEVELOPING:
            pieces.insert(0, markup.italic(self._development(telling)))
        return markup.join(_BETWEEN, pieces)

    def _development(self, telling: Telling) -> Fragment:
        if telling.new_sources:
            return self._says("digest-more-sources", count=telling.new_sources)
        return self._says("digest-developing" if telling.added else "digest-told")

    def _sources(self, members: tuple[Member, ...], url: str) -> Fragment:
        named = members if len(members) <= _NAMED_SOURCES else members[:1]
        sources = markup.join(", ", (_source(member, url) for member in named))
        if len(named) == len(members):
            return sources
        return sources + markup.text(" ") + self._says("digest-other-sources", count=len(members) - len(named))

    def _account(self) -> Fragment:
        account = self._digest.account
        lines = [
            self._says("digest-account", articles=account.articles, stories=account.stories, topics=account.on_topics)
        ]
        if account.shown:
            lines.append(self._says("digest-account-shown", shown=account.shown))
        if account.brief:
            lines.append(self._says("digest-account-brief", brief=account.brief))
        if account.rest:
            lines.append(self._says("digest-account-rest", rest=account.rest))
        if account.told:
            lines.append(self._says("digest-account-told", told=account.told))
        if account.hidden:
            lines.append(self._says("digest-account-hidden", hidden=account.hidden))
        lines += [self._says("digest-silent", source=one.source, days=one.days) for one in self._digest.silent[:5]]
        return markup.italic(markup.join(" ", lines))

    def _when(self, moment: datetime) -> str:
        """Write a moment on the reader's clock; the day too, unless it is the day of the digest."""
        local = moment.astimezone(self._zone)
        if local.date() == self._now.date():
            return f"{local:%H:%M}"
        return self._texts.plain("moment", day=self._day(local), time=f"{local:%H:%M}")

    def _day(self, local: datetime) -> str:
        return str(format_skeleton("MMMd", local, locale=self._texts.language))

    def _says(self, key: str, /, **values: str | int) -> Fragment:
        return markup.text(self._texts.plain(key, **values))


def _picture(telling: Telling) -> str:
    """Return the address of an article that has a picture, the headline's own before others; empty if none has."""
    pictured = [member.url for member in telling.story.standing if member.image_url and markup.linkable(member.url)]
    return min(pictured, key=lambda url: url != telling.story.url, default="")


@lru_cache(maxsize=_KEPT)
def _headline(words: str, url: str, limit: int) -> Fragment | None:
    """Return words as a link of at most `limit` units, None if nothing of them can be seen."""
    seen = _visible(words)
    return markup.link(markup.shorten(seen, limit), url, spelled=True) if seen else None


def _source(member: Member, url: str) -> Fragment:
    # The headline leads there already.
    return _site(member.site, "" if member.url == url else member.url)


@lru_cache(maxsize=_KEPT)
def _site(site: str, url: str) -> Fragment:
    name = markup.shorten(markup.clean(site), _SITE_UNITS)
    return markup.link(name, url) if url else markup.text(name)


@lru_cache(maxsize=_KEPT)
def _summary(summary: str, headline: str) -> str:
    """Return one sentence of the summary, nothing if it only repeats the headline."""
    words = sentence.first(_visible(summary))
    headline = _visible(headline)
    if words.rstrip(".…").casefold() == headline.rstrip(".…").casefold():
        return ""
    return markup.shorten(words, _SENTENCE_UNITS)


def _visible(words: str) -> str:
    """Return somebody else's words, empty if nothing of them can be seen."""
    line = markup.clean(words)
    return line if any(char.isalnum() for char in line) else ""
