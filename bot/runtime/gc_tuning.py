"""Keeps the search for garbage short: it holds up everything else, and most of what it would look at stays for good."""

import gc

# So many more objects made than let go before the youngest are searched, and so many such searches before a longer one.
# With Python's own 700 and 10 a sixth of the time in which articles become stories went into that (benchmarks.stories).
_THRESHOLDS = (20_000, 20, 20)


def settle() -> None:
    """Call once, when all is loaded: what is there by then is not searched again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)
    gc.enable()
