import pytest

from parsers.page.body import quotes
from parsers.page.html import Block

WORDS = '"Мы открываем мост раньше срока, и это заслуга строителей"'


def _split(*lines: str) -> list[tuple[str, str]]:
    _, found = quotes.split([Block(name="p", text=line) for line in lines])
    return [(quote.text[:12], quote.speaker) for quote in found]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        ("Аким области Марат Султангазиев отметил, что мост готов:", "Марат Султангазиев"),
        ("Об этом сказала Ажар Гиният:", "Ажар Гиният"),
        ("Как пояснил министр транспорта Марат Карабаев:", "Марат Карабаев"),
        ("Министр отметил, что Марат Карабаев готов:", ""),
        ("В Министерстве Транспорта отметили:", ""),
        ("По словам Марата Карабаева:", ""),
        ("Марат Карабаев отметил успехи.", ""),
        ("Вчера Марат Карабаев приехал. Жители сказали:", ""),
        ("Нью Йорк Таймс сообщила:", ""),
    ],
)
def test_the_line_before_names_the_speaker_only_if_surely_a_person(before: str, speaker: str) -> None:
    assert _split(before, WORDS + ".") == [("Мы открываем", speaker)]


@pytest.mark.parametrize(
    ("after", "speaker"),
    [
        ("Катя Мокина", "Катя Мокина"),
        ("Ван Хонг, вице-президент комитета", "Ван Хонг, вице-президент комитета"),
        ('Пресс-служба АО "НИТ"', 'Пресс-служба АО "НИТ"'),
        ('ФК "Кайрат"', 'ФК "Кайрат"'),
        ("Министр транспорта Марат Карабаев", "Министр транспорта Марат Карабаев"),
        ("Что будет дальше", ""),
        ("Мост открыли вчера.", ""),
        ("Казахстан", ""),
    ],
)
def test_a_bare_line_after_a_quote_is_its_speaker_only_if_it_is_a_name(after: str, speaker: str) -> None:
    paragraphs, found = quotes.split([Block(name="p", text=WORDS), Block(name="p", text=after)])

    assert [quote.speaker for quote in found] == [speaker]
    assert paragraphs == ([WORDS] if speaker else [WORDS, after])


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        (f"{WORDS}, – отметил Ерлан Сагымбаев.", "Ерлан Сагымбаев"),
        (f"{WORDS}, – рассказала РИА Новости глава фонда Анна Ким.", "Анна Ким"),
        (f"{WORDS}, — деді Нұрлан Әбенов.", "Нұрлан Әбенов"),
        (f"{WORDS}, – сообщили в ведомстве.", ""),
    ],
)
def test_a_quote_with_its_speaker_in_one_line(line: str, speaker: str) -> None:
    assert _split(line) == [("Мы открываем", speaker)]


def test_a_heading_after_a_quote_is_not_its_speaker() -> None:
    blocks = [Block(name="p", text=WORDS), Block(name="h2", text="Новый Мост")]

    assert quotes.split(blocks)[1][0].speaker == ""


def test_a_speaker_may_stand_after_the_blockquote() -> None:
    blocks = [Block(name="p", text=WORDS, quoted=1), Block(name="p", text="Анна Ким")]
    paragraphs, (quote,) = quotes.split(blocks)

    assert (paragraphs, quote.speaker) == ([WORDS], "Анна Ким")


def test_a_blockquote_without_words_is_no_quote() -> None:
    assert quotes.split([Block(name="cite", text="Анна Ким", quoted=1, cited=True)]) == (["Анна Ким"], [])


def test_two_quotes_in_one_line_keep_their_marks() -> None:
    line = '"Мост готов к движению", – и снова он. – "Это заслуга строителей"'
    _, found = quotes.split([Block(name="p", text=line)])

    assert found[0].text == line
