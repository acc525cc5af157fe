"""What the process keeps from the search for garbage."""

import gc
from collections.abc import Iterator

import pytest

from bot.runtime import gc_tuning


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    thresholds = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def test_what_was_loaded_is_not_searched_again_and_the_rest_less_often() -> None:
    before = gc.get_threshold()
    gc_tuning.settle()
    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] > before[0]
