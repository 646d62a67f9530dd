"""What variables are made of which facts, in which form they leave, and who is asked at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.errors import RuleError
from scanner.model.plan import NotRunReason, Plan, SentForm
from scanner.model.subject import Election, Subject
from scanner.plan import PlanOptions, make_plan
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rule
from tests.following.loopback_services import CONSENT, FACTS, TODAY, source

EMAIL = "jane.marlow@mailbox.example"
SHA1 = hashlib.sha1(EMAIL.encode(), usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(EMAIL.encode()).hexdigest()
ANSWERS = {"found": {"status": 200, "json": "x"}, "absent": {"status": 404}}


@pytest.fixture
def jane() -> Subject:
    more = '[election]\nkind = "local"\nnation = "England"\n'
    more += 'council_site = "https://democracy.wexcombe.example/mg/"\n'
    return parse_profile(CONSENT + more + FACTS, TODAY).subject


YES = frozenset({"src.sim.asked"})


def plan_of(subject: Subject, revealing: frozenset[str] = YES, **fields: Any) -> Plan:
    consent = replace(subject.consent, revealing_searches=revealing)
    subject = replace(subject, consent=consent)
    given: Mapping[str, Any] = source("asked", answers=ANSWERS) | fields
    loaded = load_rule(yaml.safe_dump(dict(given)), Path("sources/asked.yaml"))
    return make_plan(subject, RuleBook.of([loaded]), PlanOptions(), TODAY)


@pytest.mark.parametrize(
    ("variable", "value", "form"),
    [
        ("name", "Jane Marlow", SentForm.CLEAR),
        ("name_last_first", "Marlow, Jane", SentForm.CLEAR),
        ("name_dash", "jane-marlow", SentForm.CLEAR),
        ("name_slug", "jane_marlow", SentForm.CLEAR),
        ("given_name", "Jane", SentForm.CLEAR),
        ("family_name", "Marlow", SentForm.CLEAR),
        ("street", "Bramble Road", SentForm.PARTIAL),
        ("postcode_compact", "WX47QT", SentForm.PARTIAL),
        ("phone_e164", "+447700900123", SentForm.CLEAR),
        ("email_sha1", SHA1, SentForm.HASH),
        ("email_sha1_prefix", SHA1[:6], SentForm.HASH_PREFIX),
        ("email_sha256_prefix", SHA256[:6], SentForm.HASH_PREFIX),
        ("handle_bare", "janemarlow", SentForm.CLEAR),
    ],
)
def test_each_variable_has_its_value_and_its_form(
    jane: Subject, variable: str, value: str, form: SentForm
) -> None:
    url = f"https://asked.example/?q={{{{ {variable} }}}}"
    (probe,) = plan_of(jane, needs=[variable], request={"url": url}).probes
    assert probe.request.url == f"https://asked.example/?q={value}"
    (sent,) = probe.sends
    assert sent.form is form
    assert value not in repr(probe) or variable.endswith("name") or "name_" in variable


@pytest.mark.parametrize(
    "variable", ["email", "phone_e164", "postcode", "postcode_compact", "street"]
)
def test_what_leads_to_the_person_or_their_door_leaves_only_with_a_yes(
    jane: Subject, variable: str
) -> None:
    request = {"url": f"https://asked.example/{{{{ {variable} | path }}}}"}
    plan = plan_of(jane, frozenset(), needs=[variable], request=request)
    assert plan.probes == ()
    assert plan.left_out[0].reason is NotRunReason.NOT_TICKED
    assert "revealing_searches" in plan.left_out[0].detail


def test_a_key_of_ones_own_for_it_is_a_yes_and_a_district_needs_none(jane: Subject) -> None:
    for variable, more in (
        ("postcode", {"secret": "club", "secret_help": "Ask."}),
        ("postcode_district", {}),
    ):
        request = {"url": f"https://asked.example/{{{{ {variable} | path }}}}"}
        plan = plan_of(jane, frozenset(), needs=[variable], request=request, **more)
        reasons = {entry.reason for entry in plan.left_out}
        assert NotRunReason.NOT_TICKED not in reasons, variable


def test_an_archive_is_told_what_stands_in_a_pages_address(jane: Subject) -> None:
    """Though it shows a page, it is not the page that is visited."""
    page = "https://list.example/14-bramble-road-wx4-7qt"
    fields: dict[str, Any] = {
        "needs": ["page"],
        "results": "page",
        "request": {"url": "https://asked.example/web/{{ page }}"},
    }
    (probe,) = plan_of(replace(jane, pages=(page,)), **fields).probes
    assert [sent.kind.value for sent in probe.sends] == ["address"]


def test_only_the_prefix_of_a_hash_leaves_and_the_rest_is_at_hand(jane: Subject) -> None:
    needs = ["email_sha1_prefix", "email_sha1_suffix"]
    request = {"url": "https://asked.example/range/{{ email_sha1_prefix | path }}"}
    plan = plan_of(jane, needs=needs, request=request)
    (probe,) = plan.probes
    assert {sent.form for sent in probe.sends} == {SentForm.HASH_PREFIX}
    assert {s.form for d in plan.disclosures for s in d.sends} == {SentForm.HASH_PREFIX}
    assert dict(probe.variables)["email_sha1_suffix"].reveal() == SHA1[6:]


def test_a_suffix_cannot_be_sent(jane: Subject) -> None:
    request = {"url": "https://asked.example/{{ email_sha1_suffix | path }}"}
    with pytest.raises(RuleError, match="never sent"):
        plan_of(jane, needs=["email_sha1_suffix"], request=request)


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ({"headers": {"X-Who": "{{ email }}"}}, None),
        ({"method": "POST", "json": {"who": ["{{ email }}"]}}, b'{"who": ["' + EMAIL.encode()),
        ({"method": "POST", "form": {"who": "{{ email }}"}}, b"who=jane.marlow%40mailbox.example"),
        (
            {
                "method": "POST",
                "body": '{"who": "{{ email | json }}"}',
                "headers": {"Content-Type": "application/json"},
            },
            b'{"who": "' + EMAIL.encode(),
        ),
    ],
    ids=["a header", "json", "form", "body"],
)
def test_what_stands_in_headers_and_bodies_is_announced(
    jane: Subject, more: dict[str, Any], value: bytes | None
) -> None:
    request = {"url": "https://asked.example/search"} | more
    plan = plan_of(jane, needs=["email"], request=request)
    (probe,) = plan.probes
    assert [sent.kind.value for sent in probe.sends] == ["email"]
    assert [sent.kind.value for sent in plan.disclosures[0].sends] == ["email"]
    assert value is None or probe.request.body.startswith(value)


def test_what_a_request_does_not_use_is_not_said_to_be_sent(jane: Subject) -> None:
    request = {"url": "https://asked.example/{{ handle | path }}"}
    (probe,) = plan_of(jane, needs=["handle", "email"], request=request).probes
    assert [sent.kind.value for sent in probe.sends] == ["handle"]


@pytest.mark.parametrize(
    ("request_", "fault"),
    [
        ({"form": {"a": "b"}}, "a GET has no body"),
        ({"method": "POST"}, "exactly one of json, form and body"),
        ({"method": "POST", "form": {}, "json": {}}, "exactly one of json, form and body"),
        ({"method": "POST", "body": "x"}, "Content-Type"),
        ({"method": "POST", "json": {"a": ["{{ nobody }}"]}}, "unknown variable nobody"),
        ({"url": "https://{{ kept.host }}/"}, "kept.host"),
    ],
)
def test_requests_that_make_no_sense_are_faults(
    jane: Subject, request_: dict[str, Any], fault: str
) -> None:
    with pytest.raises(RuleError, match=fault):
        plan_of(jane, request={"url": "https://asked.example/"} | request_)


def test_a_post_is_for_documented_interfaces(jane: Subject) -> None:
    request = {"url": "https://asked.example/", "method": "POST", "form": {"a": "b"}}
    with pytest.raises(RuleError, match="POST is only for documented interfaces"):
        plan_of(jane, access="page", request=request)


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({"nations": ["E", "W"]}, True),
        ({"nations": ["S"]}, False),
        ({"polls": ["local", "mayor"]}, True),
        ({"polls": ["parliament"]}, False),
    ],
)
def test_a_source_for_other_polls_is_not_asked(
    jane: Subject, fields: dict[str, Any], is_asked: bool
) -> None:
    request = {"url": "https://asked.example/{{ handle | path }}"}
    plan = plan_of(jane, needs=["handle"], request=request, **fields)
    assert bool(plan.probes) is is_asked
    if not is_asked:
        assert plan.left_out[0].reason is NotRunReason.ELSEWHERE
        assert not plan.left_out[0].applicable
    unknown = replace(jane, election=Election())
    assert plan_of(unknown, needs=["handle"], request=request, **fields).probes


def test_the_councils_site_may_lie_below_a_host(jane: Subject) -> None:
    request = {"url": "{{ council_site }}/mgMemberIndex.aspx"}
    (probe,) = plan_of(jane, needs=["council_site"], request=request).probes
    assert probe.request.url == "https://democracy.wexcombe.example/mg/mgMemberIndex.aspx"
    assert (probe.sends, probe.trusted_origin) == ((), False)
    without = replace(jane, election=Election())
    (left_out,) = plan_of(without, needs=["council_site"], request=request).left_out
    assert "council_site in [election]" in left_out.detail


def test_a_number_of_one_site_is_asked_for_there_alone(jane: Subject) -> None:
    fields: dict[str, Any] = {
        "needs": ["handle"],
        "handle_sites": ["orcid.example"],
        "handle_for_site_only": True,
        "request": {"url": "https://orcid.example/{{ handle | path }}"},
    }
    assert not plan_of(jane, **fields).probes
    text = FACTS.replace('"janemarlow"', '["janemarlow", {value="0000-1", site="orcid.example"}]')
    known = parse_profile(CONSENT + text, TODAY).subject
    (probe,) = plan_of(known, **fields).probes
    assert probe.request.url == "https://orcid.example/0000-1"


@pytest.mark.parametrize("needs", [["postcode"], ["street"], ["email"], ["phone_e164"]])
def test_a_search_that_leads_to_the_door_says_so(jane: Subject, needs: list[str]) -> None:
    variants = [{"needs": needs, "search": f"{{{{ name }}}} {{{{ {needs[0]} }}}}"}]
    request = {"url": "https://asked.example/?q={{ search | query }}"}
    with pytest.raises(RuleError, match="only_if_allowed"):
        plan_of(jane, needs=["name"], variants=variants, request=request)
