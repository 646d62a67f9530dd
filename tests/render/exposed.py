"""The invented person, and findings about them with hostile text in them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from scanner.model.assessment import AssessedFinding, Factor, Person, RemedyText, Step
from scanner.model.bands import Band, Standing
from scanner.model.document import Place
from scanner.model.facts import Fact, FactKind, Secret, Use
from scanner.model.finding import Attribution, Finding, Quote, QuotePart
from scanner.model.subject import Basis, Consent, Election, Role

START = datetime(2026, 11, 20, 14, 2, 11, 250_000, tzinfo=UTC)

HOME = "14 Bramble Road, Wexcombe, WX4 7QT"
HOME_MASK = "•• B•••••• Road, Wexcombe, WX• •••"
MOBILE = "07700 900123"
MOBILE_MASK = "07••• ••••23"
EMAIL = "jane.marlow@mailbox.example"
EMAIL_MASK = "j•••.••••••@m••••••.example"
BORN = "14 March 1979"
STRANGER = "07700 900777"
PRIVATE = (
    "Bramble", "bramble", "WX4 7QT", "WX4+7QT", "WX4%207QT", "WX47QT", "900123", "900 123",
    "jane.marlow@", "jane.marlow%40", "1979-03-14", BORN, "+447700900123",
)  # fmt: skip
"""Pieces that no masked output may hold."""

RTL = "\N{RIGHT-TO-LEFT OVERRIDE}"
HOSTILE_TITLE = f"</title></style><script>alert(1)</script><img src=x onerror=alert(2)>{RTL}gpj.exe"


def text(value: str) -> Quote:
    return Quote((QuotePart(value),))


def quoted(before: str, value: str, mask: str, after: str) -> Quote:
    return Quote((QuotePart(before), QuotePart(value, mask, marked=True), QuotePart(after)))


def facts() -> tuple[Fact, ...]:
    return (
        Fact("name-1", FactKind.NAME, Secret("Jane Marlow", "Jane Marlow")),
        Fact(
            "address-home",
            FactKind.ADDRESS,
            Secret(HOME, HOME_MASK),
            (
                ("house", Secret("14", "••")),
                ("street", Secret("Bramble Road", "B•••••• Road")),
                ("town", Secret("Wexcombe", "Wexcombe")),
                ("postcode", Secret("WX4 7QT", "WX• •••")),
            ),
            Use.HOME,
            "home",
        ),
        Fact(
            "phone-1",
            FactKind.PHONE,
            Secret("+447700900123", "+44 77•• ••••23"),
            (("written", Secret(MOBILE, MOBILE_MASK)),),
            Use.MOBILE,
        ),
        Fact(
            "phone-2",
            FactKind.PHONE,
            Secret("+441632960155", "+441632960155"),
            use=Use.LANDLINE,
            public_by_choice="Campaign line, on every leaflet",
        ),
        Fact("email-1", FactKind.EMAIL, Secret(EMAIL, EMAIL_MASK)),
        Fact("handle-1", FactKind.HANDLE, Secret("janemarlow", "j•••••••••")),
        Fact("birth_date-1", FactKind.BIRTH_DATE, Secret("1979-03-14", "1979-••-••")),
    )


def person() -> Person:
    consent = Consent(
        basis=Basis.SELF,
        given_by="Jane Marlow",
        given_on=date(2026, 11, 1),
        recorded_by="Jane Marlow",
        how="own device",
        scope=frozenset(FactKind),
        valid_until=date(2027, 5, 31),
        name_searches=frozenset({"src.search.searxng", "src.reg.ch_officers"}),
    )
    election = Election("local", "England", date(2027, 5, 6))
    return Person("jane-marlow", "Jane Marlow", Role.CANDIDATE, consent, election, facts())


def finding(
    number: int,
    fact_id: str,
    quote: Quote,
    *,
    site: str = "wexcombe-herald.example",
    url: Quote | None = None,
    title: Quote | None = None,
    attribution: Attribution = Attribution.CONFIRMED,
    places: tuple[Place, ...] = (Place.TEXT,),
    public_by_choice: str = "",
) -> Finding:
    return Finding(
        id=f"f{number:04d}",
        subject_id="jane-marlow",
        probe_id=f"p{number:04d}",
        source_id="src.page.given",
        exposure="fact.home_address",
        kind=FactKind(fact_id.split("-")[0]),
        fact_ids=(fact_id,),
        form="full",
        places=places,
        confidence=0.98,
        attribution=attribution,
        reasons=("Your full name stands in the same record", "The town is yours"),
        quote=quote,
        url=url or text(f"https://www.{site}/news/{number}"),
        page_title=title or text("Marlow stands in Wexcombe"),
        site=site,
        seen_at=START,
        public_by_choice=public_by_choice,
    )


def assessed(
    item: Finding,
    title: str,
    band: Band,
    score: int,
    remedy_id: str,
    standing: Standing = Standing.RISK,
    combination_ids: tuple[str, ...] = (),
) -> AssessedFinding:
    return AssessedFinding(
        finding=item,
        title=title,
        standing=standing,
        band=band,
        score=score,
        vector="EX:1/H:10(fact.home_address)/E:0.8(directory)/C:1.0(two_facts)/P:0.85(third_party_form)",
        factors=(
            Factor("H", 10.0, "wgt.harm", "Lets a stranger come to the door."),
            Factor("E", 0.8, "wgt.ease", "A directory form, no log-in."),
            Factor("C", 1.0, "wgt.corroboration", "Two of your facts appear together."),
            Factor("P", 0.85, "wgt.persistence", "Somebody else's page, with a form."),
        ),
        why="It lets a stranger come to your door, and it cannot be changed without moving.",
        combination_ids=combination_ids,
        remedy_id=remedy_id,
        source_title="Pages that you listed",
        category="page",
    )


def findings() -> tuple[AssessedFinding, ...]:
    home = quoted("Jane Marlow, 47, of ", HOME, HOME_MASK, ", said <b>she</b> would stand & win.")
    forum_url = Quote(
        (
            QuotePart("https://www.wexcombe-talk.example/thread?q="),
            QuotePart("14+Bramble+Road", "••+B••••••+Road"),
        )
    )
    script = "javascript:alert(document.domain)"
    long = "https://www.wexcombe-herald.example/" + "a-very-long-path/" * 40
    unsure = Attribution.POSSIBLE
    return (
        assessed(
            finding(1, "address-home", home, title=text(HOSTILE_TITLE)),
            "Your home address", Band.CRITICAL, 68, "rem.press.publisher",
            combination_ids=("combo.name_home",),
        ),
        assessed(
            finding(2, "address-home", home, url=text(script), title=text("Letters")),
            "Your home address", Band.CRITICAL, 64, "rem.press.publisher",
        ),
        assessed(
            finding(3, "address-home", home, site="wexcombe-talk.example", url=forum_url),
            "Your home address", Band.CRITICAL, 60, "rem.forum.host",
        ),
        assessed(
            finding(
                4,
                "phone-1",
                Quote(
                    (
                        QuotePart("Call Jane on "),
                        QuotePart(MOBILE, MOBILE_MASK, marked=True),
                        QuotePart(" or Tom on "),
                        QuotePart(STRANGER, "07••• ••••77", always_masked=True),
                    )
                ),
                url=text(long),
                places=(Place.COMMENT, Place.META),
                attribution=Attribution.PROBABLE,
            ),
            "Your private mobile number", Band.HIGH, 60, "rem.press.publisher",
        ),
        assessed(
            finding(5, "email-1", quoted("Contact ", EMAIL, EMAIL_MASK, ""), site="github.com"),
            "Your private e-mail address", Band.MEDIUM, 36, "rem.plat.github",
        ),
        assessed(
            finding(6, "address-home", home, site="wexcombe.gov.uk"),
            "Your home address", Band.HIGH, 72, "law.sopn", Standing.PUBLIC_BY_LAW,
        ),
        assessed(
            finding(7, "phone-1", quoted("JM ", MOBILE, MOBILE_MASK, ""), attribution=unsure),
            "Your private mobile number", Band.HIGH, 40, "rem.press.publisher", Standing.UNSURE,
        ),
        assessed(
            finding(
                8,
                "phone-2",
                Quote((QuotePart("Ring "), QuotePart("01632 960155", marked=True))),
                site="marlow-for-wexcombe.example",
                public_by_choice="Campaign line, on every leaflet",
            ),
            "Your landline number", Band.INFO, 0, "", Standing.PUBLIC_BY_CHOICE,
        ),
    )  # fmt: skip


def remedy(remedy_id: str, title: str, backfire: str, note: str, link: str = "") -> RemedyText:
    return RemedyText(
        id=remedy_id,
        title=title,
        summary="The page stays, the private detail goes.",
        steps=(
            Step("Save the page as a PDF and note date and time."),
            Step("Write to the editor with the page's address and the words to take out.", link),
            Step("If there is no answer in a month, complain to the regulator."),
        ),
        minutes=15,
        waits="a few days",
        who="you, or your agent for you",
        proof="",
        dont_send="",
        cost="",
        waits_days=3,
        after=(),
        letters=(),
        legal_basis="Right to erasure, UK GDPR Article 17",
        backfire=backfire,
        backfire_note=note,
        verify="The next scan opens the same page and no longer finds it.",
    )


def remedies() -> tuple[RemedyText, ...]:
    return (
        remedy(
            "rem.press.publisher",
            "Ask the paper to take it out",
            "fix_now",
            "Papers mostly take out a home address when asked.",
            "https://ico.example/your-data/",
        ),
        remedy(
            "rem.forum.host",
            "Ask the forum to remove the post",
            "capture_first",
            "If this is part of threats, keep proof before anything is deleted.",
            "javascript:alert(3)",
        ),
        remedy("rem.plat.github", "Hide your e-mail on GitHub", "fix_now", "Works at once."),
        remedy("law.sopn", "Choose what a notice shows next time", "fix_now", "For the next poll."),
    )
