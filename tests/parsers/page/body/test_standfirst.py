import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from parsers.page.body import standfirst
from parsers.page.html import Block

FIRST = "В субботу утром пешеходный мост через Ишим открыли после двух лет ремонта."
LEAD = "Его ждали два года, а теперь он ведёт на другой берег и ночью"
BODY = f"<p>{FIRST}</p><p>По нему пошли первые люди.</p>"
LINES = [Block(name="p", text=FIRST), Block(name="p", text="По нему пошли первые люди.")]


def _found(markup: str, description: str = "") -> str:
    return standfirst.find(LexborHTMLParser(markup), description, LINES)


@pytest.mark.parametrize(
    "shown", ["<h2>{}</h2>", "<div><b></b><span>{}</span></div>", "<p class='x'>{}</p>", "<header><p>{}</p></header>"]
)
def test_what_a_page_describes_itself_by_is_read_where_it_is_shown(shown: str) -> None:
    assert _found(f"<h1>Мост</h1>{shown.format(LEAD)}{BODY}", LEAD) == LEAD
    assert (
        _found(f"<h1>Мост</h1>{shown.format(LEAD + ', пишет газета')}{BODY}", LEAD + "...") == LEAD + ", пишет газета"
    )


@pytest.mark.parametrize(
    "name", ["article-lead", "story__standfirst", "leadtext", "sub-title big", "Perex", "post_dek"]
)
def test_what_is_called_a_standfirst_between_headline_and_text_is_one(name: str) -> None:
    assert _found(f'<h1>Мост</h1><div class="{name}">{LEAD}</div>{BODY}') == LEAD


@pytest.mark.parametrize(
    "markup",
    [
        f"<h1>Мост</h1>{BODY}",
        f'<div class="lead">{LEAD}</div><h1>Мост</h1>{BODY}',
        f'<h1>Мост</h1>{BODY}<div class="lead">{LEAD}</div>',
        f'<h1>Мост</h1><div class="lead"><img src="a.jpg">{LEAD}</div>{BODY}',
        f'<h1>Мост</h1><figure><figcaption class="lead">{LEAD}</figcaption></figure>{BODY}',
        f'<h1>Мост</h1><a class="teaser" href="/2">{LEAD}</a>{BODY}',
        f'<h1>Мост</h1><div class="misleading">{LEAD}</div>{BODY}',
        f'<h1>Мост</h1><div class="lead">Город</div>{BODY}',
        f'<h1>Мост</h1><div class="lead">{FIRST}</div>{BODY}',
    ],
)
def test_what_stands_elsewhere_or_is_no_sentence_is_no_standfirst(markup: str) -> None:
    assert _found(markup) == ""


def test_what_the_lines_already_hold_is_not_read_twice() -> None:
    assert _found(f"<h1>Мост</h1>{BODY}", FIRST) == ""
    assert _found(f"<h1>Мост</h1>{BODY}", FIRST[:60] + "…") == ""


@given(
    st.lists(st.sampled_from(["<div class=lead>", "<p>", FIRST, LEAD, "</div>", "<h1>", "</h1>", "<a>"]), max_size=40)
)
def test_any_page_is_survived(parts: list[str]) -> None:
    assert len(_found("".join(parts), LEAD)) <= 1_000
