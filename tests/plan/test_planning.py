"""What a plan asks, of whom, and what it refuses or leaves out."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scanner.errors import ConsentError, PlanError
from scanner.model.facts import FactKind
from scanner.model.outcome import Lead
from scanner.model.plan import NotRunReason, Plan, Purpose, SentForm
from scanner.model.subject import Subject
from scanner.plan import PlanOptions, control_probe, lead_probes, make_plan
from scanner.plan.control import control_key, most_controls
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook

TODAY = date(2026, 11, 22)

PROFILE = """
schema = 1
[subject]
role = "candidate"
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
how = "own device"
valid_until = 2027-05-31
scope = "all"
name_searches = ["src.search.searxng", "src.reg.ch_officers"]
[facts]
name = "Jane Marlow"
email = "Jane.Marlow@mailbox.example"
handle = "janemarlow"
[[facts.address]]
house = "14"
street = "Bramble Road"
town = "Wexcombe"
postcode = "WX4 7QT"
[pages]
urls = ["https://www.wexcombe-herald.example/news"]
[endpoints]
"src.search.searxng" = "http://127.0.0.1:8888"
"""


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook([])


@pytest.fixture
def jane() -> Subject:
    return parse_profile(PROFILE, TODAY).subject


def plan_of(subject: Subject, book: RuleBook, **options: object) -> Plan:
    return make_plan(subject, book, PlanOptions(**options), TODAY)  # type: ignore[arg-type]


def reasons(plan: Plan) -> dict[str, NotRunReason]:
    return {entry.source_id: entry.reason for entry in plan.left_out}


def test_each_source_is_asked_left_out_or_manual(jane: Subject, book: RuleBook) -> None:
    plan = plan_of(jane, book)
    told = (
        {p.source_id for p in plan.probes}
        | {e.source_id for e in plan.left_out}
        | {m.source_id for m in plan.manual}
    )
    assert told == {rule.id for rule in book.sources.values() if not rule.opens_leads}


def test_an_email_leaves_only_as_its_hash(jane: Subject, book: RuleBook) -> None:
    plan = plan_of(jane, book)
    asked = [p for p in plan.probes if any(s.kind is FactKind.EMAIL for s in p.sends)]
    assert asked
    for probe in asked:
        assert {s.form for s in probe.sends} == {SentForm.HASH}
        assert "mailbox" not in probe.request.url.lower()


def test_a_search_by_name_needs_the_persons_tick(jane: Subject, book: RuleBook) -> None:
    consent = replace(jane.consent, name_searches=frozenset())
    plan = plan_of(replace(jane, consent=consent), book)
    assert reasons(plan)["src.search.searxng"] is NotRunReason.NOT_TICKED
    by_name = {rule.id for rule in book.sources.values() if rule.by_name and not rule.is_manual}
    assert not by_name & {probe.source_id for probe in plan.probes}


def test_a_key_is_asked_for_by_name_and_never_shown(jane: Subject, book: RuleBook) -> None:
    assert reasons(plan_of(jane, book))["src.reg.ch_officers"] is NotRunReason.NO_KEY
    plan = plan_of(jane, book, secrets={"companies_house": "s3cret-key"})
    probe = next(p for p in plan.probes if p.source_id == "src.reg.ch_officers")
    assert dict(probe.request.headers)["Authorization"].startswith("Basic ")
    assert "s3cret-key" not in repr(plan)
    assert "czNjcmV0" not in repr(plan)


def test_repr_of_a_plan_shows_no_private_value(jane: Subject, book: RuleBook) -> None:
    shown = repr(plan_of(jane, book))
    for value in ("janemarlow", "Bramble", "WX4 7QT", "mailbox.example"):
        assert value not in shown


def test_an_endpoint_of_ones_own_may_be_private(jane: Subject, book: RuleBook) -> None:
    probe = next(p for p in plan_of(jane, book).probes if p.source_id == "src.search.searxng")
    assert probe.trusted_origin
    assert probe.host == "127.0.0.1"


def test_without_an_endpoint_the_source_is_left_out(jane: Subject, book: RuleBook) -> None:
    plan = plan_of(replace(jane, endpoints=()), book)
    assert reasons(plan)["src.search.searxng"] is NotRunReason.NO_ENDPOINT


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x",
        "http://localhost:8000/",
        "https://[::1]/",
        "https://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://[::ffff:127.0.0.1]/",
        "https://printer.local/",
    ],
)
def test_a_page_inside_the_computer_is_refused(jane: Subject, book: RuleBook, url: str) -> None:
    with pytest.raises(PlanError, match="--allow-loopback"):
        plan_of(jane, book, pages=(url,))
    assert any(
        p.request.url == url for p in plan_of(jane, book, pages=(url,), allow_loopback=True).probes
    )


@pytest.mark.parametrize("url", ["ftp://example.org/x", "example.org", "https://", "http://[", ""])
def test_what_is_no_web_address_is_refused(jane: Subject, book: RuleBook, url: str) -> None:
    with pytest.raises(PlanError, match="whole web address"):
        plan_of(jane, book, pages=(url,))


def test_a_page_with_credentials_is_refused(jane: Subject, book: RuleBook) -> None:
    with pytest.raises(PlanError, match="user name or password") as caught:
        plan_of(jane, book, pages=("https://me:hunter2@example.org/",))
    assert "hunter2" not in str(caught.value)


def test_unknown_sources_are_named(jane: Subject, book: RuleBook) -> None:
    with pytest.raises(PlanError, match=r"src\.nowhere"):
        plan_of(jane, book, only=frozenset({"src.nowhere"}))


def test_only_and_skip(jane: Subject, book: RuleBook) -> None:
    only = plan_of(jane, book, only=frozenset({"src.page.given"}))
    assert {p.source_id for p in only.probes} == {"src.page.given"}
    skipped = plan_of(jane, book, skip=frozenset({"src.page.given"}))
    assert "src.page.given" not in {p.source_id for p in skipped.probes}
    assert reasons(skipped)["src.page.given"] is NotRunReason.DESELECTED
    assert not next(e for e in skipped.left_out if e.source_id == "src.page.given").applicable


def test_no_plan_without_current_consent(jane: Subject, book: RuleBook) -> None:
    for consent in (
        replace(jane.consent, valid_until=TODAY - timedelta(days=1)),
        replace(jane.consent, given_on=TODAY + timedelta(days=1)),
        replace(jane.consent, scope=frozenset({FactKind.NAME})),
    ):
        with pytest.raises(ConsentError, match="Nothing was sent"):
            plan_of(replace(jane, consent=consent), book)


def test_consent_holds_on_its_last_day(jane: Subject, book: RuleBook) -> None:
    consent = replace(jane.consent, valid_until=TODAY)
    assert plan_of(replace(jane, consent=consent), book).probes


def test_a_name_alone_is_too_little(jane: Subject, book: RuleBook) -> None:
    with pytest.raises(PlanError, match="further fact"):
        plan_of(replace(jane, facts=jane.of_kind(FactKind.NAME)), book)


def test_a_control_asks_the_same_site_about_nobody(jane: Subject, book: RuleBook) -> None:
    plan = plan_of(jane, book)
    for probe in plan.probes:
        rule = book.sources[probe.source_id]
        control = control_probe(probe, rule, random.Random(7))
        assert (control is None) == (rule.control is None)
        if control is None:
            continue
        assert control.host == probe.host
        assert control.sends == ()
        assert control.purpose is Purpose.CONTROL
        assert control.request != probe.request
        assert "janemarlow" not in control.request.url
        assert control_probe(control, rule, random.Random(7)) is None


def test_controls_are_announced(jane: Subject, book: RuleBook) -> None:
    plan = plan_of(jane, book)
    for entry in plan.disclosures:
        asked = [p for p in plan.probes if (p.site, p.source_id) == (entry.site, entry.source_id)]
        rule = book.sources[entry.source_id]
        follows = rule.steps or rule.pages or rule.asks_about_finds
        if follows or (rule.leads and rule.leads.rule):
            continue  # tests/following counts those against what was sent.
        about_nobody = {control_key(probe, rule) for probe in asked} - {None}
        assert entry.requests == len(asked) + most_controls(rule) * len(about_nobody)
        assert set(entry.sends) == {sent for probe in asked for sent in probe.sends}


def test_leads_are_bounded_and_a_strangers_word(jane: Subject, book: RuleBook) -> None:
    parent = next(p for p in plan_of(jane, book).probes if p.source_id == "src.search.searxng")
    leads = [
        Lead("https://a.example/one"),
        Lead("https://a.example/one"),
        Lead("javascript:alert(1)"),
        Lead("http://127.0.0.1/admin"),
        Lead("https://known.example/"),
        Lead("https://b.example/two"),
        Lead("https://c.example/three"),
    ]
    probes = lead_probes(parent, leads, book, {"https://known.example/"}, budget=2)
    assert [p.request.url for p in probes] == ["https://a.example/one", "https://b.example/two"]
    assert all(p.purpose is Purpose.LEAD and p.sends == () for p in probes)
    assert not any(p.trusted_origin for p in probes)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ('address = { street = "Bramble Road", town = "Wexcombe" }', "only the street"),
        ('address = { postcode = "WX4" }', "district"),
        ('address = { postcode = "WX4 7QT" }', "postcode alone"),
        ('address = { house = "14" }', "house number"),
        ('vehicle = "AB12"', "number plate"),
    ],
)
def test_the_plan_says_what_a_fragment_cannot_confirm(
    book: RuleBook, facts: str, expected: str
) -> None:
    text = PROFILE.split("[[facts.address]]")[0] + facts + "\n"
    plan = plan_of(parse_profile(text, TODAY).subject, book)
    assert any(expected in entry.detail for entry in plan.limitations)


def test_an_archive_is_not_asked_about_an_internal_page(jane: Subject, book: RuleBook) -> None:
    url = "http://127.0.0.1:8000/draft"
    plan = plan_of(replace(jane, pages=()), book, pages=(url,), allow_loopback=True)
    asked = {
        p.source_id
        for p in plan.probes
        if "127.0.0.1" in p.request.url and "draft" in p.request.url
    }
    assert asked == {"src.page.given"}


def test_a_fact_inside_a_pages_address_is_announced(jane: Subject, book: RuleBook) -> None:
    url = "https://list.example/14-bramble-road-wx4-7qt"
    plan = plan_of(replace(jane, pages=(url,)), book)
    archive = next(p for p in plan.probes if p.source_id == "src.arch.wayback_cdx")
    assert {s.kind for s in archive.sends} == {FactKind.ADDRESS}
    page = next(p for p in plan.probes if p.source_id == "src.page.given")
    assert page.sends == ()


@pytest.mark.parametrize(
    ("written", "is_told"),
    [
        ("1979", True),
        ("1979-03", True),
        ("14 March", True),
        ("1979-03-14", False),
        ("14 March 1979", False),
    ],
)
def test_a_part_of_a_birth_date_is_told_to_be_of_little_use(
    book: RuleBook, written: str, is_told: bool
) -> None:
    profile = PROFILE.replace("[[facts", f'birth_date = "{written}"\n[[facts')
    plan = plan_of(parse_profile(profile, TODAY).subject, book)
    told = [item.detail for item in plan.limitations if item.fact_id.startswith("birth_date")]
    assert len(told) == is_told
    assert all("counts only" in detail and "1979" not in detail for detail in told)


def test_every_page_at_fault_is_told_at_once_without_repeating_it(
    jane: Subject, book: RuleBook
) -> None:
    pages = ("https://ok.example/", "07700 900123", "http://127.0.0.1/", "http://10.0.0.1/")
    with pytest.raises(PlanError) as caught:
        plan_of(replace(jane, pages=()), book, pages=pages)
    told = str(caught.value)
    assert [number for number in (1, 2, 3, 4) if f"Page {number}:" in told] == [2, 3, 4]
    assert "900123" not in told


def test_a_permission_for_a_source_that_does_not_exist_is_an_error(
    jane: Subject, book: RuleBook
) -> None:
    consent = replace(jane.consent, name_searches=frozenset({"src.reg.ch_oficers"}))
    with pytest.raises(PlanError, match=r"src\.reg\.ch_oficers"):
        plan_of(replace(jane, consent=consent), book)
    with pytest.raises(PlanError, match=r"src\.nope"):
        plan_of(replace(jane, endpoints=(("src.nope", "https://x.example"),)), book)


def test_repr_hides_a_fact_inside_a_pages_address(jane: Subject, book: RuleBook) -> None:
    url = "https://list.example/14-bramble-road-wx4-7qt?to=jane.marlow@mailbox.example"
    shown = repr(plan_of(replace(jane, pages=(url,)), book))
    assert "bramble" not in shown
    assert "mailbox.example" not in shown
