"""Labels: a reader's own words, tidied; what all see says nothing but the topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import TopicSyntaxError
from storage.topics.query import labels, parser


@pytest.mark.parametrize(
    ("typed", "own", "shared"),
    [
        ("🖕 БАЙКОНУР!!! 🖕", "Байконур", "Байконур"),
        ("бАЙкОНУР", "Байконур", "Байконур"),
        ("китай, россия", "китай, россия", "китай россия"),
        ("Касым-Жомарт Токаев", "Касым-Жомарт Токаев", "Касым-Жомарт Токаев"),
        ("Қазақстан Банкі 😀", "Қазақстан Банкі", "Қазақстан Банкі"),
        ("ELECTION results!!!", "Election results", "Election results"),
        ("Китай -спорт", "Китай -спорт", "Китай AND NOT спорт"),
        ("США", "США", "США"),
        ("КазМунайГаз", "КазМунайГаз", "КазМунайГаз"),
        ("«Каспий   Банк»", "«Каспий Банк»", '"Каспий Банк"'),
        ("(Китай AND Алматы) OR спорт", "(Китай AND Алматы) OR спорт", "(Китай AND Алматы) OR спорт"),
        ("source:zakon.kz", "source:zakon.kz", "source:zakon.kz"),
        ("COVID-19", "COVID-19", "COVID-19"),
        ("Каза\u00adхстан", "Казахстан", "Казахстан"),
        ("Кит\u200bай и Рос\u2060сия", "Китай и Россия", "Китай и Россия"),
        ("Кита\u0301й", "Китай", "Китай"),
        ("Алтаи\u0306 и Росси\u0301я", "Алтай и Россия", "Алтай и Россия"),
        ("\u202eКитай\ufeff", "Китай", "Китай"),
        ("Китай –спорт", "Китай -спорт", "Китай AND NOT спорт"),
    ],
)
def test_a_label_is_what_was_typed_without_noise(typed: str, own: str, shared: str) -> None:
    query = parser.parse(typed)
    assert (labels.own(query), labels.shared(query)) == (own, shared)


@given(st.text(max_size=60))
def test_what_all_see_of_a_topic_is_the_topic_and_nothing_else(typed: str) -> None:
    try:
        query = parser.parse(typed)
    except TopicSyntaxError:
        return
    assert str(parser.parse(labels.shared(query))) == str(query)
    assert labels.own(query)
    assert labels.own(query).isprintable()
