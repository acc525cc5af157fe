"""Digests composed and written in the plainest way, one reader at a time: what the quick way must come to as well."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from bot import texts
from bot.digest import compose, formatting, length, telling
from bot.digest.compose import Account, Digest, Material
from bot.digest.formatting import Fragment
from bot.digest.telling import Telling
from bot.digest.writer import Writer
from bot.digest_builder import routing, story_buttons
from storage.model import Follow, Importance, Preferences, StoryCandidate, Style, Subscriber
from storage.subscribers import reading_languages
from storage.window import Selection

Message = tuple[str, str, tuple[int, ...], int | None]
"""HTML, without markup, the stories it tells, its thread."""


def digest(material: Material, chosen: Preferences) -> Digest:
    """Compose from the whole list of what a reader may be told: each is told, then all are sorted."""
    selection, most = material.selection, length.Length(stories=chosen.stories, minutes=chosen.minutes)
    reader = material.subscriber
    read = reading_languages.order(selection.languages, reader.language, reader.zone)
    candidates = [_heard(each, read) for each in selection.candidates]
    half_life = max(telling.HALF_LIFE, material.now - material.since) if material.since else telling.HALF_LIFE
    told = [telling.tell(each, now=material.now, half_life=half_life, follows=selection.follows) for each in candidates]
    ranked = _diversified([each for each in told if each], selection.follows)
    spent = list(accumulate(length.minutes(found.story) for found in ranked))
    within = len(spent) if most.minutes is None else sum(moment <= most.minutes for moment in spent)
    count = min(len(spent), max(1, min(most.stories, within)))
    shown, brief, rest = ranked[:count], ranked[count : count + most.brief], ranked[count + most.brief :]
    on_topics = len(candidates) + selection.hidden + _settled(selection)
    whole = compose.compose(material)
    return replace(
        whole,
        groups=compose._grouped(shown, selection.follows),
        brief=tuple(brief),
        account=Account(
            articles=max(material.reading.articles, on_topics), stories=max(material.reading.stories, on_topics),
            on_topics=on_topics, shown=len(shown), brief=len(brief), rest=len(rest),
            told=on_topics - selection.hidden - len(ranked), hidden=selection.hidden,
        ),
    )  # fmt: skip


def _settled(selection: Selection) -> int:
    """Count the stories on a reader's topics that they know all of."""
    on_topics = {
        match.story_id
        for topic_id in selection.follows
        for match in selection.window.matches.get(topic_id, ())
        if not match.gone
    }
    known = (on_topics | selection.regardless) & selection.settled - selection.unseen
    return sum(selection.window.changed_at[story_id] > selection.since for story_id in known)


def _heard(candidate: StoryCandidate, read: tuple[str, ...]) -> StoryCandidate:
    return replace(candidate, story=reading_languages.in_language(candidate.story, *read))


def _diversified(tellings: Sequence[Telling], follows: Mapping[int, Follow]) -> list[Telling]:
    """Order by importance, then by strength, each topic's next story a little weaker than the one before."""
    by_topic: dict[int, list[Telling]] = {}
    for found in sorted(tellings, key=lambda found: found.rank):
        by_topic.setdefault(found.match.topic.id if found.match else 0, []).append(found)
    crowded = [
        (-_rank(found, number, follows), -found.strength * 0.85**number, found.story.id, found)
        for queue in by_topic.values()
        for number, found in enumerate(queue)
    ]
    return [found for *_, found in sorted(crowded, key=lambda row: row[:3])]


def _rank(found: Telling, number: int, follows: Mapping[int, Follow]) -> int:
    importance = telling.importance(found.match, follows)
    return Importance.NORMAL if importance is Importance.HIGH and number >= 5 else importance


def messages(whole: Digest, subscriber: Subscriber, chosen: Preferences) -> list[Message]:
    """Write a digest: its pieces one behind the other, a message ended where the next piece would not fit."""
    speak, numbers = texts.for_language(subscriber.language), story_buttons.belong_to(subscriber.kind)
    return [
        (page.html, page.plain, stories, thread_id)
        for thread_id, part in routing.split(_afresh(whole))
        for page, stories in _pages(
            _blocks(Writer(part, speak, chosen.style, numbers=numbers)), alone=chosen.style is Style.CARDS
        )
    ]


def _afresh(whole: Digest) -> Digest:
    """The same digest, nothing of which was written before."""
    return replace(
        whole,
        groups=tuple(
            replace(group, tellings=tuple(replace(each, written={}) for each in group.tellings))
            for group in whole.groups
        ),
        brief=tuple(replace(each, written={}) for each in whole.brief),
    )


def _pages(
    blocks: Iterable[tuple[Fragment, tuple[int, ...]]], *, alone: bool
) -> Iterator[tuple[Fragment, tuple[int, ...]]]:
    page, told = Fragment(), tuple[int, ...]()
    for block, stories in blocks:
        longer = page + formatting.text("\n\n") + block if page.html else block
        is_another = alone and told and stories and "<blockquote" not in block.html
        if page.html and (is_another or not _fits(longer)):
            yield page, told
            longer, told = block, ()
        page, told = longer, told + stories
    yield page, told


def _fits(piece: Fragment) -> bool:
    return max(formatting.units(piece.seen), formatting.units(piece.plain)) <= 4096 and piece.entities <= 100


def _blocks(writer: Writer) -> Iterator[tuple[Fragment, tuple[int, ...]]]:
    title = formatting.bold(writer.title())
    if writer.digest.late:
        title += formatting.text("\n") + formatting.italic(writer.late())
    yield title, ()
    if writer.digest.empty:
        yield writer.nothing(), ()
    for group in writer.digest.groups:
        heading = (
            formatting.text("▪ ") + writer.label(group.topic) + formatting.text("\n") if group.topic else Fragment()
        )
        for told in group.tellings:
            yield heading + _told(writer, told), (told.story.id,)
            heading = Fragment()
    yield from _brief(writer)
    if writer.digest.accounts:
        numbers = writer.digest.first and writer.numbers
        said = formatting.text(" ") + writer.numbers_line() if numbers else Fragment()
        yield formatting.italic(writer.account() + said), ()


def _told(writer: Writer, told: Telling) -> Fragment:
    numeral = formatting.text(f"{next(writer._numbers)}. ") if writer._numbers else Fragment()
    moment = told.story.last_at if told.added else told.story.first_at
    beside = formatting.text(f" · {writer._when(moment)}") + Fragment(html="</i>")
    return numeral + writer._telling(told) + beside


def _brief(writer: Writer) -> Iterator[tuple[Fragment, tuple[int, ...]]]:
    opening = formatting.bold(writer.brief_title())
    chunk, told = opening, tuple[int, ...]()
    for each in writer.digest.brief:
        line = formatting.text("\n") + writer._brief_line(each)
        if not _fits(_folded(chunk + line)):
            yield _folded(chunk), told
            chunk, told = opening, ()
        chunk, told = chunk + line, (*told, each.story.id)
    if told:
        yield _folded(chunk), told


def _folded(inside: Fragment) -> Fragment:
    html = f"<blockquote expandable>{inside.html}</blockquote>"
    return Fragment(html=html, plain=inside.plain, seen=inside.seen, entities=inside.entities + 1)
