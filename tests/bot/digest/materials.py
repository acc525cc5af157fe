"""Materials of digests made of a few candidates, as tests give them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.digest.compose import Material
from bot.digest.issue import Issue
from storage import window
from storage.model import Follow, StoryCandidate


def material(
    candidates: Iterable[StoryCandidate],
    *,
    now: datetime,
    follows: Mapping[int, Follow] | None = None,
    muted: Iterable[int] = (),
    **other: Any,  # noqa: ANN401 - the other fields of a material
) -> Material:
    """Return the material of a digest of these candidates, of which some are muted, by the story's id."""
    selection = replace(window.of_candidates(candidates, now=now, follows=follows), muted=frozenset(muted))
    return Material(issue=Issue(selection.window), selection=selection, **other)
