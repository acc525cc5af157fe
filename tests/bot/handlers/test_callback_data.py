"""Numbers that buttons carry: whatever a forged one says, it is out of bounds where it is read and troubles nobody."""

from enum import Enum
from itertools import chain
from typing import Any

import annotated_types
import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from bot import dispatcher

# Fixtures of tests/bot/conftest.py; importlib mode shares no names with it.
Stage = Any
Person = Any

MODULES = dispatcher._MODULES  # loading it loads every handler, and with it every button
FORGED = (-1, 2**15, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30)


def _classes(base: type[CallbackData] = CallbackData) -> list[type[CallbackData]]:
    found = [[one, *_classes(one)] for one in base.__subclasses__()]
    return [one for one in chain.from_iterable(found) if one.__module__.startswith("bot.")]


CLASSES = sorted(_classes(), key=lambda one: one.__prefix__)
WITH_NUMBERS = [one for one in CLASSES if any(field.annotation is int for field in one.model_fields.values())]
IDS = [one.__name__ for one in WITH_NUMBERS]


def _numbers(data: type[CallbackData]) -> list[str]:
    return [name for name, field in data.model_fields.items() if field.annotation is int]


def _written(data: type[CallbackData], number: int) -> str:
    """Write a button all of whose numbers are this one, by hand: our own classes would refuse it."""
    values = [data.__prefix__]
    for field in data.model_fields.values():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Enum):
            values.append(str(next(iter(kind)).value))
        else:
            values.append({int: str(number), bool: "1"}.get(kind or str, ""))
    return ":".join(values)


def test_there_are_buttons_with_numbers() -> None:
    assert MODULES
    assert len(CLASSES) > 20
    assert len(WITH_NUMBERS) > 10


@pytest.mark.parametrize("data", WITH_NUMBERS, ids=IDS)
def test_every_number_has_bounds_that_a_database_takes(data: type[CallbackData]) -> None:
    for name in _numbers(data):
        bounds = data.model_fields[name].metadata
        lowest = [bound.ge for bound in bounds if isinstance(bound, annotated_types.Ge)]
        highest = [bound for bound in bounds if isinstance(bound, annotated_types.Le | annotated_types.Lt)]
        assert lowest == [0], name
        assert len(highest) == 1, name


@pytest.mark.parametrize("data", WITH_NUMBERS, ids=IDS)
@given(number=st.integers())
def test_what_is_read_is_in_bounds_or_refused(data: type[CallbackData], number: int) -> None:
    try:
        read = data.unpack(_written(data, number))
    except ValueError:
        return
    assert all(0 <= getattr(read, name) < 2**63 for name in _numbers(data))


async def test_no_forged_number_ends_in_trouble(stage: Stage, reader: Person) -> None:
    await reader.say("/follow Китай")
    for data in WITH_NUMBERS:
        for number in FORGED:
            said = await stage.press(reader, _written(data, number))
            assert [one.text for one in said if "Что-то сломалось" in one.text] == [], _written(data, number)
