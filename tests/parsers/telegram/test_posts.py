"""What is read of a channel's page: its articles, and nothing that stands around them."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.article import Article, Origin, ParseError
from parsers.telegram import posts
from parsers.telegram.posts import NoPostsError
from tests.parsers.telegram.conftest import NAME, NOW, card, page, post, shown

EMOJI = '<i class="emoji" style="background-image:url(\'//telegram.org/img/emoji/40/E29AA1.png\')"><b>{}</b></i>'
BOLT = EMOJI.format("⚡️")
SUBSCRIBE = '<a href="https://t.me/Stepnoy_Vestnik">Подписаться на «Степной вестник»</a>'


def only(text: str, **more: str) -> Article:
    """Return the article of a channel with one post."""
    (link,) = posts.list_links(page(shown([post(7, text, **more)])))
    assert link.article is not None
    return link.article


def test_a_post_is_an_article_with_the_first_sentence_for_its_title() -> None:
    article = only(
        "В Жезказгане за одну ночь вылили весь бетон фундамента. Работы начались в девять вечера.<br/><br/>"
        "Смены меняли каждые шесть часов.",
        at="2026-11-22T06:07:07+00:00",
    )
    assert article.title == "В Жезказгане за одну ночь вылили весь бетон фундамента."
    assert article.paragraphs == ("Работы начались в девять вечера.", "Смены меняли каждые шесть часов.")
    assert article.published_at == datetime(2026, 11, 22, 6, 7, 7, tzinfo=UTC)
    assert (article.site, article.site_id) == ("t.me/stepnoy_vestnik", "7")
    assert article.url == "https://t.me/stepnoy_vestnik/7"
    assert article.language == "ru"
    assert "5.2K" not in repr(article)


@pytest.mark.parametrize(
    ("text", "title", "paragraphs"),
    [
        (f"{BOLT}<b>Нацбанк снизил ставку</b><br/><br/>Теперь она 15%. Рынок ждал.", "Нацбанк снизил ставку",
         ("Теперь она 15%. Рынок ждал.",)),
        ("<b>Нацбанк снизил базовую ставку.</b> Теперь она 15%.", "Нацбанк снизил базовую ставку.",
         ("Теперь она 15%.",)),
        ("<b>Нацбанк</b> снизил ставку до 15 процентов годовых. Рынок этого ждал.",
         "Нацбанк снизил ставку до 15 процентов годовых.", ("Рынок этого ждал.",)),
        ("❗️ Срочно! Снег закрыл трассу Астана — Павлодар. Объезда нет.",
         "Срочно! Снег закрыл трассу Астана — Павлодар.", ("Объезда нет.",)),
        ("🔹 Снег закрыл трассу<br>🔹 Автобусы не ходят", "Снег закрыл трассу", ("🔹 Автобусы не ходят",)),
        ("−35 градусов ночью в Астане ❄️", "−35 градусов ночью в Астане", ()),
        ("«Алтын» выиграл первый матч", "«Алтын» выиграл первый матч", ()),
        ("<blockquote>Цитата дня о снеге и людях, которые его убирают.</blockquote>Сказал аким.",
         "Цитата дня о снеге и людях, которые его убирают.", ("Сказал аким.",)),
        ('<a href="?q=%23%D1%81%D0%BD%D0%B5%D0%B3">#снег</a> Трасса закрыта до утра', "Трасса закрыта до утра", ()),
        ('В <a href="?q=%23x">#Астана</a> идёт снег', "В Астана идёт снег", ()),
        ("Да.", "Да.", ()),
        ("ҚАР ЖАУДЫ", "ҚАР ЖАУДЫ", ()),
        ("הנגיד הוריד את הריבית. השוק ציפה לכך.", "הנגיד הוריד את הריבית. השוק ציפה לכך.", ()),
        ("<tg-spoiler>Спойлер</tg-spoiler> и <code>код</code>", "Спойлер и код", ()),
    ],
)  # fmt: skip
def test_titles_are_what_a_post_begins_with(text: str, title: str, paragraphs: tuple[str, ...]) -> None:
    article = only(text)
    assert (article.title, article.paragraphs) == (title, paragraphs)


def test_a_first_sentence_without_end_is_cut_and_stays_in_the_body() -> None:
    article = only("слово " * 200)
    assert len(article.title) <= 241
    assert article.title.endswith("…")
    assert len(article.paragraphs[0]) == 200 * 6 - 1


@pytest.mark.parametrize(
    "tail",
    [
        f"<br/><br/>{SUBSCRIBE}",
        f"<br/>{EMOJI.format('👉')} {SUBSCRIBE}",
        '<br/>@Stepnoy_Vestnik | <a href="https://t.me/stepnoy_bot">Прислать новость</a>',
        '<br/>Подписывайтесь на наш канал!<br/><a href="https://wa.me/77001112233">WhatsApp</a>',
        '<br/><br/>📲 <a href="https://www.instagram.com/stepnoy">Instagram</a> · <a href="https://vk.com/x">ВК</a>',
        '<br/><a href="?q=%23%D1%81%D0%BD%D0%B5%D0%B3">#снег</a> <a href="?q=%23x">#трасса</a>',
        '<br/><a href="https://stepnoy.example/news/1-sneg">Подробнее</a>',
        '<br/>Читать полностью: <a href="https://stepnoy.example/news/1-sneg">stepnoy.example</a>',
        "<br/>➖➖➖➖<br/>Біздің арнамызға жазылыңыз 👇",
        '<br/><a href="https://t.me/+AAAAbbbbCCCC">Join our channel</a><br/>🔥🔥🔥',
        f" {SUBSCRIBE}",
        ' 👉 <a href="https://t.me/stepnoy_vestnik">Степной вестник</a>',
    ],
)
def test_what_invites_stands_in_no_article(tail: str) -> None:
    article = only(f"Трассу Астана — Павлодар закрыли из-за метели.<br/>Открыть её обещают утром.{tail}")
    assert article.title == "Трассу Астана — Павлодар закрыли из-за метели."
    assert article.paragraphs == ("Открыть её обещают утром.",)


@pytest.mark.parametrize(
    "line",
    [
        "Президент подписал закон о подписке на газеты.",
        "Об этом сообщает @stepnoy_vestnik",
        "Подробности выясняет полиция.",
        'Об этом пишет <a href="https://t.me/alatau_times/3">Alatau Times</a>',
        "Министр дал комментарий в Instagram.",
    ],
)
def test_what_only_sounds_like_an_invitation_stays(line: str) -> None:
    assert len(only(f"Трассу закрыли из-за метели и снега на неделю.<br/>{line}").paragraphs) == 1


def test_a_line_under_every_post_is_a_signature_in_any_language() -> None:
    told = range(1, 9)
    signed = [post(n, f"Новость номер {n} о снеге.<br/>Тело номер {n}.<br/>Qala // bul bizdiñ qol") for n in told]
    links = posts.list_links(page(shown(signed)))
    assert [link.article.paragraphs for link in links if link.article] == [(f"Тело номер {n}.",) for n in told[::-1]]


@pytest.mark.parametrize(
    "advert",
    [
        "Скидки на шины! <a href='?q=%23%D1%80'>#реклама</a>",
        "Скидки на шины! erid: 2SDnjdWq8Zt",
        '<a href="https://shop.example/?erid=2SDnjdWq8Zt">Скидки на шины</a>',
        "Скидки. На правах рекламы.",
        "Скидки на шины. Реклама. ООО «Шины»",
    ],
)
def test_what_calls_itself_an_advert_is_no_article(advert: str) -> None:
    read = posts.read(page(shown([post(1, "Снег идёт."), post(2, advert)])))
    assert [(one.id, one.why) for one in read.posts] == [(1, ""), (2, "advert")]
    assert [link.title for link in read.links] == ["Снег идёт."]


@pytest.mark.parametrize(
    "text", ["", "🔥" * 4096, EMOJI.format("🔥") * 500, "!!! 100 ...", "@Stepnoy_Vestnik", SUBSCRIBE]
)
def test_posts_without_words_are_seen_and_are_no_articles(text: str) -> None:
    photo = '<a class="tgme_widget_message_photo_wrap" style="background-image:url(\'https://cdn.example/1.jpg\')"></a>'
    read = posts.read(page(shown([post(5, text, before=photo)])))
    assert [(one.id, one.article, one.why) for one in read.posts] == [(5, None, "wordless")]


def test_an_album_is_one_article_with_its_pictures() -> None:
    members = "".join(
        f'<a class="tgme_widget_message_photo_wrap grouped_media_wrap" href="https://t.me/{NAME}/{n}?single" '
        f"style=\"width:50%;background-image:url('https://cdn.example/{n}.jpg')\"></a>"
        for n in (11, 12)
    )
    video = '<i class="tgme_widget_message_video_thumb" style="background-image:url(https://cdn.example/v.jpg)"></i>'
    text = '<div class="tgme_widget_message_text js-message_text" dir="auto">Снег в степи.</div>'
    (link,) = posts.list_links(
        page(shown([post(11, text, before=f'<div class="tgme_widget_message_grouped_wrap">{members}{video}</div>')]))
    )
    assert link.article is not None
    assert link.article.title == "Снег в степи."
    assert [image.url.rpartition("/")[2] for image in link.article.images] == ["11.jpg", "12.jpg", "v.jpg"]


def test_what_a_post_replies_to_is_not_its_text() -> None:
    reply = (
        f'<a class="tgme_widget_message_reply" href="https://t.me/{NAME}/3"><div class="tgme_widget_message_text '
        'js-message_reply_text" dir="auto">Старая новость</div></a>'
    )
    assert only("Новая новость.", before=reply).title == "Новая новость."


def _forwarded(name: str) -> str:
    return f'<div class="tgme_widget_message_forwarded_from">Weitergeleitet von {name}</div>'


def test_a_forwarded_post_is_its_origins_account() -> None:
    linked = '<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/Alatau_Times/33"><span>A</span></a>'
    named = '<span class="tgme_widget_message_forwarded_from_name">Иван И.</span>'
    assert only("Снег.", before=_forwarded(linked)).origin == Origin(
        site="t.me/alatau_times", url="https://t.me/alatau_times/33"
    )
    assert only("Снег.", before=_forwarded(named)).origin == Origin(site="t.me/?иван и.")


ARTICLE = "https://stepnoy.example/news/1-sneg"


@pytest.mark.parametrize(
    ("text", "behind", "expected"),
    [
        (f'Снег. <a href="{ARTICLE}">Читать</a>', "", Origin(site="stepnoy.example", url=ARTICLE)),
        ("Снег.", f'<a class="tgme_widget_message_link_preview" href="{ARTICLE}"></a>',
         Origin(site="stepnoy.example", url=ARTICLE)),
        (f'<a href="{ARTICLE}">Раз</a> и <a href="https://other.example/2">два</a>', "", None),
        ('Снег на <a href="https://www.youtube.com/watch?v=1">видео</a>', "", None),
        ('Снег на <a href="https://stepnoy.example/">сайте</a>', "", None),
        ("Снег.", "", None),
    ],
)  # fmt: skip
def test_the_one_publisher_that_a_post_links_to_is_whom_it_tells_of(
    text: str, behind: str, expected: Origin | None
) -> None:
    assert only(text, behind=behind).origin == expected


def test_service_messages_and_broken_posts_are_none() -> None:
    body = shown(
        [
            post(1, "Закреплено", kind="service_message"),
            post(2, "Без времени", at="вчера"),
            post(3, "Из будущего.", at="2029-01-01T00:00:00+00:00"),
            post(4, "Ноль.", at="1970-01-01T00:00:00+00:00"),
            post(5, "Хорошая новость."),
            post(5, "Она же ещё раз."),
        ]
    ).replace(f'data-post="{NAME}/4"', 'data-post="x/0"')
    assert [one.id for one in posts.read(page(body)).posts] == [5]


def test_the_language_of_the_page_does_not_matter() -> None:
    told = [post(number, f"Новость {number} о снеге в степи.") for number in range(1, 4)]
    pages = [shown(told, language=language) for language in ("en", "ar", "ru")]
    pages[1] = pages[1].replace(" views", " مشاهدة").replace("12:00", "١٢:٠٠")
    read = [posts.read(page(body)) for body in pages]
    assert read[0] == read[1] == read[2]


def test_a_renamed_channel_keeps_its_articles_for_who_reads_it_by_its_old_name() -> None:
    read = posts.read(page(shown([post(9, "Новость.", name="New_Name")], name="New_Name")), name="Old_Name")
    assert read.name == "New_Name"
    (article,) = [link.article for link in read.links]
    assert article is not None
    assert (article.site, article.url) == ("t.me/old_name", "https://t.me/new_name/9")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (card("Степной вестник"), "no-preview"),
        (card(), "no-channel"),
        (shown([]), "empty"),
        ("<html><body><h1>Зелёный банк</h1></body></html>", "no page of a Telegram channel"),
        ("", "no page of a Telegram channel"),
    ],
)
def test_a_page_without_posts_says_why(body: str, reason: str) -> None:
    with pytest.raises(ParseError) as caught:
        posts.read(page(body))
    assert caught.value.reason == reason
    assert isinstance(caught.value, NoPostsError) == (reason in {"no-preview", "no-channel", "empty"})


PIECES = (
    "<b>", "</b>", "<br>", "<i class='emoji'>", "</i>", '<a href="', "https://t.me/x", '">', "</a>", "<blockquote>",
    "</div>", "<div class='tgme_widget_message_text js-message_text'>", "&nbsp;", "&#0;", "erid", "#", "\u202e",
)  # fmt: skip
MARKUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 10**18), MARKUP), max_size=8))
def test_whatever_a_page_holds_its_articles_are_whole(told: list[tuple[int, str]]) -> None:
    try:
        read = posts.read(page(shown(post(number, text) for number, text in told)))
    except ParseError:
        return
    ids = [one.id for one in read.posts]
    assert len(ids) == len(set(ids))
    for link in read.links:
        article = link.article
        assert article is not None
        assert any(map(str.isalpha, article.title))
        assert article.published_at <= NOW + timedelta(hours=15)
        assert article.site_id in set(map(str, ids))
        assert all(map(str.strip, article.paragraphs))
        assert not any(mark in article.title for mark in "\u202e\n\x00")


@settings(max_examples=100)
@given(st.text(max_size=2000))
def test_no_page_breaks_the_reader(body: str) -> None:
    for whole in (body, f'<div class="tgme_widget_message" data-post="{body}">', card(body)):
        with suppress(ParseError):
            assert posts.read(page(whole)).posts
