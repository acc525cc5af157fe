"""Which addresses are public, however they are spelt."""

import socket
import string
from ipaddress import IPv4Address, ip_address

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from parsers import urls
from parsers.urls import AddressError

PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.0.0.1.",
    "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "0", "224.0.0.1",  # noqa: S104 - not bound to, refused
    "255.255.255.255", "192.0.0.192", "198.18.0.1", "203.0.113.7", "240.0.0.1",
    "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[fec0::1]",
    "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]", "[2001:db8::1]", "[2001::1]", "①②⑦.0.0.1", "127。0。0。1",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(AddressError) as refusal:
        urls.checked(f"http://{host}/latest/meta-data/")
    assert refusal.value.reason in ("private-address", "address")


@pytest.mark.parametrize("host", ["93.184.216.34", "[2606:4700::6810:84e5]", "[64:ff9b::5db8:d822]", "www.zakon.kz"])
def test_a_public_address_is_let_through(host: str) -> None:
    assert urls.checked(f"https://{host}/news/").path == "/news/"


@pytest.mark.parametrize(
    "url",
    [
        "", "zakon.kz", "ftp://zakon.kz/", "file:///etc/passwd", "gopher://zakon.kz/", "javascript:alert(1)",
        "http:///nowhere", "http://", "http://user:secret@zakon.kz/", "http://zakon.kz:22/", "http://zakon.kz:6379/",
        "http://zakon.kz:99999/", "http://exa mple/", "http://a%2eb/", "http://[fe80::1%25eth0]/", "http://[::1",
        "https://zakon.kz/" + "a" * 3000, "http://\udc80.kz/", "http://./",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressError) as refusal:
        urls.checked(url)
    assert refusal.value.reason == "address"


def test_an_exempt_host_may_be_private_on_its_port_only() -> None:
    exempt = frozenset({"127.0.0.1:4321"})
    assert urls.checked("http://127.0.0.1:4321/", private_hosts=exempt).port == 4321
    with pytest.raises(AddressError):
        urls.checked("http://127.0.0.1/", private_hosts=exempt)


def test_an_address_takes_its_normal_form() -> None:
    assert str(urls.checked("HTTPS://Кто.РФ/новости#top")) == (
        "https://xn--j1ail.xn--p1ai/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"
    )
    assert urls.checked("http://1572395042/").host == "93.184.216.34"


@given(st.text(alphabet=string.printable + "①。ё\ud800", max_size=60))
def test_any_text_is_an_address_or_a_refusal(text: str) -> None:
    for url in (text, f"http://{text}/"):
        try:
            host = urls.checked(url).raw_host or ""
        except AddressError:
            continue
        literal = urls.literal_address(host)
        assert literal is None or urls.is_public(literal)


_NUMBERS = st.one_of(st.integers(0, 300), st.sampled_from([65535, 65536, 2**24 - 1, 2**24, 2**32 - 1, 2**32]))
_SPELLINGS = st.builds(
    lambda form, number: form.format(number), st.sampled_from(["{}", "0{:o}", "0x{:x}", "0{}"]), _NUMBERS
)


@given(st.lists(_SPELLINGS, min_size=1, max_size=5))
def test_numbers_spell_the_address_that_the_c_library_reads(parts: list[str]) -> None:
    host = ".".join(parts)
    try:
        expected = IPv4Address(socket.inet_aton(host))
    except OSError:
        expected = None
    assert urls.literal_address(host) == expected


@given(st.ip_addresses(v=4), st.sampled_from(["{}", "::ffff:{}", "64:ff9b::{}"]))
def test_an_address_inside_another_is_judged_by_itself(inner: object, outer: str) -> None:
    plain = ip_address(str(inner))
    assert urls.is_public(ip_address(outer.format(plain))) == urls.is_public(plain)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (" /a.html#top ", "https://zakon.kz/a.html"),
        ("b.html", "https://zakon.kz/news/b.html"),
        ("//kaz.zakon.kz/c", "https://kaz.zakon.kz/c"),
        ("mailto:a@zakon.kz", ""),
        ("javascript:void(0)", ""),
        ("http://[::1/", ""),
        ("http://zakon.kz:port/", ""),
        ("/" + "a" * 3000, ""),
    ],
)
def test_a_link_on_a_page_becomes_absolute(target: str, expected: str) -> None:
    assert urls.joined("https://zakon.kz/news/", target) == expected


@pytest.mark.parametrize(
    "text",
    [
        "user:p@zakon.kz",
        "READER:S3cret@ZAKON.KZ/rss",
        "user:p/w@zakon.kz",
        "user:p@ss@zakon.kz:8080",
        "u.ser:p?x@zakon.kz",
        "админ:пароль@zakon.kz",
        "user:10:30@zakon.kz",
        "12:30@zakon.kz",
        ":p@zakon.kz",
        "user:p@127.0.0.1",
        "user:p@[2606:4700::1]",
        "user:p@localhost",
        "s3cret@zakon.kz/rss",
        "https://user:p/ss@zakon.kz",
        "https://user:1/2@zakon.kz",
        "https://s3cret@zakon.kz",
        "https://zakon.kz%2Fx@b.kz",
        "//user:p@zakon.kz",
        "ftp://user:p@zakon.kz",
        "feed:user:p@zakon.kz",
        "feed:https://user:p@zakon.kz/rss",
        "user%3Ap%40zakon.kz",
        "user%253Ap%2540zakon.kz",
        "user：p＠zakon.kz",
        'user:p"w@zakon.kz',
        "Китай (user:p@zakon.kz)",
        "zakon.kz, «user:p@zakon.kz»",
        "https://archive.example/web/https://user:p@zakon.kz",
    ],
)
def test_an_address_with_a_user_or_a_password_is_recognised_however_it_is_written(text: str) -> None:
    assert urls.has_credentials(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Китай: мост @ река",
        "news@zakon.kz",
        "news@zakon.kz/info@zakon.kz",
        "mailto:news@zakon.kz",
        "Почта:news@zakon.kz",
        "12:30@стадион",
        "привет:@zakon",
        "https://medium.example/@user",
        "https://zakon.kz:8080/@user",
        "zakon.kz:8080/@user",
        "https://t.example/a:b@c",
        "t.example/a:b@c",
        "zakon.kz?mail=a:b@c.kz",
        "https://zakon.kz/a%3Ab%40c",
        "title:мост source:zakon.kz",
    ],
)
def test_what_only_looks_a_little_like_a_password_is_none(text: str) -> None:
    assert not urls.has_credentials(text)


@given(
    st.from_regex(r"[a-zA-Z0-9._-]{1,12}", fullmatch=True),
    st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=12).filter(lambda it: it[0].isalpha()),
    st.sampled_from(["", "https://", "//", "feed:", "("]),
)
def test_no_password_before_a_host_goes_by(user: str, password: str, before: str) -> None:
    assume(user.lower() not in {"mail", "mailto", "email", "e-mail", "contact", "contacts", "from", "cc"})
    assert urls.has_credentials(f"{before}{user}:{password}@zakon.kz/rss")


@pytest.mark.parametrize(
    "text",
    ["user:p@zakon.kz", "https://user:p@zakon.kz", "читай user:p@ss:w@zakon.kz/rss", "«a:b»@c c:d@e.kz",
     "a:b@zakon.kz?x=@", "/follow user:secret@zakon.kz", "HTTP://a:b@c.kz", "имя:пароль@вестник.рф", "ftp://a:b@c.kz"],
)  # fmt: skip
def test_a_name_with_its_password_is_noticed_wherever_it_stands(text: str) -> None:
    assert urls.has_credentials(text)


@pytest.mark.parametrize(
    "text",
    ["news@a.kz", "mailto:news@a.kz", "Почта:news@a.kz", "title:мост", "в 9:30 у @zakon", "a:b @c.kz", "https://a.kz:8443/@x",
     "https://t.me/@zakonkz", "x:@a.kz", ""],
)  # fmt: skip
def test_what_has_no_password_is_not_taken_for_one(text: str) -> None:
    assert not urls.has_credentials(text)
