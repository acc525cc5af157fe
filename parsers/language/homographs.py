"""Whether a word that is a place's name means that place where it stands, by its neighbours. Pure."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from parsers.language import names, terms


def _folded(*words: str) -> tuple[str, ...]:
    return tuple(map(names.fold, words))


# Folded beginnings of the word before. What a street, a square or a theatre is named after is no place of the event.
_NAMED_AFTER = _folded(
    "улиц", "ул", "проспект", "просп", "площад", "бульвар", "переул", "имени", "им", "шосе", "станси", "метро", "вокзал"
)
_WATERS = _folded("рек", "озер", "через", "берег", "русл", "усти", "прито", "баси", "водохр", "моста")
_CUES = _folded(
    "в", "во", "из", "под", "близ", "около", "возле", "до", "город", "г", "жител", "мер", "власт", "аеропорт", "окраин",
    "район", "пригород", "админист", "област", "губерни", "суд", "прокур", "уездн", "центр", "столиц", "поселк", "пос",
    "маршрут", "рейс", "поезд", "in", "from", "near", "at", "ин", "фром", "неар", "ат", "сити",
)  # fmt: skip
_EXACT = frozenset({"в", "во", "из", "под", "г", "до", "им", "ул", "пос", "ин", "ат", "мер", "суд"})
_AFTER = ("кал", "облис", "аудан", "сити", "регион")
"""Kazakh and English say after a name what it is: Орал қаласы, Kirov region."""
_PERSONS = _folded(
    "президент", "министр", "депутат", "актер", "актрис", "певе", "певис", "режис", "писател", "тренер", "сенатор",
    "блогер", "господин", "госпож", "мистер", "мис", "адвокат", "художник", "футболист", "хокеист", "боксер",
    "нападающ", "врат",
)  # fmt: skip
_LOCATIVE = re.compile(r"(?:да|де|та|те|дан|ден|тан|тен|нан|нен)$")
_PATRONYMIC = re.compile(r"(?:вич|вна|ична|ули|кизи)(?:а|у|е|ем|ом|ои|и)?$")
_VOWELS = "аеиоу"
_SHORT, _SHORTEST_NAME = 2, 3
# A word that the list of common ones does not know begins a sentence as a name does.
_UNCOMMON = 7.0
_INTO = frozenset({"в", "во"})
_GAPS = frozenset({" ", "\u00a0"})
_LISTED = frozenset({", ", " и ", ",", " and ", " және "})
_QUOTES = "«\"“„'"
_STOPS = ".!?…\n:;|"


@cache
def kinds() -> Mapping[str, frozenset[str]]:
    """How places that are other things too are to be read, by the folded name."""
    found: dict[str, set[str]] = {}
    for line in terms.lines("homographs.txt"):
        kind, _, rest = line.partition(":")
        for name in rest.split():
            found.setdefault(names.fold(name), set()).add(kind)
    return {name: frozenset(each) for name, each in found.items()}


class Reading:
    """A text with its words, to ask what one of them means."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: Sequence[re.Match[str]] = names.words(text)

    def means_place(self, at: int, name: str, *, beside_place: bool) -> bool:
        """Whether the word at a place in the text, which looks like this name, means the place.

        `beside_place` tells that another place is listed beside it: "Суздаль и Владимир".
        """
        kind = kinds().get(names.fold(name), frozenset())
        before = self._before(at)
        if self._is_quoted(at) or _begins(before, _NAMED_AFTER) or self._is_somebody(at, name, kind):
            return False
        if "water" in kind and _begins(before, _WATERS):
            return False
        if "cue" in kind or ("word" in kind and self._opens(at)):
            return beside_place or self._has_cue(at, name)
        return True

    def listed(self, at: int) -> tuple[int, ...]:
        """The words that stand in one list with a word."""
        found = []
        if at and self._gap(at - 1) in _LISTED:
            found.append(at - 1)
        if at + 1 < len(self._words) and self._gap(at) in _LISTED:
            found.append(at + 1)
        # "Владимир и Суздаль": the little word between is a word too.
        if at > 1 and self._word(at - 1) in {"и", "and", "және"}:
            found.append(at - 2)
        if at + 2 < len(self._words) and self._word(at + 1) in {"и", "and", "және"}:
            found.append(at + 2)
        return tuple(found)

    def _is_somebody(self, at: int, name: str, kind: frozenset[str]) -> bool:
        """Whether it is a part of a person's name."""
        word = names.fold(self._word(at))
        if self._follows(at):
            before = self._word(at - 1)
            if len(before) == 1 and before.isupper() and not self._is_preposition(at - 1):
                return True
            if names.stem(before) in names.first_names():
                return True
            if kind & {"name", "cue"} and self._is_name(at - 1, undeclined=word == names.fold(name)):
                return True
        elif at and kind & {"name"} and self._word(at - 1).islower() and _begins(self._before(at), _PERSONS):
            return word == names.fold(name)
        if names.stem(self._word(at)) not in names.first_names() or not self._leads(at):
            return False
        following = names.fold(self._word(at + 1))
        if _PATRONYMIC.search(following):
            return True
        # "мэр Владимира Андрей Шохин": the next one is the person.
        return names.stem(self._word(at + 1)) not in names.first_names() and not self._is_locative(at, name)

    def _has_cue(self, at: int, name: str) -> bool:
        word = names.fold(self._word(at))
        if at + 1 < len(self._words) and self._gap(at) in _GAPS and _begins(names.fold(self._word(at + 1)), _AFTER):
            return True
        if _LOCATIVE.search(word.removeprefix(names.fold(name))) and word != names.fold(name):
            return True
        for back in (1, 2):
            if at < back or self._gap(at - back) not in _GAPS:
                return False
            before = names.fold(self._word(at - back))
            if _begins(before, _CUES):
                return before not in _INTO or self._is_where(at, name)
            if not before.endswith(("ом", "ем", "ои", "ии", "ого", "его")):
                return False
        return False

    def _is_where(self, at: int, name: str) -> bool:
        """Whether a form after "в" says where: во Владимире, в Иваново; "в Иванова" names whom."""
        word, base = names.fold(self._word(at)), names.fold(name)
        return word == base or word.endswith(("е", "и")) or not word.startswith(base[:-1])

    def _is_locative(self, at: int, name: str) -> bool:
        return at > 0 and names.fold(self._word(at - 1)) in _INTO and self._is_where(at, name)

    def _is_name(self, at: int, *, undeclined: bool) -> bool:
        """Whether a word before a name in its first case (`undeclined`) or another may be a first name."""
        word = self._word(at)
        if len(word) < _SHORTEST_NAME or word.isupper() or not word[0].isupper():
            return False
        return not self._opens(at) or (undeclined and terms.rarity(terms.term(word)) > _UNCOMMON)

    def _is_preposition(self, at: int) -> bool:
        return self._word(at).casefold() in {"в", "с", "к", "у", "о"} and self._gap(at) in _GAPS

    def _follows(self, at: int) -> bool:
        """Whether a capitalised word stands right before, or an initial."""
        if not at or not self._word(at - 1)[0].isupper():
            return False
        return self._gap(at - 1) in _GAPS or (len(self._word(at - 1)) == 1 and self._gap(at - 1) in {". ", "."})

    def _leads(self, at: int) -> bool:
        return at + 1 < len(self._words) and self._gap(at) in _GAPS and self._word(at + 1)[0].isupper()

    def _is_quoted(self, at: int) -> bool:
        word = self._words[at]
        return self._text[: word.start()][-1:] in (*_QUOTES,) and self._text[word.end() : word.end() + 1] in (*"»\"”'",)

    def _opens(self, at: int) -> bool:
        if not at:
            return True
        return any(stop in self._gap(at - 1) for stop in _STOPS) or self._gap(at - 1).strip() in (
            *_QUOTES,
            "–",
            "—",
            "-",
        )

    def _before(self, at: int) -> str:
        return names.fold(self._word(at - 1)) if at and self._gap(at - 1) in {*_GAPS, ". ", "."} else ""

    def _word(self, at: int) -> str:
        return self._words[at].group()

    def _gap(self, at: int) -> str:
        """What stands between a word and the next."""
        return self._text[self._words[at].end() : self._words[at + 1].start()]


def _begins(word: str, beginnings: Sequence[str]) -> bool:
    return bool(word) and any(word == each if each in _EXACT else word.startswith(each) for each in beginnings)


def is_form(word: str, name: str) -> bool:
    """Whether a word may be a form of a name of one word: "Семь" is none of Семей, "Яны" none of ЯНАО."""
    if name.isupper() and len(name) > 1:
        return word == name
    base = names.fold(name)
    return names.fold(word).startswith(base[:-1] if len(base) > _SHORT and base[-1] in _VOWELS else base)
