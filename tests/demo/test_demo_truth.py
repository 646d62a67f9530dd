"""The ground truth is true: what it says was planted stands in what the sites serve."""

from __future__ import annotations

import base64
import re
import tomllib
from datetime import date
from urllib.parse import urlsplit

import pytest

from scanner.demo import ground_truth
from scanner.demo.candidate import LISTED_PAGES
from scanner.demo.truth import Expected
from scanner.demo.walls import UNKNOWN_CHALLENGES

TRUTH = ground_truth()
KEY = base64.b64encode(b"demo-key-7f3c1b52:").decode()


def fetch(get, url):
    """The answer at the end of the redirects, with the address where it was found."""
    headers = {"Authorization": f"Basic {KEY}"} if "company-information" in url else {}
    answer = get(url, headers)
    while answer.status in (301, 302):
        url = answer.headers["location"]
        answer = get(url)
    return url, answer


@pytest.mark.parametrize("planted", TRUTH.planted, ids=lambda p: f"{urlsplit(p.url).hostname}")
def test_what_was_planted_is_served(get, planted):
    url, answer = fetch(get, planted.url)
    assert answer.status == 200
    assert url == (planted.final_url or planted.url)
    source = re.sub(r"<br>\s*", " ", answer.text)
    assert planted.shown in source
    assert ("marlow" in without_tags(answer.text).lower()) or not planted.named


def without_tags(text):
    """The page without markup, and without addresses, in which a name says nothing."""
    return re.sub(r"<[^>]*>|\S+@\S+|https?://\S+", " ", text)


def test_what_is_said_to_be_unnamed_is_unnamed(get):
    for planted in TRUTH.planted:
        if not planted.named:
            assert "jane" not in fetch(get, planted.url)[1].text.lower()


@pytest.mark.parametrize("decoy", TRUTH.decoys, ids=lambda d: d.shown)
def test_decoys_are_served(get, decoy):
    assert decoy.shown in fetch(get, decoy.url)[1].text


def test_pages_of_others_hold_no_fact_of_hers(get):
    for decoy in TRUTH.decoys:
        if decoy.whole_page:
            text = fetch(get, decoy.url)[1].text
            for value in ("WX4 7QT", "900123", "mailbox.example", "14 March 1979", "marlow-for"):
                assert value not in text


def test_every_listed_page_is_accounted_for():
    told = {planted.url for planted in TRUTH.planted}
    told |= {decoy.url for decoy in TRUTH.decoys}
    told |= {wall.url for wall in TRUTH.undecidable}
    told |= {page.url for page in TRUTH.harmless}
    assert set(LISTED_PAGES) <= told


def test_every_host_of_the_truth_is_there(web):
    urls = [item.url for item in (*TRUTH.planted, *TRUTH.decoys, *TRUTH.undecidable)]
    hosts = {urlsplit(url).hostname for url in urls} | {item.host for item in TRUTH.absences}
    assert hosts <= set(web.hosts)


def test_leads_are_named_by_the_engine_and_listed_by_nobody(get):
    answer = get(
        "https://search.marlow-for-wexcombe.example/search"
        "?q=%22Jane%20Marlow%22+%22Wexcombe%22&format=json"
    )
    assert all(lead in answer.text for lead in TRUTH.leads)
    assert not set(TRUTH.leads) & set(LISTED_PAGES)


def test_four_challenges_say_the_same_for_every_path(get):
    walls = {urlsplit(wall.url).hostname for wall in TRUTH.undecidable}
    assert len(UNKNOWN_CHALLENGES) == 4
    for host in UNKNOWN_CHALLENGES:
        assert host in walls
        paths = ("/janemarlow", "/q7x1", "/robots.txt")
        pages = {path: get(f"https://{host}{path}") for path in paths}
        assert {page.status for page in pages.values()} == {200}
        texts = {page.text.replace(path, "") for path, page in pages.items()}
        assert len({re.sub(r"[0-9a-f]{16}", "", text) for text in texts}) == 1


def test_the_directory_forbids_its_record(get):
    rules = get("https://www.whereabouts-directory.example/robots.txt").text
    assert "Disallow: /people/" in rules


def test_every_kind_of_standing_is_planted():
    assert {planted.expected for planted in TRUTH.planted} == set(Expected)
    assert sum(planted.hostile for planted in TRUTH.planted) == 1


def test_the_profile_is_toml_with_a_current_consent(web):
    today = date(2026, 11, 22)
    profile = tomllib.loads(web.profile_toml(today))
    consent = profile["consent"]
    assert consent["given_on"] < today < consent["valid_until"]
    assert profile["pages"]["urls"] == list(LISTED_PAGES)
    hosts = {urlsplit(url).hostname for url in LISTED_PAGES}
    origins = {urlsplit(url).hostname for url in profile["endpoints"].values()}
    assert hosts | origins <= set(web.hosts)


def test_no_page_points_out_of_the_demonstration_web(get, web):
    """Whatever a page would load by itself has to come from its own site."""
    for url in (*LISTED_PAGES, *TRUTH.leads, "https://marlow-for-wexcombe.example/"):
        text = fetch(get, url)[1].text
        loads = re.findall(r"<(?:img|script|link|iframe)\b[^>]*?(?:src|href)=\"?(https?:)?//", text)
        assert not loads, url


def test_real_numbers_and_addresses_are_nowhere(get):
    for url in (*LISTED_PAGES, *TRUTH.leads, "https://marlow-for-wexcombe.example/"):
        text = fetch(get, url)[1].text
        for number in re.findall(r"\b0(?:1632|7700)[ \d]{6,8}\d", text):
            assert re.match(r"01632 ?96|07700 ?900", number)
        assert not re.search(r"\b0(?!1632|7700)\d{3,4} \d{5,6}\b", text)
        for host in re.findall(r"[\w.]+@([\w.-]+\w)", text):
            assert host.endswith(".example")
