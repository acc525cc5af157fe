"""What an article is about: what its publisher says, and else what its words say, where they say it clearly."""

from collections.abc import Iterable
from typing import Final

from parsers.rubrics import classifier, sections

# Below this margin words say nothing clearly: above it they are right in four of five, see docs/adr/0013-rubrics.md.
CLEAR: Final = 2.0


def of_article(title: str, lead: str, *, section: str = "", url: str = "", tags: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the rubrics of an article, none where nothing says clearly what it is about.

    Args:
        title: what it is called.
        lead: the beginning of its text.
        section: the name of its section, as its publisher has it.
        url: its address, whose folders may name a section.
        tags: those that its publisher gave.
    """
    named = sections.named(section, url, tags)
    if named is not None:
        return (str(named),)
    verdict = classifier.judge(classifier.features(title, lead), classifier.shipped())
    return (str(verdict.rubric),) if verdict.margin >= CLEAR else ()
