"""Plain words that ask not to be told of something: "-спорт", "не присылай спорт", "спорт жіберме"; mutes nothing."""

import re
from typing import Final

# What stands between the verb and what is not wanted, and says nothing of it.
_ABOUT: Final = (
    r"(?:\s+(?:мне|нам|больше|ничего|новост[иь]|статьи|всё|все|про|об?|обо|о"
    r"|me|us|anything|any|more|news|stories|articles|about|on|of))*"
)
_BEFORE: Final = re.compile(
    rf"""(?:пожалуйста,?\s+|please,?\s+)?
    (?:(?:больше\s+)?не\s+(?:присылай|показывай|рассказывай|пиши|шли|надо|нужно|нужен|нужна|нужны
                            |интересу(?:ет|ют)|хочу(?:\s+(?:читать|видеть|знать|слышать))?)(?:те)?
      |(?:убери|исключи|скрой|отключи)(?:те)?
      |(?:do\s+not|don['’]?t|never|stop)\s+(?:send(?:ing)?|show(?:ing)?|tell(?:ing)?)
      |no\s+more|hide|exclude|mute
    ){_ABOUT}\s+(?P<words>\S.*)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_BEHIND: Final = re.compile(
    r"""(?P<words>.*?\S)(?:\s+(?:туралы|жайлы|жөнінде))?(?:\s+(?:жаңалықтар(?:ды)?|хабар(?:лар(?:ды)?)?))?
    \s+(?:енді\s+)?(?:жіберме(?:ңіз|ші|ңізші)?|көрсетпе(?:ңіз|ші|ңізші)?|жазба(?:ңыз|шы)?|айтпа(?:ңыз|шы)?
         |керек\s+емес|қызық\s+емес|не\s+надо|не\s+нужно|не\s+присылай(?:те)?)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_MINUS: Final = re.compile(r"(?<!\S)[-−](?=[^\W\d_])")
_LONGEST: Final = 300


def unwanted(text: str) -> str:
    """Return the words of which a message asks not to be told, as a topic; empty where it asks no such thing.

    Words with a minus before each are such a wish; with one before some of them, a topic that leaves those out.
    """
    text = text.strip().rstrip(".!")
    if len(text) > _LONGEST:
        return ""
    words = text.split()
    if words and all(_MINUS.match(word) for word in words):
        return " OR ".join(word[1:] for word in words)
    found = _BEFORE.fullmatch(text) or _BEHIND.fullmatch(text)
    return found["words"].strip() if found else ""
