"""Pages that want to run something: planted wherever a stranger's text reaches, nothing runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner.model.assessment import AssessedFinding, Assessment
from scanner.model.finding import Quote, QuotePart
from scanner.render import Audience, Edition, render_html
from tests.render import invented
from tests.render.injections import ADDRESSES, STRINGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def _text(string: str) -> Quote:
    return Quote((QuotePart(string),))


def _planted(item: AssessedFinding, number: int) -> AssessedFinding:
    string, address = STRINGS[number], ADDRESSES[number % len(ADDRESSES)]
    finding = replace(
        item.finding,
        id=f"h{number}",
        url=_text(address),
        page_title=_text(string),
        site=string,
        quote=Quote((QuotePart(string), QuotePart("14 Bramble Road", string, marked=True))),
        reasons=(string,),
    )
    return replace(item, finding=finding, source_title=string, remedy_id=item.remedy_id)


def hostile() -> Assessment:
    """One of each string in a title, a site's name, an excerpt and its mask, a reason, an address;
    all of them in the other places."""
    rich = invented.rich()
    everything = " ".join(STRINGS)
    found = tuple(
        _planted(rich.findings[number % len(rich.findings)], number)
        for number in range(len(STRINGS))
    )
    person = replace(
        rich.person, name=STRINGS[1], consent=replace(rich.person.consent, how=everything)
    )
    return replace(
        rich,
        person=person,
        findings=found,
        escalations=tuple(
            replace(item, quote=_text(everything), url=_text(ADDRESSES[0]))
            for item in rich.escalations
        ),
        questions=tuple(
            replace(item, quote=_text(everything), masked=STRINGS[0], url=_text(ADDRESSES[1]))
            for item in rich.questions
        ),
        checks=tuple(
            replace(item, title=everything, site=STRINGS[13], url=_text(ADDRESSES[2]))
            for item in rich.checks
        ),
        ledger=tuple(
            replace(item, site=STRINGS[17], controller=everything, url=_text(ADDRESSES[3]))
            for item in rich.ledger
        ),
        manual=tuple(replace(item, url=ADDRESSES[4]) for item in rich.manual),
    )


def test_there_are_sixty_of_them() -> None:
    assert len(set(STRINGS)) >= 60


@pytest.mark.parametrize("reveal", [False, True])
@pytest.mark.parametrize("audience", list(Audience))
def test_nothing_runs_and_nothing_is_asked_for(
    chromium: Browser, tmp_path: Path, audience: Audience, reveal: bool
) -> None:
    path = tmp_path / "report.html"
    edition = Edition(audience, marking=STRINGS[0][:40], operator=STRINGS[15])
    path.write_text(render_html(hostile(), reveal, edition), encoding="utf-8")
    with chromium.new_context() as context:
        page = context.new_page()
        requests: list[str] = []
        refused: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: refused.append(message.text))
        page.on("pageerror", lambda error: refused.append(str(error)))
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        for target in page.locator("main a[href^=http]").all()[:5]:
            target.hover()
        page.mouse.move(200, 200)
        page.keyboard.press("Tab")
        assert page.evaluate("window.__ran") is None
        assert requests == [path.as_uri()]
        assert refused == [], "the policy had nothing to refuse: markup never became one"
        count = "document.querySelectorAll('script').length"
        assert page.evaluate(count) == (1 if audience is Audience.CANDIDATE else 0)
