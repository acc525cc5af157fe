"""Rows of the ledger and of matches as values: what every query about what readers are told gives back."""

from typing import Any

from sqlalchemy import Row

from storage.model import Match, Told, Topic


def match(row: Row[Any]) -> Match:
    """Make a match of a row of topic_matches with its topic's query and label."""
    return Match(
        topic=Topic(id=row.topic_id, query=row.query, label=row.label),
        story_id=row.story_id,
        form=row.form,
        place=row.place,
        matched_at=row.matched_at,
        gone=row.gone_at is not None,
    )


def told(row: Row[Any]) -> Told:
    """Make what was last told of a row of tellings with its digest's composed_at and its version."""
    return Told(
        story_id=row.story_id,
        told_at=row.composed_at,
        member_count=row.member_count,
        headline=row.headline,
        url=row.url,
    )
