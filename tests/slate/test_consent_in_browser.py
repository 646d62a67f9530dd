"""The consent form and the sealed result as their person meets them: in Chromium, from a file, with
the network off; and what comes back, as the officer's command line takes it in."""

from __future__ import annotations

import base64
import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyrage
import pytest

from scanner.case.store import CaseStore
from scanner.case.vault.opening import open_cases
from scanner.model.situation import Circumstance
from scanner.model.slate import Person, PersonState, Sharing
from scanner.model.subject import Basis, Role
from scanner.profile import parse_profile
from scanner.render import render_html
from scanner.slate.consenting import open_result, seal_result, unlock
from scanner.slate.consenting.page import sealed_page
from tests.cli.desk import Desk
from tests.render import invented

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("consent_in_browser")]

HOSTILE = '</script><script>document.title="owned"</script><img src=x onerror=alert(1)>"\'`'
DRAFT = """\
schema = 1
[election]
kind = "local"
nation = "England"
poll_date = 2027-05-06
[facts]
name = "Jane Marlow"
phone = { value = "01632 960155", public_by_choice = "Campaign line, on every leaflet" }
custom = { value = '''%s''', label = "odd" }
[[facts.address]]
use = "office"
house = "Unit 3"
street = "Market Street"
town = "Wexcombe"
postcode = "WX1 2AB"
public_by_choice = "Campaign office"
"""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@dataclass
class Sitting:
    """One person at one form, and what became of it."""

    desk: Desk
    passphrase: str = ""
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    saved: Path = Path()
    withdrawal: Path = Path()
    widths: list[int] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    told: str = ""
    title: str = ""

    @contextlib.contextmanager
    def store(self) -> Iterator[CaseStore]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_DATA_HOME", str(self.desk.folder / "data"))
            patch.setenv("XDG_CONFIG_HOME", str(self.desk.folder / "config"))
            with open_cases("", str) as store:
                yield store

    def person(self) -> Person:
        with self.store() as store:
            (slate,) = store.slates.all()
            return store.slates.person(slate.id, 1)

    def saved_form(self) -> dict[str, Any]:
        """What was saved, opened with the slate's key."""
        with self.store() as store:
            (slate,) = store.slates.all()
        key = pyrage.x25519.Identity.from_str(slate.record.identity)
        told: dict[str, Any] = json.loads(pyrage.decrypt(self.saved.read_bytes(), [key]))
        return told


@contextlib.contextmanager
def opened(chromium: Browser, sitting: Sitting, path: Path, width: int) -> Iterator[Page]:
    """The file on a device without a network."""
    with chromium.new_context(
        viewport={"width": width, "height": 844}, offline=True, accept_downloads=True
    ) as context:
        page = context.new_page()
        page.on("request", lambda request: sitting.requests.append(request.url))
        page.on("console", lambda message: sitting.complaints.append(message.text))
        page.on("pageerror", lambda error: sitting.complaints.append(str(error)))
        page.goto(path.as_uri())
        yield page


def barriers(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]}).response
    assert found["passes"], "axe looked at something"
    return [f"{each['id']}: {each['nodes'][0]['target']}" for each in found["violations"]]


@pytest.fixture(scope="module")
def sitting(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Sitting:
    """Jane Marlow fills in her form on a telephone."""
    here = Sitting(Desk(tmp_path_factory.mktemp("slate")))
    officer = "Ruth Calder, 01632 960001"
    made = here.desk.run("slate", "create", "Wexcombe 2027", "--officer", officer)
    assert made.code == 0, made.said
    with here.store() as store:
        (slate,) = store.slates.all()
        draft = DRAFT % HOSTILE
        jane = Person(0, HOSTILE, "Jane Marlow", Role.CANDIDATE, "jane@x.example", draft=draft)
        store.slates.add(slate.id, [jane])
    invited = here.desk.run("slate", "invite", "--out", "forms")
    assert invited.code == 0, invited.said
    (form,) = (here.desk.folder / "forms").glob("*.html")
    with opened(chromium, here, form, 390) as page:
        fill_in(here, page)
    return here


def asks_before_leaving(page: Page) -> bool:
    leave = "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    return bool(page.evaluate(leave))


def fill_in(here: Sitting, page: Page) -> None:
    here.title = page.title()
    here.widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    here.widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.locator("#save").click()
    here.told = page.locator("#faults").inner_text()
    here.barriers = barriers(page)
    page.locator("#faults a").last.click()
    assert page.evaluate("document.activeElement.id") == "signature", "a fault leads to its field"

    def kind(name: str):
        return page.locator(f'[data-kind="{name}"]')

    def add(name: str, value: str) -> None:
        kind(name).locator(".add").click()
        kind(name).locator(".value").last.fill(value)

    assert kind("phone").locator(".reason").input_value() == "Campaign line, on every leaflet"
    assert kind("custom").locator(".value").input_value() == HOSTILE
    add("address", "14 Bramble Road, Wexcombe, WX4 7QT")
    add("address", "9 Tanner's Row, Northmoor")
    kind("address").locator(".use").last.select_option("previous")
    add("phone", "07700 900123")
    kind("email").locator(".value").fill("jane.marlow@mailbox.example")
    kind("handle").locator(".value").fill("janemarlow")
    kind("handle").locator(".site").fill("github.com")
    kind("birth_date").locator(".value").fill("14 March 1979")
    kind("household_member").locator(".value").fill("Tom Marlow")
    kind("vehicle").locator(".value").fill("AB12 CDE")
    page.locator("#pages").fill("https://www.wexcombe-herald.example/news/marlow-stands")
    page.locator('[value="src.reg.ch_officers"]').check()
    page.locator('input[name="scope"][value="some"]').check()
    for scope in ("address", "phone", "email", "handle", "birth_date", "custom", "vehicle"):
        page.locator(f'#scope [value="{scope}"]').check()
    page.get_by_label("Do you live alone?").select_option("yes")
    page.get_by_label("Have you been threatened before?").select_option("no")
    page.locator("#make").click()
    here.passphrase = page.locator("#made strong").inner_text()
    page.locator("#signature").fill("Jane Marlow")
    assert asks_before_leaving(page)
    with page.expect_download() as download:
        page.locator("#save").click()
    here.saved = here.desk.folder / download.value.suggested_filename
    download.value.save_as(here.saved)
    page.locator("#saved").wait_for()
    assert not asks_before_leaving(page)
    page.locator("#sure").check()
    with page.expect_download() as download:
        page.locator("#take-back").click()
    here.withdrawal = here.desk.folder / download.value.suggested_filename
    download.value.save_as(here.withdrawal)


def test_the_form_asks_nobody_and_fits_a_telephone(sitting: Sitting) -> None:
    assert [url for url in sitting.requests if not url.startswith(("file:", "blob:"))] == []
    assert sitting.complaints == [], "nothing that the policy had to refuse"
    assert max(sitting.widths) <= 390
    assert sitting.barriers == []
    assert "owned" not in sitting.title
    assert "passphrase" in sitting.told and "Sign" in sitting.told


def test_only_the_slates_key_opens_what_was_saved(sitting: Sitting) -> None:
    content = sitting.saved.read_bytes()
    assert re.fullmatch(r"consent-0001-jane-marlow-[a-z]{4}\.age", sitting.saved.name)
    assert re.fullmatch(r"withdrawal-0001-jane-marlow-[a-z]{4}\.age", sitting.withdrawal.name)
    assert b"Bramble" not in content
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(content, [pyrage.x25519.Identity.generate()])
    told = sitting.saved_form()
    assert told["profile"]["facts"]["address"][0] == {
        "house": "Unit 3",
        "street": "Market Street",
        "town": "Wexcombe",
        "postcode": "WX1 2AB",
        "use": "office",
        "public_by_choice": "Campaign office",
    }
    assert "household_member" not in told["profile"]["facts"], "outside the scope she ticked"
    assert told["profile"]["consent"]["sensitive_sources"] == []
    assert sitting.passphrase not in str(told)
    assert len(sitting.passphrase.split()) == 6


def test_it_is_collected_and_withdrawn(sitting: Sitting) -> None:
    broken = sitting.desk.folder / "broken.age"
    broken.write_bytes(sitting.saved.read_bytes()[:-20])
    done = sitting.desk.run("slate", "collect", sitting.saved, broken)
    assert done.code == 1
    assert "consented, until 5 June 2027; you see numbers" in done.stdout
    assert "left   broken.age" in done.stdout
    assert done.leaks == []
    person = sitting.person()
    assert (person.state, person.sharing) == (PersonState.CONSENTED, Sharing.NUMBERS)
    subject = parse_profile(person.profile, datetime.now(UTC).date()).subject
    assert subject.consent.basis is Basis.WRITTEN_CONSENT
    assert subject.consent.recorded_by == "Ruth Calder, 01632 960001"
    assert subject.consent.name_searches == {"src.reg.ch_officers"}
    assert subject.consent.sensitive_sources == frozenset()
    assert {fact.kind.value for fact in subject.facts} == {
        *("name", "address", "phone", "email", "handle", "birth_date", "custom", "vehicle")
    }
    assert subject.situation.answers == (
        (Circumstance.EARLIER_THREATS, False),
        (Circumstance.LIVES_ALONE, True),
    )
    custom = next(fact for fact in subject.facts if fact.kind.value == "custom")
    assert custom.value.reveal() == HOSTILE
    own = unlock(person.locked_identity, sitting.passphrase)
    sealed = seal_result(person, {"report.html": b"<p>hers</p>"})
    assert open_result(sealed, own).files == {"report.html": b"<p>hers</p>"}
    again = sitting.desk.run("slate", "collect", sitting.saved)
    assert (again.code, "taken in already" in again.stdout) == (0, True)
    other = sitting.desk.run("slate", "withdraw", "--file", sitting.saved)
    assert (other.code, "is no withdrawal" in other.stderr) == (1, True)
    withdrawn = sitting.desk.run("slate", "withdraw", "--file", sitting.withdrawal)
    assert withdrawn.code == 0, withdrawn.said
    person = sitting.person()
    assert (person.state, person.profile) == (PersonState.WITHDRAWN, "")
    old = sitting.desk.run("slate", "collect", sitting.saved)
    assert (old.code, "is older than the withdrawal" in old.stdout) == (1, True)


def test_the_person_alone_reads_the_sealed_report(
    chromium: Browser, sitting: Sitting, tmp_path: Path
) -> None:
    from playwright.sync_api import expect

    told = sitting.saved_form()
    jane = Person(
        7,
        "W7",
        f"Jane Marlow {HOSTILE}",
        Role.CANDIDATE,
        recipient=told["recipient"],
        locked_identity=base64.b64decode(told["locked_identity"]),
    )
    report = render_html(invented.rich())
    files = {"report.html": report.encode(), "deadlines.ics": b"BEGIN:VCALENDAR\r\n"}
    path = tmp_path / "result.html"
    path.write_text(sealed_page(jane, seal_result(jane, files), "Ruth Calder"))
    assert "Bramble" not in path.read_text()
    here = Sitting(Desk(tmp_path))
    with opened(chromium, here, path, 390) as page:
        assert barriers(page) == []
        page.locator("#pass").fill("not this one")
        page.locator("#open").click()
        page.locator("#fault").wait_for()
        assert page.locator("#opened").is_hidden()
        page.locator("#pass").fill(sitting.passphrase)
        page.locator("#open").click()
        page.locator("#opened").wait_for()
        frame = page.frame_locator("#report")
        assert frame.locator(".headline").inner_text()
        assert frame.locator("#tools").is_visible(), "the report's own script runs there"
        link = frame.locator(".contents a").last
        target = (link.get_attribute("href") or "").partition("#")[2]
        link.click()
        expect(frame.locator(f"#{target}")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        with page.expect_download() as download:
            page.get_by_role("button", name="Save deadlines.ics").click()
        assert Path(download.value.path()).read_bytes() == files["deadlines.ics"]
    assert [u for u in here.requests if not u.startswith(("file:", "blob:", "about:"))] == []
    assert here.complaints == []
    done = here.desk.run("slate", "open", path, "--out", "mine")
    assert done.code != 0 and "NETCURTAIN_RESULT_PASSPHRASE" in done.stderr
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NETCURTAIN_RESULT_PASSPHRASE", sitting.passphrase)
        done = here.desk.run("slate", "open", path, "--out", "mine")
    assert done.code == 0, done.said
    assert (tmp_path / "mine" / "report.html").read_text() == report
