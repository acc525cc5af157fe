"""The clock of leases: it follows the wall forward, and time that passes, and never goes back."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.clock import SteadyClock

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
STEPS = st.lists(st.tuples(st.integers(-90_000, 90_000), st.integers(0, 10_000)))


@given(STEPS)
def test_however_the_wall_is_set_time_never_goes_back_and_never_stands_still(steps: list[tuple[int, int]]) -> None:
    wall, passed = NOW, 0.0
    clock = SteadyClock(lambda: wall, lambda: passed)
    latest = clock()
    for set_by, seconds in steps:
        wall += timedelta(seconds=set_by + seconds)
        passed += seconds
        now = clock()
        assert now >= latest + timedelta(seconds=seconds)
        assert now >= wall
        latest = now


def test_while_nobody_sets_it_the_time_is_the_walls() -> None:
    wall, passed = NOW, 0.0
    clock = SteadyClock(lambda: wall, lambda: passed)
    for _ in range(3):
        wall += timedelta(seconds=10)
        passed += 10
        assert clock() == wall
