"""The HTML report: it leaks nothing, loads nothing, runs nothing, and says what it must."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from scanner.model.assessment import Assessment
from scanner.model.finding import Quote, QuotePart
from scanner.model.plan import LeftOut, NotRunReason
from scanner.model.subject import Election
from scanner.render import render_html, render_summary
from tests.render import invented

EVERY = [invented.rich, invented.nothing_found, invented.below_floor, invented.stopped_at_once]


def soup(assessment: Assessment, reveal: bool = False) -> BeautifulSoup:
    return BeautifulSoup(render_html(assessment, reveal), "lxml")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.mark.parametrize("build", EVERY)
@pytest.mark.parametrize("reveal", [False, True])
def test_loads_and_runs_nothing(build, reveal: bool) -> None:
    page = soup(build(), reveal)
    for tag in page.find_all(True):
        assert tag.name not in {
            "iframe",
            "img",
            "link",
            "object",
            "embed",
            "form",
            "base",
        }
        for name, value in tag.attrs.items():
            assert not name.startswith("on"), f"{tag.name} has {name}"
            assert name not in {"src", "srcset", "style", "action", "formaction", "data", "poster"}
            if name == "href":
                assert re.match(r"(https?://|#)", str(value)), value
    assert [tag.attrs for tag in page.find_all("script")] == [{}], "one script, and it is inlined"
    assert "url(" not in page.style.get_text() and "@import" not in page.style.get_text()


def digest(tag: Tag) -> str:
    made = hashlib.sha256(str(tag.string).encode()).digest()
    return f"'sha256-{base64.b64encode(made).decode()}'"


@pytest.mark.parametrize("build", EVERY)
def test_policy_names_the_digests_of_the_one_style_sheet_and_the_one_script(build) -> None:
    page = soup(build())
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert len(page.find_all("style")) == 1
    assert len(page.find_all("script")) == 1
    for directive in (
        "default-src 'none'",
        f"style-src {digest(page.style)}",
        f"script-src {digest(page.script)}",
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    assert page.find("meta", {"name": "referrer"})["content"] == "no-referrer"
    assert "noindex" in page.find("meta", {"name": "robots"})["content"]


def test_links_out_give_nothing_away() -> None:
    links = soup(invented.rich(), reveal=True).find_all("a", href=re.compile("^http"))
    assert links
    for link in links:
        assert set(link["rel"]) == {"noopener", "noreferrer", "nofollow"}


def test_hostile_titles_and_addresses_are_only_text() -> None:
    html = render_html(invented.rich(), reveal=True)
    page = BeautifulSoup(html, "lxml")
    assert "alert(1)" in page.get_text(), "the title is shown"
    assert "javascript:alert(document.domain)" in page.get_text(), "the address is shown"
    assert not page.find_all("a", href=re.compile("javascript", re.IGNORECASE))
    assert page.find("b", string="she") is None, "markup of the page is quoted, not used"
    assert invented.RTL not in html


@pytest.mark.parametrize("build", EVERY)
def test_masked_report_holds_no_private_value(build) -> None:
    html = render_html(build())
    for value in (*invented.PRIVATE, invented.STRANGER):
        assert value not in html


def test_values_that_slipped_into_plain_text_are_masked_all_the_same() -> None:
    rich = invented.rich()
    leaky = replace(
        rich.checks[2],
        url=Quote((QuotePart("https://x.example/?q=WX4%207QT&tel=%2B447700900123"),)),
    )
    consent = replace(rich.person.consent, how=f"a form posted to {invented.HOME}")
    person = replace(rich.person, consent=consent)
    html = render_html(replace(rich, checks=(leaky,), person=person))
    assert "a form posted to" in html and "x.example" in html
    for value in invented.PRIVATE:
        assert value not in html
    assert "900123" not in html


def test_address_that_holds_a_private_value_is_no_link() -> None:
    masked = soup(invented.rich())
    assert not masked.find_all("a", href=re.compile("people.example/search"))
    assert masked.find("a", href="https://www.people.example/"), "a way in remains"
    assert "--reveal" in words(masked.find(id="manual")), "how to get links that work"
    revealed = soup(invented.rich(), reveal=True)
    assert revealed.find("a", href=re.compile("people.example/search.*WX4"))
    assert "--reveal" not in words(revealed.find(id="manual"))


def test_revealing_report_shows_values_and_is_marked() -> None:
    html = render_html(invented.rich(), reveal=True)
    page = BeautifulSoup(html, "lxml")
    assert invented.HOME in html and invented.MOBILE in html and invented.EMAIL in html
    assert words(page.find(class_="reveal-mark")) == "Shows private values in clear: do not share"
    assert words(page.title).startswith("Private values shown")
    assert invented.STRANGER not in html, "somebody else's number stays masked"
    assert soup(invented.rich()).find(class_="reveal-mark") is None


def test_first_screen_warns_then_judges_then_helps() -> None:
    page = soup(invented.rich())
    sections = [tag.get("class", [tag.get("id")])[0] for tag in page.main.find_all("section")][:4]
    assert sections == ["escalation", "verdict", "today", "coverage"]
    assert "999" in words(page.find(class_="escalation"))
    assert words(page.find(class_="headline")) == invented.rich().headline.sentence
    assert words(page.find(class_="counts")) == "3 critical 1 high 1 medium"
    todo = page.find(class_="todo").find_all("li")
    assert len(todo) == 3
    assert "about 10 minutes" in words(todo[0])
    assert todo[0].find("a", class_="more")["href"].startswith("#do-")
    assert "23 of 31 checks gave an answer." in words(page.find(class_="coverage"))


def places(tag: Tag) -> int:
    return len(tag.select(".place, .rows > li"))


def test_every_count_of_exposures_is_the_headlines() -> None:
    rich = invented.rich()
    counted = sum(number for _, number in rich.headline.counts)
    page = soup(rich)
    contents = words(page.find(class_="contents"))
    assert f"What to do, one at a time {counted} " in contents
    assert places(page.find(id="risks")) == counted


def test_a_line_says_how_many_places_it_holds() -> None:
    rich = invented.rich()
    email = rich.findings[4]
    elsewhere = replace(email.finding, id="f0099", url=Quote((QuotePart("https://github.com/x"),)))
    twice = replace(rich, findings=(*rich.findings, replace(email, finding=elsewhere)))
    card = soup(twice).find(id="do-rem-plat-github")
    assert "Your private e-mail address Medium github.com, 2 places" in words(
        card.find(class_="exposure").h4
    )


def test_every_inner_link_leads_somewhere() -> None:
    for build in EVERY:
        page = soup(build())
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids))
        for link in page.find_all("a", href=re.compile("^#")):
            assert link["href"][1:] in ids


def test_there_is_a_card_for_each_thing_to_do_in_the_plans_order_with_all_that_it_closes() -> None:
    rich = invented.rich()
    cards = soup(rich).find(id="risks").find_all("article", class_="task")
    assert [words(card.h3) for card in cards] == [a.title for a in rich.actions[:3]]
    assert [words(card.h4) for card in cards] == ["Fix"] * 3
    post = cards[1]
    assert [words(item.h4) for item in post.find_all(class_="exposure")] == [
        "Your home address Critical wexcombe-herald.example, 2 places",
        "Your private mobile number High wexcombe-herald.example",
    ]
    assert len(post.find_all("ol", class_="steps")) == 1, "the steps are there once"
    assert post.find(class_="backfire"), "the caution is there"


def test_findings_that_nothing_in_the_plan_closes_come_after_it_with_steps_of_their_own() -> None:
    page = soup(replace(invented.rich(), actions=()))
    assert not page.find_all("article", class_="task")
    lines = page.find(id="risks").find_all(class_="line")
    assert len(lines) == 4
    assert all(line.find(class_="remedy") for line in lines)
    printed = [words(item) for item in page.find(id="risks").find_all("ol", class_="steps")]
    assert len(printed) == len(set(printed)), "the same steps are printed once"


def test_what_is_worse_together_is_said_where_it_holds() -> None:
    rich = invented.rich()
    say = rich.combinations[0].say
    one = soup(rich).find(id="risks")
    assert words(one).count(say) == 1


def test_cards_for_today_are_open_and_the_others_a_line_each() -> None:
    page = soup(invented.rich())
    cards = page.find_all("article", class_="task")
    assert [card.details.has_attr("open") for card in cards] == [True, True, True, False]
    assert words(cards[3].summary).startswith("4 Choose what a notice shows next time")
    assert cards[3].find_parent(id="by-law"), "what the law makes public stands apart"
    assert cards[3].find(class_="steps") and cards[3].find("blockquote")
    law_today = replace(invented.rich(), actions=invented.rich().actions[3:])
    assert soup(law_today).find(id="by-law").find(class_="task").details.has_attr("open")


def test_links_say_whose_page_they_open() -> None:
    page = soup(invented.rich())
    assert "Open ico.example" in words(page.find(id="do-rem-press-publisher").find(class_="steps"))
    assert "Open the page" not in words(page.main)


def test_headline_and_counts_do_not_say_the_same_twice() -> None:
    rich = invented.rich()
    sentence = "Your worst exposure is critical: 5 were found (3 critical, 1 high and 1 medium)."
    page = soup(replace(rich, headline=replace(rich.headline, sentence=sentence)))
    assert words(page.find(class_="headline")) == "Your worst exposure is critical: 5 were found."
    assert words(page.find(class_="counts")) == "3 critical 1 high 1 medium"


def test_escalation_begins_with_what_keeps_a_person_safe_and_folds_the_rest() -> None:
    rich = invented.rich()
    box = soup(rich).find(class_="escalation")
    shown = box.find(class_="calls-first")
    assert [words(item) for item in shown.find_all("li")] == [
        "If you are in danger now, call 999.",
        "Report it today on 101 or online; say that it is an Operation Ford incident.",
        "Keep a picture of the post before anything is removed.",
    ]
    folded = words(box.details)
    assert rich.escalations[0].say in folded
    for step in rich.escalations[0].do:
        assert step in folded


def test_a_finding_explains_itself() -> None:
    first = words(soup(invented.rich()).find(id="do-rem-press-publisher"))
    for piece in (
        "wexcombe-herald.example",
        "This is you.",
        "Your full name stands in the same record",
        "It lets a stranger come to your door",
        "one click, no skill needed",
        "Why is this critical?",
        "EX:1/H:10(fact.home_address)",
        "How we will know it is gone",
        "Seen on 20 November 2026, 14:02 GMT",
    ):
        assert piece in first
    mark = soup(invented.rich()).find(id="do-rem-press-publisher").find("mark")
    assert words(mark) == invented.HOME_MASK
    hidden = words(soup(invented.rich()).find(id="do-rem-press-publisher-2"))
    assert "You will not see it on the page" in hidden


def test_what_the_score_is_worth_is_said_once() -> None:
    page = soup(invented.rich())
    assert words(page).count("not as a probability") == 1
    assert "not as a probability" in words(page.find(id="about"))


def test_standings_are_told_apart() -> None:
    page = soup(invented.rich())
    assert "Choose what a notice shows next time" in words(page.find(id="by-law"))
    rows = [words(row) for row in page.find(id="by-choice").tbody.find_all("tr")]
    assert rows == [
        "01632 960155 Your landline number Campaign line, on every leaflet "
        "marlow-for-wexcombe.example"
    ]
    assert "Is it yours?" in words(page.find(id="unsure"))
    for section in ("by-choice", "unsure"):
        assert page.find(id=section).find(class_="score") is None


def test_what_was_not_checked_is_never_good_news() -> None:
    told = words(soup(invented.rich()).find(id="unchecked"))
    for piece in ("Facebook profile", "TikTok profile", "Mastodon profile", "Get a free key"):
        assert piece in told
    assert "GitLab profile" not in told


def test_what_was_left_out_is_said_beside_the_result_and_is_not_beside_the_point() -> None:
    nothing = invented.nothing_found()
    left = tuple(
        LeftOut(f"src.x.n{n}", f"Source {n}", NotRunReason.DESELECTED, "You left it out.", False)
        for n in range(22)
    )
    page = soup(replace(nothing, checks=(), left_out=(*left, nothing.left_out[1])))
    assert "22 sources left out by whoever ran this check" in words(page.find(class_="verdict"))
    assert "Whoever ran this check left out 22 sources" in words(page.find(class_="coverage"))
    unchecked = page.find(id="unchecked")
    groups, *titles = [words(item) for item in unchecked.find_all("summary")]
    assert groups == "How much was looked at, by group"
    assert titles == [
        "22 sources left out by whoever ran this check",
        "1 source does not apply to you",
    ]
    assert "Source 21" in words(unchecked.find(id="deselected"))
    assert "Not checked 22" in words(page.find(class_="contents"))
    assert "Every check that applies to you" not in words(unchecked)
    assert "left out" not in words(soup(nothing).find(class_="coverage"))


def test_limits_name_scripts_and_files() -> None:
    limits = words(soup(invented.nothing_found()).find(id="limits"))
    assert "runs no scripts, unless" in limits and "in a picture, a video" in limits


@pytest.mark.parametrize("build", [invented.below_floor, invented.stopped_at_once])
def test_below_the_floor_nothing_reassures(build) -> None:
    page = soup(build())
    text = words(page.main).lower()
    for phrase in ("all clear", "nothing was confirmed that needs a fix", "you are safe"):
        assert phrase not in text
    assert "too few to reassure" in text


def test_stopped_run_says_so() -> None:
    assert "stopped before it was finished" in words(soup(invented.stopped_at_once()).main)
    assert "stopped before" not in words(soup(invented.below_floor()).find(class_="verdict"))


def test_sites_that_were_only_asked_for_a_page_are_folded_away() -> None:
    rich = invented.rich()
    page_only = replace(rich.ledger[0], site="wexcombe-herald.example", what="probe")
    ledger = soup(replace(rich, ledger=(*rich.ledger, page_only))).find(id="ledger")
    assert "wexcombe-herald" not in words(ledger.table)
    folded = words(ledger.find("details"))
    assert folded.startswith("1 site was only asked for a page")
    assert "1 request only which page was asked for" in folded


def test_ledger_sums_up_by_third_party() -> None:
    rows = [words(row) for row in soup(invented.rich()).find(id="ledger").table.find_all("tr")]
    assert rows[1:] == [
        "gravatar.com Automattic (United States) 4 requests "
        "your e-mail address (as a fingerprint (hash))",
        "social.example Social Example Ltd 4 requests your user name (in clear)",
    ]


@pytest.mark.parametrize(
    ("kind", "says", "says_not"),
    [
        ("local", "it is an Operation Ford incident", "Bridger"),
        ("parliament", "it is an Operation Bridger incident", "Ford"),
        ("parish", "does not cover parish", "Bridger"),
        ("", "Operation Bridger incident (UK Parliament)", "does not cover"),
    ],
)
def test_operation_follows_the_election(kind: str, says: str, says_not: str) -> None:
    rich = invented.rich()
    person = replace(rich.person, election=Election(kind))
    section = words(soup(replace(rich, person=person)).find(id="emergency"))
    assert says in section and says_not not in section
    assert "They do not take crime reports" in section


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"),
    [
        ("local", "it is an Operation Ford incident", "Bridger"),
        ("parliament", "it is an Operation Bridger incident", "Ford"),
        ("senedd", "an Operation Ford incident (local elections) or an Operation Bridger", "£"),
        ("", "an Operation Ford incident (local elections) or an Operation Bridger", "£"),
    ],
)
def test_a_step_that_names_both_operations_follows_the_election(
    kind: str, said: str, unsaid: str
) -> None:
    step = (
        "Report it today. Say that you are a candidate and that it is an Operation Ford incident "
        "(local elections) or an Operation Bridger incident (UK Parliament). Keep the number."
    )
    rich = invented.rich()
    shown = replace(
        rich,
        person=replace(rich.person, election=Election(kind)),
        escalations=(replace(rich.escalations[0], do=("Call 999 in danger.", step)),),
    )
    box = words(soup(shown).find(class_="escalation"))
    for text in (box, " ".join(render_summary(shown).split())):
        assert said in text and unsaid not in text
        assert "Report it today." in text and "Keep the number." in text


def test_about_says_who_consented_and_what_made_it() -> None:
    about = words(soup(invented.rich()).find(id="about"))
    for piece in (
        "Given by Jane Marlow on 1 November 2026", "14:02:11 UTC", "14:02 GMT", "netcurtain 0.1.0",
        "ab" * 32, "netcurtain/assessment/1", "exposure/1", "uncalibrated",
        "It covers every kind of fact",
    ):  # fmt: skip
        assert piece in about


def test_every_captured_body_is_named_by_its_digest() -> None:
    rich = invented.rich()
    unsent = replace(rich.checks[5], body_sha256="", started_at=None)
    rows = soup(replace(rich, checks=(*rich.checks[:5], unsent))).find(id="about").tbody
    cells = [[words(cell) for cell in row.find_all(["th", "td"])] for row in rows.find_all("tr")]
    assert [row[-1] for row in cells] == ["0" * 64] * 5 + ["no answer"]
    assert [row[2] for row in cells] == ["14:02:11"] * 5 + ["not sent"]


def test_summer_time_stands_beside_utc() -> None:
    summer = invented.START.replace(month=7)
    about = words(soup(replace(invented.rich(), started_at=summer)).find(id="about"))
    assert "20 July 2026, 14:02:11 UTC" in about and "20 July 2026, 15:02 BST" in about


def test_many_checks_by_hand_are_a_few_first_and_the_others_folded_by_group() -> None:
    rich = invented.rich()
    base = rich.manual[1]
    checks = [
        replace(base, source_id=f"src.reg.r{n}", title=f"Register {n}", category="register")
        for n in range(30)
    ]
    checks += [
        replace(base, source_id=f"src.people.p{n}", title=f"Directory {n}", category="people",
                look_first=12 - n)
        for n in range(12)
    ]  # fmt: skip
    section = soup(replace(rich, manual=tuple(checks))).find(id="manual")
    first = section.find("ul", class_="checklist", recursive=False)
    titles = [item.strong.get_text() for item in first.find_all("li", recursive=False)]
    assert titles == [f"Directory {n}" for n in range(11, 1, -1)]
    groups = section.find_all("details", class_="group", recursive=False)
    assert [words(group.summary) for group in groups] == [
        "People search and directories 2 about 4 minutes",
        "Registers 30 about 1 hour",
    ]
    assert not any(group.has_attr("open") for group in groups)
    assert len(groups[1].find_all("li")) == 30
