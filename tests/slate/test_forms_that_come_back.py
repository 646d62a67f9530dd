"""Files that come back are strangers' until they are proved: whatever is wrong with one is told,
nothing of it is repeated, and nothing is changed."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyrage
import pytest

from scanner.case.store import CaseStore, open_store
from scanner.case.store.slates import Slate
from scanner.cli.slate_collect import Inbox
from scanner.errors import ConsentError, NetcurtainError, ProfileError, SlateError
from scanner.model.slate import Person, PersonState
from scanner.model.subject import Role
from scanner.profile import parse_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.slate.beginning import new_record
from scanner.slate.consenting.collecting import Became, Collecting
from scanner.slate.consenting.inviting import invitations

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DATING = "src.soc.dating"


def sealed(content: object, recipient: str) -> bytes:
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    out: bytes = pyrage.encrypt(text, [pyrage.x25519.Recipient.from_str(recipient)])
    return out


def form(token: str) -> dict[str, Any]:
    """What the page saves, as far as the page is honest."""
    own = pyrage.x25519.Identity.generate()
    lock = b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" 17\n" + b"A" * 43 + b"\n--- x\n"
    return {
        "schema": "netcurtain/consent-form/1",
        "act": "consent",
        "token": token,
        "made_at": "2026-11-23T10:00:00.000Z",
        "recipient": str(own.to_public()),
        "locked_identity": base64.b64encode(lock).decode(),
        "sharing": "numbers",
        "profile": {
            "schema": 1,
            "subject": {"role": "candidate"},
            "consent": {
                "given_by": "Jane Marlow",
                "given_on": "2026-11-23",
                "valid_until": "2027-06-05",
                "scope": ["name", "phone"],
                "name_searches": ["src.reg.ch_officers", "src.no.such"],
                "revealing_searches": [],
                "sensitive_sources": [],
            },
            "election": {"kind": "local", "poll_date": "2027-05-06"},
            "facts": {"name": [{"value": "Jane Marlow"}], "phone": [{"value": "07700 900456"}]},
            "pages": {"urls": []},
        },
    }


@cache
def rules() -> RuleBook:
    return load_rulebook()


class Office:
    """An officer's store with one person, who was invited."""

    def __init__(self, store: CaseStore) -> None:
        self.store = store
        self.book = rules()
        record = new_record("Wexcombe 2027", "Ruth Calder, 01632 960001", "", None)
        self.slate: Slate = store.slates.begin(record, NOW)
        draft = 'schema = 1\n[subject]\nid = "jane-marlow-w1"\n'
        draft += f'[consent]\nsensitive_sources = ["{DATING}"]\n'
        jane = Person(0, "W1", "Jane Marlow", Role.CANDIDATE, draft=draft)
        store.slates.add(self.slate.id, [jane])
        (self.invited,) = invitations(store, self.slate, self.book, NOW, "rc")

    @property
    def person(self) -> Person:
        return self.store.slates.person(self.slate.id, 1)

    def take(self, content: object, now: datetime = NOW, **more: Any) -> Any:
        file = sealed(content, self.slate.record.recipient)
        return Collecting(self.store, self.slate, self.book, "rc").take(file, now, "a.age", **more)


@pytest.fixture
def office(tmp_path) -> Iterator[Office]:
    with open_store(bytes(32), f"sqlite:///{tmp_path / 'cases.sqlite3'}") as store:
        yield Office(store)


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One in which nothing ever changes."""
    path = tmp_path_factory.mktemp("calm") / "cases.sqlite3"
    with open_store(bytes(32), f"sqlite:///{path}") as store:
        yield Office(store)


def test_a_form_is_taken_in_and_only_a_newer_one_changes_it(office: Office) -> None:
    told = form(office.person.token)
    done = office.take(told)
    assert (done.became, done.left_out) == (Became.CONSENTED, ("src.no.such",))
    first = office.person
    subject = parse_profile(first.profile, NOW.date()).subject
    assert (subject.id, subject.consent.sensitive_sources) == (first.subject_id, frozenset())
    assert subject.consent.name_searches == {"src.reg.ch_officers"}
    older = {**told, "made_at": "2026-11-22T10:00:00Z", "sharing": "all"}
    with pytest.raises(SlateError, match="older"):
        office.take(older)
    assert office.person == first
    newer = {**told, "made_at": "2026-11-23T11:00:00Z"}
    newer["profile"] = copy.deepcopy(told["profile"])
    newer["profile"]["consent"]["sensitive_sources"] = [DATING]
    assert office.take(newer).became is Became.CHANGED
    subject = parse_profile(office.person.profile, NOW.date()).subject
    assert subject.consent.sensitive_sources == {DATING}, "turned on by the person, by nobody else"
    assert office.person.subject_id == first.subject_id
    assert office.take(older, replaces=True).became is Became.CHANGED


def test_a_withdrawal_ends_it_and_a_newer_consent_renews_it(office: Office) -> None:
    told = form(office.person.token)
    office.take(told)
    no = {key: told[key] for key in ("schema", "token")} | {
        "act": "withdraw",
        "made_at": "2026-11-23T11:00:00Z",
    }
    assert office.take(no).became is Became.WITHDRAWN
    assert (office.person.state, office.person.profile) == (PersonState.WITHDRAWN, "")
    for replaces in (False, True):
        with pytest.raises(SlateError, match="older than the withdrawal"):
            office.take({**told, "made_at": "2026-11-23T10:30:00Z"}, replaces=replaces)
    later = NOW + timedelta(days=2)
    again = copy.deepcopy(told) | {"made_at": later.isoformat()}
    again["profile"]["consent"]["given_on"] = "2026-11-22"
    with pytest.raises(ConsentError, match="was withdrawn"):
        office.take(again, later)
    again["profile"]["consent"]["given_on"] = later.date().isoformat()
    assert office.take(again, later).became is Became.CONSENTED


def test_a_form_made_anew_makes_the_earlier_one_count_no_more(office: Office) -> None:
    token = office.person.token
    assert not list(invitations(office.store, office.slate, office.book, NOW, "rc", [2]))
    (same,) = invitations(office.store, office.slate, office.book, NOW, "rc")
    assert same.person.token == token, "who has not answered may use either copy"
    office.take(form(token))
    assert not list(invitations(office.store, office.slate, office.book, NOW, "rc"))
    (new,) = invitations(office.store, office.slate, office.book, NOW, "rc", renews=True)
    assert "900456" not in new.html, "what they gave in confidence is in no file that is sent"
    with pytest.raises(SlateError, match="newer form"):
        office.take(form(token))


def _set(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(told: dict[str, Any]) -> None:
        place: Any = told
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return change


PRIVATE = "07700 900456"
BAD: dict[str, Callable[[dict[str, Any]], None]] = {
    "schema": _set("schema", to="netcurtain/consent-form/9"),
    "token": _set("token", to="somebody-elses-token"),
    "token of another type": _set("token", to=["x" * 20]),
    "act": _set("act", to="scan"),
    "moment": _set("made_at", to="yesterday"),
    "moment without a zone": _set("made_at", to="2026-11-23T10:00:00"),
    "future": _set("made_at", to="2036-11-23T10:00:00Z"),
    "recipient": _set("recipient", to="age1" + "q" * 58),
    "lock": _set("locked_identity", to="%%%"),
    "lock that takes hours": _set(
        "locked_identity",
        to=base64.b64encode(
            b"age-encryption.org/v1\n-> scrypt " + b"A" * 22 + b" 30\n" + b"A" * 43
        ).decode(),
    ),
    "sharing": _set("sharing", to="everybody"),
    "profile": _set("profile", to=[PRIVATE]),
    "facts": _set("profile", "facts", to=[PRIVATE]),
    "fact": _set("profile", "facts", "phone", to=PRIVATE),
    "fact of numbers": _set("profile", "facts", "phone", to=[{"value": 7700900456}]),
    "no name": _set("profile", "facts", "name", to=[]),
    "somebody else": _set("profile", "consent", "given_by", to="Bea Ashdown"),
    "outside the scope": _set("profile", "consent", "scope", to=["name"]),
    "day": _set("profile", "consent", "valid_until", to='2027-06-05"\nbasis = "self'),
    "ended": _set("profile", "consent", "valid_until", to="2026-11-01"),
    "situation": _set("profile", "situation", to={"lives_alone": "true\nfeared_person = true"}),
    "situation of another kind": _set("profile", "situation", to=["lives_alone"]),
    "too many facts": _set("profile", "facts", "phone", to=[{"value": PRIVATE}] * 1000),
    "too long": _set("profile", "facts", "custom", to=[{"value": "x" * 5000}]),
    "address of no page": _set("profile", "pages", "urls", to=["javascript:alert(1)"]),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_is_told_and_changes_nothing(calm: Office, case: str) -> None:
    told = form(calm.person.token)
    BAD[case](told)
    before = calm.person
    with pytest.raises((SlateError, ProfileError, ConsentError)) as caught:
        calm.take(told)
    assert PRIVATE not in str(caught.value) and "7700900456" not in str(caught.value)
    assert calm.person == before


NO_FORM = {
    "empty": b"",
    "deep": b"[" * 100_000,
    "no text": b"\xff\xfe",
    "null": b"null",
    "large": b"x" * 600_000,
}


@pytest.mark.parametrize("content", NO_FORM.values(), ids=NO_FORM.keys())
def test_what_is_no_form_is_left(calm: Office, content: bytes) -> None:
    with pytest.raises(SlateError):
        calm.take(content)


def test_files_of_others_are_left(calm: Office) -> None:
    other = str(pyrage.x25519.Identity.generate().to_public())
    collecting = Collecting(calm.store, calm.slate, calm.book, "rc")
    for file in (sealed(form(calm.person.token), other), b"not even age", b""):
        with pytest.raises(NetcurtainError):
            collecting.take(file, NOW)


def test_a_value_cannot_write_a_line_of_the_profile(office: Office) -> None:
    told = form(office.person.token)
    told["profile"]["facts"]["phone"] = [
        {"value": PRIVATE, "label": 'x" }]\n[consent]\nsensitive_sources = ["src.soc.dating"]\n#'}
    ]
    told["profile"]["consent"]["sensitive_source"] = ["src.soc.dating"]
    told["profile"]["endpoints"] = {"src.search.searxng": "https://evil.example"}
    try:
        office.take(told)
    except ProfileError:
        return  # A label so odd may be refused; it must not be believed.
    subject = parse_profile(office.person.profile, NOW.date()).subject
    assert subject.consent.sensitive_sources == frozenset()
    assert subject.endpoints == ()


def _named(told: dict[str, Any], name: str) -> dict[str, Any]:
    changed = copy.deepcopy(told)
    changed["profile"]["facts"]["name"] = [{"value": name}]
    changed["profile"]["consent"]["given_by"] = name
    return changed


def test_a_form_about_somebody_else_is_left(office: Office) -> None:
    told = form(office.person.token)
    for name in ("Bea Ashdown", "Bea J. Ashdown", "Dr Bea Ashdown"):
        with pytest.raises(SlateError, match="nothing in common") as caught:
            office.take(_named(told, name))
        assert "Bea" not in str(caught.value)
    assert office.person.state is PersonState.INVITED
    assert office.take(_named(told, "Jane Mary Marlow")).doubts == ()
    later = _named(told, "Jane Ashdown") | {"made_at": "2026-11-23T11:00:00Z"}
    (doubt,) = office.take(later).doubts
    assert "not the name that your list has" in doubt.what
    other = _named(told, "Bea Thornbury") | {"made_at": "2026-11-23T11:30:00Z"}
    assert office.take(other, other_name=True).became is Became.CHANGED


def test_the_language_of_the_form_stays_with_its_person(office: Office) -> None:
    office.take(form(office.person.token) | {"language": "cy"})
    assert office.person.language == "cy"
    office.take(form(office.person.token) | {"language": "../x", "made_at": "2026-11-23T11:00:00Z"})
    assert office.person.language == "cy", "what is none is not believed"
    (new,) = invitations(office.store, office.slate, office.book, NOW, "rc", renews=True)
    assert '<html lang="cy"' in new.html


def test_two_people_of_one_name_are_two_cases(office: Office) -> None:
    office.store.slates.add(office.slate.id, [replace(office.person, number=0, ref="W2", token="")])
    list(invitations(office.store, office.slate, office.book, NOW, "rc"))
    ids = set()
    for number in (1, 2):
        person = office.store.slates.person(office.slate.id, number)
        office.take(form(person.token))
        ids.add(office.store.slates.person(office.slate.id, number).subject_id)
    assert len(ids) == 2 and "jane-marlow-w1" in ids, "of whoever came first, the list's own"


def test_the_officer_is_not_told_which_place_was_ticked(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = form(office.person.token)
    told["profile"]["consent"]["sensitive_sources"] = ["src.soc.dating-of-old", "\x1b[2J"]
    path = tmp_path / "consent-\x1b[31m.age"
    path.write_bytes(sealed(told, office.slate.record.recipient))
    collecting = Collecting(office.store, office.slate, office.book, "rc")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scanner.model.clock.utc_now", lambda: NOW)
        inbox = Inbox(office.store, office.slate.id, collecting, False, False)
        assert inbox.take(path).name == "TAKEN"
    said = capsys.readouterr().out
    assert "3 ticked places not known" in said
    assert "dating" not in said and "\x1b" not in said
