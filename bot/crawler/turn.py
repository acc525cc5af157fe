"""A listing's turn to be read: what is known of it, what takes its articles in, and what came of them. Values only."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from bot.crawler.ingest import Ingested, Ingestion
from parsers.article import Link, Listing, Page, Source
from storage.sources.listing_states import ListingState


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A listing of a source that is due; `outcomes` counts what comes of its articles."""

    state: ListingState
    source: Source
    listing: Listing
    ingestion: Ingestion
    outcomes: Counter[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What a listing named, and what came of it; `again_in` is when to read on, where something was left out."""

    page: Page
    links: list[Link]
    taken: Ingested
    again_in: timedelta | None = None
