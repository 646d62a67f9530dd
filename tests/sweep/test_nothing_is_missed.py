"""What is told at a glance is no less than what reading every page whole would find."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.people import subject
from scanner.model.facts import FactKind
from scanner.model.subject import Subject
from scanner.profile import load_profile
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.sweep.looking import Sweeper
from scanner.sweep.records import Content, Mark, Record
from tests.corpus.corpus import write_corpus
from tests.sweep.archives import WORDS, jane

PAGES = 60
FAMILIES = [
    *("Marlow", "Aske", "Penrose", "Whitlock", "Tull", "Pugh", "Kerr", "Field", "Orchard"),
    *("Bright", "Marsh", "Shah"),
]
AT = datetime.datetime(2026, 3, 4, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook()


class Whole(Sweeper):
    """Reads every page whole."""

    def __init__(self, subjects: list[Subject], book: RuleBook) -> None:
        super().__init__(subjects, book)
        everybody = frozenset(subject.id for subject in subjects)
        self._glance.candidates = lambda *looks: everybody  # type: ignore[method-assign]


def record(content: Content, body: bytes, media_type: str = "text/html; charset=utf-8") -> Record:
    url = "https://www.example.org/a"
    return Record(content, url, AT, media_type, body, False, Mark(1, 0, "<urn:1>"))


def as_pages(text: str) -> Iterator[Record]:
    """A text as a page, with markup between its words and with entities, and as a text alone."""
    yield record(Content.TEXT, f"{WORDS}\n{text}\n{WORDS}".encode(), "text/plain")
    marked = " ".join(f"<b>{word}</b>" for word in text.split(" "))
    entities = "".join(f"&#{ord(char)};" for char in text)
    letters = "".join(f"<i>{char}</i>" if char != " " else " " for char in text)
    for shown in (text, marked, entities, letters):
        yield record(Content.PAGE, f"<html><p>{WORDS}<p>{shown}<p>{WORDS}</html>".encode())


FORMS = [
    *(
        "14 Bramble Road, Wexcombe, WX4 7QT",
        "14 BRAMBLE RD\nWexcombe",
        "Bramble Road, No 14, WX4 7QT",
    ),
    *("Jane Marlow, Bramble Road, Wexcombe", "J. Marlow, Bramble Road", "wx47qt: Marlow, Jane"),
    *(
        "07700 900123",
        "+44 (0) 7700 900 123",
        "0044 7700-900-123",
        "O77OO 9OO123",
        "Tel: 07700900123",
    ),
    *("oh seven seven double oh, nine hundred, one two three", "(07700) 900 123"),
    *("jane.marlow@mailbox.example", "jane.marlow [at] mailbox [dot] example"),
    *("jane dot marlow at mailbox dot example", "JANE.MARLOW＠MAILBOX.EXAMPLE"),
    *("@janemarlow", "https://github.com/janemarlow", "Twitter: janemarlow"),
    *("AB12 CDE", "AB12CDE", "reg. ab12-cde"),
    *("Jane Marlow, born 14 March 1979", "Marlow, Jane (b. 14/03/1979)", "Jane Marlow DOB 14.3.79"),
    *("Jane Marlow of Wexcombe Dairy", "Jáne Mаrlow, 14 Bramble\u00a0Road, Wexcombe"),
]


@pytest.mark.parametrize("text", FORMS)
def test_each_way_of_writing_a_fact_is_stopped_at(text: str, book: RuleBook) -> None:
    _compare(
        [jane()],
        book,
        list(as_pages(text)),
        at_least=0 if text in ("WX4 7QT", "Bramble Road, No 14, WX4 7QT") else 1,
    )


CODED = bytes([7, *(byte ^ 7 for byte in b"jane.marlow@mailbox.example")]).hex()
HIDDEN = [
    '<a href="mailto:jane.marlow%40mailbox.example">write</a>',
    '<a href="mailto:%6a%61ne.marlow@%6dailbox.example">write</a>',
    '<a href="tel:+447700900123">ring</a>',
    "<script>var a = 'jane.marlow' + '@' + 'mail' + 'box.example';</script>",
    "<script>document.write('jane.marlow' + '@' + 'mailbox.example');</script>",
    "<script>var m = 'elpmaxe.xobliam@wolram.enaj'.split('').reverse().join('');</script>",
    "<script>x=String.fromCharCode(48,55,55,48,48,32,57,48,48,49,50,51)</script>",
    "<script>atob('amFuZS5tYXJsb3dAbWFpbGJveC5leGFtcGxl')</script>",
    '<a href="znvygb:wnar.zneybj@znvyobk.rknzcyr">write</a>',
    '<script type="application/ld+json">{"@type":"Person","givenName":"Jane","familyName":"Marlow",'
    '"birthDate":"1979-03-14"}</script>',
    '<script type="application/json">{"name":"Jane Marlow","home":{"line1":"14 Bramble Road",'
    '"town":"Wexcombe","postcode":"WX4 7QT"}}</script>',
    '<meta name="description" content="Jane Marlow, 14 Bramble Road, Wexcombe">',
    "<p hidden>07700&nbsp;900&#8203;123</p>",
    '<bdo dir="rtl">321009 00770</bdo>',
    '<a href="https://maps.example/?q=14%20Bramble%20Road%2C+Wexcombe+WX4+7QT">map</a>',
    f'<span data-cfemail="{CODED}">[protected]</span>',
]


@pytest.mark.parametrize("source", HIDDEN)
def test_what_a_page_hides_from_the_eye_is_stopped_at(source: str, book: RuleBook) -> None:
    body = f"<html><body><p>{WORDS}{source}<p>{WORDS}</html>".encode()
    _compare([jane()], book, [record(Content.PAGE, body)], at_least=0)


def test_a_corpus_that_knows_nothing_of_it_is_found_as_wholly(
    book: RuleBook, tmp_path: Path
) -> None:
    write_corpus(tmp_path, datetime.date.today(), PAGES, 3)
    profiles = sorted(tmp_path.rglob("*.toml"))
    people = [load_profile(path, datetime.date.today()).subject for path in profiles]
    pages = [path for path in sorted(tmp_path.rglob("*")) if path.suffix in (".html", ".txt")]
    assert people and pages
    records = [
        record(Content.PAGE, path.read_bytes())
        if path.suffix == ".html"
        else record(Content.TEXT, path.read_bytes(), "text/plain")
        for path in pages
    ]
    _compare(people, book, records, at_least=len(pages) // 4)


def test_a_list_of_many_people_leads_to_each_of_them(book: RuleBook) -> None:
    people = [
        subject(
            f"person-{number}",
            {
                FactKind.NAME: f"Jane {family}",
                FactKind.PHONE: f"07700 9001{number:02}",
                FactKind.EMAIL: f"jane.{family.lower()}@mailbox.example",
            },
        )
        for number, family in enumerate(FAMILIES)
    ]
    said = [f"{each.display_name}, 07700 9001{number:02}" for number, each in enumerate(people)]
    page = record(Content.PAGE, f"<html><ul><li>{'<li>'.join(said)}</ul></html>".encode())
    found = Sweeper(people, book).look(page, "a")
    assert [hit.subject_id for hit in found] == sorted(each.id for each in people)
    alone = Sweeper(people[3:4], book).look(page, "a")
    assert [hit for hit in found if hit.subject_id == "person-3"] == list(alone)


def test_most_of_what_holds_nothing_is_not_read(book: RuleBook) -> None:
    sweeper = Sweeper([jane()], book)
    for number in range(40):
        body = f"<html><p>{WORDS} Born in March 1979? Ring 01632 960{number:03}, 3 Bramble Way."
        assert sweeper.look(record(Content.PAGE, body.encode()), "a") == ()
    assert sweeper.read_whole == 0


def test_others_in_whose_street_many_live_are_not_found_by_their_street(book: RuleBook) -> None:
    sweeper = Sweeper([jane()], book)
    text = f"{WORDS} The shop in Bramble Road, Wexcombe. {WORDS}"
    assert sweeper.look(record(Content.TEXT, text.encode(), "text/plain"), "a") == ()
    assert FactKind.ADDRESS in {fact.kind for fact in jane().facts}


def _compare(people: list[Subject], book: RuleBook, pages: list[Record], at_least: int) -> None:
    quick, whole = Sweeper(people, book), Whole(people, book)
    expected = [whole.look(each, "a") for each in pages]
    for page, wanted in zip(pages, expected, strict=True):
        found = quick.look(page, "a")
        missed = {hit.subject_id for hit in wanted} - {hit.subject_id for hit in found}
        assert found == wanted, (missed, page.body[-900:])
    assert sum(map(bool, expected)) >= at_least
