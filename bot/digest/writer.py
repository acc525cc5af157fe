"""What a digest says, piece by piece, in words and links: which message each goes into is decided elsewhere."""

from datetime import date, datetime, time
from functools import lru_cache
from itertools import accumulate, count
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from bot.digest import formatting, summary, tellers
from bot.digest.compose import Digest
from bot.digest.formatting import Fragment, Measured
from bot.digest.telling import Novelty, Telling
from bot.texts import Texts
from storage.model import Member, Style, Topic

HEADLINE_UNITS: Final = 300
BRIEF_UNITS: Final = 160
_LABEL_UNITS: Final = 80
_SITE_UNITS: Final = 40
_FACT_UNITS: Final = 200
_NAMED_FACTS: Final = 2
# Sources are named, with their time, as long as one line of a phone holds them; the others are counted.
_NAMED_UNITS: Final = 34
_COUNT_UNITS: Final = 8
_ALWAYS_NAMED: Final = 2
_BETWEEN: Final = " · "
# Names of topics are no headlines: those are bold.
_MARK: Final = "▪ "
# Many readers are told the same stories within minutes: what is written alike for all of them is kept so long.
_KEPT: Final = 16_384
# What stands beside a story, its sources and its time: set back, as far as Telegram lets one.
_ASIDE: Final = Fragment(html="<i>", entities=1)
_ASIDE_END: Final = Measured("</i>", "", 0, 0, 0)


class Writer:
    """Turns the parts of one digest into words; with `numbers`, each story that is told whole has the next one."""

    def __init__(self, digest: Digest, texts: Texts, style: Style, *, numbers: bool) -> None:
        self.digest = digest
        self.numbers = numbers and bool(digest.groups)
        self._numbers = count(1) if numbers else None
        self._texts = texts
        self._style = style
        self._zone = ZoneInfo(digest.zone)
        self._now = digest.composed_at.astimezone(self._zone)
        self._today = self._now.date()
        # Under which a telling keeps what was written of it.
        self._opening = digest.groups[0].tellings[0].story.id if digest.groups else None
        self._spoken = summary.spoken(digest)
        self._whole = (texts.language, style is Style.HEADLINES)
        self._briefly = (texts.language, "brief")

    def title(self) -> Fragment:
        """Write what the digest is, and of which day."""
        digest, texts = self.digest, self._texts
        if digest.breaking:
            return self._addressed("digest-breaking")
        if digest.since:
            key = "digest-week" if digest.weekly else "digest-recap"
            language = texts.language
            first, last = (
                _short_day(digest.since.astimezone(self._zone).date(), language),
                _short_day(self._today, language),
            )
            return self._addressed(key, first=first, last=last)
        day = digest.slot.local_date if digest.slot else self._now.date()
        return self._says("digest-title", day=_written_out(texts, day), at=self._slot_time())

    def late(self) -> Fragment:
        """Write since when it was due, or for which slots it stands."""
        if self.digest.slot and self.digest.stands_from:
            return self._says("digest-missed", span=self._span(self.digest.stands_from, self.digest.slot.due_at))
        return self._says("digest-late", at=self._slot_time(), sent=self._when(self._now))

    def _slot_time(self) -> str:
        return f"{self.digest.slot.at if self.digest.slot else self._now:%H:%M}"

    def nothing(self) -> Fragment:
        """Write that there is nothing to tell."""
        if self.digest.account.foreign:
            return self._says("digest-quiet-foreign", foreign=self.digest.account.foreign)
        return self._addressed("digest-quiet")

    def label(self, topic: Topic) -> Fragment:
        """Write the name of a topic."""
        return _label(topic.label)

    def heading(self, topic: Topic) -> Measured:
        """Write the name of a topic above its stories."""
        return _heading(topic.label)

    def main_heading_line(self) -> Measured:
        """Write what stands above the main stories, as the name of a topic."""
        return _marked(self.main_heading())

    def brief_title(self) -> Fragment:
        """Write what stands above the headlines that had no room."""
        return self._says("digest-missed-today") if self.digest.missed_today else self._addressed("digest-brief")

    def main_heading(self) -> Fragment:
        """Write what stands above the main stories."""
        return self._says("digest-main")

    def signature(self) -> Fragment:
        """Write the last line, which its admins chose."""
        return formatting.text(formatting.clean(self.digest.signature))

    def brief_line(self, telling: Telling) -> Measured:
        """Write a story that had no room: its headline and where it can be read."""
        line: Measured | None = telling.written.get(self._briefly)
        if line is None:
            line = telling.written[self._briefly] = self._brief_line(telling).measured()
        return line

    def _brief_line(self, telling: Telling) -> Fragment:
        told_by = tellers.name(telling.members[0].site) if telling.members else ""
        site = formatting.shorten(formatting.clean(told_by), _SITE_UNITS)
        headline = self._headline(telling, BRIEF_UNITS)
        pieces = [headline, *([formatting.text(site)] if site else []), *self._foreign(telling)]
        return formatting.join(_BETWEEN, pieces)

    def telling(self, telling: Telling) -> tuple[int | None, tuple[Measured, ...]]:
        """Write a story whole, behind its number if it has one: all but the time is the same for many readers."""
        manner = (*self._whole, self.digest.weekly, telling.story.id == self._opening, telling.story.id in self._spoken)
        words: Measured | None = telling.written.get(manner)
        if words is None:
            words = telling.written[manner] = self._telling(telling).measured()
        moment = telling.story.last_at if telling.added else telling.story.first_at
        pieces = (words, _time(self._texts, moment, self._zone, self._today), _ASIDE_END)
        if self._numbers is None:
            return None, pieces
        number = next(self._numbers)
        return number, (_numeral(number), *pieces)

    def _telling(self, telling: Telling) -> Fragment:
        story, lines = telling.story, [formatting.bold(self._headline(telling))]
        if telling.was:
            was = formatting.shorten(formatting.clean(telling.was), HEADLINE_UNITS)
            lines.append(formatting.italic(self._says("digest-corrected", was=was)))
        if story.earlier is not None and not telling.added and (before := formatting.visible(story.earlier.headline)):
            when = _short_day(story.earlier.last_at.date(), self._texts.language)
            lines.append(
                self._says("digest-continues", day=when)
                + formatting.text(" ")
                + formatting.link(formatting.shorten(before, BRIEF_UNITS), story.earlier.url, spelled=True)
            )
        newer = telling.outcome if self.digest.weekly else telling.follow_up
        # One that is told in its own words already needs no second line.
        if newer and newer.url != telling.story.url and (title := formatting.visible(newer.title)):
            newest = formatting.link(formatting.shorten(title, HEADLINE_UNITS), newer.url, spelled=True)
            key = "digest-outcome" if self.digest.weekly else "digest-follow-up"
            lines.append(self._says(key) + formatting.text(" ") + newest)
        if self._style is not Style.HEADLINES and (words := self._words(telling)):
            lines.append(formatting.text(words))
        return formatting.join("\n", [*lines, _ASIDE]) + self._origin(telling)

    def _words(self, telling: Telling) -> str:
        """Write one sentence of a story; of one that has grown since it was told, what is new in it, if anything."""
        facts = [formatting.shorten(fact, _FACT_UNITS) for words in telling.news if (fact := formatting.visible(words))]
        if facts:
            return self._texts.plain("digest-news", facts=" ".join(facts[:_NAMED_FACTS]))
        if telling.added:
            return ""
        story = telling.story
        if story.id == self._opening:
            return summary.opening(story.summary, story.headline)
        return summary.told(story.summary, story.headline) if story.id in self._spoken else ""

    def _headline(self, telling: Telling, limit: int = HEADLINE_UNITS) -> Fragment:
        story = telling.story
        headline = _headline(story.headline, story.url, limit) or _headline(story.summary, story.url, limit)
        return headline or formatting.link(self._texts.plain("digest-untitled"), story.url, spelled=True)

    def _origin(self, telling: Telling) -> Fragment:
        """Write who reported it: the earliest source first; of a developing story, what has been added."""
        pieces = [self._sources(telling.added or telling.members)]
        if telling.novelty is Novelty.DEVELOPING:
            pieces.insert(0, self._development(telling))
        return formatting.join(_BETWEEN, [*pieces, *self._foreign(telling)])

    def _foreign(self, telling: Telling) -> list[Fragment]:
        """Write in which language a story is, if that is none of the reader's."""
        return [self._says("digest-in-language", language=telling.story.language)] if telling.foreign else []

    def _development(self, telling: Telling) -> Fragment:
        if telling.new_sources:
            return self._says("digest-more-sources", count=telling.new_sources)
        return self._says("digest-developing" if telling.added else "digest-told")

    def _sources(self, members: tuple[Member, ...]) -> Fragment:
        ends = list(accumulate(len(tellers.name(member.site)) + 2 for member in members))
        room = _NAMED_UNITS if ends[-1] <= _NAMED_UNITS else _NAMED_UNITS - _COUNT_UNITS
        count = len(members) if len(members) <= _ALWAYS_NAMED else max(1, sum(end <= room for end in ends))
        sources = formatting.join(", ", (_site(member.site, member.url) for member in members[:count]))
        if count >= len(members):
            return sources
        return sources + formatting.text(" ") + self._others(members[count:])

    def _others(self, members: tuple[Member, ...]) -> Fragment:
        """Write how many more there are: sites and channels apart, where there are both."""
        others = tellers.count(members)
        if others.channels:
            key = "digest-other-sites-and-channels" if others.sites else "digest-other-channels"
            return self._says(key, sites=others.sites, channels=others.channels)
        return self._says("digest-other-sources", count=len(members))

    def account(self) -> Fragment:
        """Write what was read, and what became of each story on the reader's topics."""
        account = self.digest.account
        became = [
            (self._addressed if name == "hidden" else self._says)(f"digest-account-{name}", count=count)
            for name, count in (
                ("shown", account.shown),
                ("brief", account.brief),
                ("rest", account.rest),
                ("told", account.told),
                ("hidden", account.hidden),
                ("foreign", account.foreign),
            )
            if count
        ]
        read = self._addressed(
            "digest-account", articles=account.articles, stories=account.stories, topics=account.on_topics
        )
        if account.shown and account.shown == account.on_topics:
            read += formatting.text(", ") + self._says("digest-account-all")
        elif became:
            read += formatting.text(": ") + formatting.join(", ", became)
        lines = [read + formatting.text(".")]
        lines += [
            self._says("digest-silent", source=tellers.name(one.source), days=one.days)
            for one in self.digest.silent[:5]
        ]
        return formatting.join(" ", lines)

    def numbers_line(self) -> Fragment:
        """Write what the numbers do."""
        return self._says("digest-numbers")

    def _when(self, moment: datetime) -> str:
        return _when(self._texts, moment, self._zone, self._today)

    def _span(self, first: datetime, last: datetime) -> str:
        """Write two moments on the reader's clock; the day once, if it is one."""
        begun, ended = first.astimezone(self._zone), last.astimezone(self._zone)
        if begun.date() == ended.date():
            return f"{self._dated(begun)} – {ended:%H:%M}"
        return f"{self._dated(begun)} – {self._dated(ended)}"

    def _dated(self, local: datetime) -> str:
        return f"{format_skeleton('MMMMd', local, locale=self._texts.language)} {local:%H:%M}"

    def _addressed(self, key: str, /, **values: str | int) -> Fragment:
        """Write what speaks of the reader's topics; of a digest for many, whose topics they are not, without that."""
        return self._says(f"{key}-shared" if self.digest.shared else key, **values)

    def _says(self, key: str, /, **values: str | int) -> Fragment:
        return _said(self._texts, key, tuple(values.items()))


@lru_cache(maxsize=_KEPT)
def _said(texts: Texts, key: str, values: tuple[tuple[str, str | int], ...]) -> Fragment:
    return formatting.text(texts.plain(key, **dict(values)))


@lru_cache(maxsize=_KEPT)
def _label(label: str) -> Fragment:
    return formatting.text(formatting.shorten(formatting.clean(label), _LABEL_UNITS))


@lru_cache(maxsize=_KEPT)
def _heading(label: str) -> Measured:
    return _marked(_label(label))


def _marked(name: Fragment) -> Measured:
    return (formatting.text(_MARK) + name).measured()


def _when(texts: Texts, moment: datetime, zone: ZoneInfo, today: date) -> str:
    """Write a moment on the reader's clock; the day too, unless it is the day of the digest."""
    local = moment.astimezone(zone)
    if local.date() == today:
        return f"{local:%H:%M}"
    return texts.plain("moment", day=_short_day(local.date(), texts.language), time=f"{local:%H:%M}")


@lru_cache(maxsize=_KEPT)
def _time(texts: Texts, moment: datetime, zone: ZoneInfo, today: date) -> Measured:
    """Write when a story began, behind who reported it."""
    return formatting.text(f"{_BETWEEN}{_when(texts, moment, zone, today)}").measured()


@lru_cache(maxsize=_KEPT)
def _written_out(texts: Texts, day: date) -> str:
    return texts.day(day)


@lru_cache(maxsize=_KEPT)
def _short_day(day: date, language: str) -> str:
    return str(format_skeleton("MMMd", datetime.combine(day, time()), locale=language))


@lru_cache(maxsize=_KEPT)
def _numeral(number: int) -> Measured:
    return formatting.text(f"{number}. ").measured()


@lru_cache(maxsize=_KEPT)
def _headline(words: str, url: str, limit: int) -> Fragment | None:
    """Return words as a link of at most `limit` units, None if nothing of them can be seen."""
    seen = formatting.visible(words)
    return formatting.link(formatting.shorten(seen, limit), url, spelled=True) if seen else None


@lru_cache(maxsize=_KEPT)
def _site(site: str, url: str) -> Fragment:
    name = formatting.shorten(formatting.clean(tellers.name(site)), _SITE_UNITS)
    return formatting.link(name, url) if url else formatting.text(name)
