"""Which methods of the Bot API the local server knows; their names are case-insensitive, as at Telegram."""

from collections.abc import Callable

from bot.demo.telegram.calls import Call
from bot.demo.telegram.errors import RefusedError
from bot.demo.telegram.methods import account, messages
from bot.demo.telegram.state import Messenger

Method = Callable[[Messenger, Call], object]

_TABLE: dict[str, Method] = {
    "sendMessage": messages.send_message,
    "sendPhoto": messages.send_photo,
    "sendDocument": messages.send_document,
    "sendMediaGroup": messages.send_media_group,
    "sendRichMessage": messages.send_rich_message,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "answerCallbackQuery": messages.answer_callback_query,
    "answerInlineQuery": messages.answer_inline_query,
    "getMe": account.get_me,
    "getMyStarBalance": account.get_my_star_balance,
    "setMyCommands": account.set_my_commands,
    "getMyCommands": account.get_my_commands,
    "deleteMyCommands": account.delete_my_commands,
    "setMyName": account.set_profile,
    "setMyDescription": account.set_profile,
    "setMyShortDescription": account.set_profile,
    "setChatMenuButton": account.confirm,
    "setMyDefaultAdministratorRights": account.confirm,
    "pinChatMessage": messages.pin_chat_message,
    "unpinChatMessage": messages.unpin_chat_message,
    "setMessageReaction": account.confirm,
    "getChat": account.get_chat,
    "getChatMember": account.get_chat_member,
    "getChatAdministrators": account.get_chat_administrators,
    "getChatMemberCount": account.get_chat_member_count,
    "leaveChat": account.leave_chat,
    "getFile": account.get_file,
    "setWebhook": account.set_webhook,
    "deleteWebhook": account.delete_webhook,
    "getWebhookInfo": account.get_webhook_info,
    "logOut": account.confirm,
    "close": account.confirm,
}
_KNOWN = {name.lower(): method for name, method in _TABLE.items()}
# These count against the flood limits.
SPEAKING = frozenset(
    name.lower() for name in _TABLE if name.startswith(("send", "editMessage")) and name != "sendChatAction"
)


def carry_out(messenger: Messenger, call: Call) -> object:
    """Carry out a call and return its result.

    Raises:
        RefusedError: Telegram would refuse it, or the method is unknown.
    """
    method = _KNOWN.get(call.method.lower())
    if method is None:
        raise RefusedError(404, "Not Found: method not found")
    return method(messenger, call)
