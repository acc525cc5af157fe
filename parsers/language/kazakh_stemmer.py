"""Kazakh word forms without a dictionary: peels endings off a noun by order, sound and vowel harmony; pure.

Kazakh endings come in a fixed order (stem, plural, possessive, case) and each has a few shapes chosen by the sounds
before it, so a wrong cut is mostly impossible rather than merely unlikely. Endings that news hardly uses and that
would eat the ends of other nouns (thy, and my after short words: қала-м and қалам) are left alone on purpose. What the
treebank finds missing, and how much is found wrongly: `benchmarks.kazakh_forms`, on whose larger part this was tuned.
"""

from collections.abc import Iterator
from functools import lru_cache

LETTERS = frozenset("әғқңөұүһі")
"""The letters that only Kazakh has among the languages of our publishers."""

_BACK = frozenset("аоұыёяю")
_FRONT = frozenset("әеөүіэ")
# и and у stand for sounds of both rows, so the vowel before them decides, or nothing does.
_VOWELS = _BACK | _FRONT | frozenset("иу")
_VOICELESS = frozenset("кқпстфхцчшщһбвгд")
_NASALS = frozenset("мнң")
_BUZZING = frozenset("жз")
_SMOOTH = frozenset("лрйу")

_OPEN, _DEAF = "open", "deaf"  # after a vowel; after a voiceless sound (and the voiced ones of loanwords)
_NASAL, _BUZZ, _SOFT = "nasal", "buzz", "smooth"

_AFTER_VOICED = frozenset({_OPEN, _NASAL, _BUZZ, _SOFT})
_CASES: dict[str, frozenset[str]] = {}
_PLURALS: dict[str, frozenset[str]] = {}


def _shapes(table: dict[str, frozenset[str]], endings: str, *sounds: str) -> None:
    for ending in endings.split():
        table[ending] = frozenset(sounds)


_shapes(_PLURALS, "лар лер", _OPEN, _SOFT)
_shapes(_PLURALS, "дар дер", _NASAL, _BUZZ, _SOFT)
_shapes(_PLURALS, "тар тер", _DEAF)
_shapes(_CASES, "ның нің", _OPEN, _NASAL)
_shapes(_CASES, "дың дің", _SOFT, _BUZZ, _NASAL)
_shapes(_CASES, "тың тің", _DEAF)
_shapes(_CASES, "ға ге", *_AFTER_VOICED)
_shapes(_CASES, "қа ке", _DEAF)
_shapes(_CASES, "ны ні", _OPEN)
_shapes(_CASES, "ды ді", _NASAL, _BUZZ, _SOFT)
_shapes(_CASES, "ты ті", _DEAF)
_shapes(_CASES, "да де", *_AFTER_VOICED)
_shapes(_CASES, "та те", _DEAF)
_shapes(_CASES, "дағы дегі", *_AFTER_VOICED)
_shapes(_CASES, "тағы тегі", _DEAF)
_shapes(_CASES, "дан ден", _OPEN, _BUZZ, _SOFT)
_shapes(_CASES, "нан нен", _NASAL)
_shapes(_CASES, "тан тен", _DEAF)
_shapes(_CASES, "мен", _OPEN, _NASAL, _SOFT)
_shapes(_CASES, "бен", _BUZZ)
_shapes(_CASES, "пен", _DEAF)
_shapes(_CASES, "нікі", _OPEN, _NASAL)
_shapes(_CASES, "дікі", _SOFT, _BUZZ)
_shapes(_CASES, "тікі", _DEAF)

# "Like a stone, a step long", and "more so": believed only after a stem that is no syllable (Алтай, жүрек).
_LIKE: dict[str, frozenset[str]] = {}
_shapes(_LIKE, "дай дей", *_AFTER_VOICED)
_shapes(_LIKE, "тай тей", _DEAF)
_MORE: dict[str, frozenset[str]] = {}
_shapes(_MORE, "рақ рек", _OPEN)
_shapes(_MORE, "ырақ ірек", _DEAF, _NASAL, _BUZZ, _SOFT)

# After "his, her, its" the cases have shapes of their own: облысы -> облысында.
_CASES_AFTER_HIS = ("ндағы", "ндегі", "нда", "нде", "нан", "нен", "на", "не", "н")
_HARMLESS = frozenset({"мен", "бен", "пен", "нікі", "дікі", "тікі"})  # one shape for both rows
_PERSONS = ("мын", "мін", "бын", "бін", "пын", "пін", "сың", "сің")
_OURS = ("ымыз", "іміз", "мыз", "міз", "ыңыз", "іңіз", "ңыз", "ңіз")
_HIS = ("сы", "сі", "ы", "і")
_MY = ("ым", "ім", "м")
# Words of their own that end as "my", "like", and "his" with a case do.
_WHOLE = frozenset(
    {
        "қалам", "қадам", "ғалам", "қоғам", "әлем", "адам", "маусым", "қырым", "салем", "сәлем", "басым", "жарым",
        "арам", "мақам", "қандай", "мұндай", "сондай", "ондай", "бұндай", "жағдай", "маңдай", "таңдай", "шағын",
        "жақын", "жалын", "алтын", "бүгін", "келін",
    }
)  # fmt: skip
_VOICED_AGAIN = {"б": "п", "г": "к", "ғ": "қ"}

# и, у, ь, loanwords in -г, and surnames, which follow the name inside them: фильмі, педагогқа, Тоқаевтың.
_EITHER_ROW = (
    "и",
    "у",
    "ь",
    "г",
    "ю",
    "ев",
    "ов",
    "ева",
    "ова",
    "ин",
    "ина",
    "ит",
    "ир",
    "кт",
    "ст",
    "зд",
    "рс",
    "сс",
    "ес",
)
# Letters that Russian doubles at the end of a word, and Kazakh does not before an ending: процесс, процеске.
_DOUBLED = frozenset("слмн")
_SHORTEST_DOUBLED = 4

_SHORTEST_STEM = 2
_SHORTEST_BEFORE_N = 4  # ақын is a poet, not "his ақы": a bare -н is believed only after a word that is not so short
_SHORTEST_MINE = 3
_SHORTEST_BEFORE_PERSON = 4


@lru_cache(maxsize=65_536)
def stems(word: str) -> tuple[str, ...]:
    """Return `word` and every shorter word it may be a form of, longest first.

    `word` is folded to lower case. The set errs towards too many: what a reader follows is a whole word, so only a
    stem that somebody follows can do harm.
    """
    found = {word: None}
    uncased = [word, *_without_person(word)]
    for base in tuple(uncased):
        uncased.extend(_without_case(base))
    owned = list(uncased)
    for base in uncased:
        owned.extend(_without_owner(base))
        owned.extend(_without_me(base))
        owned.extend(_likened(base))
    single = list(owned)
    for base in owned:
        single.extend(_cut(base, _PLURALS))
    for base in single:
        found.setdefault(base)
        if base != word or base.endswith("і"):
            found |= dict.fromkeys(_restored(base))
    return tuple(sorted(found, key=len, reverse=True))


@lru_cache(maxsize=8_192)
def dictionary_forms(word: str) -> tuple[str, ...]:
    """Return the words a reader who typed `word` may have meant: itself, and what a sure ending was added to.

    Sure are the plural, the genitive and "his"; a typed noun that only looks like another case stays whole, so that
    a topic теңге (money) does not become тең (equal).
    """
    sure = {word: None}
    for ending in ("ның", "нің", "дың", "дің", "тың", "тің"):
        if word.endswith(ending) and _fits(word[: -len(ending)], ending, _CASES[ending]):
            sure.setdefault(word[: -len(ending)])
    for base in tuple(sure):
        for stem in _without_owner(base):
            if len(stem) >= _SHORTEST_BEFORE_PERSON:
                sure.setdefault(stem)
    for base in tuple(sure):
        for stem in _cut(base, _PLURALS):
            if len(stem) > _SHORTEST_STEM:
                sure.setdefault(stem)
    return tuple(sure)


def is_ending(part: str) -> bool:
    """Tell whether a part after a hyphen is only an ending: АҚШ-тың, 2025-ші."""
    return part in _CASES or part in _PLURALS or part in _CASES_AFTER_HIS or part in {"шы", "ші", "ншы", "нші"}


def _without_person(word: str) -> Iterator[str]:
    for ending in _PERSONS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_BEFORE_PERSON and _agrees(stem, ending):
            yield stem


def _without_case(word: str) -> Iterator[str]:
    yield from _cut(word, _CASES)
    for ending in _CASES_AFTER_HIS:
        stem = word.removesuffix(ending)
        if stem == word or stem[-1:] not in {"ы", "і"} or word in _WHOLE:
            continue
        if len(stem) >= (_SHORTEST_BEFORE_N if ending == "н" else _SHORTEST_STEM + 1) and _agrees(stem, ending):
            yield stem


def _without_owner(word: str) -> Iterator[str]:
    for ending in _OURS + _HIS:
        stem = word.removesuffix(ending)
        if stem == word or not _is_stem(stem) or not _agrees(stem, ending):
            continue
        after_vowel = stem[-1] in _VOWELS and stem[-1] not in "иу"
        starts_with_vowel = ending[0] in _VOWELS
        if after_vowel == starts_with_vowel:
            continue
        yield stem
        if starts_with_vowel:
            yield from _before_vowel(stem)


def _without_me(word: str) -> Iterator[str]:
    """Undo "my": сапарым, өмірім, әкем."""
    if word in _WHOLE:
        return
    for ending in _MY:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_MINE or not _is_stem(stem) or not _agrees(stem, ending):
            continue
        if (stem[-1] in _VOWELS and stem[-1] not in "иу") == (ending == "м"):
            yield stem
            if ending != "м":
                yield from _before_vowel(stem)


def _likened(word: str) -> Iterator[str]:
    """Undo "like a stone" and "smaller": тастай, кішірек."""
    if word in _WHOLE:
        return
    for table in (_LIKE, _MORE):
        yield from (stem for stem in _cut(word, table) if len(stem) >= _SHORTEST_MINE)


def _restored(stem: str) -> Iterator[str]:
    """Undo what Kazakh does to the end of a loan before its own endings: процес(ке), съез(дің), факті(сі)."""
    if not LETTERS.isdisjoint(stem.removesuffix("і")):
        return
    if len(stem) >= _SHORTEST_DOUBLED and stem[-1] in _DOUBLED and stem[-2] in _VOWELS:
        yield stem + stem[-1]
    if stem.endswith(("ъез", "поез")):
        yield stem + "д"
    if stem.endswith("кті"):
        yield stem[:-1]
    if stem.endswith("лі") and _row(stem[:-1]) is _BACK:
        yield stem[:-1] + "ь"


def _before_vowel(stem: str) -> Iterator[str]:
    """Undo what a vowel ending does: мектеп -> мектеб(і), халық -> халқ(ы), ауыз -> ауз(ы), модель -> модел(і)."""
    if stem[-1] in _VOICED_AGAIN:
        yield stem[:-1] + _VOICED_AGAIN[stem[-1]]
    if stem[-1] == "л" and LETTERS.isdisjoint(stem):
        yield stem + "ь"
    # Between a vowel and a consonant, у is a consonant.
    is_glide = len(stem) > _SHORTEST_STEM and stem[-2] == "у" and stem[-3] in _VOWELS
    if len(stem) > _SHORTEST_STEM and (is_glide or _VOWELS.isdisjoint(stem[-2:])):
        row = _row(stem)
        yield stem[:-1] + ("і" if row is _FRONT else "ы") + stem[-1]


def _cut(word: str, endings: dict[str, frozenset[str]]) -> Iterator[str]:
    for ending, sounds in endings.items():
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if _fits(stem, ending, sounds):
                yield stem


def _fits(stem: str, ending: str, sounds: frozenset[str]) -> bool:
    return _is_stem(stem) and bool(_sounds(stem[-1]) & sounds) and _agrees(stem, ending)


def _is_stem(stem: str) -> bool:
    return len(stem) >= _SHORTEST_STEM and not _VOWELS.isdisjoint(stem)


def _sounds(letter: str) -> frozenset[str]:
    """Return what `letter` counts as for the ending after it; у and и count as a vowel and as a consonant."""
    kinds = set()
    if letter in _VOWELS:
        kinds.add(_OPEN)
    if letter in _SMOOTH or letter in "иь":
        kinds.add(_SOFT)
    if letter in _VOICELESS:
        kinds.add(_DEAF)
    if letter in _NASALS:
        kinds.add(_NASAL)
    if letter in _BUZZING:
        kinds.add(_BUZZ)
    return frozenset(kinds) if kinds else frozenset({_OPEN, _DEAF, _SOFT})  # a digit or a Latin letter may sound anyhow


def _row(word: str) -> frozenset[str] | None:
    """Return the row of the last vowel that has one; к closes a loanword into the front row (банк, парк)."""
    if word[-1:] == "к":
        return _FRONT
    for letter in reversed(word):
        if letter in _FRONT:
            return _FRONT
        if letter in _BACK:
            return _BACK
    return None


def _agrees(stem: str, ending: str) -> bool:
    if ending in _HARMLESS or stem.endswith(_EITHER_ROW):
        return True
    row = _row(stem)
    own = _row(ending.rstrip("кқ")) if not _VOWELS.isdisjoint(ending) else None
    return row is None or own is None or row is own
