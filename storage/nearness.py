"""Where words stand in a text, and whether near enough to be meant together; pure, knows no topic."""

from collections.abc import Iterable

from storage.topic_text import Content, Found, Place

Position = tuple[int, int]
"""A passage by its number, and a word in it."""


def standing(keys: Iterable[str], content: Content, place: Place | None) -> list[Position]:
    """Return where any of the keys stands, in the order of the text."""
    places = [position for key in keys for position in content.where.get(key, ())]
    return sorted({each for each in places if allowed(content.passages[each[0]].place, place)})


def allowed(stands: Place, asked: Place | None) -> bool:
    """Tell whether a place is the one that was asked for, if any was."""
    return asked is None or stands is asked


def last_of_run(content: Content, start: Position, standing: list[frozenset[Position]], span: int) -> int | None:
    """Return the last position of the shortest run that begins at `start` and holds every word, if any."""
    number, first = start
    tokens = content.passages[number].tokens
    sentence = tokens[first].sentence
    reached: list[Position] = []
    for position in range(first, min(first + span, len(tokens))):
        if tokens[position].sentence != sentence:
            return None
        reached.append((number, position))
        if _can_seat(reached, standing):
            return position
    return None


def _can_seat(places: list[Position], standing: list[frozenset[Position]]) -> bool:
    """Tell whether each word gets a place of its own: Марат Маратов is not one Маратов."""
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


def found(content: Content, start: Position, length: int) -> Found:
    """Return a row of words as what was found."""
    passage = content.passages[start[0]]
    return Found(form=passage.written(start[1], start[1] + length - 1), place=passage.place)
