"""How many independent sources a story has: the one rule, for all who count them. Pure."""

from collections.abc import Collection

from storage.model import MemberKind

# Second-level domains under which anybody registers: news.com.kz and other.com.kz have different owners.
_SHARED_ENDINGS = frozenset({"com", "org", "net", "edu", "gov", "co", "ac"})


def confirms(kind: MemberKind, *, standing: bool) -> bool:
    """Whether an article confirms its story: a copy of another's text does not, nor does one that was withdrawn."""
    return standing and kind is not MemberKind.COPY


def owner(site: str, known: str = "") -> str:
    """Who is behind a site, whose editions confirm nothing to each other.

    Args:
        site: a host name.
        known: its owner as the catalogue says, if it does; else its name has to tell: kaz.zakon.kz and www.zakon.kz
            are zakon.kz's.
    """
    if known:
        return known
    parts = site.casefold().split(".")
    count = 3 if len(parts) > 2 and parts[-2] in _SHARED_ENDINGS else 2
    return ".".join(parts[-count:])


def sources(owners: Collection[str], copies: int) -> int:
    """Count the sources: the owners whose articles confirm the story; where only copies are left, they are one."""
    return len(owners) or min(1, copies)
