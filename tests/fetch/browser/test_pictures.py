"""Pictures are made of what was received, and a page cannot ask for anything by them."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from scanner.fetch.browser import Picture, ReceivedPage, find_browser, picture_pages
from tests.fetch.stub_web import StubServer, serving

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("pictures")]
URL = "https://www.site.example/people"


def page(body: str, id: str = "p", content_type: str = "text/html; charset=utf-8") -> ReceivedPage:
    return ReceivedPage(id, URL, body.encode(), content_type, f"{URL} received at noon")


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    """Pages that misbehave in several ways, pictured by one browser."""
    with serving() as server:
        origin = server.url("/")
        taken: list[Picture] = []
        given = [
            page("<body style='background:#00f'><p>14 Bramble Road", "plain"),
            page(
                f"<meta http-equiv=refresh content='0;url={origin}'><img src='{origin}a.png'>"
                f"<link rel=stylesheet href='{origin}s.css'><iframe src='{origin}f'></iframe>"
                f"<script>fetch('{origin}x')</script><body style='background:#0f0'>",
                "curious",
            ),
            page("<div style='height:90000px'>", "tall"),
            page('{"name": "Jane"}', "json", "application/json"),
        ]
        assert picture_pages(find_browser(), given, taken.append) == ""
        assert_untouched(server)
    return {picture.id: picture for picture in taken}


def assert_untouched(server: StubServer) -> None:
    assert server.asked == []


def colour(picture: Picture) -> tuple[int, ...]:
    with Image.open(io.BytesIO(picture.png)) as image:
        return tuple(image.convert("RGB").getpixel((600, 500)))  # type: ignore[arg-type]


def test_a_page_is_pictured_and_printed(pictures: dict[str, Picture]) -> None:
    assert colour(pictures["plain"]) == (0, 0, 255)
    assert pictures["plain"].pdf.startswith(b"%PDF-")
    assert not pictures["plain"].is_cut


def test_a_page_that_asks_for_more_is_pictured_without(pictures: dict[str, Picture]) -> None:
    assert colour(pictures["curious"]) == (0, 255, 0)


def test_an_endless_page_is_cut_in_the_picture_alone(pictures: dict[str, Picture]) -> None:
    with Image.open(io.BytesIO(pictures["tall"].png)) as image:
        assert image.size == (1280, 16_000)
    assert pictures["tall"].is_cut
    assert len(re.findall(rb"/Type\s*/Page\b", pictures["tall"].pdf)) > 20


def test_other_texts_are_pictured_too(pictures: dict[str, Picture]) -> None:
    assert pictures["json"].png


def test_no_page_is_begun_once_the_run_is_stopped() -> None:
    taken: list[Picture] = []
    assert picture_pages(find_browser(), [page("x")], taken.append, lambda: True) == ""
    assert taken == []
