"""What one account has and the others lack, and what is new since a moment."""

from datetime import UTC, datetime, timedelta

from parsers.article import Article
from storage.stories.clustering import novelty

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)


def article(site: str, title: str, lead: str, *, hours: float = 0) -> Article:
    return Article(
        url=f"https://{site}/1", site=site, site_id="1", title=title, lead=lead,
        published_at=NOW + timedelta(hours=hours),
    )  # fmt: skip


FIRST = article("a.kz", "Пожар на рынке в Шымкенте", "Огонь охватил 300 квадратных метров рынка, сообщили в МЧС.")
LATER = article(
    "b.kz", "Пожар в Шымкенте потушен",
    "Огонь охватил 300 квадратных метров, ущерб составил 45 млн тенге. «Проводку не меняли двадцать лет», — сказал "
    "торговец Ерлан Садыков.",
    hours=3,
)  # fmt: skip


def test_only_one_account_names_counts_and_quotes_something() -> None:
    only = novelty.only_in(LATER, [FIRST])
    assert only.names == ("Ерлан Садыков",)
    assert [number.startswith("45 млн") for number in only.numbers] == [True]
    assert only.quotes == ("Проводку не меняли двадцать лет",)


def test_what_all_say_is_in_none_alone() -> None:
    assert novelty.only_in(FIRST, [FIRST, LATER]).nothing


def test_what_is_new_since_a_moment_is_what_later_accounts_add() -> None:
    copy = article("c.kz", LATER.title, LATER.lead, hours=4)
    (new,) = novelty.since([copy, LATER, FIRST], NOW + timedelta(hours=1))
    assert new.site == "b.kz"
    assert novelty.since([FIRST, LATER], NOW + timedelta(hours=5)) == []


def test_an_amount_ends_where_its_sentence_goes_on_and_a_bare_number_is_no_fact() -> None:
    text = "Ставка выросла до 15,1%. Депозиты подорожали на 7,2% в среднем, вкладчиков стало 412 в October."
    only = novelty.only_in(article("b.kz", "Нацбанк поднял ставку", text), [FIRST])
    assert only.numbers == ("15,1%", "7,2%")
    assert "October" not in only.names


def test_what_is_shown_is_the_sentence_that_says_it_and_a_quotation() -> None:
    assert novelty.phrases(novelty.only_in(LATER, [FIRST]), LATER) == (
        "Огонь охватил 300 квадратных метров, ущерб составил 45 млн тенге.",
        "«Проводку не меняли двадцать лет», — сказал торговец Ерлан Садыков.",
    )
    named = article("b.kz", "Ерлан Садыков назначен акимом", "Об этом сообщили в акимате.")
    assert novelty.phrases(novelty.only_in(named, [FIRST]), named) == ("Ерлан Садыков",)


def test_a_name_in_another_case_is_no_news() -> None:
    one = article("b.kz", "Область усилит партнерство с Китаем", "Делегация вернулась из Пекина.")
    other = article("a.kz", "Делегация вернулась из Китая", "Она побывала в Астане и Пекине.")
    assert novelty.only_in(one, [other]).names == ()
    assert novelty.only_in(other, [one]).names == ("Астане",)
