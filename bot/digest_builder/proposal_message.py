"""The message by which an editor changes and posts a digest that waits: its stories as a list, its buttons."""

from enum import StrEnum
from typing import Final, NamedTuple

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import keyboards
from bot.digest import formatting
from bot.digest.compose import Digest
from bot.digest.formatting import Fragment
from bot.keyboards import RowId
from bot.texts import Texts
from storage.admins.proposals import Proposal

_TITLE: Final = 60
# A digest of forty stories fits one message.
_HEADLINE: Final = 70


class Act(StrEnum):
    """What an editor does: post it, let it be, see it whole; look at a story, move it, drop it or take it back."""

    POST = "p"
    DECLINE = "n"
    SHOW = "s"
    LOOK = "l"
    UP = "u"
    DOWN = "d"
    TOGGLE = "x"
    DONE = "k"


class ProposalTap(CallbackData, prefix="propose"):
    """Does something with a digest that waits, as its `version` was when the button was made; 0 is no story."""

    act: Act
    proposal_id: RowId
    version: RowId
    story_id: RowId = 0


class Written(NamedTuple):
    """The message as Telegram HTML and without markup, and its buttons."""

    html: str
    plain: str
    keyboard: InlineKeyboardMarkup


def write(texts: Texts, title: str, proposal: Proposal, whole: Digest, *, looked_at: int = 0) -> Written:
    """Write the message: its stories by topics, those dropped struck through, with a mark at the one looked at.

    Args:
        texts: in the editor's language.
        title: what the channel is called.
        proposal: what waits.
        whole: the digest with all stories of the proposal, those dropped too.
        looked_at: the story that buttons move and drop; 0 for none.
    """
    name = formatting.shorten(formatting.clean(title), _TITLE)
    at = f"{proposal.slot.at:%H:%M}" if proposal.slot else ""
    key = "proposal-slot" if at else "proposal-asked"
    opening = formatting.bold(formatting.text(texts.plain(key, title=name, at=at)))
    blocks = [opening, *_sections(texts, whole, proposal, looked_at)]
    hint = formatting.italic(formatting.text(texts.plain("proposal-edit" if looked_at else "proposal-hint")))
    words = formatting.join("\n\n", [*blocks, hint])
    return Written(words.html, words.plain, _keyboard(texts, proposal, looked_at))


def _sections(texts: Texts, whole: Digest, proposal: Proposal, looked_at: int) -> list[Fragment]:
    blocks, number = [], 0
    for group in whole.groups:
        name = group.topic.label if group.topic else texts.plain("digest-main") if whole.main else ""
        lines = [formatting.bold(formatting.text(formatting.shorten(formatting.clean(name), _TITLE)))] if name else []
        for telling in group.tellings:
            number += 1
            story = telling.story
            mark = "▸ " if story.id == looked_at else ""
            words = formatting.shorten(formatting.clean(story.headline), _HEADLINE) or texts.plain("digest-untitled")
            is_dropped = story.id in proposal.selected.dropped
            headline = _struck(words) if is_dropped else formatting.link(words, story.url)
            lines.append(formatting.text(f"{mark}{number}. ") + headline)
        blocks.append(formatting.join("\n", lines))
    return blocks


def _struck(words: str) -> Fragment:
    plain = formatting.text(words)
    return Fragment(html=f"<s>{plain.html}</s>", plain=f"✕ {plain.plain}", seen=plain.seen, entities=plain.entities + 1)


def _keyboard(texts: Texts, proposal: Proposal, looked_at: int) -> InlineKeyboardMarkup:
    def button(key: str, act: Act, story_id: int = 0) -> InlineKeyboardButton:
        tap = ProposalTap(act=act, proposal_id=proposal.id, version=proposal.version, story_id=story_id)
        return keyboards.button(texts.plain(f"button-proposal-{key}"), tap)

    selected = proposal.selected
    if not looked_at:
        first = selected.stories[0] if selected.stories else 0
        return keyboards.keyboard(
            [button("post", Act.POST)],
            [button("edit", Act.LOOK, first), button("show", Act.SHOW)],
            [button("decline", Act.DECLINE)],
        )
    drop = "restore" if looked_at in selected.dropped else "drop"
    return keyboards.keyboard(
        [button("previous", Act.LOOK, _beside(selected.stories, looked_at, -1)),
         button("next", Act.LOOK, _beside(selected.stories, looked_at, 1))],
        [button("up", Act.UP, looked_at), button("down", Act.DOWN, looked_at)],
        [button(drop, Act.TOGGLE, looked_at), button("done", Act.DONE)],
    )  # fmt: skip


def _beside(stories: tuple[int, ...], story_id: int, by: int) -> int:
    return stories[(stories.index(story_id) + by) % len(stories)]
