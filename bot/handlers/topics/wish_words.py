"""The words by which people ask not to be told of something, in Russian, Kazakh and English; knows no topics."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from parsers.language import lemmas


class Certainty(Enum):
    """How surely some words are a wish about what is sent, and not the name of a song, a film or a bird."""

    ORDER = auto()  # "не присылай": nothing else is meant
    NEED = auto()  # "не нужен": an order if the speaker is named ("мне не нужен"), else a doubt
    DOUBT = auto()  # "без", "mute": may as well begin a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is left of a sentence without the words that make it a wish."""

    words: Sequence[str]
    certainty: Certainty
    is_kazakh: bool = False


# Each must match the first words of a sentence, or the last ones, whole; in small letters.
_BEFORE: Final = (
    (
        re.compile(
            r"не (?:(?:присыла|показыва|отправля|высыла)й|шли)(?:те)?(?: мне| нам)?"
            r"|не интересу(?:ет|ют)(?: меня| нас)?"
            r"|не хоч(?:у|ется) (?:больше )?(?:читать|видеть|знать|слышать|получать)"
            r"|не (?:рассказывай|пиши|говори)(?:те)?(?: мне| нам)?(?: больше| ничего)? (?:о|об|обо|про)"
            r"|(?:do not|don't|never|stop) (?:send|show)(?:ing)?(?: me| us)?"
            r"|(?:do not|don't|never|stop) tell(?:ing)? (?:me |us )?(?:anything |more )?about"
            r"|don't want to (?:read|see|hear|know|get|receive)"
            r"|not interested in"
        ),
        Certainty.ORDER,
    ),
    (
        re.compile(
            r"не (?:надо|нужно|нужен|нужна|нужны|хочу|интерес(?:ен|на|но|ны))(?: мне| нам)?"
            r"|(?:неинтерес(?:ен|на|но|ны))(?: мне)?|don't (?:want|need|care about)"
        ),
        Certainty.NEED,
    ),
    (
        re.compile(
            r"(?:убери|исключи|скрой|отключи|выключи)(?:те)?|хватит|довольно|никак(?:ого|их|ой)|без|кроме|не|нет"
            r"|не (?:рассказывай|пиши|говори)(?:те)?"
            r"|no more|no|not|without|hide|exclude|mute|skip|enough"
            r"|(?:do not|don't|never|stop) tell(?:ing)?(?: me| us)?"
        ),
        Certainty.DOUBT,
    ),
)
_BEHIND: Final = (
    (
        re.compile(
            r"не (?:(?:присыла|показыва|отправля|высыла)й|шли)(?:те)?|не интересу(?:ет|ют)"
            r"|(?:туралы |жайлы |жөнінде )?(?:жібер|көрсет)(?:ме|пе)(?:ңіз|ші|ңізші|ңдер)?"
            r"|(?:туралы|жайлы|жөнінде) (?:маған )?(?:енді )?(?:жаз|айт)(?:ба|па)(?:ңыз|шы|ңызшы|ңдар)?"
        ),
        Certainty.ORDER,
    ),
    (
        re.compile(
            r"не (?:надо|нужно|нужен|нужна|нужны|хочу|интерес(?:ен|на|но|ны))"
            r"|неинтерес(?:ен|на|но|ны)"
            r"|керек емес|қажет емес|керегі жоқ|қажеті жоқ|қызық емес|қызықсыз|қызықтырмайды"
        ),
        Certainty.NEED,
    ),
    (re.compile(r"хватит|айтпа(?:ңыз|шы|ңызшы)?|жазба(?:ңыз|шы|ңызшы)"), Certainty.DOUBT),
)
_MOST_WORDS: Final = 5
_NOT: Final = "не"
_KAZAKH: Final = re.compile("жібер|көрсет|жаз|айт|кере[кг]|қажет|қызық|туралы|жайлы|жөнінде")

_SPEAKERS: Final = frozenset(
    {
        "я", "мне", "меня", "нам", "нас", "i", "i'm", "me", "us", "маған", "мені", "бізге", "бізді",
    }
)  # fmt: skip
# Courtesy and the like: says nothing of what is unwanted, wherever it stands around it.
_COURTESY: Final = frozenset(
    {
        "пожалуйста", "плиз", "спасибо", "бот", "больше", "вообще", "пока", "please", "thanks", "thank", "you",
        "just", "am", "we", "anymore", "longer", "the", "a", "өтінемін", "өтініш", "рахмет", "енді", "бұдан",
        "былай", "мүлдем",
    }
)  # fmt: skip
_ABOUT: Final = frozenset(
    {
        "о", "об", "обо", "про", "на", "тему", "темы", "новостей", "новости", "новость", "новостях", "статьи",
        "статей", "сообщения", "any", "more", "of", "on", "about", "news", "stories", "story", "articles", "to",
        "туралы", "жайлы", "жөнінде", "жаңалық", "жаңалықты", "жаңалықтар", "жаңалықтарды", "жаңалықтарын",
        "хабар", "хабарды", "хабарлар", "хабарларды", "хабарларын", "чего", "что", "это", "этого",
    }
)  # fmt: skip
_ALL: Final = frozenset(
    {
        "ничего", "никаких", "никакие", "никакой", "никакого", "ни", "всё", "все", "anything", "everything",
        "nothing", "all", "ештеңе", "ештеме", "бәрін", "ешқандай",
    }
)  # fmt: skip
_NEWS: Final = frozenset(
    {
        "новостей", "новости", "news", "жаңалық", "жаңалықтар", "жаңалықтарды",
    }
)  # fmt: skip
_MARKS: Final = ",.!?:;"
_NOISE: Final = _SPEAKERS | _COURTESY | _ABOUT | _ALL
_CONJUNCTIONS: Final = frozenset(
    {
        "и", "или", "ни", "либо", "or", "nor", "and", "және", "немесе", "мен", "пен", "бен",
    }
)  # fmt: skip
_CONTRASTS: Final = frozenset(
    {
        "но", "кроме", "только", "а", "but", "except", "only", "бірақ", "тек",
    }
)  # fmt: skip
_REQUEST: Final = re.compile(r"(?:присылай|показывай|шли|рассказывай|пиши)(?:те)?|send|show|жібер(?:ші|іңіз)?|көрсет")


def find(sentence: Sequence[str]) -> Asked | None:
    """Find the words that make a sentence a wish, at its begin or at its end; None if it has none."""
    named = any(_folded(word) in _SPEAKERS for word in sentence)
    words = _stripped(sentence, _SPEAKERS | _COURTESY)
    for length in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        start, end = (" ".join(map(_folded, part)) for part in (words[:length], words[-length:]))
        for phrases, phrase, rest in ((_BEFORE, start, words[length:]), (_BEHIND, end, words[:-length])):
            for pattern, certainty in phrases:
                if pattern.fullmatch(phrase) and not (phrase == _NOT and _is_verb(rest[0])):
                    is_kazakh = phrases is _BEHIND and _KAZAKH.match(phrase) is not None
                    return Asked(words=rest, certainty=_settled(certainty, is_named=named), is_kazakh=is_kazakh)
    return None


def trimmed(words: Sequence[str]) -> list[str]:
    """Return words without those around them that name nothing."""
    return _stripped(words, _NOISE)


def says_everything(words: Sequence[str]) -> bool:
    """Say whether words that name nothing mean all there is: "ничего", "новости"."""
    return any(_folded(word) in _ALL | _NEWS for word in words)


def parts(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield what stands between conjunctions; in capitals they are the topic language's."""
    part: list[str] = []
    for word in words:
        if word in _CONJUNCTIONS:
            yield part
            part = []
        else:
            part.append(word)
    yield part


def is_contrast(topic: str) -> bool:
    """Say whether a part of an enumeration takes something back: "но не футбол"."""
    return _folded(topic.split(maxsplit=1)[0]) in _CONTRASTS


def without_request(words: Sequence[str]) -> list[str]:
    """Return the words of a request for something without the asking: "присылай политику" is "политику"."""
    return trimmed([word for word in words if not _REQUEST.fullmatch(_folded(word))]) or list(words)


def _is_verb(word: str) -> bool:
    """Say whether a word after "не" is an action: "не работает" complains, "не спорт" chooses."""
    readings = lemmas.readings(lemmas.fold(word.strip(_MARKS)))
    return bool(readings) and readings[0].part in {"VERB", "INFN"}


def _settled(certainty: Certainty, *, is_named: bool) -> Certainty:
    if certainty is not Certainty.NEED:
        return certainty
    return Certainty.ORDER if is_named else Certainty.DOUBT


def _stripped(words: Sequence[str], noise: frozenset[str]) -> list[str]:
    kept = list(words)
    while kept and _folded(kept[0]) in noise:
        del kept[0]
    while kept and _folded(kept[-1]) in noise:
        del kept[-1]
    return kept


def _folded(word: str) -> str:
    return word.casefold().strip(_MARKS).replace("’", "'")
