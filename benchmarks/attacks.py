"""What strangers do to the bot in `benchmarks.hostile`: an attack is a function below `@attack`, given the world."""

import asyncio
import gzip
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, TypeAlias

from bot.demo.telegram.bot_api import BotApi
from bot.demo.telegram.people import Person

# An attack is over when the bot has answered it, or after this: what goes on longer is measured by what others feel.
PATIENCE: Final = 60.0
# A page is parsed, saved and matched in less, or its worker is ended: bot.crawler.workers.TIME_LIMIT.
SAVING: Final = 12.0
# What a publisher's reader may wait for an article while an adder's pages are read.
FRESH: Final = 30.0
MEGABYTE: Final = 2**20
HTML: Final = "text/html; charset=utf-8"


class UnbearableError(Exception):
    """An attack has done what none may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What a server of the world answers; `raw` is all that it writes, its head too, as long as anybody listens."""

    body: bytes = b""
    raw: bytes = b""
    kind: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class World:
    """What an attacker has at hand: Telegram, a publisher of the catalogue, and a server of their own.

    `pages` are the publisher's articles, in its feed; `files` is what the attacker's server has, by path; `read` is set
    when a path of either was asked for.
    """

    api: BotApi
    site: str = ""
    own: str = ""
    pages: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    read: dict[str, asyncio.Event] = field(default_factory=dict)
    strangers: int = 0

    def stranger(self, name: str = "Кто-то") -> Person:
        """Somebody who has never written before."""
        self.strangers += 1
        return self.api.person(self.strangers, name)

    async def say(self, text: str) -> None:
        """Let a stranger say something, and wait for the first answer."""
        stranger = self.stranger()
        await self.answered(stranger, stranger.say(text))

    async def answered(self, stranger: Person, doing: Coroutine[Any, Any, object]) -> None:
        """Do something that the bot answers, and wait for the first answer."""
        before = len(stranger.messages)
        await doing
        await self.api.until(lambda: len(stranger.messages) > before, within=PATIENCE)

    async def send_document(self, name: str, content: bytes) -> None:
        """Let a stranger send a file, and wait for the first answer."""
        stranger = self.stranger()
        await self.answered(stranger, stranger.send_document(name, content))

    def update(self, kind: str, body: Mapping[str, object]) -> None:
        """Let an update arrive that no app of Telegram's would send."""
        self.api.messenger.updates.put(kind, body)

    async def publish(self, body: str, *, title: str = "Мост открыли") -> None:
        """Let the publisher name one more page, and wait until the bot has read it and had time to save it."""
        path = f"/{len(self.pages) + 1}.html"
        self.pages[path] = page(body, title)
        await self.asked_for(path)
        await asyncio.sleep(SAVING)

    async def asked_for(self, path: str) -> None:
        """Wait until the bot asks for a path."""
        await self.read.setdefault(path, asyncio.Event()).wait()

    async def look(self, body: bytes, kind: str = HTML, **headers: str) -> None:
        """Let a stranger have an address of the attacker looked at, and wait for the answer in its place."""
        path = f"/look-{len(self.files)}"
        self.files[path] = File(body=body, kind=kind, headers=headers)
        stranger = self.stranger()
        await self.answered(stranger, stranger.say(f"/sources {self.own}{path}"))
        await self.api.until(lambda: "Смотрю" not in stranger.last.text, within=PATIENCE)

    async def flood(self, raw: bytes, times: int) -> None:
        """Let a stranger have an address looked at where these bytes are written again and again."""
        path = f"/flood-{len(self.files)}"
        self.files[path] = File(raw=raw * times)
        stranger = self.stranger()
        await self.answered(stranger, stranger.say(f"/sources {self.own}{path}"))
        await self.api.until(lambda: "Смотрю" not in stranger.last.text, within=PATIENCE)


def page(body: str, title: str = "Мост открыли") -> bytes:
    """Return an article's page."""
    now = datetime.now(UTC).isoformat()
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    time = f'<meta property="article:published_time" content="{now}">'
    article = f"<article><h1>{title}</h1>{body}</article>"
    return f'<html lang="ru"><head>{head}{time}</head><body>{article}</body></html>'.encode()


def feed(*links: str, title: str = "") -> bytes:
    """Return a feed that names these links."""
    items = "".join(f"<item><title>{title}</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>Hostile</title>{items}</channel></rss>'.encode()


Attack: TypeAlias = Callable[[World], Awaitable[None]]
ATTACKS: Final[dict[str, Attack]] = {}


def attack(name: str) -> Callable[[Attack], Attack]:
    """Register an attack under a name."""

    def register(function: Attack) -> Attack:
        ATTACKS[name] = function
        return function

    return register


def says(name: str, text: str) -> None:
    """Register the attack of saying one thing."""
    ATTACKS[name] = partial(World.say, text=text)


def sends(name: str, file: str, content: bytes) -> None:
    """Register the attack of sending one file."""
    ATTACKS[name] = partial(World.send_document, name=file, content=content)


def publishes(name: str, body: str, *, title: str = "Мост открыли") -> None:
    """Register the attack of publishing one page."""
    ATTACKS[name] = partial(World.publish, body=body, title=title)


def is_looked_at(name: str, body: bytes, kind: str = HTML, **headers: str) -> None:
    """Register the attack of having one address looked at."""
    ATTACKS[name] = lambda world: world.look(body, kind, **headers)


# What is said.
says("schedule: spaces", "/schedule 8:00" + " " * 3_900 + "б")
says("schedule: small words", "/schedule 8:00 " + "а " * 1_900 + "праздник")
says("schedule: digits", "/schedule " + "8" * 3_900)
says("quiet: dashes", "/quiet " + "- " * 2_000)
says("pause: spaces", "/pause " + " " * 3_900 + "б")
says("pause: numbers", "/pause " + "9" * 3_900 + " дней")
says("holidays: spaces", "/holidays " + " " * 3_900 + "б")
says("timezone: spaces", "/timezone г" + " " * 3_900 + "б")
says("timezone: letters", "/timezone " + "аб" * 2_000)
says("follow: brackets", "/follow " + "(" * 4_000)
says("follow: words", "/follow " + " OR ".join(f"банка{at}" for at in range(300)))
says("follow: one word", "/follow " + "а" * 4_000)
says("follow: stars", "/follow " + "а* " * 1_300)
says("follow: combining marks", "/follow и" + "\u0306" * 4_000)
says("mute: commas", "/mute " + "спорт, " * 600)
says("search: near", '/search "мост' + " а" * 1_900 + '"')
says("wish: small words", "не присылай " + "и не " * 700 + "спорт")
says("addresses", "https://" + "a." * 2_000)
says("addresses: many", "http://a" * 500 + " x")
says("addresses: brackets", "(https://a.kz/" + "(" * 3_900)
says("why: address", "/why https://" + "a/" * 1_900)
says("start: payload", "/start " + "A" * 4_000)
says("channel: address", "/channel https://t.me/" + "a/" * 1_900)
says("right to left", "/follow " + "\u202e\u2066" * 2_000)


@attack("too long: a message of 1 MB")
async def too_long(world: World) -> None:
    """A message that no app lets anybody write."""
    stranger = world.stranger()
    chat = {"id": stranger.id, "type": "private"}
    message = {"message_id": 1, "date": 0, "chat": chat, "from": stranger.wire}
    world.update("message", {**message, "text": "/schedule 8:00" + " " * MEGABYTE + "б"})
    world.update("message", {**message, "caption": "http://a" * 100_000})
    await world.api.until(lambda: len(stranger.messages) >= 2, within=PATIENCE)


@attack("names: 100,000 letters of strangers and chats")
async def long_names(world: World) -> None:
    """Names as long as a forged update makes them."""
    stranger = world.stranger("\u202eИ" * 50_000)
    await world.answered(stranger, stranger.say("/follow Китай"))
    group = world.api.group(-1_001_000_000_777, "Г\u0301" * 50_000, admins=[stranger])
    await stranger.say("/help", chat=group)
    await world.answered(stranger, stranger.say("/channel"))


@attack("taps: 200 forged ones of one")
async def taps(world: World) -> None:
    """Buttons that no keyboard of ours carries."""
    stranger = world.stranger()
    await world.answered(stranger, stranger.say("/settings"))
    shown = stranger.actor.messenger.wire(stranger.last)
    kinds = ("topic:f:{}:0:x", "keep:s:{}", "sources:{}", "times:{}:1", "zone:{}:x", "story:{}", "{}:{}:{}~-1")
    for at in range(200):
        data = kinds[at % len(kinds)].format(*["9" * (at % 60)] * 3)
        tap = {"id": str(at), "from": stranger.wire, "message": shown, "data": data, "chat_instance": "1"}
        world.update("callback_query", tap)
    await world.answered(stranger, stranger.say("/help"))


# Files.
sends("opml: spaces", "feeds.opml", b" " * 40_000 + b"<opml/>")
sends("opml: 2 MB of nested outlines", "feeds.opml", (b"<opml><body>" + b"<outline>" * 220_000)[: 2 * MEGABYTE])
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 99_000 + b'">]><opml>' + b"&a;" * 99_000 + b"</opml>"
sends("opml: entities", "a.opml", _ENTITIES)
sends("opml: declarations", "a.xml", b"<?xml version='1.0'" + b" encoding=" * 99_000 + b"?><opml/>")
sends("json: 1 MB of brackets", "svodka.json", b"[" * (MEGABYTE - 1))
sends("json: 1 MB of numbers", "svodka.json", b"[" + b"1," * 500_000 + b"1]")
sends("json: one number of 1 MB", "svodka.json", b'{"svodka":' + b"9" * (MEGABYTE - 20) + b"}")
sends("json: 80,000 keys", "svodka.json", json.dumps({f"key{at}": at for at in range(50_000)}).encode())


@attack("opml: 2 MB of outlines")
async def opml_outlines(world: World) -> None:
    """As many sources as a file may name."""
    rows = "".join(f'<outline text="a" xmlUrl="https://h{at}.example/rss"/>' for at in range(40_000))
    await world.send_document("feeds.opml", f"<opml><body>{rows}</body></opml>".encode()[: 2 * MEGABYTE])


@attack("import: 500 topics")
async def import_topics(world: World) -> None:
    """A file of settings with everything in it."""
    topics = [f"банк{at} OR мост{at}" for at in range(500)]
    whole = {"svodka": 2, "language": "ru", "zone": "Asia/Almaty", "timetable": [], "topics": topics}
    stranger = world.stranger()
    await world.answered(stranger, stranger.send_document("svodka.json", json.dumps(whole).encode()))
    await world.answered(stranger, stranger.tap("Взять всё"))


# Searches, and everything at once.
@attack("search: 20 at once")
async def searches(world: World) -> None:
    """Questions that the database can hardly narrow."""
    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(world.say('/search "мост и школа" OR title:мост OR title:школа'))


@attack("inline: every letter of 20 strangers")
async def inline(world: World) -> None:
    """Words that are being typed, each letter a question."""
    async with asyncio.TaskGroup() as group:
        for _ in range(20):
            stranger = world.stranger()
            for letters in range(6, 11):
                group.create_task(stranger.ask_inline("title:мостовой"[:letters] + "*"))


@attack("flood: 300 messages of one")
async def flood(world: World) -> None:
    """Somebody whose keyboard is stuck."""
    stranger = world.stranger()
    async with asyncio.TaskGroup() as group:
        for _ in range(300):
            group.create_task(stranger.say("/topics"))


@attack("flood: 20 at once follow, export and ask for digests")
async def everything_at_once(world: World) -> None:
    """Work that costs, of many strangers."""
    async with asyncio.TaskGroup() as group:
        for at in range(20):
            for text in (f"/follow мост{at} OR школа", "/digest", "/export", "/catchup 7", "/preview"):
                group.create_task(world.say(text))


# Pages of a publisher.
publishes("page: dots", f"<p>{'. ' * 50_000}</p>")
publishes("page: initials", f"<p>{'А. ' * 30_000}</p>")
publishes("page: spaces and quotes", f"<p>{('«' + ' ' * 500) * 200}</p>")
publishes("page: quotes and speakers", "<p>«Мост открыли», — заявил Иван Иванов. </p>" * 4_000)
publishes("page: names", "<p>" + " ".join(f"Иван Иванов{at} сказал." for at in range(30_000)))
publishes("page: numbers", "<p>" + " ".join(f"{at} тыс. тенге." for at in range(60_000)))
publishes("page: dates", "<p>" + "1 января 2026, 10:00 " * 200_000)
publishes("page: title of 20,000 words", "<p>Мост открыли в понедельник.</p>", title="слово " * 20_000)
publishes("page: 100,000 words", "<p>" + "".join(f"слово{at} " for at in range(100_000)) + "</p>")
publishes("page: 4,000 paragraphs", "".join(f"<p>Мост {at} открыли на реке {at}.</p>" for at in range(4_000)))
publishes("page: 9 MB of tags", "<p>" + "<b>мост</b>" * 600_000 + "</p>")
publishes("page: 340,000 open paragraphs", "<p>" * 340_000)
publishes("page: 19,000 short paragraphs", "<p>a b" * 19_000)
publishes("page: 30,000 attributes", "<p " + " ".join(f"a{at}=b" for at in range(30_000)) + ">x")
publishes("page: 9 MB of text", "<p>" + "мост " * 900_000)
publishes("page: character references", "<p>" + "&nGt;&#xD83D;&amp" * 200_000)
publishes("page: JSON-LD in brackets", '<script type="application/ld+json">' + '{"a":' * 900_000 + "</script>x")
publishes(
    "page: JSON-LD of 300,000 pictures",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"a","image":["'
    + '","'.join(f"/{at}.jpg" for at in range(300_000))
    + '"]}</script>x',
)
publishes("page: keywords of 4 MB", '<meta name="keywords" content="' + "а," * 1_300_000 + '">x')


@attack("page: a gzip bomb of 10 MB in 10 KB")
async def bomb(world: World) -> None:
    """A page that is a gzip file nobody called one."""
    world.pages[path := f"/{len(world.pages) + 1}.html"] = gzip.compress(page("<p>Мост" + " " * 9 * MEGABYTE))
    await world.asked_for(path)
    await asyncio.sleep(SAVING)


# An address that is looked at: pages, feeds, sitemaps, headers.
is_looked_at("look: 50,000 items", feed(*(f"https://a.kz/{at}" for at in range(50_000))), "application/rss+xml")
is_looked_at("look: a feed whose title is 5 MB", feed("https://a.kz/1", title="мост " * 600_000), "application/rss+xml")
is_looked_at("look: nested feed", b"<rss><channel>" + b"<item>" * 700_000, "application/rss+xml")
is_looked_at("look: JSON feed in brackets", b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 5_000_000)
is_looked_at(
    "look: a sitemap of 100,000",
    b"<urlset>" + b"".join(b"<url><loc>https://a.kz/%d</loc></url>" % at for at in range(100_000)) + b"</urlset>",
    "application/xml",
)
is_looked_at("look: 40,000 feeds advertised", b'<link rel="alternate" type="application/rss+xml" href="/a">' * 40_000)
is_looked_at("look: 30,000 attributes", b"<a " + b" ".join(b"a%d=b" % at for at in range(30_000)) + b">x")
is_looked_at("look: spaces", b"<?xml" + b" " * 9 * MEGABYTE + b"?><rss/>", "application/rss+xml")
is_looked_at("look: long headers", b"<p>x", ETag='"' + "a" * 6_000 + '"', Link="<a>;" * 1_500)


is_looked_at("look: 400,000 gzip files in one", gzip.compress(b"") * 400_000, **{"Content-Encoding": "gzip"})
is_looked_at("look: 50,000 attributes of an item", b"<rss><channel><item " + b"a='b' " * 50_000 + b"/></channel></rss>")


def floods(name: str, raw: bytes, times: int) -> None:
    """Register the attack of writing the same again and again, where an answer is waited for."""
    ATTACKS[name] = lambda world: world.flood(raw, times)


floods("flood: 100 Continue, 20 MB", b"HTTP/1.1 100 Continue\r\n\r\n", 800_000)
floods("flood: 103 Early Hints, 20 MB", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", 500_000)
floods("flood: answers that nobody asked for", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 500_000)
_CHUNKS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 1_500_000
)
floods("flood: chunks of one letter, 9 MB", _CHUNKS, 1)
floods("flood: empty lines, 20 MB", b"\r\n", 10_000_000)


@attack("look: robots.txt of 490 KB")
async def robots(world: World) -> None:
    """Rules and agents that multiply."""
    agents = b"".join(b"User-agent: a%d\n" % at for at in range(12_000))
    rules = b"".join(b"Disallow: /*a*b*%d$\n" % at for at in range(14_000))
    world.files["/robots.txt"] = File(body=(agents + rules)[:490_000], kind="text/plain")
    await world.look(b"<p>x")
    del world.files["/robots.txt"]


@attack("look: redirects in a circle, with cookies")
async def redirects(world: World) -> None:
    """Each step sets a cookie, and leads to the next."""
    for at in range(10):
        cookie = f"c{at}={'x' * 3_000}"
        world.files[f"/r{at}"] = File(status=302, headers={"Location": f"/r{(at + 1) % 10}", "Set-Cookie": cookie})
    await world.look(b"", Location="/r0")
    stranger = world.stranger()
    await world.answered(stranger, stranger.say(f"/sources {world.own}/r0"))


@attack("look: 10 strangers at pages that take long")
async def looks(world: World) -> None:
    """Pages that take a worker to its limit, all at once."""
    body = b"<a " + b" ".join(b"a%d=b" % at for at in range(60_000)) + b">x"
    async with asyncio.TaskGroup() as group:
        for _ in range(10):
            group.create_task(world.look(body))


@attack("adder: pages that cost seconds each, beside a publisher")
async def costly_source(world: World) -> None:
    """Somebody's sources, every page of which takes a worker to its limit; a publisher's article must come in time."""
    body = "<p " + " ".join(f"a{at}=b" for at in range(60_000)) + ">x"
    for at in range(60):
        world.files[f"/costly-{at}"] = File(body=page(body, f"Дорогая страница {at}"))
    links = [f"{world.own}/costly-{at}" for at in range(60)]
    for at in range(3):
        world.files[f"/costly-{at}.xml"] = File(body=feed(*links[at::3]), kind="application/rss+xml")
        rows = f'<outline text="a" xmlUrl="{world.own}/costly-{at}.xml"/>'
        await world.send_document("feeds.opml", f"<opml><body>{rows}</body></opml>".encode())
    await world.asked_for("/costly-2.xml")
    await asyncio.sleep(SAVING)
    word = f"небоскрёб{len(world.pages)}"
    began = asyncio.get_running_loop().time()
    world.pages[f"/{len(world.pages) + 1}.html"] = page(f"<p>{word} построили в Алматы.</p>", f"{word} построили")
    stranger = world.stranger()
    while "ничего нет" in (await _told(world, stranger, f"/search {word}")):
        await asyncio.sleep(0.5)
        if asyncio.get_running_loop().time() - began > FRESH:
            raise UnbearableError(f"a publisher's article was not there after {FRESH:.0f} s")
    print(f"  a publisher's article was found after {asyncio.get_running_loop().time() - began:.1f} s")


async def _told(world: World, stranger: Person, text: str) -> str:
    await world.answered(stranger, stranger.say(text))
    return stranger.last.text
