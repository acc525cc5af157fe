"""The bot's commands, once: menus, /help and handlers read them here, so that none can drift from the others."""

from dataclasses import dataclass
from typing import Final

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from bot import texts
from bot.texts import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: its name, whether everyone in a group may give it, and whether the menu shows it.

    What it does stands in `command-<name>`. The menu is short, for words and buttons reach all the others.
    """

    name: str
    for_everyone: bool = False
    in_menu: bool = False


COMMANDS: Final = (
    Command(name="start", in_menu=True),
    Command(name="digest", in_menu=True),
    Command(name="topics", in_menu=True),
    Command(name="follow"),
    Command(name="unfollow"),
    Command(name="mute"),
    Command(name="saved", in_menu=True),
    Command(name="search", in_menu=True),
    Command(name="why"),
    Command(name="preview"),
    Command(name="catchup"),
    Command(name="sources"),
    Command(name="schedule", in_menu=True),
    Command(name="timezone"),
    Command(name="quiet"),
    Command(name="holidays"),
    Command(name="settings", in_menu=True),
    Command(name="deliveries"),
    Command(name="pause"),
    Command(name="resume"),
    Command(name="language"),
    Command(name="thread"),
    Command(name="channel"),
    Command(name="signature"),
    Command(name="share"),
    Command(name="export"),
    Command(name="import"),
    Command(name="delete"),
    Command(name="help", for_everyone=True, in_menu=True),
)

OPERATOR_COMMANDS: Final = (
    Command(name="status"),
    Command(name="stats"),
    Command(name="page"),
    Command(name="broadcast"),
    Command(name="ban"),
    Command(name="unban"),
)
"""What the operator's chat may give besides; to everybody else they are unknown."""

_Scope = (
    BotCommandScopeAllPrivateChats
    | BotCommandScopeAllChatAdministrators
    | BotCommandScopeAllGroupChats
    | BotCommandScopeChat
)

# Where an app's language is none of ours Telegram shows the menu without a language.
_OTHERS: Final = "en"


def description(command: Command, speak: Texts) -> str:
    """Say what a command does, without markup."""
    return speak.plain(f"command-{command.name}")


def listed(speak: Texts) -> str:
    """List every command with what it does, as Telegram HTML."""
    lines = (speak("help-command", name=one.name, description=description(one, speak)) for one in COMMANDS)
    return texts.Html("\n".join(lines))


async def set_menus(bot: Bot) -> None:
    """Set the command menus in every language: eight commands for a reader alone and for admins, few for a group."""
    menu = tuple(command for command in COMMANDS if command.in_menu)
    everyone = tuple(command for command in COMMANDS if command.for_everyone)
    scopes: tuple[tuple[_Scope, tuple[Command, ...]], ...] = (
        (BotCommandScopeAllPrivateChats(), menu),
        (BotCommandScopeAllChatAdministrators(), menu),
        (BotCommandScopeAllGroupChats(), everyone),
    )
    for scope, chosen in scopes:
        await _set(bot, scope, chosen)


async def set_operators_menu(bot: Bot, chat_id: int) -> None:
    """Set the menu of the operator's chat, which has commands of its own besides."""
    await _set(bot, BotCommandScopeChat(chat_id=chat_id), (*OPERATOR_COMMANDS, *COMMANDS))


async def _set(bot: Bot, scope: _Scope, chosen: tuple[Command, ...]) -> None:
    await bot.set_my_commands(_menu(chosen, texts.for_language(_OTHERS)), scope=scope)
    for language in texts.LANGUAGES:
        await bot.set_my_commands(_menu(chosen, texts.for_language(language)), scope=scope, language_code=language)


def _menu(chosen: tuple[Command, ...], speak: Texts) -> list[BotCommand]:
    return [BotCommand(command=one.name, description=description(one, speak)) for one in chosen]
