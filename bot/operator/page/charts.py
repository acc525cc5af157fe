"""Charts as SVG for a page: pygal draws bars, axes and numbers; colours and letters are those of page.css."""

import sys
from collections.abc import Sequence
from typing import Final

import pygal
from lxml import etree
from markupsafe import Markup

# It puts itself among Python's finders of modules for plug-ins that we have none of, in the way of Python 3.3.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != "pygal"]

_SVG: Final = "{http://www.w3.org/2000/svg}"
_WIDTH, _HEIGHT = 640, 220
_MOST_LABELS: Final = 8
_NOTHING: Final = "▁"


def bars(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> Markup:
    """Draw several series of numbers beside each other's labels, one upon the other; `title` says what it is."""
    chart = pygal.StackedBar(
        width=_WIDTH, height=_HEIGHT, css=(), js=(), disable_xml_declaration=True, show_legend=False, margin=8,
        spacing=4, print_values=False, min_scale=3, max_scale=5, x_label_rotation=0, range=_range(series),
        value_formatter=_number, show_minor_x_labels=False, truncate_label=-1, order_min=0,
        x_labels_major_every=max(1, -(-len(labels) // _MOST_LABELS)),
    )  # fmt: skip
    chart.x_labels = list(labels)
    for name, values in series:
        chart.add(name, list(values))
    root = chart.render_tree()
    # A page that allows no script and no style of its own needs neither; what is said twice is told by the table below.
    for tag in ("script", "style", "desc", "title"):
        for found in list(root.iter(f"{_SVG}{tag}", tag)):
            found.getparent().remove(found)
    for found in root.xpath("//*[contains(@class, 'overlay')]"):
        found.getparent().remove(found)
    etree.strip_tags(root, etree.Comment)
    root.set("role", "img")
    root.set("aria-label", title)
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - pygal writes it, and escapes what it is given


def sparkline(values: Sequence[float]) -> str:
    """Draw numbers as one line of text: ▁▃▇, the lowest sign for nothing at all."""
    chart = pygal.Line()
    chart.add("", list(values))
    return str(chart.render_sparktext(relative_to=0)) if any(values) else _NOTHING * len(values)


def _range(series: Sequence[tuple[str, Sequence[float]]]) -> tuple[float, float]:
    """From nothing to the highest pile, and to four at least: an axis has a length, and counts in whole numbers."""
    piles = [sum(values) for values in zip(*(values for _, values in series), strict=True)]
    return 0, max([4, *piles])


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ")
