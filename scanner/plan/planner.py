"""The plan: which sources are asked, with what, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from scanner.domains import host_of_url, site_of_host, site_of_url
from scanner.errors import ConsentError, PlanError
from scanner.model.facts import NAME_KINDS, Secret
from scanner.model.plan import (
    ANYBODY,
    Disclosure,
    LeftOut,
    ManualCheck,
    NotRunReason,
    Plan,
    Probe,
    Purpose,
    Sent,
)
from scanner.model.subject import Subject
from scanner.plan.bindings import Binding, bindings, missing
from scanner.plan.control import control_key, most_controls
from scanner.plan.limits import limitations
from scanner.plan.own_pages import RobotsWaivers, require_use
from scanner.plan.request import build_request, manners_of
from scanner.plan.targets import check_page, check_pages
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results, SourceRule
from scanner.rulebook.template import render
from scanner.rulebook.variables import Variable
from scanner.text.quoting import mask_known


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What the user asked for, beyond the profile."""

    pages: tuple[str, ...] = ()
    own_pages: tuple[str, ...] = ()
    """Further pages, which the user says are on a site of the person's own."""
    ignore_robots: str = ""
    """Why the person's own pages are looked at whatever robots.txt says; empty to obey it."""
    only: frozenset[str] = frozenset()
    """Source ids; empty means all."""
    skip: frozenset[str] = frozenset()
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Key values by the name that rules give them."""
    allow_loopback: bool = False
    lead_budget: int = 20


_MISSING_WORDS = {
    Variable.NAME: "a first and a last name",
    Variable.NAME_SLUG: "a first and a last name",
    Variable.TOWN: "the town of your home address",
    Variable.POSTCODE: "your full postcode",
    Variable.POSTCODE_DISTRICT: "your postcode",
    Variable.EMAIL: "an e-mail address",
    Variable.EMAIL_SHA256: "an e-mail address",
    Variable.EMAIL_MD5: "an e-mail address",
    Variable.HANDLE: "a handle that is used there",
    Variable.INSTANCE: "a handle of the form @user@host",
    Variable.DOMAIN: "a web site of your own (domain)",
    Variable.PAGE: "pages to look at",
}


def require_consent(subject: Subject, today: date) -> None:
    """Raises ConsentError unless the person's consent is current and covers every fact given,
    PlanError when there is too little to look for."""
    consent = subject.consent
    if today > consent.valid_until:
        raise ConsentError(
            f"The consent ended on {consent.valid_until.isoformat()}. Nothing was sent. Ask the "
            f"person again and record it: new given_on and valid_until in [consent]."
        )
    if today < consent.given_on:
        raise ConsentError(
            f"The consent is dated {consent.given_on.isoformat()}, which is in the future. "
            f"Nothing was sent. Correct given_on in [consent]."
        )
    outside = sorted({fact.kind.value for fact in subject.facts if fact.kind not in consent.scope})
    if outside:
        raise ConsentError(
            f"The consent does not cover {', '.join(outside)}. Nothing was sent. If the person "
            f"agrees, add it to scope in [consent]; otherwise take it out of [facts]."
        )
    if not subject.of_kind(*NAME_KINDS) or len(subject.facts) < 2:
        raise PlanError(
            "A scan needs a name and at least one further fact of the person: add one to [facts]."
        )


def make_plan(subject: Subject, book: RuleBook, options: PlanOptions, today: date) -> Plan:
    """All that a scan of `subject` will ask, and of whom.

    Raises ConsentError without a current consent, PlanError for a page that may not be asked for or
    a source that does not exist.
    """
    require_consent(subject, today)
    _refuse_unknown(options.only | options.skip, book, "")
    _refuse_unknown(_permissions(subject), book, "The profile names one that does not exist. ")
    listed = (*subject.pages, *options.pages, *options.own_pages)
    urls = check_pages(listed, options.allow_loopback)
    pages = [Secret(url, mask_known(url, subject.facts).shown()) for url in urls]
    planner = _Planner(subject, options, pages)
    for rule in book.sources.values():
        planner.consider(rule)
    require_use(options.ignore_robots, (probe.robots_waiver for probe in planner.probes))
    return Plan(
        probes=tuple(planner.probes),
        left_out=tuple(planner.left_out),
        manual=tuple(planner.manual),
        disclosures=tuple(_disclosures(planner.probes, book)),
        limitations=tuple(limitations(subject)),
        lead_budget=options.lead_budget,
    )


def _permissions(subject: Subject) -> set[str]:
    """Ids of sources in the profile. A misspelt one would leave its source unasked, unnoticed."""
    consent = subject.consent
    return {*consent.name_searches, *consent.sensitive_sources, *dict(subject.endpoints)}


def _refuse_unknown(wanted: Iterable[str], book: RuleBook, where: str) -> None:
    unknown = sorted(set(wanted) - set(book.sources))
    if unknown:
        raise PlanError(
            f"No source is called {', '.join(unknown)}. {where}`netcurtain rules list` shows all "
            f"of them."
        )


class _Planner:
    """Collects what becomes of each source in turn."""

    def __init__(self, subject: Subject, options: PlanOptions, pages: list[Secret]) -> None:
        self._subject = subject
        self._options = options
        self._pages = pages
        self._endpoints = dict(subject.endpoints)
        self._waivers = RobotsWaivers(subject, options.own_pages, options.ignore_robots)
        self.probes: list[Probe] = []
        self.left_out: list[LeftOut] = []
        self.manual: list[ManualCheck] = []

    def consider(self, rule: SourceRule) -> None:
        if rule.opens_leads:
            return
        if left_out := self._why_not(rule):
            self.left_out.append(left_out)
            return
        for number, binding in enumerate(
            bindings(self._subject, rule, self._pages, self._endpoints), start=1
        ):
            if rule.is_manual:
                self.manual.append(_manual(rule, binding))
            else:
                self.probes.append(self._probe(rule, binding, number))

    def _why_not(self, rule: SourceRule) -> LeftOut | None:
        def left_out(reason: NotRunReason, detail: str, applicable: bool) -> LeftOut:
            return LeftOut(rule.id, rule.title, reason, detail, applicable and not rule.is_manual)

        options, consent = self._options, self._subject.consent
        if rule.id in options.skip or (options.only and rule.id not in options.only):
            return left_out(NotRunReason.DESELECTED, "You left it out of this check.", False)
        if lacking := missing(self._subject, rule, bool(self._pages)):
            words = " and ".join(dict.fromkeys(_MISSING_WORDS[name] for name in lacking))
            return left_out(
                NotRunReason.NOTHING_TO_ASK, f"It needs {words}, which you did not give.", False
            )
        if rule.sensitive and rule.id not in consent.sensitive_sources:
            return left_out(
                NotRunReason.NOT_TICKED,
                f'A sensitive source: asked only if you add "{rule.id}" to sensitive_sources in '
                f"[consent].",
                False,
            )
        if rule.by_name and not rule.is_manual and rule.id not in consent.name_searches:
            return left_out(
                NotRunReason.NOT_TICKED,
                f"It is asked by your name, so only with your yes: add "
                f'"{rule.id}" to name_searches in [consent].',
                True,
            )
        if Variable.ENDPOINT in rule.needs and rule.id not in self._endpoints:
            return left_out(
                NotRunReason.NO_ENDPOINT,
                f"It needs the address of a service of your own: add "
                f'"{rule.id}" = "https://…" to [endpoints].',
                False,
            )
        if rule.secret and not options.secrets.get(rule.secret):
            return left_out(NotRunReason.NO_KEY, rule.secret_help, True)
        return None

    def _probe(self, rule: SourceRule, binding: Binding, number: int) -> Probe:
        values = binding.as_text()
        secret = self._options.secrets.get(rule.secret, "") if rule.secret else ""
        request = build_request(rule, values, secret=secret)
        is_page = rule.results is Results.PAGE
        if Variable.ENDPOINT not in rule.needs:
            check_page(request.url, self._options.allow_loopback)
        return Probe(
            id=f"{rule.tail}-{number}",
            source_id=rule.id,
            request=request,
            host=host_of_url(request.url),
            site=site_of_url(request.url),
            purpose=Purpose.PAGE if is_page else Purpose.SOURCE,
            sends=binding.sends,
            subject_ids=(self._subject.id,),
            manners=manners_of(rule),
            variables=tuple((variable.value, value) for variable, value in binding.values),
            page_url=render(rule.page_url, values) if rule.page_url else "",
            trusted_origin=Variable.ENDPOINT in rule.needs,
            robots_waiver=self._waivers.reason_for(request.url) if is_page else "",
            forwards_to=rule.request.forwards_to if rule.request else (),
        )


def _manual(rule: SourceRule, binding: Binding) -> ManualCheck:
    return ManualCheck(
        source_id=rule.id,
        title=rule.title,
        url=render(rule.page_url, binding.as_text()),
        how=rule.how,
        exposes=rule.exposes,
        sends=binding.sends,
        minutes=rule.minutes,
        why_manual=rule.terms.basis,
    )


def _disclosures(probes: Iterable[Probe], book: RuleBook) -> Iterator[Disclosure]:
    """What each third party learns: one entry per site and source, in the plan's order."""
    together: dict[tuple[str, str], list[Probe]] = {}
    for probe in probes:
        together.setdefault((probe.site, probe.source_id), []).append(probe)
    for (site, source_id), group in together.items():
        rule = book.sources[source_id]
        place = f" ({rule.location})" if rule.location else ""
        controller = rule.controller + place if rule.results is not Results.PAGE else site
        sends: dict[Sent, None] = {}
        for probe in group:
            sends.update(dict.fromkeys(probe.sends))
        most = len(group) + most_controls(rule) * len(_keys(group, rule))
        yield Disclosure(site, controller, source_id, tuple(sends), most)
        for host in group[0].forwards_to:
            other = host if host == ANYBODY else site_of_host(host)
            whom = f"whoever {rule.controller} passes the question on to"
            yield Disclosure(other, whom, source_id, tuple(sends), len(group))


def _keys(probes: Iterable[Probe], rule: SourceRule) -> set[tuple[str, ...]]:
    """What controls are asked for, each once."""
    return {key for probe in probes if (key := control_key(probe, rule))}
