"""In whose words a story is told to a reader: those of an article in the reader's own language, where there is one."""

from collections.abc import Iterable
from dataclasses import replace

from storage.model import Member, MemberKind, Story, StoryCandidate


def heard(candidates: Iterable[StoryCandidate], language: str) -> list[StoryCandidate]:
    """Return the candidates with their stories in the reader's language, as far as anybody has written in it."""
    return [_heard(candidate, language) for candidate in candidates]


def _heard(candidate: StoryCandidate, language: str) -> StoryCandidate:
    story = in_language(candidate.story, language)
    return candidate if story is candidate.story else replace(candidate, story=story)


def in_language(story: Story, language: str) -> Story:
    """Return the story in the words of its earliest article of this language; as it is where there is none."""
    if story.language == language:
        return story
    speaker = min((member for member in story.standing if member.language == language), key=_first, default=None)
    if speaker is None:
        return story
    return replace(story, headline=speaker.title, summary=speaker.lead, url=speaker.url, language=language)


def _first(member: Member) -> tuple[bool, float, int]:
    """Own writing before copies, then the earliest."""
    return member.kind is MemberKind.COPY, member.published_at.timestamp(), member.article_id
