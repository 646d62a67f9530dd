"""Warning signs: whose wording counts, how often, how it is quoted, and what must never count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.assess import assess, before_next, case_signals, signal_hits
from scanner.errors import RuleError
from scanner.model.assessment import Assessment, Escalation
from scanner.model.before import Before
from scanner.model.document import Document, Place, Segment
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution
from scanner.profile import make_fact
from scanner.resources import resource_folder
from scanner.rulebook.loader import load_rule
from scanner.rulebook.signal import SignalCase, SignalRule
from scanner.rulebook.spoken import Spoken, names_for

RULES = [
    rule
    for path in sorted((resource_folder("rules") / "signals").glob("*.yaml"))
    if isinstance(rule := load_rule(path.read_text(encoding="utf-8"), path).rule, SignalRule)
]
SPOKEN = [rule for rule in RULES if rule.phrases]
JANE = names_for("Jane Marlow")
HOME = "14 Bramble Road"


@pytest.mark.parametrize("rule", SPOKEN, ids=lambda rule: rule.id)
def test_every_rule_is_held_by_many_texts_of_both_sorts(rule: SignalRule) -> None:
    for case in rule.cases():
        assert case_signals(rule, case) is case.expect, case.name
    assert len(set(rule.alarms)) >= 15
    assert len(set(rule.calm)) >= 15


@pytest.mark.parametrize("rule", SPOKEN, ids=lambda rule: rule.id)
def test_heated_but_lawful_words_are_no_sign_for_any_rule(rule: SignalRule) -> None:
    calm = {text for other in SPOKEN for text in other.calm}
    seen = [
        text
        for text in calm
        if case_signals(
            rule,
            SignalCase(
                name="calm",
                text=text if "[[" in text else f"{text} [[{HOME}]]",
                exposes=rule.exposes[0],
                expect=False,
            ),
        )
    ]
    assert seen == []


def test_slots_stand_for_pronouns_and_for_the_persons_names() -> None:
    spoken = Spoken(("wait for {her}", "know {whose} door", "hurt {name}"))
    for text in (
        "Wait for HER",
        "wait  for\nCllr Marlow",
        "know Jane's door",
        "know Marlow’s door",
    ):
        assert spoken.hits(text, JANE), text
    for text in ("wait for you", "know your door", "hurt her", "wait for hers", "await for her"):
        assert not spoken.hits(text, JANE), text
    assert not spoken.hits("hurt Jane", ())


def test_choices_gaps_and_lists_of_words_are_heard_within_one_breath() -> None:
    spoken = Spoken(
        ("(going to|gonna) {few} {hurt} {them}", "rope. tree."),
        ("{hurt} {their} {few} {hopes}",),
        (("hurt", ("kill", "stab")), ("hopes", ("vote", "hopes"))),
    )
    heard = ("I'm gonna kill her", "going to slowly and happily stab Jane Marlow.", "Rope.  Tree. ")
    for text in heard:
        assert spoken.hits(text, names_for("Jane Marlow")), text
    # Four words between, a comma between, half a word, and what the list of hopes makes harmless.
    calm = (
        "going to very very very very kill her",
        "going to win, kill her",
        "going to kill hers",
        "going to kill her last hopes, and the voters know",
    )
    for text in calm:
        assert not spoken.hits(text, names_for("Jane Marlow")), text


def test_a_name_that_ends_in_no_ascii_letter_is_heard() -> None:
    assert Spoken(("hurt {name}",)).hits("hurt Zo\u00eb.", names_for("Ann Zo\u00eb"))


def test_hundreds_of_phrases_do_not_make_a_long_page_slow() -> None:
    text = "The council met and Jane Marlow said that she would vote against it. " * 15_000
    rule = max(SPOKEN, key=lambda rule: len(rule.phrases))
    rule.spoken.hits("", JANE)  # What is made once a process is not counted.
    began = process_time()
    assert not rule.spoken.hits(text, JANE)
    # A fortieth of it as a rule; outgrown states took nine seconds.
    assert process_time() - began < 3


def test_half_brackets_and_unknown_lists_are_told() -> None:
    path = resource_folder("rules") / "signals" / "threat.yaml"
    shipped = path.read_text(encoding="utf-8")
    for wrong in ("(going to kill {her}", "going | to", "{kil} her"):
        with pytest.raises(RuleError):
            load_rule(shipped.replace("  - kill her\n", f'  - "{wrong}"\n', 1), path)


def test_a_phrase_overlapped_by_harmless_wording_means_nothing_there_only() -> None:
    spoken = Spoken(("will kill her", "kill her"), ("kill her chances",))
    text = "It will kill her chances. I will kill her."
    assert [text[slice(*hit)] for hit in spoken.hits(text)] == ["will kill her"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_offsets_are_code_points_of_the_very_text(before: str, after: str) -> None:
    text = f"{before} pay her a visit {after}"
    start = len(before) + 1
    assert (start, start + len("pay her a visit")) in Spoken(("pay {them} a visit",)).hits(text)


@pytest.mark.parametrize("name", ["J(ane M.arlow", "Zoë Ó'Brien-Łęcka", "x" * 300, "a|b", "\\"])
def test_no_name_breaks_the_search(name: str) -> None:
    rule = next(rule for rule in SPOKEN if rule.id == "esc.threat")
    text = f"Somebody should stab {name} today."
    assert signal_hits(rule, text, (0, 4), names_for(name))


OBSESSED = "She lives at 14 Bramble Road. She ruined my life and I will never stop."
AT = (OBSESSED.index("14"), OBSESSED.index("14") + len(HOME))


def by_author(document: Document, author: str) -> Document:
    text = f"{document.text}\n{author}"
    start = len(document.text) + 1
    segment = Segment(start, len(text), Place.META, "html/head/meta[author]@content")
    return replace(document, text=text, segments=(segment,))


@pytest.fixture
def signs(judged, finding, answer) -> Callable[..., list[Escalation]]:
    """Escalations of one rule, for pages given as (address, author)."""

    def make(*pages: tuple[str, str], text: str = OBSESSED) -> list[Escalation]:
        answers, findings = [], []
        for number, (url, author) in enumerate(pages):
            given = answer(url, text=text)
            if author:
                assert given.document
                given = replace(given, document=by_author(given.document, author))
            answers.append(given)
            findings.append(finding(f"f{number}", url, at=AT))
        made = judged(*findings, answers=tuple(answers)).escalations
        return [sign for sign in made if sign.signal_id == "esc.fixated"]

    return make


def test_the_third_page_of_one_author_is_a_fixation_wherever_it_stands(signs) -> None:
    pages = [(f"https://{host}.example/post", "Grumpy Fred") for host in ("a", "b", "c")]
    assert signs(*pages[:2]) == []
    (sign,) = signs(*pages)
    assert sign.level == "urgent"
    assert sign.finding_ids == ("f0", "f1", "f2")


def test_without_an_author_it_is_the_site_and_one_page_counts_once(signs) -> None:
    site = "https://blog.example/"
    assert signs((f"{site}1", ""), (f"{site}1#again", ""), (f"{site}2", "")) == []
    assert len(signs((f"{site}1", ""), (f"{site}2", ""), (f"{site}3", ""))) == 1


def test_three_authors_on_one_site_are_no_fixation_of_anybody(signs) -> None:
    assert signs(*((f"https://forum.example/{n}", f"member {n}") for n in range(3))) == []


def test_an_account_in_the_address_is_its_author(signs) -> None:
    posts = [(f"https://social.example/@grumpy/{n}", "") for n in range(2)]
    other = ("https://social.example/@someone/9", "")
    assert signs(*posts, other) == []
    assert len(signs(*posts, ("https://social.example/@grumpy/9", ""))) == 1


def test_what_the_person_wrote_is_nobodys_fixation(signs) -> None:
    assert signs(*((f"https://blog.example/{n}", "Jane Marlow") for n in range(4))) == []


def test_the_sentence_is_quoted_with_everybodys_details_masked(judged, finding, answer) -> None:
    text = (
        "She lives at 14 Bramble Road. "
        + "Lovely weather in these parts. " * 6
        + "Ring 07700 900999 or fred@forum.example and let's all go round to 9 Mill Lane, WX4 7QT! "
        + "Bye."
    )
    url = "https://forum.example/t/1"
    (sign,) = judged(finding("f1", url, at=AT), answers=(answer(url, text=text),)).escalations
    shown = sign.quote.shown(reveal=True)
    assert "let's all go round" in shown
    assert "Lovely" not in shown and "Bye" not in shown
    for private in ("900999", "fred@", "9 Mill Lane"):
        assert private not in shown
    assert "WX4 7QT" not in sign.quote.shown()
    assert sign.quote.shown().endswith("•• B•••••• Road")


def released_in(assessment: Assessment) -> list[str]:
    assert assessment.history is not None
    return [item.finding_id for item in assessment.history.followed if item.released]


@pytest.fixture
def earlier(judged, finding, answer) -> Assessment:
    """A check that read the forum and saw the street only, in the paper."""
    forum, paper = "https://forum.example/t/1", "https://paper.example/news"
    return judged(
        finding("p1", paper, exposure="fact.home_street", form="street"),
        answers=(answer(forum), answer(paper)),
        before=Before(),
    )


def test_what_no_earlier_check_saw_is_newly_released(
    earlier, subject, book, judged, finding, answer, gathered
) -> None:
    forum, paper = "https://forum.example/t/1", "https://paper.example/news"
    new = finding("f1", forum)
    known = finding("p1", paper, exposure="fact.home_street", form="street")
    unsure = finding("f2", forum, fact_ids=("phone-1",), attribution=Attribution.POSSIBLE)
    whole = gathered(answer(forum), answer(paper))
    before = before_next(Before(), earlier)
    later = assess(subject, book, whole, (new, known, unsure), (), "0", before)
    assert released_in(later) == ["f1"]
    (sign,) = later.escalations
    assert (sign.signal_id, sign.level, sign.finding_ids) == ("esc.released", "attention", ("f1",))
    assert assess(subject, book, whole, (new, known), (), "0").escalations == ()
    assert assess(subject, book, whole, (known,), (), "0", before=before).escalations == ()


def test_a_fact_that_was_added_to_the_profile_is_news_to_us_only(
    earlier, subject, book, finding, answer, gathered
) -> None:
    plate = make_fact(FactKind.VEHICLE, "AB12 CDE")
    person = replace(subject, facts=(*subject.facts, plate))
    url = "https://forum.example/t/1"
    new = finding(
        "f9", url, kind=FactKind.VEHICLE, exposure="fact.vehicle_reg", fact_ids=(plate.id,)
    )
    before = before_next(Before(), earlier)
    later = assess(person, book, gathered(answer(url)), (new,), (), "0", before)
    assert released_in(later) == []


def test_the_silence_of_a_check_that_saw_little_is_no_witness(earlier, judged, finding) -> None:
    blind = replace(earlier, coverage=replace(earlier.coverage, answered=0))

    def later(first: Assessment) -> Assessment:
        known = replace(before_next(Before(), first), known=())
        return judged(finding("f1", "https://forum.example/t/77"), before=known)

    assert released_in(later(blind)) == []
    assert released_in(later(earlier)) == ["f1"]
