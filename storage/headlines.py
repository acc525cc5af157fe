"""Which member speaks for a story: the least sensational and most informative title, and one sentence. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from storage import terms

_LOUD = re.compile(
    r"\b(?:шок\w*|сенсаци\w*|скандал\w*|ужас\w*|жутк\w*|срочно|молния|эксклюзив\w*|невероятн\w*|раскрыл\w*|"
    r"взорвал\w* сеть|стало известно|вот что|вот почему|вот как|почему|что известно|назвал\w* причин\w*|"
    r"поразил\w*|возмутил\w*|не поверите|топ-\d+|видео|фото|shock\w*|"
    r"breaking|you won't|here's why|таңғалдырды|сұмдық)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"»”)]*\s+(?=[\"«“(]?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ0-9])")
# After these a full stop ends no sentence.
_ABBREVIATED = re.compile(
    r"(?:\b[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]|\b(?:г|гг|ул|им|тыс|млн|млрд|руб|тг|т|д|см|стр|обл|пр|Mr|Mrs|Dr|St|No))\.$"
)
_TOO_SHORT, _TOO_LONG = 30, 120
_LONGEST_SENTENCE = 300


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


def sentence(text: str) -> str:
    """The first sentence of a text, cut at a word if it is very long."""
    text = " ".join(text.split())
    for gap in _SENTENCE.finditer(text):
        if not _ABBREVIATED.search(text[: gap.start()]):
            text = text[: gap.start()] + text[gap.start() : gap.end()].rstrip()
            break
    if len(text) <= _LONGEST_SENTENCE:
        return text
    return text[:_LONGEST_SENTENCE].rsplit(" ", 1)[0].rstrip(",;:–—- ") + "…"
