"""Settings: what an operator may write, and what is said about what cannot be used."""

import re
from pathlib import Path

import pytest

from bot import config

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAExampleExampleExampleExampleExampl"


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in config.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_env_example_names_every_setting_and_no_other() -> None:
    written = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(written) == sorted(name.upper() for name in config.Settings.model_fields)


def test_env_example_is_accepted_as_it_stands_and_holds_the_defaults() -> None:
    assert config.load(ROOT / ".env.example") == config.load(None)


def test_the_operator_guide_describes_every_setting() -> None:
    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    described = set(re.findall(r"^\| `([A-Z_]+)` \|", guide, re.MULTILINE))
    assert described == {name.upper() for name in config.Settings.model_fields}


def test_a_rate_that_is_sold_wants_to_know_what_it_may_cost() -> None:
    with pytest.raises(config.SettingsError, match=r"STARS_A_DAY: .* how many Stars a day it may cost at most"):
        config.load(None, messages_per_second=31)
    assert config.load(None, messages_per_second=1000, stars_a_day=1).stars_a_day == 1
    assert config.load(None, messages_per_second=30).stars_a_day == 0


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=DEBUG\nSOURCES=zakon.kz, kaz.zakon.kz,\nOPERATOR_CHAT_ID=42\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = config.load(file)
    assert settings.log_level == "ERROR"
    assert settings.sources == ("zakon.kz", "kaz.zakon.kz")
    assert settings.operator_chat_id == 42


def test_a_missing_token_is_answered_with_what_to_do() -> None:
    with pytest.raises(config.SettingsError, match="BotFather"):
        config.load(None).token()


@pytest.mark.parametrize("token", ["secret", "987654321", "987654321:short", "12 34:" + "A" * 35, "токен"])
def test_a_malformed_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(config.SettingsError) as caught:
        config.load(None, bot_token=token).token()
    assert token not in str(caught.value)


def test_a_good_token_is_given_and_never_printed() -> None:
    settings = config.load(None, bot_token=TOKEN)
    assert settings.token() == TOKEN
    assert TOKEN not in repr(settings)


def test_settings_that_cannot_be_used_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRAWL_SECONDS", "soon")
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(config.SettingsError) as caught:
        config.load(None)
    assert "CRAWL_SECONDS" in str(caught.value)
    assert "LOG_LEVEL" in str(caught.value)


def test_what_is_said_of_a_setting_is_a_sentence_of_ours_alone() -> None:
    with pytest.raises(config.SettingsError) as caught:
        config.load(None, telegram_api="api.telegram.org/bot")
    assert "TELEGRAM_API: not a server's address" in str(caught.value)


@pytest.mark.parametrize(
    "proxy",
    [
        "svodka:s3cret@proxy.example:9", "s3cret@proxy.example:9", "proxy.example:3128",
        "//svodka:s3cret@proxy.example:9",
        "socks5://svodka:s3cret@proxy.example:9", "http://svodka:s3cret@proxy.example:port", "http://:s3cret@:9",
        "http://svodka:s3cret@proxy.example:99999", "http://svodka:s3cret@proxy.example:9/path",
        "http://[s3cret", "http://",
        "http://svodka:s3cret @proxy.example:9", "s3cret", "http://svodka:s3cret@proxy\u200b.example:9",
        "http://svodka:s3cret@proxy.example;x:9", "http://svodka:s3cret@xn--:9", "http://svodka:s3\u0001cret@proxy.example:9",
        "http://svodka:s3cret@%70roxy.example:9",
    ],
)  # fmt: skip
def test_what_is_no_proxy_is_refused_at_once_and_not_repeated(proxy: str) -> None:
    with pytest.raises(config.SettingsError) as caught:
        config.load(None, proxy=proxy)
    said = str(caught.value)
    assert "PROXY" in said
    assert "http://host:port" in said
    assert "s3cret" not in said
    assert "proxy.example" not in said


@pytest.mark.parametrize(
    "proxy",
    ["", "http://proxy.example:3128", " http://svodka:s3cret@127.0.0.1:9/ ", "https://proxy.example", "http://[::1]:9"],
)
def test_a_proxy_is_taken_and_its_password_never_printed(proxy: str) -> None:
    settings = config.load(None, proxy=proxy)
    assert settings.proxy == proxy.strip()
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OPERATOR_CHAT_ID", "9" * 30), ("OPERATOR_CHAT_ID", "0"), ("OPERATOR_CHAT_ID", "1.0"),
        ("OPERATOR_CHAT_ID", "5_000"), ("OPERATOR_CHAT_ID", "٣٣٣"), ("CONTACT", "a@b.example\r\nX-Evil: 1"),
        ("CONTACT", "x" * 9000), ("KEEP_DAYS", "99999999999"), ("TELEGRAM_API", "s3cret"),
        ("TELEGRAM_API", "ftp://u:s3cret@host"), ("TELEGRAM_API", "https://"), ("TELEGRAM_API", "http://s3cret:port"),
        ("TELEGRAM_API", "https://api.telegram.org/bot"), ("TELEGRAM_API", "https://api.telegram.org/bot/"),
    ],
)  # fmt: skip
def test_what_would_only_fail_later_is_refused_at_once_in_a_sentence(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(config.SettingsError, match=name) as caught:
        config.load(None)
    assert "s3cret" not in str(caught.value)


def test_what_operators_write_with_spaces_around_it_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPERATOR_CHAT_ID", " -1001234567890 ")
    monkeypatch.setenv("DATABASE_URL", " sqlite:///svodka.db ")
    monkeypatch.setenv("CONTACT", " Редакция <a@b.example> ")
    monkeypatch.setenv("TELEGRAM_API", " http://127.0.0.1:8081/ ")
    settings = config.load(None)
    assert (settings.operator_chat_id, settings.database_url) == (-1001234567890, "sqlite:///svodka.db")
    assert (settings.contact, settings.telegram_api) == ("Редакция <a@b.example>", "http://127.0.0.1:8081")


def test_no_password_of_an_address_is_printed_with_the_settings() -> None:
    settings = config.load(None, database_url="postgresql://u:s3cret@h/d", telegram_api="http://u:s3cret@host")
    assert "s3cret" not in repr(settings)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("LOG_LEVEL=DEBUG\n", encoding="utf-8-sig")
    assert config.load(file).log_level == "DEBUG"


def _file(folder: Path, content: bytes) -> Path:
    path = folder / ".env"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("LOG_LEVEL=DEBUG\n".encode("utf-16"), "UTF-16"),
        ("LOG_LEVEL=DEBUG\n".encode("utf-16-le"), "UTF-16"),
        ("LOG_LEVEL=DEBUG\n# Редакция\nCONTACT=s3cret\n".encode("cp1251"), "line 2, is not UTF-8"),
        ("CONTACT=Ёжик s3cret\n".encode("koi8-r"), "line 1, is not UTF-8"),
        (b"LOG_LEVEL=DEBUG\nBOT_TOKEN s3cret\n", "line 2, has no value|line 2, cannot be read"),
        (b'LOG_LEVEL=DEBUG\nCONTACT="s3cret\n', "line 2, cannot be read"),
        (b"LOG_LEVEL\n", "line 1, has no value: write LOG_LEVEL=value"),
    ],
)
def test_a_file_that_would_be_read_otherwise_than_meant_is_a_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    with pytest.raises(config.SettingsError, match=said) as caught:
        config.load(_file(tmp_path, content))
    assert "s3cret" not in str(caught.value)


def test_a_folder_called_as_the_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").mkdir()
    with pytest.raises(config.SettingsError, match="is a folder"):
        config.load(tmp_path / ".env")


def test_what_is_empty_is_not_set(tmp_path: Path) -> None:
    names = sorted(name.upper() for name in config.Settings.model_fields if name != "database_url")
    file = _file(tmp_path, "\n".join(f"{name}=  " for name in names).encode())
    assert config.load(file) == config.load(None)


def test_an_empty_database_address_is_refused_for_nobody_means_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", " ")
    with pytest.raises(config.SettingsError, match=r"DATABASE_URL.* is empty"):
        config.load(None)


def test_blanks_newlines_and_capitals_change_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "CRAWL_SECONDS": " 30 ", "WORKERS": "2\n", "LOG_LEVEL": "debug\r\n", "SEMANTIC": " Off",
        "BOT_TOKEN": f" {TOKEN}\n",
        "TELEGRAM_API": "https://bots.example/\n", "SOURCE_POLICY": "Closed ", "BACKUP_FOLDER": " /var/backups ",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    settings = config.load(None)
    assert (settings.crawl_seconds, settings.workers, settings.log_level) == (30, 2, "DEBUG")
    assert (settings.semantic, settings.source_policy) == ("off", "closed")
    assert (settings.token(), settings.telegram_api) == (TOKEN, "https://bots.example")
    assert settings.backups == Path("/var/backups")


@pytest.mark.parametrize(
    "api",
    [
        "api.telegram.org", "localhost:8081", "127.0.0.1:8081", "https://api.telegram.org/bot", "https://x.example/bot/",
        f"https://api.telegram.org/bot{TOKEN}", f"https://api.telegram.org/bot{TOKEN}/getMe", "https://x.example/?a=1",
        "tg://x", "https:///bot", "https://",
    ],
)  # fmt: skip
def test_an_address_that_is_no_bot_api_server_is_refused_at_once(api: str) -> None:
    with pytest.raises(config.SettingsError, match=r"TELEGRAM_API.*without /bot") as caught:
        config.load(None, telegram_api=api)
    assert TOKEN not in str(caught.value)
