"""Names across alphabets and cases: one folded form for Тоқаев, Токаевым and Tokayev; knows no tag and no story."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import groupby


def _letters() -> tuple[str, str]:
    """Classes of letters, and of capital ones: spelled out, they are found twice as fast as by what they are not.

    Beyond the basic plane, styled Latin letters and rare ideographs are all that is needed.
    """
    letters = [letter for letter in map(chr, range(0x1_0000)) if letter.isalnum() and not letter.isdecimal()]
    return (
        f"[{_ranges(letters)}\U0001d400-\U0001d7cb\U00020000-\U0003ffff]",
        f"[{_ranges([letter for letter in letters if letter.isupper()])}]",
    )


def _ranges(letters: list[str]) -> str:
    runs = groupby(enumerate(map(ord, letters)), key=lambda each: each[1] - each[0])
    ends = [[code for _, code in run] for _, run in runs]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in ends)


_LETTER, _CAPITAL = _letters()
_WORD = re.compile(rf"{_LETTER}++(?:['’ʼ`]{_LETTER}++)*+")
# The same where it begins with a capital letter.
_CAPITALISED = re.compile(
    rf"{_CAPITAL}(?<!{_LETTER}{_LETTER})(?<!{_LETTER}['’ʼ`]{_LETTER}){_LETTER}*+(?:['’ʼ`]{_LETTER}++)*+"
)
_SENTENCE_ENDS = (*'.!?…:;«»"“”„•|–—',)

# Letters that look alike: a Latin one inside a Cyrillic word is a slip of the keyboard (or a trick), and back.
_LATIN_LOOKALIKES = "aAeEoOpPcCxXyYkKmMtTHBiI"
_CYRILLIC_LOOKALIKES = "аАеЕоОрРсСхХуУкКмМтТНВіІ"
_TO_CYRILLIC = str.maketrans(_LATIN_LOOKALIKES, _CYRILLIC_LOOKALIKES)
_TO_LATIN = str.maketrans(_CYRILLIC_LOOKALIKES, _LATIN_LOOKALIKES)

# Letters that transliterations confuse become one; Kazakh letters the nearest Russian one.
_CYRILLIC = str.maketrans(
    {
        "ё": "е", "э": "е", "й": "и", "ы": "и", "щ": "ш", "ъ": "", "ь": "", "я": "иа", "ю": "иу", "ц": "с",
        "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х", "і": "и", "ї": "и",
        "є": "е", "ґ": "г", "ў": "у",
    }
)  # fmt: skip
_DIGRAPHS = (
    ("shch", "ш"), ("sch", "ш"), ("shh", "ш"), ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ph", "ф"),
    ("ts", "с"), ("tc", "с"), ("tz", "с"), ("ck", "к"), ("ye", "е"), ("je", "е"), ("yo", "е"),
)  # fmt: skip
_LATIN = str.maketrans(
    dict(zip("abdefghijklmnopqrstuvwyz", "абдефгхиийклмнопкрстуввиз".replace("й", ""), strict=True))
    | {"x": "х", "ş": "ш", "ç": "ч", "š": "ш", "č": "ч", "ž": "ж", "ı": "и", "ł": "л", "ø": "о", "ß": "с"}
)
_SOFT_C = re.compile(r"c(?=[eiyj])")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_CYRILLIC_LETTER = re.compile("[\u0400-\u052f]")
_REPEATED = re.compile(r"(.)\1+")

# Endings of folded Russian nouns, adjectives and surnames in their cases, longest first.
_ENDINGS = (
    "иами", "иеи", "аиа", "уиу", "ами", "иах", "иам", "ого", "его", "ому", "ему", "ими", "ах", "ам", "их", "им",
    "ом", "ем", "ои", "еи", "ое", "ее", "ие", "иа", "иу", "а", "у", "е", "и", "о",
)  # fmt: skip
# Endings of folded Kazakh nouns: genitive, ablative, instrumental, accusative, dative, locative.
_KAZAKH_ENDINGS = (
    "нин", "дин", "тин", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен",
    "ни", "ди", "ти", "га", "ге", "ка", "ке", "да", "де", "та", "те",
)  # fmt: skip
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
_SHORTEST_STEM = 3
# An ending that is often a part of a short name (Вадим, Артем, Китая) needs a longer stem.
_AMBIGUOUS = frozenset({"им", "ом", "ем", "ам", "их", "аиа", "уиу"})
_SHORTEST_BEFORE_AMBIGUOUS = 4

_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ули|кизи)(?:а|у|е|ем|ои|и)?$")
_SURNAME = re.compile(r"(?:ов|ев|ин|баи|бек|ск|енко|ули|кизи|швили|иан)$")
_INITIAL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A run of capitalised words of a text, as written."""

    text: str
    start: int
    certain: bool
    """False for a single word that opens a sentence: any word is capitalised there."""

    @property
    def stems(self) -> tuple[str, ...]:
        """Each word folded, without its case ending; initials are left out."""
        return _stems(self.text)

    @property
    def person(self) -> bool:
        """Whether it looks like a first name with a surname, in either order."""
        return _is_person(self.stems)


@lru_cache(maxsize=20_000)
def _stems(name: str) -> tuple[str, ...]:
    return tuple([stem(word) for word in spelled(name) if len(word) > _INITIAL])


@lru_cache(maxsize=20_000)
def _is_person(stems: tuple[str, ...]) -> bool:
    known = first_names()
    return (
        2 <= len(stems) <= 4
        and any(stem in known for stem in stems)
        and any(_SURNAME.search(stem) or stem not in known for stem in stems)
    )


def words(text: str) -> list[re.Match[str]]:
    """The words of a text; a hyphen parts two words, an apostrophe does not."""
    return list(_WORD.finditer(text))


def spelled(text: str) -> list[str]:
    """The words of a text as they are spelled, where their places do not matter: thrice as fast."""
    return _WORD.findall(text)


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Fold a word's case, alphabet and look-alike letters: Қытай -> китаи, Tokayev -> токаев. Digits stay."""
    word = unicodedata.normalize("NFKC", word)
    word = _one_script(word).casefold()
    for mark in "'’ʼ`\u0301":
        word = word.replace(mark, "")
    if not word.isascii():
        word = word.translate(_LATIN)
        word = word.translate(_CYRILLIC)
    if _LATIN_LETTER.search(word):
        word = _from_latin(word)
    word = word.replace("тс", "с").replace("кс", "х")
    return _REPEATED.sub(r"\1", word) if not word.isdigit() else word


def _one_script(word: str) -> str:
    latin, cyrillic = _LATIN_LETTER.findall(word), _CYRILLIC_LETTER.findall(word)
    if not latin or not cyrillic:
        return word
    return word.translate(_TO_CYRILLIC if len(cyrillic) >= len(latin) else _TO_LATIN)


def _from_latin(word: str) -> str:
    word = unicodedata.normalize("NFD", word)
    word = "".join(letter for letter in word if not unicodedata.combining(letter))
    for latin, cyrillic in _DIGRAPHS:
        word = word.replace(latin, cyrillic)
    return _SOFT_C.sub("с", word).replace("c", "к").translate(_LATIN)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A folded word without its case ending: Султангазиевым -> султангазиев, Қытайдың -> кита."""
    folded = fold(word)
    if folded in first_names() or len(folded) <= _SHORTEST_STEM:
        return folded
    if _KAZAKH_LETTERS & set(word.casefold()):
        folded = _cut(folded, _KAZAKH_ENDINGS)
    return _cut(folded, _ENDINGS)


def _cut(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        shortest = _SHORTEST_BEFORE_AMBIGUOUS if ending in _AMBIGUOUS else _SHORTEST_STEM
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: -len(ending)]
    return word


@cache
def first_names() -> frozenset[str]:
    """Common first names of Kazakhstan and its neighbours, folded."""
    text = resources.files("parsers.language").joinpath("data/first_names.txt").read_text(encoding="utf-8")
    return frozenset(fold(name) for line in text.splitlines() if not line.startswith("#") for name in line.split())


def person_key(label: str) -> str:
    """One key for a person in any case and order: Маратом Султангазиевым = Султангазиев Марат. Patronymics go."""
    stems = list(map(stem, spelled(label)))
    if len(stems) > 2:
        stems = [each for each in stems if not _PATRONYMIC.search(each)] or stems
    return " ".join(sorted(stems))


@lru_cache(maxsize=256)
def found(text: str) -> tuple[Name, ...]:
    """The runs of capitalised words of a text, in order. A text in capitals, or in English title case, has none."""
    capitalised = list(_CAPITALISED.finditer(text))
    if not _tells_by_case(len(spelled(text)), len(capitalised)):
        return ()
    runs: list[list[re.Match[str]]] = []
    for match in capitalised:
        if _is_preposition(text, match):
            continue
        if runs and text[runs[-1][-1].end() : match.start()] in {" ", "-", "\u00a0", ". "} and _joins(text, runs[-1]):
            runs[-1].append(match)
        else:
            runs.append([match])
    return tuple(_name(text, run) for run in runs)


def _is_preposition(text: str, match: re.Match[str]) -> bool:
    """Whether a capital letter alone opens a sentence ("В Пекине") rather than stands for a name ("А. Иванов")."""
    return len(match.group()) == _INITIAL and text[match.end() : match.end() + 1] != "."


def _tells_by_case(words: int, capitalised: int) -> bool:
    return words < 4 or capitalised * 10 <= words * 7


def _joins(text: str, run: list[re.Match[str]]) -> bool:
    """Whether the run may go on after its last word: a full stop ends it unless it follows an initial."""
    last = run[-1]
    return text[last.end() : last.end() + 1] != "." or len(last.group()) == _INITIAL


def _ends_sentence(before: str) -> bool:
    bare = before.rstrip()
    return bare.endswith(_SENTENCE_ENDS) or "\n" in before[len(bare) :]


def _name(text: str, run: list[re.Match[str]]) -> Name:
    start = run[0].start()
    opens = start == 0 or _ends_sentence(text[max(0, start - 4) : start])
    certain = not opens or len(run) > 1 or (run[0].group().isupper() and len(run[0].group()) > _INITIAL)
    return Name(text=text[start : run[-1].end()], start=start, certain=certain)
