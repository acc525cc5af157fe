"""The methods that send, edit and delete messages and answer taps, each as Telegram carries it out or refuses it."""

from collections.abc import Mapping
from datetime import timedelta

from bot.demo.telegram import errors
from bot.demo.telegram.calls import Call
from bot.demo.telegram.chats import Chat, Sent
from bot.demo.telegram.formatting import keyboards, message_text, web_links
from bot.demo.telegram.formatting.keyboards import Markup
from bot.demo.telegram.formatting.message_text import Formatted
from bot.demo.telegram.state import Messenger, StateChange, Toast, Wire

MOST_RESULTS, TOAST = 50, 200
DELETABLE = timedelta(hours=48)
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)


def _target(messenger: Messenger, call: Call) -> Chat:
    """Return the chat a call wants to write to, if the bot may."""
    if not call.text("chat_id"):
        raise errors.bad_request("chat_id is empty")
    chat = messenger.chat(call.text("chat_id"))
    chat.check_open(call.integer("message_thread_id"))
    return chat


def _post(messenger: Messenger, call: Call, content: Formatted, attachment: Mapping[str, object] | None = None) -> Sent:
    chat = _target(messenger, call)
    reply = call.structure("reply_parameters") or {}
    reply_to = int(reply.get("message_id", 0))
    if reply_to and reply_to not in chat.messages and not reply.get("allow_sending_without_reply"):
        raise errors.bad_request("message to be replied not found")
    preview = call.structure("link_preview_options") or {}
    return messenger.post(
        chat,
        messenger.bot,
        content,
        keyboards.read(call.structure("reply_markup")),
        attachment=attachment or {},
        thread_id=call.integer("message_thread_id"),
        reply_to=reply_to,
        silent=call.flag("disable_notification"),
        preview=not preview.get("is_disabled", False),
    )


def send_message(messenger: Messenger, call: Call) -> Wire:
    """Carry out sendMessage."""
    _target(messenger, call)
    return messenger.wire(_post(messenger, call, message_text.message_text(call)))


def send_photo(messenger: Messenger, call: Call) -> Wire:
    """Carry out sendPhoto: by address or upload."""
    _target(messenger, call)
    return messenger.wire(_post(messenger, call, message_text.caption(call), _photo(messenger, call, "photo")))


def _photo(messenger: Messenger, call: Call, name: str) -> Wire:
    file_id = _file_id(messenger, call, name)
    return {"photo": [{"file_id": file_id, "file_unique_id": file_id, "width": 800, "height": 450}]}


def _file_id(messenger: Messenger, call: Call, name: str) -> str:
    upload = call.upload(name)
    if upload:
        return messenger.keep_file(*upload)
    address = call.text(name)
    if address in messenger.files:
        return address
    if not address:
        raise errors.bad_request(f"there is no {name} in the request")
    if not web_links.checked(address) or "://" not in address:
        raise errors.bad_request("wrong remote file identifier specified: Wrong character in the string")
    return messenger.keep_file(address, b"")


def send_document(messenger: Messenger, call: Call) -> Wire:
    """Carry out sendDocument: by address or upload."""
    _target(messenger, call)
    file_id = _file_id(messenger, call, "document")
    name, content = messenger.files[file_id]
    document = {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(content)}
    return messenger.wire(_post(messenger, call, message_text.caption(call), {"document": document}))


def send_media_group(messenger: Messenger, call: Call) -> list[Wire]:
    """Carry out sendMediaGroup: two to ten photos."""
    _target(messenger, call)
    media = call.structure("media")
    if not isinstance(media, list) or not 2 <= len(media) <= 10:
        raise errors.bad_request("group of media must contain 2-10 items")
    items = [Call(method=call.method, parameters={**call.parameters, **one}, files=call.files) for one in media]
    ready = [(one, message_text.caption(one), _photo(messenger, one, "media")) for one in items]
    return [messenger.wire(_post(messenger, one, text, photo)) for one, text, photo in ready]


def _own(messenger: Messenger, call: Call) -> Sent:
    """Return the message a call wants to edit, if it may be edited."""
    chat = _target(messenger, call)
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise errors.bad_request("message to edit not found")
    if not message.from_bot or message.markup.kind not in {"", "inline"}:
        raise errors.bad_request("message can't be edited")
    return message


def _edit(messenger: Messenger, message: Sent, content: Formatted, new: Markup) -> Wire:
    same_text = (content.text, content.entities, content.blocks) == (message.text, message.entities, message.blocks)
    if same_text and new.rows == message.markup.rows:
        raise errors.bad_request(_SAME)
    changed = messenger.edit(
        message, text=content.text, html=content.source, entities=content.entities, blocks=content.blocks, markup=new
    )
    return messenger.wire(changed)


def edit_message_text(messenger: Messenger, call: Call) -> Wire:
    """Carry out editMessageText: with a text or a rich message."""
    message = _own(messenger, call)
    if message.attachment:
        raise errors.bad_request("there is no text in the message to edit")
    content = message_text.rich_message(call) if call.text("rich_message") else message_text.message_text(call)
    return _edit(messenger, message, content, keyboards.read(call.structure("reply_markup")))


def edit_message_caption(messenger: Messenger, call: Call) -> Wire:
    """Carry out editMessageCaption."""
    message = _own(messenger, call)
    if not message.attachment:
        raise errors.bad_request("there is no caption in the message to edit")
    return _edit(messenger, message, message_text.caption(call), keyboards.read(call.structure("reply_markup")))


def edit_message_reply_markup(messenger: Messenger, call: Call) -> Wire:
    """Carry out editMessageReplyMarkup."""
    message = _own(messenger, call)
    same = Formatted(text=message.text, entities=message.entities, source=message.html, blocks=message.blocks)
    return _edit(messenger, message, same, keyboards.read(call.structure("reply_markup")))


def delete_message(messenger: Messenger, call: Call) -> bool:
    """Carry out deleteMessage: any message younger than 48 hours."""
    message = _target(messenger, call).messages.get(call.integer("message_id"))
    if message is None:
        raise errors.bad_request("message to delete not found")
    if messenger.clock() - message.date > DELETABLE:
        raise errors.bad_request("message can't be deleted for everyone")
    messenger.delete(message)
    return True


def delete_messages(messenger: Messenger, call: Call) -> bool:
    """Carry out deleteMessages: those that are not there are skipped."""
    chat = _target(messenger, call)
    for message_id in call.structure("message_ids") or ():
        if message_id in chat.messages:
            messenger.delete(chat.messages[message_id])
    return True


def pin_chat_message(messenger: Messenger, call: Call) -> bool:
    """Carry out pinChatMessage: several may be pinned, the newest pin is shown first."""
    chat, message_id = _pinnable(messenger, call)
    if message_id not in chat.messages:
        raise errors.bad_request("message to pin not found")
    chat.pinned = [*(each for each in chat.pinned if each != message_id), message_id]
    messenger.tell(StateChange(kind="pin", chat_id=chat.id, message_id=message_id))
    return True


def unpin_chat_message(messenger: Messenger, call: Call) -> bool:
    """Carry out unpinChatMessage."""
    chat, message_id = _pinnable(messenger, call)
    if message_id not in chat.pinned:
        raise errors.bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    messenger.tell(StateChange(kind="pin", chat_id=chat.id, message_id=message_id))
    return True


def _pinnable(messenger: Messenger, call: Call) -> tuple[Chat, int]:
    chat = _target(messenger, call)
    if chat.kind != "private" and (chat.bot != "administrator" or not chat.lets_pin):
        raise errors.bad_request("not enough rights to manage pinned messages in the chat")
    return chat, call.integer("message_id")


def send_chat_action(messenger: Messenger, call: Call) -> bool:
    """sendChatAction: "typing ..."."""
    chat = _target(messenger, call)
    messenger.tell(StateChange(kind="typing", chat_id=chat.id, detail=call.text("action")))
    return True


def send_rich_message(messenger: Messenger, call: Call) -> Wire:
    """Carry out sendRichMessage."""
    _target(messenger, call)
    return messenger.wire(_post(messenger, call, message_text.rich_message(call)))


def answer_callback_query(messenger: Messenger, call: Call) -> bool:
    """Carry out answerCallbackQuery."""
    text = call.text("text")
    if len(text) > TOAST:
        raise errors.bad_request("MESSAGE_TOO_LONG")
    toast = Toast(text=text, alert=call.flag("show_alert"), url=call.text("url"))
    messenger.answer(call.text("callback_query_id"), toast)
    return True


def answer_inline_query(messenger: Messenger, call: Call) -> bool:
    """Carry out answerInlineQuery: at most fifty results."""
    results, query_id = call.structure("results"), call.text("inline_query_id")
    if not isinstance(results, list) or len(results) > MOST_RESULTS:
        raise errors.bad_request("RESULTS_TOO_MUCH")
    if query_id not in messenger.inline_answers:
        raise errors.bad_request("query is too old and response timeout expired or query ID is invalid")
    messenger.inline_answers[query_id] = results
    return True
