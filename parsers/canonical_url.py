"""One address for one article: without what publishers, networks and phones add to it. Fetches nothing."""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from yarl import URL

# One that is longer is a mistake, and its page is not to be lost over it.
_LONGEST: Final = 2048
# What is added to count clicks, or to know a visitor again; it never names another article.
_TRACKING: Final = frozenset(
    {
        "_", "__twitter_impression", "_ga", "_gl", "_openstat", "cmp", "cmpid", "dclid", "etext", "fbclid", "from",
        "gbraid", "gclid", "gclsrc", "igsh", "igshid", "ito", "jsessionid", "mc_cid", "mc_eid", "mkt_tok", "msclkid",
        "ncid", "phpsessid", "rb_clickid", "ref", "ref_src", "referer", "referrer", "smid", "soc_src", "soc_trk",
        "spm", "traffic_source", "ttclid", "twclid", "vero_id", "wbraid", "wt.mc_id", "wt_mc", "wt_zmc", "xtor",
        "yclid", "ymclid", "ysclid",
    }
)  # fmt: skip
_TRACKING_PREFIX: Final = re.compile(
    r"utm[_-]|at_(?:medium|campaign|format|link)|pk_|mtm_|hsa_|piwik_|ns_(?:mchannel|source|campaign|linkname)|ga_(?:source|medium|campaign)",
    re.IGNORECASE,
)
# Hosts and parts of addresses under which the same page stands again, for phones.
_TWINS: Final = re.compile(r"(?:(?:www\d?|m|amp|mobile|touch|pda|wap|3g)\.)+(?=[^.]+\.)")
# What a server sends for a folder, and how Java servers carry a session along.
_INDEX: Final = re.compile(r"index\.(?:html?|php)", re.IGNORECASE)
_SESSION: Final = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)
_AMP_PART: Final = re.compile(r"amp(?:\.html?)?")
_AMP_ENDING: Final = re.compile(r"\.amp(?=\.html?$|$)")
_AMP_QUERY: Final = frozenset({("amp", ""), ("amp", "1"), ("output", "amp"), ("outputtype", "amp"), ("mode", "amp")})

_SCRIPT: Final = re.compile(r"index\.\w{1,5}|.*\.(?:php|aspx?|jsp|cgi|pl)", re.IGNORECASE)
_SLUG: Final = re.compile(r"\d{5}|[^\W_]-[^\W_]")


def without_tracking(url: str) -> str:
    """Return an address without fragment and tracking marks; "" if it is no absolute web address, or holds a login."""
    try:
        parts = urlsplit(url.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
            return ""
    except ValueError:
        return ""
    query = "&".join(pair for pair in _unescaped(parts.query).split("&") if not _is_tracking(pair.partition("=")[0]))
    return urlunsplit(parts._replace(query=query, fragment=""))


def of_page(url: str, declared: str) -> str:
    """Return the article's address: that of its page, or the `declared` canonical one; "" if neither is an address.

    What a page declares counts where it may be the same article: on the same host, and telling one article from
    another. Many sites declare their front page, a section, or a script without its question, on every page; some
    declare the page for phones on the one for everybody.
    """
    own, said = without_tracking(url), without_tracking(declared)
    if not own or not said or len(said) > _LONGEST:
        return own or said
    if key(own) == key(said) and _is_for_phones(said):
        return own
    return said if _may_be(own, said) else own


def is_twin(url: str) -> bool:
    """Tell whether an address is that of a page for phones, of which another one is for everybody."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    is_amp = [part for part in parts.path.split("/") if part] != _parts(parts.path)
    return is_amp or _house(host) != host or any((name.lower(), value.lower()) in _AMP_QUERY for name, value in pairs)


def key(url: str) -> str:
    """Fold an address so that its variants are one; what is no web address is its own key.

    No scheme, www, fragment, tracking or closing slash; no page for phones; escapes and host names in one spelling,
    questions in one order.
    """
    try:
        parsed = URL(url.strip())
        host, port = parsed.raw_host, parsed.port
    except ValueError:
        return url
    if not host:
        return url
    shown_port = "" if port in {None, 80, 443} else f":{port}"
    query = parse_qsl(_unescaped(parsed.raw_query_string), keep_blank_values=True)
    pairs = sorted(pair for pair in query if _is_telling(*pair))
    return f"{_house(host)}{shown_port}{''.join(f'/{part}' for part in _parts(parsed.raw_path))}" + (
        f"?{urlencode(pairs)}" if pairs else ""
    )


def _may_be(own: str, said: str) -> bool:
    mine, theirs = urlsplit(own), urlsplit(said)
    if _house(mine.hostname or "") != _house(theirs.hostname or ""):
        return False
    here, there = _parts(mine.path), _parts(theirs.path)
    if any(char.isdigit() for char in theirs.query):
        return True
    if not there or _SCRIPT.fullmatch(there[-1]):
        return here == there and not mine.query
    if here == there:
        return not mine.query or len(there) > 1 or bool(_SLUG.search(there[-1]))
    is_above = here[: len(there)] == there
    return bool(_SLUG.search(there[-1])) if is_above else any(char.isdigit() or char == "-" for char in there[-1])


def _house(host: str) -> str:
    name = host.lower().rstrip(".")
    return _TWINS.sub("", name, count=1) if _TWINS.match(name) else name


def _parts(path: str) -> list[str]:
    """Return the parts of a path, without those that only ask for the page for phones, or name no other page."""
    parts = [part for part in _SESSION.sub("", path).split("/") if part]
    if parts and _INDEX.fullmatch(parts[-1]):
        del parts[-1]
    if len(parts) > 1 and _AMP_PART.fullmatch(parts[-1]):
        del parts[-1]
    if len(parts) > 1 and parts[0] == "amp":
        del parts[0]
    return [*parts[:-1], _AMP_ENDING.sub("", parts[-1])] if parts else []


def _unescaped(query: str) -> str:
    """Return a query whose "&" some feeds escape once too often."""
    return query.replace("&amp;", "&")


def _is_for_phones(url: str) -> bool:
    parts = urlsplit(url)
    asks = any(pair in _AMP_QUERY for pair in parse_qsl(parts.query.lower(), keep_blank_values=True))
    host = (parts.hostname or "").removeprefix("www.")
    return asks or _house(host) != host or _parts(parts.path) != [part for part in parts.path.split("/") if part]


def _is_tracking(name: str) -> bool:
    return name.lower() in _TRACKING or _TRACKING_PREFIX.match(name) is not None


def _is_telling(name: str, value: str) -> bool:
    return not _is_tracking(name) and (name.lower(), value.lower()) not in _AMP_QUERY
