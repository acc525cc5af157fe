"""Which stories of a digest an editor wants, in which order: moved within their topic, topics as a whole. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.digest.compose import Digest, Group
from storage.model import Section, Selected

_Thing = TypeVar("_Thing")


def selected(digest: Digest) -> Selected:
    """Return the stories that a digest tells whole, as it orders them."""
    return Selected(
        sections=tuple(
            Section(
                topic_id=group.topic.id if group.topic else None,
                stories=tuple(each.story.id for each in group.tellings),
            )
            for group in digest.groups
        )
    )


def arranged(digest: Digest, wanted: Selected) -> Digest:
    """Return a digest with those of its stories that are wanted, in that order; what it lacks is left out."""
    known = {each.story.id: each for group in digest.groups for each in group.tellings}
    topics = {group.topic.id if group.topic else None: group.topic for group in digest.groups}
    groups = [
        Group(
            topic=topics.get(section.topic_id),
            tellings=tuple(
                known[story_id] for story_id in section.stories if story_id in known and story_id not in wanted.dropped
            ),
        )
        for section in wanted.sections
    ]
    return replace(digest, groups=tuple(group for group in groups if group.tellings), brief=())


def toggled(current: Selected, story_id: int) -> Selected:
    """Drop a story, or take it back; one that is not there changes nothing."""
    return replace(current, dropped=current.dropped ^ {story_id}) if story_id in current.stories else current


def moved(current: Selected, story_id: int, by: int) -> Selected:
    """Move a story up (-1) or down (1): past the next of its topic; at the edge of its topic, all of the topic."""
    for place, section in enumerate(current.sections):
        if story_id in section.stories:
            at = section.stories.index(story_id)
            if 0 <= at + by < len(section.stories):
                stories = _swapped(section.stories, at, at + by)
                return replace(current, sections=_with(current.sections, place, replace(section, stories=stories)))
            if 0 <= place + by < len(current.sections):
                return replace(current, sections=_swapped(current.sections, place, place + by))
    return current


def _swapped(things: Sequence[_Thing], one: int, other: int) -> tuple[_Thing, ...]:
    listed = list(things)
    listed[one], listed[other] = listed[other], listed[one]
    return tuple(listed)


def _with(things: Sequence[_Thing], place: int, thing: _Thing) -> tuple[_Thing, ...]:
    return (*things[:place], thing, *things[place + 1 :])
