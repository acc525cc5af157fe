"""People who use the bot, as tests, the tour and the chat page act for them: say, tap, share, block."""

import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.demo.telegram.chats import Chat, Sent
from bot.demo.telegram.formatting import keyboards, message_text
from bot.demo.telegram.formatting.keyboards import Button
from bot.demo.telegram.methods import account
from bot.demo.telegram.state import Messenger, Toast, Wire

_query_ids = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """What people act through: the messenger, and a way to wait until the bot has dealt with an update."""

    messenger: Messenger
    settle: Callable[[int], Awaitable[None]]


@dataclass(kw_only=True)
class Person:
    """Somebody with a private chat with the bot. What they do returns what the bot said or changed then."""

    actor: Actor
    id: int
    first_name: str
    language_code: str
    chat: Chat
    username: str = ""
    _seen: int = field(default=0, repr=False)

    @property
    def wire(self) -> Wire:
        """The account as the Bot API writes it."""
        body: Wire = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            body["username"] = self.username
        if self.language_code:
            body["language_code"] = self.language_code
        return body

    @property
    def messages(self) -> list[Sent]:
        """What the bot has said to this person, as it stands now, oldest first."""
        return self.chat.from_bot()

    @property
    def last(self) -> Sent:
        """The bot's newest message."""
        return self.messages[-1]

    @property
    def toasts(self) -> list[Toast]:
        """The answers to this person's taps, oldest first."""
        return self.actor.messenger.toasts.get(self.id, [])

    @property
    def commands(self) -> Mapping[str, str]:
        """The command menu that this person sees: name to description."""
        commands = self.actor.messenger.commands_for(self.chat, self.language_code)
        return {str(command["command"]): str(command["description"]) for command in commands}

    async def say(self, text: str, *, chat: Chat | None = None, thread_id: int = 0, reply_to: int = 0) -> list[Sent]:
        """Say something to the bot, or in a group; wait until the bot is done; return its new or changed messages."""
        return await self.send(text=text, chat=chat, thread_id=thread_id, reply_to=reply_to)

    async def send(
        self,
        *,
        text: str = "",
        attachment: Mapping[str, object] | None = None,
        chat: Chat | None = None,
        thread_id: int = 0,
        reply_to: int = 0,
    ) -> list[Sent]:
        """Send any content, in the Bot API's form: `{"location": {...}}`, `{"sticker": {...}}`; text is its caption."""
        where = chat or self.chat
        content = message_text.plain(text)
        self._open(where)
        message = self.actor.messenger.post(
            where,
            self.wire,
            content,
            keyboards.NOTHING,
            attachment=attachment or {},
            thread_id=thread_id,
            reply_to=reply_to,
        )
        return await self._do("message", self.actor.messenger.wire(message), where)

    async def send_document(
        self, name: str, content: bytes, *, caption: str = "", chat: Chat | None = None, reply_to: int = 0
    ) -> list[Sent]:
        """Send a file."""
        file_id = self.actor.messenger.keep_file(name, content)
        document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
        return await self.send(text=caption, attachment={"document": document}, chat=chat, reply_to=reply_to)

    async def share_location(self, latitude: float, longitude: float) -> list[Sent]:
        """Share a place."""
        return await self.send(attachment={"location": {"latitude": latitude, "longitude": longitude}})

    async def edit(self, message: Sent, text: str) -> list[Sent]:
        """Change an own message."""
        content = message_text.plain(text)
        changed = self.actor.messenger.edit(message, text=content.text, entities=content.entities)
        chat = self.actor.messenger.chats[message.chat_id]
        return await self._do("edited_message", self.actor.messenger.wire(changed), chat)

    async def tap(
        self, button: str, *, message: Sent | None = None, chat: Chat | None = None, inaccessible: bool = False
    ) -> list[Sent]:
        """Tap a button, named by its callback data, its label or a part of its label: the newest that fits.

        A button of the keyboard below the chat says its label. `inaccessible` sends the query as Telegram does for a
        message it no longer shows to the bot: without content, dated 0.

        Raises:
            LookupError: nothing of that name is there; lists what is.
        """
        where = chat or self.chat
        found = _find(button, [message] if message else list(reversed(where.from_bot())))
        if found is None:
            return await self._tap_keyboard(button, where)
        on, pressed = found
        if not pressed.data:
            return []  # it opens an address or copies a text; the bot hears nothing
        query_id = self.actor.messenger.ask(self.id, on)
        shown = {**self.actor.messenger.wire(on)}
        if inaccessible:
            shown = {"chat": where.wire, "message_id": on.id, "date": 0}
        query = {"id": query_id, "from": self.wire, "message": shown, "data": pressed.data}
        return await self._do("callback_query", {**query, "chat_instance": str(where.id)}, where)

    async def _tap_keyboard(self, button: str, where: Chat) -> list[Sent]:
        labels = [one.label for row in where.keyboard.rows for one in row]
        if button not in labels:
            inline = [label for message in where.from_bot()[-3:] for label in message.labels]
            raise LookupError(f"no button {button!r}; below the chat: {labels}; in the last messages: {inline}")
        return await self.say(button, chat=where)

    async def ask_inline(self, query: str) -> list[Wire]:
        """Type `@bot query` in another chat; return the results the bot offers."""
        query_id = f"inline-{next(_query_ids)}"
        self.actor.messenger.inline_answers[query_id] = []
        await self._do("inline_query", {"id": query_id, "from": self.wire, "query": query, "offset": ""}, self.chat)
        return self.actor.messenger.inline_answers[query_id]

    async def block(self) -> list[Sent]:
        """Block the bot."""
        return await self.change_bot(self.chat, "kicked")

    async def unblock(self) -> list[Sent]:
        """Let the bot write again."""
        return await self.change_bot(self.chat, "member")

    async def change_bot(self, chat: Chat, status: str) -> list[Sent]:
        """Change what the bot is in a chat: member, administrator, left, kicked, restricted."""
        bot, before = self.actor.messenger.bot, chat.bot
        chat.bot = status
        body = {
            "chat": chat.wire,
            "from": self.wire,
            "date": int(self.actor.messenger.clock().timestamp()),
            "old_chat_member": account.member(bot, before),
            "new_chat_member": account.member(bot, status),
        }
        return await self._do("my_chat_member", body, chat)

    def _open(self, chat: Chat) -> None:
        if chat is self.chat:
            chat.started = True

    async def _do(self, kind: str, body: Wire, chat: Chat) -> list[Sent]:
        """Hand an update to the bot, wait until it is done, return what it said or changed in the chat."""
        messenger = self.actor.messenger
        before = len(messenger.changes)
        await self.actor.settle(messenger.updates.put(kind, body))
        return said_since(messenger, before, chat)


def said_since(messenger: Messenger, mark: int, chat: Chat) -> list[Sent]:
    """Return the bot's messages in a chat that are new or changed since `mark` (a length of `messenger.changes`)."""
    touched = [
        change.message_id
        for change in messenger.changes[mark:]
        if change.kind in {"message", "edit"} and change.chat_id == chat.id
    ]
    found = [chat.messages[message_id] for message_id in dict.fromkeys(touched) if message_id in chat.messages]
    return [message for message in found if message.from_bot]


def _find(name: str, messages: Sequence[Sent]) -> tuple[Sent, Button] | None:
    """Find a button: exact data or label first, then a part of a label."""
    for message in messages:
        for button in message.buttons:
            if name in {button.data, button.label}:
                return message, button
    for message in messages:
        for button in message.buttons:
            if name.lower() in button.label.lower():
                return message, button
    return None
