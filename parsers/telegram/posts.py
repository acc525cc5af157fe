"""A channel's posts as articles: a title, the rest as the body, tags, pictures, and whose account it is. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from parsers import article_limits
from parsers.article import Article, Image, Link, Origin, Page, ParseError, Tag
from parsers.language import lemmas, sentence
from parsers.telegram import addresses, boilerplate, preview, rich_text
from parsers.telegram.preview import ChannelPage, ChannelPost, ChannelState
from parsers.telegram.rich_text import Line, Span

# A first line in bold that is longer is a text in bold.
_LONGEST_BOLD: Final = 300
_LONGEST_TITLE: Final = 240
# Words in bold that begin a line are its title if there are so many, or if a sentence ends with them.
_BOLD_WORDS: Final = 4
_OPENING: Final = frozenset("«“„\"'([$€₸₽£№+-–−@")
_CLOSING: Final = frozenset(".!?…:;»”“\"')]%‰₸$€₽£°′″_+*")
_ENGLISH: Final = 0.9


class NoPostsError(ParseError):
    """A page shows no posts; `reason` is "no-preview", "no-channel" or "empty"."""

    def __reduce__(self) -> tuple[object, ...]:
        """Survive the way back from a worker."""
        return partial(NoPostsError), (self.url, self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPost:
    """A post as it was read: `article` is None where there is none in it, and `why` then says what it is."""

    id: int
    published_at: datetime
    article: Article | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadChannel:
    """A page of a channel as it was read: its present name (may be empty), its title, its posts, the oldest first."""

    name: str
    title: str
    posts: tuple[ReadPost, ...]

    @property
    def links(self) -> list[Link]:
        """Its articles as links that carry them, the newest first."""
        found = (post.article for post in reversed(self.posts))
        return [Link(url=one.url, title=one.title, published_at=one.published_at, article=one) for one in found if one]


def read(page: Page, *, name: str = "") -> ReadChannel:
    """Read a page of a channel; its articles are those of the channel called `name`, else of the one it says it is.

    A channel may take another name; who reads it by its old one should find its articles the same.

    Raises:
        NoPostsError: it shows none.
        ParseError: it is no page of Telegram's.
    """
    shown = preview.read(page)
    if shown.state is not ChannelState.SHOWN:
        raise NoPostsError(page.url, "no-preview" if shown.state is ChannelState.HIDDEN else "no-channel")
    if not shown.posts:
        raise NoPostsError(page.url, "empty")
    return ReadChannel(name=shown.name, title=shown.title, posts=_read_all(shown, addresses.site(name or shown.name)))


def list_links(page: Page, *, name: str = "") -> list[Link]:
    """Return the articles of a page, the newest first. Raises ParseError, as `read`."""
    return read(page, name=name).links


def from_feed(url: str, content: str, *, published_at: datetime) -> Article | None:
    """Return the article of a post that a feed mirrors, as the channel's own page would give it; None if there is none.

    Args:
        url: where the feed says that the post is, None comes of what is no post.
        content: its HTML, as the feed has it.
        published_at: an aware moment.
    """
    of = addresses.referred(url)
    root = LexborHTMLParser(content).body
    if of is None or of.post is None or root is None:
        return None
    lines = rich_text.lines(root, base=url)
    post = ChannelPost(id=of.post, url=addresses.canonical(url), published_at=published_at.astimezone(UTC), lines=lines)
    return _read(post, addresses.site(of.name), frozenset()).article


def _read_all(shown: ChannelPage, site: str) -> tuple[ReadPost, ...]:
    repeated = boilerplate.signatures([post.lines for post in shown.posts])
    return tuple(_read(post, site, repeated) for post in shown.posts)


def _read(post: ChannelPost, site: str, repeated: frozenset[str]) -> ReadPost:
    if boilerplate.is_advert(post.lines):
        return ReadPost(id=post.id, published_at=post.published_at, article=None, why="advert")
    title, paragraphs = _parted(boilerplate.cut(post.lines, repeated))
    if not any(char.isalpha() for char in title):
        return ReadPost(id=post.id, published_at=post.published_at, article=None, why="wordless")
    article = Article(
        url=post.url,
        site=site,
        site_id=str(post.id),
        title=title,
        published_at=post.published_at,
        paragraphs=tuple(paragraphs),
        authors=(post.author,) if post.author else (),
        language=_language(f"{title} {' '.join(paragraphs)}"),
        tags=tuple(_tags(post.lines)),
        images=tuple(Image(url=url) for url in post.images),
        origin=post.origin or _told_by(post),
    )
    return ReadPost(id=post.id, published_at=post.published_at, article=article_limits.bounded(article).article)


def _parted(lines: Sequence[Line]) -> tuple[str, list[str]]:
    """Part a text into its title and its paragraphs: the first line if it is bold, else the first sentence."""
    if not lines:
        return "", []
    first, *others = lines
    bold, rest = _bold_beginning(first)
    said = _trimmed(rich_text.text(first))
    title = bold
    if not bold or len(bold) > _LONGEST_BOLD:
        title = sentence.first(said)
        rest = said[len(title) :].strip()
    if len(title) > _LONGEST_TITLE:
        title, rest = f"{article_limits.line(title, _LONGEST_TITLE)}…", said
    paragraphs = [rest, *(rich_text.text(line) for line in others)]
    return _untagged(title), [paragraph for paragraph in paragraphs if any(map(str.isalnum, paragraph))]


def _bold_beginning(line: Line) -> tuple[str, str]:
    """Return what a line says in bold at its beginning, if that is a title, and what it says behind it."""
    telling = [place for place, span in enumerate(line) if span.has_words]
    plain = next((place for place in telling if not line[place].bold), len(line))
    bold = _trimmed(rich_text.text(line[:plain]))
    rest = rich_text.text(line[plain:])
    ends = bold[-1:] in {".", "!", "?", "…", ":"} or rest[:1].isupper() or rest[:1] in {"—", "–", "-"}
    if not rest:
        return bold, ""
    is_title = len(bold.split()) >= _BOLD_WORDS and ends
    return (bold, _trimmed(rest)) if is_title else ("", "")


def _trimmed(said: str) -> str:
    """Return a line without the emoji and bullets that it begins and ends with."""
    start = next((at for at, char in enumerate(said) if char.isalnum() or char in _OPENING or char == "#"), len(said))
    end = len(said)
    while end > start and not (said[end - 1].isalnum() or said[end - 1] in _CLOSING):
        end -= 1
    return said[start:end]


def _untagged(title: str) -> str:
    """Return a title whose hashtags are words; those before it are only tags."""
    said = title.split()
    while len(said) > 1 and said[0].startswith("#") and (said[1].startswith("#") or said[1][:1].isupper()):
        del said[0]
    return " ".join(word[1:].replace("_", " ") if word[:1] == "#" and word[1:2].isalpha() else word for word in said)


def _tags(lines: Iterable[Line]) -> list[Tag]:
    found = (span.tag.replace("_", " ").strip() for line in lines for span in line if span.tag)
    return [Tag(label=label) for label in dict.fromkeys(found) if label]


def _told_by(post: ChannelPost) -> Origin | None:
    """Return the publisher's article that a post tells of: the one it shows a card of, or the only one it links to."""
    linked = dict.fromkeys(span.href for span in _spans(post.lines) if boilerplate.leads_to_publisher(span.href))
    address = post.card if boilerplate.leads_to_publisher(post.card) else next(iter(linked), "")
    if not address or len(linked) > 1:
        return None
    return Origin(site=(urlsplit(address).hostname or "").lower().removeprefix("www."), url=address)


def _spans(lines: Iterable[Line]) -> Iterable[Span]:
    return (span for line in lines for span in line)


def _language(said: str) -> str:
    """Return the language of a text by its letters, "" where they do not tell."""
    letters = [char for char in said if char.isalpha()]
    if not letters:
        return ""
    if sum(char.isascii() for char in letters) > _ENGLISH * len(letters):
        return "en"
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    return lemmas.language_of(said) or ("ru" if cyrillic > len(letters) / 2 else "")
