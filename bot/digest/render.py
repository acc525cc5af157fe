"""A digest as messages Telegram accepts: split between stories only, nothing lost; decides no order."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.digest import markup, sentence
from bot.digest.compose import Digest, Group
from bot.digest.markup import Fragment
from bot.digest.telling import Novelty, Telling
from bot.texts import Texts
from storage.model import Member

HEADLINE_UNITS: Final = 300
BRIEF_UNITS: Final = 160
_SENTENCE_UNITS: Final = 320
_LABEL_UNITS: Final = 80
_SITE_UNITS: Final = 40
# More sources than this are counted, not named.
_NAMED_SOURCES: Final = 3
_BETWEEN: Final = " · "


class Style(StrEnum):
    """How much of a story a digest shows: headline, sentence and sources, or the headline and its source only."""

    COMPACT = "compact"
    HEADLINES = "headlines"


class Message(NamedTuple):
    """One message to send: Telegram HTML, the same without markup (addresses spelled out), and JSON of a keyboard."""

    html: str
    plain: str
    keyboard: str = ""


def messages(digest: Digest, texts: Texts, *, style: Style = Style.COMPACT, keyboard: str = "") -> tuple[Message, ...]:
    """Write a digest as one or more messages, in order; the last one carries the keyboard.

    Each is within Telegram's limits with its markup and without. An empty digest is one quiet message.
    """
    writer = _Writer(digest, texts, style)
    pages = list(_pages(writer.blocks()))
    return tuple(
        Message(page.html, page.plain, keyboard if number == len(pages) else "")
        for number, page in enumerate(pages, start=1)
    )


def _pages(blocks: Iterable[Fragment]) -> Iterator[Fragment]:
    """Fill messages with whole blocks; each block fits a message by how its parts are shortened."""
    page: Fragment | None = None
    for block in blocks:
        longer = block if page is None else markup.join("\n\n", (page, block))
        if page is not None and not longer.fits():
            yield page
            longer = block
        page = longer
    if page is not None:
        yield page


class _Writer:
    """Turns the parts of one digest into blocks that must not be split."""

    def __init__(self, digest: Digest, texts: Texts, style: Style) -> None:
        self._digest = digest
        self._texts = texts
        self._style = style
        self._zone = ZoneInfo(digest.zone)
        self._now = digest.composed_at.astimezone(self._zone)

    def blocks(self) -> Iterator[Fragment]:
        yield self._title()
        if self._digest.empty:
            yield self._says("digest-quiet")
        for group in self._digest.groups:
            yield from self._group(group)
        yield from self._brief()
        yield self._account()

    def _title(self) -> Fragment:
        digest, texts = self._digest, self._texts
        if digest.since:
            first, last = self._day(digest.since.astimezone(self._zone)), self._day(self._now)
            return markup.bold(self._says("digest-recap", first=first, last=last))
        day = digest.slot.local_date if digest.slot else self._now.date()
        at = f"{digest.slot.at if digest.slot else self._now:%H:%M}"
        title = markup.bold(self._says("digest-title", day=texts.day(day), at=at))
        if not digest.late:
            return title
        return title + markup.text("\n") + markup.italic(self._says("digest-late", at=at, sent=self._when(self._now)))

    def _group(self, group: Group) -> Iterator[Fragment]:
        tellings = [self._telling(telling) for telling in group.tellings]
        if group.topic:
            # A heading never stands alone at the end of a message: it is one block with its first story.
            label = markup.shorten(markup.clean(group.topic.label), _LABEL_UNITS)
            tellings[0] = markup.bold(markup.text(label)) + markup.text("\n\n") + tellings[0]
        yield from tellings

    def _brief(self) -> Iterator[Fragment]:
        """Fold the headlines of what has no room, as many quotations as it takes to keep each within a message."""
        opening = markup.bold(self._says("digest-brief"))
        chunk = [opening]
        for line in map(self._brief_line, self._digest.brief):
            if not _fold([*chunk, line]).fits():
                yield _fold(chunk)
                chunk = [opening]
            chunk.append(line)
        if len(chunk) > 1:
            yield _fold(chunk)

    def _brief_line(self, telling: Telling) -> Fragment:
        site = markup.shorten(markup.clean(telling.members[0].site if telling.members else ""), _SITE_UNITS)
        headline = self._headline(telling, BRIEF_UNITS)
        return headline + markup.text(f"{_BETWEEN}{site}") if site else headline

    def _telling(self, telling: Telling) -> Fragment:
        lines = [self._headline(telling)]
        if telling.was:
            was = markup.shorten(markup.clean(telling.was), HEADLINE_UNITS)
            lines.append(markup.italic(self._says("digest-corrected", was=was)))
        if telling.follow_up and (title := _visible(telling.follow_up.title)):
            newest = markup.link(markup.shorten(title, HEADLINE_UNITS), telling.follow_up.url, spelled=True)
            lines.append(self._says("digest-follow-up") + markup.text(" ") + newest)
        if self._style is Style.COMPACT and (words := _summary(telling)):
            lines.append(markup.text(words))
        lines.append(self._origin(telling))
        return markup.join("\n", lines)

    def _headline(self, telling: Telling, limit: int = HEADLINE_UNITS) -> Fragment:
        story = telling.story
        words = _visible(story.headline) or _visible(story.summary) or self._texts.plain("digest-untitled")
        return markup.link(markup.shorten(words, limit), story.url, spelled=True)

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


def _fold(lines: list[Fragment]) -> Fragment:
    return markup.folded(markup.join("\n", lines))


def _source(member: Member, url: str) -> Fragment:
    name = markup.shorten(markup.clean(member.site), _SITE_UNITS)
    # The headline leads there already.
    return markup.text(name) if member.url == url else markup.link(name, member.url)


def _summary(telling: Telling) -> str:
    """Return one sentence of the summary, nothing if it only repeats the headline."""
    words = sentence.first(_visible(telling.story.summary))
    headline = _visible(telling.story.headline)
    if words.rstrip(".…").casefold() == headline.rstrip(".…").casefold():
        return ""
    return markup.shorten(words, _SENTENCE_UNITS)


def _visible(words: str) -> str:
    """Return somebody else's words, empty if nothing of them can be seen."""
    line = markup.clean(words)
    return line if any(char.isalnum() for char in line) else ""
