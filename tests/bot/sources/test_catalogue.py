"""Who is behind each site of the catalogue, so that editions and sister sites do not confirm each other."""

from bot.sources import catalogue


def test_sites_of_one_house_have_one_owner() -> None:
    owners = catalogue.owners(catalogue.chosen([]))

    assert owners["tengrisport.kz"] == owners["en.tengrinews.kz"] == owners["tengrinews.kz"] == "tengrinews.kz"
    assert owners["ria.ru"] == owners["sputnik.kz"] == owners["ru.sputnik.kz"]
    assert owners["bbc.co.uk"] == owners["bbc.com"]
    assert owners["kz.kursiv.media"] == "kursiv.media"
    assert owners["zakon.kz"] != owners["vlast.kz"]
