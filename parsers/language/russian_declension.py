"""Regular declension of Russian words no dictionary has (names, places, coinages): what they may be forms of; pure."""

from collections.abc import Iterator

_VOWELS = "аеиоуыэюя"
_SHORTEST = 3
SURNAME = ("ов", "ев", "ин", "ын")
_NAMES_END = (*SURNAME, "ом", "ем", "им", "ам", "ах", "ей", "ой")

# Ending -> what the dictionary form has in its place; "" is a consonant stem (Шымкент), й a soft one (Костанай).
_AFTER_CONSONANT = {
    "а": ("",), "у": ("", "а"), "ом": ("",), "е": ("", "а", "я"), "ы": ("", "а"), "и": ("", "а", "я", "ь"),
    "ов": ("",), "ам": ("", "а"), "ами": ("", "а"), "ах": ("", "а"), "ой": ("а",), "ою": ("а",), "ей": ("а", "я", "ь"),
    "ем": ("", "ь"), "я": ("ь",), "ю": ("ь", "я"),
}  # fmt: skip
_AFTER_VOWEL = {
    "я": ("й",),
    "ю": ("й", "я"),
    "ем": ("й",),
    "е": ("й", "я"),
    "и": ("й", "я"),
    "ев": ("й",),
    "ей": ("я",),
}
_SURNAME_ENDINGS = {"ым": ("",), "ой": ("а", ""), "у": ("а",), "ых": ("",), "ыми": ("",), "а": ("",)}


def bases(word: str) -> tuple[str, ...]:
    """Return `word` and the words it may be a form of, for a folded word that the dictionary lacks."""
    return tuple(dict.fromkeys((word, *_bases(word))))


def meant(word: str) -> tuple[str, ...]:
    """Return the words a reader who typed `word` may mean: `bases`, but for endings that end names themselves."""
    return (word,) if word.endswith(_NAMES_END) else bases(word)


def _bases(word: str) -> Iterator[str]:
    for ending, replacements in _AFTER_CONSONANT.items():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST and stem[-1] not in _VOWELS:
            yield from (stem + replacement for replacement in replacements)
    for ending, replacements in _AFTER_VOWEL.items():
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST and stem[-1] in _VOWELS:
            yield from (stem + replacement for replacement in replacements)
    for ending, replacements in _SURNAME_ENDINGS.items():
        stem = word.removesuffix(ending)
        if stem != word and stem.endswith(SURNAME):
            yield from (stem + replacement for replacement in replacements)
