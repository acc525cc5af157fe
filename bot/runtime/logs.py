"""The log: where it goes, and that no secret gets into it."""

import logging
import re

from rich.console import Console
from rich.logging import RichHandler

# A bot token, wherever it stands: aiohttp and aiogram put it into addresses.
TOKEN = re.compile(r"\d{6,20}:[A-Za-z0-9_-]{25,64}")
PASSWORD = re.compile(r"(?<=://)([^\s:/@]+):[^\s@/]+@")


def redact(text: str) -> str:
    """Return the text with bot tokens and the passwords of addresses made unreadable."""
    return PASSWORD.sub(r"\1:***@", TOKEN.sub("***", text))


class _Redacting(logging.Formatter):
    """Formats as told, then hides secrets: in the message, its arguments and the traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def start(level: str, console: Console | None = None) -> None:
    """Log to standard error from now on: coloured for a person, plain lines for a file or a service manager."""
    console = console or Console(stderr=True)
    handler: logging.Handler
    if console.is_terminal:
        handler = RichHandler(console=console, show_path=False, rich_tracebacks=False)
        handler.setFormatter(_Redacting("%(message)s"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # These tell every request and every step; their warnings are still heard.
    for chatty in ("aiohttp.access", "aiogram.event", "alembic", "pymorphy3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # A crawl that takes longer than its interval is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
