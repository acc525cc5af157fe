import pytest

from parsers.article import TagKind
from parsers.page import tag_kinds


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Султангазиев Марат", TagKind.PERSON),
        ("Касым-Жомарт Токаев", TagKind.PERSON),
        ("Путин Владимир", TagKind.PERSON),
        ("Әбенов Нұрлан", TagKind.PERSON),
        ("2025 год", TagKind.YEAR),
        ("2025 жыл", TagKind.YEAR),
        ("2024", TagKind.YEAR),
        ("20250", TagKind.SUBJECT),
        ("Алматинская область", TagKind.PLACE),
        ("Алматы облысы", TagKind.PLACE),
        ("Китай", TagKind.PLACE),
        ("Саудовская Аравия", TagKind.PLACE),
        ("Северная Осетия", TagKind.SUBJECT),
        ("Министерство энергетики", TagKind.ORGANISATION),
        ('ФК "Кайрат"', TagKind.ORGANISATION),
        ("Бизнес", TagKind.SUBJECT),
        ("Жаңа Қазақстан", TagKind.SUBJECT),
        ("Искусственный интеллект", TagKind.SUBJECT),
        ("Air Astana", TagKind.SUBJECT),
    ],
)
def test_a_label_tells_its_kind_where_it_is_sure(label: str, kind: TagKind) -> None:
    assert tag_kinds.typed(label).kind is kind


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/organization/Komitet-gosudarstvennykh-dokhodov/", TagKind.ORGANISATION),
        ("https://www.zakon.kz/person/x/", TagKind.PERSON),
        ("/region/almaty/", TagKind.PLACE),
        ("/tags/x/", TagKind.SUBJECT),
        ("http://[x", TagKind.SUBJECT),
    ],
)
def test_a_typed_tag_page_tells_the_kind_of_its_tag(address: str, kind: TagKind) -> None:
    assert tag_kinds.typed("Нечто", address).kind is kind
