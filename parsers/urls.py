"""Which addresses a fetch may go to: http(s) on the public internet only. Resolves and connects nothing itself."""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from yarl import URL

from parsers.article import ParserError

# Where news is served. Other ports of a public host are more likely somebody's database than somebody's news.
PORTS = frozenset({80, 443, 8080, 8443})
MAX_LENGTH = 2048

# What `is_global` of Python 3.11 lets through, or what newer Pythons decide differently.
_REFUSED_V4 = tuple(
    IPv4Network(text) for text in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4")
)
_REFUSED_V6 = tuple(
    IPv6Network(text) for text in ("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "3fff::/20", "fc00::/6")
)
_BEHIND_AUTHORITY = re.compile(r"[/?#\\]")
# What stands before a mail address, and is no user name.
_MAIL_LABELS = frozenset(
    {
        "mailto", "mail", "email", "e-mail", "contact", "contacts", "from", "cc", "почта", "мейл", "имейл", "пошта",
        "эл.почта", "адрес", "контакт", "контакты", "пишите", "автор", "байланыс",
    }
)  # fmt: skip
_BEFORE_USER = "/\"'`«“„<([{,.;—–-"
_FOLDED_SIGNS = str.maketrans("：＠／", ":@/")
_AROUND = " \t\r\n\f\"'“”«»"
_BROKEN_LINE = re.compile(r"[\t\r\n]+ *+")
_OF_READERS = re.compile(r"feed:(?=//|https?:)", re.IGNORECASE)
_SCHEME = re.compile(r"(https?)(:?)/{1,9}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,12}|0x[0-9a-f]{0,9}")
_NAT64 = IPv6Network("64:ff9b::/96")


class AddressError(ParserError):
    """An address is not to be fetched; `reason` is a short slug: "address" (not a web address) or "private-address"."""

    def __init__(self, url: str, reason: str, message: str) -> None:
        super().__init__(f"{url[:200]}: {message}")
        self.url = url
        self.reason = reason
        self.message = message


def checked(url: str, *, private_hosts: frozenset[str] = frozenset()) -> URL:
    """Return `url` in normal form (host in ASCII, odd spellings of an IP address written out, no fragment).

    `private_hosts` ("host:port") may be private and on any port: the demo's and the tests' own servers.

    Raises:
        AddressError: not an http(s) address with a host, or one that names a private address or an unusual port.
    """
    parsed = _parse(url)
    host = parsed.raw_host or ""
    literal = literal_address(host)
    if literal is not None:
        parsed = parsed.with_host(str(literal))
    if authority(parsed) in private_hosts:
        return parsed
    if parsed.port not in PORTS:
        raise AddressError(url, "address", f"port {parsed.port} is not one that news is served on")
    if literal is not None and not is_public(literal):
        raise AddressError(url, "private-address", f"{literal} is not a public address")
    return parsed


def joined(base: str, target: str) -> str:
    """Return `target`, found on the page at `base`, as an absolute http(s) address without its fragment; or "".

    Read as browsers and readers of feeds do: without line breaks and quotes, with the scheme written once, "feed:" and
    backslashes forgiven.
    """
    written = _mended(target)
    if written.startswith("//") and not base:
        written = f"https:{written}"
    try:
        parts: SplitResult = urlsplit(urljoin(base, written))
        good = written and parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        return ""
    url = parts._replace(fragment="").geturl()
    return url if good and len(url) <= MAX_LENGTH else ""


def _mended(target: str) -> str:
    """Return an address as it was meant, which need not be absolute."""
    place, mark, query = _BROKEN_LINE.sub("", target[: 2 * MAX_LENGTH]).strip(_AROUND).partition("?")
    place = place.replace("\\", "/")
    if (reader := _OF_READERS.match(place)) is not None:
        place = place[reader.end() :]
    scheme, at = "//" if place.startswith("www.") else "", 0
    while (found := _SCHEME.match(place, at)) is not None and (at or found[2]):  # "https://https//a.kz" is met
        scheme, at = f"{found[1]}://", found.end()
    return f"{scheme}{place[at:]}{mark}{query}"


def has_credentials(text: str) -> bool:
    """Tell whether a text holds an address with a user name or a password, whole or not, with a scheme or without.

    Such a text is neither kept nor repeated, so in doubt it does. A mail address is none.
    """
    return any(_holds_credentials(run) or _holds_credentials(unquote(unquote(run))) for run in text.split())


def _holds_credentials(run: str) -> bool:
    start, *behind_schemes = run.translate(_FOLDED_SIGNS).split("://")
    splits = {start.partition("@"), start.rpartition("@")}  # a password may hold the sign, and so may a query
    return any(_is_user_at_host(head, host) for head, at, host in splits if at) or any(map(_has_user, behind_schemes))


def _has_user(address: str) -> bool:
    """Tell whether an address without its scheme has a user; a password may hold signs that end a host's name."""
    host, *rest = _BEHIND_AUTHORITY.split(address, maxsplit=1)
    if "@" in host:
        return True
    name, colon, port = host.partition(":")
    return bool(rest and "@" in rest[0] and colon and not name.startswith("[") and not _is_host_and_port(name, port))


def _is_user_at_host(head: str, host: str) -> bool:
    """Tell "user:password@host" from "mailto:user@host", "12:30@place" and "host:8080/@user"."""
    user, colon, password = head.lstrip(_BEFORE_USER).partition(":")
    if not (host[:1].isalnum() or host[:1] == "[") or _BEHIND_AUTHORITY.search(user):
        return False
    if not colon:  # a mail address, unless it leads to a page
        place, *path = _BEHIND_AUTHORITY.split(host, maxsplit=1)
        return bool("@" not in user and "." in place and path and path[0] and "@" not in path[0])
    port = _BEHIND_AUTHORITY.split(password, maxsplit=1)[0]
    is_clock = "." not in host and f"{user}{password}".isdigit()
    is_path = port != password and _is_host_and_port(user, port)
    has_password = any(map(str.isalnum, password))
    return has_password and not (is_clock or is_path or user.lower() in _MAIL_LABELS)


def _is_host_and_port(name: str, port: str) -> bool:
    return port.isdigit() and ("." in name or name.lower() == "localhost")


def authority(url: URL) -> str:
    """Return "host:port", the form that `private_hosts` is written in."""
    return f"{url.raw_host}:{url.port}"


def site(url: str) -> str:
    """Return the site of an address: its host, and its port if it has one, without "www."; "" for no address."""
    try:
        return urlsplit(url).netloc.lower().removeprefix("www.")
    except ValueError:
        return ""


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that `host` spells in any form that a socket would accept, or None for a name.

    "127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1" and "017700000001" are all the same address.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return ip_address(bare.partition("%")[0])
    except ValueError:
        pass
    return _numeric(bare.lower())


def _numeric(host: str) -> IPv4Address | None:
    """Read an IPv4 address as C libraries do: up to four decimal, octal or hexadecimal numbers, the last filling up."""
    parts = host.split(".")
    if len(parts) > 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return None
    try:
        *head, tail = (int(part, 8 if part[0] == "0" and part[1:2] != "x" else 0) for part in parts)
    except ValueError:  # 08 is no octal number
        return None
    if any(number > 255 for number in head) or tail >= 256 ** (4 - len(head)):
        return None
    return IPv4Address(sum(number << 8 * (3 - place) for place, number in enumerate(head)) + tail)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether `address` belongs to the public internet; an IPv4 address inside an IPv6 one is judged itself."""
    if isinstance(address, IPv6Address):
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
        refused = any(address in network for network in _REFUSED_V6) or address.is_site_local
    else:
        refused = any(address in network for network in _REFUSED_V4)
    return address.is_global and not (refused or address.is_multicast or address.is_reserved)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that traffic to `address` would end at (mapped, 6to4, NAT64)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _parse(url: str) -> URL:
    if len(url) > MAX_LENGTH:
        raise AddressError(url, "address", f"longer than {MAX_LENGTH} characters")
    try:
        parsed = URL(url).with_fragment(None)
        host = parsed.raw_host or ""
    except ValueError as error:
        raise AddressError(url, "address", f"not an address: {error}") from error
    if parsed.scheme not in ("http", "https") or not _is_host(host):
        raise AddressError(url, "address", "not an http(s) address with a host")
    if parsed.user or parsed.password:
        raise AddressError(url, "address", "carries a user name or password")
    return parsed


def _is_host(host: str) -> bool:
    """Tell whether `host` is plain ASCII without escapes: what is checked must be what is resolved."""
    return host.isascii() and all(char.isalnum() or char in ".-_:" for char in host) and host.strip(".") != ""
