"""How people and pages name channels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.telegram import addresses
from parsers.telegram.addresses import ChannelReference


@pytest.mark.parametrize(
    ("address", "name", "post"),
    [
        ("https://t.me/Tengrinews", "Tengrinews", None),
        ("https://t.me/s/tengrinews", "tengrinews", None),
        ("http://www.t.me/tengrinews/", "tengrinews", None),
        ("https://telegram.me/tengrinews/512", "tengrinews", 512),
        ("https://t.me/s/tengrinews/512", "tengrinews", 512),
        ("https://t.me/tengrinews/512?single&comment=3", "tengrinews", 512),
        ("https://t.me/tengrinews/77/512", "tengrinews", 512),
        ("https://t.me/s/tengrinews?before=512", "tengrinews", None),
        ("https://tengrinews.t.me/512", "tengrinews", 512),
        ("tg://resolve?domain=tengrinews&post=12", "tengrinews", None),
        ("https://T.ME/tengrinews#top", "tengrinews", None),
        ("https://t.me/tengrinews/9999999999999999999999", "tengrinews", None),
    ],
)
def test_every_link_to_a_channel_names_it(address: str, name: str, post: int | None) -> None:
    assert addresses.referred(address) == ChannelReference(name=name, post=post)


@pytest.mark.parametrize(
    "address", ["https://t.me/+AbCdEf12345", "https://t.me/joinchat/AbCdEf", "https://t.me/c/1234567/89"]
)
def test_an_invitation_is_to_a_channel_without_a_name(address: str) -> None:
    assert addresses.referred(address) == ChannelReference(name="")


@pytest.mark.parametrize(
    "address",
    [
        "https://tengrinews.kz/news", "https://t.me", "https://t.me/s/", "https://t.me/share/url?url=x",
        "https://t.me/addstickers/Cats", "https://not-t.me/tengrinews", "https://t.me.example/tengrinews",
        "https://t.me/1abcd", "https://t.me/a-b-c-d", "https://[t.me/tengrinews", "tg://settings", "",
        "https://t.me/" + "x" * 33,
    ],
)  # fmt: skip
def test_other_addresses_name_no_channel(address: str) -> None:
    assert addresses.referred(address) is None


def test_a_preview_elsewhere_is_known_by_its_host() -> None:
    found = addresses.referred("http://127.0.0.1:8081/s/stepnoy", preview="http://127.0.0.1:8081")
    assert found == ChannelReference(name="stepnoy")
    assert addresses.referred("http://127.0.0.1:8082/s/stepnoy", preview="http://127.0.0.1:8081") is None


def test_mentions_are_found_and_mail_addresses_are_not() -> None:
    text = "@tengrinews, (@zakonkz) и ещё @Tengrinews; ivan@zakon.kz @abc @@doubled t.me/@inside @tengrinews"
    assert addresses.mentions(text) == ["tengrinews", "zakonkz", "Tengrinews"]
    assert addresses.without_mentions(" @tengrinews, @zakonkz ").strip(" ,") == ""


@given(st.text(max_size=300))
def test_whatever_is_written_is_read_without_an_error(text: str) -> None:
    for address in (text, f"https://t.me/{text}", f"https://{text}.t.me/"):
        found = addresses.referred(address)
        assert found is None or not found.name or addresses.name_of(addresses.site(found.name)) == found.name.lower()
    for name in addresses.mentions(text):
        assert addresses.referred(addresses.preview_url(name)) == ChannelReference(name=name.lower())
