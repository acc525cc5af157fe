"""In which languages a reader is told stories, as they chose, else as others like them read. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from storage.model import Member, MemberKind, Story

SPOKEN: Final = ("ru", "kk", "en")
# Kazakhstan's zones: whoever lives there and reads Russian meets Kazakh more often than English.
_KAZAKH_ZONES: Final = frozenset(
    {"Asia/Almaty", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Atyrau", "Asia/Oral", "Asia/Qostanay", "Asia/Qyzylorda"}
)


def guess(own: str, zone: str) -> tuple[str, ...]:
    """Return all our languages in the order in which a reader of `own` who lives in a zone is likely to read them."""
    second = {"kk": "ru", "en": "ru"}.get(own, "kk" if zone in _KAZAKH_ZONES else "en")
    return (own, *sorted((one for one in SPOKEN if one != own), key=lambda one: one != second))


def order(chosen: tuple[str, ...], own: str, zone: str) -> tuple[str, ...]:
    """Return the languages in which a reader is told stories: those they chose, or all of them as we guess."""
    return chosen or guess(own, zone)


def is_foreign(story: Story, languages: tuple[str, ...]) -> bool:
    """Say whether a story, in the words it is told in, is in none of the languages."""
    return bool(story.language) and story.language not in languages


def spoken(stories: Iterable[Story], languages: tuple[str, ...]) -> tuple[Story, ...]:
    """Return stories in the words of a reader's languages, those that nobody tells in one of them last."""
    told = [in_language(story, *languages) for story in stories]
    return tuple(sorted(told, key=lambda story: is_foreign(story, languages)))


def in_language(story: Story, *languages: str) -> Story:
    """Return the story in the words of its earliest article of the first of these languages that it is told in.

    As it is where it is told in none.
    """
    for language in languages:
        if story.language == language:
            return story
        speakers = (member for member in story.standing if member.language == language)
        if speaker := min(speakers, key=_spoke_first, default=None):
            return replace(story, headline=speaker.title, summary=speaker.lead, url=speaker.url, language=language)
    return story


def _spoke_first(member: Member) -> tuple[bool, float, int]:
    """Own writing before copies, then the earliest."""
    return member.kind is MemberKind.COPY, member.published_at.timestamp(), member.article_id
