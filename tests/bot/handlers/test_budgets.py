"""Budgets: one reader's loop costs nobody else anything, and is told when it may go on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers import budgets
from bot.handlers.budgets import ALLOWANCES, Budgets, Work

# Fixtures of tests/bot/conftest.py; importlib mode shares no names with it.
Stage = Any
Person = Any

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_a_budget_is_spent_refilled_with_time_and_its_chats_own() -> None:
    spent, allowance = Budgets(), ALLOWANCES[Work.DIGEST]
    assert [spent.spend(1, Work.DIGEST, NOW) for _ in range(allowance.at_once)] == [timedelta(0)] * allowance.at_once
    assert spent.spend(1, Work.DIGEST, NOW) == allowance.every
    assert not spent.spend(2, Work.DIGEST, NOW), "another chat has its own"
    assert not spent.spend(1, Work.SEARCH, NOW), "and so has another kind of work"
    assert not spent.spend(1, Work.DIGEST, NOW + allowance.every)
    assert spent.spend(1, Work.DIGEST, NOW + allowance.every)


@given(st.lists(st.tuples(st.integers(0, 600), st.integers(1, 40)), max_size=60))
def test_nobody_gets_more_than_a_full_budget_and_what_was_refilled(asked: list[tuple[int, int]]) -> None:
    spent, allowance, now, got = Budgets(), ALLOWANCES[Work.LOOK], NOW, 0
    for seconds, amount in asked:
        now += timedelta(seconds=seconds)
        wait = spent.spend(1, Work.LOOK, now, amount=amount)
        if not wait:
            got += min(amount, allowance.at_once)
        else:
            assert not spent.spend(1, Work.LOOK, now + wait, amount=amount), "it holds what it says"
            now += wait
            got += min(amount, allowance.at_once)
    assert got <= allowance.at_once + (now - NOW) / allowance.every + 1


def test_a_clock_that_was_set_back_keeps_nobody_waiting_for_longer_than_an_empty_budget() -> None:
    spent, allowance = Budgets(), ALLOWANCES[Work.FILE]
    for _ in range(allowance.at_once):
        spent.spend(1, Work.FILE, NOW + timedelta(days=300))
    assert spent.spend(1, Work.FILE, NOW) <= allowance.every


def test_budgets_that_are_full_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "_FORGET_ABOVE", 10)
    spent = Budgets()
    for chat_id in range(1000):
        spent.spend(chat_id, Work.SEARCH, NOW + timedelta(minutes=chat_id))
    assert len(spent._refilled_at) <= 20


@pytest.mark.parametrize(
    ("text", "work"),
    [
        ("/digest", Work.DIGEST), ("/catchup 3", Work.DIGEST), ("/preview", Work.DIGEST), ("/export", Work.FILE),
        ("/follow Китай", Work.TOPIC), ("Китай", Work.TOPIC), ("/mute спорт", Work.TOPIC),
        ("/search Китай", Work.SEARCH),
    ],
)  # fmt: skip
async def test_a_loop_is_told_when_it_may_go_on_and_others_are_served(
    stage: Stage, reader: Person, text: str, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ALLOWANCES, work, budgets.Allowance(at_once=2, every=timedelta(minutes=3)))
    for _ in range(2):
        for answer in await reader.say(text):
            assert "Слишком много" not in answer.text
    (answer,) = await reader.say(text)
    assert answer.text == "Слишком много таких просьб подряд. Снова можно через 3 минуты."
    for answer in await stage.person(8).say(text):
        assert "Слишком много" not in answer.text
    stage.clock.forward(minutes=3)
    for answer in await reader.say(text):
        assert "Слишком много" not in answer.text


async def test_addresses_are_counted_one_by_one(stage: Stage, reader: Person) -> None:
    ten = "/sources " + " ".join(f"https://site{number}.example/" for number in range(10))
    said = [answer.text for _ in range(3) for answer in await reader.say(ten)]
    assert [text for text in said if "Слишком много таких просьб" in text] == said[-1:]
    other = [answer.text for answer in await stage.person(8).say("/sources https://site.example/")]
    assert [text for text in other if "Слишком много таких просьб" in text] == []
