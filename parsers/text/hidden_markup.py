"""Which elements no reader sees, by their own attributes; knows no style sheet and no script."""

import re
from collections.abc import Mapping
from typing import Final

_NONE: Final = re.compile(r"[-+]?0*(?:\.0*)?(?:[a-z]{1,4}|%)?")
_FAR: Final = re.compile(r"-(?:\d{4,}|\d{3,}(?=em|rem|vw|%))")
_CLIP: Final = re.compile(r"(?:rect|inset)\([0-9a-z%,. ]*+\)")
_NUMBER: Final = re.compile(r"\d++")
_CLIPPED_TO: Final = frozenset({"0", "1", "50", "100"})
_HIDING_CLASSES: Final = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "u-visually-hidden"}
)
_HIDING: Final = {"display": {"none"}, "visibility": {"hidden", "collapse"}, "content-visibility": {"hidden"}}
# What is moved so far, or clipped so, is there for machines.
_PLACES: Final = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
_SIZES: Final = ("height", "width", "max-height", "max-width")


def hides(attributes: Mapping[str, str | None], *, tag: str | None = None) -> bool:
    """Tell whether the attributes of an element hide it, and what is in it, from whoever looks at the page.

    Not by `opacity` or `transform`: with these, what is to be seen soon begins. Nor by `aria-hidden`: it is seen.
    """
    if "hidden" in attributes:
        return True
    if tag == "dialog" and "open" not in attributes:
        return True
    if not _HIDING_CLASSES.isdisjoint((attributes.get("class") or "").lower().split()):
        return True
    return "style" in attributes and _style_hides(declarations(attributes["style"] or ""))


def declarations(style: str) -> dict[str, str]:
    """Return the properties of a style attribute in lower case, the last of each name; an important one stays."""
    found: dict[str, str] = {}
    important: set[str] = set()
    for declaration in style.lower().split(";")[:100]:
        name, _, value = declaration.partition(":")
        value, mark, _ = value.partition("!")
        name = name.strip()
        if name not in important or mark:
            found[name] = value.strip()
        if mark:
            important.add(name)
    return found


def _style_hides(style: Mapping[str, str]) -> bool:
    if any(style.get(name) in values for name, values in _HIDING.items()) or _is_nothing(style.get("font-size")):
        return True
    if any(_FAR.match(style.get(name, "")) for name in _PLACES):
        return True
    if any(_is_clipped(style.get(name, "")) for name in ("clip", "clip-path")):
        return True
    if style.get("overflow", "") in {"hidden", "clip"} and any(_is_nothing(style.get(name)) for name in _SIZES):
        return True
    ground = style.get("background-color") or style.get("background")
    return bool(ground) and style.get("color") == ground


def _is_clipped(shape: str) -> bool:
    return (
        _CLIP.fullmatch(shape) is not None and bool(numbers := _NUMBER.findall(shape)) and set(numbers) <= _CLIPPED_TO
    )


def _is_nothing(length: str | None) -> bool:
    return bool(length) and _NONE.fullmatch(length or "") is not None
