"""User names, plates, phrases and host names."""

from __future__ import annotations

import pytest

from scanner.model.facts import FactKind

HANDLE = {FactKind.HANDLE: "janemarlow"}
ON_GITHUB = {FactKind.HANDLE: {"value": "janemarlow", "site": "github.com"}}
FEDERATED = {FactKind.HANDLE: "@janemarlow@social.example"}


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("by @JaneMarlow.", "at_sign", "@JaneMarlow"),
        ("(@janemarlow)", "at_sign", "@janemarlow"),
        ("@janemarlow@social.example", "at_sign", "@janemarlow"),
        ("https://github.com/janemarlow", "profile_url", "https://github.com/janemarlow"),
        (
            "https://www.a.example/u/janemarlow/",
            "profile_url",
            "https://www.a.example/u/janemarlow",
        ),
        ("see a.example/@janemarlow?tab=1", "profile_url", "a.example/@janemarlow"),
        ("Twitter: janemarlow", "labelled", "janemarlow"),
        ("IG janemarlow", "labelled", "janemarlow"),
        ("insta @janemarlow", "at_sign", "@janemarlow"),
        ("username: JaneMarlow", "labelled", "JaneMarlow"),
        ("u/janemarlow", "labelled", "janemarlow"),
        ("https://twitter.com/share?url=x&via=janemarlow", "labelled", "janemarlow"),
        ("twitter.com/intent/user?screen_name=janemarlow", "labelled", "janemarlow"),
        ("https://x.com/janemarlow/status/1", "profile_url", "https://x.com/janemarlow"),
        ("m.facebook.com/janemarlow", "profile_url", "m.facebook.com/janemarlow"),
        ("https://uk.linkedin.com/in/janemarlow", "profile_url", None),
        ("https://www.tiktok.com/@janemarlow", "profile_url", None),
        ("https://youtube.com/c/janemarlow", "profile_url", None),
        ("https://bsky.app/profile/janemarlow.bsky.social", "profile_url", None),
        ("https://janemarlow.tumblr.com", "profile_url", "janemarlow.tumblr.com"),
        ("@janemarlow.bsky.social", "at_sign", "@janemarlow.bsky.social"),
        ("I am janemarlow.bsky.social", "profile_url", "janemarlow.bsky.social"),
        ("forum.example.org/members/janemarlow", "profile_url", None),
        ("share?u=https%3A%2F%2Fx.com%2Fjanemarlow", "profile_url", None),
    ],
)
def test_finds_a_handle(seen, text: str, form: str, found: str) -> None:
    given = seen(HANDLE, text)
    assert [f for f, _ in given] == [form]
    assert found is None or given[0][1] == found


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Jane Marlow, known as janemarlow", "bare"),
        ("Jane Marlow: https://a.example/pages/janemarlow", "url_path"),
        ("Jane Marlow: https://www.tiktok.com/tag/janemarlow", "url_path"),
    ],
)
def test_a_weak_form_counts_beside_the_name(seen, text: str, form: str) -> None:
    assert seen(HANDLE | {FactKind.NAME: "Jane Marlow"}, text)[-1][0] == form
    assert seen(HANDLE, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlow, janemarlow[at]example[dot]com",
        "Jane Marlow, janemarlow (at) example.com",
        "Jane Marlow, janemarlow at example dot com",
        "Jane Marlow, janemarlow at example.com",
        "Jane Marlow, janemarlow @ example.com",
        "Jane Marlow, janemarlow+run24@mailbox.example",
        "Jane Marlow, janemarlow@mailbox.example",
    ],
)
def test_the_user_of_an_email_address_is_no_handle(seen, text: str) -> None:
    assert [form for form, _ in seen(HANDLE | {FactKind.NAME: "Jane Marlow"}, text)] == ["full"]


@pytest.mark.parametrize(
    "text",
    [
        "@janemarlow79",
        "@janemarlow_x",
        "@janemarlow.bsky.example",
        "the_janemarlow",
        "janemarlow@mailbox.example",
        "tom@janemarlow.example",
        "https://janemarlow.example/",
        "https://a.example/janemarlow-news",
        "https://a.example/?q=janemarlow",
        "jane marlow",
        "#janemarlow",
        "the.janemarlow",
        "janemarlow.bsky.example",
        "%4janemarlow",
        "known as janemarlow",
        "https://a.example/pages/janemarlow",
    ],
)
def test_leaves_other_handles(seen, text: str) -> None:
    assert seen(HANDLE, text) == []


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("https://github.com/janemarlow", ["profile_url"]),
        ("https://gist.github.com/janemarlow", ["profile_url"]),
        ("github.com/janemarlow/notes", ["profile_url"]),
        ("https://notgithub.com/janemarlow", []),
        ("https://a.example/github.com/janemarlow", []),
        ("@janemarlow", ["at_sign"]),
    ],
)
def test_a_site_binds_the_address_of_a_profile(seen, text: str, forms: list[str]) -> None:
    assert [form for form, _ in seen(ON_GITHUB, text)] == forms


def test_a_federated_handle_is_that_of_its_instance(seen) -> None:
    whole = "@janemarlow@social.example"
    assert seen(FEDERATED, whole) == [("at_sign", whole)]
    assert seen(FEDERATED, "@janemarlow@elsewhere.example") == []
    assert [form for form, _ in seen(FEDERATED, "https://social.example/@janemarlow")] == [
        "profile_url"
    ]


@pytest.mark.parametrize("plate", ["AB12 CDE", "AB12CDE", "ab12-cde"])
def test_finds_a_plate(seen, plate: str) -> None:
    assert seen({FactKind.VEHICLE: "ab12cde"}, f"Seen: {plate}.") == [("plate", plate)]


@pytest.mark.parametrize("plate", ["AB12 CDF", "AB12 CDEF", "XAB12 CDE", "AB1 2CDE", "X-AB12CDE"])
def test_leaves_other_plates(seen, plate: str) -> None:
    assert seen({FactKind.VEHICLE: "AB12 CDE"}, f"Seen: {plate}.") == []


@pytest.mark.parametrize("kind", [FactKind.EMPLOYER, FactKind.SCHOOL, FactKind.CUSTOM])
def test_finds_a_phrase_in_whole_words(seen, kind: FactKind) -> None:
    given = {kind: "St Aldric’s School"}
    assert seen(given, "at ST ALDRIC'S\n school.") == [("phrase", "ST ALDRIC'S\n school")]
    assert seen(given, "at St Aldric's Schoolhouse, Old-St Aldric's School") == []


def test_finds_a_household_member_by_whole_name(seen) -> None:
    given = {FactKind.HOUSEHOLD_MEMBER: "Daniel Marlow"}
    assert seen(given, "her husband Daniel Marlow") == [("full", "Daniel Marlow")]
    assert seen(given, "D. Marlow, Daniel Marlowe") == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("https://www.marlow.example/x", 1),
        ("marlow.example.", 1),
        ("jane@marlow.example", 0),
        ("marlow.example.org", 0),
        ("jane-marlow.example", 0),
    ],
)
def test_finds_a_domain(seen, text: str, count: int) -> None:
    assert seen({FactKind.DOMAIN: "marlow.example"}, text) == [("host", "marlow.example")] * count


@pytest.mark.parametrize("text", ["in muddy boots", "Bootstrap", "the old-boots"])
def test_an_ordinary_word_is_no_employer(seen, text: str) -> None:
    assert seen({FactKind.EMPLOYER: "Boots"}, text) == []
    assert seen({FactKind.EMPLOYER: "Boots"}, "She works at Boots.") == [("phrase", "Boots")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane said that jane is here", []),
        ("Follow @jane", [("at_sign", "@jane")]),
        ("https://a.example/u/jane", [("profile_url", "https://a.example/u/jane")]),
    ],
)
def test_a_handle_that_is_a_first_name_does_not_count_alone(match, text: str, found) -> None:
    matched = match({FactKind.NAME: "Jane Marlow", FactKind.HANDLE: "jane"}, text)
    assert [(s.form, s.text) for s in matched.sightings] == found


@pytest.mark.parametrize(
    ("given", "plate"),
    [
        ("AB12 CDE", "AB 12 CDE"),
        ("AB12 CDE", "AB12.CDE"),
        ("AB10 CDE", "ABIO CDE"),
        ("A123 BCD", "a123bcd"),
        ("ABC 10D", "ABC-1OD"),
        ("ABZ 1234", "abz1234"),
        ("1234 AB", "1234AB"),
    ],
)
def test_finds_plates_of_all_years(seen, given: str, plate: str) -> None:
    assert seen({FactKind.VEHICLE: given}, f"the car {plate}, blue") == [("plate", plate)]


@pytest.mark.parametrize(
    ("kind", "given", "written"),
    [
        (FactKind.EMPLOYER, "Wexcombe Dairy Ltd", "Wexcombe Dairy"),
        (FactKind.EMPLOYER, "Wexcombe Dairy Ltd", "Wexcombe Dairy Limited"),
        (FactKind.EMPLOYER, "Wexcombe Dairy", "Wexcombe Dairy"),
        (FactKind.EMPLOYER, "The Oak & Ash Company Limited", "Oak and Ash Co. Ltd"),
        (FactKind.EMPLOYER, "University of Wexcombe", "Wexcombe University"),
        (FactKind.SCHOOL, "St Aldric's C of E Primary School", "Saint Aldrics CofE Primary"),
        (FactKind.SCHOOL, "St Aldric's Primary School", "St. Aldric's Church of England Primary"),
        (FactKind.CUSTOM, "12-34-56", "123456"),
        (FactKind.CUSTOM, "QQ123456C", "QQ 12 34 56 C"),
    ],
)
@pytest.mark.parametrize("around", ["at {}.", "{}'s gate", "({})", "https://a.example {}"])
def test_finds_a_name_written_otherwise(seen, kind, given: str, written: str, around: str) -> None:
    assert seen({kind: given}, around.format(written)) == [("phrase", written)]


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        (FactKind.EMPLOYER, "Green Energy Ltd", "the move to green energy"),
        (FactKind.EMPLOYER, "Wexcombe Dairy", "Wexcombe. Dairy farmers met"),
        (
            FactKind.SCHOOL,
            "St Aldric's C of E Primary School",
            "St Aldric's Catholic Primary School",
        ),
        (FactKind.CUSTOM, "12-34-56", "12-34-56-78"),
        (FactKind.CUSTOM, "123456", "9123456 and 1234567"),
    ],
)
def test_leaves_what_only_reads_alike(seen, kind, given: str, text: str) -> None:
    assert seen({kind: given}, text) == []
