"""The text of a message as Telegram would keep it: parsed, cleaned, trimmed, counted; refused in Telegram's words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.demo.telegram import errors
from bot.demo.telegram.calls import Call
from bot.demo.telegram.formatting import entities, html_tags, rich_html, web_links
from bot.demo.telegram.formatting.entities import Entity
from bot.demo.telegram.formatting.html import parse_html

TEXT, CAPTION = 4096, 1024
MOST_ENTITIES = 100  # Telegram drops the rest without a word
_OPAQUE = {"text_link", "text_mention", "code", "pre"}  # nothing is looked for inside these
_QUOTES = {"blockquote", "expandable_blockquote"}
# Control characters become spaces, line separators and direction overrides vanish.
_TO_SPACE = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_TO_NOTHING = re.compile(r"[\r\u2028-\u202e]")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)»])|(?<![\w/])(?P<bot_command>/\w{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<!\w)(?P<mention>@[A-Za-z]\w{3,31})|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


@dataclass(frozen=True, kw_only=True)
class Formatted:
    """A text and its entities, and the source they were read from; of a rich message also its blocks."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    source: str = ""
    blocks: tuple[Mapping[str, object], ...] = ()


def message_text(call: Call) -> Formatted:
    """Read the text of sendMessage or editMessageText: 1 to 4096 characters after parsing.

    Raises:
        RefusedError: Telegram would not take it.
    """
    formatted = _formatted(call, "text", "entities")
    if not formatted.text:
        raise errors.bad_request("message text is empty")
    if len(formatted.text) > TEXT:
        raise errors.bad_request("message is too long")
    return formatted


def rich_message(call: Call) -> Formatted:
    """Read the rich message of a call, as HTML.

    Raises:
        RefusedError: it is not taken.
    """
    given = call.structure("rich_message")
    html = given.get("html") if isinstance(given, dict) else None
    if not isinstance(html, str):
        raise errors.bad_request("rich message must be given as HTML")  # Telegram knows two more forms
    try:
        rich = rich_html.parse(html)
    except rich_html.RichError as error:
        raise errors.bad_request(f"can't parse rich message: {error}") from None
    return Formatted(text=rich.text, entities=rich.entities, source=html, blocks=rich.blocks)


def caption(call: Call) -> Formatted:
    """Read a caption: at most 1024 characters after parsing.

    Raises:
        RefusedError: Telegram would not take it.
    """
    formatted = _formatted(call, "caption", "caption_entities")
    if len(formatted.text) > CAPTION:
        raise errors.bad_request("message caption is too long")
    return formatted


def plain(text: str) -> Formatted:
    """Read what a person typed: no markup, but links and commands are found."""
    return _tidy(text, (), text)


def _formatted(call: Call, name: str, entities_name: str) -> Formatted:
    source, mode = call.text(name), call.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise errors.bad_request("unsupported parse_mode")  # Telegram knows Markdown; Svodka never sends it
    if not mode:
        return _tidy(source, tuple(_explicit(call.structure(entities_name))), source)
    try:
        text, entities = parse_html(source)
    except html_tags.MarkupError as error:
        raise errors.bad_request(f"can't parse entities: {error}") from None
    return _tidy(text, entities, source)


def _explicit(raw: object) -> Iterable[Entity]:
    if not isinstance(raw, list):
        return
    for one in raw:
        if isinstance(one, dict) and {"type", "offset", "length"} <= one.keys():
            value = str(one.get("url") or one.get("language") or "")
            yield Entity(kind=str(one["type"]), offset=int(one["offset"]), length=int(one["length"]), value=value)


def _tidy(text: str, marks: Sequence[Entity], source: str) -> Formatted:
    text, marks = _without(_TO_SPACE.sub(" ", text), marks)
    body = text.strip()
    lost = entities.utf16_length(text[: len(text) - len(text.lstrip())])
    size = entities.utf16_length(body)
    kept = [cut for entity in marks if (cut := _within(entity, lost, size))]
    kept = [entity for entity in kept if not _nested_quote(entity, kept)]
    taken = [entity for entity in kept if entity.kind in _OPAQUE]
    found = (entity for entity in _found(body) if not any(_overlap(entity, other) for other in taken))
    everything = sorted(chain(kept, found), key=lambda entity: (entity.offset, -entity.length))
    return Formatted(text=body, entities=tuple(everything[:MOST_ENTITIES]), source=source)


def _without(text: str, marks: Sequence[Entity]) -> tuple[str, Sequence[Entity]]:
    """Remove the characters that Telegram removes, and move the marks accordingly."""
    gone = [entities.utf16_length(text[: found.start()]) for found in _TO_NOTHING.finditer(text)]
    if not gone:
        return text, marks
    moved = []
    for entity in marks:
        before = sum(place < entity.offset for place in gone)
        inside = sum(entity.offset <= place < entity.offset + entity.length for place in gone)
        moved.append(replace(entity, offset=entity.offset - before, length=entity.length - inside))
    return _TO_NOTHING.sub("", text), moved


def _within(entity: Entity, lost: int, length: int) -> Entity | None:
    start = max(0, entity.offset - lost)
    end = min(length, entity.offset + entity.length - lost)
    return replace(entity, offset=start, length=end - start) if end > start else None


def _nested_quote(entity: Entity, entities: Iterable[Entity]) -> bool:
    """Whether a quote stands inside another one: Telegram keeps the outer only."""
    if entity.kind not in _QUOTES:
        return False
    outer = [other for other in entities if other.kind in _QUOTES and other.length > entity.length]
    return any(_overlap(entity, other) for other in outer)


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length


def _found(text: str) -> Iterable[Entity]:
    """Find bare links, commands, mentions and hashtags."""
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        if kind == "url" and not web_links.checked(match[0]):
            continue
        start = entities.utf16_length(text[: match.start()])
        yield Entity(kind=kind, offset=start, length=entities.utf16_length(match[0]))
