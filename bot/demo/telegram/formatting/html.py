"""Telegram's HTML as Telegram reads it: text and entities, or its own words of refusal; knows nothing of HTTP.

The rules are those of TDLib's `parseTextEntities`, which Telegram's own Bot API server calls; the tests let TDLib
judge. What it leaves to the caller: trimming, limits and finding bare links and commands (`.message_text`).
"""

from dataclasses import dataclass

from bot.demo.telegram.formatting import entities, html_tags
from bot.demo.telegram.formatting.entities import Entity
from bot.demo.telegram.formatting.html_tags import MarkupError

_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_SPACE = b" \t\r\n\0\v"
_DIGITS = {10: b"0123456789", 16: b"0123456789abcdefABCDEF"}


@dataclass(frozen=True, kw_only=True)
class _Open:
    """A start tag that waits for its end: where its text begins in UTF-16 units and in bytes."""

    tag: bytes
    argument: str
    offset: int
    begin: int


def parse_html(text: str) -> tuple[str, tuple[Entity, ...]]:
    """Return the text without its tags, and its entities.

    Raises:
        MarkupError: Telegram would refuse the text.
    """
    return _Reader(text.encode()).read()


class _Reader:
    """One pass over the bytes, because Telegram's refusals name byte offsets."""

    def __init__(self, source: bytes) -> None:
        self.source = source + b"\0"  # read past the end is the end
        self.size = len(source)
        self.at = 0
        self.text = bytearray()
        self.offset = 0
        self.open: list[_Open] = []
        self.found: list[Entity] = []

    def read(self) -> tuple[str, tuple[Entity, ...]]:
        while self.at < self.size:
            if self.source[self.at] != ord("<"):
                self._character()
            elif self.source[self.at + 1] == ord("/"):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            tag = _shown(self.open[-1].tag)
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        try:
            text = self.text.decode()
        except UnicodeDecodeError:
            raise MarkupError(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from None
        return text, tuple(sorted(map(_without_language, self.found), key=entities.order))

    def _character(self) -> None:
        decoded = self._reference()
        if decoded:
            self.text += decoded.encode("utf-8", "surrogatepass")
            self.offset += 1 + (decoded > "\uffff")
            return
        byte = self.source[self.at]
        if byte & 0xC0 != 0x80:
            self.offset += 1 + (byte >= 0xF0)
        self.text.append(byte)
        self.at += 1

    def _reference(self) -> str:
        """Decode the character reference here and step over it; "" if there is none."""
        if self.source[self.at] != ord("&"):
            return ""
        start = self.at + 1
        if self.source[start] == ord("#"):
            decoded, end = self._numeric(start + 1)
        else:
            end = start
            while self.source[end : end + 1].isalpha():
                end += 1
            decoded = _NAMED.get(self.source[start:end], "")
        if decoded:
            self.at = end + (self.source[end] == ord(";"))
        return decoded

    def _numeric(self, start: int) -> tuple[str, int]:
        base = 16 if self.source[start] == ord("x") else 10
        end = start = start + (base == 16)
        while self.source[end] in _DIGITS[base]:
            end += 1
        code = int(self.source[start:end] or b"0", base) % 2**32
        if not 0 < code < 0x10FFFF or end - self.at >= 10:
            return "", end
        return chr(code), end

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._until(b">").lower()
        if self._ended:
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if tag not in html_tags.TAGS:
            raise MarkupError(f'Unsupported start tag "{_shown(tag)}" at byte offset {begin}')
        argument = html_tags.argument(tag, self._attributes(tag, begin))
        if tag == b"span" and argument != "spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag=tag, argument=argument, offset=self.offset, begin=len(self.text)))

    @property
    def _ended(self) -> bool:
        return self.source[self.at] == 0

    def _until(self, stops: bytes) -> bytes:
        """Step to the first space or one of `stops`; return what lay before it."""
        start = self.at
        while self.source[self.at] not in _SPACE and self.source[self.at] not in stops:
            self.at += 1
        return self.source[start : self.at]

    def _skip_space(self) -> None:
        while self.source[self.at] != 0 and self.source[self.at] in _SPACE:
            self.at += 1

    def _attributes(self, tag: bytes, begin: int) -> list[tuple[bytes, str]]:
        found = []
        while self.source[self.at] != ord(">"):
            self._skip_space()
            if self.source[self.at] == ord(">"):
                break
            name = self._until(b"=>/\"'").lower()
            if not name:
                raise MarkupError(f'Empty attribute name in the tag "{_shown(tag)}" at byte offset {begin}')
            found.append((name, self._value(tag, begin)))
        self.at += 1
        return found

    def _value(self, tag: bytes, begin: int) -> str:
        self._skip_space()
        has_value = self.source[self.at] == ord("=")
        if has_value:
            self.at += 1
            self._skip_space()
        if self._ended:
            raise MarkupError(f'Unclosed start tag "{_shown(tag)}" at byte offset {begin}')
        if not has_value:
            return ""
        value = self._quoted() if self.source[self.at] in b"'\"" else self._token()
        if self._ended:
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        return value

    def _token(self) -> str:
        start = self.at
        while self.source[self.at : self.at + 1].isalnum() or self.source[self.at] in b".-":
            self.at += 1
        if self.source[self.at] not in _SPACE and self.source[self.at] != ord(">"):
            raise MarkupError(f"Unexpected end of name token at byte offset {start}")
        return self.source[start : self.at].lower().decode()

    def _quoted(self) -> str:
        quote = self.source[self.at]
        self.at += 1
        value = bytearray()
        while self.source[self.at] not in (quote, 0):
            decoded = self._reference()
            if decoded:
                value += decoded.encode("utf-8", "surrogatepass")
            else:
                value.append(self.source[self.at])
                self.at += 1
        if not self._ended:
            self.at += 1
        return value.decode("utf-8", "replace")

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        found = self._until(b">").lower()
        self._skip_space()
        if self.source[self.at] != ord(">"):
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        start = self.open.pop()
        if found and found != start.tag:
            raise MarkupError(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{_shown(start.tag)}>", found "</{_shown(found)}>"'
            )
        self.at += 1
        if self.offset > start.offset:
            self._close(start)

    def _close(self, start: _Open) -> None:
        length = self.offset - start.offset
        if self._is_code_block(start, length):
            language = start.argument or self.found[-1].value
            self.found[-1] = Entity(kind="pre", offset=start.offset, length=length, value=language)
            return
        covered = self.text[start.begin :].decode("utf-8", "replace")
        kind, value = html_tags.meaning(start.tag, start.argument, covered)
        if kind:
            self.found.append(Entity(kind=kind, offset=start.offset, length=length, value=value))

    def _is_code_block(self, start: _Open, length: int) -> bool:
        """Whether this closes `<pre><code class="language-x">` (or the other way round) over the same text."""
        if start.tag not in {b"pre", b"code"} or not self.found:
            return False
        last = self.found[-1]
        if (last.offset, last.length) != (start.offset, length):
            return False
        if start.tag == b"pre":
            return last.kind == "code" and bool(last.value)
        return last.kind == "pre" and not last.value and bool(start.argument)


def _shown(tag: bytes) -> str:
    return tag.decode("utf-8", "replace")


def _without_language(entity: Entity) -> Entity:
    """Drop the language of a `<code>` that stands alone: only a block has one."""
    if entity.kind != "code":
        return entity
    return Entity(kind="code", offset=entity.offset, length=entity.length)
