"""Answering one message or one tap: say, edit in place, note on the button; decides nothing about what is said."""

import logging
from typing import Final, overload

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramNotFound
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardMarkup,
    InputRichMessage,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot import keyboards
from bot.deep_links import seals
from bot.delivery import outcome
from bot.delivery.outcome import Unchanged, WithoutThread
from bot.keyboards import TopicAct, TopicTap
from bot.texts import Texts

log = logging.getLogger(__name__)

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_NOTE_LIMIT: Final = 200


class ForgedButtonError(Exception):
    """A tap carries what no keyboard of ours does. Handlers raise it; `middlewares.ChatContext` answers it."""


class Reply:
    """The answer to one event, in its reader's language.

    `texts` are the reader's; `note` is shown on a tapped button once, when its handler has ended; `heading`, Telegram
    HTML, begins every message; `subject_id` is the chat whose settings the buttons of every message are about.

    Args:
        event: what is answered.
        texts: what the bot says.
        home_id: the forum thread that the chat's digests go to, if any.
        place: a message of ours to put the answer in; without one, that whose button was tapped.
        subject_id: the chat whose settings are changed just now; without one, the chat that the event came from.
    """

    def __init__(
        self,
        event: Message | CallbackQuery,
        texts: Texts,
        *,
        home_id: int | None = None,
        place: Message | None = None,
        subject_id: int | None = None,
    ) -> None:
        self._event = event
        self._home_id = home_id
        self._place = place or self.tapped
        self._is_alert = False
        self.texts = texts
        self.subject_id = subject_id or self._chat_id
        self.note: str | None = None
        self.heading = ""

    @property
    def tapped(self) -> Message | None:
        """The message whose button was tapped, None for a command or where Telegram no longer shows it to us."""
        return _message_of(self._event) if isinstance(self._event, CallbackQuery) else None

    def offer(self, topic_id: int, act: TopicAct = TopicAct.FOLLOW) -> TopicTap:
        """Return what a button carries that offers a topic in this chat."""
        return TopicTap(act=act, topic_id=topic_id, seal=seals.sign(self._bot.token, "topic", self._chat_id, topic_id))

    def verify_offered(self, tap: TopicTap) -> None:
        """Make sure that the button was made for this chat. Raises ForgedButtonError."""
        if not seals.verify(tap.seal, self._bot.token, "topic", self._chat_id, tap.topic_id):
            raise ForgedButtonError

    @property
    def _bot(self) -> Bot:
        bot = self._event.bot
        assert bot is not None  # noqa: S101 - updates are always mounted to their bot
        return bot

    @property
    def _chat_id(self) -> int:
        message = self._event if isinstance(self._event, Message) else self._event.message
        # A button below an inline message stands in no chat that we know.
        return message.chat.id if message is not None else 0

    @property
    def place(self) -> str:
        """What texts take as `chat`: "private", or "group", where words that are no command do not reach us."""
        message = self._event if isinstance(self._event, Message) else self._event.message
        is_private = message is not None and message.chat.type == ChatType.PRIVATE
        return "private" if is_private else "group"

    @property
    def thread_id(self) -> int | None:
        """The forum thread the event stands in, None for none: digests of a new subscriber go there."""
        message = _message_of(self._event)
        return message.message_thread_id if message is not None and message.is_topic_message else None

    async def say(self, html: str, keyboard: Keyboard | None = None, *, reply_to: int | None = None) -> Message | None:
        """Say something new in the chat the event came from, and in its thread; return it, None if there is no chat."""
        quoted = reply_to and ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
        return await self._send(
            SendMessage(
                chat_id=self._chat_id,
                message_thread_id=self.thread_id,
                text=self.heading + html,
                parse_mode="HTML",
                reply_markup=self._marked(keyboard),
                link_preview_options=_NO_PREVIEW,
                reply_parameters=quoted or None,
            )
        )

    async def quote(self, html: str, keyboard: InlineKeyboardMarkup) -> None:
        """Answer the very message, so that a tap below the answer brings it along."""
        assert isinstance(self._event, Message)  # noqa: S101 - a tap has nothing to quote
        await self.say(html, keyboard, reply_to=self._event.message_id)

    async def say_rich(self, html: str, keyboard: InlineKeyboardMarkup) -> bool:
        """Say rich HTML below the tapped message; False where Telegram, or our Bot API server, takes none."""
        if self.tapped is None:
            return False
        try:
            await self.tapped.answer_rich(InputRichMessage(html=html), reply_markup=self._marked(keyboard))
        except (TelegramBadRequest, TelegramNotFound) as refusal:
            log.warning("Telegram takes no rich message: %s", refusal.message)
            return False
        return True

    async def send_file(self, file: BufferedInputFile, caption: str) -> None:
        """Send a file."""
        await self._send(
            SendDocument(
                chat_id=self._chat_id,
                message_thread_id=self.thread_id,
                document=file,
                caption=caption,
                parse_mode="HTML",
            )
        )

    @overload
    def _marked(self, keyboard: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None: ...

    @overload
    def _marked(self, keyboard: Keyboard | None) -> Keyboard | None: ...

    def _marked(self, keyboard: Keyboard | None) -> Keyboard | None:
        """Write on buttons what they are about: no keyboard leaves without it."""
        if isinstance(keyboard, InlineKeyboardMarkup):
            return keyboards.mark_keyboard(keyboard, self.subject_id)
        return keyboard

    async def _send(self, message: SendMessage | SendDocument) -> Message | None:
        """Send a message; beside its thread, if that is closed or gone."""
        if not self._chat_id:
            return None
        for place in outcome.places_beside(self.thread_id, self._home_id):
            try:
                return await self._bot(message)
            except TelegramAPIError as error:
                refusal = outcome.classify(error)
                if not isinstance(refusal, WithoutThread):
                    raise
                log.info("A thread is closed or gone (%s); said beside it", refusal.reason)
                message = message.model_copy(update={"message_thread_id": place, "reply_parameters": None})
        return await self._bot(message)

    async def show(self, html: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Show a screen of the settings: in place of the tapped one, with the way back; to a command, say it."""
        if self._place is None:
            await self.say(html, keyboard)
            return
        rows = keyboard.inline_keyboard if keyboard else []
        await self.replace(html, keyboards.keyboard(*rows, [keyboards.back(self.texts)]))

    async def replace(self, html: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        """Say it in place of the message whose button was tapped; to a command, as a new message."""
        if self._place is None:
            await self.say(html, keyboard)
            return
        try:
            await self._place.edit_text(
                self.heading + html,
                parse_mode="HTML",
                reply_markup=self._marked(keyboard),
                link_preview_options=_NO_PREVIEW,
            )
        except TelegramBadRequest as refusal:
            if not isinstance(outcome.classify(refusal), Unchanged):
                log.info("A message could not be edited (%s); said anew", refusal.message)
                await self.say(html, keyboard)

    async def placeholder(self, html: str) -> "Reply":
        """Say that an answer takes its time; return the reply whose `replace` puts it in that message's place."""
        said = await self.say(html)
        later = Reply(self._event, self.texts, home_id=self._home_id, place=said, subject_id=self.subject_id)
        later.heading = self.heading
        return later

    async def replace_keyboard(self, keyboard: InlineKeyboardMarkup) -> None:
        """Change the buttons under the tapped message; one that cannot be changed keeps the old ones."""
        if self.tapped is None:
            return
        try:
            await self.tapped.edit_reply_markup(reply_markup=self._marked(keyboard))
        except TelegramBadRequest as refusal:
            log.debug("Buttons stay as they were: %s", refusal.message)

    def alert(self, text: str) -> None:
        """Let the note on the button be one that its reader has to close."""
        self.note, self._is_alert = text, True

    async def acknowledge(self) -> None:
        """Answer the tap, so that its button stops waiting; Telegram takes no answer to an old one."""
        if not isinstance(self._event, CallbackQuery):
            return
        try:
            await self._event.answer(self.note[:_NOTE_LIMIT] if self.note else None, show_alert=self._is_alert)
        except TelegramBadRequest as refusal:
            log.debug("A tap was not answered: %s", refusal.message)


def _message_of(event: Message | CallbackQuery) -> Message | None:
    message = event.message if isinstance(event, CallbackQuery) else event
    return message if isinstance(message, Message) else None
