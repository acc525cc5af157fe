from hypothesis import given
from hypothesis import strategies as st

from parsers.page.body import told_text
from parsers.page.html import Block

PARAGRAPHS = [
    f"Мост {name} через реку открыли, и люди пошли по мосту {name} на другой берег, где мост {name} кончается у парка."
    for name in ("Первый", "Каменный", "Кривой", "Железный", "Длинный", "Рыбный")
]
BOX = "Подпишитесь, и каждое утро мы будем присылать вам всё о мостах, реках и людях этого города."


def _line(text: str, name: str = "p") -> Block:
    return Block(name=name, text=text)


LINES = [_line("Его ждали два года, и вот он есть."), *map(_line, PARAGRAPHS)]


def test_a_box_that_the_page_does_not_tell_of_is_left_out() -> None:
    lines = [*LINES[:3], _line(BOX), *LINES[3:], _line(BOX)]

    assert told_text.without_insets(lines, " ".join(PARAGRAPHS)) == LINES


def test_headings_between_paragraphs_stay_and_those_behind_them_go() -> None:
    heading = _line("Что дальше", "h2")

    assert told_text.without_insets([*LINES[:3], heading, *LINES[3:], heading], " ".join(PARAGRAPHS)) == [
        *LINES[:3],
        heading,
        *LINES[3:],
    ]


def test_an_account_that_is_cut_off_or_of_something_else_is_not_believed() -> None:
    lines = [*LINES, _line(BOX)]

    assert told_text.without_insets(lines, " ".join(PARAGRAPHS[:3])) == lines
    assert told_text.without_insets(lines, "Совсем о другом и очень подробно. " * 40) == lines
    assert told_text.without_insets(lines, "") == lines


@given(st.lists(st.text(max_size=80)), st.text(max_size=900))
def test_no_line_is_made_up_or_moved(texts: list[str], told: str) -> None:
    lines = [_line(text) for text in texts]
    kept = iter(lines)

    assert all(line in kept for line in told_text.without_insets(lines, told))
