"""What is asked after an answer of the same source: the next step, the next page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from scanner.domains import host_of_url, site_of_url
from scanner.errors import PlanError
from scanner.model.facts import Fact, Secret
from scanner.model.plan import Probe, Purpose, Request, SentForm
from scanner.plan.request import build_request, purpose_of, sends_of
from scanner.plan.targets import check_page
from scanner.rulebook.request import PageParameter
from scanner.rulebook.source import SourceRule
from scanner.rulebook.template import KEPT, variables_of
from scanner.rulebook.variables import Variable
from scanner.text.quoting import mask_known

_LONGEST_URL = 2000


def step_probe(probe: Probe, rule: SourceRule, kept: Sequence[tuple[str, Secret]]) -> Probe:
    """The next request of the chain, made from what its variables were and what was kept."""
    variables = (*probe.variables, *((f"{KEPT}.{name}", value) for name, value in kept))
    number = probe.step + 1
    request = chain_request(rule, variables, probe.key, number)
    is_control = probe.purpose is Purpose.CONTROL
    return replace(
        probe,
        id=f"{probe.id}.step-{number + 1}",
        request=request,
        host=host_of_url(request.url),
        site=site_of_url(request.url),
        purpose=Purpose.CONTROL if is_control else purpose_of(rule, number),
        sends=sends_of(rule, variables, probe.announced, number),
        variables=variables,
        # A control of several steps is one question: all of it was asked for by the same find.
        parent_id=probe.parent_id if is_control else probe.id,
        trusted_origin=Variable.ENDPOINT in variables_of(rule.requests[number].origin),
        forwards_to=rule.requests[number].forwards_to,
        step=number,
    )


def chain_request(
    rule: SourceRule, variables: Iterable[tuple[str, Secret]], key: Secret, step: int
) -> Request:
    """The request of a number in the rule's chain."""
    values = {name: value.reveal() for name, value in variables}
    return build_request(rule, values, secret=key.reveal(), step=step)


def tells_more(
    probe: Probe, rule: SourceRule, kept: Sequence[tuple[str, Secret]], facts: Iterable[Fact]
) -> bool:
    """Whether a kept value that the next request uses holds a private fact which the plan did not
    announce in clear for this source."""
    number = probe.step + 1
    used = rule.requests[number].kept
    announced = {sent.fact_id for sent in probe.announced if sent.form is SentForm.CLEAR}
    texts = [value.reveal() for name, value in kept if name in used]
    texts += [
        value.reveal()
        for name, value in probe.variables
        if name.removeprefix(f"{KEPT}.") in used and name.startswith(f"{KEPT}.")
    ]
    return any(
        mask_known(text, (fact,)).shown() != text
        for fact in facts
        if fact.id not in announced
        for text in texts
    )


def page_probe(probe: Probe, rule: SourceRule, following: str) -> Probe | None:
    """The request for the next page; None when there is none within the bound.

    `following`: what the answer says of it, an address or a value of the parameter. A stranger's
    word: another host, another scheme or an unreadable address is the end.
    """
    pages = rule.pages
    if pages is None or probe.page >= pages.at_most or probe.purpose is Purpose.CONTROL:
        return None
    if pages.next is not None and not following:
        return None
    try:
        url = _page_url(probe, pages.parameter, following, counts=pages.next is None)
        if not _is_there(url, probe) or url == probe.request.url or len(url) > _LONGEST_URL:
            return None
        check_page(url, allow_loopback=True)
    except (ValueError, PlanError):
        return None
    first = probe.id.rsplit(".page-", 1)[0]
    return replace(
        probe,
        id=f"{first}.page-{probe.page + 1}",
        request=replace(probe.request, url=url),
        host=host_of_url(url),
        parent_id=probe.id,
        page=probe.page + 1,
    )


def _is_there(url: str, probe: Probe) -> bool:
    """Whether the next page lies where this one was asked for: with a key at that very origin, else
    on the same site, for sites lead to www. and back."""
    asked = probe.request.url
    if probe.key.reveal() or probe.trusted_origin or probe.request.headers:
        return urlsplit(url)[:2] == urlsplit(asked)[:2]
    is_safe = url.startswith("https:") or asked.startswith("http:")
    return is_safe and site_of_url(url) == probe.site


def _page_url(probe: Probe, parameter: PageParameter | None, following: str, counts: bool) -> str:
    url = probe.request.url
    if parameter is None:
        return urljoin(url, following)
    value = str(parameter.first + probe.page * parameter.step) if counts else following
    parts = urlsplit(url)
    fields = [(k, v) for k, v in parse_qsl(parts.query, True) if k != parameter.name]
    query = urlencode([*fields, (parameter.name, value)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
