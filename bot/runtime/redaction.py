"""What a secret looks like: the form of a bot token, which the settings demand, and how texts are rid of secrets."""

import binascii
import re
from base64 import b64decode
from typing import Final

from parsers import urls

_ID, _LETTER = r"[0-9]{3,20}", r"[A-Za-z0-9_-]"

TOKEN: Final = re.compile(rf"{_ID}:{_LETTER}{{25,64}}")
"""A bot token, whole: what the settings accept, and nothing else."""

# Signs of addresses, which may be encoded in another address, even twice.
_SLASH, _EQUALS = (rf"(?:\\?{sign}|%(?:25)*{code})" for sign, code in (("/", "2[Ff]"), ("=", "3[Dd]")))
# Who quotes an address may escape its colon as HTML, JSON or Python do.
_COLON: Final = r"(?::|%(?:25)*3[Aa]|&#(?:58|[xX]3[Aa]);|\\(?:u00|x)3[Aa])"
_SPACE: Final = r"(?:\s|%(?:25)*20)?+"
# A bot token in a text: aiohttp and aiogram put it into addresses. What stands right behind it cannot be told from it,
# and where two stand together the first must not eat the second's name.
_TOKEN_INSIDE: Final = re.compile(rf"{_ID}(?:{_COLON}{_LETTER}{{25,}}+)+")
# What secrets are called in the parameters of addresses, in JSON, and in what Python shows of objects.
_NAME: Final = (
    r"(?:pass(?:word|wd|phrase)|пароль|құпиясөз|pwd|secret|token|jwt|cookies?|authorization|credentials?"
    r"|(?:access|api|auth|private|secret|session)[_-]?key)"
)
_QUOTED: Final = re.compile(
    rf"""({_NAME}["']?\s{{0,3}}[=:,]\s{{0,3}}b?)(?:'(?:[^'\\\n]|\\.)*+'?|"(?:[^"\\\n]|\\.)*+"?)""", re.IGNORECASE
)
_ASSIGNED: Final = re.compile(rf"({_NAME}{_EQUALS})(?!b?['\"]|\{{)(?:[^&\s%]|%(?!(?:25)*26))++", re.IGNORECASE)
_SAID: Final = re.compile(
    rf"((?:pass(?:word|wd|phrase)|пароль|құпиясөз|api[_-]?key){_COLON}{_SPACE})(?!\*\*\*)[^\s'\"]++", re.IGNORECASE
)
# Names that are secrets in an address only, and ordinary words elsewhere.
_PARAMETER: Final = re.compile(
    rf"((?:[?&;]|%(?:25)*(?:3[Ff]|26))(?:[a-z_-]{{0,30}}[_-])?(?:key|auth|sig|signature|sid|session|(?:php|j)?sess(?:ion)?_?id)"
    rf"{_EQUALS})(?:[^&\s%]|%(?!(?:25)*26))++",
    re.IGNORECASE,
)
_HEADER: Final = re.compile(
    rf"((?:authorization|cookie2?|x-[a-z-]{{0,30}}(?:key|token)){_COLON}{_SPACE})(?!['\"]|\*\*\*)[^\r\n]++",
    re.IGNORECASE,
)
# What Python shows of cookies and logins.
_SHOWN: Final = re.compile(
    r"(<(?:SimpleCookie|Morsel):\s|cookies?['\"]?\s?[=:]\s?\{|\bBasicAuth\((?!login=))[^>})\n]++", re.IGNORECASE
)
_BEARER: Final = re.compile(r"\b(Bearer(?:\s|%20|\+))[A-Za-z0-9._~+/=-]{8,}+", re.IGNORECASE)
_BASIC: Final = re.compile(r"\b(Basic\s)([A-Za-z0-9+/]{4,}+={0,2})", re.IGNORECASE)
_HIDDEN: Final = r"\1***"
# An address's user, and all that follows: a password may hold any character, those too that should be encoded.
_CREDENTIALS: Final = re.compile(
    rf"({_COLON}{_SLASH}{_SLASH}(?:[^:/%]|%(?!(?:25)*(?:3[Aa]|2[Ff])))*+{_COLON}).+", re.DOTALL
)
_SCHEME_END: Final = re.compile(f"{_COLON}{_SLASH}{_SLASH}")
_AT: Final = re.compile(r"@|%(?:25)*40")
_RUN: Final = re.compile(r"\S+")


def redact(text: str) -> str:
    """Return the text with what looks like a secret made unreadable, in time linear to its length.

    That is bot tokens, the passwords of addresses, headers and cookies that prove who asks, and what is called a
    password, a token or a key, in an address, in JSON and in what Python shows of an object.
    """
    text = _TOKEN_INSIDE.sub("***", text)
    text = _QUOTED.sub(r"\1'***'", text)
    for pattern in (_SHOWN, _HEADER, _ASSIGNED, _SAID, _PARAMETER, _BEARER):
        text = pattern.sub(_HIDDEN, text)
    return _RUN.sub(_without_password, _BASIC.sub(_without_login, text))


def _without_login(basic: re.Match[str]) -> str:
    """Hide a user and password in the form of HTTP's Basic; "basic research" is none."""
    try:
        is_login = b":" in b64decode(basic[2] + "=" * (-len(basic[2]) % 4))
    except binascii.Error:
        is_login = False
    return f"{basic[1]}***" if is_login else basic[0]


def _without_password(run: re.Match[str]) -> str:
    """Hide what stands between an address's user and the last "@".

    An address with a port and an "@" further on looks the same, and loses what is between: better that than a password.
    """
    written = run[0]
    at = max((found.start() for found in _AT.finditer(written)), default=-1)
    if at < 0:
        return written
    head, rest = written[:at], written[at:]
    hidden, count = _CREDENTIALS.subn(_HIDDEN, head, count=1)
    if not count and not _SCHEME_END.search(head) and urls.has_credentials(written):
        user, colon, _ = head.partition(":")
        hidden = f"{user}:***" if colon else "***"
    return hidden + rest
