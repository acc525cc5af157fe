"""How many sites and channels tell a story: what a channel only passes on makes it none."""

from datetime import UTC, datetime

import pytest

from bot.digest import tellers
from bot.digest.tellers import Tellers
from storage.model import Member, MemberKind

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)


def member(site: str, *, kind: MemberKind = MemberKind.SAME, origin: str = "") -> Member:
    return Member(
        article_id=1, url=f"https://{site}/1", site=site, title="Снег", lead="", language="ru", published_at=NOW,
        joined_at=NOW, kind=kind, origin=origin,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([member("zakon.kz"), member("kt.kz"), member("t.me/steppe")], Tellers(sites=2, channels=1)),
        ([member("zakon.kz"), member("t.me/steppe", kind=MemberKind.COPY)], Tellers(sites=1, channels=0)),
        ([member("zakon.kz"), member("t.me/steppe", origin="zakon.kz")], Tellers(sites=1, channels=0)),
        (
            [
                member("t.me/another", origin="t.me/first"),
                *(member(f"t.me/ch_{n}", kind=MemberKind.COPY) for n in range(9)),
            ],
            Tellers(sites=0, channels=1),
        ),
        ([member("t.me/another", origin="t.me/first"), member("t.me/first")], Tellers(sites=0, channels=1)),
        ([member("t.me/steppe", origin="zakon.kz")], Tellers(sites=0, channels=1)),
        ([], Tellers(sites=0, channels=0)),
    ],
)
def test_who_only_passes_on_is_no_teller(members: list[Member], expected: Tellers) -> None:
    assert tellers.count(members) == expected


def test_a_channel_is_named_by_its_name() -> None:
    assert [tellers.name(site) for site in ("zakon.kz", "t.me/steppe_now", "t.me/?иван")] == [
        "zakon.kz", "@steppe_now", "t.me/?иван",
    ]  # fmt: skip
