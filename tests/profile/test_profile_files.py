"""A whole profile: what is accepted, every fault at once, and nothing private in any message."""

from __future__ import annotations

import re
import tomllib
import traceback
from datetime import date
from pathlib import Path

import pytest

from scanner.errors import ConsentError, ManyProblems, ProfileError
from scanner.model.facts import FactKind, Use
from scanner.model.subject import Basis, Role
from scanner.profile import Profile, load_profile, parse_profile

TODAY = date(2026, 11, 22)
PRIVATE = "Hollis"

CONSENT = """
[consent]
basis = "self"
given_by = "Jane Marlow"
given_on = 2026-11-01
valid_until = 2027-05-31
scope = "all"
"""
FACTS = """
[facts]
name = "Jane Marlow"
phone = "07700 900123"
"""
GOOD = f"schema = 1\n{CONSENT}{FACTS}"


def parse(text: str) -> Profile:
    return parse_profile(text, TODAY)


def refused(text: str) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        parse(text)
    return caught.value


def places(error: ManyProblems) -> list[str]:
    return [problem.where for problem in error.problems]


@pytest.fixture(scope="module")
def documented() -> str:
    page = Path(__file__).parents[2] / "docs" / "profile.md"
    whole = re.search(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert whole
    return whole[1]


def test_the_documented_example_loads_without_a_warning(documented: str, tmp_path: Path) -> None:
    path = tmp_path / "jane.toml"
    path.write_text(documented, "utf-8")
    profile = load_profile(path, TODAY)
    assert profile.warnings == ()
    subject = profile.subject
    assert subject.id == "jane-marlow"
    assert subject.role is Role.CANDIDATE
    assert subject.consent.basis is Basis.SELF
    assert subject.consent.name_searches == {"src.search.searxng", "src.reg.ch_officers"}
    assert subject.election.poll_date == date(2027, 5, 6)
    assert subject.endpoints == (
        ("src.search.searxng", "https://search.marlow-for-wexcombe.example"),
    )
    assert {fact.kind for fact in subject.facts} == set(FactKind), "the example shows every kind"
    home = subject.fact("address-home")
    assert (home.use, home.part("house"), home.part("street")) == (Use.HOME, "14", "Bramble Road")
    assert subject.fact("phone-1").use is Use.MOBILE
    assert subject.fact("phone-campaign-line").is_public
    assert subject.fact("handle-2").part("instance") == "social.wexcombe.example"


def test_the_documented_keys_are_the_ones_that_are_read(documented: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "profile.md").read_text("utf-8")
    for block, content in tomllib.loads(documented).items():
        if isinstance(content, dict) and block not in ("facts", "endpoints"):
            for key in content:
                assert f"`{block}.{key}`" in page


def test_nothing_private_shows_in_a_repr(documented: str) -> None:
    profile = parse(documented)
    shown = repr(profile) + str(profile) + repr(profile.subject)
    names = profile.subject.display_name
    for fact in profile.subject.facts:
        if fact.kind in (FactKind.NAME, FactKind.ALIAS) or fact.is_public:
            continue
        parts = [secret for name, secret in fact.parts if name != "site"]
        for secret in (fact.value, *parts):
            # A year is shown; a relative may share the name that is no secret.
            if len(secret.reveal()) > 4 and secret.reveal() not in names:
                assert secret.reveal() not in shown
    assert "marlow-stands" not in shown, "a page's address may hold a fact"


@pytest.mark.parametrize(
    "facts",
    [
        'name = "Jane Marlow"\naddress = "Bramble Road"',
        'name = "Jane Marlow"\naddress = "WX4"',
        'name = "Jane"\nphone = "900123"',
        'name = { given = "Jane" }\nemail = "mailbox.example"',
        'name = "Jane Marlow"\nbirth_date = 1979',
        'name = "Jane Marlow"\nbirth_date = 1979-03-14',
        'name = "Jane Marlow"\naddress = { house = 14, street = "Bramble Road" }',
    ],
)
def test_a_name_and_any_fragment_are_enough(facts: str) -> None:
    profile = parse(f"schema = 1\n{CONSENT}[facts]\n{facts}")
    assert profile.warnings == ()
    assert len(profile.subject.facts) == 2


def test_all_faults_are_told_at_once_each_with_its_place_and_mend() -> None:
    error = refused(
        """
        schema = 2
        colour = "blue"
        [subject]
        role = "candidat"
        [consent]
        basis = "police_protective"
        given_by = "Jane Marlow"
        given_on = "yesterday"
        scope = ["name", "adress"]
        name_searches = ["google"]
        [election]
        nation = "Engand"
        poll_date = "soon"
        [facts]
        name = "Jane Marlow"
        phone = ["07700 900123", { value = "ask my agent" }, 447700900123]
        adress = "14 Bramble Road"
        email = { value = "jane@mailbox.example", public_by_choice = true }
        handle = { value = "janemarlow", sight = "github.com" }
        address = { street = "", hose = "14", use = "hom", label = 7 }
        birth_date = 07:30:00
        [pages]
        urls = ["www.example.org", "https://jane:pass@example.org/"]
        [endpoints]
        "src.search.searxng" = "https://search.example.org/path"
        """
    )
    mends = {problem.where: problem.mend for problem in error.problems}
    assert list(mends) == [
        "colour",
        "schema",
        "subject.role",
        "facts.phone[1].value",
        "facts.phone[2]",
        "facts.adress",
        "facts.email.public_by_choice",
        "facts.handle.sight",
        "facts.address.hose",
        "facts.address.street",
        "facts.address.use",
        "facts.address.label",
        "facts.birth_date",
        "consent.basis",
        "consent.given_on",
        "consent.valid_until",
        "consent.scope[1]",
        "consent.name_searches[0]",
        "election.nation",
        "election.poll_date",
        "pages.urls[0]",
        "pages.urls[1]",
        'endpoints."src.search.searxng"',
    ]
    assert all(mends.values()), "every fault says what to write instead"
    assert mends["facts.adress"] == "Did you mean address?"
    assert mends["facts.handle.sight"] == "Did you mean site?"
    assert mends["consent.scope[1]"] == 'Did you mean "address"?'
    assert mends["election.nation"] == 'Did you mean "England"?'
    assert "never instead of it" in mends["consent.basis"]
    assert all(place in str(error) for place in mends)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('schema = 1\n[facts]\nname = "Sam Hollis\nphone = "07700 900456"', "profile:3:19"),
        ("schema = 1\n[facts]\nphone = 07700 900456", "profile:3:10"),
        ("schema = 1\n[facts]\nname = Hollis", "profile:3:8"),
        ('[facts]\nname = "Sam Hollis"\nname = "S Hollis"', "profile:3:"),
        ('[facts]\nphone = { value = "07700 900456", value = "x" }', "profile:2:"),
        ('[facts]\nname = "C:\\Hollis"', "profile:2:"),
        ("[facts]\nphone = [", "profile:2:"),
        ("[" * 5000, "profile"),
    ],
)
def test_a_syntax_error_has_its_line_and_column_and_quotes_nothing(text: str, where: str) -> None:
    error = refused(text)
    (problem,) = error.problems
    assert problem.where.startswith(where)
    assert problem.mend
    assert "Hollis" not in str(error)
    assert "900456" not in str(error)


@pytest.mark.parametrize(
    ("text", "where", "word"),
    [
        (f"schema = 1\n{FACTS}", "consent", "Add a [consent] block"),
        (GOOD.replace('"self"', '"legitimate_interest"'), "consent.basis", "no other basis"),
        (GOOD.replace('basis = "self"\n', ""), "consent.basis", "no other basis"),
        (
            GOOD.replace('given_by = "Jane Marlow"', 'given_by = "Sam Hollis"'),
            "consent.given_by",
            "Only the person themself",
        ),
        (
            GOOD.replace('"self"', '"written_consent"').replace(
                'given_by = "Jane Marlow"', 'given_by = "Sam Hollis"\nhow = "asked"'
            ),
            "consent.given_by",
            "recorded_by",
        ),
        (GOOD.replace('"self"', '"written_consent"'), "consent.recorded_by", "who holds"),
        (GOOD.replace('scope = "all"\n', ""), "consent.scope", '"all"'),
        (GOOD.replace("2027-05-31", "2026-10-01"), "consent.valid_until", "before given_on"),
        (GOOD.replace('name = "Jane Marlow"\n', ""), "facts.name", "is missing"),
        (GOOD.replace('phone = "07700 900123"', ""), "facts", "one further fact"),
        (f"schema = 1\n{CONSENT}", "facts", "is missing"),
    ],
)
def test_a_profile_that_may_not_be_used_is_refused_with_what_to_do(
    text: str, where: str, word: str
) -> None:
    error = refused(text)
    assert where in places(error)
    assert word in str(error)
    assert "Hollis" not in str(error)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (GOOD.replace("2027-05-31", "2026-11-21"), "Ask the person again"),
        (GOOD.replace("2026-11-01", "2026-11-23"), "Wait for that day"),
        (GOOD.replace('scope = "all"', 'scope = ["name", "email"]'), 'Add "phone"'),
    ],
)
def test_a_consent_that_does_not_cover_the_scan_is_refused(text: str, word: str) -> None:
    with pytest.raises(ConsentError, match=word):
        parse(text)


def test_a_consent_holds_on_its_first_and_last_day() -> None:
    for day in (date(2026, 11, 1), date(2027, 5, 31)):
        assert parse_profile(GOOD, day).subject.consent.valid_until == date(2027, 5, 31)


def test_an_expired_consent_is_told_beside_other_faults() -> None:
    error = refused(GOOD.replace("2027-05-31", "2026-11-21").replace("schema = 1", "schema = 9"))
    assert places(error) == ["schema", "consent.valid_until"]


@pytest.mark.parametrize(
    "giver", ["jane marlow", "Jane Elizabeth Marlow", "Cllr Jane Marlow", "Marlow, Jane"]
)
def test_the_giver_is_known_however_the_name_is_written(giver: str) -> None:
    parse(GOOD.replace('given_by = "Jane Marlow"', f'given_by = "{giver}"'))


@pytest.mark.parametrize(
    ("facts", "where", "word"),
    [
        ('phone = "07123 45678"', "facts.phone", "no range"),
        ('phone = "07700 9001234"', "facts.phone", "too many"),
        ('email = "jane@localhost"', "facts.email", "without a dot"),
        ('address = { postcode = "WX4 7Q" }', "facts.address.postcode", "postcode"),
        ('address = "14 Bramble Road, Wexcombe, WX4 7Q"', "facts.address", "postcode"),
        ('address = "14"', "facts.address", "house alone"),
        ('birth_date = "3/4/1979"', "facts.birth_date", "day before the month"),
        ('birth_date = "2079-03-14"', "facts.birth_date", "future"),
        ('vehicle = "ZZZZZZ1"', "facts.vehicle", "number plate"),
        ('vehicle = "AB12"', "facts.vehicle", "many cars"),
        ('email = ["a@x.example", "A@X.example"]', "facts.email[1]", "facts.email[0]"),
    ],
)
def test_a_doubtful_value_is_a_warning_and_no_stop(facts: str, where: str, word: str) -> None:
    (warning,) = parse(f'schema = 1\n{CONSENT}[facts]\nname = "Jane Marlow"\n{facts}').warnings
    assert warning.where == where
    assert word in str(warning)


@pytest.mark.parametrize(
    "facts",
    [
        'phone = ["07700 900123", { value = "+447700900123", public_by_choice = "Leaflet" }]',
        'email = ["j@x.example", { value = "J@x.example", public_by_choice = "Leaflet" }]',
        'address = ["14 Bramble Road, Wexcombe, WX4 7QT", '
        '{ value = "14 Bramble Road, Wexcombe", public_by_choice = "Imprint" }]',
    ],
)
def test_a_public_fact_that_is_the_private_one_is_warned_of(facts: str) -> None:
    (warning,) = parse(f'schema = 1\n{CONSENT}[facts]\nname = "Jane Marlow"\n{facts}').warnings
    assert "the campaign itself publishes it" in str(warning)


def test_a_neighbouring_office_is_no_contradiction() -> None:
    facts = (
        'address = ["14 Bramble Road, Wexcombe, WX4 7QT", '
        '{ value = "16 Bramble Road, Wexcombe, WX4 7QT", public_by_choice = "Imprint" }]'
    )
    assert parse(f'schema = 1\n{CONSENT}[facts]\nname = "Jane Marlow"\n{facts}').warnings == ()


def test_ids_follow_number_and_unique_label() -> None:
    facts = """
    phone = [
        "07700 900123",
        { value = "07700 900124", label = "Work" },
        { value = "07700 900125", label = "club" },
        { value = "07700 900126", label = "Club" },
    ]"""
    subject = parse(f'schema = 1\n{CONSENT}[facts]\nname = "Jane Marlow"\n{facts}').subject
    assert [fact.id for fact in subject.of_kind(FactKind.PHONE)] == [
        "phone-1",
        "phone-work",
        "phone-3",
        "phone-4",
    ]


@pytest.mark.parametrize("typed", ["shoesize", "Hollis", "adress", "Emma"])
def test_what_was_typed_in_the_scope_is_not_repeated(typed: str) -> None:
    error = refused(GOOD.replace('scope = "all"', f'scope = ["name", "{typed}"]'))
    (problem,) = (found for found in error.problems if found.where == "consent.scope[1]")
    assert "address" in problem.mend or "email" in problem.mend
    assert typed not in str(error)


def test_a_label_may_not_repeat_the_value() -> None:
    error = refused(GOOD + 'handle = { value = "wexwalker", label = "my wexwalker account" }')
    assert places(error) == ["facts.handle.label"]
    assert "wexwalker" not in str(error)


def test_an_unquoted_source_id_is_understood() -> None:
    text = GOOD + '[endpoints]\nsrc.search.searxng = "http://127.0.0.1:8888/"'
    assert parse(text).subject.endpoints == (("src.search.searxng", "http://127.0.0.1:8888"),)


def test_a_private_value_written_as_a_key_is_masked() -> None:
    error = refused(GOOD + '"07700 900456" = "mobile"\n"sam@mailbox.example" = 1')
    assert "900456" not in str(error)
    assert "mailbox" not in str(error)
    assert len(error.problems) == 2


def test_no_traceback_carries_a_value() -> None:
    text = GOOD.replace("07700 900123", f"ring {PRIVATE}")
    try:
        parse(text)
    except ProfileError as error:
        shown = "".join(traceback.format_exception(error))
    assert "facts.phone" in shown
    assert PRIVATE not in shown


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (None, "cannot be read"),
        ("schema = 1\nname = 'José'".encode("latin-1"), "UTF-8"),
        (b"#" * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_profile_is_refused(
    content: bytes | None, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "jane.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProfileError, match=word) as caught:
        load_profile(path, TODAY)
    assert str(tmp_path) not in str(caught.value)


def test_a_byte_order_mark_and_windows_line_ends_are_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / "jane.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_profile(path, TODAY).subject.display_name == "Jane Marlow"


@pytest.mark.parametrize(
    ("election", "where", "says"),
    [
        ('kind = "pcc"\nnation = "Scotland"', "election.kind", "England and Wales only"),
        ('kind = "senedd"\nnation = "England"', "election.kind", "in Wales only"),
        ("poll_date = 2027-05-09", "election.poll_date", "is a Sunday"),
    ],
)
def test_a_poll_that_cannot_be_is_asked_about(election: str, where: str, says: str) -> None:
    (warning,) = parse(f"{GOOD}\n[election]\n{election}\n").warnings
    assert warning.where == where and says in warning.what


def test_a_poll_that_can_be_is_not_asked_about() -> None:
    for election in ('kind = "mayor"\nnation = "England"', 'kind = "local"', 'nation = "Wales"'):
        assert parse(f"{GOOD}\n[election]\n{election}\npoll_date = 2027-05-06\n").warnings == ()
