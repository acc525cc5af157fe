"""Finds the web addresses in what somebody typed or pasted, in one pass over its characters. Fetches nothing."""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, replace
from typing import Final

# A rich message of Telegram's is the longest text that a chat can hold; nothing behind this is looked at.
MAX_TEXT: Final = 32_768
_MAX_LABEL: Final = 63

# Each pattern repeats one class of characters once, so that no text can make it go back.
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)
# What readers of feeds put before an address, or in place of its scheme.
_FEED_SCHEME: Final = re.compile(r"(?:feeds?|rss|atom|url|view-source|itpc|pcast):(?://)?(?=[\w\[])", re.IGNORECASE)
# A scheme with too few slashes, which somebody typed or a program took away.
_SHORT_SCHEME: Final = re.compile(r"https?:/?(?=[\w\[])", re.IGNORECASE)
_SCHEME_NAMES: Final = ("http", "https")
_HOST: Final = re.compile(r"[\w.-]+")
_ESCAPED: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_AUTHORITY: Final = re.compile(r"[^/?#]*")
_PORT: Final = re.compile(r":\d{2,5}(?!\d)")
# What no address contains (RFC 3986, appendix C): white space, quotes, the brackets and stops of other scripts, and
# marks that are invisible where they stand.
_RUN: Final = re.compile(
    r"[^\s<>\"«»“”„‹›`\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\u3001-\u3003\u3008-\u3011\u3014-\u301f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)

# Of a line in a list: "1.", "2)", "(3)", "4 -", "№5", "б)"; a digit in a circle or on a key is one as well.
_NUMBER: Final = re.compile(r"[(\[#№]?(?:[0-9]{1,3}\ufe0f?\u20e3?|[^\W\d_](?=[.)]))[.):\]]?")

_CLOSES: Final = {")": "(", "]": "[", "}": "{"}
# What may stand in an address, but ends a sentence where it ends one.
_PUNCTUATION: Final = frozenset(".,:;!?…'‘’*~|—–([{")
# Behind these another address may begin without a space; behind "/", "=" or "?" it is part of the one before.
_SEPARATORS: Final = frozenset(",;!…'‘’*|—–()[]{}")
# Nor do signs of these kinds outside ASCII end one: pictures, arrows, bullets, quotes and brackets of any script.
_SIGN_KINDS: Final = frozenset({"So", "Sm", "Sk", "Sc", "Ps", "Pe", "Pi", "Pf", "Po", "Pd", "Me"})
_PICTURE_FORM: Final = "\ufe0f"
# A bare host name is told from a file name, or from letters with dots between them, by its last label.
_FILE_ENDINGS: Final = frozenset(
    {
        "apk", "atom", "avi", "bak", "bat", "bin", "bmp", "cfg", "conf", "cpp", "cs", "css", "csv", "db", "dll", "doc",
        "docx", "env", "epub", "exe", "flac", "gif", "go", "gz", "heic", "htm", "html", "ics", "ini", "ipynb", "iso",
        "jar", "java", "jpeg", "jpg", "js", "json", "jsx", "kt", "lock", "log", "lua", "mkv", "mp3", "mp4", "mpeg",
        "odt", "ogg", "opml", "pdf", "php", "png", "ppt", "pptx", "psd", "py", "rar", "rb", "rss", "rtf", "sql",
        "sqlite", "svg", "swift", "tar", "tgz", "tiff", "toml", "ts", "tsx", "txt", "vcf", "wav", "webm", "webp", "xls",
        "xlsx", "xml", "xz", "yaml", "yml",
    }
)  # fmt: skip
# These end files and sites: what bears the name of a file is one, unless a scheme or a path says otherwise.
_AMBIGUOUS_ENDINGS: Final = frozenset({"am", "app", "cc", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip"})
_FILE_NAMES: Final = frozenset(
    {
        "app", "archive", "backup", "build", "changelog", "config", "contributing", "data", "deploy", "index",
        "install", "lib", "license", "main", "mod", "note", "notes", "readme", "run", "script", "setup", "start",
        "test", "tests", "todo", "util", "utils",
    }
)  # fmt: skip
_NAME_PART: Final = re.compile(r"[a-z]+")
_NATIONAL_DOMAINS: Final = frozenset(
    {
        "бг", "бел", "дети", "ею", "католик", "ком", "мкд", "мон", "москва", "онлайн", "орг", "рус", "рф", "сайт",
        "срб", "укр", "қаз",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUrl:
    """An address as it was written, and where in the text; `is_bare_host` says that it is a host name and no more."""

    text: str
    start: int
    end: int
    is_bare_host: bool = False


def find(text: str) -> Iterator[FoundUrl]:
    """Yield the addresses in `text`, at most in its first `MAX_TEXT` characters, in their order.

    Quotes, brackets and punctuation around an address are not part of it; inside it they are. A host name needs no
    scheme ("zakon.kz/news"), and one that readers of feeds add ("feed:") is not part of it; the domain of a mail
    address is no address. Whether an address may be fetched is for `parsers.urls.checked` to say.
    """
    number = 1
    for run in _RUN.finditer(text[:MAX_TEXT]):
        for found in _in_run(text, run.start(), run.end()):
            bare = _behind_number(found, number)
            number += bare is not found
            yield bare


def consists_of_urls(text: str) -> bool:
    """Tell whether `text` is one or more addresses, and beside them only punctuation.

    A bare host name counts where its last label is a domain: "zakon.kz", not "report.pdf" or "и.о.министра".
    """
    if len(text) > MAX_TEXT:
        return False
    end = 0
    for found in find(text):
        if not _is_between(text[end : found.start]) or (found.is_bare_host and not _is_domain(found.text)):
            return False
        end = found.end
    return end > 0 and not _has_words(text[end:])


def _behind_number(found: FoundUrl, number: int) -> FoundUrl:
    """Return an address without the number of its line in a list ("1.zakon.kz", "2.24.kz"), if it begins with that."""
    mark = f"{number}."
    host = _HOST.match(found.text, len(mark))
    if not found.text.startswith(mark) or host is None or not _is_host(host[0]):
        return found
    return replace(found, text=found.text[len(mark) :], start=found.start + len(mark))


def _in_run(text: str, at: int, end: int) -> Iterator[FoundUrl]:
    """Find what a run of characters without a space holds; every step leads forward."""
    schemes = {found.start(): found.end() for found in _SCHEME.finditer(text, at, end)}
    doubled = {start for start, end_of in schemes.items() if end_of in schemes}
    schemes = {start: end_of for start, end_of in schemes.items() if start not in doubled}
    separate = {start for start in schemes if start > at and _may_follow(text, start)}
    while at < end:
        if at in schemes:
            start, at = at, _whole(text, schemes[at], end, separate)
            if at > schemes[start] and (text[schemes[start]].isalnum() or text[schemes[start]] == "["):
                yield FoundUrl(text=text[start:at], start=start, end=at)
            at = max(at, schemes[start])
        elif scheme := _FEED_SCHEME.match(text, at, end) or _SHORT_SCHEME.match(text, at, end):
            at = scheme.end()
        elif text[at].isalnum():
            found, at = _bare(text, at, _name_end(text, at, end, schemes), end, separate)
            if found:
                yield found
        else:
            at += 1


def _may_follow(text: str, start: int) -> bool:
    """Tell whether another address may begin here: behind a separator, or glued to the last letter of one."""
    before = text[start - 1]
    return (
        before in _SEPARATORS
        or _is_sign(before)
        or (before.isalnum() and not _ESCAPED.fullmatch(text, max(start - 3, 0), start))
    )


def _name_end(text: str, start: int, end: int, schemes: Container[int]) -> int:
    """Return where the name that begins at `start` ends: before a scheme, should one be glued to it."""
    name = _HOST.match(text, start, end)
    stop = name.end() if name else start
    return next((stop - length for length in map(len, _SCHEME_NAMES) if stop - length in schemes), stop)


def _bare(text: str, start: int, end: int, run_end: int, separate: set[int]) -> tuple[FoundUrl | None, int]:
    """Read the host name at `start`, and the path behind it, if it is one; return also where to go on."""
    host = text[start:end].rstrip(".-")
    if text[start - 1 : start] == "@" or text[end : end + 1] == "@" or not _is_host(host):
        return None, end
    stop = start + len(host)
    if stop < end:  # a sentence ends behind it
        return FoundUrl(text=host, start=start, end=stop, is_bare_host=True), end
    port = _PORT.match(text, stop, run_end)
    stop = port.end() if port else stop
    if text[stop : stop + 1] not in ("/", "?", "#") or stop >= run_end:
        return FoundUrl(text=text[start:stop], start=start, end=stop, is_bare_host=port is None), stop
    # Without a scheme, a comma is more likely between two addresses than in one.
    tail = _end(text, stop, run_end, separate, stops=",;")
    return FoundUrl(text=text[start:tail], start=start, end=tail), max(tail, stop)


def _whole(text: str, start: int, end: int, separate: set[int]) -> int:
    """Return where an address ends whose host begins at `start`."""
    name = _AUTHORITY.match(text, start, end)
    stop = name.end() if name else start
    # No host has these, and a password, before "@", may.
    reached = _end(text, start, stop, separate, stops="" if "@" in text[start:stop] else ",;'’|")
    return reached if reached < stop else _end(text, stop, end, separate)


def _end(text: str, start: int, end: int, separate: set[int], stops: str = "") -> int:
    """Return where an address ends: at a bracket that it did not open, or before another; without punctuation."""
    opened: list[str] = []
    at = start
    while at < end and at not in separate and text[at] not in stops and not (stops and _is_sign(text[at])):
        if text[at] in _CLOSES:
            if not opened or opened.pop() != _CLOSES[text[at]]:
                break
        elif text[at] in _CLOSES.values():
            opened.append(text[at])
        at += 1
    while at > start and (text[at - 1] in _PUNCTUATION or _is_sign(text[at - 1])):
        at -= 1
    return at


def _is_sign(char: str) -> bool:
    return not char.isascii() and (char == _PICTURE_FORM or unicodedata.category(char) in _SIGN_KINDS)


def _is_host(name: str) -> bool:
    labels = name.split(".")
    last = labels[-1]
    return len(labels) > 1 and len(last) > 1 and last[0].isalpha() and all(0 < len(one) <= _MAX_LABEL for one in labels)


def _is_domain(host: str) -> bool:
    name, _, last = host.lower().rpartition(".")
    is_plain = last.isascii() and (last.isalpha() or last.startswith("xn--"))
    part = _NAME_PART.match(name)
    is_file = last in _FILE_ENDINGS or (last in _AMBIGUOUS_ENDINGS and part is not None and part[0] in _FILE_NAMES)
    return last in _NATIONAL_DOMAINS or (is_plain and not is_file)


def _is_between(text: str) -> bool:
    """Tell whether what stands before an address is nothing of its own: signs, or the number of a list's line."""
    words = text.split()
    if words and (_FEED_SCHEME.match(words[-1] + "a") or _SHORT_SCHEME.match(words[-1] + "a")):
        words.pop()
    return not any(_has_words(word) and not _NUMBER.fullmatch(word) for word in words)


def _has_words(text: str) -> bool:
    return any(char.isalpha() or char.isdecimal() for char in text)
