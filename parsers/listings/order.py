"""Which links of a list are its newest, where it is longer than we read: lists may begin with the oldest."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from parsers.article import Link

_NUMBER = re.compile(r"\d{1,18}")
_OLDEST = datetime.min.replace(tzinfo=UTC)
# So large a share of neighbours tells which way the numbers in addresses run.
_TREND = 0.8


def newest(links: Sequence[Link], most: int) -> list[Link]:
    """Return the newest `most` links: all in their order if they are no more, else the newest first.

    By date, an undated link being as old as its neighbour; where dates do not decide, by the numbers in addresses;
    where these run neither way, both ends of the list, for one of them is its newest.
    """
    if len(links) <= most:
        return list(links)
    ages = dict(zip((link.url for link in links), _ages(links), strict=True))
    return sorted(_likeliest_first(links), key=lambda link: ages[link.url], reverse=True)[:most]


def _ages(links: Sequence[Link]) -> list[datetime]:
    moments = [link.published_at for link in links]
    last = next(filter(None, moments), _OLDEST)
    return [last := moment or last for moment in moments]


def _likeliest_first(links: Sequence[Link]) -> list[Link]:
    numbers = [[int(number) for number in _NUMBER.findall(link.url)] for link in links]
    rising = sum(before < after for before, after in pairwise(numbers))
    falling = sum(before > after for before, after in pairwise(numbers))
    if rising > _TREND * (len(links) - 1):
        return list(reversed(links))
    if falling > _TREND * (len(links) - 1):
        return list(links)
    back = list(reversed(links))
    return [link for pair in zip(links, back, strict=True) for link in pair][: len(links)]
