"""A digest as messages Telegram accepts: split between stories only, nothing lost; decides no order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot.digest import formatting
from bot.digest.compose import Digest, Group
from bot.digest.formatting import Fragment, Measured, Size
from bot.digest.telling import Telling
from bot.digest.writer import Writer
from bot.texts import Texts
from storage.model import Member, Style

# In pixels: a thumbnail, blown up.
_SMALL_PICTURE: Final = 400 * 225
_NEW_LINE: Final = formatting.text("\n").measured()
_BLANK_LINE: Final = formatting.text("\n\n").measured()


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


class _Block(NamedTuple):
    """A piece that must not be split, and what it tells."""

    fragment: Measured
    stories: tuple[int, ...] = ()
    numbered: tuple[tuple[int, int], ...] = ()
    picture: str = ""
    whole: bool = False


def messages(
    digest: Digest, texts: Texts, *, style: Style = Style.COMPACT, numbers: bool = False
) -> tuple[Message, ...]:
    """Write a digest as one or more messages, in order; with `numbers`, each story that is told whole has its own.

    Each is within Telegram's limits with its markup and without. An empty digest is one quiet message.
    """
    blocks = _blocks(Writer(digest, texts, style, numbers=numbers), style)
    return tuple(map(_message, _pages(blocks, alone=style is Style.CARDS)))


def _message(blocks: Sequence[_Block]) -> Message:
    return Message(
        html="\n\n".join(block.fragment.html for block in blocks),
        plain="\n\n".join(block.fragment.plain for block in blocks),
        stories=tuple(story for block in blocks for story in block.stories),
        numbered=tuple(number for block in blocks for number in block.numbered),
        preview=next((block.picture for block in blocks if block.picture), ""),
    )


def _pages(blocks: Iterable[_Block], *, alone: bool) -> Iterator[list[_Block]]:
    """Fill messages with whole blocks; each block fits a message by how its parts are shortened.

    With `alone` each story that is told whole has a message to itself, for a message shows one picture.
    """
    page: list[_Block] = []
    filled = Size()
    for block in blocks:
        begins = alone and block.whole and any(other.whole for other in page)
        if page and (begins or not filled.has_room(_BLANK_LINE, block.fragment)):
            yield page
            page, filled = [], Size()
        if page:
            filled.add(_BLANK_LINE)
        filled.add(block.fragment)
        page.append(block)
    if page:
        yield page


def _blocks(writer: Writer, style: Style) -> Iterator[_Block]:
    digest = writer.digest
    title = formatting.bold(writer.title()).measured()
    if digest.late:
        title = formatting.together(title, _NEW_LINE, formatting.italic(writer.late()).measured())
    yield _Block(fragment=title)
    if digest.empty:
        yield _Block(fragment=writer.nothing().measured())
    for group in digest.groups:
        yield from _group(writer, group, style)
    yield from _brief(writer, digest.brief)
    if digest.accounts and not digest.breaking:
        yield _Block(fragment=formatting.italic(_closing(writer)).measured())
    if digest.signature:
        yield _Block(fragment=writer.signature().measured())


def _closing(writer: Writer) -> Fragment:
    lines = [writer.account()]
    if writer.digest.first and writer.numbers:
        lines.append(writer.numbers_line())
    return formatting.join(" ", lines)


def _group(writer: Writer, group: Group, style: Style) -> Iterator[_Block]:
    heading: tuple[Measured, ...] = ()
    # A heading never stands alone at the end of a message: it is one block with its first story.
    if group.topic:
        heading = (writer.heading(group.topic), _NEW_LINE)
    elif writer.digest.main:
        heading = (writer.main_heading_line(), _NEW_LINE)
    for telling in group.tellings:
        number, pieces = writer.telling(telling)
        yield _Block(
            formatting.together(*heading, *pieces),
            (telling.story.id,),
            ((number, telling.story.id),) if number else (),
            _picture(telling) if style is Style.CARDS else "",
            whole=True,
        )
        heading = ()


def _brief(writer: Writer, tellings: Sequence[Telling]) -> Iterator[_Block]:
    """Fold the headlines of what has no room, as many quotations as it takes to keep each within a message."""
    opening = formatting.bold(writer.brief_title()).measured()
    pieces, told, filled = [formatting.FOLD, opening], list[int](), Size(formatting.FOLD, opening)
    for telling in tellings:
        line = writer.brief_line(telling)
        if not filled.has_room(_NEW_LINE, line):
            yield _folded(pieces, told)
            pieces, told, filled = [formatting.FOLD, opening], [], Size(formatting.FOLD, opening)
        pieces += (_NEW_LINE, line)
        filled.add(_NEW_LINE, line)
        told.append(telling.story.id)
    if told:
        yield _folded(pieces, told)


def _folded(pieces: Iterable[Measured], told: Iterable[int]) -> _Block:
    return _Block(fragment=formatting.together(*pieces, formatting.FOLD_END), stories=tuple(told))


def _picture(telling: Telling) -> str:
    """Return the address of the article whose picture is shown; empty if none has one.

    The headline's own before others, unless it is known to be small; of others the largest.
    """
    pictured = [member for member in telling.story.standing if member.image_url and formatting.linkable(member.url)]

    def rank(member: Member) -> tuple[bool, bool, int]:
        return 0 < member.image_area < _SMALL_PICTURE, member.url != telling.story.url, -member.image_area

    chosen = min(pictured, key=rank, default=None)
    return chosen.url if chosen else ""
