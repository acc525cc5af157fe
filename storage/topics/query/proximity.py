"""Where words stand in a text, and whether near enough to be meant together; pure, knows no topic."""

from collections.abc import Iterable, Sequence

from storage.topics.query.document import Field, Hit, TokenizedText

Position = tuple[int, int]
"""A passage by its number, and a word in it."""


def standing(keys: Iterable[str], content: TokenizedText, place: Field | None) -> Sequence[Position]:
    """Return where any of the keys stands, in the order of the text."""
    held = [content.where[key] for key in keys if key in content.where]
    if place is None and len(held) <= 1:
        return held[0] if held else []
    places = [position for positions in held for position in positions]
    return sorted({each for each in places if allowed(content.passages[each[0]].place, place)})


def allowed(stands: Field, asked: Field | None) -> bool:
    """Tell whether a place is the one that was asked for, if any was."""
    return asked is None or stands is asked


def first(keys: Iterable[str], content: TokenizedText, place: Field | None) -> Position | None:
    """Return where any of the keys stands first."""
    if place is None:
        return min((content.where[key][0] for key in keys if key in content.where), default=None)
    return next(iter(standing(keys, content, place)), None)


def run(content: TokenizedText, standing: Sequence[Sequence[Position]], span: int) -> Hit | None:
    """Return the first row of at most `span` words of one sentence that holds a place for each word, if any.

    `standing` is where each of the words stands. Each gets a place of its own: Марат Маратов is not one Маратов.
    """
    places = sorted({position for positions in standing for position in positions})
    sets = [frozenset(positions) for positions in standing]
    for at, start in enumerate(places):
        last = _last_of_run(content, places[at : at + span], sets, span)
        if last is not None:
            return found(content, start, last - start[1] + 1)
    return None


def _last_of_run(
    content: TokenizedText, places: Sequence[Position], sets: Sequence[frozenset[Position]], span: int
) -> int | None:
    """Return the last word of the shortest row that begins at the first of the places and holds every word, if any."""
    number, start = places[0]
    tokens = content.passages[number].tokens
    for count, (passage, position) in enumerate(places, 1):
        if passage != number or position - start >= span or tokens[position].sentence != tokens[start].sentence:
            return None
        if count >= len(sets) and _can_seat(places[:count], sets):
            return position
    return None


def _can_seat(places: Sequence[Position], standing: Sequence[frozenset[Position]]) -> bool:
    """Tell whether each word gets a place of its own."""
    seats: dict[Position, int] = {}

    def seat(word: int, tried: set[Position]) -> bool:
        for place in places:
            if place in standing[word] and place not in tried:
                tried.add(place)
                if place not in seats or seat(seats[place], tried):
                    seats[place] = word
                    return True
        return False

    return all(seat(word, set()) for word in range(len(standing)))


def found(content: TokenizedText, start: Position, length: int) -> Hit:
    """Return a row of words as what was found."""
    passage = content.passages[start[0]]
    return Hit(form=passage.written(start[1], start[1] + length - 1), place=passage.place)
