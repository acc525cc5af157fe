"""Who is behind each site of the catalogue, so that editions and sister sites do not confirm each other."""

import pytest

from bot.config import SettingsError
from bot.sources import catalogue


def test_sites_of_one_house_have_one_owner() -> None:
    owners = catalogue.owners(catalogue.chosen([]))

    assert owners["tengrisport.kz"] == owners["en.tengrinews.kz"] == owners["tengrinews.kz"] == "tengrinews.kz"
    assert owners["ria.ru"] == owners["sputnik.kz"] == owners["ru.sputnik.kz"]
    assert owners["bbc.co.uk"] == owners["bbc.com"]
    assert owners["kz.kursiv.media"] == "kursiv.media"
    assert owners["zakon.kz"] != owners["vlast.kz"]


def test_one_source_is_left_out_without_naming_the_others() -> None:
    everything = catalogue.chosen([])
    assert list(catalogue.chosen(["-bbc.com", "-ria.ru"])) == [n for n in everything if n not in {"bbc.com", "ria.ru"}]
    assert list(catalogue.chosen(["zakon.kz", "bbc.com", "-bbc.com"])) == ["zakon.kz"]


@pytest.mark.parametrize(
    ("names", "said"), [(["-nowhere.example"], "No source is called nowhere.example"), (["a.b", "-c.d"], "a.b, c.d")]
)
def test_a_stranger_is_named_also_after_a_minus(names: list[str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        catalogue.chosen(names)


def test_leaving_out_everything_that_is_named_is_refused() -> None:
    with pytest.raises(SettingsError, match="leaves out every source"):
        catalogue.chosen(["zakon.kz", "-zakon.kz"])
