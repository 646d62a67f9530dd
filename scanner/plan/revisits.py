"""Pages on which something was found before and that nothing else would lead to again: asked once
more, so that "gone" is proved, and no search engine's mood decides what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from scanner.domains import host_of_url, site_of_url
from scanner.errors import PlanError
from scanner.model.before import Before
from scanner.model.history import Known, Turn
from scanner.model.plan import Probe, Purpose, Request
from scanner.model.subject import Subject
from scanner.plan.request import manners_of
from scanner.plan.targets import check_page
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Results
from scanner.text.identities import fact_identity, page_digest, page_identity

RELAPSE_DAYS = 90
"""For how long the page of what is gone is looked at again. Judgement: whoever collects details
fills up from the same sources within weeks, and what stayed away for a quarter of a year would
have to be published anew, which other questions find."""

MOST_REVISITS = 200
"""Pages that one check looks at again, the worst first. Judgement: far above what people have open,
and about three minutes at a second a page on one site."""


def revisit_probes(
    subject: Subject,
    book: RuleBook,
    before: Before,
    planned: Iterable[Probe],
    today: date,
    allow_loopback: bool = False,
) -> tuple[Probe, ...]:
    """One probe for each such page, what is open and worst first.

    Only for facts that are still looked for, and only for pages themselves: what a service said of
    somebody is asked of the service by the plan, as far as the person still wants it. The id of a
    probe comes of its page, so that it is the same in every check.
    """
    opener = book.opener
    if opener is None:
        return ()
    asked = {
        page_identity(url) for probe in planned for url in (probe.shown_url, probe.request.url)
    }
    probes: list[Probe] = []
    for url in _pages(subject, book, before, today):
        try:
            address = check_page(url, allow_loopback)
        except PlanError:
            continue
        if page_identity(address) in asked or len(probes) == MOST_REVISITS:
            continue
        asked.add(page_identity(address))
        probes.append(
            Probe(
                id=f"{opener.tail}-again-{page_digest(address)}",
                source_id=opener.id,
                request=Request(url=address),
                host=host_of_url(address),
                site=site_of_url(address),
                purpose=Purpose.REVISIT,
                subject_ids=(subject.id,),
                manners=manners_of(opener),
                page_url=address,
                render_hosts=opener.render.hosts if opener.render else (),
            )
        )
    return tuple(probes)


def _pages(subject: Subject, book: RuleBook, before: Before, today: date) -> Iterator[str]:
    said = {fact_identity(fact) for fact in subject.facts}
    for known in sorted(before.known, key=_worst_first):
        if said.issuperset(known.facts) and _is_page(known, book) and _is_wanted(known, today):
            yield known.address


def _worst_first(known: Known) -> tuple[bool, int, str]:
    return known.turn is Turn.GONE, known.band.rank, known.finding_id


def _is_page(known: Known, book: RuleBook) -> bool:
    """Whether anybody can open it: not what a source names of its own, with a key or an endpoint of
    the person's."""
    rule = book.sources.get(known.source_id)
    is_own = known.source_id in book.lead_openers
    return rule is not None and rule.results is Results.PAGE and not is_own


def _is_wanted(known: Known, today: date) -> bool:
    if known.turn is not Turn.GONE or known.gone_at is None:
        return True
    return today <= known.gone_at.date() + timedelta(days=RELAPSE_DAYS)
