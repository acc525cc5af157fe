"""The pictures that a page names as its article's, with what is said of them. Fetches none, measures none."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from parsers.article import Image
from parsers.page import html, json_ld

# What stands where an article has no picture of its own: how its file's name begins or ends.
_SIGNS = frozenset(
    {"logo", "logos", "logotype", "favicon", "sprite", "avatar", "icon", "icons", "placeholder", "default", "blank"}
    | {"spacer", "stub", "noimage", "nophoto", "nopicture"}
)
_WORD = re.compile(r"[a-z]+")
# A longer name is of what the picture shows.
_MOST_WORDS = 4
# Less wide or high, it is a sign and no picture.
_SMALLEST = 120
_NUMBER = re.compile(r"\d{1,5}")
_LONGEST = 500


def named(
    metas: Mapping[str, Sequence[str]], article: json_ld.Node, absolute: Callable[[str], str]
) -> tuple[Image, ...]:
    """Return an article's pictures: those for sharing, those of its JSON-LD; the largest first, no logos."""
    logos = {absolute(url) for url in json_ld.addresses(_publisher_logo(article))}
    found: dict[str, Image] = {}
    for image in (*_shared(metas), *_described(article.get("image")), *_plain(metas.get("twitterimage", ()))):
        url = absolute(image.url)
        if url and url not in logos and not _is_sign(url, image):
            known = found.get(url)
            found[url] = _joined(known, image) if known else _with_address(image, url)
    return tuple(sorted(found.values(), key=lambda image: -image.area))


def _shared(metas: Mapping[str, Sequence[str]]) -> Iterator[Image]:
    widths, heights, alts = (metas.get(f"ogimage{name}", ()) for name in ("width", "height", "alt"))
    for place, url in enumerate(metas.get("ogimage", ())):
        width, height, alt = (values[place] if place < len(values) else "" for values in (widths, heights, alts))
        yield Image(url=url, alt=html.line(alt)[:_LONGEST], width=_number(width), height=_number(height))


def _described(value: object) -> Iterator[Image]:
    for part in value if isinstance(value, list) else [value]:
        for url in json_ld.addresses(part):
            said = part if isinstance(part, dict) else {}
            alt = next(iter(json_ld.strings([said.get("caption"), said.get("description")])), "")
            credit = next(iter(json_ld.names([said.get("creditText"), said.get("creator"), said.get("author")])), "")
            yield Image(
                url=url,
                credit=html.line(credit)[:_LONGEST],
                alt=html.line(alt)[:_LONGEST],
                width=_number(said.get("width")),
                height=_number(said.get("height")),
            )


def _plain(urls: Iterable[str]) -> Iterator[Image]:
    yield from (Image(url=url) for url in urls)


def _publisher_logo(article: json_ld.Node) -> list[object]:
    publishers = article.get("publisher")
    nodes = publishers if isinstance(publishers, list) else [publishers]
    return [node.get("logo") for node in nodes if isinstance(node, dict)]


def _is_sign(url: str, image: Image) -> bool:
    """Say whether a picture stands for a site: by its name, or by its size."""
    is_small = any(0 < size < _SMALLEST for size in (image.width, image.height))
    name = url.partition("?")[0].rpartition("/")[2].rpartition(".")[0].lower()
    words = _WORD.findall(name)
    return is_small or (0 < len(words) <= _MOST_WORDS and not _SIGNS.isdisjoint((words[0], words[-1], "".join(words))))


def _with_address(image: Image, url: str) -> Image:
    return Image(url=url, credit=image.credit, alt=image.alt, width=image.width, height=image.height)


def _joined(image: Image, other: Image) -> Image:
    """Return what two accounts say of one picture."""
    return Image(
        url=image.url,
        credit=image.credit or other.credit,
        alt=image.alt or other.alt,
        width=image.width or other.width,
        height=image.height or other.height,
    )


def _number(value: object) -> int:
    if isinstance(value, dict):
        value = value.get("value")
    found = _NUMBER.match(str(value).strip()) if isinstance(value, str | int | float) else None
    return int(found[0]) if found else 0
