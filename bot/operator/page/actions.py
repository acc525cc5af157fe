"""What the operator may change on their page; each returns the word for what came of it, and is logged."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.database import Database
from storage.maintenance import story_edits
from storage.maintenance.story_edits import EditError
from storage.sources import added_sources, listing_states, pauses
from storage.sources.added_sources import AddedState

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """Changes sources and stories."""

    database: Database
    clock: Callable[[], datetime]

    async def change_source(self, name: str, act: str) -> str:
        """Pause a source, let it go on, have it asked at once, or stop reading an added one; return what was done."""
        now = self.clock()
        async with self.database.transaction() as connection:
            match act:
                case "pause":
                    is_done = await pauses.pause(connection, name, now=now)
                case "resume":
                    is_done = await pauses.resume(connection, name)
                case "recheck":
                    is_done = bool(await listing_states.ask_now(connection, name, now=now))
                case _:
                    source = await added_sources.by_name(connection, name)
                    # A private one is its readers', and one of the catalogue is left out by SOURCES.
                    is_done = (
                        source is not None
                        and source.state is AddedState.APPROVED
                        and await added_sources.decide(connection, source.id, AddedState.REFUSED, now=now)
                    )
        if is_done:
            log.info("The operator's page: %s %s", act, name)
        return act if is_done else "nothing"

    async def merge(self, story_id: int, into: int) -> tuple[str, int]:
        """Put a story into another; return what came of it, and the story to show."""
        try:
            async with self.database.transaction() as connection:
                await story_edits.merge(connection, story_id, into, now=self.clock())
        except EditError as refused:
            return refused.reason, story_id
        log.info("The operator's page: story %d was put into %d", story_id, into)
        return "merge", into

    async def split(self, story_id: int, article_ids: Sequence[int]) -> tuple[str, int]:
        """Make a story of its own of some articles; return what came of it, and the story to show."""
        try:
            async with self.database.transaction() as connection:
                edit = await story_edits.split(connection, story_id, article_ids, now=self.clock())
        except EditError as refused:
            return refused.reason, story_id
        log.info("The operator's page: %d articles have left story %d (edit %d)", len(article_ids), story_id, edit)
        return "split", story_id

    async def undo(self, edit_id: int) -> str:
        """Put stories back as they were before an edit."""
        try:
            async with self.database.transaction() as connection:
                await story_edits.undo(connection, edit_id, now=self.clock())
        except EditError as refused:
            return refused.reason
        log.info("The operator's page: edit %d was undone", edit_id)
        return "undo"
