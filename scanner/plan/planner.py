"""The plan: which sources are asked, with what, and what is left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scanner.domains import host_of_url, site_of_url
from scanner.errors import ConsentError, PlanError
from scanner.model.before import Before
from scanner.model.facts import NAME_KINDS, FactKind, Secret
from scanner.model.plan import (
    LeftOut,
    ManualCheck,
    NotRunReason,
    Plan,
    Probe,
    Purpose,
)
from scanner.model.subject import Subject
from scanner.plan.bindings import Binding, bindings, impossible_handles, missing
from scanner.plan.disclosures import disclosures, render_disclosures, together
from scanner.plan.finds import asked_about_finds, find_disclosures
from scanner.plan.limits import limitations
from scanner.plan.own_pages import RobotsWaivers, require_use
from scanner.plan.request import build_request, manners_of, purpose_of, sends_of
from scanner.plan.revisits import revisit_probes
from scanner.plan.targets import check_page, check_pages
from scanner.rulebook.book import RuleBook
from scanner.rulebook.permission import told_outright
from scanner.rulebook.source import Category, SourceRule, Variant
from scanner.rulebook.template import render, variables_of
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
    renders: bool = False
    """Whether pages that need their scripts are to be opened in a browser."""


_MISSING_WORDS = {
    Variable.NAME: "a first and a last name",
    Variable.NAME_SLUG: "a first and a last name",
    Variable.NAME_DASH: "a first and a last name",
    Variable.NAME_LAST_FIRST: "a first and a last name",
    Variable.GIVEN_NAME: "a first name",
    Variable.FAMILY_NAME: "a last name",
    Variable.TOWN: "the town of your home address",
    Variable.POSTCODE: "your full postcode",
    Variable.POSTCODE_DISTRICT: "your postcode",
    Variable.POSTCODE_COMPACT: "your full postcode",
    Variable.STREET: "the street of your home address",
    Variable.PHONE_E164: "a whole phone number",
    Variable.EMAIL: "an e-mail address",
    Variable.EMAIL_SHA256: "an e-mail address",
    Variable.EMAIL_MD5: "an e-mail address",
    Variable.EMAIL_SHA1: "an e-mail address",
    Variable.EMAIL_SHA1_PREFIX: "an e-mail address",
    Variable.EMAIL_SHA1_SUFFIX: "an e-mail address",
    Variable.EMAIL_SHA256_PREFIX: "an e-mail address",
    Variable.EMAIL_SHA256_SUFFIX: "an e-mail address",
    Variable.HANDLE: "a handle that is used there",
    Variable.HANDLE_BARE: "a handle that is used there",
    Variable.INSTANCE: "a handle of the form @user@host",
    Variable.DOMAIN: "a web site of your own (domain)",
    Variable.EMPLOYER: "an employer or company of your own",
    Variable.SCHOOL: "a school",
    Variable.COUNCIL_SITE: "the address of your council's site (council_site in [election])",
    Variable.PAGE: "pages to look at",
}

_REVEALING_WORDS = {
    Variable.EMAIL: "your whole e-mail address",
    Variable.PHONE_E164: "your whole phone number",
    Variable.POSTCODE: "your full postcode",
    Variable.POSTCODE_COMPACT: "your full postcode",
    Variable.STREET: "the street of your home",
}


_GROUPS = tuple(Category)

_NATIONS = {"England": "E", "Wales": "W", "Scotland": "S", "Northern Ireland": "NI"}


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


def make_plan(
    subject: Subject,
    book: RuleBook,
    options: PlanOptions,
    today: date,
    before: Before | None = None,
) -> Plan:
    """All that a scan of `subject` will ask, and of whom. `before`: what the case knows of earlier
    checks, by which pages are looked at again.

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
    if before is not None and not options.only:
        planner.probes += revisit_probes(
            subject, book, before, planner.probes, today, options.allow_loopback
        )
    archives = asked_about_finds(planner.left_out, book)
    told = (
        *disclosures(planner.probes, book, options.lead_budget),
        *(render_disclosures(planner.probes, book) if options.renders else ()),
        *find_disclosures(subject, archives, options.lead_budget),
    )
    require_use(options.ignore_robots, (probe.robots_waiver for probe in planner.probes))
    return Plan(
        probes=tuple(planner.probes),
        left_out=tuple(planner.left_out),
        manual=tuple(sorted(planner.manual, key=_what_matters_first)),
        disclosures=together(told),
        limitations=tuple(limitations(subject)),
        lead_budget=options.lead_budget,
    )


def _what_matters_first(check: ManualCheck) -> tuple[bool, int, int]:
    return (not check.look_first, check.look_first, _GROUPS.index(check.category))


def _permissions(subject: Subject) -> set[str]:
    """Ids of sources in the profile. A misspelt one would leave its source unasked, unnoticed."""
    consent = subject.consent
    ticked = consent.name_searches | consent.sensitive_sources | consent.revealing_searches
    return {*ticked, *dict(subject.endpoints)}


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
        self.left_out.extend(self._not_asked(rule))
        for number, binding in enumerate(self._bindings(rule), start=1):
            if rule.is_manual:
                self.manual.append(self._by_hand(rule, binding))
            else:
                self.probes.append(self._probe(rule, binding, number))

    def _bindings(self, rule: SourceRule) -> Iterator[Binding]:
        """Every question to the source; those of its variants in their order."""
        if not rule.variants:
            yield from bindings(self._subject, rule, self._pages, self._endpoints)
        for variant in rule.variants:
            if self._is_allowed(rule, variant):
                for binding in bindings(
                    self._subject, rule, self._pages, self._endpoints, variant.needs
                ):
                    yield self._searching(binding, variant)

    def _searching(self, binding: Binding, variant: Variant) -> Binding:
        text = render(variant.search, binding.as_text())
        shown = mask_known(text, self._subject.facts).shown()
        return replace(binding, search=Secret(text, shown))

    def _is_allowed(self, rule: SourceRule, variant: Variant) -> bool:
        allowed = rule.id in self._subject.consent.revealing_searches
        return rule.is_manual or allowed or not variant.only_if_allowed

    def _lacking(self, rule: SourceRule) -> tuple[Variable, ...]:
        """What is missing for the least demanding question to the source; empty if it can be put.
        One that is only put with the person's yes does not count: that is another reason."""
        ways = [variant.needs for variant in rule.variants] or [()]
        has_pages = bool(self._pages)
        return min((missing(self._subject, rule, has_pages, also) for also in ways), key=len)

    def _not_asked(self, rule: SourceRule) -> Iterator[LeftOut]:
        """Questions that are not put to a source which is asked others."""
        names = [fact.value.mask for fact in impossible_handles(self._subject, rule)]
        if names and len(names) < len(self._subject.of_kind(FactKind.HANDLE)):
            yield self._impossible(rule, names)
        withheld = [v for v in rule.variants if not self._is_allowed(rule, v)]
        if any(not missing(self._subject, rule, bool(self._pages), v.needs) for v in withheld):
            yield self._withheld(rule)

    def _impossible(self, rule: SourceRule, names: list[str]) -> LeftOut:
        detail = f"It can have no such name as {', '.join(names)}, so it is not asked for that."
        return LeftOut(rule.id, rule.title, NotRunReason.IMPOSSIBLE, detail, False)

    def _withheld(self, rule: SourceRule) -> LeftOut:
        detail = (
            f"It is not asked for your name together with what leads to your door, unless you add "
            f'"{rule.id}" to revealing_searches in [consent].'
        )
        return LeftOut(rule.id, rule.title, NotRunReason.NOT_TICKED, detail, False)

    def _elsewhere(self, rule: SourceRule) -> str:
        """Why the source is not for this person's poll; empty when it is, or may be."""
        election = self._subject.election
        if rule.nations and election.nation and _NATIONS[election.nation] not in rule.nations:
            return f"It is not for candidates in {election.nation}."
        if rule.polls and election.kind and election.kind not in rule.polls:
            return "It is for another kind of poll than yours."
        return ""

    def _why_not(self, rule: SourceRule) -> LeftOut | None:
        def left_out(reason: NotRunReason, detail: str, applicable: bool) -> LeftOut:
            return LeftOut(rule.id, rule.title, reason, detail, applicable and not rule.is_manual)

        options, consent = self._options, self._subject.consent
        if rule.id in options.skip or (options.only and rule.id not in options.only):
            return left_out(NotRunReason.DESELECTED, "It was left out of this check.", False)
        if elsewhere := self._elsewhere(rule):
            return left_out(NotRunReason.ELSEWHERE, elsewhere, False)
        if lacking := self._lacking(rule):
            words = " and ".join(dict.fromkeys(_MISSING_WORDS[name] for name in lacking))
            return left_out(
                NotRunReason.NOTHING_TO_ASK, f"It needs {words}, which you did not give.", False
            )
        names = [fact.value.mask for fact in impossible_handles(self._subject, rule)]
        if names and not any(True for _ in self._bindings(rule)):
            return self._impossible(rule, names)
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
        told = told_outright(rule)
        if told and rule.id not in consent.revealing_searches:
            words = " and ".join(sorted({_REVEALING_WORDS[name] for name in told}))
            return left_out(
                NotRunReason.NOT_TICKED,
                f"It is asked by {words}, so only with your yes: add "
                f'"{rule.id}" to revealing_searches in [consent].',
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
            keep = f"`netcurtain keys set {rule.secret}` keeps it for you."
            return left_out(NotRunReason.NO_KEY, f"{rule.secret_help} {keep}", True)
        if rule.variants and not any(True for _ in self._bindings(rule)):
            return self._withheld(rule)
        return None

    def _by_hand(self, rule: SourceRule, binding: Binding) -> ManualCheck:
        answers = {answer.source_id: answer for answer in self._subject.manual}
        return ManualCheck(
            source_id=rule.id,
            title=rule.title,
            url=render(rule.page_url, binding.as_text()),
            how=rule.how,
            exposes=rule.exposes,
            sends=binding.sends,
            minutes=rule.minutes,
            why_manual=rule.terms.basis,
            remedy_id=rule.remedy,
            category=rule.category,
            look_first=rule.look_first,
            answer=answers.get(rule.id),
        )

    def _probe(self, rule: SourceRule, binding: Binding, number: int) -> Probe:
        values = binding.as_text()
        variables = binding.named()
        key = self._options.secrets.get(rule.secret, "") if rule.secret else ""
        request = build_request(rule, values, secret=key, step=0)
        asked = rule.requests[0]
        purpose = purpose_of(rule, 0)
        is_page = purpose is Purpose.PAGE
        is_trusted = Variable.ENDPOINT in variables_of(asked.origin)
        if not is_trusted:
            check_page(request.url, self._options.allow_loopback)
        return Probe(
            id=f"{rule.tail}-{number}",
            source_id=rule.id,
            request=request,
            host=host_of_url(request.url),
            site=site_of_url(request.url),
            purpose=purpose,
            sends=sends_of(rule, variables, binding.sends, 0),
            subject_ids=(self._subject.id,),
            manners=manners_of(rule),
            variables=variables,
            page_url=render(rule.page_url, values) if rule.page_url else "",
            trusted_origin=is_trusted,
            robots_waiver=self._waivers.reason_for(request.url) if is_page else "",
            forwards_to=asked.forwards_to,
            render_hosts=rule.render.hosts if rule.render else (),
            key=Secret(key, "•" if key else ""),
            announced=binding.sends,
        )
