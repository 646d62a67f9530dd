"""Texts of the rules stay readable whatever the person's facts are; all other text is veiled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from scanner.model.assessment import Assessment
from scanner.model.facts import Fact, FactKind, Secret
from scanner.model.finding import Quote, QuotePart
from scanner.render import render_html, render_json, render_summary
from scanner.render.own_words import OWN, OwnWords, with_own_words
from tests.render import invented

EMPLOYERS = ("Police", "Google", "Proof")
PAGE_TEXT = "She works for Google and the Police, with Proof."


def works_there() -> Assessment:
    """Employers that are also words and hosts of the rules, on a page and in every rule's text."""
    rich = invented.rich()
    employers = tuple(
        Fact(f"employer-{n}", FactKind.EMPLOYER, Secret(name, name[0] + "•" * (len(name) - 1)))
        for n, name in enumerate(EMPLOYERS)
    )
    said = "Ask Google, tell the police, keep proof."
    first, *others = rich.findings
    finding = replace(
        first.finding,
        quote=Quote((QuotePart(PAGE_TEXT),)),
        page_title=Quote((QuotePart(PAGE_TEXT),)),
        reasons=(said,),
    )
    remedies = tuple(
        replace(
            item,
            backfire="tell_police",
            title=said,
            summary=said,
            who=said,
            legal_basis=said,
            steps=(replace(item.steps[0], do=said, link="https://support.google.com/police"),),
        )
        for item in rich.remedies
    )
    ledger = tuple(replace(i, controller="Google (United States)") for i in rich.ledger)
    return replace(
        rich,
        person=replace(rich.person, facts=(*rich.person.facts, *employers)),
        findings=(replace(first, finding=finding, why=said, source_title=said), *others),
        escalations=tuple(replace(i, title=said, say=said, do=(said,)) for i in rich.escalations),
        actions=tuple(replace(i, title=said, why=said, first_step=said) for i in rich.actions),
        remedies=remedies,
        combinations=tuple(replace(i, say=said) for i in rich.combinations),
        left_out=tuple(replace(i, title=said, detail=said) for i in rich.left_out),
        manual=tuple(replace(i, title=said, how=said) for i in rich.manual),
        limitations=tuple(replace(i, detail=said) for i in rich.limitations),
        checks=tuple(replace(i, title=said, detail=said, look_yourself=said) for i in rich.checks),
        ledger=ledger,
    )


def test_html_prints_the_rules_as_they_are_and_veils_the_page() -> None:
    page = BeautifulSoup(render_html(works_there()), "lxml")
    text = " ".join(page.main.get_text(" ").split())
    masked = "She works for G••••• and the P•••••, with P••••."
    assert text.count(masked) == 2, "quote and title"
    for dotted in (
        "Ask G•",
        "tell the p•",
        "keep p•",
        "Tell the p•",
        "P•••• they ask",
    ):
        assert dotted not in text
    assert "G••••• (United" not in text and "Google (United States)" in text
    assert "Tell the police first." in text, "the program's own words as well"
    link = page.find("a", href="https://support.google.com/police")
    assert link and link.get_text() == "Open support.google.com"


def test_json_prints_the_rules_as_they_are_and_veils_the_page() -> None:
    document = json.loads(render_json(works_there()))
    said = "Ask Google, tell the police, keep proof."
    finding = document["findings"][0]
    assert "Google" not in finding["quote"] and "Police" not in finding["page_title"]
    assert finding["why"] == finding["source_title"] == finding["reasons"][0] == said
    assert document["remedies"][0]["steps"] == [
        {"do": said, "link": "https://support.google.com/police"}
    ]
    assert document["remedies"][0]["backfire"] == "tell_police"
    for name, key in (("left_out", "detail"), ("manual", "how"), ("limitations", "detail")):
        assert document[name][0][key] == said
    assert document["escalations"][0]["do"] == [said]
    assert document["checks"][0]["look_yourself"] == said
    assert document["ledger"][0]["controller"] == "Google (United States)"


def test_summary_prints_the_rules_as_they_are() -> None:
    text = render_summary(works_there())
    assert "Ask Google, tell the police, keep proof." in text and "•" not in text


def test_a_fact_takes_no_word_out_of_a_closed_list() -> None:
    rich = invented.rich()
    facts = tuple(
        Fact(f"employer-{n}", FactKind.EMPLOYER, Secret(word, "•"))
        for n, word in enumerate(("critical", "found", "search", "address"))
    )
    named = replace(rich, person=replace(rich.person, facts=(*rich.person.facts, *facts)))
    document = json.loads(render_json(named))
    assert document["findings"][0]["band"] == "critical"
    assert document["checks"][0]["outcome"] == "found"
    assert document["findings"][0]["kind"] == "address"
    assert "critical" in BeautifulSoup(render_html(named), "lxml").find(class_="counts").get_text()


def test_what_the_person_wrote_is_veiled_where_it_stands_among_rules() -> None:
    rich = invented.rich()
    chosen = rich.findings[-1]
    assert chosen.finding.public_by_choice
    leaky = replace(chosen, why=f"You want this to be public: ask at {invented.HOME}.")
    unruled = replace(
        rich.ledger[0], site="janemarlow.example", controller="whoever runs janemarlow.example"
    )
    named = replace(rich, findings=(leaky,), ledger=(unruled,))
    assert "Bramble" not in render_json(named)
    assert "janemarlow" not in render_json(named) + render_html(named)


@pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.__name__)
def test_every_declared_field_exists(kind: type) -> None:
    assert OWN[kind] <= {item.name for item in fields(kind)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, OwnWords):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for item in fields(value):
            yield from _texts(getattr(value, item.name))


def test_marking_changes_no_value_and_touches_nothing_of_pages_or_persons() -> None:
    rich = invented.rich()
    marked = with_own_words(rich)
    assert marked == rich
    assert isinstance(marked.remedies[0].steps[0].do, OwnWords)
    assert isinstance(marked.findings[0].finding.reasons[0], OwnWords)
    assert not list(_texts(marked.person))
    for item in marked.findings:
        shown = (item.finding.quote, item.finding.url, item.finding.page_title)
        assert not list(_texts(shown)) and not isinstance(item.finding.site, OwnWords)
