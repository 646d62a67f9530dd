"""Personal names in the forms of pages, registers and lists, and names that only look alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from scanner.model.facts import FactKind

Named = Callable[..., list[tuple[str, str]]]
JANE = "Jane Marlow"
JANE_E = "Jane Elizabeth Marlow"


@pytest.fixture
def named(match) -> Named:
    """Form and text of each sighting of a name, on a page with something else of the person."""

    def run(
        name: str | Mapping[str, str], text: str, kind: FactKind = FactKind.NAME
    ) -> list[tuple[str, str]]:
        facts = {kind: name, FactKind.PHONE: "07700 900123"}
        sightings = match(facts, f"{text}\n07700 900123").sightings
        return [(s.form, s.text) for s in sightings if s.kind is kind]

    return run


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("Jane Marlow", "full", "Jane Marlow"),
        ("JANE MARLOW said", "full", "JANE MARLOW"),
        ("jane marlow is at it again", "full", "jane marlow"),
        ("Jane\u00a0 Marlow's plan", "full", "Jane\u00a0 Marlow"),
        ("Jane Marlow’s plan", "full", "Jane Marlow"),
        ("(Jane Marlow)", "full", "Jane Marlow"),
        ("said Jane Marlow.", "full", "Jane Marlow"),
        ("Candidate Jane Marlow", "full", "Jane Marlow"),
        ("Cllr Jane Marlow MBE", "full", "Cllr Jane Marlow"),
        ("Councillor Mrs Jane Marlow", "full", "Councillor Mrs Jane Marlow"),
        ("Mrs. Jane Marlow", "full", "Mrs. Jane Marlow"),
        ("Jane Marlow (Labour)", "full", "Jane Marlow"),
        ("Jane Marlow Green Party", "full", "Jane Marlow"),
        ("Jane Marlow Chair of Governors", "full", "Jane Marlow"),
        ("Jane Marlow Wexcombe Town Council", "full", "Jane Marlow"),
        ("Jane Marlow Williams Street car park", "full", "Jane Marlow"),
        ("Jane Marlow Call us", "full", "Jane Marlow"),
        ("Jane Marlow Tom Price", "full", "Jane Marlow"),
        ("David Jones Jane Marlow", "full", "Jane Marlow"),
        ("the Jane Marlow-led group", "full", "Jane Marlow"),
        ("Will Jane Marlow stand?", "full", "Jane Marlow"),
        ("David Jones and Jane Marlow", "full", "Jane Marlow"),
        ("Tom and Jane Marlow", "full", "Jane Marlow"),
        ("Sarah, Jane Marlow and Tom", "full", "Jane Marlow"),
        ("Sarah\nJane Marlow", "full", "Jane Marlow"),
        ("Jane Marlow\nRoad safety", "full", "Jane Marlow"),
        ("First name\nJane\nMarlow", "full", "Jane\nMarlow"),
        ("First name: Jane\nSurname: Marlow", "full", "Jane\nSurname: Marlow"),
        ("id,first,last\n7,Jane,Marlow,WX4", "full", "Jane,Marlow"),
        ("Jane E. Marlow", "with_middle", "Jane E. Marlow"),
        ("Jane E Marlow", "with_middle", "Jane E Marlow"),
        ("Jane Elizabeth Marlow", "with_middle", "Jane Elizabeth Marlow"),
        ("Jane\nElizabeth\nMarlow", "with_middle", "Jane\nElizabeth\nMarlow"),
        ("JANE ELIZABETH MARLOW", "with_middle", "JANE ELIZABETH MARLOW"),
        ("Smith, Jane and Marlow, Jane", "last_first", "Marlow, Jane"),
        ("MARLOW, Jane", "last_first", "MARLOW, Jane"),
        ("MARLOW, Mrs Jane", "last_first", "MARLOW, Mrs Jane"),
        ("Cllr Marlow, Jane", "last_first", "Marlow, Jane"),
        ("Marlow,Jane,14", "last_first", "Marlow,Jane"),
        ("N:Marlow;Jane;;;", "last_first", "Marlow;Jane"),
        ("MARLOW Jane Elizabeth", "last_first", "MARLOW Jane Elizabeth"),
        ("BROWN Tom MARLOW Jane", "last_first", "MARLOW Jane"),
        ("MARLOW\nJane", "last_first", "MARLOW\nJane"),
        ("Price\nMarlow\nJane\n7", "last_first", "Marlow\nJane"),
        ("Surname: Marlow\nFirst name: Jane", "last_first", "Marlow\nFirst name: Jane"),
        ("Marlow, Jane Elizabeth; Price, Tom", "last_first", "Marlow, Jane Elizabeth"),
        ("Marlow Jane", "family_first", "Marlow Jane"),
        ("Jane and Tom Marlow", "shared_family", "Jane and Tom Marlow"),
        ("Jane & Tom Marlow", "shared_family", "Jane & Tom Marlow"),
        ("Jane, Tom and Ann Marlow", "shared_family", "Jane, Tom and Ann Marlow"),
        ("J. Marlow", "initial_last", "J. Marlow"),
        ("J Marlow", "initial_last", "J Marlow"),
        ("J.E. Marlow", "initial_last", "J.E. Marlow"),
        ("J. E. Marlow", "initial_last", "J. E. Marlow"),
        ("JE Marlow", "initial_last", "JE Marlow"),
        ("J.Marlow", "initial_last", "J.Marlow"),
        ("J Elizabeth Marlow", "initial_last", "J Elizabeth Marlow"),
        ("T & J Marlow", "initial_last", "J Marlow"),
        ("J & T Marlow", "initial_last", "J & T Marlow"),
        ("Ms J Marlow", "initial_last", "Ms J Marlow"),
        ("Marlow, J.", "initial_last", "Marlow, J."),
        ("Marlow, Mrs J. E.", "initial_last", "Marlow, Mrs J. E."),
        ("Marlow J", "initial_last", "Marlow J"),
        ("Cllr Marlow", "titled_last", "Cllr Marlow"),
        ("thanked Dr. Marlow for", "titled_last", "Dr. Marlow"),
        ("Mr and Mrs Marlow", "titled_last", "Mrs Marlow"),
        ("tea with the Marlows", "family", "Marlow"),
        ("the Marlow family", "family", "Marlow"),
        ("https://a.example/jane-marlow", "slug", "jane-marlow"),
        ("https://a.example/cllr-jane-marlow/", "slug", "jane-marlow"),
    ],
)
def test_finds_a_name(named: Named, text: str, form: str, found: str) -> None:
    assert named(JANE, text) == [(form, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Jane Marlowe",
        "Mary-Jane Marlow",
        "Mary Jane Marlow",
        "Jane Marlow-Hughes",
        "Jane Marlow Hughes",
        "Jane Smith-Marlow",
        "Jane de Marlow",
        "Sarah Jane Marlow",
        "Agnieszka Jane Marlow",
        "sarah jane marlow",
        "S. Jane Marlow",
        "A. J. Marlow",
        "A J Marlow",
        "Sarah J. Marlow",
        "K. Marlow",
        "KJ Marlow",
        "Janet Marlow",
        "Jane. Marlow is a town",
        "Jane\nMarlow Community Centre",
        "Jane Marlow Ltd",
        "Jane Marlow Primary School",
        "the Jane Marlow Trust",
        "Jane Marlow Court",
        "Jane Marlow & Sons",
        "Sarah Jane and Tom Marlow",
        "Jane Price and Tom Marlow",
        "Peter Marlow, Jane Smith",
        "PETER MARLOW, JANE SMITH",
        "Peter Marlow Jane Smith",
        "from Marlow, Jane Smith said",
        "Marlow, Jane-Ann",
        "Marlow Bottom",
        "Tom Price\nJane\nTom Marlow",
        "jane.marlow@mailbox.example",
        "https://a.example/mary-jane-marlow",
        "https://a.example/jane-marlow-hughes",
        "@janemarlow",
        "the Marlow Road",
        "Marlow",
        "Jane",
    ],
)
def test_leaves_other_names(named: Named, text: str) -> None:
    assert named(JANE, text) == []


@pytest.mark.parametrize("text", ["J. Marlow", "Cllr Marlow", "Marlow Jane", "the Marlows"])
def test_what_is_many_peoples_is_reported_beside_something_else_only(seen, text: str) -> None:
    assert seen({FactKind.NAME: JANE}, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Jane P. Marlow",
        "Jane Patricia Marlow",
        "J. P. Marlow",
        "JP Marlow",
        "MARLOW, Jane Patricia",
        "Marlow, J. P.",
        "MARLOW JP",
    ],
)
def test_another_middle_name_is_another_person(named: Named, text: str) -> None:
    assert named(JANE_E, text) == []


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        (JANE_E, "Jane Elizabeth Marlow", "with_middle"),
        (JANE_E, "Jane E Marlow", "with_middle"),
        (JANE_E, "Jane Marlow", "full"),
        (JANE_E, "J E Marlow", "initial_last"),
        ("Jane Elizabeth Ann Marlow", "Jane Ann Marlow", "with_middle"),
        ("Jane E Marlow", "Jane Elizabeth Marlow", "with_middle"),
        (JANE_E, "Jane Elizabeth Ann Marlow", "with_middle"),
    ],
)
def test_middle_names_may_be_left_out_or_shortened(
    named: Named, name: str, text: str, form: str
) -> None:
    assert named(name, text) == [(form, text)]


def test_a_middle_name_of_register_entries_fits(named: Named) -> None:
    assert named(JANE_E, "MARLOW, Jane Elizabeth") == [("last_first", "MARLOW, Jane Elizabeth")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Siân O’Neill", "Sian O'Neill"),
        ("Sian O'Neill", "SIÂN O’NEILL"),
        ("Sian O'Neill", "Sian ONeill"),
        ("Sian O'Neill", "Sian O Neill"),
        ("Sian ONeill", "Sian O’Neill"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Anna van der Berg", "Anna van der Berg"),
        ("Anna van der Berg", "Anna Van Der Berg"),
        ("Hywel ap Dafydd", "Hywel ap Dafydd"),
        ("Leslie St John", "Leslie St. John"),
        ("Ruth Macdonald", "Ruth MacDonald"),
        ("Ruth McDonald", "Ruth Mc Donald"),
        ("Renée D'Souza", "Renee DSouza"),
        ("Amy Smith-Jones", "Amy Smith\u2011Jones"),
        ("Amy Smith-Jones", "Amy Smith Jones"),
        ("Anne-Marie Costello", "Anne Marie Costello"),
        ("Anne-Marie Costello", "Annemarie Costello"),
        ("Omar Al-Hassan", "Omar al Hassan"),
        ("Bo Li", "Bo Li"),
        ("Tiu Ng", "(Tiu Ng)"),
        ("Patrick O'Neill", "Patrick O`Neill"),
        ("Mei Ling Chan", "mei-ling chan"),
        ("Mei Ling Chan", "Mei-Ling Chan"),
    ],
)
def test_one_name_in_several_spellings(named: Named, name: str, text: str) -> None:
    assert named(name, text) == [("full", text.strip("()"))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ruth McDonald", "Ruth MacDonald"),
        ("Bo Li", "Bo Lim"),
        ("Anna van der Berg", "Anna Berg"),
        ("Amy Berg", "Amy van der Berg"),
        ("Leslie John", "Leslie St John"),
        ("Sian Neill", "Sian O'Neill"),
        ("Grace Park", "a day of grace park and ride"),
        ("Mark Field", "to mark field boundaries"),
        ("Will Young", "will young people vote"),
        ("Rose Green", "Green Rose Café"),
        ("Alice Page", "turn a page"),
        ("Mary May", "miss may day"),
    ],
)
def test_tells_other_names_and_words_apart(named: Named, name: str, text: str) -> None:
    assert named(name, text) == []


@pytest.mark.parametrize(
    ("name", "text", "form", "found"),
    [
        ("Katherine Pemberton", "Kate Pemberton", "nickname", "Kate Pemberton"),
        ("Kate Pemberton", "PEMBERTON, Katherine", "nickname", "PEMBERTON, Katherine"),
        ("Mohammed Khan", "Mo Khan", "nickname", "Mo Khan"),
        ("Mohammed Khan", "Muhammad Khan", "nickname", "Muhammad Khan"),
        ("Mohammed Asif Khan", "Asif Khan", "nickname", "Asif Khan"),
        ("Robert George Ainsworth", "Bob G Ainsworth", "nickname", "Bob G Ainsworth"),
        ("Elizabeth Cole", 'Elizabeth "Liz" Cole', "full", 'Elizabeth "Liz" Cole'),
        ("Elizabeth Jane Cole", "Elizabeth (Liz) Cole", "full", "Elizabeth (Liz) Cole"),
        ("Jane Smith-Jones", "Jane Smith", "half", "Jane Smith"),
        ("Jane Smith-Jones", "Ms Jane Jones", "half", "Ms Jane Jones"),
        ("Harpreet Kaur Gill", "Harpreet Kaur", "half", "Harpreet Kaur"),
        ("Xiaoming Zhang", "Zhang Xiaoming", "family_first", "Zhang Xiaoming"),
        ("Jean-Paul Mercier", "J-P Mercier", "initial_last", "J-P Mercier"),
        ("Jean-Paul Mercier", "J.P. Mercier", "initial_last", "J.P. Mercier"),
        ("Xiaoming Zhang", "Vote Zhang Xiaoming", "family_first", "Zhang Xiaoming"),
        ("Hywel ap Dafydd", "ap Dafydd, H.", "initial_last", "ap Dafydd, H."),
        ("Anna van der Berg", "Dr A van der Berg", "initial_last", "Dr A van der Berg"),
        ("Joel Taylor", "TAYLOR Joel George BROWN Tom", "last_first", "TAYLOR Joel George"),
        ("Jane Marlow", "Marlow, Jane. David Price", "last_first", "Marlow, Jane"),
        ("Grace Park", "Posted by\ngrace park\nat noon", "full", "grace park"),
        ("Grace Park", "Grace Park", "full", "Grace Park"),
        ("Will Young", "WILL YOUNG", "full", "WILL YOUNG"),
        ("Mark Thomas", "mark thomas", "full", "mark thomas"),
    ],
)
def test_other_ways_to_call_a_person(
    named: Named, name: str, text: str, form: str, found: str
) -> None:
    assert named(name, text) == [(form, found)]


@pytest.mark.parametrize("text", ["Jane Brown-Jones", "Smith Jones", "Jane Smith Brown"])
def test_half_a_double_name_is_not_in_another(named: Named, text: str) -> None:
    assert named("Jane Smith-Jones", text) == []


@pytest.mark.parametrize(
    ("text", "form", "found"),
    [
        ("Jane Marlow (née Ashby)", "nee", "née Ashby"),
        ("Jane Marlow (nee Ashby)", "nee", "nee Ashby"),
        ("Jane Marlow, formerly Ashby, of", "nee", "formerly Ashby"),
        ("formerly Jane Ashby", "full", "Jane Ashby"),
        ("Jane Ashby (now Marlow)", "full", "Jane Ashby"),
        ("ASHBY, Jane", "last_first", "ASHBY, Jane"),
    ],
)
def test_a_former_name(named: Named, text: str, form: str, found: str) -> None:
    assert named("Jane Ashby", text, FactKind.FORMER_NAME) == [(form, found)]


@pytest.mark.parametrize("text", ["formerly Ashby Grammar School", "Ashby", "born in Ashby"])
def test_a_place_is_no_former_name(named: Named, text: str) -> None:
    assert named("Jane Ashby", text, FactKind.FORMER_NAME) == []


def test_a_single_given_name_needs_something_else_beside_it(named: Named, seen) -> None:
    assert named("Jane", "Ask Jane, not Janet") == [("single", "Jane")]
    assert seen({FactKind.NAME: "Jane"}, "Ask Jane, not Janet") == []


def test_everybody_of_the_same_name_is_seen(match, make_subject, detectors) -> None:
    from scanner.match import FactIndex
    from scanner.model.document import Document

    subjects = [
        make_subject({FactKind.NAME: name}, f"jane-{number}")
        for number, name in enumerate(("Jane Smith", "Jane Ann Smith", "Jane Rose Smith"), 1)
    ]
    index = FactIndex(subjects, detectors)

    def who(text: str) -> list[str]:
        found = index.match(Document("p", "https://a.example/", "text/html", text)).sightings
        return sorted(s.subject_id for s in found)

    assert who("Jane Smith") == ["jane-1", "jane-2", "jane-3"]
    assert who("Jane A. Smith") == ["jane-1", "jane-2"]
    assert who("Jane Rose Smith") == ["jane-1", "jane-3"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("April Day", "april day 07700 900123", "april day"),
        ("April Day", "please call april day on 07700 900123", "april day"),
        ("Will Young", "will young zero seven seven zero zero", "will young"),
        ("Norman Church", "ring norman church WhatsApp", "norman church"),
        ("Grace Park", "you should know grace park lives at 14 bramble road", "grace park"),
        ("Rose Green", "rose green, flat 3, 14 bramble road", "rose green"),
        ("Grace Park", "grace park, grace@mailbox.example", "grace park"),
        ("Ludo van der Berg", "Objectors: van der Berg, L.", "van der Berg, L."),
        ("Hywel ap Dafydd", "| ap Dafydd, H. | 92 Mill Close", "ap Dafydd, H."),
    ],
)
def test_finds_names_in_small_letters(named: Named, name: str, text: str, found: str) -> None:
    assert [shown for _, shown in named(name, text)] == [found]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Grace Park", "the grace park is open, call 07700 900123"),
        ("Grace Park", "meet at the grace park, 14 bramble road"),
        ("Will Young", "will young people use it? Ring 07700 900123"),
        ("Will Young", "will young 16 year olds vote?"),
        ("April Day", "it was an april day. 07700 900123"),
        ("Mark Field", "and mark field 3 as closed"),
        ("Gurdeep Singh", "the Gurdeep Singh Memorial Trophy"),
        ("Grace Park", "Grace Park Primary Academy"),
        ("Helena Ashworth-Pike", "Helena Ashworth-Pike Way"),
    ],
)
def test_words_and_places_are_nobody(named: Named, name: str, text: str) -> None:
    assert named(name, text) == []
