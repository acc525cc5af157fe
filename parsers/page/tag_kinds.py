"""What a publisher's tag names, by its address or its form: a person, a place, an organisation, a year or a subject.

A light guess from small lists, so that parsing needs no dictionary of the language; what is unsure is a subject.
"""

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from parsers.article import Tag, TagKind

_BY_PATH = {
    "person": TagKind.PERSON,
    "persons": TagKind.PERSON,
    "people": TagKind.PERSON,
    "persona": TagKind.PERSON,
    "organization": TagKind.ORGANISATION,
    "organizations": TagKind.ORGANISATION,
    "organisation": TagKind.ORGANISATION,
    "company": TagKind.ORGANISATION,
    "companies": TagKind.ORGANISATION,
    "place": TagKind.PLACE,
    "places": TagKind.PLACE,
    "location": TagKind.PLACE,
    "country": TagKind.PLACE,
    "countries": TagKind.PLACE,
    "region": TagKind.PLACE,
    "regions": TagKind.PLACE,
    "city": TagKind.PLACE,
    "cities": TagKind.PLACE,
    "geo": TagKind.PLACE,
    "year": TagKind.YEAR,
}
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*+[-–]?+\s*+(?:год[ау]?|г\.?|жыл[ыі]?|ж\.?|year))?$", re.IGNORECASE)
_NAME_WORD = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮІҺ][а-яёәғқңөұүіһ]+(?:-[А-ЯЁӘҒҚҢӨҰҮІҺ][а-яёәғқңөұүіһ]+)*$")
# Endings of surnames and patronymics in the nominative; "-ский" is left to the given names: many places end so.
_SURNAME = re.compile(
    r"\w{2,}(?:ов|ев|ёв|ин|ын|ова|ева|ёва|ина|ына|енко|швили|дзе|юк|чук|ян|улы|ұлы|кызы|қызы|бай|бек|хан|хын|вич|вна)$",
    re.IGNORECASE,
)
_WORDS = tomllib.loads(Path(__file__).with_name("tag_words.toml").read_text("utf-8"))
_GIVEN = frozenset(_WORDS["given_names"].split())
_NOT_NAMES = frozenset(_WORDS["not_names"].split())
_PLACES = frozenset(_WORDS["places"].split()) | frozenset(_WORDS["place_phrases"].splitlines())
_PLACE_FORM = re.compile(
    r"(?:^(?:г\.|город|село|поселок|посёлок|аул|озеро|река)\s)|(?:\s(?:область|обл\.?|район|край|облысы|ауданы|қаласы|ауылы|өңірі|республикасы)$)",
    re.IGNORECASE,
)
_ORGANISATION_SHORT = re.compile(
    r"(?:^|\s)(?:АО|ТОО|ПАО|ООО|НАО|ФК|ХК|РГП|ГКП|МВД|МИД|МЧС|КНБ|ООН|ЕАЭС|СНГ|ШОС|ОДКБ|НАТО|ВОЗ|МВФ|ФИФА|УЕФА"
    r"|ЮНЕСКО|КТЖ|КГД|НПП|БҰҰ|ІІМ|СІМ|АҚ|ЖШС)(?:\s|$)"
)
_ORGANISATION_WORD = re.compile(
    r"(?:^|\s)(?:министерств|комитет|агентств|акимат|департамент|генпрокуратур|генеральная прокуратура|нацбанк"
    r"|национальный банк|парламент|мажилис|сенат|партия|университет|академия|верховный суд|правительство|министрлігі"
    r"|комитеті|агенттігі|әкімдігі|партиясы|сенаты|парламенті|ұлттық банк|үкімет)",
    re.IGNORECASE,
)


def typed(label: str, address: str = "") -> Tag:
    """Return the tag with its kind: by a typed page such as /organization/..., else by its form."""
    return Tag(label=label, kind=_by_address(address) or _by_form(label))


def _by_address(address: str) -> TagKind | None:
    try:
        parts = urlsplit(address).path.lower().split("/")
    except ValueError:
        return None
    return next((_BY_PATH[part] for part in parts if part in _BY_PATH), None)


def _by_form(label: str) -> TagKind:
    folded = label.casefold()
    if _YEAR.match(label):
        return TagKind.YEAR
    if folded in _PLACES or _PLACE_FORM.search(label):
        return TagKind.PLACE
    if is_organisation(label):
        return TagKind.ORGANISATION
    return TagKind.PERSON if is_person(label) else TagKind.SUBJECT


def is_person(label: str) -> bool:
    """Say whether the label is surely a person's name: two or three capitalised words, one of them known."""
    words = label.split()
    if len(words) not in (2, 3) or not all(_NAME_WORD.match(word) for word in words):
        return False
    folded = [word.casefold() for word in words]
    if any(word in _NOT_NAMES or word in _PLACES for word in folded):
        return False
    if any(word in _GIVEN for word in folded):
        return True
    return len(words) == 2 and any(_SURNAME.match(word) for word in folded)


def is_organisation(label: str) -> bool:
    """Say whether the label has a word that only organisations' names have."""
    return bool(_ORGANISATION_SHORT.search(label) or _ORGANISATION_WORD.search(label))
