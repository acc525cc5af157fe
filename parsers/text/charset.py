"""Bytes from strangers as text: UTF-8 if they are that, else as somebody declared them, else by a guess."""

import codecs
import re

import chardetng_py
import webencodings

# What declarations call an encoding, letters and digits only, by Python's name for it. WHATWG's labels, so that
# "iso-8859-1" is Windows-1252 and "gb2312" its superset as in browsers; UTF-7, EBCDIC and the like, which only
# serve to hide markup from checks, are not among them.
_SIGNS = re.compile(r"[^a-z0-9]")
_NEVER = frozenset({"replacement", "x-user-defined"})
_WIDER = {"gbk": "gb18030"}
_CODECS: dict[str, str] = {
    _SIGNS.sub("", label): codecs.lookup(_WIDER.get(name, webencodings.lookup(name).codec_info.name)).name
    for label, name in webencodings.LABELS.items()
    if name not in _NEVER
}
_CODECS |= {f"win125{number}": f"cp125{number}" for number in range(9)}
# What Kazakh was written in before Unicode, and WHATWG does not know.
_CODECS |= {"kz1048": "kz1048", "strk10482002": "kz1048", "ptcp154": "ptcp154", "pt154": "ptcp154"}
# The detector never names these: where one of them is declared, somebody knew better.
_UNGUESSED = frozenset({"kz1048", "ptcp154", "mac-cyrillic"})
_CYRILLIC = {"cp1251": "windows", "koi8-r": "koi8", "koi8-u": "koi8", "cp866": "dos", "iso8859-5": "iso"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_XML = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w.: -]{1,40})["']""")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([a-zA-Z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_ESCAPE = b"\x1b$"  # ISO-2022-JP, which is made of ASCII
# No language written in Latin letters has so many letters with marks in a row; Cyrillic that a server calls
# ISO-8859-1, its own default, has hardly anything else.
_NO_LATIN = re.compile(rb"[\x80-\xff]{5}")
# From so many bytes on the guess tells Cyrillic encodings apart better than what is declared does.
_ENOUGH = 30
# Fewer bytes than these could be anything, and are most likely what our readers' publishers once wrote in.
_LITTLE = 8
# So are some more, if none of them stands beside a letter of ASCII: "Мост" twice passes for Greek, "и снег" for French.
_AMONG_LATIN = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
# Programs whose text is UTF-16 inside write a character of two halves as two of three bytes each (CESU-8), or a half.
_HALVES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
_HOME = b"kz"
# Encodings of other scripts, which are not mistaken for a few letters of Russian.
_FAR = frozenset(
    {"big5", "big5hkscs", "cp1255", "cp1256", "cp874", "cp932", "cp949", "euc_jp", "gb18030", "iso8859-6", "iso8859-8"}
)
_WORD = re.compile(r"[^\W\d_]+")
_RUSSIAN = re.compile(r"[а-яёіїєґў]+", re.IGNORECASE)
_SHORT = 4
# Where Kazakh has its own letters: "қ", "ә", "ң", "ө" are these in Windows-1251, and no language has both them and "ы".
_BALKAN = re.compile(r"[ќѕјґЌЅЈҐ]")
_KAZAKH_SHARE = 0.005
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_SAMPLE = 200_000


def decode(body: bytes, *declared: str) -> str:
    """Return the text of `body`; what is broken in it becomes U+FFFD.

    Args:
        body: the bytes.
        declared: what the server, then the document, call the encoding; empty or senseless names are ignored.
    """
    for mark, codec in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    if codec := _wide(body):
        return body.decode(codec, "replace")
    named = list(dict.fromkeys(filter(None, map(_codec, declared))))
    if "iso2022_jp" in named and _ESCAPE in body:
        return body.decode("iso2022_jp", "replace")
    if _HALVES.search(body) and (whole := _in_utf_8(_HALVES.sub(_joined, body))):
        return whole
    text = body.decode("utf-8", "replace")  # hardly anything else is valid, or nearly valid, UTF-8
    if _is_sound(text):
        return text
    codec = _narrow(body, [name for name in named if not name.startswith(("utf", "iso2022"))])
    return body.decode(_kazakh(body) if codec == "cp1251" else codec, "replace")


def of_xml(body: bytes) -> str:
    """Return the encoding that an XML document declares; empty if it does not."""
    return _named(_XML.search(body[:_HEAD]))


def of_html(body: bytes) -> str:
    """Return the encoding that a web page declares, as HTML or as XHTML; empty if it does not."""
    return _named(_META.search(body[:_HEAD])) or of_xml(body)


def _named(found: re.Match[bytes] | None) -> str:
    return found[1].decode("ascii", "replace") if found else ""


def _codec(label: str) -> str:
    return _CODECS.get(_SIGNS.sub("", label.lower()[:40]), "")


def _wide(body: bytes) -> str:
    """Return the UTF-16 that markup without a byte order mark is written in; empty if it is not."""
    first, second = body[:16:2], body[1:16:2]
    if len(body) < 4 or all(first) == all(second):
        return ""
    return "utf-16-le" if not any(second) else "utf-16-be" if not any(first) else ""


def _in_utf_8(body: bytes) -> str:
    """Return a text in UTF-8 without a slip; empty for any other."""
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""


def _joined(halves: re.Match[bytes]) -> bytes:
    """Return halves of characters as the characters they make; what makes none becomes U+FFFD."""
    text = halves[0].decode("utf-8", "surrogatepass")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _narrow(body: bytes, named: list[str]) -> str:
    """Return the encoding of bytes that are no Unicode: the declared one, unless the bytes speak against it.

    Where the server and the document disagree, a guess decides, or else the document, whose author knew it.
    """
    sound = [name for name in named if _is_sound(body.decode(name, "replace"))]
    likely = [name for name in sound if name != "cp1252" or not _NO_LATIN.search(body)]
    if likely[:1] == ["cp1252"] and len(likely) > 1:  # that is a server's default, and the document says something else
        likely = likely[1:]
    if likely and likely[-1] in _UNGUESSED:
        return likely[-1]
    evidence = len(_NOT_ASCII.findall(body[:_SAMPLE]))
    guess = _codec(chardetng_py.detect(body[:_SAMPLE]))
    guess = _of_little(body, guess, evidence) if evidence < _ENOUGH else guess
    if guess in likely or not likely:
        return guess
    own, other = _CYRILLIC.get(likely[-1]), _CYRILLIC.get(guess)
    contradicted = own and other and own != other and evidence >= _ENOUGH
    return guess if contradicted else likely[-1]


def _of_little(body: bytes, guess: str, evidence: int) -> str:
    """Return Windows-1251 for a few letters that are Russian words in it, whatever else they may be; else the guess.

    Not where they are words in the guess as well: if that is KOI8, what is small in one is capital in the other, and
    few capital letters are rather a "ДТП" than anything small.
    """
    words = _words(body, "cp1251")
    if guess in _FAR or not words or not all(map(_is_russian, words)):
        return guess
    if guess in _CYRILLIC and guess != "cp1251":
        is_shouted = any(word.isupper() and len(word) > _SHORT for word in words)
        as_guessed = all(map(_is_russian, _words(body, guess)))
        if as_guessed and (is_shouted or evidence >= _LITTLE):
            return guess
    return "cp1251"


def _words(body: bytes, codec: str) -> list[str]:
    """Return the words of a text that are not of ASCII alone."""
    return [word for word in _WORD.findall(body.decode(codec, "replace")) if not word.isascii()]


def _is_russian(word: str) -> bool:
    return _RUSSIAN.fullmatch(word) is not None and (word.islower() or word.isupper() or word.istitle())


def _kazakh(body: bytes) -> str:
    """Tell Kazakh, which no detector knows, from what looks like Windows-1251: by letters that only seem Balkan."""
    text = body[:_SAMPLE].decode("cp1251", "replace")
    marks, letters = len(_BALKAN.findall(text)), len(_NOT_ASCII.findall(body[:_SAMPLE]))
    return "kz1048" if "ы" in text and marks > _KAZAKH_SHARE * letters else "cp1251"


def _is_sound(text: str) -> bool:
    """Tell whether a text has few broken characters among those that are not ASCII; a cut or a slip may be there."""
    return text.count("\ufffd") * 10 <= len(text) - len(text.encode("ascii", "ignore"))
