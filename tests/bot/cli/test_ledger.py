"""`svodka ledger`: what became of digests, for an operator who was asked why one was late."""

import asyncio
import json
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import update

from benchmarks import stories as benchmark
from bot.cli import program
from bot.jobs.housekeeping import housekeeping
from parsers.article import Article
from storage.database import Connection, Database
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import ChatKind, Preferences, QuietHours, Slot
from storage.outbox import outbox
from storage.schema import tables
from storage.stories import stories
from storage.subscribers import preferences, subscribers
from tests.bot.conftest import Command

NOW = datetime.now(UTC).replace(microsecond=0)
DUE = NOW - timedelta(hours=3)
MINUTE = timedelta(minutes=1)
ARTICLE = Article(
    url="https://a.kz/1", site="a.kz", site_id="1", title="Мост открыли", lead="", published_at=DUE, language="ru"
)
PUNCTUAL, ASLEEP, TROUBLED, CROWDED, GROUP, QUIET, WAITS, NOBODY = 1, 2, 3, 4, -1_001_000_000_007, 6, 7, 8


class Books:
    """A ledger in the making."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    async def digest(self, chat_id: int, *, composed: timedelta = timedelta(0), parts: int = 1) -> int:
        """Compose a digest that was due three hours ago; return its subscriber."""
        kind = ChatKind.PRIVATE if chat_id > 0 else ChatKind.SUPERGROUP
        reader = await subscribers.add(self.connection, chat_id, kind, "ru", "Asia/Almaty", now=DUE)
        slot = Slot(local_date=DUE.date(), at=time(8), due_at=DUE)
        drafts = tuple(outbox.Draft(f"part {number}", f"part {number}") for number in range(parts))
        entry = NewDigest(subscriber_id=reader.id, slot=slot, parts=drafts, due_at=DUE)
        await digests.record(self.connection, entry, now=DUE + composed)
        return reader.id

    async def send(self, at: datetime, *, trouble: str = "", fail: bool = False) -> None:
        """Send what waits, after one try that ended otherwise if there was trouble."""
        for again in (True, False) if trouble else (False,):
            for part in await outbox.claim(self.connection, now=at, limit=99, lease=MINUTE):
                if again:
                    await outbox.retry(self.connection, part.id, at, trouble, uncertain=trouble == "timeout")
                elif fail:
                    await outbox.fail(self.connection, part.id, "message to be sent is not allowed", now=at)
                else:
                    await outbox.sent(self.connection, part.id, part.id, at)


@pytest.fixture
def kept(svodka: Command) -> None:
    """A morning on which everything happened, in the database that the settings name."""

    async def keep() -> None:
        async with await Database.open("sqlite:///svodka.db") as database:
            await database.migrate()
            async with database.transaction() as connection:
                books = Books(connection)
                await books.digest(PUNCTUAL, parts=2)
                await books.send(DUE + timedelta(seconds=2))
                await books.send(DUE + timedelta(seconds=3))
                await books.digest(ASLEEP, composed=timedelta(minutes=90))
                await books.send(DUE + timedelta(minutes=90))
                await books.digest(TROUBLED)
                await books.send(DUE + 12 * MINUTE, trouble="timeout")
                await books.digest(CROWDED)
                await books.send(DUE + 7 * MINUTE)
                await books.digest(GROUP)
                await books.send(DUE, fail=True)
                reader = await books.digest(QUIET, composed=timedelta(minutes=30))
                local = (DUE + timedelta(hours=5)).time()
                awake = (DUE + timedelta(hours=5, minutes=30)).time()
                quiet = QuietHours(start=local.replace(second=0), end=awake.replace(second=0))
                await preferences.save(connection, reader, Preferences(quiet=quiet))
                await books.send(DUE + 30 * MINUTE)
                await books.digest(NOBODY, parts=0)
                waits = await subscribers.add(connection, WAITS, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=DUE)
                await subscribers.set_next_due(connection, waits.id, DUE)

    asyncio.run(keep())


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[int, dict[str, object]]:
    capsys.readouterr()
    assert program.run(["ledger", "--json", *arguments]) == 0
    return {line["chat"]: line for line in json.loads(capsys.readouterr().out)}


@pytest.mark.usefixtures("kept")
def test_each_digest_has_a_line_that_says_what_became_of_it_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    lines = found(capsys)
    assert set(lines) == {PUNCTUAL, ASLEEP, TROUBLED, CROWDED, GROUP, QUIET, NOBODY}
    assert (lines[PUNCTUAL]["state"], lines[PUNCTUAL]["late_seconds"], lines[PUNCTUAL]["why"]) == ("sent", 0, "")
    assert (lines[ASLEEP]["late_seconds"], lines[ASLEEP]["why"]) == (5400, "composed late: the bot was down or busy")
    assert (lines[TROUBLED]["late_seconds"], lines[TROUBLED]["why"]) == (720, "Telegram: timeout")
    assert (lines[TROUBLED]["perhaps_twice"], lines[TROUBLED]["attempts"]) == (1, 2)
    assert (lines[CROWDED]["late_seconds"], lines[CROWDED]["why"]) == (420, "others were before it")
    assert (lines[GROUP]["state"], lines[GROUP]["why"]) == ("lost", "message to be sent is not allowed")
    assert lines[NOBODY]["state"] == "nothing to send"


@pytest.mark.usefixtures("kept")
def test_a_digest_that_waited_for_the_end_of_quiet_hours_is_not_late(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys)[QUIET]["late_seconds"] == 0


@pytest.mark.usefixtures("kept")
def test_it_can_be_asked_for_what_was_late_what_was_lost_and_for_one_chat(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(found(capsys, "--late")) == {ASLEEP, TROUBLED, CROWDED}
    assert set(found(capsys, "--lost")) == {GROUP}
    assert set(found(capsys, "--late", "--lost", "--limit", "2")) == {GROUP, ASLEEP}
    assert set(found(capsys, str(GROUP))) == {GROUP}
    assert set(found(capsys, str(TROUBLED), "--late")) == {TROUBLED}


@pytest.mark.usefixtures("kept")
def test_people_see_a_table_its_sums_and_whose_slot_nobody_composed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.ledger.console._force_terminal", True)
    monkeypatch.setattr("bot.cli.ledger.console._width", 200)
    assert program.run(["ledger"]) == 0
    shown = capsys.readouterr().out
    assert "7 composed, 5 sent, 0 on their way, 3 late, 1 perhaps twice, 1 lost." in shown
    assert f"chat {WAITS}, since" in shown


@pytest.mark.usefixtures("kept")
def test_a_pipe_gets_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert program.run(["ledger", "--late"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == [str(ASLEEP), str(CROWDED), str(TROUBLED)]
    assert lines[0].split("\t")[-3:] == ["1:30:00", "-", "composed late: the bot was down or busy"]


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("chat", ["404", "-404"])
def test_a_chat_that_is_unknown_is_named(capsys: pytest.CaptureFixture[str], chat: str) -> None:
    assert program.run(["ledger", chat]) == 1
    assert f"there is no chat {chat} here" in capsys.readouterr().err
    assert program.run(["ledger", "9" * 22]) == 2


@pytest.mark.usefixtures("svodka")
def test_after_keep_days_a_digest_is_known_and_its_messages_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    async def keep() -> None:
        async with await Database.open("sqlite:///svodka.db") as database:
            await database.migrate()
            await benchmark.store(database, [ARTICLE])
            async with database.transaction() as connection:
                reader = await subscribers.add(connection, 7, ChatKind.PRIVATE, "ru", "Asia/Almaty", now=DUE)
                (story,) = await stories.load(connection, [1])
                slot = Slot(local_date=DUE.date(), at=time(8), due_at=DUE)
                entry = NewDigest(
                    subscriber_id=reader.id, slot=slot, told=(story,), parts=(outbox.Draft("a", "a"),), due_at=DUE
                )
                await digests.record(connection, entry, now=DUE)
                await Books(connection).send(DUE)
            await housekeeping(database, keep=timedelta(hours=1), now=NOW)

    asyncio.run(keep())
    line = found(capsys)[7]
    assert (line["state"], line["stories"], line["parts"]) == ("no longer known", 1, 0)


def test_the_newest_digests_are_found_among_many_pages(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    async def keep() -> None:
        async with await Database.open("sqlite:///svodka.db") as database:
            await database.migrate()
            async with database.transaction() as connection:
                for chat_id in range(1, 2_502):
                    await Books(connection).digest(chat_id, parts=0)
                late = update(tables.digests).where(tables.digests.c.id == 1)
                await connection.execute(late.values(composed_at=DUE + MINUTE))

    asyncio.run(keep())
    assert len(found(capsys, "--limit", "10000")) == 2_501


def test_a_database_that_is_new_has_an_empty_ledger(svodka: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert svodka("ledger", "--json") == 0
    assert json.loads(capsys.readouterr().out) == []
    assert svodka("ledger", "7") == 1
    assert "there is no chat 7 here" in capsys.readouterr().err
