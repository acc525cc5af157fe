"""The topic language: what readers may type, what it finds, and how it is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import TopicSyntaxError
from storage.topics.query import document, lexer, parser
from storage.topics.query.document import Document, Field
from storage.topics.query.parser import Query

VISIT = Document(
    title="Аким Алматинской области Марат Султангазиев посетил Пекин",
    lead="Стороны обсудили канатную дорогу. Нацбанк сохранил ставку.",
    tags=("Султангазиев Марат", "Китай", "Бизнес"),
    source="zakon.kz",
    language="ru",
)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("Китай", "китай"),
        ("  Алматинская   область ", "алматинская область"),
        ("банк OR (ставка AND Нацбанк) NOT спорт", "(банк OR (ставка AND нацбанк)) AND NOT спорт"),
        ("банк ИЛИ ставка И Нацбанк", "банк OR (ставка AND нацбанк)"),
        ("мұнай ЖӘНЕ газ", "мұнай AND газ"),
        ("мұнай НЕМЕСЕ газ", "мұнай OR газ"),
        ("Китай И НЕ спорт", "китай AND NOT спорт"),
        ("NOT спорт AND Китай", "китай AND NOT спорт"),
        ("Китай –спорт", "китай AND NOT спорт"),
        ("Китай —спорт −футбол", "китай AND NOT спорт AND NOT футбол"),
        ("Китай --спорт", "китай AND NOT спорт"),
        ('Китай ‑"точная фраза"', 'китай AND NOT "точная фраза"'),
        ("Китай – спорт", "китай спорт"),
        ("Москва–Пекин", "москва пекин"),
        ("Кита\u0301й о Росси\u0301и", "китай о россии"),
        ("Китай NOT спорт OR Пекин", "(китай OR пекин) AND NOT спорт"),
        ("((Китай)) AND (Пекин AND Шанхай)", "китай AND пекин AND шанхай"),
        ("Китай OR (Пекин OR Китай)", "китай OR пекин"),
        ("«Точная фраза» и ещё", '"точная фраза"'),
        ("“Точная” „фраза”", "=точная AND =фраза"),
        ("=Форма", "=форма"),
        ("#Алматинская_область", "#алматинская_область"),
        ('#"область Алматинская"', "#алматинская_область"),
        ('#"О\'Коннор"', '#"о\'коннор"'),
        ("source:https://www.zakon.kz/news/ банк", "source:zakon.kz AND банк"),
        ("источник: zakon.kz", "source:zakon.kz"),
        ("source:@Steppe_Now снег", "source:t.me/steppe_now AND снег"),
        ("source:t.me/steppe_now", "source:t.me/steppe_now"),
        ("source: https://t.me/s/steppe_now/401", "source:t.me/steppe_now"),
        ("lang:KZ", "lang:kk"),
        ("язык:рус", "lang:ru"),
        ("title:Алматинская область", "title:алматинская область"),
        ('title:"Пекин"', "title:=пекин"),
        ("title:канат*", "title:канат*"),
        ("нефт* Казахстан", "нефт* AND казахстан"),
        ("ОПЕК опек", "ОПЕК опек"),
        ("Ёлка", "елка"),
        ("АҚШ-тың елшісі", "АҚШ елшісі"),
        ('"АҚШ-тың елшісі"', '"АҚШ-ТЫҢ елшісі"'),
        ("<b>Китай</b> & 😀", "b китай b"),
        ("\u202eКитай\u202c", "китай"),
        ("الصين", "الصين"),
        ("½ банк", "1 2 банк"),
        ("банк.AND=ставка", "банк and ставка"),
    ],
)
def test_a_topic_has_one_canonical_spelling(typed: str, canonical: str) -> None:
    assert str(parser.parse(typed)) == canonical
    assert parser.parse(canonical) == parser.parse(typed)


@pytest.mark.parametrize(
    ("typed", "reason", "position"),
    [
        ("", "topic-empty", 0),
        ("😀 !", "topic-empty", 3),
        ("()", "topic-empty", 1),
        ("и на в", "topic-stop-words", 0),
        ("банк AND и", "topic-stop-words", 9),
        ("NOT спорт", "topic-only-not", 0),
        ("NOT спорт AND NOT футбол", "topic-only-not", 0),
        ("банк (NOT спорт)", "topic-only-not", 6),
        ('банк "ставка', "topic-quote", 5),
        ("(банк", "topic-parenthesis", 0),
        ("банк)", "topic-parenthesis", 4),
        ("AND банк", "topic-operator", 0),
        ("банк OR", "topic-operator", 5),
        ("банк AND OR ставка", "topic-operator", 9),
        ("банк OR NOT спорт", "topic-operator", 8),
        ("банк NOT NOT спорт", "topic-operator", 9),
        ("(" * 100 + "банк" + ")" * 100, "topic-nesting", 8),
        ("(" * 1000 + "банк" + ")" * 1000, "topic-too-long", 256),
        ("слово " * 166, "topic-too-long", 256),
        ("а1 " * 40, "topic-too-many-words", 96),
        ("не*", "topic-pattern", 0),
        ("не*фть", "topic-pattern", 0),
        ("*", "topic-pattern", 0),
        ("source:", "topic-field", 0),
        ("source:!!", "topic-field", 7),
        ("lang:русский", "topic-field", 5),
        ("title:(банк)", "topic-field", 0),
        ("title:lang:kk", "topic-field", 0),
        ("lang:#kk", "topic-field", 0),
        ("title:#банк", "topic-field", 0),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(typed: str, reason: str, position: int) -> None:
    with pytest.raises(TopicSyntaxError) as caught:
        parser.parse(typed)

    assert (caught.value.reason, caught.value.position) == (reason, position)
    assert reason in parser.REASONS


@pytest.mark.parametrize(
    ("typed", "form", "place"),
    [
        ("Алматинская область", "Алматинской области", Field.TITLE),
        ("Султангазиев Марат", "Марат Султангазиев", Field.TITLE),
        ("канатная дорога", "канатную дорогу", Field.LEAD),
        ('"канатную дорогу"', "канатную дорогу", Field.LEAD),
        ("=ставку", "ставку", Field.LEAD),
        ("китай", "Китай", Field.TAG),
        ("#китай", "Китай", Field.TAG),
        ("#Марат_Султангазиев", "Султангазиев Марат", Field.TAG),
        ("title:пекин", "Пекин", Field.TITLE),
        ("сул*", "Султангазиев", Field.TITLE),
        ("source:zakon.kz", "zakon.kz", Field.SOURCE),
        ("lang:ru", "ru", Field.LANGUAGE),
        ("lang:ru пекин", "Пекин", Field.TITLE),
        ("ставка AND Пекин", "ставку + Пекин", Field.LEAD),
        ("футбол OR пекин", "Пекин", Field.TITLE),
        ("пекин NOT футбол", "Пекин", Field.TITLE),
    ],
)
def test_a_topic_says_which_words_it_found_and_where(typed: str, form: str, place: Field) -> None:
    found = parser.parse(typed).match(VISIT)

    assert found is not None
    assert (found.form, found.place) == (form, place)


@pytest.mark.parametrize(
    "typed",
    [
        "ким",
        '"канатная дорога"',
        "=ставка",
        "title:ставка",
        "title:сто*",
        "дорога Нацбанк",  # two sentences
        "аким Пекин",  # too far apart
        "Марат Маратов",
        "#султангазиев",
        "source:kaz.zakon.kz",
        "lang:kk",
        "пекин NOT китай",
        "пекин AND NOT китай",
        "пекин AND футбол",
        "футбол OR хоккей",
        "нефт*",
    ],
)
def test_a_topic_passes_by_what_is_not_on_it(typed: str) -> None:
    assert parser.parse(typed).match(VISIT) is None


def test_one_word_does_not_stand_for_two() -> None:
    assert parser.parse("Марат Маратов").match(Document(title="Встреча с Маратовым")) is None
    assert parser.parse("Марат Маратов").match(Document(title="Маратов Марат приехал")) is not None


def test_a_fullstop_after_an_initial_ends_no_sentence() -> None:
    assert parser.parse("театр Ауэзов").match(Document(title="В театре М. Ауэзова премьера")) is not None


WORDS = st.sampled_from(["банк", "ставка", "Нацбанк", "Китай", "рак", "АЭС", "мұнай", "и", "5", "банки"])
LEAVES = st.one_of(
    WORDS,
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: '"' + " ".join(words) + '"'),
    WORDS.map(lambda word: f"={word}"),
    WORDS.map(lambda word: f"#{word}"),
    WORDS.map(lambda word: f"title:{word}"),
    st.sampled_from(["source:zakon.kz", "lang:kk", "банк*", "каз*"]),
)
TOPICS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(lambda text: f"({text})"),
        st.tuples(inner, st.sampled_from([" AND ", " OR ", " NOT ", " AND NOT ", " И ", " "]), inner).map("".join),
    ),
    max_leaves=8,
)


def _read(text: str) -> Query | TopicSyntaxError:
    try:
        return parser.parse(text)
    except TopicSyntaxError as error:
        return error


# What fingers on a phone produce: pieces of the language in no order, and letters that only look or sound alike.
_SCRAPS = (
    "AND OR NOT И ИЛИ НЕ ЖӘНЕ и ( ) \" « » “ = # * - – _ : / . , ' ё Ё й 5 1,5 2-го АҚШ-тың ОПЕК IT банк БАНК "
    "Банк* source: lang: title: zakon.kz kk Aлматы ½ ﬁ ǅ İ ß 東京 \u0301 \u200b \u202e \n"
)
SCRAPS = st.lists(st.sampled_from(_SCRAPS.split(" ")), max_size=14).flatmap(
    lambda scraps: st.sampled_from(["", " "]).map(lambda between: between.join(scraps))
)


@given(TOPICS | SCRAPS | st.text(max_size=80))
def test_printing_and_parsing_are_inverse(text: str) -> None:
    query = _read(text)
    if isinstance(query, TopicSyntaxError):
        assert query.reason in parser.REASONS
        assert 0 <= query.position <= max(len(text) * 4, lexer.MAX_LENGTH)
        return
    canonical = str(query)
    again = parser.parse(canonical)
    assert (again, str(again), again.typed) == (query, canonical, canonical)
    assert parser.restore(canonical) == query
    assert (again.anchors, again.keys, again.is_words) == (query.anchors, query.keys, query.is_words)


TEXTS = st.lists(WORDS | st.sampled_from(["в", "банка", "банков", "Китае", ".", "Казахстан"]), max_size=12).map(
    " ".join
)


@given(TOPICS, TEXTS, TEXTS, st.lists(WORDS, max_size=2))
def test_a_match_holds_a_key_of_every_anchor_and_survives_the_line(
    text: str, title: str, lead: str, tags: list[str]
) -> None:
    query = _read(text)
    if isinstance(query, TopicSyntaxError):
        return
    content = document.tokenize(Document(title=title, lead=lead, tags=tuple(tags), source="zakon.kz", language="ru"))
    found = query.find(content)
    restored = document.from_line(document.line(content), source="zakon.kz", language=content.language)

    assert (query.find(restored) is None) == (found is None)
    assert query.find(document.from_line(document.line(content), source="zakon.kz", only=query.keys)) == query.find(
        document.from_line(document.line(content), source="zakon.kz")
    )
    assert restored.keys() == content.keys()
    if found is not None:
        assert all(content.keys() & keys for keys in query.anchors)
