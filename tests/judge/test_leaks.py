"""What a register of leaks knows of an address or a domain: a leak, and never one by choice."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scanner.judge import judge
from scanner.match import FactIndex
from scanner.model.answer import Answer
from scanner.model.capture import Capture, Hop
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Finding
from scanner.model.outcome import Outcome, OutcomeKind
from scanner.model.plan import Probe, Purpose, Request, Sent, SentForm
from scanner.profile import parse_profile
from scanner.read import read
from scanner.rulebook.book import RuleBook
from tests.judge.conftest import HEAD

FACTS = """
email = [
  "jane.marlow@mailbox.example",
  { value = "jane@marlow-for-wexcombe.example", public_by_choice = "Campaign e-mail" },
]
domain = { value = "marlow-for-wexcombe.example", public_by_choice = "Campaign site" }
"""
URL = "https://haveibeenpwned.com/api/v3/breachedaccount/range/3f1d0f"
LEAKS = b'[{"Name": "ExampleShop", "BreachDate": "2019-05-01", "DataClasses": ["Passwords"]}]'


def judged(book: RuleBook, source: str, kind: FactKind, value: str, form: SentForm) -> Finding:
    subject = parse_profile(HEAD + FACTS, date(2026, 11, 22)).subject
    fact = next(f for f in subject.of_kind(kind) if f.value.reveal() == value)
    probe = Probe(
        "p",
        source,
        Request(URL),
        "haveibeenpwned.com",
        "haveibeenpwned.com",
        Purpose.SOURCE,
        sends=(Sent(kind, form, fact.id),),
    )
    hop = Hop(URL, 200, (("Content-Type", "application/json"),), "127.0.0.1:443")
    capture = Capture("p", (hop,), LEAKS, LEAKS, datetime(2026, 11, 22, tzinfo=UTC), 5)
    document = read(capture)
    answer = Answer(probe, capture, Outcome("p", OutcomeKind.FOUND, "found", ""), document)
    matched = {"p": FactIndex([subject], book.detectors).match(document)}
    (finding,) = judge(subject, book, [answer], matched, b"key").findings
    return finding


@pytest.mark.parametrize(
    ("source", "kind", "value", "form", "reason"),
    [
        (
            "src.breach.hibp",
            FactKind.EMAIL,
            "jane.marlow@mailbox.example",
            SentForm.CLEAR,
            "knows leaks with your e-mail address",
        ),
        (
            "src.breach.hibp_prefix",
            FactKind.EMAIL,
            "jane@marlow-for-wexcombe.example",
            SentForm.HASH_PREFIX,
            "knows leaks with a fingerprint of your e-mail address",
        ),
        (
            "src.breach.hibp_domain",
            FactKind.DOMAIN,
            "marlow-for-wexcombe.example",
            SentForm.CLEAR,
            "knows leaks with your domain",
        ),
    ],
    ids=["address", "campaign address", "domain"],
)
def test_a_leak_is_told_as_one(
    book: RuleBook, source: str, kind: FactKind, value: str, form: SentForm, reason: str
) -> None:
    finding = judged(book, source, kind, value, form)
    assert finding.exposure == "fact.leak"
    assert finding.attribution is Attribution.CONFIRMED
    assert reason in finding.reasons[0]
    assert finding.public_by_choice == ""
    assert "leaks with" in finding.quote.parts[0].text
