"""The operator's page over HTTP: the way in by a one-time link, the screens, and what may be changed on them."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Final

import jinja2
from aiohttp import web
from yarl import URL

from bot import texts
from bot.operator.page import guard
from bot.operator.page.access import SESSION_SECONDS, Access, Session
from bot.operator.page.actions import Actions
from bot.operator.page.guard import Handler
from bot.operator.page.screens import Screens, Shown
from bot.texts import Texts

log = logging.getLogger(__name__)

ROOT: Final = "/operator"
SCREENS: Final = ("today", "sources", "stories", "deliveries", "growth", "errors")
_FILES: Final = {"page.css": "text/css", "icon.svg": "image/svg+xml"}
_FOR_ALL: Final = frozenset(f"{ROOT}/{name}" for name in ("enter", *_FILES))
_MOST_BYTES: Final = 64 * 1024
_MOST_PAGES: Final = 1000
_templates = jinja2.Environment(
    loader=jinja2.PackageLoader("bot.operator.page"), autoescape=True, undefined=jinja2.StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class OperatorPage:
    """Serves the page; `changes` is whether it may change anything, `address` where the operator's browser finds it."""

    screens: Screens
    changes: bool
    address: str = ""
    access: Access = field(default_factory=Access)
    actions: Actions = field(init=False)

    def __post_init__(self) -> None:
        self.actions = Actions(database=self.screens.database, clock=self.screens.clock)

    def link(self, language: str) -> str:
        """Return a link that opens the page once, within ten minutes; call it for the operator alone."""
        return f"{self.address}{ROOT}/enter?key={self.access.invite(language)}"

    def add_to(self, application: web.Application) -> None:
        """Add the page to a server."""
        page = web.Application(middlewares=[self._guarded], client_max_size=_MOST_BYTES)
        routes = page.router
        for name in _FILES:
            routes.add_get(f"/{name}", self._file)
        routes.add_get("/enter", self._door)
        routes.add_post("/enter", self._enter)
        routes.add_post("/leave", self._leave)
        routes.add_get("/", self._screen("today", self.screens.today))
        for name in ("deliveries", "growth", "errors"):
            routes.add_get(f"/{name}", self._screen(name, getattr(self.screens, name)))
        routes.add_get("/sources", self._screen("sources", self.screens.sources))
        routes.add_get("/sources/{name}", self._source)
        routes.add_post(r"/sources/{name}/{act:pause|resume|recheck|remove}", self._change_source)
        routes.add_get("/stories", self._stories)
        routes.add_get(r"/stories/{id:[0-9]{1,18}}", self._story)
        routes.add_post(r"/stories/{id:[0-9]{1,18}}/{act:merge|split}", self._change_story)
        routes.add_post(r"/edits/{id:[0-9]{1,18}}/undo", self._undo)
        application.add_subapp(ROOT, page)

    # The way in

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return guard.protect(await self._admitted(request, handler))
        except web.HTTPException as other:
            if other.status < web.HTTPBadRequest.status_code:
                guard.protect(other)
                raise
            return guard.protect(self._refusal(request, other.status))
        except Exception:
            log.exception("The operator's page fails at %s", request.path)
            return guard.protect(self._refusal(request, web.HTTPInternalServerError.status_code))

    async def _admitted(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not guard.named_here(request, self.address):
            raise web.HTTPMisdirectedRequest
        if request.method == "POST" and not guard.from_here(request):
            raise web.HTTPForbidden
        if request.path in _FOR_ALL:
            return await handler(request)
        session = guard.session_of(request, self.access)
        if session is None:
            raise web.HTTPUnauthorized
        request[guard.SESSION] = session
        if request.method == "POST":
            form = await request.post()
            if form.get("token") != session.token or (request.path != f"{ROOT}/leave" and not self.changes):
                raise web.HTTPForbidden
        return await handler(request)

    async def _door(self, request: web.Request) -> web.Response:
        """Ask for a press of a button: programs that look at links beforehand press none, and use up no link."""
        return self._rendered("enter.html", _language(request), {"key": request.query.get("key", "")})

    async def _enter(self, request: web.Request) -> web.Response:
        key = self.access.enter(str((await request.post()).get("key", "")))
        if key is None:
            raise web.HTTPForbidden
        response = _moved_to("/")
        is_secure = self.address.startswith("https:") and request.host not in {"127.0.0.1", "localhost"}
        guard.remember(response, key, is_secure=is_secure, seconds=SESSION_SECONDS)
        return response

    async def _leave(self, request: web.Request) -> web.Response:
        self.access.leave(request.cookies[guard.COOKIE])
        response = self._rendered("refused.html", _language(request), {"reason": "left"})
        response.del_cookie(guard.COOKIE, path=ROOT)
        return response

    def _refusal(self, request: web.Request, status: int) -> web.Response:
        reason = {
            401: "stranger",
            403: "forbidden",
            404: "unknown",
            405: "unknown",
            413: "too-much",
            500: "failed",
        }.get(status, "odd")
        if status == web.HTTPForbidden.status_code and request.path == f"{ROOT}/enter":
            reason = "link"
        response = self._rendered("refused.html", _language(request), {"reason": reason})
        response.set_status(status)
        return response

    # The screens

    def _screen(self, name: str, read: Callable[[Texts], Awaitable[Shown]]) -> Handler:
        async def show(request: web.Request) -> web.Response:
            speak = texts.for_language(request[guard.SESSION].language)
            return self._shown(request, name, name, await read(speak))

        return show

    async def _source(self, request: web.Request) -> web.Response:
        return self._found(request, "source", "sources", await self.screens.source(request.match_info["name"]))

    async def _stories(self, request: web.Request) -> web.Response:
        page = request.query.get("page", "0")
        number = min(int(page), _MOST_PAGES) if page.isascii() and page.isdecimal() and len(page) < 6 else 0
        return self._shown(
            request, "stories", "stories", await self.screens.stories(request.query.get("words", "")[:200], number)
        )

    async def _story(self, request: web.Request) -> web.Response:
        return self._found(request, "story", "stories", await self.screens.story(int(request.match_info["id"])))

    def _found(self, request: web.Request, template: str, name: str, shown: Shown | None) -> web.Response:
        if shown is None:
            raise web.HTTPNotFound
        return self._shown(request, template, name, shown)

    def _shown(self, request: web.Request, template: str, name: str, shown: Shown) -> web.Response:
        session: Session = request[guard.SESSION]
        note = request.query.get("note", "")
        speak = texts.for_language(session.language)
        shown |= {"screen": name, "token": session.token, "note": note if f"page-note-{note}" in speak else ""}
        return self._rendered(f"{template}.html", session.language, shown)

    def _rendered(self, template: str, language: str, shown: Mapping[str, Any]) -> web.Response:
        speak = texts.for_language(language)
        html = _templates.get_template(template).render(
            t=speak.plain, language=language, root=ROOT, screens=SCREENS, changes=self.changes,
            now=self.screens.clock(), **shown,
        )  # fmt: skip
        return web.Response(text=html, content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        text = resources.files("bot.operator.page").joinpath("templates", name).read_text("utf-8")
        return web.Response(text=text, content_type=_FILES[name])

    # What may be changed

    async def _change_source(self, request: web.Request) -> web.Response:
        name, act = request.match_info["name"], request.match_info["act"]
        if await self.screens.source(name) is None:
            raise web.HTTPNotFound
        note = await self.actions.change_source(name, act)
        return _moved_to("/sources" if note == "remove" else f"/sources/{name}", note)

    async def _change_story(self, request: web.Request) -> web.Response:
        story_id, form = int(request.match_info["id"]), await request.post()
        if request.match_info["act"] == "merge":
            note, shown = await self.actions.merge(story_id, _number(form.get("into")))
        else:
            chosen = [_number(each) for each in form.getall("article", [])]
            note, shown = await self.actions.split(story_id, chosen)
        return _moved_to(f"/stories/{shown}", note)

    async def _undo(self, request: web.Request) -> web.Response:
        return _moved_to("/stories", await self.actions.undo(int(request.match_info["id"])))


def _language(request: web.Request) -> str:
    return texts.guess(request.headers.get("Accept-Language", "")[:2] or None)


def _moved_to(path: str, note: str = "") -> web.Response:
    location = URL.build(path=ROOT + path, query={"note": note} if note else {})
    return web.Response(status=web.HTTPSeeOther.status_code, headers={"Location": str(location)})


def _number(value: object) -> int:
    """Read a number of a story or article; nothing has the number 0."""
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0
