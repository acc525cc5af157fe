"""What a secret looks like: the form of a bot token, which the settings demand, and how texts are rid of secrets."""

import re
from typing import Final

_ID, _LETTER = r"[0-9]{3,20}", r"[A-Za-z0-9_-]"

TOKEN: Final = re.compile(rf"{_ID}:{_LETTER}{{25,64}}")
"""A bot token, whole: what the settings accept, and nothing else."""

# The same in a text: aiohttp and aiogram put it into addresses, where the colon may be encoded, even twice, and who
# quotes such an address escapes it as HTML, JSON or Python do. What stands right behind it cannot be told from it, and
# where two stand together the first must not eat the second's name.
_COLON: Final = r"(?::|%(?:25)*3[Aa]|&#(?:58|[xX]3[Aa]);|\\(?:u00|x)3[Aa])"
_TOKEN_INSIDE: Final = re.compile(rf"{_ID}(?:{_COLON}{_LETTER}{{25,}}+)+")
# An address's user, and all that follows: a password may hold any character, those too that should be encoded.
_CREDENTIALS: Final = (
    ("@", re.compile(r"(:\\?/\\?/[^:/]*:).+", re.DOTALL)),
    ("%40", re.compile(r"(%3A%2F%2F[^%/]*%3A).+", re.DOTALL | re.IGNORECASE)),
)
# What an address, a form, a header, or a value of Python's or of JSON names so is nobody's business, whatever it is.
_NAMES: Final = (
    r"(?:password|passwd|passphrase|pass|pwd|secret|token|(?:api|access|private)[_-]?key|session[_-]?id"
    r"|пароль|құпиясөз)"
)
_PARAMETER: Final = re.compile(rf"([?&]\w{{0,30}}{_NAMES}=)[^&\s'\"]+", re.IGNORECASE)
_QUOTED: Final = r"b?(?:'(?:[^'\\\n]|\\.)*+'|\"(?:[^\"\\\n]|\\.)*+\")"
_VALUE: Final = rf"(?:{_QUOTED}|[^\s&'\",;)}}\]]++)"
_NAMED: Final = re.compile(
    rf"({_NAMES}(?:\s?=\s?|%3D|['\"]\s?:\s?)|(?:password|passwd|passphrase|secret|пароль|құпиясөз):\s?"
    rf"|(?<![\w-])[\w-]{{1,40}}-(?:key|token)['\"]?\s?[:,]\s?|\bbearer\s){_VALUE}",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(rf"((?:authorization|cookie)['\"]?\s?[:=,]\s?)(?:{_QUOTED}|[^\n'\"]++)", re.IGNORECASE)
_RUN: Final = re.compile(r"\S+")


def redact(text: str) -> str:
    """Return the text with tokens, passwords and what bears their names hidden, in time linear to its length."""
    text = _TOKEN_INSIDE.sub("***", text)
    for pattern in (_PARAMETER, _HEADER, _NAMED):
        text = pattern.sub(r"\1***", text)
    return _RUN.sub(_without_password, text)


def _without_password(run: re.Match[str]) -> str:
    """Hide what stands between an address's user and the last "@".

    An address with a port and an "@" further on looks the same, and loses what is between: better that than a password.
    """
    text = run[0]
    for sign, login in _CREDENTIALS:
        head, at, rest = text.rpartition(sign)
        text = login.sub(r"\1***", head, count=1) + at + rest
    return text
