"""Accounts: a source's own record that was found for a handle or an e-mail address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from scanner.judge.identity import finding_id
from scanner.model.answer import Answer
from scanner.model.capture import Capture
from scanner.model.document import Document, Place
from scanner.model.facts import NAME_KINDS, Fact, FactKind
from scanner.model.finding import Attribution, Finding, Quote, QuotePart
from scanner.model.plan import SentForm
from scanner.model.sighting import Sighting
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.source import Category, Results, SourceRule
from scanner.text.quoting import mask_known

_ACCOUNT_KINDS = frozenset({FactKind.HANDLE, FactKind.EMAIL})
_LEAK = "fact.leak"
"""The exposure where a register of leaks knows an address: it is not the address that harms."""


def account_findings(
    subject: Subject,
    answer: Answer,
    document: Document,
    rule: SourceRule,
    seen: Sequence[Sighting],
    already: Collection[str],
    book: RuleBook,
    key: bytes,
) -> Iterator[Finding]:
    """The account itself, where the service has a record for the handle or address that was asked.

    For a handle, only if the page shows it; confirmed only with a second fact of the person, or
    when they gave the handle as theirs on that site.
    """
    if rule.results is not Results.RECORD:
        return
    # The last request of a chain may carry no more than what earlier answers said.
    for sent in answer.probe.announced or answer.probe.sends:
        is_leak = rule.category is Category.BREACH and sent.kind is FactKind.DOMAIN
        if not (sent.kind in _ACCOUNT_KINDS or is_leak) or sent.fact_id in already:
            continue
        fact = subject.fact(sent.fact_id)
        shown = [s for s in seen if s.fact_id == fact.id]
        standing = _standing(fact, document) if sent.kind is FactKind.HANDLE else []
        if sent.kind is FactKind.HANDLE and not standing:
            continue
        others = [s for s in seen if s.fact_id != fact.id and not _is_within(s, standing)]
        attribution, reasons = _attribution(fact, rule, others, sent.form)
        at = (shown[0].start, shown[0].end) if shown else (standing or [(0, 0)])[0]
        finding = _finding(subject, answer, document, rule, fact, shown, book, key)
        beside = tuple(dict.fromkeys(s.fact_id for s in others))
        yield replace(
            finding,
            attribution=attribution,
            reasons=reasons,
            facts_beside=beside,
            places=finding.places if shown else (document.place_at(at[0]),),
            at=at,
        )


_SHOWN = frozenset({Place.TEXT, Place.TITLE, Place.META, Place.STRUCTURED, Place.RECORD})
"""Where a page shows a handle. An address or an attribute may only repeat what was asked for."""
_MOST_STANDING = 200
"""Places of a handle that are looked at on a page: more of them say no more."""


def _standing(fact: Fact, document: Document) -> list[tuple[int, int]]:
    """Where the handle stands on the page as a name of its own. On the page of an account that is
    called so, no more is needed; what stands alone on any other page is no sighting."""
    handle = fact.part("user") or fact.value.reveal()
    pattern = rf"(?<![\w])(?<!\w[-_]){re.escape(handle)}(?!\w)(?![-_]\w)"
    found = re.finditer(pattern, document.text, re.IGNORECASE)
    places = ((m.start(), m.end()) for m in islice(found, _MOST_STANDING))
    return [place for place in places if document.place_at(place[0]) in _SHOWN]


def _is_within(sighting: Sighting, stretches: Sequence[tuple[int, int]]) -> bool:
    """Whether it is a part of the handle itself: jane-marlow is no second fact of Jane Marlow's."""
    return any(start <= sighting.start and sighting.end <= end for start, end in stretches)


def _attribution(
    fact: Fact, rule: SourceRule, beside: Sequence[Sighting], form: SentForm
) -> tuple[Attribution, tuple[str, ...]]:
    if fact.kind is FactKind.DOMAIN:
        return Attribution.CONFIRMED, (f"{rule.controller} knows leaks with your domain.",)
    if fact.kind is FactKind.EMAIL:
        how = (
            "a fingerprint of your e-mail address"
            if form in (SentForm.HASH, SentForm.HASH_PREFIX)
            else "your e-mail address"
        )
        if rule.category is Category.BREACH:
            return Attribution.CONFIRMED, (f"{rule.controller} knows leaks with {how}.",)
        return Attribution.CONFIRMED, (f"{rule.controller} keeps a public record under {how}.",)
    site = fact.part("site").lower()
    if site:
        return Attribution.CONFIRMED, (f"You gave this handle as yours at {site}.",)
    others = {s.kind for s in beside}
    if others & NAME_KINDS:
        return Attribution.CONFIRMED, ("The account shows your handle and your name.",)
    if others:
        return Attribution.CONFIRMED, ("The account shows your handle and another of your facts.",)
    return Attribution.POSSIBLE, (
        "An account with your handle exists, but nothing on it shows that it is you.",
    )


def _finding(
    subject: Subject,
    answer: Answer,
    document: Document,
    rule: SourceRule,
    fact: Fact,
    shown: Sequence[Sighting],
    book: RuleBook,
    key: bytes,
) -> Finding:
    capture = answer.answer
    assert isinstance(capture, Capture)
    page = answer.probe.shown_url
    is_leak = rule.category is Category.BREACH
    exposure = _LEAK if is_leak else _account_exposure(book)
    mask = fact.value.reveal() if fact.is_public else fact.value.mask
    return Finding(
        id=finding_id(key, subject.id, fact, page),
        subject_id=subject.id,
        probe_id=answer.probe.id,
        source_id=rule.id,
        exposure=exposure,
        kind=fact.kind,
        fact_ids=(fact.id,),
        form="leak" if is_leak else "account",
        places=(shown[0].place,) if shown else (Place.RECORD,),
        confidence=max((s.confidence for s in shown), default=1.0),
        attribution=Attribution.POSSIBLE,
        reasons=(),
        quote=Quote(
            (
                QuotePart(f"{rule.controller}: {'leaks with' if is_leak else 'an account for'} "),
                QuotePart(fact.value.reveal(), mask, marked=True),
            )
        ),
        url=mask_known(page, subject.facts),
        page_title=mask_known(document.title, subject.facts),
        site=answer.probe.site,
        seen_at=capture.fetched_at,
        # Nobody chooses a leak, even of an address that stands on every leaflet.
        public_by_choice="" if is_leak else fact.public_by_choice,
        at=(shown[0].start, shown[0].end) if shown else (0, 0),
        span=(0, len(document.text)),
    )


def _account_exposure(book: RuleBook) -> str:
    detector = book.detectors[FactKind.HANDLE]
    return next((e for form in detector.forms if (e := detector.exposure(form, None))), "")
