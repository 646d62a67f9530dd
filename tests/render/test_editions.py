"""One assessment for three readers: what each is shown, and what an officer never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup, Tag

from scanner.errors import PlanError
from scanner.model.assessment import Assessment
from scanner.model.bands import Standing
from scanner.render import Audience, Edition, Unmasking, read_json, render_html, render_json
from tests.render import invented

ASKED = Unmasking("PC 1 A. Bell", datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "For the statement")
POLICE = Edition(
    Audience.POLICE,
    case_reference="1234567/26",
    exhibit="AB/1",
    marking="Official-Sensitive",
    operator="PC 1 A. Bell, Wexshire Police",
    source_sha256="cd" * 32,
)
OFFICER = Edition(Audience.OFFICER)
EVERY = [invented.rich, invented.nothing_found, invented.below_floor, invented.stopped_at_once]


def soup(edition: Edition, assessment: Assessment | None = None, reveal: bool = False) -> Tag:
    return BeautifulSoup(render_html(assessment or invented.rich(), reveal, edition), "lxml")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.mark.parametrize("build", EVERY)
@pytest.mark.parametrize("edition", [POLICE, OFFICER], ids=lambda item: item.audience.value)
def test_every_edition_of_every_assessment_is_masked_runs_nothing_and_is_made_again(
    build, edition: Edition
) -> None:
    text = render_html(build(), reveal=True, edition=edition)
    assert [value for value in (*invented.PRIVATE, invented.STRANGER) if value in text] == []
    page = BeautifulSoup(text, "lxml")
    assert not page.find_all(["script", "img", "iframe", "link", "object"])
    assert "script-src 'none'" in page.find("meta", {"http-equiv": True})["content"]
    assert len(page.find_all("h1")) == 1
    assert render_html(read_json(render_json(build())).assessment, edition=edition) == render_html(
        build(), edition=edition
    )


def test_an_officer_sees_how_bad_and_by_when_and_no_detail() -> None:
    rich = invented.rich()
    page = soup(OFFICER)
    rows = [words(row) for row in page.find(id="tasks").tbody.find_all("tr")]
    assert len(rows) == len(rich.actions)
    assert rows[0].startswith("1 Critical 1 about 10 minutes")
    told = words(page)
    assert "3 critical 1 high 1 medium" in told
    assert "1 warning sign" in told and "999" in told
    for item in rich.findings:
        for detail in (item.title, item.finding.site, item.finding.url.shown(True), item.why):
            assert detail not in told, detail
    for action in rich.actions:
        assert action.title not in told and action.first_step not in told
    for item in rich.escalations:
        assert item.quote.shown() not in told and item.title not in told
    assert "•" not in words(page.body), "not even masks"
    links = [link["href"] for link in page.main.find_all("a", href=True)]
    assert all(href.startswith("#") for href in links), links


def test_an_officer_is_told_when_too_little_was_looked_at() -> None:
    for build in (invented.below_floor, invented.stopped_at_once):
        told = words(soup(OFFICER, build()).main)
        assert "too few to reassure" in told
        assert "Nothing private was found by" not in told


def test_page_one_for_the_police_has_what_they_need() -> None:
    rich = invented.rich()
    page = soup(POLICE)
    cover = words(page.find(id="cover"))
    for piece in (
        "1234567/26", "AB/1", "OFFICIAL-SENSITIVE", "PC 1 A. Bell, Wexshire Police", "Jane Marlow",
        "2026-11-20T14:02:11.", "14:02 GMT", "netcurtain 0.1.0", "ab" * 32, "cd" * 32,
        "3 critical, 1 high, 1 medium", "23 of 31 gave an answer",
        "An annex in clear is made only on request",
    ):  # fmt: skip
        assert piece in cover, piece
    entries = page.find_all(class_="entry")
    assert len(entries) == len(rich.findings)
    assert rich.findings[0].finding.source_id in words(entries[0])
    assert rich.findings[0].vector in words(entries[0])
    rows = page.find(id="checks").tbody.find_all("tr")
    assert len(rows) == len(rich.checks), "those that found nothing or failed, too"
    assert words(page.find(id="method"))


def test_what_is_public_by_law_is_named_beside_what_was_counted() -> None:
    rich = invented.rich()
    named = "public because the law requires it, not counted"
    private = tuple(
        replace(each, standing=Standing.RISK)
        for each in rich.findings
        if each.standing is not Standing.PUBLIC_BY_LAW
    )
    by_law = replace(private[0], standing=Standing.PUBLIC_BY_LAW)
    assert f"1 {named}" in words(soup(POLICE, replace(rich, findings=(*private, by_law))))
    assert named not in words(soup(POLICE, replace(rich, findings=private)))


def test_the_marking_stands_above_and_below_on_screen_and_on_every_page() -> None:
    page = soup(POLICE)
    assert [words(tag) for tag in page.find_all(class_="marking")] == ["OFFICIAL-SENSITIVE"] * 2
    first, last = page.body.find_all(True, recursive=False)[1], page.body.find_all(True)[-1]
    assert "marking" in first["class"] and "marking" in last["class"]
    assert 'content: "OFFICIAL\\2d SENSITIVE"' in page.style.string
    assert soup(Edition()).find(class_="marking") is None, "nobody is marked unasked"


def test_values_in_clear_stand_in_an_annex_alone_with_who_when_and_why() -> None:
    page = soup(replace(POLICE, unmasking=ASKED))
    annex = page.find(id="annex").extract()
    assert invented.HOME in words(annex) and invented.MOBILE in words(annex)
    assert invented.STRANGER not in words(annex), "somebody else's number stays masked"
    for part in (annex, page.find(id="cover")):
        for piece in (ASKED.by, "2026-11-21T09:30:00.000Z", ASKED.reason):
            assert piece in words(part)
    left = str(page)
    assert [value for value in invented.PRIVATE if value in left] == []
    assert soup(POLICE, reveal=True).find(id="annex") is None, "not unless it is put on record"


@pytest.mark.parametrize(
    "wrong",
    [
        {"case_reference": "x" * 41},
        {"marking": "a\nb"},
        {"operator": "\u202edesrever"},
        {"exhibit": "<b>1"},
        {"unmasking": ASKED},
    ],
)
def test_what_cannot_stand_on_a_report_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(PlanError):
        Edition(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("audience", [Audience.CANDIDATE, Audience.POLICE])
def test_the_key_that_sealed_the_evidence_is_named(audience: Audience) -> None:
    key = "SHA256:" + "q" * 43
    assert key in words(soup(Edition(audience, seal=key)))
    assert "sealed with" not in words(soup(Edition(audience)))


def test_hostile_words_on_the_edition_are_only_text() -> None:
    evil = '"}</style><script>alert(1)</script>'
    page = soup(Edition(marking=evil, case_reference=evil, operator=evil))
    assert len(page.find_all("script")) == 1, "the report's own"
    assert len(page.find_all("style")) == 1
    assert evil in words(page.footer)
