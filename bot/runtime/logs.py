"""The log: where it goes, and that no secret gets into it."""

import logging
import sys
from types import TracebackType

from rich.console import Console
from rich.logging import RichHandler

from bot.runtime import redaction


class _Redacting(logging.Formatter):
    """Formats as told, then hides secrets: in the message, its arguments and the traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return redaction.redact(super().format(record))


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
    sys.excepthook = _log_uncaught
    # These tell every request and every step; their warnings are still heard.
    for chatty in ("aiohttp.access", "aiogram.event", "alembic", "pymorphy3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # A crawl that takes longer than its interval is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what nobody caught: Python would print it as it is, with the addresses in it."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        logging.getLogger(__name__).critical("Stopped by a mistake of ours", exc_info=(kind, error, trace))
