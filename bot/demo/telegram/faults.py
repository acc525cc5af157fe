"""Faults on order: which call fails next, and how; the server asks here before it carries a call out."""

import math
from dataclasses import dataclass, replace

from bot.demo.telegram.calls import Call
from bot.demo.telegram.errors import RefusedError


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How the next matching calls go wrong.

    `method` is a method's name or "*"; `chat_id` None means any chat; `times` may be `math.inf`.
    `accepted` says that the call is carried out first and only its answer is lost: the case no bot can decide.
    With neither `code` nor `drop` the fault is only a delay of `delay` seconds.
    """

    method: str
    code: int = 0
    description: str = ""
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None
    times: float = 1
    chat_id: int | None = None
    raw_html: bool = False
    delay: float = 0
    drop: bool = False
    accepted: bool = False

    def concerns(self, call: Call) -> bool:
        """Whether this call is one of those that go wrong."""
        if self.method.lower() not in {"*", call.method.lower()}:
            return False
        return self.chat_id is None or self.chat_id == call.integer("chat_id")

    @property
    def refusal(self) -> RefusedError:
        """The answer in JSON."""
        wait, chat = self.retry_after, self.migrate_to_chat_id
        parameters = {} if wait is None else {"retry_after": wait}
        if chat is not None:
            parameters["migrate_to_chat_id"] = chat
        return RefusedError(self.code, self.description, **parameters)


class Faults:
    """The faults that wait for their calls, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let the next matching calls fail."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def take(self, call: Call) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        for place, fault in enumerate(self._waiting):
            if fault.concerns(call):
                left = fault.times if math.isinf(fault.times) else fault.times - 1
                self._waiting[place : place + 1] = [replace(fault, times=left)] if left > 0 else []
                return fault
        return None
