"""Keyboards under messages: read, and refused where Telegram refuses them; knows nothing of chats."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.telegram import errors
from bot.demo.telegram.formatting import web_links

_MOST_BYTES = 10_240
_INLINE = {"buttons": 100, "row": 8}
_REPLY = {"buttons": 300, "row": 12}
_ACTIONS = (
    "url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat"
    " switch_inline_query_chosen_chat copy_text pay"
)


@dataclass(frozen=True, kw_only=True)
class Button:
    """One button: what it says, and what it does: sends `data` back, opens `url`, copies, or shares the location."""

    label: str
    data: str = ""
    url: str = ""
    copies: str = ""
    asks_location: bool = False
    style: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Markup:
    """A reply_markup: inline buttons, or a change of the keyboard below the chat."""

    kind: str = ""  # "inline", "reply", "remove", "force_reply" or ""
    rows: Rows = ()
    one_time: bool = False
    placeholder: str = ""
    raw: dict[str, object] | None = None


NOTHING = Markup()


def read(raw: Any) -> Markup:  # noqa: ANN401 - whatever JSON the caller sent
    """Read a reply_markup.

    Raises:
        RefusedError: Telegram would refuse it.
    """
    if raw is None:
        return NOTHING
    if not isinstance(raw, dict):
        raise errors.bad_request("object expected as reply markup")
    if len(json.dumps(raw, ensure_ascii=False).encode()) > _MOST_BYTES:
        raise errors.bad_request("reply markup is too long")
    if "inline_keyboard" in raw:
        return Markup(kind="inline", rows=_inline(raw["inline_keyboard"]), raw=raw)
    if "keyboard" in raw:
        rows = _reply(raw["keyboard"])
        one_time, placeholder = bool(raw.get("one_time_keyboard")), str(raw.get("input_field_placeholder", ""))
        return Markup(kind="reply", rows=rows, one_time=one_time, placeholder=placeholder, raw=raw)
    if raw.get("remove_keyboard"):
        return Markup(kind="remove")
    if raw.get("force_reply"):
        return Markup(kind="force_reply", placeholder=str(raw.get("input_field_placeholder", "")))
    return NOTHING


def _inline(raw: object) -> Rows:
    rows = tuple(tuple(_inline_button(button) for button in row) for row in _rows(raw, "inline keyboard"))
    _check_size(rows, **_INLINE)
    return tuple(row for row in rows if row)


def _reply(raw: object) -> Rows:
    rows = tuple(tuple(_reply_button(button) for button in row) for row in _rows(raw, "keyboard"))
    _check_size(rows, **_REPLY)
    return tuple(row for row in rows if row)


def _rows(raw: object, subject: str) -> Iterator[list[object]]:
    if not isinstance(raw, list):
        raise errors.bad_request(f'field "{subject.replace(" ", "_")}" must be of type Array')
    for row in raw:
        if not isinstance(row, list):
            raise errors.bad_request(f"can't parse {subject}: row must be of type Array")
        yield row


def _check_size(rows: Sequence[Sequence[Button]], *, buttons: int, row: int) -> None:
    if sum(map(len, rows)) > buttons or max(map(len, rows), default=0) > row:
        raise errors.bad_request("reply markup is too long")


def _label(raw: object, subject: str) -> str:
    label = raw.get("text") if isinstance(raw, dict) else raw
    if not isinstance(label, str):
        raise errors.bad_request(f"can't parse {subject}: can't find field \"text\"")
    if not label.strip():
        raise errors.bad_request(f"{subject} text must be non-empty")
    return label


def _inline_button(raw: object) -> Button:
    label = _label(raw, "inline keyboard button")
    if not isinstance(raw, dict) or not any(action in raw for action in _ACTIONS.split()):
        raise errors.bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data, url = str(raw.get("callback_data", "")), str(raw.get("url", ""))
    if "callback_data" in raw and not 1 <= len(data.encode()) <= 64:
        raise errors.bad_request("BUTTON_DATA_INVALID")
    if "url" in raw and not (web_links.checked(url) or web_links.person_of(url)):
        raise errors.bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    copies = raw.get("copy_text")
    return Button(
        label=label,
        data=data,
        url=url,
        copies=str(copies.get("text", "")) if isinstance(copies, dict) else "",
        style=str(raw.get("style", "")),
    )


def _reply_button(raw: object) -> Button:
    label = _label(raw, "keyboard button")
    return Button(label=label, asks_location=isinstance(raw, dict) and bool(raw.get("request_location")))
