"""The settings as a map: from their first screen every place is found by buttons, wherever they are opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pytest

from bot import commands

if TYPE_CHECKING:
    from bot.demo.telegram.chats import Chat, Sent
    from bot.demo.telegram.people import Person
    from tests.bot.conftest import Stage

GROUP, FORUM, CHANNEL, THREAD = -1_001_000_000_001, -1_001_000_000_002, -1_001_000_000_021, 5
KINDS: Final = ("private", "group", "forum", "channel")
# What is a button, a reply or the settings themselves, and no place of them.
NO_PLACES: Final = {"start", "follow", "unfollow", "why", "search", "import", "settings", "stop", "resume", "topic"}
ONLY_IN: Final = {
    "channel": {"private", "channel"},
    "changes": {"group", "forum", "channel"},
    "proposal": {"channel"},
    "thread": {"forum"},
}


@dataclass(kw_only=True)
class Walk:
    """One admin who opens each button of the settings that leads somewhere, once."""

    stage: Stage
    person: Person
    chat: Chat
    thread_id: int = 0
    screens: dict[str, Sent] = field(default_factory=dict)
    silent: list[str] = field(default_factory=list)

    async def everywhere(self) -> None:
        said = await self.person.say("/settings", chat=self.chat, thread_id=self.thread_id)
        waiting = [(said[-1], "settings")]
        while waiting:
            screen, name = waiting.pop(0)
            self.screens[name] = screen
            for button in screen.buttons:
                place = button.data.partition("~")[0]
                if place in self.screens or not place.startswith(("go:", "group:")) or place == "go:delete":
                    continue
                opened = await self._open(screen, button.data)
                self.screens.setdefault(place, opened or screen)
                if opened is None:
                    self.silent.append(place)
                else:
                    waiting.append((opened, place))

    async def _open(self, screen: Sent, data: str) -> Sent | None:
        """Press a button as it stood on its screen; what was shown since in its place does not count."""
        messenger = self.stage.api.messenger
        query: dict[str, object] = {
            "id": messenger.ask(self.person.id, screen),
            "from": self.person.wire,
            "message": messenger.wire(screen),
            "data": data,
            "chat_instance": "1",
        }
        opened = await self.person._do("callback_query", query, self.chat)
        return opened[-1] if opened else None


@pytest.fixture
async def walk(stage: Stage, reader: Person, request: pytest.FixtureRequest) -> Walk:
    kind = request.param
    await stage.write("Китай построил мост", "Китай закрыл мост")
    await reader.say("/help")
    if kind == "private":
        return Walk(stage=stage, person=reader, chat=reader.chat)
    if kind == "channel":
        made = stage.api.group(CHANNEL, "Город", kind="channel", bot="administrator", admins=[reader])
        made.username = "gorod"
        await reader.say("/channel @gorod")
        return Walk(stage=stage, person=reader, chat=reader.chat)
    group = stage.api.group(FORUM if kind == "forum" else GROUP, "Чат", admins=[reader], forum=kind == "forum")
    if kind == "forum":
        group.threads[THREAD] = "Новости"
    return Walk(stage=stage, person=reader, chat=group, thread_id=THREAD if kind == "forum" else 0)


@pytest.mark.parametrize(("walk", "kind"), [(kind, kind) for kind in KINDS], indirect=["walk"])
async def test_every_place_of_the_settings_is_found_by_buttons(
    walk: Walk, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    await walk.everywhere()
    found = {name.removeprefix("go:") for name in walk.screens}
    places = {one.name for one in commands.COMMANDS if one.name not in NO_PLACES} | {"publication", "changes"}
    wanted = {place for place in places if kind in ONLY_IN.get(place, set(KINDS))}
    # What deletes everything asks first: its button is there, and another test presses it.
    assert wanted - found == {"delete"}
    assert any(button.data.startswith("go:delete") for one in walk.screens.values() for button in one.buttons)
    assert found & ONLY_IN.keys() == {place for place in ONLY_IN if kind in ONLY_IN[place]} - {"proposal"}
    assert walk.silent == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.mark.parametrize(("walk", "kind"), [(kind, kind) for kind in KINDS], indirect=["walk"])
async def test_no_group_of_the_settings_has_more_than_six_buttons_and_each_leads_back(walk: Walk, kind: str) -> None:
    await walk.everywhere()
    groups = {name: one for name, one in walk.screens.items() if name.startswith("group:") or name == "go:more"}
    assert len(groups) == 5 + (kind == "channel")
    assert len(walk.screens["settings"].buttons) == 6
    for name, screen in groups.items():
        assert 2 <= len(screen.buttons) <= 6, (name, screen.labels)
        assert screen.buttons[-1].data.startswith("go:settings"), name
