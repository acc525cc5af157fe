"""The rubrics of newspapers; knows no article."""

from enum import StrEnum


class Rubric(StrEnum):
    """What an article is about, as newspapers divide the world."""

    POLITICS = "politics"
    ECONOMY = "economy"
    SOCIETY = "society"
    INCIDENTS = "incidents"
    SPORT = "sport"
    CULTURE = "culture"
    SCIENCE = "science"
    TECHNOLOGY = "technology"
    WORLD = "world"
