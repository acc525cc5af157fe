"""Formatted stretches of a message's text, measured in UTF-16 code units as Telegram measures them."""

from dataclasses import dataclass

# Entities over the same text: the smaller number first, as TDLib sorts them; equals keep their closing order.
_RANK = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 11,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "date_time": 48,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


@dataclass(frozen=True, kw_only=True)
class Entity:
    """One stretch of formatted text; offset and length in UTF-16 code units.

    `value` is what the kind needs: the address of a text_link, the language of a pre, the id of a custom_emoji or of
    the person of a text_mention, the Unix time of a date_time.
    """

    kind: str
    offset: int
    length: int
    value: str = ""

    @property
    def wire(self) -> dict[str, object]:
        """The entity as the Bot API writes it."""
        body: dict[str, object] = {"type": self.kind, "offset": self.offset, "length": self.length}
        if self.kind == "text_link":
            body["url"] = self.value
        elif self.kind == "pre" and self.value:
            body["language"] = self.value
        elif self.kind == "custom_emoji":
            body["custom_emoji_id"] = self.value
        elif self.kind == "text_mention":
            body["user"] = {"id": int(self.value), "is_bot": False, "first_name": self.value}
        elif self.kind == "date_time":
            body["unix_time"] = int(self.value)
        return body


def utf16_length(text: str) -> int:
    """Return the length of `text` in UTF-16 code units, the unit of entity offsets."""
    return len(text) + sum(character > "\uffff" for character in text)


def order(entity: Entity) -> tuple[int, int, int]:
    """Sort key: where an entity begins, the longer first, then by kind."""
    return entity.offset, -entity.length, _RANK[entity.kind]
