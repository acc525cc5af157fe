"""Who tells a story: how sites and channels are named, and how many of each there are; writes no text."""

from collections.abc import Iterable
from dataclasses import dataclass

from parsers.telegram import addresses
from storage.model import Member, MemberKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellers:
    """How many sites and channels tell a story; a channel that only passes on what another told is none."""

    sites: int
    channels: int


def name(site: str) -> str:
    """Return what a site is called: a channel by its name, for anybody may take its title."""
    channel = addresses.name_of(site)
    return f"@{channel}" if channel else site


def count(members: Iterable[Member]) -> Tellers:
    """Count the sites and channels of some members of a story."""
    members = list(members)
    channels = {one.site for one in members if addresses.name_of(one.site)}
    own = {one.teller for one in members if one.site in channels and one.kind is not MemberKind.COPY}
    telling = {site for site in own if site.startswith("t.me/")}
    sites = len({one.site for one in members} - channels)
    # Where all are copies of what we do not read, they are one.
    return Tellers(sites=sites, channels=len(telling) or int(bool(channels) and not sites))
