"""What is in a chat: its messages, members and keyboard, handed out as frozen values; no HTTP, no methods."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.demo.telegram import errors
from bot.demo.telegram.formatting.entities import Entity
from bot.demo.telegram.formatting.keyboards import NOTHING, Button, Markup, Rows

_PRESENT = {"member", "administrator", "creator", "restricted"}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One message of a chat as a person sees it now.

    `html` is the source as the sender gave it; `attachment` is what a message carries beside text, in the Bot API's
    form (`{"photo": [...]}`, `{"location": {...}}` ...), `text` is then its caption. A rich message has `blocks`, and
    looks as near to them as text can. Times are aware.
    """

    id: int
    chat_id: int
    author: Mapping[str, object]
    date: datetime
    text: str = ""
    html: str = ""
    entities: tuple[Entity, ...] = ()
    blocks: tuple[Mapping[str, object], ...] = ()
    markup: Markup = NOTHING
    attachment: Mapping[str, object] = field(default_factory=dict)
    edited_at: datetime | None = None
    thread_id: int = 0
    reply_to: int = 0
    silent: bool = False
    preview: bool = True

    @property
    def from_bot(self) -> bool:
        """Whether the bot said it."""
        return bool(self.author["is_bot"])

    @property
    def keyboard(self) -> Rows:
        """The rows of buttons that came with it, inline or not."""
        return self.markup.rows

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All its inline buttons."""
        return tuple(button for row in self.markup.rows for button in row) if self.markup.kind == "inline" else ()

    @property
    def labels(self) -> tuple[str, ...]:
        """What is written on its buttons, of either kind of keyboard."""
        return tuple(button.label for row in self.markup.rows for button in row)

    @property
    def links(self) -> tuple[str, ...]:
        """The addresses its text links to."""
        return tuple(entity.value for entity in self.entities if entity.kind == "text_link")


@dataclass(kw_only=True)
class Chat:
    """One chat and all that happened in it; `bot` and `people` hold statuses in Telegram's words.

    `pinned` are the ids of its pinned messages, the newest last; `lets_pin`: the bot as its admin. `hides_members` and
    `hides_admins`: from a bot that is no admin.
    """

    id: int
    kind: str
    title: str
    username: str = ""
    people: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Sent] = field(default_factory=dict)
    keyboard: Markup = NOTHING
    bot: str = "member"
    started: bool = True
    forum: bool = False
    hides_members: bool = False
    hides_admins: bool = False
    threads: dict[int, str] = field(default_factory=dict)
    closed_threads: set[int] = field(default_factory=set)
    successor: int = 0
    deactivated: bool = False
    pinned: list[int] = field(default_factory=list)
    lets_pin: bool = True

    @property
    def wire(self) -> dict[str, object]:
        """The chat as the Bot API writes it inside messages."""
        body: dict[str, object] = {"id": self.id, "type": self.kind}
        body["first_name" if self.kind == "private" else "title"] = self.title
        if self.username:
            body["username"] = self.username
        if self.forum:
            body["is_forum"] = True
        return body

    @property
    def _word(self) -> str:
        return {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}[self.kind]

    def check_shows(self, *, hidden: bool) -> None:
        """Let the bot see who is here.

        Raises:
            RefusedError: that is hidden from it.
        """
        if hidden and self.bot != "administrator":
            raise errors.bad_request("CHAT_ADMIN_REQUIRED")

    def check_open(self, thread_id: int = 0) -> None:
        """Let the bot write here.

        Raises:
            RefusedError: it may not, in Telegram's words.
        """
        if self.kind == "private":
            self._check_private()
        elif self.successor:
            reason = "group chat was upgraded to a supergroup chat"
            raise errors.bad_request(reason, migrate_to_chat_id=self.successor)
        elif self.bot == "kicked":
            raise errors.forbidden(f"bot was kicked from the {self._word}")
        elif self.bot not in _PRESENT:
            raise errors.forbidden(f"bot is not a member of the {self._word}")
        elif self.kind == "channel" and self.bot != "administrator":
            raise errors.bad_request("need administrator rights in the channel chat")
        elif self.bot == "restricted":
            raise errors.bad_request("not enough rights to send text messages to the chat")
        self._check_thread(thread_id)

    def _check_private(self) -> None:
        if self.deactivated:
            raise errors.forbidden("user is deactivated")
        if self.bot == "kicked":
            raise errors.forbidden("bot was blocked by the user")
        if not self.started:
            raise errors.forbidden("bot can't initiate conversation with a user")

    def _check_thread(self, thread_id: int) -> None:
        if thread_id and self.forum and thread_id not in self.threads:
            raise errors.bad_request("message thread not found")
        if thread_id in self.closed_threads:
            raise errors.bad_request("TOPIC_CLOSED")

    def from_bot(self) -> list[Sent]:
        """Return what the bot has said here and not deleted, oldest first."""
        return [message for message in self.messages.values() if message.from_bot]
