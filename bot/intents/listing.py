"""A message that names several topics, "банк, нефть, футбол": what each of them is. Pure."""

import re
from typing import Final

_MOST: Final = 10
_LONGEST: Final = 300
# More words are a sentence, and its commas are grammar.
_MOST_WORDS: Final = 3
# A comma within a number joins nothing; each line may be a topic.
_SEPARATOR: Final = re.compile(r"[,;](?!\d)|\n")
# What only the topic language has: it says by itself what is meant together and what apart.
_TOPIC_LANGUAGE: Final = re.compile(r"[\"«»“”()#*=:]|\b(?:AND|OR|NOT|И|ИЛИ|НЕ|ЖӘНЕ|НЕМЕСЕ|ЕМЕС)\b")
_ITEM: Final = re.compile(r"^(?:[-–—•*]|\d{1,2}[.)])\s++")
_LAST: Final = re.compile(r"^(?:и|а также|және|and)\s++", re.IGNORECASE)
# A contrast or a request is no name of a topic.
_OTHER: Final = frozenset(
    {"но", "не", "кроме", "только", "а", "бірақ", "тек", "but", "except", "only", "not", "что", "как", "почему", "где"}
)


def topics(text: str) -> tuple[str, ...]:
    """Return the topics that a message lists, each once; nothing where it is one topic, or no list."""
    if len(text) > _LONGEST or _TOPIC_LANGUAGE.search(text):
        return ()
    parts = [_LAST.sub("", _ITEM.sub("", part.strip())).strip(" .!?") for part in _SEPARATOR.split(text)]
    listed = tuple({part.casefold(): part for part in parts if part}.values())
    return listed if 1 < len(listed) <= _MOST and all(map(_is_topic, listed)) else ()


def _is_topic(part: str) -> bool:
    words = part.split()
    return (
        len(words) <= _MOST_WORDS
        and words[0].casefold() not in _OTHER
        and sum(character.isalpha() for character in part) > 1
    )
