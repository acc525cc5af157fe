"""Bytes as the text they were, whatever their server and their own first lines call them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text import charset

TEXTS = {
    "ru": "Паводок на Урале отступает: жители трёх сёл вернулись домой, дороги восстанавливают.",
    "uk": "Повінь відступає: мешканці трьох сіл повернулися додому, їхні будинки вціліли, дороги відновлюють.",
    "cs": "Povodeň na řece ustupuje, obyvatelé tří vesnic se vrátili domů a začínají opravovat mosty i žlaby.",
    "pl": "Powódź ustępuje, mieszkańcy trzech wsi wrócili do domów, zaczęto naprawiać mosty, źródła są zdatne.",
    "fr": "La crue recule: les habitants de trois villages sont rentrés chez eux et l'on répare les chaussées abîmées.",
    "tr": "Sel suları çekiliyor; üç köyün sakinleri evlerine döndü, işçiler yolları ve ışıkları onarmaya başladı.",
    "lt": "Potvynis traukiasi: trijų kaimų gyventojai grįžo namo, jau taisomi sugadinti tiltai ir šaligatviai.",
    "el": "Η πλημμύρα υποχωρεί και οι κάτοικοι τριών χωριών επέστρεψαν στα σπίτια τους.",
    "ja": "洪水は引き始め、三つの村の住民は家に戻りました。道路の復旧作業も始まっています。",
    "zh": "洪水正在退去，三个村庄的居民已经返回家园，道路抢修工作已经开始。",
    "zh-hant": "洪水正在退去，三個村莊的居民已經返回家園，道路搶修工作已經開始。",
    "ko": "홍수가 물러나면서 세 마을 주민들이 집으로 돌아왔고 도로 복구 작업이 시작되었다.",
    "kk": "Су тасқыны қайтып, үш ауылдың тұрғындары үйлеріне оралды, жолдар жөнделіп жатыр.",
}
ENCODINGS = [
    ("ru", "windows-1251"),
    ("ru", "koi8-r"),
    ("ru", "cp866"),
    ("ru", "iso-8859-5"),
    ("ru", "x-mac-cyrillic"),
    ("uk", "koi8-u"),
    ("cs", "iso-8859-2"),
    ("cs", "windows-1250"),
    ("pl", "latin2"),
    ("fr", "iso-8859-1"),
    ("tr", "windows-1254"),
    ("lt", "windows-1257"),
    ("el", "windows-1253"),
    ("ja", "Shift_JIS"),
    ("ja", "euc-jp"),
    ("ja", "iso-2022-jp"),
    ("zh", "GB2312"),
    ("zh", "gb18030"),
    ("zh-hant", "big5"),
    ("ko", "ks_c_5601-1987"),
    ("kk", "kz1048"),
    ("kk", "ptcp154"),
]
_PYTHON = {"x-mac-cyrillic": "mac-cyrillic", "ks_c_5601-1987": "cp949"}
# ASCII to the eye, what the detector does not know, and what it takes for Western.
_UNGUESSABLE = {"iso-2022-jp", "x-mac-cyrillic", "kz1048", "ptcp154", "windows-1257"}


def markup(text: str, label: str = "") -> str:
    declared = f' encoding="{label}"' if label else ""
    return f'<?xml version="1.0"{declared}?><rss version="2.0"><channel><title>{text}</title></channel></rss>'


def encoded(text: str, label: str) -> bytes:
    return text.encode(_PYTHON.get(label, label))


@pytest.mark.parametrize(("language", "label"), ENCODINGS)
@pytest.mark.parametrize("server", ["", "utf-8", "UTF-16", "iso-8859-1", "windows-1251", "nonsense"])
def test_what_a_document_declares_is_read_whatever_its_server_says(language: str, label: str, server: str) -> None:
    document = markup(TEXTS[language], label)
    body = encoded(document, label)

    assert charset.decode(body, server, charset.of_xml(body)) == document


@pytest.mark.parametrize(("language", "label"), ENCODINGS)
def test_what_a_server_declares_is_read_where_the_document_says_nothing(language: str, label: str) -> None:
    assert charset.decode(encoded(markup(TEXTS[language]), label), label.upper()) == markup(TEXTS[language])


@pytest.mark.parametrize(("language", "label"), [pair for pair in ENCODINGS if pair[1] not in _UNGUESSABLE])
def test_what_nobody_declares_is_guessed(language: str, label: str) -> None:
    assert charset.decode(encoded(markup(TEXTS[language]), label)) == markup(TEXTS[language])


@pytest.mark.parametrize(
    "label", ["windows-1251", "koi8-r", "iso-8859-2", "UTF-16", "utf-16be", "shift_jis", "us-ascii", ""]
)
def test_utf_8_is_read_as_such_whatever_is_declared(label: str) -> None:
    document = markup(TEXTS["ru"], label)

    assert charset.decode(document.encode(), label, label) == document
    assert charset.decode(b"\xef\xbb\xbf" + document.encode(), label) == document


def test_a_slip_does_not_make_utf_8_another_encoding() -> None:
    body = TEXTS["ru"].encode()

    assert charset.decode(body[:-2] + b".", "windows-1251")[:-3] == TEXTS["ru"][:-3]
    assert charset.decode(body.replace(b" ", b" \xa0", 1), "koi8-r").startswith("Паводок \ufffdна Урале")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Мост ".encode() + b"\xed\xa0\xbd\xed\xb8\x80", "Мост 😀"),
        ("It’s ".encode() + b"\xed\xa0\xbd\xed\xb8\x80" * 9, "It’s 😀😀😀😀😀😀😀😀😀"),
        ("Мост ".encode() + b"\xed\xa0\xbd", "Мост \ufffd"),
        ("тон«§ да, снова тон«§".encode("cp1251"), "тон«§ да, снова тон«§"),
    ],
)
def test_halves_of_a_character_make_no_text_another_encoding(body: bytes, text: str) -> None:
    assert charset.decode(body, "windows-1251") == text


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16", "windows-1251"])
def test_utf_16_is_known_by_its_bytes(codec: str, declared: str) -> None:
    assert charset.decode(markup(TEXTS["ru"]).encode(codec), declared) == markup(TEXTS["ru"])


@pytest.mark.parametrize("server", ["koi8-r", "cp866", "iso-8859-5", "iso-8859-1", "us-ascii"])
def test_a_server_that_is_wrong_about_cyrillic_is_not_believed(server: str) -> None:
    assert charset.decode(markup(TEXTS["ru"]).encode("cp1251"), server) == markup(TEXTS["ru"])
    assert charset.decode(markup(TEXTS["ru"]).encode("koi8-r"), "windows-1251") == markup(TEXTS["ru"])


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("win-1251", "cp1251"),
        ("cp-1251", "cp1251"),
        ("Windows1251", "cp1251"),
        ("koi8r", "koi8-r"),
        ("utf8mb4", "utf-8"),
    ],
)
def test_a_misspelled_label_is_understood(label: str, codec: str) -> None:
    assert charset.decode("Да!".encode(codec), label) == "Да!"


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<META http-equiv=Content-Type content='text/html; charset = windows-1251'>",
        '<?xml version="1.0" encoding="windows-1251"?><html>',
    ],
)
def test_a_page_says_its_encoding_in_any_of_three_ways(head: str) -> None:
    assert charset.of_html(f"<!--{'x' * 99}-->{head}".encode()) == "windows-1251"
    assert charset.of_html(b"<meta name=charset><p>charset=x</p>") == ""


@pytest.mark.parametrize("label", ["utf-7", "rot13", "hex", "cp037", "idna", "x-user-defined", "replacement", "\x00"])
def test_an_encoding_that_would_hide_markup_is_not_believed(label: str) -> None:
    assert charset.decode(b"<a>+ADw-script+AD4-</a>", label) == "<a>+ADw-script+AD4-</a>"


@given(st.binary(max_size=300), st.text(max_size=20) | st.sampled_from([label for _, label in ENCODINGS]))
def test_any_bytes_become_text_that_can_be_stored(body: bytes, label: str) -> None:
    assert charset.decode(body, label, charset.of_xml(body), charset.of_html(body)).encode("utf-8") is not None


@pytest.mark.parametrize(
    "title", ["Мост", "Курс", "Снег", "Астана", "Мост и снег", "Алматы: снег", "Қазан айы", "Цены"]
)
def test_a_title_of_a_word_or_two_is_cyrillic(title: str) -> None:
    written = f"<html><title>{title}</title><p>{title}".replace("Қ", "К")
    assert charset.decode(written.encode("cp1251")) == written


LITTLE = [
    "Мост", "ЖКХ", "ДТП в Шу", "СМИ: США и КНР", "Ой-ёй", "Чай", "и", "Новости", "НОВОСТИ ДНЯ", "«Спартак» — ЦСКА 2:1",
    "Футбол", "Курс тенге", "Їжа", "Байқоңыр көпірі ашылды", "Әлем: жаңалықтар",
]  # fmt: skip


@pytest.mark.parametrize("text", LITTLE)
def test_a_few_letters_that_nobody_declares_are_those_of_home(text: str) -> None:
    codec = "kz1048" if any(letter in text for letter in "қңәө") else "cp1251"
    for document in (text, f"<rss><channel><title>{text}</title><item><title>{text}</title></item></channel></rss>"):
        assert charset.decode(document.encode(codec)) == document


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Café", "cp1252"),
        ("Über uns", "cp1252"),
        ("Smörgåsbord", "cp1252"),
        ("Łódź", "cp1250"),
        ("Świat", "cp1250"),
        ("Zprávy ze světa", "cp1250"),
        ("İstanbul", "cp1254"),
        ("Ειδήσεις", "cp1253"),
        ("Η γέφυρα άνοιξε στην Αθήνα", "cp1253"),
        ("뉴스", "cp949"),
        ("ニュース", "cp932"),
        ("חדשות", "cp1255"),
        ("أخبار اليوم", "cp1256"),
        ("Новости Актау", "koi8-r"),
        ("Мост открыли", "koi8-r"),
    ],
)
def test_a_few_letters_of_another_script_stay_what_they_are(text: str, codec: str) -> None:
    assert charset.decode(text.encode(codec)) == text


@pytest.mark.parametrize("declared", ["", "windows-1251", "koi8-r"])
def test_kazakh_is_known_by_its_letters(declared: str) -> None:
    text = TEXTS["kk"]
    assert charset.decode(text.encode("kz1048"), declared) == text
    assert charset.decode(TEXTS["ru"].encode("cp1251"), declared) == TEXTS["ru"]
