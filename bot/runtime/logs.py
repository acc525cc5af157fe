"""The log: where it goes and in which form, that no secret gets into it, and that no traceback floods it."""

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Final, Literal

from pythonjsonlogger.json import JsonFormatter
from rich.console import Console
from rich.logging import RichHandler

from bot.runtime import redaction

Form = Literal["text", "json"]
# One traceback of a kind says as much as a hundred: the others of a minute are a line each.
_QUIET_SECONDS: Final = 60.0
_MOST_KINDS: Final = 1000


class _Redacting(logging.Formatter):
    """Formats as told, then hides secrets: in the message, its arguments and the traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return redaction.redact(super().format(record))


class _Json(JsonFormatter):
    """One JSON object a line, with whatever a record carries as `extra`; secrets hidden as in the other form."""

    def format(self, record: logging.LogRecord) -> str:
        return redaction.redact(super().format(record))


@dataclass(slots=True)
class TracebackLimit:
    """Lets one traceback of a kind through each minute; of the others their message and how many there were."""

    elapsed: Callable[[], float] = time.monotonic
    _seen: dict[tuple[object, ...], tuple[float, int]] = field(default_factory=dict)

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback from a record whose kind was seen just now; never the record itself."""
        if not record.exc_info or record.exc_info[1] is None:
            return True
        kind, now = self._kind(record), self.elapsed()
        at, count = self._seen.get(kind, (-_QUIET_SECONDS, 0))
        if now - at < _QUIET_SECONDS:
            self._seen[kind] = (at, count + 1)
            error = record.exc_info[1]
            said = f"{type(error).__name__}: {error}; its traceback stands above, {count + 1} like it"
            record.msg = f"{record.getMessage()} ({said})"
            record.args, record.exc_info, record.exc_text = (), None, None
        else:
            if len(self._seen) >= _MOST_KINDS:
                self._seen.clear()
            self._seen[kind] = (now, 0)
        return True

    @staticmethod
    def _kind(record: logging.LogRecord) -> tuple[object, ...]:
        """Two are of a kind that were logged at one place, with errors of one class that arose at one place."""
        assert record.exc_info is not None  # noqa: S101 - asked just before
        trace = record.exc_info[2]
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        arose = (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace is not None else ()
        return (record.pathname, record.lineno, record.exc_info[0], arose)


def start(level: str, console: Console | None = None, *, form: Form = "text") -> None:
    """Log to standard error from now on: coloured for a person, plain lines for a file, or JSON for a collector."""
    console = console or Console(stderr=True)
    handler: logging.Handler
    if form == "json":
        handler = logging.StreamHandler()
        handler.setFormatter(
            _Json(
                ["asctime", "levelname", "name", "message"],
                rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
                json_ensure_ascii=False,
            )
        )
    elif console.is_terminal:
        handler = RichHandler(console=console, show_path=False, rich_tracebacks=False)
        handler.setFormatter(_Redacting("%(message)s"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(TracebackLimit().filter)
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
