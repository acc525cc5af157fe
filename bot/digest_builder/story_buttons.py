"""The buttons under a digest: numbers, one for each story (bot.handlers.stories.cards), or the way to one's own."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from aiogram.types import InlineKeyboardButton

from bot import keyboards
from bot.deep_links import invitations
from bot.keyboards import StoryTap
from bot.texts import Texts
from storage.model import ChatKind

# More in a row are hard to hit with a thumb: on a phone of 390 each is as wide as a finger (44).
_IN_A_ROW: Final = 7
_KEPT: Final = 16_384


def belong_to(kind: ChatKind) -> bool:
    """Say whether digests of such a chat have buttons: in a group they would open for everybody what one asked for."""
    return kind is ChatKind.PRIVATE


def keyboard(numbered: Sequence[tuple[int, int]]) -> str:
    """Return the buttons of a message as JSON, one for each (number, story id); empty if there are none."""
    rows = [
        "[" + ",".join(row) + "]"
        for row in keyboards.in_rows((_button(number, story_id) for number, story_id in numbered), _IN_A_ROW)
    ]
    return f'{{"inline_keyboard":[{",".join(rows)}]}}' if rows else ""


@lru_cache(maxsize=8)
def invitation(texts: Texts) -> str:
    """Return the button that leads to a digest of one's own, as JSON; its address is known when it is sent."""
    button = InlineKeyboardButton(text=texts.plain("button-invitation"), url=invitations.INVITATION)
    return keyboards.keyboard([button]).model_dump_json(exclude_none=True)


@lru_cache(maxsize=_KEPT)
def _button(number: int, story_id: int) -> str:
    """Return a button as JSON: the same story stands at the same place of many digests."""
    return keyboards.button(str(number), StoryTap(story_id=story_id)).model_dump_json(exclude_none=True)
