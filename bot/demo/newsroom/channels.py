"""The sample channels, read from `articles/channels.toml`; their posts appear over time, as articles do."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import resources
from string import Template
from typing import Any

from bot.demo.newsroom.articles import ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMessage:
    """One post: its text in the markup of the file; `forwarded` is "channel/number", empty for one of its own."""

    id: int
    published_at: datetime
    text: str = ""
    photos: int = 0
    forwarded: str = ""
    is_advert: bool = False

    @property
    def is_article(self) -> bool:
        """Whether it should be read as one."""
        return bool(self.text) and not self.is_advert


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleChannel:
    """A channel with all its posts, also those that are not out yet, the oldest first.

    Not `is_read`: the demo reads it for those who add it.
    """

    name: str
    title: str
    description: str
    posts: tuple[ChannelMessage, ...]
    is_read: bool = True

    def out(self, now: datetime) -> tuple[ChannelMessage, ...]:
        """Return what has been published by `now`, the oldest first."""
        return tuple(post for post in self.posts if post.published_at <= now)


def load(*, started_at: datetime, links: dict[str, str]) -> tuple[SampleChannel, ...]:
    """Return the channels, their times counted from `started_at` (aware); `links` are what texts link to, by name."""
    text = resources.files(__package__).joinpath("articles", "channels.toml").read_text("utf-8")
    data = tomllib.loads(Template(text).substitute(links))
    return tuple(_channel(row, started_at) for row in data["channel"])


def _channel(row: dict[str, Any], started_at: datetime) -> SampleChannel:
    posts = (_message(post, row.get("footer", ""), started_at) for post in row["post"])
    return SampleChannel(
        name=row["name"],
        title=row["title"],
        description=row["description"],
        posts=tuple(sorted(posts, key=lambda post: post.id)),
        is_read=row.get("is_read", True),
    )


def _message(row: dict[str, Any], footer: str, started_at: datetime) -> ChannelMessage:
    moment = started_at.astimezone(ZONE).replace(microsecond=0) + timedelta(
        minutes=row["minutes"], seconds=row["id"] % 60
    )
    text = row.get("text", "").strip()
    return ChannelMessage(
        id=row["id"],
        published_at=moment,
        text=f"{text}\n\n{footer}" if text and footer else text,
        photos=row.get("photos", 0),
        forwarded=row.get("forwarded", ""),
        is_advert=row.get("is_advert", False),
    )
