"""Pure: the key under which an article's address is remembered, so that its variants are one. Fetches nothing."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from storage import sanitize

# What publishers and networks add to count clicks; it never names another article.
_TRACKING = frozenset({"fbclid", "gclid", "yclid", "ysclid", "mc_cid", "mc_eid", "_openstat"})
# PostgreSQL refuses index keys beyond 2,704 bytes.
_LONGEST = 1000


def key(url: str) -> str:
    """Fold an address: no scheme, www, fragment, tracking or closing slash; a very long one is hashed."""
    text = sanitize.text(url).strip()
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
        query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if _telling(pair[0])]
    except ValueError:
        # Not an address at all; it may still be remembered as what it is.
        return sanitize.short(text, _LONGEST)
    folded = f"{host}{port}{parts.path.rstrip('/')}" + (f"?{urlencode(query)}" if query else "")
    return sanitize.short(folded, _LONGEST)


def _telling(parameter: str) -> bool:
    name = parameter.lower()
    return name not in _TRACKING and not name.startswith("utm_")
