import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.article import Image
from parsers.page import pictures


def _absolute(url: str) -> str:
    return url if url.startswith("https://") else f"https://a.example{url}" if url.startswith("/") else ""


def _named(article: dict[str, object] | None = None, **metas: list[str]) -> list[Image]:
    return list(pictures.named(metas, article or {}, _absolute))


def test_what_a_page_says_of_a_picture_is_kept_whoever_says_it() -> None:
    described = {
        "@type": "ImageObject",
        "url": "https://a.example/bridge.jpg",
        "width": {"@type": "QuantitativeValue", "value": 1200},
        "height": "675 px",
        "caption": "Мост через Ишим",
        "creditText": "Анна Ким",
    }

    assert _named({"image": [described]}, ogimage=["/bridge.jpg"], ogimagealt=["Мост утром"]) == [
        Image(url="https://a.example/bridge.jpg", credit="Анна Ким", alt="Мост утром", width=1200, height=675)
    ]


def test_the_largest_picture_is_the_first_and_of_unknown_ones_the_one_for_sharing() -> None:
    images = _named(
        {"image": ["/c.jpg", {"url": "/b.jpg", "width": 1200, "height": 800}]},
        ogimage=["/a.jpg"], ogimagewidth=["600"], ogimageheight=["400"],
    )  # fmt: skip

    assert [image.url[-5:] for image in images] == ["b.jpg", "a.jpg", "c.jpg"]
    assert [image.url[-5:] for image in _named({"image": "/b.jpg"}, ogimage=["/a.jpg"])] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    "url", ["/i/logo.png", "/site-logo.svg", "/logo_news_2.jpg", "/no-image.jpg", "/default.png?v=1", "/x/favicon.ico"]
)
def test_a_sign_of_the_site_is_no_picture(url: str) -> None:
    assert _named(ogimage=[url]) == []


@pytest.mark.parametrize(
    "url",
    [
        "/sites/default/files/bridge.jpg",
        "/logo/2026/bridge.jpg",
        "/1234567.jpg",
        "/a-new-colour-of-city-logo-in-may.jpg",
    ],
)
def test_a_picture_whose_address_is_like_a_signs_is_one(url: str) -> None:
    assert len(_named(ogimage=[url])) == 1


def test_the_publishers_logo_and_pictures_too_small_to_be_one_are_left_out() -> None:
    article: dict[str, object] = {"publisher": {"logo": {"url": "/brand/rect.png"}}, "image": ["/brand/rect.png"]}

    assert _named(article) == []
    assert _named(ogimage=["/a.jpg"], ogimagewidth=["64"], ogimageheight=["64"]) == []


@given(
    st.recursive(
        st.none() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["url", "width", "logo", "creator", "caption", "name"]), inner, max_size=4
            )
        ),
    )
)
def test_json_of_any_shape_is_survived(value: object) -> None:
    assert json.loads(json.dumps(value)) == value
    assert all(image.url for image in _named({"image": value, "publisher": value}))
