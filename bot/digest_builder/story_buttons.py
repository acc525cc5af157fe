"""The row of numbers under a message: one button for each story it tells. They open bot.handlers.stories.cards."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot import keyboards
from bot.keyboards import StoryTap
from storage.model import ChatKind

# More in a row are hard to hit with a thumb.
_IN_A_ROW: Final = 6
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


@lru_cache(maxsize=_KEPT)
def _button(number: int, story_id: int) -> str:
    """Return a button as JSON: the same story stands at the same place of many digests."""
    return keyboards.button(str(number), StoryTap(story_id=story_id)).model_dump_json(exclude_none=True)
