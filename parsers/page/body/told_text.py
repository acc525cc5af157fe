"""The text that a page's structured data give of its article, as a witness to what of the page is article."""

from collections.abc import Sequence

from parsers.page import headline
from parsers.page.html import Block

# Shorter, it is a lead.
_SHORTEST = 500
# Of the words found, so many must be in the witness's account before it is believed of the rest; an account that is cut
# off knows less.
_COVERED = 0.7
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Letters and digits by which a line is looked for: its middle, for its ends may be a link or a place and date.
_PROBE = 40


def without_insets(lines: Sequence[Block], told: str) -> list[Block]:
    """Return the lines without those that the witness does not know: boxes, polls, invitations between paragraphs.

    What stands before the first line that it knows is kept (standfirsts are often left out of it), and headings are.
    """
    account = headline.bare(told)
    if len(told) < _SHORTEST:
        return list(lines)
    known = [_is_told(line, account) for line in lines]
    covered = sum(len(line.text) for line, is_known in zip(lines, known, strict=True) if is_known)
    if covered < _COVERED * sum(len(line.text) for line in lines) or covered < _COVERED * len(told):
        return list(lines)
    first = known.index(True)
    return [
        line
        for number, line in enumerate(lines)
        if number < first or known[number] or (line.name in _HEADINGS and any(known[number:]))
    ]


def _is_told(line: Block, account: str) -> bool:
    bare = headline.bare(line.text)
    middle = max(0, (len(bare) - _PROBE) // 2)
    return bare[middle : middle + _PROBE] in account
