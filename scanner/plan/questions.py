"""Questions that stand for the probes of many people: one request, asked once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scanner.errors import PlanError
from scanner.model.capture import Sending
from scanner.model.facts import Secret
from scanner.model.plan import Probe, Sent
from scanner.plan.chain import chain_request
from scanner.plan.keys import body_without_key, url_without_key
from scanner.rulebook.book import RuleBook
from scanner.text.carried import carried

_WAIVED = "the person's own page"
"""In place of each one's words: whoever asks only needs to know that there is a reason."""


def question_parts(probe: Probe) -> tuple[str, ...]:
    """What makes two probes one question: the request, and the bounds within which it is made.

    The pause between two requests is no part of it: whoever asks keeps the longest one. Nor is a
    key's value: of a source that needs one, the source's id stands for it.
    """
    manners, is_keyed = probe.manners, bool(probe.key.reveal())
    headers = [
        f"{name.lower()}:{url_without_key(value, probe)}"
        for name, value in probe.request.headers
        # Of a key in base64 nothing can be taken out.
        if not (is_keyed and name.lower() == "authorization")
    ]
    bounds = (
        manners.robots.value,
        manners.timeout_s,
        manners.max_bytes,
        manners.max_redirects,
        manners.same_page_only,
        manners.keeps_part,
        bool(probe.robots_waiver),
        probe.trusted_origin,
        sorted(probe.forwards_to),
    )
    return (
        probe.request.method,
        url_without_key(probe.request.url, probe),
        repr(sorted(headers)),
        body_without_key(probe.request.body, probe).hex(),
        repr(bounds),
        probe.source_id if is_keyed else "",
    )


def question_of(probe: Probe, key: str) -> Probe:
    """The probe as it may lie in a store for all who ask it, under the id `key`: without a key of a
    service, and without whose facts it carries. What the request is made from stays, as far as
    keeping it from strangers needs it (a redirect elsewhere may be told none of it)."""
    request = probe.request
    if is_keyed := bool(probe.key.reveal()):
        url = url_without_key(request.url, probe)
        request = replace(request, url=url, headers=(), body=b"")
    return Probe(
        id=key,
        source_id=probe.source_id,
        request=request,
        host=probe.host,
        site=probe.site,
        purpose=probe.purpose,
        sends=_nobodys(probe.sends),
        manners=probe.manners,
        variables=probe.variables if is_keyed or probe.sends else (),
        trusted_origin=probe.trusted_origin,
        forwards_to=probe.forwards_to,
        robots_waiver=_WAIVED if probe.robots_waiver else "",
        step=probe.step,
        page=probe.page,
    )


def with_all_told(question: Probe, other: Probe) -> Probe:
    """The question, minded for what `other` (the same question) carries as well: a page that one
    person lists may have another's name in its address. The longer pause holds."""
    sends = tuple(dict.fromkeys((*question.sends, *other.sends)))
    variables = tuple(dict.fromkeys((*question.variables, *other.variables)))
    spacing = max(question.manners.spacing_s, other.manners.spacing_s)
    manners = replace(question.manners, spacing_s=spacing)
    return replace(question, sends=sends, variables=variables, manners=manners)


def with_key(question: Probe, book: RuleBook, secrets: Mapping[str, str]) -> Probe:
    """The question as it is asked. `secrets`: by the names that rules use.

    Raises PlanError when the key that its source needs is missing.
    """
    rule = book.sources.get(question.source_id)
    if rule is None or not rule.secret:
        return question
    if not secrets.get(rule.secret):
        raise PlanError(
            f"The key of {rule.title} is not there any more. `netcurtain keys set {rule.secret}` "
            f"keeps it for you."
        )
    key = Secret(secrets[rule.secret], "•")
    whole = chain_request(rule, question.variables, key, question.step)
    # Its address may be that of a later page, or a control's.
    request = replace(question.request, headers=whole.headers, body=whole.body)
    return replace(question, key=key, request=request)


def own_sending(sending: Sending, probe: Probe) -> Sending:
    """A request that was made for several people, as the ledger of the one whose probe this is
    shows it: which of their own facts it carried."""
    sends = probe.sends if sending.what == "probe" else carried(probe, sending.url)
    return replace(sending, probe_id=probe.id, sends=sends)


def _nobodys(sends: tuple[Sent, ...]) -> tuple[Sent, ...]:
    return tuple(dict.fromkeys(replace(sent, fact_id="") for sent in sends))
