"""What a secret looks like: none that the settings accept gets past, however it is written, and the rest is kept."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import config
from bot.runtime import redaction

LONGEST = 64
ACCEPTED = st.from_regex(redaction.TOKEN, fullmatch=True)
# A password is known again by a part of it that is written the same way everywhere and that nothing else holds.
MARK = "Hush0Hush"


@given(token=ACCEPTED, before=st.text(), after=st.text())
@example(token="123:" + "A" * 25, before="", after="")
@example(token="123:" + "A" * LONGEST, before="9" * 30, after="B" * 100)
@example(token="123:" + "A" * 25, before="999:" + "B" * 62, after=":" + "C" * 30)
def test_no_token_that_the_settings_accept_is_legible_in_a_text(token: str, before: str, after: str) -> None:
    assert config.load(None, bot_token=token).token() == token
    secret = token.partition(":")[2]
    colons = ("%3A", "%253A", "%3a", "&#58;", "\\u003a", "\\x3A")
    for written in (token, *(token.replace(":", colon) for colon in colons)):
        assert secret not in redaction.redact(f"{before}https://api.telegram.org/bot{written}/getMe{after}")
        assert secret not in redaction.redact(f"{before}{written}{after}")


@given(token=st.text() | st.from_regex(r"[0-9]{1,25}:[A-Za-z0-9_-]{20,70}", fullmatch=True))
@example(token="٣٣٣٣٣:" + "A" * 35)
def test_what_the_settings_accept_as_a_token_is_hidden_and_nothing_is_accepted_that_would_not_be(token: str) -> None:
    try:
        accepted = config.load(None, bot_token=token).token()
    except config.SettingsError:
        return
    assert redaction.redact(accepted) == "***"


@given(
    before=st.text(alphabet=st.characters(exclude_categories=("Z", "C"))),
    after=st.text(alphabet=st.characters(exclude_categories=("Z", "C"))),
    user=st.from_regex(r"[a-z@._%-]{0,10}", fullmatch=True),
)
@example(before="a/", after="/b", user="svodka")
@example(before="a@", after="@b", user="svodka")
@example(before=":", after="://x:y@", user="")
@example(before="", after="", user="me@corp.example")
def test_a_password_in_an_address_is_hidden_whatever_stands_in_it(before: str, after: str, user: str) -> None:
    for password in (before + MARK + after, quote(before + MARK + after, safe="")):
        for scheme in ("postgresql", "http"):
            text = f"trying {scheme}://{user}:{password}@db.example:5432/news now"
            said = redaction.redact(text)
            assert MARK not in said
            assert said.endswith("@db.example:5432/news now")


def test_a_password_among_the_parameters_is_hidden_too() -> None:
    said = redaction.redact("postgresql://db/news?user=svodka&password=hush&sslmode=require")
    assert said == "postgresql://db/news?user=svodka&password=***&sslmode=require"


LOGIN = b64encode(f"user:{MARK}".encode()).decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"BasicAuth(login='u', password='{MARK}', encoding='latin1')", "BasicAuth(login='u', password='***', enc"),
        (f"BasicAuth('u', '{MARK}')", "BasicAuth(***)"),
        (f"{{'user': 'u', 'password': 'a\\'{MARK}', 'port': 1}}", "{'user': 'u', 'password': '***', 'port': 1}"),
        (f'{{"api_key": "a b{MARK}","n":1}}', """{"api_key": '***',"n":1}"""),
        (f"token=b'{MARK}'", "token=b'***'"),
        (f"password='{MARK} and no end\nnext line", "password='***'\nnext line"),
        (f"GET /rss?token={MARK}&page=2", "GET /rss?token=***&page=2"),
        (f"/rss?api_key={MARK} failed", "/rss?api_key=*** failed"),
        (f"?a=1&access_token={MARK}#x", "?a=1&access_token=***"),
        (f"https://a.kz/rss?key={MARK}&b=1", "https://a.kz/rss?key=***&b=1"),
        (f"https://a.kz/rss?X-Amz-Signature={MARK}", "https://a.kz/rss?X-Amz-Signature=***"),
        (f"https://a.kz/rss;jsessionid={MARK}?x=1", "https://a.kz/rss;jsessionid=***"),
        (f"to=%2Frss%3Ftoken%3D{MARK}%26page%3D2", "to=%2Frss%3Ftoken%3D***%26page%3D2"),
        (f"%253Fkey%253D{MARK}%2526b", "%253Fkey%253D***%2526b"),
        (f"to=http%3A%2F%2Fuser%3A{MARK}%40host%3A9", "to=http%3A%2F%2Fuser%3A***%40host%3A9"),
        (f"http%253A%252F%252Fuser%253A{MARK}%2540host", "http%253A%252F%252Fuser%253A***%2540host"),
        (f"Authorization: Basic {LOGIN}\r\nAccept: */*", "Authorization: ***\r\nAccept: */*"),
        (f"<CIMultiDict('Authorization': 'Basic {LOGIN}', 'Accept': '*/*')>", "'***', 'Accept': '*/*')>"),
        (f"sent Basic {LOGIN}, refused", "sent Basic ***, refused"),
        (f"sent Bearer {MARK}.abc-1, refused", "sent Bearer ***, refused"),
        (f"Proxy-Authorization: Digest username=u, response={MARK}", "Proxy-Authorization: ***"),
        (f"X-Api-Key: {MARK}", "X-Api-Key: ***"),
        (f"Cookie: sid={MARK}; b=2\nHost: a.kz", "Cookie: ***\nHost: a.kz"),
        (f"Set-Cookie: sid={MARK}; Path=/", "Set-Cookie: ***"),
        (f"<SimpleCookie: sid='{MARK}'>", "<SimpleCookie: ***>"),
        (f"cookies={{'sid': '{MARK}'}}, x", "cookies={***}, x"),
        (f"password: {MARK}", "password: ***"),
        (f"PGPASSWORD={MARK} psql", "PGPASSWORD=*** psql"),
        (f"asked user:{MARK}@host:9 in vain", "asked user:***@host:9 in vain"),
    ],
)
def test_what_is_called_a_secret_is_hidden_and_nothing_around_it(text: str, said: str) -> None:
    assert MARK not in redaction.redact(text)
    assert LOGIN not in redaction.redact(text)
    assert said in redaction.redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "BasicAuth(login='svodka', password='Hush0Hush', encoding='latin1')",
        "connect(user='svodka', password=\"Hush0Hush'\")",
        "{'host': 'db', 'password': 'a, Hush0Hush', 'port': 5}",
        '{"api_key": "Hush0Hush", "id": 5}',
        "GET https://api.example/v1?token=Hush0Hush&id=5",
        "GET https://api.example/v1?id=5&api_key=Hush0Hush,x",
        "https://api.example/v1?my_access_token=Hush0Hush",
        "https://login.example/?next=https%3A%2F%2Fa.example%2F%3Ftoken%3DHush0Hush",
        "Authorization: Basic Hush0Hush==",
        "{'Authorization': 'Bearer Hush0Hush', 'Accept': '*/*'}",
        "('Proxy-Authorization', 'Basic Hush0Hush')",
        "<CIMultiDict('Cookie': 'sid=1; session=Hush0Hush')>",
        "Set-Cookie: a=b; c=Hush0Hush",
        "PGPASSWORD=Hush0Hush svodka run",
        "password: Hush0Hush",
        "Пароль: Hush0Hush",
        "X-Api-Key: Hush0Hush",
        "{'X-Telegram-Bot-Api-Secret-Token': 'Hush0Hush'}",
        "[(b'authorization', b'Hush0Hush'), (b'host', b'a.example')]",
        "{'password': 'it\\'s, \"Hush0Hush\"'}",
        "curl -H 'Accept: */*' with Bearer Hush0Hush",
        "https://a.example/?sessionid=Hush0Hush&id=5",
        "passphrase=Hush0Hush",
        '{"proxy": "http:\\/\\/user:Hush0Hush@proxy.example\\/"}',
        "next=http%3A%2F%2Fuser%3AHush0Hush%40proxy.example%2F",
    ],
)
def test_what_bears_the_name_of_a_secret_is_hidden(text: str) -> None:
    assert MARK not in redaction.redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://news.example/?keyword=мост&monkey=1&author=x&assign=2",
        "Basic research, bearer bonds and the key=value of it",
        "sorted(found, key=len) and 5 tokens",
        "12:30@стадион mailto:editor@news.example",
        "at postgresql://svodka@db/news",
        "https://news.example/2026/03/02/title?id=5 and https://t.me/@name",
        "Article https://news.example:8080/a refused: without-title",
        "write to editor@news.example at 12:30",
        "2026-03-02 08:00:00,123 INFO bot.app: Running as @svodka_bot",
        "id 123456789:short",
    ],
)
def test_what_is_no_secret_is_kept(text: str) -> None:
    assert redaction.redact(text) == text
