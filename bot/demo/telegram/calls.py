"""One call of a Bot API method: its parameters, however they were sent, read as the types that methods ask for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from multidict import MultiDictProxy

from bot.demo.telegram import errors

Uploads = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A method, its parameters as they came (strings, or JSON values) and the files that came with it (name, bytes)."""

    method: str
    parameters: Mapping[str, Any]
    files: Uploads = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter as text; "" when absent."""
        value = self.parameters.get(name, "")
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a parameter as a number; `default` when absent or not a number, as Telegram does."""
        try:
            return int(self.parameters.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """Return a parameter as a yes or no."""
        return self.text(name).lower() in {"true", "1", "yes", "y", "t"}

    def structure(self, name: str) -> Any:  # noqa: ANN401 - JSON is anything; None when absent
        """Return a parameter that carries JSON.

        Raises:
            RefusedError: it is not JSON.
        """
        value = self.parameters.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            subject = name.replace("_", " ")
            raise errors.bad_request(f"can't parse {subject} JSON object") from None

    def upload(self, name: str) -> tuple[str, bytes] | None:
        """Return the file sent for a parameter: under its own name, or as `attach://key`."""
        return self.files.get(self.text(name).removeprefix("attach://")) or self.files.get(name)


async def read(request: web.Request, method: str) -> Call:
    """Read a call from the query, a form, a multipart form or a JSON body.

    Raises:
        RefusedError: the body is none of these.
    """
    parameters: dict[str, Any] = dict(request.query)
    files: dict[str, tuple[str, bytes]] = {}
    if request.content_type == "application/json":
        parameters |= await _json_body(request)
    elif request.method == "POST":
        _sort_out(await request.post(), parameters, files)
    return Call(method=method, parameters=parameters, files=files)


async def _json_body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise errors.bad_request("can't parse request JSON object")
    return body


def _sort_out(
    form: MultiDictProxy[str | bytes | bytearray | web.FileField],
    parameters: dict[str, Any],
    files: dict[str, tuple[str, bytes]],
) -> None:
    for name, value in form.items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            parameters[name] = value if isinstance(value, str) else value.decode("utf-8", "replace")
