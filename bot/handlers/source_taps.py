"""What the buttons under sources carry back to us; decides nothing."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class SourceAct(StrEnum):
    """What to do with a source that is shown: add it, or forget that it was shown."""

    ADD = "a"
    CANCEL = "n"


class SourceTap(CallbackData, prefix="source"):
    """Does something with a source."""

    act: SourceAct
    source_id: int


class DecisionTap(CallbackData, prefix="decide"):
    """Says the operator's word on a source."""

    source_id: int
    approved: bool


class OpmlTap(CallbackData, prefix="opml"):
    """Asks for the sources as a file."""
