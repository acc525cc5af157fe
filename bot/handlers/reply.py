"""Answering one message or one tap: say, edit in place, note on the button; decides nothing about what is said."""

import logging
from typing import Final

from aiogram.exceptions import TelegramBadRequest, TelegramNotFound
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputRichMessage,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.handlers import signatures
from bot.keyboards import TopicAct, TopicTap

log = logging.getLogger(__name__)

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
# What Telegram says of a forum thread in which nobody may write any more.
_NO_THREAD: Final = ("TOPIC_CLOSED", "thread not found")
_UNCHANGED: Final = "message is not modified"
_NOTE_LIMIT: Final = 200


class Talk:
    """The answer to one event.

    `note` is shown on a tapped button once, when its handler has ended; `heading`, Telegram HTML, begins every message.
    """

    def __init__(self, event: Message | CallbackQuery) -> None:
        self._event = event
        self.note: str | None = None
        self.alert = False
        self.heading = ""

    @property
    def tapped(self) -> Message | None:
        """The message whose button was tapped, None for a command or where Telegram no longer shows it to us."""
        message = self._event.message if isinstance(self._event, CallbackQuery) else None
        return message if isinstance(message, Message) else None

    def offer(self, topic_id: int, act: TopicAct = TopicAct.FOLLOW) -> TopicTap:
        """Return what a button carries that offers a topic in this chat."""
        return TopicTap(act=act, topic_id=topic_id, seal=signatures.sign(self._secret, self._chat_id, topic_id))

    def has_offered(self, tap: TopicTap) -> bool:
        """Say whether the button was made for this chat."""
        return signatures.verify(tap.seal, self._secret, self._chat_id, tap.topic_id)

    @property
    def _secret(self) -> str:
        bot = self._event.bot
        assert bot is not None  # noqa: S101 - updates are always mounted to their bot
        return bot.token

    @property
    def _chat_id(self) -> int:
        message = self._event if isinstance(self._event, Message) else self._event.message
        # A button below an inline message stands in no chat that we know.
        return message.chat.id if message is not None else 0

    async def say(self, html: str, keyboard: Keyboard | None = None, *, reply_to: int | None = None) -> None:
        """Say something new in the chat the event came from, and in its thread; beside it, if that is closed."""
        message = self._event if isinstance(self._event, Message) else self.tapped
        if message is None:
            await self._say_to_chat(html, keyboard)
            return
        asked = reply_to and ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
        try:
            await message.answer(
                self.heading + html,
                parse_mode="HTML",
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=asked or None,
            )
        except TelegramBadRequest as refusal:
            if not message.is_topic_message or not any(word in refusal.message for word in _NO_THREAD):
                raise
            log.info("A thread is closed or gone (%s); said in its chat", refusal.message)
            await self._say_to_chat(html, keyboard)

    async def say_rich(self, html: str, keyboard: InlineKeyboardMarkup) -> bool:
        """Say rich HTML below the tapped message; False where Telegram, or our Bot API server, takes none."""
        if self.tapped is None:
            return False
        try:
            await self.tapped.answer_rich(InputRichMessage(html=html), reply_markup=keyboard)
        except (TelegramBadRequest, TelegramNotFound) as refusal:
            log.warning("Telegram takes no rich message: %s", refusal.message)
            return False
        return True

    async def reply(self, html: str, keyboard: InlineKeyboardMarkup) -> None:
        """Answer the very message, so that a tap below the answer brings it along."""
        assert isinstance(self._event, Message)  # noqa: S101 - a tap has nothing to answer
        await self.say(html, keyboard, reply_to=self._event.message_id)

    async def _say_to_chat(self, html: str, keyboard: Keyboard | None) -> None:
        bot = self._event.bot
        assert bot is not None  # noqa: S101 - updates are always mounted to their bot
        if self._chat_id:
            await bot.send_message(
                self._chat_id,
                self.heading + html,
                parse_mode="HTML",
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )

    async def show(
        self, html: str, keyboard: InlineKeyboardMarkup | None = None, *, back: InlineKeyboardButton | None = None
    ) -> None:
        """Say it in place of the message whose button was tapped, with the way back; to a command, as a new message."""
        message = self.tapped
        if message is None:
            await self.say(html, keyboard)
            return
        if back is not None:
            rows = keyboard.inline_keyboard if keyboard else []
            keyboard = InlineKeyboardMarkup(inline_keyboard=[*rows, [back]])
        try:
            await message.edit_text(
                self.heading + html, parse_mode="HTML", reply_markup=keyboard, link_preview_options=_NO_PREVIEW
            )
        except TelegramBadRequest as refusal:
            if _UNCHANGED not in refusal.message:
                log.info("A message could not be edited (%s); said anew", refusal.message)
                await self.say(html, keyboard)

    async def hand(self, file: BufferedInputFile, caption: str) -> None:
        """Send a file."""
        message = self._event if isinstance(self._event, Message) else self.tapped
        if message is not None:
            await message.answer_document(file, caption=caption, parse_mode="HTML")

    async def rekey(self, keyboard: InlineKeyboardMarkup) -> None:
        """Change the buttons under the tapped message; one that cannot be changed keeps the old ones."""
        if self.tapped is None:
            return
        try:
            await self.tapped.edit_reply_markup(reply_markup=keyboard)
        except TelegramBadRequest as refusal:
            log.debug("Buttons stay as they were: %s", refusal.message)

    async def finish(self) -> None:
        """Answer the tap, so that its button stops waiting; Telegram takes no answer to an old one."""
        if not isinstance(self._event, CallbackQuery):
            return
        try:
            await self._event.answer(self.note[:_NOTE_LIMIT] if self.note else None, show_alert=self.alert)
        except TelegramBadRequest as refusal:
            log.debug("A tap was not answered: %s", refusal.message)
