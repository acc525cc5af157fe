"""A headless Chromium that tests look through: what a person would see and press; spoken to by its own protocol."""

import asyncio
import base64
import itertools
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest

PATIENCE = 60.0
_NAMES = ("chromium", "chromium-browser", "google-chrome")


class Browser:
    """One tab."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self.complaints: list[str] = []

    async def look_as(self, *, width: int, height: int = 900, scheme: str = "light") -> None:
        """Be a screen so wide, in light or dark colours."""
        await self.ask("Log.enable")
        await self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        await self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    async def open(self, url: str) -> None:
        """Go to a page, and wait until it is there."""
        await self.ask("Page.enable")
        await self.follow(self.ask("Page.navigate", url=url))

    async def follow(self, step: Awaitable[object]) -> None:
        """Do what leads to another page, and wait until that is there whole."""
        await self.run("window.left = true")
        await step
        async with asyncio.timeout(PATIENCE):
            while await self.run("!window.left && document.readyState") != "complete":
                await asyncio.sleep(0.05)

    async def run(self, script: str) -> Any:  # noqa: ANN401 - a JSON value
        """Return what a script comes to on the page."""
        answer = await self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    async def text(self) -> str:
        """What stands on the page."""
        return str(await self.run("document.body.innerText"))

    async def press(self, key: str, times: int = 1) -> None:
        """Press a key."""
        codes = {"Tab": 9, "Enter": 13}
        for _ in range(times):
            for kind in ("keyDown", "keyUp"):
                text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
                await self.ask(
                    "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=codes[key], **text
                )

    async def photograph(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        taken = await self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        await asyncio.to_thread(path.write_bytes, base64.b64decode(taken["data"]))

    async def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask Chromium for something; what it complains of meanwhile is kept."""
        number = next(self._ids)
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        async with asyncio.timeout(PATIENCE):
            while (answer := await self._socket.receive_json()).get("id") != number:
                if answer.get("method") == "Log.entryAdded":
                    self.complaints.append(answer["params"]["entry"]["text"])
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """Start Chromium and end it; skip the test where there is none."""
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("there is no Chromium here")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank",
            stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stderr is not None
        try:
            async with asyncio.timeout(PATIENCE):
                while not (line := (await process.stderr.readline()).decode()).startswith("DevTools listening on"):
                    pass
            host = urlsplit(line.split()[-1]).netloc
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://{host}/json") as answer:
                    pages = await answer.json()
                address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
                async with session.ws_connect(address, max_msg_size=0) as socket:
                    yield Browser(socket)
        finally:
            process.terminate()
            await process.wait()
