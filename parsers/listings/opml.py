"""Lists of sources as OPML, the form that feed readers exchange. Values only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import quoteattr

from lxml import etree

from parsers import urls
from parsers.article import Page, ParseError
from parsers.listings import safe_xml

MAX_BYTES = 2 * 1024 * 1024
MAX_OUTLINES = 2000
_MAX_TITLE = 200
_OUTLINE = re.compile(r"<outline\b[^<>]{0,8000}>", re.IGNORECASE)
# A quote that neither begins a value nor ends one, before the next attribute or the end of the tag.
_INNER_QUOTE = re.compile(r"""(?<!=)(?<!=\s)["'](?!\s{0,99}(?:/?>|[\w:.-]{1,40}\s{0,9}=\s{0,9}["']))""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A source in somebody's list: the address of its feed, its title and site (may be empty), and its folder."""

    url: str
    title: str = ""
    site: str = ""
    folder: str = ""


def read(page: Page) -> list[Outline]:
    """Return the sources that an OPML file lists, each address once, at most `MAX_OUTLINES`; folders keep their names.

    Raises:
        ParseError: not OPML.
    """
    document = safe_xml.text(page, limit=MAX_BYTES)
    root = _root(document, page.url)
    if root is None or _name(root) != "opml":
        raise ParseError(page.url, "not an OPML file")
    unique: dict[str, Outline] = {}
    for outline in _outlines(root, page.url):
        unique.setdefault(outline.url, outline)
        if len(unique) == MAX_OUTLINES:
            break
    return list(unique.values())


def write(outlines: Iterable[Outline], *, title: str, now: datetime) -> str:
    """Return an OPML file with these sources, grouped by folder, those without one at the end."""
    folders: dict[str, list[Outline]] = {}
    for outline in outlines:
        folders.setdefault(outline.folder, []).append(outline)
    groups = []
    for folder in sorted(folders, key=lambda name: (not name, name)):
        rows = "".join(_row(outline) for outline in folders[folder])
        groups.append(f"<outline text={_quoted(folder)}>\n{rows}</outline>\n" if folder else rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n<head>'
        f"<title>{_quoted(title)[1:-1]}</title><dateCreated>{format_datetime(now)}</dateCreated></head>\n"
        f"<body>\n{''.join(groups)}</body>\n</opml>\n"
    )


def _root(document: str, url: str) -> etree._Element | None:
    for text, recover in ((document, False), (_OUTLINE.sub(_requoted, document), True)):
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=recover, huge_tree=False
        )
        try:
            return etree.fromstring(text.encode("utf-8", "replace"), parser) if text else None
        except (etree.XMLSyntaxError, ValueError) as error:
            if recover:
                raise ParseError(url, "unreadable as OPML") from error
    return None


def _requoted(outline: re.Match[str]) -> str:
    """Return an outline's tag in which quotes inside of values are references."""
    return _INNER_QUOTE.sub(lambda quote: "&quot;" if quote[0] == '"' else "&apos;", outline[0])


def _name(element: etree._Element) -> str:
    """Return an element's name as everybody writes it: some add a namespace, some write in capitals."""
    return str(element.tag).rpartition("}")[2].lower()


def _outlines(root: etree._Element, base: str) -> Iterator[Outline]:
    """Yield the outlines that have a feed; the nearest outline above without one is their folder."""
    for element in (found for found in root.iter(etree.Element) if _name(found) == "outline"):
        fields = {str(name).lower(): " ".join(str(value).split()) for name, value in element.attrib.items()}
        url = urls.joined(base, fields.get("xmlurl", ""))
        if url:
            yield Outline(
                url=url,
                title=_title(fields),
                site=urls.joined(base, fields.get("htmlurl", "")),
                folder=_folder(element),
            )


def _folder(element: etree._Element) -> str:
    above = element.getparent()
    if above is None or _name(above) != "outline":
        return ""
    return _title({str(name).lower(): str(value) for name, value in above.attrib.items()})


def _title(fields: dict[str, str]) -> str:
    return (fields.get("title") or fields.get("text") or "")[:_MAX_TITLE]


def _row(outline: Outline) -> str:
    site = f" htmlUrl={_quoted(outline.site)}" if outline.site else ""
    name = _quoted(outline.title or outline.url)
    return f'<outline type="rss" text={name} title={name} xmlUrl={_quoted(outline.url)}{site}/>\n'


def _quoted(text: str) -> str:
    """Return text in double quotes, escaped for XML; what XML cannot hold is left out."""
    return quoteattr(safe_xml.FORBIDDEN.sub("", text), {'"': "&quot;"})
