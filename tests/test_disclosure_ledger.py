"""Every byte accounted: the ledger of a whole check against what the demonstration's servers saw,
and against what the plan had announced."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import quote, unquote, urlsplit

import pytest

from scanner.demo import DemoWeb, Served
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.assessment import Assessment, LedgerLine
from scanner.model.events import AssessmentMade, ProbePlanned
from scanner.model.facts import FactKind
from scanner.model.plan import ANYBODY, Plan, Probe, Purpose, Sent, SentForm
from scanner.plan import PlanOptions, make_plan
from scanner.plan.keys import MARK
from scanner.profile import parse_profile
from scanner.rulebook.loader import load_rulebook
from scanner.run import check

TODAY = date(2026, 11, 22)
pytestmark = pytest.mark.xdist_group("demonstration")


@dataclass(frozen=True)
class Told:
    """A check of the demonstration web, with what both ends wrote down."""

    plan: Plan
    probes: dict[str, Probe]
    assessment: Assessment
    served: tuple[Served, ...]
    """As the servers saw it, but for the keys of services: nothing of ours writes those down."""

    @property
    def ledger(self) -> tuple[LedgerLine, ...]:
        return self.assessment.ledger

    def announced(self, source_id: str, site: str) -> set[Sent]:
        """What the plan said that this site would learn from this source's questions."""
        return {
            sent
            for entry in self.plan.disclosures
            if entry.source_id == source_id and entry.site in (site, ANYBODY)
            for sent in entry.sends
        }


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    with DemoWeb() as web:
        subject = parse_profile(web.profile_toml(TODAY), TODAY).subject
        book = load_rulebook([])
        plan = make_plan(subject, book, PlanOptions(secrets=web.secrets), TODAY)
        options = FetchOptions(connect_to=web.connect_to, ca_file=web.ca_file, spacing_s=0.0)

        def now() -> datetime:
            return datetime.now(UTC)

        with Fetcher(options, now=now) as fetcher:
            events = tuple(check(subject, book, plan, fetcher, b"k" * 32, now, random.Random(11)))
        probes = {e.probe.id: e.probe for e in events if isinstance(e, ProbePlanned)}
        (made,) = (e.assessment for e in events if isinstance(e, AssessmentMade))
        served = tuple(
            replace(one, path=without_keys(one.path, web.secrets.values())) for one in web.log
        )
        yield Told(plan, probes, made, served)


def without_keys(path: str, keys: Iterable[str]) -> str:
    for key in keys:
        for written in (quote(key, safe=""), key):
            path = path.replace(written, MARK)
    return path


def place(line: LedgerLine) -> tuple[str, str, str]:
    parts = urlsplit(line.url.shown(True))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.hostname or "", path, line.method


def test_it_is_what_the_servers_saw_no_more_and_no_less(told: Told) -> None:
    seen = Counter((served.host, served.path, served.method) for served in told.served)
    assert seen.total() > 100
    assert Counter(map(place, told.ledger)) == seen


def test_every_question_was_planned_or_follows_from_one_that_was(told: Told) -> None:
    planned = {probe.id for probe in told.plan.probes}
    for line in told.ledger:
        probe = told.probes[line.probe_id]
        if line.what == "probe":
            assert line.url.shown(True) == probe.request.url
            assert line.purpose is probe.purpose
        if probe.id in planned:
            continue
        parent = told.probes[probe.parent_id]
        assert parent.id in told.probes
        if probe.purpose is Purpose.LEAD:
            # An archive that is asked about the page learns its address, and what stands in it.
            assert set(probe.sends) <= told.announced(probe.source_id, probe.site)
            continue
        # A control, a further step or a further page: of the same source, and no more than it said.
        assert probe.source_id == parent.source_id, probe.id
        assert probe.purpose is Purpose.CONTROL or probe.step > 0 or probe.page > 1, probe.id
        announced = told.announced(probe.source_id, probe.site)
        assert set(probe.sends) <= announced | set(parent.sends), probe.id


def test_a_redirect_or_robots_txt_belongs_to_where_a_question_led(told: Told) -> None:
    for number, line in enumerate(told.ledger):
        probe = told.probes[line.probe_id]
        host, path, method = place(line)
        if line.what == "robots":
            assert (path, method) == ("/robots.txt", "GET")
        elif line.what == "redirect":
            before = [m.what for m in told.ledger[:number] if m.probe_id == probe.id]
            assert "probe" in before
        else:
            assert (line.what, host, method) == ("probe", probe.host, probe.request.method)


def test_no_site_learns_what_the_plan_did_not_say_it_would(told: Told) -> None:
    for line in told.ledger:
        announced = told.announced(line.source_id, line.site)
        assert set(line.sent) <= announced, (line.source_id, line.site, line.what)


def test_nobody_is_asked_more_often_than_announced(told: Told) -> None:
    asked = [told.probes[i] for i in {line.probe_id for line in told.ledger}]
    opened = [probe for probe in asked if probe.purpose is Purpose.LEAD]
    of_leads = {probe.id for probe in opened}
    leads = [probe for probe in asked if of_leads & {probe.id, probe.parent_id}]
    assert 0 < len(opened) <= told.plan.lead_budget
    assert len(leads) <= 2 * len(opened)
    number = Counter((probe.source_id, probe.site) for probe in asked if probe not in leads)
    most = {(entry.source_id, entry.site): entry.requests for entry in told.plan.disclosures}
    assert {key: n for key, n in number.items() if n > most.get(key, 0)} == {}


EMAIL = "jane.marlow@mailbox.example"
CAMPAIGN_EMAIL = "jane@marlow-for-wexcombe.example"
CARRIED = {
    (FactKind.HANDLE, SentForm.CLEAR): ("janemarlow",),
    (FactKind.EMAIL, SentForm.CLEAR): (EMAIL, CAMPAIGN_EMAIL),
    (FactKind.EMAIL, SentForm.HASH): (
        hashlib.sha256(EMAIL.encode()).hexdigest(),
        hashlib.sha256(CAMPAIGN_EMAIL.encode()).hexdigest(),
    ),
    (FactKind.NAME, SentForm.CLEAR): ("jane marlow", "jane_marlow"),
}
"""As they would stand in a request."""


def test_it_says_of_each_request_what_that_carried(told: Told) -> None:
    """Read off what the servers received, but for pages: whose address is the page's own."""
    received: dict[tuple[str, str, str], str] = {}
    for served in told.served:
        text = "\n".join((served.host, served.path, *(value for _, value in served.headers)))
        received[served.host, served.path, served.method] = unquote(unquote(text)).casefold()
    checked = Counter[tuple[FactKind, SentForm]]()
    for line in told.ledger:
        asks_an_archive = bool(told.probes[line.probe_id].sends)
        if line.purpose in (Purpose.PAGE, Purpose.LEAD) and not asks_an_archive:
            # A page's address is its own; on one's own domain it names that.
            assert {sent.kind for sent in line.sent} <= {FactKind.DOMAIN}
            continue
        if any(name == "page" for name, _ in told.probes[line.probe_id].variables):
            continue
        text = re.sub(r"[+]", " ", received[place(line)])
        if line.what == "probe":
            # The servers write no bodies down.
            text += told.probes[line.probe_id].request.body.decode().casefold()
        stated = {(sent.kind, sent.form) for sent in line.sent}
        for what, values in CARRIED.items():
            stands = any(value in text for value in values)
            if what == (FactKind.NAME, SentForm.CLEAR) and line.sent == ():
                continue
            assert stands == (what in stated), (line.source_id, line.what, what)
            checked[what] += stands
    assert set(checked) == set(CARRIED), checked
