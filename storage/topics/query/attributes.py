"""The parts of a topic that say something of an article as a whole: its source, its language, its rubric; pure."""

from dataclasses import dataclass

from storage.topics.query import document
from storage.topics.query.document import Field, Hit, TokenizedText

Anchors = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class SourceTerm:
    """A publisher's edition by its name, or by the end of it: zakon.kz is also kaz.zakon.kz's publisher, not it."""

    name: str

    def __str__(self) -> str:
        return f"source:{self.name}"

    @property
    def anchors(self) -> Anchors:
        """The source's key."""
        return (frozenset({"@" + self.name}),)

    @property
    def keys(self) -> frozenset[str]:
        """The same key."""
        return self.anchors[0]

    def find(self, content: TokenizedText) -> Hit | None:
        """Compare the source."""
        return Hit(form=content.source, place=Field.SOURCE) if content.source == self.name else None


@dataclass(frozen=True)
class Language:
    """A language by its two-letter code."""

    code: str

    def __str__(self) -> str:
        return f"lang:{self.code}"

    @property
    def anchors(self) -> Anchors:
        """The language's key."""
        return (frozenset({"~" + self.code}),)

    @property
    def keys(self) -> frozenset[str]:
        """The same key."""
        return self.anchors[0]

    def find(self, content: TokenizedText) -> Hit | None:
        """Compare the language."""
        return Hit(form=content.language, place=Field.LANGUAGE) if content.language == self.code else None


@dataclass(frozen=True)
class RubricTerm:
    """A rubric of newspapers by its name in English: everything about sport."""

    rubric: str

    def __str__(self) -> str:
        return f"rubric:{self.rubric}"

    @property
    def anchors(self) -> Anchors:
        """The rubric's key."""
        return (frozenset({document.rubric_key(self.rubric)}),)

    @property
    def keys(self) -> frozenset[str]:
        """The same key."""
        return self.anchors[0]

    def find(self, content: TokenizedText) -> Hit | None:
        """Find the rubric among those of the text."""
        name = content.tags.get(document.rubric_key(self.rubric))
        return Hit(form=name, place=Field.RUBRIC) if name is not None else None
