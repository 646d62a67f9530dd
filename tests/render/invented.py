"""An invented assessment with something in every part of a report, hostile text included."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from scanner.model.answer import Ending
from scanner.model.assessment import (
    Action,
    Asked,
    Assessment,
    Check,
    Combination,
    Escalation,
    Headline,
    LedgerLine,
)
from scanner.model.bands import Band
from scanner.model.coverage import Coverage, GroupCoverage
from scanner.model.facts import FactKind, Secret
from scanner.model.finding import Question, Quote, QuotePart
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import (
    Disclosure,
    LeftOut,
    Limitation,
    ManualCheck,
    NotRunReason,
    Purpose,
    Sent,
    SentForm,
)
from tests.render.exposed import (
    EMAIL,
    HOME,
    HOME_MASK,
    MOBILE,
    PRIVATE,
    RTL,
    START,
    STRANGER,
    findings,
    person,
    quoted,
    remedies,
    text,
)
from tests.render.pieced import mosaic

__all__ = [
    "EMAIL",
    "HOME",
    "HOME_MASK",
    "MOBILE",
    "PRIVATE",
    "RTL",
    "START",
    "STRANGER",
    "below_floor",
    "nothing_found",
    "rich",
    "stopped_at_once",
]


def check(number: int, outcome: OutcomeKind, title: str, detail: str, help_: str = "") -> Check:
    return Check(
        probe_id=f"p{number:04d}",
        parent_id="",
        source_id="src.social.somewhere",
        origin="wmn:Somewhere",
        title=title,
        purpose=Purpose.SOURCE,
        url=Quote((QuotePart("https://social.example/"), QuotePart("janemarlow", "j•••••••••"))),
        host="www.social.example",
        site="social.example",
        asked=(
            Asked(FactKind.HANDLE, SentForm.CLEAR, "handle-1", Secret("janemarlow", "j•••••••••")),
        ),
        outcome=outcome,
        reason="challenge",
        detail=detail,
        status=403,
        started_at=START,
        elapsed_ms=120,
        bytes=900,
        wire_bytes=400,
        redirects=0,
        attempts=1,
        control_asked=outcome is OutcomeKind.STALE,
        control_outcome=OutcomeKind.FOUND if outcome is OutcomeKind.STALE else None,
        body_sha256="0" * 64,
        look_yourself=help_,
    )


def _checks() -> tuple[Check, ...]:
    look = "Please look yourself: open the page in your browser."
    return (
        check(1, OutcomeKind.FOUND, "Page that you listed", "The page was read."),
        check(2, OutcomeKind.ABSENT, "GitLab profile", "There is no such user."),
        check(3, OutcomeKind.BLOCKED, "Facebook profile", "The site asked for a log-in.", look),
        check(4, OutcomeKind.STALE, "TikTok profile", "It says the same about everybody.", look),
        check(5, OutcomeKind.FAILED, "Mastodon profile", "The server did not answer in 20 s."),
        check(6, OutcomeKind.NOT_RUN, "Telegram name", "The run was stopped before its turn."),
    )


def _ledger() -> tuple[LedgerLine, ...]:
    told = (Sent(FactKind.HANDLE, SentForm.CLEAR, "handle-1"),)
    hashed = (Sent(FactKind.EMAIL, SentForm.HASH, "email-1"),)
    lines = []
    for number in range(8):
        robots = number % 4 == 0
        site = "social.example" if number < 4 else "gravatar.com"
        lines.append(
            LedgerLine(
                at=START + timedelta(seconds=number),
                site=site,
                controller="Automattic (United States)" if number >= 4 else "Social Example Ltd",
                source_id="src.social.somewhere",
                what="robots" if robots else "probe",
                purpose=Purpose.SOURCE,
                probe_id=f"p{number:04d}",
                method="GET",
                url=text(f"https://{site}/robots.txt")
                if robots
                else Quote((QuotePart(f"https://{site}/"), QuotePart("janemarlow", "j•••••••••"))),
                sent=() if robots else (told if number < 4 else hashed),
            )
        )
    return tuple(lines)


def _escalation() -> Escalation:
    return Escalation(
        signal_id="esc.doxx",
        title="Your home address stands in a hostile post",
        level="emergency",
        say="Somebody posted your address beside words that call on others to come. "
        "Please read it, with someone you trust if you can.",
        do=(
            "Report it today on 101 or online; say that it is an Operation Ford incident.",
            "Keep a picture of the post before anything is removed.",
            "Then tell your police contact.",
        ),
        quote=quoted("she lives at ", HOME, HOME_MASK, ", someone should pay a visit"),
        url=text("https://www.wexcombe-talk.example/thread/9"),
        finding_ids=("f0003",),
    )


def _actions() -> tuple[Action, ...]:
    names = (
        ("rem.forum.host", "Ask the forum to remove the post", 10, Band.CRITICAL, ("f0003",)),
        ("rem.press.publisher", "Ask the paper to take it out", 15, Band.CRITICAL, ("f0001",)),
        ("rem.plat.github", "Hide your e-mail on GitHub", 3, Band.MEDIUM, ("f0005",)),
        ("law.sopn", "Choose what a notice shows next time", 20, Band.HIGH, ("f0006",)),
    )  # fmt: skip
    return tuple(
        Action(
            remedy_id=remedy_id,
            title=title,
            why="It takes away the quickest route to your door.",
            first_step="Write to the editor with the page's address and the words to take out.",
            link="https://ico.example/your-data/",
            minutes=minutes,
            band=band,
            finding_ids=ids,
        )
        for remedy_id, title, minutes, band, ids in names
    )


def _headline() -> Headline:
    counts = (
        (Band.CRITICAL, 3), (Band.HIGH, 1), (Band.MEDIUM, 1), (Band.LOW, 0), (Band.INFO, 0),
    )  # fmt: skip
    sentence = "Your home address can be found by anybody who looks up your name."
    return Headline("band", Band.CRITICAL, sentence, counts)


def rich() -> Assessment:
    """Something in every part."""
    search = "https://www.people.example/search?who=Jane+Marlow&where=WX4+7QT"
    return Assessment(
        person=person(),
        started_at=START,
        ended_at=START + timedelta(seconds=42),
        partial=False,
        ending=Ending.COMPLETE,
        tool_version="0.1.0",
        rules_digest="ab" * 32,
        score_model="exposure/1",
        headline=_headline(),
        coverage=Coverage(
            answered=23,
            applicable=31,
            floor=0.6,
            by_outcome=(
                (OutcomeKind.FOUND, 9), (OutcomeKind.ABSENT, 14), (OutcomeKind.BLOCKED, 4),
                (OutcomeKind.STALE, 2), (OutcomeKind.FAILED, 1), (OutcomeKind.NOT_RUN, 1),
            ),
            manual_open=2,
            groups=(GroupCoverage("page", 20, 24, 0, 0), GroupCoverage("social", 3, 7, 2, 2)),
        ),
        escalations=(_escalation(),),
        actions=_actions(),
        findings=findings(),
        combinations=(
            Combination(
                "combo.name_home",
                "Name and home address together",
                "Your name and your full address are on one page: one click, no skill needed.",
                Band.CRITICAL,
                False,
                ("f0001",),
            ),
        ),
        questions=(
            Question(
                "q1",
                "jane-marlow",
                "p0004",
                FactKind.PHONE,
                "07••• ••••77",
                "A phone number is next to your name. Is it yours?",
                text("https://www.wexcombe-herald.example/news/4"),
                Quote(
                    (
                        QuotePart("Jane Marlow, "),
                        QuotePart(STRANGER, "07••• ••••77", marked=True, always_masked=True),
                    )
                ),
            ),
        ),
        remedies=remedies(),
        checks=_checks(),
        left_out=(
            LeftOut("src.reg.ch_officers", "Companies House officers", NotRunReason.NO_KEY,
                    "Get a free key and put it in your settings.", True),
            LeftOut("src.domain.rdap", "Domain register", NotRunReason.NOTHING_TO_ASK,
                    "You gave no domain.", False),
        ),
        manual=(
            ManualCheck("src.people.directory", "People directory", search,
                        "Look whether your street is shown beside your name.", "address, age band",
                        (Sent(FactKind.NAME, SentForm.CLEAR, "name-1"),
                         Sent(FactKind.ADDRESS, SentForm.PARTIAL, "address-home")),
                        3, "Its terms forbid automated visitors."),
            ManualCheck("src.prop.streetview", "Street pictures", "https://maps.example/",
                        "Look at your own front door and ask for it to be blurred.", "your door"),
        ),
        limitations=(
            Limitation("jane-marlow", "handle-1", "Only sites that answer without a log-in tell."),
        ),
        disclosures=(
            Disclosure("gravatar.com", "Automattic (United States)", "src.code.gravatar",
                       (Sent(FactKind.EMAIL, SentForm.HASH, "email-1"),), 2),
        ),
        ledger=_ledger(),
        mosaic=mosaic(),
    )  # fmt: skip


def nothing_found() -> Assessment:
    """Enough was checked and nothing was there."""
    zero = tuple((band, 0) for band in Band)
    return replace(
        rich(),
        headline=Headline(
            "nothing_found", None, "Nothing of yours was found in what was checked.", zero
        ),
        escalations=(),
        actions=(),
        findings=(),
        mosaic=None,
        combinations=(),
        questions=(),
        remedies=(),
    )


def below_floor() -> Assessment:
    """Nothing found, but far too little answered."""
    return replace(
        nothing_found(),
        headline=replace(
            nothing_found().headline,
            kind="not_enough",
            sentence="Not enough was checked to say how you stand.",
        ),
        coverage=replace(rich().coverage, answered=7),
    )


def stopped_at_once() -> Assessment:
    """Interrupted before anything was asked: every list is empty."""
    return replace(
        below_floor(),
        partial=True,
        ending=Ending.INTERRUPTED,
        coverage=Coverage(0, 0, 0.6, (), 0),
        checks=(),
        left_out=(),
        manual=(),
        limitations=(),
        disclosures=(),
        ledger=(),
    )
