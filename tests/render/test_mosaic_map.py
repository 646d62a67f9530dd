"""The map of the mosaic: drawn on the server, the same in words, and nothing of it unveiled."""

from __future__ import annotations

from dataclasses import replace

from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st

from scanner.model.assessment import Assessment
from scanner.render import render_html, render_json
from scanner.render.json_reading import read_json
from scanner.render.mosaic_map import MOST_LANES, WIDTH, LinkRow, draw
from tests.render import invented


def section(assessment: Assessment, reveal: bool = False) -> Tag:
    found = BeautifulSoup(render_html(assessment, reveal), "lxml").select_one("#mosaic")
    assert found is not None
    return found


def test_what_to_remove_is_told_first_with_the_way_to_its_steps() -> None:
    shown = section(invented.rich())
    items = shown.select(".removals li")
    assert [item.select_one("bdi").get_text() for item in items] == [
        "wexcombe-talk.example",
        "wexcombe-herald.example",
    ], "in the order of the plan"
    anchors = {link["href"][1:] for link in shown.select(".removals a")}
    report = BeautifulSoup(render_html(invented.rich()), "lxml")
    assert len(anchors) == 2 and all(report.find(id=anchor) for anchor in anchors)
    assert "too many chains to be sure" in shown.get_text()
    exact = replace(invented.rich().mosaic, exact=True)
    assert "No smaller number does" in section(replace(invented.rich(), mosaic=exact)).get_text()


def test_a_chain_that_stays_is_told_with_what_can_still_be_done() -> None:
    stays = section(invented.rich()).select(".stays")
    assert len(stays) == 1
    assert "1 chain stays" in stays[0].get_text()
    assert "Choose what a notice shows next time" in stays[0].get_text()


def test_the_picture_has_a_name_and_its_words_stand_in_a_list_beside_it() -> None:
    shown = section(invented.rich())
    for figure in shown.select("figure"):
        svg = figure.svg
        named = [svg.find(id=key) for key in svg["aria-labelledby"].split()]
        assert svg["role"] == "img" and [part.name for part in named] == ["title", "desc"]
        listed = figure.select_one(".chains").get_text(" ")
        for text in svg.select("text.what, text.site"):
            assert text.get_text() in listed
    by_number = shown.select("figure")[1].select_one(".chains").get_text(" ", strip=True)
    assert "found by" in by_number and "900123" not in by_number


def test_no_style_script_or_name_of_a_page_gets_into_the_picture() -> None:
    rich = invented.rich()
    evil = '"><script>alert(1)</script><g onload=alert(2)>14 Bramble Road'
    findings = tuple(
        replace(item, finding=replace(item.finding, site=evil)) for item in rich.findings
    )
    removals = tuple(replace(item, site=evil) for item in rich.mosaic.removals)
    spoilt = replace(rich, findings=findings, mosaic=replace(rich.mosaic, removals=removals))
    shown = section(spoilt)
    assert not shown.select("script, [onload], [style], style, image, use")
    assert "Bramble" not in shown.get_text()
    assert "Bramble" in section(spoilt, reveal=True).get_text()


def test_without_chains_there_is_no_such_part() -> None:
    report = BeautifulSoup(render_html(replace(invented.rich(), mosaic=None)), "lxml")
    assert not report.select("#mosaic, a[href='#mosaic']")


def test_the_json_of_it_reads_back() -> None:
    rich = invented.rich()
    assert read_json(render_json(rich, True)).assessment.mosaic == rich.mosaic
    without = read_json(render_json(replace(rich, mosaic=None), True))
    assert without.assessment.mosaic is None


def row(name: str, sites: int = 1, is_cut: bool = False, title: str = "The street") -> LinkRow:
    places = tuple((f"{name}-{n}.example", "remove") for n in range(sites))
    return LinkRow(name, title, places, is_cut)


@given(
    st.lists(
        st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True), max_size=9
    ),
    st.integers(0, 9),
    st.text(max_size=80),
)
def test_everything_stands_within_the_drawing_and_apart(
    chains: list[list[str]], sites: int, title: str
) -> None:
    drawing = draw("Your door", [[row(name, sites, title=title) for name in c] for c in chains])
    heights = [line.y for line in drawing.words]
    assert heights == sorted(heights) and len(set(heights)) == len(heights)
    assert all(0 < height < drawing.height for height in heights)
    assert all(0 < dot.x < WIDTH and 0 < dot.y < drawing.height for dot in drawing.dots)
    assert all(dot.x + 7 < line.x for dot in drawing.dots for line in drawing.words[1:-1])
    assert drawing.left_out == max(0, len(chains) - MOST_LANES)
    drawn = chains[:MOST_LANES]
    assert len(drawing.dots) == sum(map(len, drawn))
    assert len(drawing.lines) == sum(len(chain) + 1 for chain in drawn)


def test_a_line_is_broken_from_the_cut_on() -> None:
    drawing = draw("Your door", [[row("a"), row("b", is_cut=True), row("c")]])
    assert [line.is_broken for line in drawing.lines] == [False, False, True, True]
    assert [dot.is_cut for dot in drawing.dots] == [False, True, False]


def test_what_tells_a_name_stands_above_what_is_found_by_it() -> None:
    drawing = draw("Your door", [[row("street"), row("late")], [row("tie"), row("street")]])
    words = [line.text for line in drawing.words if line.sort == "site"]
    assert words == ["tie-0.example", "street-0.example", "late-0.example"]
