"""Many findings: the file stays small, and every place can still be reached."""

from __future__ import annotations

from bs4 import BeautifulSoup

from scanner.render import render_html
from tests.render.large import large


def test_two_hundred_findings_take_less_than_a_megabyte() -> None:
    text = render_html(large(200))
    assert len(text.encode()) < 1_000_000
    page = BeautifulSoup(text, "lxml")
    assert len(page.select("#risks .place")) == 200, "each is told in full"
    assert not page.select(".rows")


def test_of_thousands_the_most_are_a_line_each_and_all_are_there() -> None:
    number = 2_000
    page = BeautifulSoup(render_html(large(number)), "lxml")
    told, rows = page.select("#risks .place"), page.select("#risks .rows > li")
    assert len(told) + len(rows) == number and len(told) < number / 2
    addresses = {row.a["href"] for row in rows} | {item.find("a")["href"] for item in told}
    assert len(addresses) == number
    assert all(len(row.find_all(True)) == 1 for row in rows)
