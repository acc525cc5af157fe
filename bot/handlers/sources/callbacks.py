"""What the buttons under sources carry back to us; decides nothing."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.keyboards import PageNumber, RowId


class SourceAct(StrEnum):
    """What to do with a source: add one that is shown, or forget that it was; drop one's own, or offer it to all."""

    ADD = "a"
    CANCEL = "n"
    DROP = "d"
    OFFER = "o"


class SourceTap(CallbackData, prefix="source"):
    """Does something with a source."""

    act: SourceAct
    source_id: RowId


class DecisionTap(CallbackData, prefix="decide"):
    """Says the operator's word on a source."""

    source_id: RowId
    approved: bool


class SeveralTap(CallbackData, prefix="several"):
    """Adds one of several sources that were found together; 0 is all that are still on offer."""

    source_id: RowId


class BatchTap(CallbackData, prefix="batch"):
    """Says the operator's word on one (0: all) of the sources that a reader proposed together, from an id to an id."""

    reader: RowId
    first: RowId
    last: RowId
    source_id: RowId
    approved: bool


class OpmlTap(CallbackData, prefix="opml"):
    """Asks for the sources as a file."""


class SourcesPageTap(CallbackData, prefix="sources"):
    """Turns to a page of the list of sources."""

    page: PageNumber
