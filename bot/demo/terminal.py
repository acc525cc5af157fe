"""A conversation as a terminal shows it: the person on the right, the bot with its buttons on the left."""

from collections.abc import Iterator

from rich.align import Align
from rich.box import ROUNDED
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from bot.demo.telegram.chats import Sent
from bot.demo.telegram.formatting import entities
from bot.demo.telegram.formatting.entities import Entity
from bot.demo.telegram.formatting.keyboards import Rows

WIDEST = 78
_STYLES = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "spoiler": "reverse",
    "code": "cyan",
    "pre": "cyan",
    "blockquote": "dim",
    "expandable_blockquote": "dim",
    "bot_command": "cyan",
    "url": "blue underline",
    "mention": "blue",
    "hashtag": "blue",
}


def said(console: Console, text: str) -> None:
    """Print what the person says."""
    _print(console, Text(text), align="right", style="green", title="")


def tapped(console: Console, label: str) -> None:
    """Print that the person taps a button."""
    console.print(Align.right(Text(f"[ {label} ] ", style="green")))


def received(console: Console, message: Sent, *, buttons_only: bool = False) -> None:
    """Print what the bot says, with its buttons; `buttons_only` where nothing else has changed."""
    parts = [] if buttons_only else [formatted(message)]
    if message.keyboard:
        parts += [*([] if buttons_only else [Text()]), *_rows(message.keyboard)]
    body: RenderableType = Group(*parts)
    edited = " · изменено" if message.edited_at else ""
    _print(console, body, align="left", style="blue", title=f"Сводка{edited}")


def noted(console: Console, text: str) -> None:
    """Print a passing answer to a tap."""
    console.print(Text(f"  ({text})", style="dim italic"))


def formatted(message: Sent) -> Text:
    """Return the message's text with its formatting; offsets of entities are UTF-16 units."""
    text = Text(message.text)
    places = _places(message.text)
    for entity in message.entities:
        text.stylize(_style(entity), places[entity.offset], places[entity.offset + entity.length])
    return text


def _style(entity: Entity) -> str:
    if entity.kind == "text_link":
        return f"blue underline link {entity.value}"
    return _STYLES.get(entity.kind, "")


def _places(text: str) -> dict[int, int]:
    """Return where each UTF-16 offset is in characters."""
    places, units = {0: 0}, 0
    for place, character in enumerate(text, start=1):
        units += entities.utf16_length(character)
        places[units] = place
    return places


def _rows(rows: Rows) -> Iterator[Text]:
    for row in rows:
        yield Text("  ").join(Text(f"[ {button.label} ]", style="bold blue") for button in row)


def _print(console: Console, body: RenderableType, *, align: str, style: str, title: str) -> None:
    width = min(WIDEST, console.width - 8)
    panel = Panel(body, box=ROUNDED, border_style=style, expand=False, title=title or None, title_align="left")
    panel.width = min(width, console.measure(panel).maximum)
    shown: RenderableType = panel
    console.print(Align.right(shown) if align == "right" else shown, highlight=False)
