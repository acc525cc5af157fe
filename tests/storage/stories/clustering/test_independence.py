"""Who confirms a story: each publisher once, and nobody by copying."""

import pytest

from storage.model import MemberKind
from storage.stories.clustering import independence


@pytest.mark.parametrize(
    ("site", "owner"),
    [("kaz.zakon.kz", "zakon.kz"), ("www.zakon.kz", "zakon.kz"), ("news.com.kz", "news.com.kz"), ("", "")],
)
def test_editions_have_one_owner(site: str, owner: str) -> None:
    assert independence.owner(site) == owner


def test_an_owner_that_the_catalogue_knows_wins_over_the_name_of_the_site() -> None:
    assert independence.owner("tengrisport.kz", "tengrinews.kz") == "tengrinews.kz"


@pytest.mark.parametrize("kind", MemberKind)
def test_what_stands_confirms_unless_it_is_a_copy_and_what_was_withdrawn_does_not(kind: MemberKind) -> None:
    assert independence.confirms(kind, standing=True) == (kind is not MemberKind.COPY)
    assert not independence.confirms(kind, standing=False)


@pytest.mark.parametrize(("owners", "copies", "count"), [("ab", 3, 2), ("", 3, 1), ("", 0, 0)])
def test_only_where_nothing_but_copies_is_left_do_they_count_as_one(owners: str, copies: int, count: int) -> None:
    assert independence.sources(owners, copies) == count
