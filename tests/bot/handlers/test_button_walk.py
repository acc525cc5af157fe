"""Every button of every keyboard, pressed while its reader configures something else: nothing of another changes.

One reader with two channels, a group and a forum; `HYPOTHESIS_PROFILE=search` walks further.
"""

from __future__ import annotations

import itertools
import os
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import select

from storage.schema import preference_tables, tables
from storage.subscribers import subscribers

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Chat, Sent
    from bot.demo.telegram.formatting.keyboards import Button
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

READER: Final = 7
FIRST, SECOND = -1_001_000_000_021, -1_001_000_000_022
GROUP, FORUM, THREAD = -1_001_000_000_001, -1_001_000_000_002, 5
SUBJECTS: Final = (READER, FIRST, SECOND)
NAMES: Final = {FIRST: "gorod", SECOND: "oblast"}
COMMANDS: Final = (
    "/start", "/follow", "/follow Китай", "/unfollow", "/topics", "/mute спорт", "/mute", "/schedule", "/timezone",
    "/quiet", "/holidays", "/pause", "/resume", "/language", "/catchup", "/share", "/saved", "/why https://zakon.kz/1",
    "/search Китай", "/sources", "/import", "/help", "/delete", "/channel", "/settings",
)  # fmt: skip
# Where a press changes what is the reader's own, whichever subject its message is about.
READERS_OWN: Final = frozenset({"keep", "saved", "story", "taste", "forget"})
# Names its channel, and means that one.
NAMES_ITS_CHANNEL: Final = frozenset({"propose"})
OPENS: Final = (
    "group:", "go:more", "go:publication", "go:appearance", "go:languages", "go:signature", "go:changes",
    "go:preferences", "go:holidays", "go:countries", "go:quiet", "go:pause", "go:deliveries", "go:preview",
    "go:channel", "go:thread", "go:export", "go:mute",
)  # fmt: skip
FAR: Final = os.environ.get("HYPOTHESIS_PROFILE") == "search"
Snapshot = dict[int, Counter[str]]


@dataclass(kw_only=True)
class World:
    """The reader's chats, and every keyboard that the bot has written in them with the subject it was written for."""

    stage: Stage
    reader: Person
    chats: dict[int, Chat]
    keyboards: list[tuple[int, Sent]] = field(default_factory=list)

    async def configure(self, subject: int) -> None:
        """Let the reader choose what they configure from their private chat."""
        if subject in NAMES:
            await self.reader.say(f"/channel @{NAMES[subject]}")
        else:
            await self.stage.press(self.reader, "channel:0")

    async def collect(self, subject: int) -> None:
        """Give every command about a subject and note the keyboards that come."""
        chat = self.chats.get(subject, self.reader.chat)
        thread_id = THREAD if subject == FORUM else 0
        for command in COMMANDS:
            said = await self.reader.say(command, chat=chat, thread_id=thread_id)
            self.keyboards += [(subject, one) for one in said if one.buttons]
        # The settings were given last: from there on whatever leads to another screen is opened, once.
        waiting, opened = list(said[-1:]), {"delete"}
        while waiting:
            screen = waiting.pop(0)
            self.keyboards.append((subject, screen))
            for button in screen.buttons:
                place = button.data.partition("~")[0]
                if place.startswith(OPENS) and place not in opened:
                    opened.add(place)
                    waiting += [one for one in await self.press(screen, button) if one.buttons]

    async def propose(self, subject: int) -> None:
        """Let a digest of a channel wait for its editor, and note each keyboard of the editor's mode."""
        from bot.jobs import due_digests

        await self.configure(subject)
        for command in ("/resume", "/follow Китай", "/schedule 8:00"):
            await self.reader.say(command)
        await self.stage.press(self.reader, "publish:editors", about=subject)
        async with self.stage.database.read() as connection:
            channel = await subscribers.get(connection, subject)
        assert channel is not None
        assert channel.next_due_at is not None
        self.stage.clock.now = channel.next_due_at
        await self.stage.write("Китай открыл вокзал", "Китай отменил визы для туристов", hours_ago=1)
        await due_digests.deliver_due(self.stage.database, self.stage.clock)
        (screen,) = [one for one in await self.reader.say("/settings") if one.buttons]
        waits = next(button for button in screen.buttons if button.data.startswith("go:proposal"))
        (proposal,) = await self.press(screen, waits)
        edit = next(button for button in proposal.buttons if button.data.startswith("propose:l"))
        self.keyboards.append((subject, proposal))
        self.keyboards += [(subject, one) for one in await self.press(proposal, edit)]

    async def press(self, message: Sent, button: Button) -> list[Sent]:
        """Press a button as it was when its message was said, whatever has become of the message."""
        chat = self.stage.api.messenger.chats[message.chat_id]
        messenger = self.stage.api.messenger
        query: dict[str, object] = {
            "id": messenger.ask(self.reader.id, message),
            "from": self.reader.wire,
            "message": messenger.wire(message),
            "data": button.data,
            "chat_instance": "1",
        }
        return await self.reader._do("callback_query", query, chat)

    async def snapshot(self) -> Snapshot:
        """Return all that is stored of each subject, but which channel is chosen just now."""
        found: Snapshot = {}
        async with self.stage.database.read() as connection:
            chat_ids = {}
            for row in await connection.execute(select(tables.subscribers)):
                chat_ids[row.id] = row.chat_id
                found[row.chat_id] = Counter([repr(row)])
            for table in tables.metadata.sorted_tables:
                if "subscriber_id" not in table.c or table is preference_tables.channels:
                    continue
                for row in await connection.execute(select(table)):
                    if row.subscriber_id in chat_ids:
                        found[chat_ids[row.subscriber_id]][f"{table.name} {row!r}"] += 1
        for chat_id in self.stage.asked:
            found.setdefault(chat_id, Counter())["digest"] += 1
        return found


@pytest.fixture
async def world(stage: Stage, reader: Person) -> World:
    chats = {
        GROUP: stage.api.group(GROUP, "Редакция", admins=[reader]),
        FORUM: stage.api.group(FORUM, "Форум", admins=[reader], forum=True),
    }
    chats[FORUM].threads[THREAD] = "Новости"
    for chat_id, name in NAMES.items():
        stage.api.group(chat_id, name, kind="channel", bot="administrator", admins=[reader]).username = name
    await stage.write("Китай построил мост", "Китай закрыл мост")
    await reader.say("/help")
    return World(stage=stage, reader=reader, chats=chats)


def changed(before: Snapshot, after: Snapshot) -> set[int]:
    return {subject for subject in before.keys() | after.keys() if before.get(subject) != after.get(subject)}


def kind_of(button: Button) -> str:
    """Name what a button does, so that one of a kind stands for all: what goes to a command, by that command."""
    prefix, _, rest = button.data.partition(":")
    return (
        f"{prefix}:{rest.partition('~')[0].partition(':')[0]}"
        if prefix in {"go", "topic", "keep", "delete", "group", "publish", "propose"}
        else prefix
    )


async def test_every_kind_of_button_pressed_while_another_subject_is_configured_changes_nothing_of_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.digest_builder.proposal_message import Act
    from bot.handlers.chat.settings import SettingsGroup

    for subject in SUBJECTS:
        await world.configure(subject)
        await world.collect(subject)
    for subject in NAMES:
        await world.propose(subject)
    pressed = set()
    for subject, message in world.keyboards:
        others = [one for one in SUBJECTS if one != subject]
        for number, button in enumerate(message.buttons):
            kind = kind_of(button)
            if not button.data or (not FAR and (subject, kind) in pressed):
                continue
            pressed.add((subject, kind))
            current = others[number % 2]
            await world.configure(current)
            before = await world.snapshot()
            await world.press(message, button)
            allowed = {READER} if kind.partition(":")[0] in READERS_OWN else set()
            allowed |= {subject} if kind.partition(":")[0] in NAMES_ITS_CHANNEL else set()
            assert changed(before, await world.snapshot()) <= allowed, (subject, current, button)
    kinds = {kind for _, kind in pressed}
    assert len(kinds) > 60
    assert {f"propose:{act}" for act in Act} <= kinds
    assert {f"publish:{what}" for what in ("main", "editors", "pinned", "invite", "footer", "sound")} <= kinds
    assert {f"group:{group}" for group in SettingsGroup} <= kinds
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert not any("Что-то сломалось" in one.text for one in world.reader.messages)


@pytest.mark.parametrize("seed", range(20 if FAR else 1))
async def test_on_a_walk_a_button_changes_only_what_its_message_is_about(
    world: World, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    chance = random.Random(seed)
    for subject in (*SUBJECTS, GROUP, FORUM):
        if subject in SUBJECTS:
            await world.configure(subject)
        await world.collect(subject)
    for subject in NAMES:
        await world.propose(subject)
    for _ in range(300 if FAR else 30):
        if chance.random() < 0.4:
            await world.configure(chance.choice(SUBJECTS))
        subject, message = chance.choice(world.keyboards)
        button = chance.choice(message.buttons)
        before = await world.snapshot()
        await world.press(message, button)
        changes = changed(before, await world.snapshot())
        assert changes <= {subject} or (button.data.partition(":")[0] in READERS_OWN and changes == {READER}), button
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


async def test_every_class_of_callback_data_is_checked(world: World, kinds_of_buttons: list[str]) -> None:
    """Also those that only an operator or a source's keyboard carries."""
    for subject in SUBJECTS:
        await world.configure(subject)
        await world.reader.say("/follow Китай")
        await world.reader.say("/schedule 8:00")
    await world.configure(FIRST)
    before = await world.snapshot()
    older_bots = 0
    for data, about in itertools.product(kinds_of_buttons, (READER, SECOND, older_bots)):
        prefix = data.partition(":")[0]
        # That one chooses what is configured, which changes nobody's settings.
        if prefix != "channel":
            await world.stage.press(world.reader, data, about=about)
            after = await world.snapshot()
            assert changed(before, after) <= ({READER} if prefix in READERS_OWN else set()), (data, about)
            before = after


def test_the_longest_buttons_have_room_for_their_mark() -> None:
    from bot import keyboards
    from bot.handlers.chat.sharing import ShareAct, ShareTap
    from bot.handlers.sources.callbacks import BatchTap
    from bot.keyboards import TopicAct, TopicTap

    most = 10**9
    longest = (
        ShareTap(act=ShareAct.WITHDRAW, token="x" * 32),
        TopicTap(act=TopicAct.FOLLOW, topic_id=2**63 - 1, page=99, seal="x" * 8),
        BatchTap(reader=most - 1, first=most - 1, last=most - 1, source_id=most - 1, approved=True),
    )
    for tap in longest:
        # Telegram's ids have at most 52 significant bits: https://core.telegram.org/bots/api#chat
        marked = keyboards.mark(tap.pack(), -(2**52) + 1)
        assert len(marked) <= 64, marked
        assert len(marked) - len(tap.pack()) == keyboards.MOST_MARK_BYTES
