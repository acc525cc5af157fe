"""What the chat page's reader may send besides text, in the Bot API's form, and how the page is told of attachments."""

import base64
import binascii
from typing import Any, Final

Wire = dict[str, object]
# As much as the page sends in one request; Telegram's own limit is higher.
LARGEST: Final = 512 * 1024
_SAMPLES: Final[dict[str, object]] = {
    "photo": [{"file_id": "sample", "file_unique_id": "sample", "width": 800, "height": 450, "file_size": 40_000}],
    "voice": {"file_id": "sample", "file_unique_id": "sample", "duration": 4, "mime_type": "audio/ogg"},
    "sticker": {
        "file_id": "sample", "file_unique_id": "sample", "type": "regular", "width": 512, "height": 512,
        "is_animated": False, "is_video": False, "emoji": "👍",
    },
}  # fmt: skip


def sample(kind: str) -> Wire:
    """Return a photo, a voice message or a sticker as somebody might send it. Raises LookupError for any other kind."""
    return {kind: _SAMPLES[kind]}


def file(body: Any) -> tuple[str, bytes]:  # noqa: ANN401 - JSON
    """Read a file that the page sends: its name, and its content in base64. Raises ValueError if it cannot be one."""
    name = str(body["file"]).rpartition("/")[2][:100]
    encoded = str(body["content"])
    if not name or len(encoded) > LARGEST * 4 // 3 + 4:
        raise ValueError(f"a file has a name and at most {LARGEST} bytes")
    try:
        return name, base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("a file is sent in base64") from error


def shown(attachment: Any) -> Wire | None:  # noqa: ANN401 - a Bot API object
    """Return what the page draws of a message's attachment, None for nothing."""
    match attachment:
        case {"document": {"file_id": file_id, "file_name": name, "file_size": size}}:
            return {"kind": "file", "name": name, "size": size, "url": f"/chat/files/{file_id}"}
        case {"photo": _}:
            return {"kind": "photo"}
        case {"voice": {"duration": seconds}}:
            return {"kind": "voice", "name": f"0:{seconds:02}"}
        case {"sticker": {"emoji": emoji}}:
            return {"kind": "sticker", "name": emoji}
        case {"location": {"latitude": latitude, "longitude": longitude}}:
            return {"kind": "place", "name": f"{latitude:.2f}, {longitude:.2f}"}
    return None
