"""Made-up news to measure speed and size with: words by Zipf's law, names that recur, articles that retell another."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import accumulate

from parsers.article import Article
from parsers.language import terms

SITES = 60
RETOLD = 1 / 3
"""The share of articles that tell what another of the last few hundred told."""
_WORDS, _PERSONS = 30_000, 3_000
_SYLLABLES = [one + other for one in "бвгдзклмнпрстфхш" for other in "аеиоуыя"]
_RECENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A made-up article: title, lead, and the places of its words in the vocabulary, the commonest at 0."""

    title: str
    lead: str
    words: tuple[int, ...]
    person: str


@cache
def vocabulary() -> tuple[str, ...]:
    """The common words of the news, then made-up ones of Russian syllables."""
    chance = random.Random(1)
    common = [word for line in terms.lines("common_words.txt") if line[0] != "[" for word in line.split()]
    made = ("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(_WORDS))
    return tuple(dict.fromkeys([*common, *made]))


@cache
def _chances(count: int) -> Sequence[float]:
    return list(accumulate(1 / (rank + 8) for rank in range(count)))


def text(chance: random.Random) -> Text:
    """Write a title of eight words and a lead of fifty, with a person in both."""
    words = vocabulary()
    drawn = chance.choices(range(len(words)), cum_weights=_chances(len(words)), k=58)
    number = chance.choices(range(_PERSONS), cum_weights=_chances(_PERSONS))[0]
    person = f"{words[2000 + number].capitalize()} {words[6000 + number].capitalize()}ов"
    title = " ".join(words[each] for each in drawn[:8]).capitalize()
    lead = " ".join(words[each] for each in drawn[8:]).capitalize()
    return Text(title=f"{title}: {person}", lead=f"{lead}. Сообщил {person}.", words=tuple(drawn), person=person)


def retold(other: Text, chance: random.Random) -> Text:
    """Tell what another text tells, in two thirds of its words."""
    own = text(chance)
    title = [*chance.sample(other.title.partition(":")[0].split(), 6), *own.title.split()[:2]]
    lead = [*chance.sample(other.lead.split(), 34), *own.lead.split()[:16]]
    return Text(
        title=f"{' '.join(title).capitalize()}: {other.person}", lead=" ".join(lead), words=other.words,
        person=other.person,
    )  # fmt: skip


def articles(
    count: int, *, since: datetime, until: datetime, name: str = "new", paragraphs: int = 3
) -> tuple[list[Article], dict[str, int]]:
    """Articles told evenly over a time, always the same ones; and the event that each address tells of.

    On average they have so many `paragraphs`, of some 400 letters each.
    """
    chance = random.Random(2)
    told: list[tuple[Text, int]] = []
    for number in range(count):
        if told and chance.random() < RETOLD:
            other, event = chance.choice(told[-_RECENT:])
            told.append((retold(other, chance), event))
        else:
            told.append((text(chance), number))
    made = [
        Article(
            url=f"https://s{number % SITES}.kz/{name}/{number}",
            site=f"s{number % SITES}.kz",
            site_id=f"{name}{number}",
            title=each.title,
            lead=each.lead,
            language="ru",
            published_at=since + (until - since) * number / count,
            paragraphs=tuple(text(chance).lead for _ in range(chance.randint(1, 2 * paragraphs - 1))),
        )
        for number, (each, _) in enumerate(told)
    ]
    return made, {article.url: event for article, (_, event) in zip(made, told, strict=True)}
