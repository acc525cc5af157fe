"""What the tests of the bot share: TDLib as the judge of our texts."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import pytest


class JudgeError(AssertionError):
    """TDLib refuses a text; the message is the one Telegram would answer with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A text as its reader sees it; entities in TDLib's form, offsets and lengths in UTF-16 units."""

    text: str
    entities: tuple[dict[str, Any], ...]

    def links(self) -> list[str]:
        """Return the addresses behind words, in order."""
        return [entity["type"]["url"] for entity in self.entities if "url" in entity["type"]]


Judge: TypeAlias = Callable[[str], Parsed]


@pytest.fixture(scope="session")
def judge() -> Judge:
    """Parse Telegram HTML with TDLib, the parser of Telegram's own Bot API server; needs no network."""
    import tdjson

    def execute(request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
        return answer

    execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})

    def parse(html: str) -> Parsed:
        answer = execute({"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}})
        if answer["@type"] == "error":
            raise JudgeError(answer["message"])
        return Parsed(text=answer["text"], entities=tuple(answer["entities"]))

    return parse
