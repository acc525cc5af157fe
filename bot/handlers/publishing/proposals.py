"""The editor's mode: buttons under a digest that waits, pressed by several admins of a channel, maybe at once."""

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, TelegramObject, User

from bot.digest_builder import arrangement, proposal_message, proposals
from bot.digest_builder.proposal_message import Act, ProposalTap
from bot.handlers.chat_admins import ChatAdmins
from bot.handlers.middlewares import OWN
from bot.handlers.reply import Reply
from bot.keyboards import Go
from bot.runtime import metrics
from storage.admins import channels, setting_changes
from storage.admins import proposals as kept
from storage.admins.channels import Channel
from storage.admins.proposals import Proposal
from storage.admins.setting_changes import Change, Person
from storage.database import Connection, Database
from storage.model import Selected, Subscriber
from storage.subscribers import subscribers


async def waiting(
    _: TelegramObject, reply: Reply, database: Database, subscriber: Subscriber, channel: Channel | None
) -> None:
    """Show the digest of a channel that waits for an editor."""
    async with database.read() as connection:
        proposal = await kept.waiting(connection, subscriber.id)
        whole = await proposals.compose_again(connection, subscriber, proposal, told=False) if proposal else None
    if proposal is None or whole is None:
        await reply.show(reply.texts("proposal-none"))
        return
    message = proposal_message.write(reply.texts, channel.title if channel else "", proposal, whole)
    await reply.replace(message.html, message.keyboard)


async def tap(
    _: CallbackQuery,
    callback_data: ProposalTap,
    bot: Bot,
    admins: ChatAdmins,
    reply: Reply,
    database: Database,
    subscriber: Subscriber,
    event_from_user: User,
    now: datetime,
) -> None:
    """Do what an editor says with a digest that waits, if they may and it still does."""
    async with database.read() as connection:
        proposal = await kept.get(connection, callback_data.proposal_id)
        channel = await _channel(connection, subscriber, proposal)
        found = next(iter(await subscribers.load(connection, [proposal.subscriber_id])), None) if proposal else None
    if proposal is None or channel is None or found is None:
        metrics.refuse("proposal", "gone")
        reply.alert(reply.texts.plain("proposal-gone"))
        return
    if not await admins.may(bot, channel.chat_id, event_from_user.id, now):
        metrics.refuse("proposal", "not-admin")
        reply.alert(reply.texts.plain("proposal-not-yours", title=channel.title))
        return
    person = Person(user_id=event_from_user.id, name=event_from_user.full_name)
    desk = _Desk(reply, database, channel, found, person, now)
    if callback_data.act is Act.POST:
        await desk.post(callback_data)
    elif callback_data.act is Act.SHOW:
        await desk.show(proposal)
    elif callback_data.act is Act.DECLINE:
        await desk.decline(proposal)
    else:
        await desk.rearrange(callback_data)


class _Desk:
    """One tap of one editor on the proposal of one channel."""

    def __init__(
        self, reply: Reply, database: Database, channel: Channel, subscriber: Subscriber, person: Person, now: datetime
    ) -> None:
        self._reply, self._database, self._channel = reply, database, channel
        self._subscriber, self._person, self._now = subscriber, person, now

    async def post(self, tapped: ProposalTap) -> None:
        """Post it, unless another editor was faster, or changed it after this message was written."""
        async with self._database.transaction() as connection:
            before = await kept.get(connection, tapped.proposal_id)
            if before is not None and before.version == tapped.version and not before.selected.told:
                self._reply.alert(self._reply.texts.plain("proposal-empty"))
                return
            proposal, is_taken = await kept.take(
                connection, tapped.proposal_id, tapped.version, by=self._person.name, now=self._now
            )
            if proposal is not None and is_taken:
                is_posted = await proposals.post(connection, self._subscriber, proposal, now=self._now)
                await self._note(
                    connection, Change(kind="posted" if is_posted else "post-empty", detail=_slot(proposal))
                )
        if proposal is not None and not is_taken and proposal.posted_at is None:
            # Nobody posts what they have not seen.
            self._reply.alert(self._reply.texts.plain("proposal-changed"))
        await self._draw(proposal)

    async def rearrange(self, tapped: ProposalTap) -> None:
        """Change what stands now, whatever other editors made of it meanwhile."""

        def change(current: Selected) -> Selected:
            if tapped.act is Act.TOGGLE:
                return arrangement.toggled(current, tapped.story_id)
            if tapped.act in (Act.UP, Act.DOWN):
                return arrangement.moved(current, tapped.story_id, -1 if tapped.act is Act.UP else 1)
            return current

        async with self._database.transaction() as connection:
            proposal = await kept.change(connection, tapped.proposal_id, change)
        await self._draw(proposal, looked_at=0 if tapped.act is Act.DONE else tapped.story_id)

    async def show(self, proposal: Proposal) -> None:
        """Show it as it would be posted."""
        async with self._database.read() as connection:
            drafts = await proposals.show(connection, self._subscriber, proposal)
        for draft in drafts if proposal.selected.told else ():
            await self._reply.say(draft.html)

    async def decline(self, proposal: Proposal) -> None:
        """Let it be: its stories come with the next one."""
        async with self._database.transaction() as connection:
            current = await kept.get(connection, proposal.id)
            if current is not None and current.posted_at is None:
                await kept.withdraw(connection, proposal.id)
                await self._note(connection, Change(kind="declined", detail=_slot(proposal)))
        if current is None or current.posted_at is None:
            await self._reply.replace(self._reply.texts("proposal-declined", title=self._channel.title))
        else:
            await self._draw(current)

    async def _draw(self, proposal: Proposal | None, *, looked_at: int = 0) -> None:
        texts = self._reply.texts
        if proposal is None:
            self._reply.alert(texts.plain("proposal-gone"))
            return
        if proposal.posted_at is not None:
            at = texts.moment(proposal.posted_at, self._subscriber.zone, now=self._now)
            told = len(proposal.selected.told)
            said = texts("proposal-posted", title=self._channel.title, by=proposal.posted_by, at=at, stories=told)
            await self._reply.replace(said)
            return
        async with self._database.read() as connection:
            whole = await proposals.compose_again(connection, self._subscriber, proposal, told=False)
        looked_at = looked_at if looked_at in proposal.selected.stories else 0
        message = proposal_message.write(texts, self._channel.title, proposal, whole, looked_at=looked_at)
        await self._reply.replace(message.html, message.keyboard)

    async def _note(self, connection: Connection, change: Change) -> None:
        await setting_changes.record(connection, self._subscriber.id, self._person, [change], now=self._now)


def _slot(proposal: Proposal) -> str:
    return f"{proposal.slot.at:%H:%M}" if proposal.slot else ""


async def _channel(connection: Connection, reader: Subscriber, proposal: Proposal | None) -> Channel | None:
    """Return the channel of a proposal as its editor knows it; None if it is none of theirs."""
    known = await channels.listed(connection, reader.id) if proposal else []
    return next((one for one in known if proposal and one.id == proposal.subscriber_id), None)


def build_router() -> Router:
    """Route the buttons of proposals: they name their channel, whatever their editor configures just now."""
    router = Router(name="proposals")
    router.callback_query.register(waiting, Go.filter(F.to == "proposal"))
    router.callback_query.register(tap, ProposalTap.filter(), flags={OWN: True})
    return router
