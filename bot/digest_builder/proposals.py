"""The editor's mode of a channel: a digest is shown to its admins first, and posted when one of them says so."""

import logging
from dataclasses import replace
from datetime import datetime

from bot import texts
from bot.digest import compose
from bot.digest.compose import Digest
from bot.digest.length import Length
from bot.digest_builder import arrangement, builder, proposal_message
from bot.digest_builder.issues import Issues
from storage.admins import proposals
from storage.admins.proposals import Proposal
from storage.database import Connection
from storage.digests import digests
from storage.digests.digests import NewDigest
from storage.model import ChatKind, Preferences, Slot, Subscriber
from storage.outbox import outbox
from storage.outbox.outbox import Draft
from storage.subscribers import preferences, saved_stories, suspensions

log = logging.getLogger(__name__)

# What an editor chose is told whole, however much that is.
_ALL = Length(stories=10_000, brief=0)


def are_asked(subscriber: Subscriber, chosen: Preferences) -> bool:
    """Say whether a chat's digests are shown to its editors before they are posted."""
    return chosen.editors and subscriber.kind is ChatKind.CHANNEL


async def propose(
    connection: Connection, subscriber: Subscriber, chosen: Preferences, digest: Digest, *, slot: Slot | None
) -> Proposal:
    """Let a digest wait for an editor, and show it to all of them in private."""
    now = digest.composed_at
    whole = replace(digest, brief=())
    proposal = await proposals.propose(connection, subscriber.id, slot, arrangement.selected(whole), now=now)
    # Its stories come with the next one, as long as nobody has posted it.
    await digests.record_waiting(connection, subscriber.id, slot, now=now)
    editors = await suspensions.configurers(connection, subscriber.id)
    for editor in editors:
        speak = texts.for_language(editor.language)
        shown = [draft._replace(keyboard="", pin=False) for draft in builder.drafts(whole, subscriber, chosen)]
        message = proposal_message.write(speak, editor.title, proposal, whole)
        keyboard = message.keyboard.model_dump_json(exclude_none=True)
        control = Draft(html=message.html, plain=message.plain, keyboard=keyboard)
        await outbox.add(connection, editor.id, [*shown, control], now=now, priority=outbox.Priority.SLOT)
    if not editors:
        log.warning("Nobody to show the digest of channel %d to: it waits", subscriber.chat_id)
    return proposal


async def compose_again(
    connection: Connection, subscriber: Subscriber, proposal: Proposal, *, told: bool = True
) -> Digest:
    """Compose a proposal as of when it was made: with the headlines of now, without what is gone.

    What was dropped from it is there, too, unless only what is `told` is wanted.
    """
    issues = Issues(proposal.composed_at, of=[subscriber.id])
    material = (await builder.gather(connection, [subscriber], issues))[subscriber.id]
    whole = compose.compose(replace(material, slot=proposal.slot, length=_ALL))
    return arrangement.arranged(whole, proposal.selected if told else replace(proposal.selected, dropped=frozenset()))


async def show(connection: Connection, subscriber: Subscriber, proposal: Proposal) -> tuple[Draft, ...]:
    """Write a proposal as it would be posted."""
    chosen = await preferences.get(connection, subscriber.id)
    return builder.drafts(await compose_again(connection, subscriber, proposal), subscriber, chosen)


async def post(connection: Connection, subscriber: Subscriber, proposal: Proposal, *, now: datetime) -> bool:
    """Post a proposal that an editor has taken; False if none of its stories is left to tell.

    What was dropped from it is proposed no more.
    """
    chosen = await preferences.get(connection, subscriber.id)
    digest = await compose_again(connection, subscriber, proposal)
    if digest.empty:
        return False
    await digests.end_waiting(connection, subscriber.id, proposal.composed_at)
    entry = NewDigest(
        subscriber_id=subscriber.id,
        slot=proposal.slot,
        told=digest.stories,
        parts=builder.parts(digest, subscriber, chosen),
        due_at=proposal.due_at,
        # What came since it was composed is for the next one to tell.
        composed_at=proposal.composed_at,
    )
    if await digests.record(connection, entry, now=now) is None:
        return False
    for story_id in proposal.selected.dropped:
        await saved_stories.mute(connection, subscriber.id, story_id, now=now)
    return True
