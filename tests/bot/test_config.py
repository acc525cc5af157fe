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


@pytest.mark.parametrize(
    "proxy",
    [
        "svodka:s3cret@proxy.example:9", "s3cret@proxy.example:9", "proxy.example:3128",
        "//svodka:s3cret@proxy.example:9",
        "socks5://svodka:s3cret@proxy.example:9", "http://svodka:s3cret@proxy.example:port", "http://:s3cret@:9",
        "http://svodka:s3cret@proxy.example:99999", "http://svodka:s3cret@proxy.example:9/path",
        "http://[s3cret", "http://",
        "http://svodka:s3cret @proxy.example:9", "s3cret",
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
