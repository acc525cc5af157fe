"""Plain words that ask not to be told of something: "-спорт", "не присылай спорт", "спорт жіберме"; mutes nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.handlers.topics import wish_words
from bot.handlers.topics.wish_words import Certainty
from parsers.language import kazakh_stemmer, lemmas
from storage.topics.query.lexer import OPERATORS

_LONGEST: Final = 300
_MINUS: Final = re.compile(r"(?<![-−])[-−]++(?=[^\W\d_])")
# A phone makes a dash of a minus; but a dash also opens an item of a list.
_DASH: Final = re.compile(r"[-−–—]\s*(?=[^\W\d_])")
_SENTENCE_END: Final = re.compile(r"[.!?;…]\s|\n")
# A comma within a number and the slash of an address or of "24/7" join nothing.
_SEPARATOR: Final = re.compile(r"[,;](?!\d)|(?<=[^\W\d_])/(?=[^\W\d_])")
# What only the topic language has: it says by itself what is meant together and what apart.
_TOPIC_LANGUAGE: Final = re.compile(r"[\"«»“”()#*=:]|\b(?:AND|OR|NOT|И|ИЛИ|НЕ|ЖӘНЕ|НЕМЕСЕ|ЕМЕС)\b")
_ACCUSATIVE: Final = re.compile(r"(?:[тдн][ыі]|с[ыі]н|[лдт][ае]р[ыі]н)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a message asks not to be told of, as a topic; empty: of anything.

    `instead` is the topic that the message may mean if it is no such wish, or beside it. Who is not certain asks.
    """

    unwanted: str
    instead: str
    is_certain: bool


def read(text: str) -> Wish | None:
    """Read a message as such a wish; None where it asks no such thing.

    Words with a minus before each are one; with a minus before some of them, a topic that leaves those out.
    """
    if len(text) > _LONGEST:
        return None
    sentences = [part for part in map(_bare, _SENTENCE_END.split(text.strip())) if part]
    found = [(_of_sentence(sentence), sentence) for sentence in sentences]
    wishes = [wish for wish, _ in found if wish]
    if not wishes:
        return None
    others = [sentence for wish, sentence in found if wish is None and wish_words.trimmed(sentence.split())]
    if any(not wish.unwanted for wish in wishes):
        return None if others else Wish(unwanted="", instead="", is_certain=True)
    return Wish(
        unwanted=" OR ".join(wish.unwanted for wish in wishes),
        instead=" OR ".join(map(_wanted, others)) or wishes[0].instead,
        is_certain=not others and all(wish.is_certain for wish in wishes),
    )


def _of_sentence(sentence: str) -> Wish | None:
    words = sentence.split()
    if all(map(_MINUS.match, words)):
        return Wish(
            unwanted=" OR ".join(_MINUS.sub("", word, count=1) for word in words), instead=sentence, is_certain=True
        )
    if dash := _DASH.match(sentence):
        rest = _bare(sentence[dash.end() :])
        return Wish(unwanted=" OR ".join(_topics(rest)), instead=rest, is_certain=False)
    is_topic_language = words[0] in OPERATORS and not sentence.isupper()
    asked = None if is_topic_language else wish_words.find(words)
    if asked is None:
        return None
    rest = " ".join(asked.words)
    if not wish_words.trimmed(asked.words):
        return Wish(unwanted="", instead="", is_certain=True) if wish_words.says_everything(asked.words) else None
    topics = list(_topics(rest.lower() if sentence.isupper() else rest))
    clear = [topic for topic in topics if not wish_words.is_contrast(topic)]
    if not clear:
        return None
    if asked.is_kazakh:
        clear = list(map(_nominative, clear))
    is_certain = asked.certainty is Certainty.ORDER and len(clear) == len(topics)
    return Wish(unwanted=" OR ".join(clear), instead=sentence, is_certain=is_certain)


def _bare(text: str) -> str:
    """Return a text without the marks and pictures behind it, brackets and quotes that it opened kept."""
    text = text.strip()
    while text and not (text[-1].isalnum() or text[-1] in '"»”*' or (text[-1] == ")" and "(" in text)):
        text = text[:-1].rstrip()
    return text


def _topics(text: str) -> Iterator[str]:
    """Yield the topics of an enumeration: "спорт, футбол и хоккей" is three, each unwanted by itself."""
    if _TOPIC_LANGUAGE.search(text):
        yield text
        return
    for part in _SEPARATOR.split(text):
        for words in wish_words.parts(part.split()):
            if kept := wish_words.trimmed(words):
                yield " ".join(kept)


def _nominative(topic: str) -> str:
    """Return a Kazakh topic without the case that "спортты жіберме" puts it in: what is indexed is "спорт"."""
    *before, last = topic.split()
    return " ".join([*before, _stem(last)])


def _stem(word: str) -> str:
    return kazakh_stemmer.stems(lemmas.fold(word))[-1] if _ACCUSATIVE.search(word) else word


def _wanted(sentence: str) -> str:
    return " ".join(wish_words.without_request(sentence.split()))
