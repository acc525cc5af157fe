"""Sources in words: the list, a preview, a refusal, what came of a file; asks and stores nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import keyboards
from bot.handlers import paging
from bot.handlers.sources.callbacks import DecisionTap, OpmlTap, SourceAct, SourcesPageTap, SourceTap
from bot.sources.registry import Discovered, Imported, NotAddedError, Policy
from bot.sources.status import SourceStatus
from bot.texts import Texts
from parsers.article import ListingKind
from parsers.listings.health import Health
from storage.model import Subscriber
from storage.sources.added_sources import AddedSource, AddedState

_LONGEST: Final = 150
_OF_MANY: Final = 80
# An address that cannot be shown whole is shown so far.
_URL_SHOWN: Final = 500


def listed(
    texts: Texts,
    standings: Sequence[SourceStatus],
    own: Sequence[AddedSource],
    policy: Policy,
    *,
    now: datetime,
    number: int = 0,
) -> tuple[str, InlineKeyboardMarkup]:
    """List the sources, those with something to say first, a page at a time; one's own can be dropped there."""
    ordered = sorted(standings, key=lambda one: (one.well, one.source.title.casefold()))
    page = paging.page([_row(texts, one, now) for one in ordered], number)
    text = texts("sources-list", count=len(standings), list=page.html)
    if page.end < len(ordered):
        text += "\n" + texts("sources-more", count=len(ordered) - page.end)
    text += "\n\n" + texts("sources-closed" if policy is Policy.CLOSED else "sources-how")
    opml = keyboards.button(texts.plain("button-opml"), OpmlTap())
    drops = keyboards.in_rows((_drop(texts, one) for one in own), 2)
    return text, keyboards.keyboard(page.turns(texts, lambda there: SourcesPageTap(page=there)), *drops, [opml])


def _drop(texts: Texts, source: AddedSource) -> InlineKeyboardButton:
    tap = SourceTap(act=SourceAct.DROP, source_id=source.id)
    return keyboards.button(texts.plain("button-unfollow", topic=source.title), tap)


def added(texts: Texts, source: AddedSource, *, can_offer: bool) -> tuple[str, InlineKeyboardMarkup | None]:
    """Say what became of a source that its reader added."""
    title = shortened(source.title)
    if source.state is AddedState.PROPOSED:
        return texts("sources-proposed", title=title), None
    if source.state is AddedState.APPROVED:
        return texts("sources-added", title=title), None
    offer = keyboards.button(texts.plain("button-offer-to-all"), SourceTap(act=SourceAct.OFFER, source_id=source.id))
    return texts("sources-added-private", title=title), keyboards.keyboard([offer]) if can_offer else None


def preview(
    texts: Texts, found: Discovered, subscriber: Subscriber, policy: Policy, *, now: datetime
) -> tuple[str, InlineKeyboardMarkup]:
    """Show what would be read, and ask whether to add it."""
    title, address = paging.shortened(found.source.title, _LONGEST), found.source.url[:_URL_SHOWN]
    is_channel = found.source.kind is ListingKind.CHANNEL
    key = "sources-channel-found" if is_channel else "sources-found"
    lines = [texts(key, title=title, url=address, count=found.candidate.count)]
    for link in found.candidate.links:
        title = link.title or link.url
        title = paging.shortened(title, _LONGEST)
        if link.published_at is None:
            lines.append(texts("sources-item", url=link.url, title=title))
        else:
            when = texts.moment(link.published_at, subscriber.zone, now=now)
            lines.append(texts("sources-item-dated", url=link.url, title=title, when=when))
    if found.namesake:
        lines.append(texts("sources-namesake", title=shortened(found.namesake)))
    if found.candidate.newest is None:
        lines.append(texts("sources-undated"))
    if found.others:
        lines.append(
            texts("sources-others", list=paging.page([texts("sources-other", url=url) for url in found.others], 0).html)
        )
    if policy is Policy.APPROVAL:
        lines.append(texts("sources-needs-approval"))
    add = "button-read-channel" if is_channel else "button-add-source"
    keyboard = keyboards.keyboard(
        [
            keyboards.button(texts.plain(add), SourceTap(act=SourceAct.ADD, source_id=found.source.id)),
            keyboards.button(texts.plain("button-cancel"), SourceTap(act=SourceAct.CANCEL, source_id=found.source.id)),
        ]
    )
    return "\n".join(lines), keyboard


def shortened(title: str) -> str:
    """Shorten a title that is one of many."""
    return paging.shortened(title, _OF_MANY)


def proposal_keyboard(texts: Texts, source: AddedSource) -> InlineKeyboardMarkup:
    """Make the operator's buttons."""
    return keyboards.keyboard(
        [
            keyboards.button(texts.plain("button-approve"), DecisionTap(source_id=source.id, approved=True)),
            keyboards.button(texts.plain("button-refuse"), DecisionTap(source_id=source.id, approved=False)),
        ]
    )


def refusal(texts: Texts, error: NotAddedError, address: str) -> str:
    """Say why a source is not added, and what can be done."""
    if error.reason == "known":
        return texts("sources-known", title=shortened(error.source))
    if error.reason == "not-found":
        if error.health in {None, Health.EMPTY}:
            return texts("sources-not-found", address=address[:200])
        return texts("sources-unreachable", address=address[:200], health=texts.plain(f"health-{error.health}"))
    return texts(f"sources-not-{error.reason}")


def imported(texts: Texts, came: Imported, policy: Policy) -> str:
    """Say what came of a file."""
    keys = {Policy.APPROVAL: "opml-proposed", Policy.PRIVATE: "opml-added-private"}
    lines = [texts(keys.get(policy, "opml-added"), count=len(came.new))]
    if came.known:
        lines.append(texts("opml-known", count=came.known))
    if came.unusable:
        lines.append(texts("opml-unusable", count=came.unusable))
    if came.too_many:
        lines.append(texts("opml-too-many", count=came.too_many))
    return "\n".join(lines)


def _row(texts: Texts, one: SourceStatus, now: datetime) -> str:
    if one.well:
        return texts("sources-row", title=shortened(one.source.title))
    days = one.days_silent(now)
    if one.health == Health.STALE and days:
        says = texts.plain("health-silent", days=days)
    else:
        says = texts.plain(f"health-{one.health}")
    return texts("sources-row-bad", title=shortened(one.source.title), health=says)
