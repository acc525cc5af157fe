from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.article import Article, Link, Page, ParseError, TagKind
from parsers.sites import zakon_kz

PAGES = Path(__file__).parents[2] / "pages" / "zakon.kz"
SAVED = [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]
ADDRESS = "https://www.zakon.kz/obshestvo/6488103-x.html"
NOW = datetime(2025, 8, 21, 13, 5, tzinfo=UTC)
READERS: tuple[Callable[[Page], Article | list[Link]], ...] = (zakon_kz.parse_article, zakon_kz.list_links)


def _page(body: bytes | str, url: str = ADDRESS) -> Page:
    return Page(url=url, body=body.encode() if isinstance(body, str) else body, fetched_at=NOW)


def _saved(name: str, url: str = ADDRESS) -> Article:
    return zakon_kz.parse_article(_page((PAGES / f"{name}.html").read_bytes(), url))


def _article(inner: str, around: str = "") -> Article:
    return zakon_kz.parse_article(
        _page(
            f'<div class="article__block"><h1>Заголовок</h1><time class="date">10:00, 20 августа 2025</time>'
            f'<div class="description">Лид.</div><div class="content">{inner}</div>{around}</div>'
        )
    )


def test_the_seed_is_read_whole() -> None:
    article = _saved("seed", "https://www.zakon.kz/ekonomika-biznes/6479312-ot-kanatnoy-dorogi.html?utm_source=x#y")

    assert article.url == "https://www.zakon.kz/ekonomika-biznes/6479312-ot-kanatnoy-dorogi.html"
    assert (article.site, article.site_id) == ("zakon.kz", "6479312")
    assert article.title.startswith("От канатной дороги до солнечных панелей")
    assert article.published_at == datetime(2025, 5, 27, 6, 42, tzinfo=UTC)
    assert article.lead.startswith("Алматинская область укрепляет")
    assert article.lead.endswith("Ханчжоу и Цзинань.")
    assert len(article.paragraphs) == 12
    assert article.paragraphs[0].startswith("Программа визита")
    assert not [line for line in article.paragraphs if line.startswith("Фото")]
    assert [image.credit for image in article.images] == ["пресс-служба акима Алматинской области"] * 5
    assert all(image.url.endswith("/800x450.webp") for image in article.images)


def test_the_seed_s_closing_quote_is_of_the_person_the_line_before_names() -> None:
    (quote,) = _saved("seed").quotes

    assert quote.speaker == "Марат Султангазиев"
    assert quote.text.startswith("Алматинская область готова")
    assert quote.text.endswith("нацелены на результат")


def test_the_seed_has_seven_typed_tags() -> None:
    assert [(tag.label, tag.kind) for tag in _saved("seed").tags] == [
        ("Султангазиев Марат", TagKind.PERSON),
        ("Алматинская область", TagKind.PLACE),
        ("Казахстан", TagKind.PLACE),
        ("Китай", TagKind.PLACE),
        ("Пекин", TagKind.PLACE),
        ("Бизнес", TagKind.SUBJECT),
        ("2025 год", TagKind.YEAR),
    ]


@pytest.mark.parametrize(
    "leak",
    [
        "Материал по теме",
        "Сколько школ построят",
        "22 ноября 2024",
        "Читайте также",
        "Персеиды",
        "планетарий",
        "Instagram",
        "Публикация от",
        "Первый свет",
        "Пост в канале",
        "Следите за новостями",
        "Популярные новости",
        "Курс доллара",
        "Нашли ошибку",
        "Фото:",
        "Видео:",
        "Айгуль Сериккызы",
    ],
)
def test_no_inset_leaks_into_the_body(leak: str) -> None:
    article = _saved("every-inset")

    assert leak not in "\n".join((article.lead, *article.paragraphs))
    assert len(article.paragraphs) == 5


def test_the_year_of_a_card_is_not_the_article_s_time() -> None:
    assert _saved("every-inset").published_at == datetime(2025, 8, 21, 7, 30, tzinfo=UTC)


def test_a_quote_without_a_named_person_has_no_speaker() -> None:
    quotes = {quote.text[:20]: quote.speaker for quote in _saved("long").quotes}

    assert quotes["Перерасчет за январь"] == ""
    assert quotes["На юге самый большой"] == "Сунгат Есимханов"
    assert quotes["Без накопителей ночн"] == "Жанар Муратова, экономист"
    assert quotes["Мы получаем по трист"] == 'Пресс-служба АО "НИТ"'


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ('<h1>Т</h1><time class="date">10:00, 20 августа 2025</time>', ("url",)),
        ('<time class="date">10:00, 20 августа 2025</time>', ("url", "title")),
        ("<h1>Т</h1>", ("url", "time")),
        ("", ("url", "title", "time")),
    ],
)
def test_what_an_article_cannot_do_without_is_named(body: str, missing: tuple[str, ...]) -> None:
    with pytest.raises(ParseError) as caught:
        zakon_kz.parse_article(_page(body, "https://www.zakon.kz/news/"))

    assert caught.value.missing == missing
    assert ", ".join(missing) in str(caught.value)


def test_a_saved_page_tells_its_own_address() -> None:
    page = _page(f'<link rel="canonical" href="{ADDRESS}"><h1>Т</h1><time>10:00, 20 августа 2025</time>', "")

    assert zakon_kz.parse_article(page).url == ADDRESS


def test_a_page_without_the_known_body_is_read_as_any_page_is() -> None:
    lines = "".join(
        f"<p>Абзац номер {number} рассказывает о событии достаточно подробно и ясно.</p>" for number in range(9)
    )
    page = _page(f"<article><h1>Т</h1><time>10:00, 20 августа 2025</time><div class=new>{lines}</div></article>")

    assert len(zakon_kz.parse_article(page).paragraphs) == 9


def test_a_card_without_a_date_ends_with_its_links() -> None:
    article = _article('<p>Раз.</p><p>Материал по теме</p><p><a href="/x">Чужое</a></p><p>Два.</p>')

    assert article.paragraphs == ("Раз.", "Два.")


def test_two_line_breaks_part_paragraphs_and_one_does_not() -> None:
    assert _article("Первый<br>абзац.<br><br>Второй абзац.").paragraphs == ("Первый абзац.", "Второй абзац.")


def test_a_caption_lends_its_credit_and_is_no_paragraph() -> None:
    article = _article(
        '<figure><img src="/a.webp"><figcaption>Площадь утром. Фото: А. Ким</figcaption></figure><p>Текст.</p>'
    )

    assert article.paragraphs == ("Текст.",)
    assert [(image.url, image.credit) for image in article.images] == [("https://www.zakon.kz/a.webp", "А. Ким")]


def test_the_sites_own_name_is_no_author() -> None:
    assert _article("<p>Т.</p>", '<div class="author"><a href="/authors/zakon/">Zakon.kz</a></div>').authors == ()


def test_a_listing_names_each_article_once() -> None:
    page = _page((PAGES / "listing-page.html").read_bytes(), "https://www.zakon.kz/news/")
    links = zakon_kz.list_links(page)

    assert [link.url.split("/")[-1][:7] for link in links] == ["6488471", "6488466", "6488401", "6487800"]
    assert links[0].published_at is not None


def test_links_without_cards_are_a_listing_too() -> None:
    page = _page('<a href="/sport/6488471-a.html">А</a><a href="http://[x">Б</a><a href="mailto:x">В</a>')

    assert zakon_kz.list_links(page) == [Link(url="https://www.zakon.kz/sport/6488471-a.html", title="А")]


@pytest.mark.parametrize("body", ["{}", "[1, null]", "{broken", "<p>Обслуживание</p>", '"<a href=/x>"'])
def test_what_is_no_listing_says_so(body: str) -> None:
    with pytest.raises(ParseError, match="not a listing"):
        zakon_kz.list_links(_page(body))


@settings(deadline=None)
@given(body=st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")))
def test_arbitrary_bytes_raise_nothing_but_parse_errors(body: bytes) -> None:
    for read in READERS:
        with suppress(ParseError):
            read(_page(body))


@settings(deadline=None)  # its first page imports a library
@given(data=st.data())
def test_mutated_pages_raise_nothing_but_parse_errors(data: st.DataObject) -> None:
    body = data.draw(st.sampled_from(SAVED))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    filler = data.draw(
        st.binary(max_size=40) | st.sampled_from([b"<div>" * 300, b"</div>" * 50, b"<!--", b"\x00", b'"{['])
    )
    for read in READERS:
        with suppress(ParseError):
            read(_page(body[:start] + filler + body[end:]))


@pytest.mark.parametrize("element", ["div", "b", "blockquote", "table", "a"])
@pytest.mark.parametrize("times", [900, 100_000])
def test_nesting_without_reason_is_refused_or_survived(element: str, times: int) -> None:
    body = (PAGES / "long.html").read_bytes().replace(b"<h2>", f"<{element}>".encode() * times + b"<h2>")
    expected = nullcontext() if times == 900 else pytest.raises(ParseError, match="nested deeper")
    with expected:
        assert zakon_kz.parse_article(_page(body)).title


def test_deep_json_is_no_trouble() -> None:
    deep = "[" * 100_000
    page = _page(f'<script type="application/ld+json">{deep}</script><h1>Т</h1><time>10:00, 20 августа 2025</time>')

    assert zakon_kz.parse_article(page).title == "Т"
    with pytest.raises(ParseError):
        zakon_kz.list_links(_page(deep))
