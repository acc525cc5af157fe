"""Channels as people name them: what they type and what they copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

NAMED = (
    "@gorod", "gorod", "t.me/gorod", "https://t.me/gorod", "http://t.me/gorod/", "https://t.me/gorod/55",
    "https://t.me/gorod/55?single", "https://t.me/s/gorod", "t.me/s/gorod/55", "telegram.me/gorod",
    "https://telegram.me/gorod/55", "https://www.t.me/gorod", "HTTPS://T.ME/gorod", "https://telegram.dog/gorod",
    "https://t.me/gorod?boost", "https://t.me/gorod#x", "tg://resolve?domain=gorod&post=55", "  @gorod  ",
)  # fmt: skip
NUMBERED = (
    "-1001234567890", "https://t.me/c/1234567890/55", "t.me/c/1234567890", "telegram.me/c/1234567890/55/56",
    "tg://privatepost?channel=1234567890&post=55",
)  # fmt: skip
NOTHING = (
    "", "@", "мой канал", "https://t.me/", "https://t.me/+AbCdEf", "https://t.me/c/", "https://t.me/c/x/1",
    "https://zakon.kz/gorod", "-5", "12345", "@1gorod", "https://evil.example/t.me/gorod", "@" + "a" * 40,
)  # fmt: skip


@pytest.mark.parametrize("written", NAMED)
def test_a_public_channel_is_known_by_its_name(written: str) -> None:
    from bot.handlers.chat import channel_reference

    assert channel_reference.parse(written) == "@gorod"


@pytest.mark.parametrize("written", NUMBERED)
def test_a_private_channel_is_known_by_its_id(written: str) -> None:
    from bot.handlers.chat import channel_reference

    assert channel_reference.parse(written) == -1001234567890


@pytest.mark.parametrize("written", NOTHING)
def test_what_names_no_channel_is_none(written: str) -> None:
    from bot.handlers.chat import channel_reference

    assert channel_reference.parse(written) is None


@given(st.text(max_size=300) | st.text("t.me/:c?&=@-10s", max_size=60))
def test_whatever_is_written_is_read_or_refused(written: str) -> None:
    from bot.handlers.chat import channel_reference

    found = channel_reference.parse(written)
    assert found is None or (isinstance(found, int) and found < 0) or str(found).startswith("@")
