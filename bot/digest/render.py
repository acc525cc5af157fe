"""A digest as messages Telegram accepts: split between stories only, nothing lost; decides no order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.digest import formatting
from bot.digest.compose import Digest, Group
from bot.digest.formatting import Fragment
from bot.digest.telling import Telling
from bot.digest.writer import Writer
from bot.texts import Texts
from storage.model import Style

_NEW_LINE: Final = formatting.text("\n")
_BLANK_LINE: Final = formatting.text("\n\n")


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
    return tuple(map(_message, _pages(_blocks(Writer(digest, texts, style, numbers=numbers), style))))


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
    return formatting.join("\n\n", (block.fragment for block in blocks))


def _blocks(writer: Writer, style: Style) -> Iterator[_Block]:
    digest = writer.digest
    title = formatting.bold(writer.title())
    if digest.late:
        title += _NEW_LINE + formatting.italic(writer.late())
    yield _Block(fragment=title)
    if digest.empty:
        yield _Block(fragment=writer.nothing())
    for group in digest.groups:
        yield from _group(writer, group, style)
    yield from _brief(writer, digest.brief)
    if digest.accounts and not digest.breaking:
        yield _Block(fragment=formatting.italic(writer.account()))


def _group(writer: Writer, group: Group, style: Style) -> Iterator[_Block]:
    heading = Fragment()
    if group.topic:
        # A heading never stands alone at the end of a message: it is one block with its first story.
        heading = formatting.bold(writer.label(group.topic)) + _BLANK_LINE
    for telling in group.tellings:
        number, fragment = writer.telling(telling)
        yield _Block(
            fragment=heading + fragment,
            stories=(telling.story.id,),
            numbered=((number, telling.story.id),) if number else (),
            picture=_picture(telling) if style is Style.CARDS else "",
        )
        heading = Fragment()


def _brief(writer: Writer, tellings: Sequence[Telling]) -> Iterator[_Block]:
    """Fold the headlines of what has no room, as many quotations as it takes to keep each within a message."""
    opening = formatting.bold(writer.brief_title())
    chunk, told = opening, list[int]()
    for telling in tellings:
        line = _NEW_LINE + writer.brief_line(telling)
        if not formatting.folded(chunk + line).fits():
            yield _Block(fragment=formatting.folded(chunk), stories=tuple(told))
            chunk, told = opening, []
        chunk += line
        told.append(telling.story.id)
    if told:
        yield _Block(fragment=formatting.folded(chunk), stories=tuple(told))


def _picture(telling: Telling) -> str:
    """Return the address of an article that has a picture, the headline's own before others; empty if none has."""
    pictured = [member.url for member in telling.story.standing if member.image_url and formatting.linkable(member.url)]
    return min(pictured, key=lambda url: url != telling.story.url, default="")
