"""Which member speaks for a story: the least sensational, most informative title, the most central sentence. Pure."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsers.language import terms

_LOUD = re.compile(
    r"\b(?:шок\w*|сенсаци\w*|скандал\w*|ужас\w*|жутк\w*|срочно|молния|эксклюзив\w*|невероятн\w*|раскрыл\w*|"
    r"взорвал\w* сеть|стал[аои]? известн\w*|вот что|вот почему|вот как|почему|что известно|назвал\w* причин\w*|"
    r"поразил\w*|возмутил\w*|не поверите|топ-\d+|видео|фото|shock\w*|"
    r"breaking|you won't|here's why|таңғалдырды|сұмдық)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”)]*\s+(?=[\"«“(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])")
# After these a full stop ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|\b(?:г|гг|ул|им|тыс|млн|млрд|руб|тг|т|д|см|стр|обл|пр|Mr|Mrs|Dr|St|No))\.$"
)
# With its full stop, and the letter before that makes it the end of a word and no abbreviation.
_LONGEST_ABBREVIATION = 6
_TOO_SHORT, _TOO_LONG = 30, 120
_LONGEST_SENTENCE = 300
# A sentence is central to accounts where there are others than the speaker's and one more: two only agree or not.
_FEWEST = 3
_LOOKED_AT = 3
_SHORTEST = 50
# What a place further on, and words of somebody else than the speaker, weigh against being like the others: on the
# demo's day and our week likeness to the others is between 0.1 and 0.5.
_LATER, _OWN = 0.05, 0.05
_REPEATS = 0.85
# A sentence has no length to be loud by: only words, marks and capitals count (see `sensation`).
_SAID_LOUDLY = 0.5
_LEANING = re.compile(
    r"(?:он|она|они|оно|это|этот|эта|эти|его|её|ее|их|там|тогда|также|при этом|кроме того|однако|но|а|и|поэтому|ранее|"
    r"напомним|отметим|ол|олар|бұл|сондай-ақ|бірақ|he|she|it|they|this|that|these|however|but|and|also|earlier)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A member that could speak for its story."""

    article_id: int
    url: str
    language: str
    title: str
    text: str
    copy: bool = False
    withdrawn: bool = False


def best(voices: Sequence[Voice]) -> Voice:
    """Choose the member whose title and lead stand for the story; the earlier one in a tie."""
    if len(voices) == 1:
        return voices[0]
    counts = Counter(term for voice in voices for term in set(terms.terms(voice.title)))
    languages = Counter(voice.language for voice in voices if not voice.copy)
    common = max(languages, key=lambda language: languages[language], default="")
    return max(enumerate(voices), key=lambda each: (_worth(each[1], counts, len(voices), common), -each[0]))[1]


def _worth(voice: Voice, counts: Counter[str], members: int, language: str) -> float:
    found = set(terms.terms(voice.title))
    central = sum(counts[term] - 1 for term in found) / max(1, len(found) * members)
    worth = 2 * central - sensation(voice.title) - 0.5 * voice.copy
    worth += min(len(found), 12) / 12
    worth += 0.3 * any(letter.isdigit() for letter in voice.title)
    return worth + 1.0 * (voice.language == language) + 0.2 * bool(voice.text)


def sensation(title: str) -> float:
    """How loud a title is: 0 for a plain one; questions, exclamations, capitals, teasers and odd lengths add."""
    loud = 0.7 * len(_LOUD.findall(title)) + 0.6 * title.count("!") + 0.6 * title.count("?")
    loud += 0.5 * ("..." in title or "…" in title)
    shouted = [word for word in title.split() if len(word) > 4 and word.isupper()]
    loud += 0.5 * len(shouted)
    return loud + 0.4 * (not _TOO_SHORT <= len(title) <= _TOO_LONG)


def summary(voices: Sequence[Voice], speaker: Voice) -> str:
    """The sentence most central to what the accounts say: of their leads, in the speaker's language.

    Early sentences, whole ones that stand by themselves, and the speaker's own are preferred. A single account is
    summed up by its first sentence.
    """
    first = sentence(speaker.text)
    own = [voice for voice in voices if not voice.copy and voice.language == speaker.language]
    if len(own) < _FEWEST:
        return first
    vectors = {voice.article_id: _vector(f"{voice.title} {voice.text}") for voice in own}
    found = [
        (_centrality(said, voice, speaker, vectors) - _LATER * at, -order, said)
        for order, voice in enumerate(sorted(own, key=lambda voice: voice is not speaker))
        for at, said in enumerate(sentences(voice.text)[:_LOOKED_AT])
        if _stands_alone(said)
    ]
    return max(found, default=(0.0, 0, first))[2]


def _centrality(said: str, voice: Voice, speaker: Voice, vectors: Mapping[int, Mapping[str, float]]) -> float:
    """How like the other accounts a sentence is, on average; less for a loud one, or one that repeats the headline."""
    vector = _vector(said)
    others = [_cosine(vector, other) for each, other in vectors.items() if each != voice.article_id]
    repeats = _cosine(vector, _vector(speaker.title)) > _REPEATS
    return (
        sum(others) / len(others) + _OWN * (voice is speaker) - 0.5 * (sensation(said) > _SAID_LOUDLY) - 0.3 * repeats
    )


def _stands_alone(said: str) -> bool:
    """Whether a sentence is whole and leans on none before it."""
    return _SHORTEST <= len(said) <= _LONGEST_SENTENCE and said[-1] in '.!»”"' and not _LEANING.match(said)


# A story that grows asks again for the leads it had.
@lru_cache(maxsize=1_000)
def _vector(text: str) -> Mapping[str, float]:
    counts = Counter(terms.terms(text))
    return {term: terms.rarity(term) * (1 + math.log(count)) for term, count in counts.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return (
        math.fsum(one[term] * other[term] for term in sorted(one.keys() & other.keys())) / lengths if lengths else 0.0
    )


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order."""
    text = " ".join(text.split())
    found, start = [], 0
    for gap in _SENTENCE.finditer(text):
        # Not all of the text before: a page of 200,000 words has sentences without end.
        if not _ABBREVIATED.search(text[max(start, gap.start() - _LONGEST_ABBREVIATION) : gap.start()]):
            found.append(text[start : gap.end()].rstrip())
            start = gap.end()
    return [*found, text[start:]] if text[start:] else found


def sentence(text: str) -> str:
    """The first sentence of a text, cut at a word if it is very long."""
    first = next(iter(sentences(text)), "")
    if len(first) <= _LONGEST_SENTENCE:
        return first
    return first[:_LONGEST_SENTENCE].rsplit(" ", 1)[0].rstrip(",;:–—- ") + "…"
