"""What stories are compared by, as earlier versions stored it: it is read as it was written then."""

from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from parsers.language.quantities import CalendarDay, Quantity
from storage.database import Database
from storage.schema import tables
from storage.stories.clustering import representatives
from storage.stories.clustering.features import Traits, WeightedFeatures
from storage.stories.clustering.representatives import Representative

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
MEMBERS = (
    Representative(
        article_id=7,
        weighed=WeightedFeatures(
            title={"мост": 5.25, "китаи": 3.0},
            lead={"мост": 9.5, "строит": 0.01},
            names={"астан": 4.25, "китаи": 3.0},
            traits=Traits(
                site="zakon.kz",
                language="ru",
                published_at=NOW.replace(microsecond=250_000),
                words=("китаи", "мост"),
                named=frozenset({"китаи", "астан"}),
                title_named=frozenset({"китаи"}),
                quantities=frozenset({Quantity(4.7, "км"), Quantity(2.0, "")}),
                title_quantities=frozenset({Quantity(2.0, "")}),
                days=frozenset({CalendarDay(11, 20)}),
                lead_days=frozenset({CalendarDay(11, 20), CalendarDay(11, 21)}),
                quotes=frozenset({"так и будет"}),
                sketch=frozenset({1, 2**32 - 1}),
                sentences=frozenset({0, 2**32 - 1}),
                places=frozenset({"китаи", "казахст"}),
                title_places=frozenset({"китаи"}),
                length=17,
                latin=True,
                meaning=b"\x00\xff",
            ),
            title_length=6.046,
            lead_length=9.5,
        ),
    ),
    Representative(
        article_id=1 << 40,
        weighed=WeightedFeatures(
            title={},
            lead={},
            names={},
            traits=Traits(site="", language="", published_at=NOW),
            title_length=0.0,
            lead_length=0.0,
        ),
    ),
)
# These members as version 0.1.0 stored them, but that it kept titles and what follows together.
FIRST_FORM = b64decode(
    "AQcAAAAAAAAAyXa+nxovGEAAAAAAAAAjQAIAAgApAAAAAgA4AQAA0LzQvtGB0YIK0LrQuNGC0LDQuArQvNC+0YHRggrRgdGC0YDQvtC40YINAi"
    "wBtgMBAAEAAAD/////eyJzaXRlIjoiemFrb24ua3oiLCJsYW5ndWFnZSI6InJ1IiwiYXQiOjE3OTUxNjE2MDAuMjUsIndvcmRzIjpbItC60LjR"
    "gtCw0LgiLCLQvNC+0YHRgiJdLCJuYW1lZCI6WyLQsNGB0YLQsNC9Iiwi0LrQuNGC0LDQuCJdLCJ0aXRsZV9uYW1lZCI6WyLQutC40YLQsNC4Il"
    "0sInF1YW50aXRpZXMiOltbMi4wLCIiXSxbNC43LCLQutC8Il1dLCJ0aXRsZV9xdWFudGl0aWVzIjpbWzIuMCwiIl1dLCJkYXlzIjpbWzExLDIw"
    "XV0sInF1b3RlcyI6WyLRgtCw0Log0Lgg0LHRg9C00LXRgiJdLCJwbGFjZXMiOlsi0LrQuNGC0LDQuCJdLCJtZWFuaW5nIjoiQVA4PSJ9AAAAAA"
    "ABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJoAAAB7InNpdGUiOiIiLCJsYW5ndWFnZSI6IiIsImF0IjoxNzk1MTYxNjAwLjAsIndvcmRz"
    "IjpbXSwibmFtZWQiOltdLCJ0aXRsZV9uYW1lZCI6W10sInF1YW50aXRpZXMiOltdLCJ0aXRsZV9xdWFudGl0aWVzIjpbXSwiZGF5cyI6W10sIn"
    "F1b3RlcyI6W10sInBsYWNlcyI6W119"
)


def test_what_is_stored_is_read_back_as_it_was() -> None:
    data = representatives.encode(MEMBERS)
    representatives._recent.clear()
    assert representatives.decode(data) == MEMBERS
    assert representatives.decode(data) == MEMBERS, "from memory"
    assert [list(member.weighed.title) for member in representatives.decode(data)] == [["мост", "китаи"], []]


def test_the_same_members_are_the_same_bytes_and_those_of_another_form_are_left_alone() -> None:
    data = representatives.encode(MEMBERS)
    representatives._recent.clear()
    assert representatives.encode(representatives.decode(data)) == data
    assert representatives.decode(FIRST_FORM) == ()
    assert representatives.decode(b"") == ()


@pytest.mark.parametrize("centre", [None, b"", b"\xffunknown"])
async def test_stories_of_an_older_database_are_compared_on_after_migrating(
    blank_url: str, centre: bytes | None
) -> None:
    async with await Database.open(blank_url) as database:
        await database.migrate()
        await database.downgrade("0010")
        kept = [FIRST_FORM] * 501 + [centre]
        rows = [
            {"headline": "", "summary": "", "url": "", "first_at": NOW, "last_at": NOW, "grown_at": NOW, "centre": each}
            for each in kept
        ]
        async with database.transaction() as connection:
            await connection.execute(tables.stories.insert(), rows)
        await database.migrate()
        async with database.read() as connection:
            found = list(await connection.scalars(select(tables.stories.c.centre).order_by(tables.stories.c.id)))
    representatives._recent.clear()
    traits = replace(
        MEMBERS[0].weighed.traits,
        named=frozenset({"китаи"}), lead_days=frozenset({CalendarDay(11, 20)}), sentences=frozenset(),
        places=frozenset({"китаи"}), title_places=frozenset(), length=1, latin=False,
    )  # fmt: skip
    weighed = replace(MEMBERS[0].weighed, lead={"строит": 0.01}, names={"китаи": 3.0}, lead_length=0.01, traits=traits)
    upgraded = (replace(MEMBERS[0], weighed=weighed), MEMBERS[1])
    assert all(representatives.decode(each) == upgraded for each in found[:-1])
    assert found[-1] == centre
