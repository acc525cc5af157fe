"""The sentences of a lead, whatever the abbreviations in it; knows no markup."""

import re
from collections.abc import Iterator
from typing import Final

# A sentence shorter than this says too little alone ("Да. Именно так."): the next one joins it.
_SHORT: Final = 40

_END: Final = re.compile(r"""(?<![.!?…])[.!?…]++[»”"')\]]*+\s++(?=[«“"'(\[—–-]*+\s*+[^\W\d_a-zа-яё]|[«“"'(\[]*+\d)""")
# Words before a full stop that do not end a sentence, in Russian, Kazakh and English.
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(«“\"])(?:[^\W\d_]|гг?|вв?|ул|пр|просп|пер|мкр|обл|р-н|им|св|стр?|рис|тыс|млн|млрд|трлн|руб|тг|долл|коп"
    r"|т\.\s?е|т\.\s?д|т\.\s?п|т\.\s?к|и\.\s?о|напр|см|ср|проф|акад|ген|полк|мин|сек|экз|ок|ред"
    r"|қ|ж|жж|т\.\s?б|mr|mrs|ms|dr|prof|st|jr|sr|vs|no|inc|ltd|co|corp|u\.s|a\.m|p\.m|e\.g|i\.e)$",
    re.IGNORECASE,
)
# The longest of them with what stands before it; of a lead no more is looked at, once for every full stop.
_ABBREVIATION_LENGTH: Final = 8
# These may end one too: "в 2026 г. Президент ..." is read as one sentence, which costs a few words, never sense.


def first(lead: str) -> str:
    """Return the first sentence of a lead (one line), or two if the first is very short."""
    return next(split(lead), "")


def split(lead: str) -> Iterator[str]:
    """Yield the sentences of a lead (one line); a very short one stands with the next."""
    start = 0
    for match in _END.finditer(lead):
        ends_with_stop = match.group().lstrip("»”\"')]").startswith(".")
        if ends_with_stop and _ABBREVIATION.search(lead, max(0, match.start() - _ABBREVIATION_LENGTH), match.start()):
            continue
        if match.end() - start >= _SHORT:
            yield lead[start : match.end()].rstrip()
            start = match.end()
    if start < len(lead):
        yield lead[start:]
