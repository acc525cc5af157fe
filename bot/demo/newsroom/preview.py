"""The web server that shows the sample channels, as t.me shows channels; serves what is out by now."""

from datetime import datetime

from aiohttp import web

from bot.demo.newsroom import channel_layout, channels, sites
from bot.demo.newsroom.channels import SampleChannel
from bot.demo.newsroom.sites import Clock
from bot.sources import catalogue
from parsers.article import Source
from parsers.telegram import addresses


class ChannelPreview:
    """The sample channels' server. `base` tells where it is; `hidden` are titles of those it shows no posts of."""

    def __init__(self, clock: Clock, *, started_at: datetime) -> None:
        self.base = ""
        self.hidden = {"quiet_steppe": "Тихая степь"}
        self.channels: dict[str, SampleChannel] = {}
        self._clock = clock
        self._started_at = started_at
        app = web.Application()
        app.router.add_get("/robots.txt", self._robots)
        app.router.add_get("/newsroom.css", sites.style)
        app.router.add_get("/pictures/{identity}.svg", sites.picture_of)
        app.router.add_get("/s/{name}", self._page)
        app.router.add_get("/{name}", self._card)
        app.router.add_get("/{name}/{number}", self._post)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self, host: str, port: int, *, links: dict[str, str]) -> None:
        """Start to serve; `links` are what texts link to, by name."""
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        address = self._runner.addresses[0]
        self.base = f"http://{address[0]}:{address[1]}"
        self.channels = {one.name: one for one in channels.load(started_at=self._started_at, links=links)}

    async def stop(self) -> None:
        """Stop to serve."""
        await self._runner.cleanup()

    def sources(self) -> tuple[Source, ...]:
        """Return the channels that the demo reads as sources to crawl."""
        return tuple(
            catalogue.channel(
                addresses.preview_url(one.name, preview=self.base), title=f"{one.title} (@{one.name})", language="ru"
            )
            for one in self.channels.values()
            if one.is_read
        )

    def addresses(self, now: datetime) -> tuple[str, ...]:
        """Return the addresses of the articles of the channels that the demo reads, those that are out by `now`."""
        return tuple(
            f"{self.base}/{channel.name}/{post.id}"
            for channel in self.channels.values()
            for post in channel.out(now)
            if channel.is_read and post.is_article
        )

    async def _robots(self, request: web.Request) -> web.Response:
        return sites.answer(request, "User-agent: *\nDisallow: /share/\n", "text/plain")

    async def _page(self, request: web.Request) -> web.Response:
        """Show the newest posts of a channel, or those before one; of a name without any, lead to its card."""
        channel = self.channels.get(request.match_info["name"])
        if channel is None:
            raise web.HTTPFound(f"/{request.match_info['name']}")
        before = request.query.get("before", "")
        last = int(before) if before.isdecimal() and len(before) < 16 else None
        out = [post for post in channel.out(self._clock()) if last is None or post.id < last]
        return sites.answer(request, channel_layout.page(channel, out[-channel_layout.PAGE_SIZE :], base=self.base))

    async def _card(self, request: web.Request) -> web.Response:
        return sites.answer(request, channel_layout.card(self.hidden.get(request.match_info["name"], "")))

    async def _post(self, request: web.Request) -> web.Response:
        """Lead who opens a post to the channel's page that ends with it."""
        number = request.match_info["number"]
        if not number.isdecimal() or len(number) > 15:
            raise web.HTTPNotFound
        raise web.HTTPFound(f"/s/{request.match_info['name']}?before={int(number) + 1}")
