"""What the local Bot API server answers with: a result, a proxy's error page, or a connection reset."""

from aiohttp import web

_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<h1>502 Bad Gateway</h1>\r\n</body></html>"
)


def result(value: object) -> web.Response:
    """Return `{"ok": true, "result": ...}`."""
    return web.json_response({"ok": True, "result": value})


def bad_gateway(code: int) -> web.Response:
    """Return HTML, as the proxy before Telegram's servers does when they are away."""
    return web.Response(status=code, text=_BAD_GATEWAY, content_type="text/html")


def hang_up(request: web.Request) -> web.Response:
    """Reset the connection instead of answering."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
