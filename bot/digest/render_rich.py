"""A digest as one rich message: headings, stories, and what had no room behind a fold; sends and splits nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.digest import formatting
from bot.digest.compose import Digest
from bot.digest.formatting import Fragment, Measured
from bot.digest.render import Message
from bot.digest.writer import Writer
from bot.texts import Texts
from storage.model import Style

# Of the Bot API: characters of text, and blocks with those inside others. Nesting ends at 16; ours at 4.
MAX_LENGTH: Final = 32_768
MAX_BLOCKS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A block of the message, what counts of it, and what it tells.

    Its length is in UTF-16 units, which are never fewer than the characters that Telegram counts.
    """

    html: str
    length: int
    blocks: int = 1
    stories: tuple[int, ...] = ()
    numbered: tuple[tuple[int, int], ...] = ()


def message(digest: Digest, texts: Texts, *, numbers: bool) -> Message | None:
    """Write a digest as one message in Telegram's rich HTML, which has no plain form.

    None where classic messages do better: breaking news and empty digests, which are short, and one beyond the limits.
    """
    if digest.breaking or digest.empty:
        return None
    pieces = tuple(_pieces(digest, Writer(digest, texts, Style.ONE, numbers=numbers)))
    if sum(piece.blocks for piece in pieces) > MAX_BLOCKS or sum(piece.length for piece in pieces) > MAX_LENGTH:
        return None
    return Message(
        html="".join(piece.html for piece in pieces),
        plain="",
        stories=tuple(story for piece in pieces for story in piece.stories),
        numbered=tuple(number for piece in pieces for number in piece.numbered),
    )


def sample(texts: Texts) -> str:
    """Write a small rich message, by which a reader finds out whether their Telegram shows such ones."""
    heading, story, fold, hidden, footer = (
        formatting.text(texts.plain(f"rich-sample-{part}")) for part in ("heading", "story", "fold", "hidden", "footer")
    )
    pieces = (_block("h3", heading), _block("p", story), _folded(fold, [hidden]), _block("footer", footer))
    return "".join(piece.html for piece in pieces)


def _pieces(digest: Digest, writer: Writer) -> Iterator[_Piece]:
    yield _block("h2", writer.title())
    if digest.late:
        yield _block("p", formatting.italic(writer.late()))
    for group in digest.groups:
        if group.topic:
            yield _block("h3", writer.label(group.topic))
        elif digest.main:
            yield _block("h3", writer.main_heading())
        for telling in group.tellings:
            number, words = writer.telling(telling)
            story = telling.story.id
            yield _block(
                "p", formatting.together(*words), stories=(story,), numbered=((number, story),) if number else ()
            )
    if digest.brief:
        lines = [writer.brief_line(telling) for telling in digest.brief]
        yield _folded(writer.brief_title(), lines, stories=tuple(telling.story.id for telling in digest.brief))
    if digest.accounts:
        yield _block("footer", writer.account())


def _block(
    tag: str, inside: Fragment | Measured, *, stories: tuple[int, ...] = (), numbered: tuple[tuple[int, int], ...] = ()
) -> _Piece:
    words = inside.measured() if isinstance(inside, Fragment) else inside
    # In rich HTML a line ends where a tag says so.
    html = words.html.replace("\n", "<br>")
    return _Piece(html=f"<{tag}>{html}</{tag}>", length=words.seen_units, stories=stories, numbered=numbered)


def _folded(title: Fragment, lines: Iterable[Measured | Fragment], *, stories: tuple[int, ...] = ()) -> _Piece:
    inside = [_block("p", line) for line in lines]
    html = "".join(piece.html for piece in inside)
    return _Piece(
        html=f"<details><summary>{title.html}</summary>{html}</details>",
        length=title.measured().seen_units + sum(piece.length for piece in inside),
        blocks=1 + len(inside),
        stories=stories,
    )
