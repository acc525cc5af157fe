"""The methods about the bot itself and the chats it is in: commands, profile, members, files."""

import re
from collections.abc import Mapping, Sequence

from bot.demo.telegram import errors
from bot.demo.telegram.calls import Call
from bot.demo.telegram.chats import Chat
from bot.demo.telegram.state import Messenger, StateChange, Wire

MOST_COMMANDS = 100
_LANGUAGE = re.compile(r"([a-z]{2})?")
_COMMAND = re.compile(r"[a-z0-9_]+")
_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def get_me(messenger: Messenger, _call: Call) -> Wire:
    """Carry out getMe."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
    return {**messenger.bot, **abilities}


def get_my_star_balance(messenger: Messenger, _call: Call) -> Wire:
    """Carry out getMyStarBalance."""
    return {"amount": messenger.stars}


def _scope(call: Call) -> tuple[str, str]:
    language = call.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise errors.bad_request("invalid language code specified")
    scope = call.structure("scope") or {"type": "default"}
    parts = (scope.get("type"), scope.get("chat_id"), scope.get("user_id"))
    return ":".join(str(part) for part in parts if part), language


def set_my_commands(messenger: Messenger, call: Call) -> bool:
    """Carry out setMyCommands: for one scope and language."""
    commands = call.structure("commands")
    if not isinstance(commands, list):
        raise errors.bad_request("can't parse commands JSON object")
    if len(commands) > MOST_COMMANDS:
        raise errors.bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(str(command.get("command", "")), str(command.get("description", "")))
    messenger.commands[_scope(call)] = commands
    messenger.tell(StateChange(kind="commands", chat_id=0))
    return True


def _check_command(name: str, description: str) -> None:
    if len(name) > 32:
        raise errors.bad_request("Command length must not exceed 32")
    if not _COMMAND.fullmatch(name):
        raise errors.bad_request("BOT_COMMAND_INVALID")
    if not description:
        raise errors.bad_request("Command description must be non-empty")
    if len(description) > 256:
        raise errors.bad_request("Command description length must not exceed 256")


def get_my_commands(messenger: Messenger, call: Call) -> Sequence[Wire]:
    """Carry out getMyCommands."""
    return messenger.commands.get(_scope(call), [])


def delete_my_commands(messenger: Messenger, call: Call) -> bool:
    """Carry out deleteMyCommands."""
    messenger.commands.pop(_scope(call), None)
    return True


def set_profile(messenger: Messenger, call: Call) -> bool:
    """setMyName, setMyDescription, setMyShortDescription: kept by method and language."""
    texts = [call.text(name) for name in ("name", "description", "short_description")]
    messenger.profile[call.method.lower(), call.text("language_code")] = "".join(texts)
    return True


def confirm(_messenger: Messenger, _call: Call) -> bool:
    """Say yes to methods whose effect nobody here can see: logOut, close, setChatMenuButton ..."""
    return True


# Chats


def _present(messenger: Messenger, call: Call) -> Chat:
    chat = messenger.chat(call.text("chat_id"))
    if chat.kind != "private":
        chat.check_open()
    return chat


def get_chat(messenger: Messenger, call: Call) -> Wire:
    """Carry out getChat."""
    rules = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return {**_present(messenger, call).wire, **rules}


def get_chat_member(messenger: Messenger, call: Call) -> Wire:
    """Carry out getChatMember."""
    chat, user_id = _present(messenger, call), call.integer("user_id")
    if user_id == messenger.bot["id"]:
        return member(messenger.bot, chat.bot)
    chat.check_shows(hidden=chat.hides_members)
    if user_id not in messenger.accounts:
        raise errors.bad_request("invalid user_id specified")
    return member(messenger.accounts[user_id], chat.people.get(user_id, "left"))


def get_chat_administrators(messenger: Messenger, call: Call) -> list[Wire]:
    """Carry out getChatAdministrators."""
    chat = _present(messenger, call)
    if chat.kind == "private":
        raise errors.bad_request("there are no administrators in the private chat")
    chat.check_shows(hidden=chat.hides_admins)
    leaders = [
        member(messenger.accounts[user_id], status)
        for user_id, status in chat.people.items()
        if status in {"creator", "administrator"}
    ]
    return leaders + ([member(messenger.bot, chat.bot)] if chat.bot == "administrator" else [])


def get_chat_member_count(messenger: Messenger, call: Call) -> int:
    """Carry out getChatMemberCount."""
    return len(_present(messenger, call).people) + 1


def leave_chat(messenger: Messenger, call: Call) -> bool:
    """Carry out leaveChat."""
    _present(messenger, call).bot = "left"
    return True


def member(user: Mapping[str, object], status: str) -> Wire:
    """A ChatMember as the Bot API writes it; an administrator may do everything."""
    body: Wire = {"user": dict(user), "status": status}
    if status == "administrator":
        body |= {"can_be_edited": False, **dict.fromkeys(_RIGHTS, True)}
    if status in {"administrator", "creator"}:
        body["is_anonymous"] = False
    if status == "kicked":
        body["until_date"] = 0
    if status == "restricted":
        body |= {"is_member": True, "until_date": 0, **dict.fromkeys(_PERMISSIONS, False)}
    return body


# Files and webhooks


def get_file(messenger: Messenger, call: Call) -> Wire:
    """Carry out getFile: the content is then at /file/bot<token>/<file_path>, or on a disk that a local server has."""
    file_id = call.text("file_id")
    if file_id not in messenger.files:
        raise errors.bad_request("wrong file_id or the file is temporarily unavailable")
    _, content = messenger.files[file_id]
    path = f"documents/{file_id}"
    if messenger.disk is not None:
        kept = messenger.disk / file_id
        kept.write_bytes(content)
        path = str(kept)
    return {"file_id": file_id, "file_unique_id": file_id, "file_size": len(content), "file_path": path}


def set_webhook(messenger: Messenger, call: Call) -> bool:
    """Carry out setWebhook as far as it keeps getUpdates from working: nothing is ever delivered there."""
    messenger.updates.webhook = call.text("url")
    return True


def delete_webhook(messenger: Messenger, call: Call) -> bool:
    """Carry out deleteWebhook; waiting updates may be dropped with it."""
    messenger.updates.webhook = ""
    if call.flag("drop_pending_updates"):
        messenger.updates.clear()
    return True


def get_webhook_info(messenger: Messenger, _call: Call) -> Wire:
    """Carry out getWebhookInfo."""
    waiting = len(messenger.updates.pending)
    return {"url": messenger.updates.webhook, "has_custom_certificate": False, "pending_update_count": waiting}
