"""The state of the little Telegram: accounts, chats, commands, taps, files; it tells of every change.

Nothing here is HTTP: `.methods` and `.people` act on it, the page listens to it.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.demo.telegram import errors
from bot.demo.telegram.chats import Chat, Sent
from bot.demo.telegram.formatting.keyboards import Markup
from bot.demo.telegram.formatting.message_text import Formatted
from bot.demo.telegram.updates import Updates

Wire = dict[str, object]
CALLBACK_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Toast:
    """What answerCallbackQuery showed: a passing line, or an alert to close."""

    text: str
    alert: bool = False
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Callback:
    """A tap that waits for its answer."""

    person_id: int
    chat_id: int
    message_id: int
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class StateChange:
    """Something that happened in a chat: message, edit, delete, typing, toast, keyboard, tap."""

    kind: str
    chat_id: int
    message_id: int = 0
    detail: object = None


class Messenger:
    """Everything that the local Bot API server remembers; times come from `clock`."""

    def __init__(self, *, clock: Callable[[], datetime], bot: Mapping[str, object]) -> None:
        self.clock = clock
        self.bot = dict(bot)
        self.updates = Updates()
        self.accounts: dict[int, Wire] = {}
        self.chats: dict[int, Chat] = {}
        self.commands: dict[tuple[str, str], list[Wire]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.callbacks: dict[str, Callback] = {}
        self.toasts: dict[int, list[Toast]] = {}
        self.inline_answers: dict[str, list[Wire]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        # The bot's balance.
        self.stars = 0
        # Where a server that runs with --local keeps them.
        self.disk: Path | None = None
        self.changes: list[StateChange] = []
        self._listeners: set[asyncio.Queue[StateChange]] = set()
        self._ids = itertools.count(1)

    # Reading

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat, by its id or its @name.

        Raises:
            RefusedError: there is none.
        """
        named = [chat for chat in self.chats.values() if chat.username and f"@{chat.username}" == chat_id]
        if named:
            return named[0]
        try:
            return self.chats[int(chat_id)]
        except (KeyError, ValueError):
            raise errors.bad_request("chat not found") from None

    def wire(self, message: Sent) -> Wire:
        """The message as the Bot API writes it."""
        chat = self.chats[message.chat_id]
        body: Wire = {"message_id": message.id, "date": int(message.date.timestamp()), "chat": chat.wire}
        body["sender_chat" if chat.kind == "channel" else "from"] = (
            chat.wire if chat.kind == "channel" else dict(message.author)
        )
        caption = "caption" if message.attachment else "text"
        if message.blocks:
            body["rich_message"] = {"blocks": list(message.blocks)}
        elif message.text:
            body[caption] = message.text
            body["entities" if caption == "text" else "caption_entities"] = [e.wire for e in message.entities]
        body |= message.attachment
        if message.markup.kind == "inline" and message.markup.raw is not None:
            body["reply_markup"] = message.markup.raw
        if message.edited_at:
            body["edit_date"] = int(message.edited_at.timestamp())
        if message.thread_id:
            body |= {"message_thread_id": message.thread_id, "is_topic_message": True}
        original = chat.messages.get(message.reply_to)
        if original:
            body["reply_to_message"] = self.wire(replace(original, reply_to=0))
        return body

    # Changing

    def post(self, chat: Chat, author: Mapping[str, object], content: Formatted, markup: Markup, **more: Any) -> Sent:  # noqa: ANN401 - fields of Sent
        """Add a message to a chat and return it; `more` are further fields of `Sent`."""
        message = Sent(
            id=next(self._ids),
            chat_id=chat.id,
            author=author,
            date=self.clock(),
            text=content.text,
            html=content.source,
            entities=content.entities,
            blocks=content.blocks,
            markup=markup,
            **more,
        )
        chat.messages[message.id] = message
        self.tell(StateChange(kind="message", chat_id=chat.id, message_id=message.id))
        if markup.kind in {"reply", "remove", "force_reply"}:
            chat.keyboard = markup
            self.tell(StateChange(kind="keyboard", chat_id=chat.id))
        return message

    def edit(self, message: Sent, **fields: Any) -> Sent:  # noqa: ANN401 - fields of Sent
        """Replace fields of a message, now."""
        changed = replace(message, edited_at=self.clock(), **fields)
        self.chats[message.chat_id].messages[message.id] = changed
        self.tell(StateChange(kind="edit", chat_id=message.chat_id, message_id=message.id))
        return changed

    def delete(self, message: Sent) -> None:
        """Remove a message from its chat."""
        del self.chats[message.chat_id].messages[message.id]
        self.tell(StateChange(kind="delete", chat_id=message.chat_id, message_id=message.id))

    def keep_file(self, name: str, content: bytes) -> str:
        """Remember a file; return its file_id."""
        file_id = f"file-{len(self.files) + 1}"
        self.files[file_id] = (name, content)
        return file_id

    def ask(self, person_id: int, message: Sent) -> str:
        """Remember a tap on a message; return the id of the callback query."""
        query_id = str(9_000_000_000 + next(self._ids))
        self.callbacks[query_id] = Callback(
            person_id=person_id, chat_id=message.chat_id, message_id=message.id, asked_at=self.clock()
        )
        self.tell(StateChange(kind="tap", chat_id=message.chat_id, message_id=message.id, detail=query_id))
        return query_id

    def answer(self, query_id: str, toast: Toast) -> None:
        """Show the answer to a tap.

        Raises:
            RefusedError: the query is unknown or too old.
        """
        callback = self.callbacks.get(query_id)
        if callback is None or self.clock() - callback.asked_at > CALLBACK_LIFETIME:
            raise errors.bad_request("query is too old and response timeout expired or query ID is invalid")
        self.toasts.setdefault(callback.person_id, []).append(toast)
        self.tell(StateChange(kind="toast", chat_id=callback.chat_id, message_id=callback.message_id, detail=toast))

    def commands_for(self, chat: Chat, language: str) -> list[Wire]:
        """Return the command menu that Telegram would show in a chat to a reader of a language."""
        everywhere = "all_private_chats" if chat.kind == "private" else "all_group_chats"
        for scope in (f"chat:{chat.id}", everywhere, "default"):
            for key in ((scope, language), (scope, "")):
                if self.commands.get(key):
                    return self.commands[key]
        return []

    # Telling

    def tell(self, change: StateChange) -> None:
        """Record a change and tell those who listen."""
        self.changes.append(change)
        for listener in self._listeners:
            listener.put_nowait(change)

    @contextmanager
    def listen(self) -> Iterator[asyncio.Queue[StateChange]]:
        """Hear of every change from now on."""
        queue: asyncio.Queue[StateChange] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield queue
        finally:
            self._listeners.discard(queue)
