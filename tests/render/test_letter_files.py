"""Letters as files: safe against what pages are called, the same each time, fit to be sent."""

from __future__ import annotations

import email
import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from scanner.render.letters import FORMATS, Letter, letter_files
from scanner.render.letters.addresses import UNUSABLE
from scanner.render.letters.letter import write_letter
from scanner.render.letters.plain import WIDTH
from tests.render.exposed import RTL
from tests.render.lettered import home, lettered, met, mobile, shipped, the, written

HOSTILE = {
    "line breaks": "https://www.wexcombe-herald.example/a\r\nBcc: all@example.org\r\n\r\nGive up",
    "template": "https://www.wexcombe-herald.example/{{ 7 * 7 }}/{% for x in y %}",
    "turned round": f"https://www.wexcombe-herald.example/{RTL}gpj.exe",
    "formula": "https://www.wexcombe-herald.example/?q==HYPERLINK(1)",
    "brackets": "https://www.wexcombe-herald.example/[fill me in]",
    "markup": "https://www.wexcombe-herald.example/<script>alert(1)</script>&amp;",
    "nul": "https://www.wexcombe-herald.example/\x00\x07\x1b[31m",
    "surrogate": "https://www.wexcombe-herald.example/\ud800",
    "other alphabet": "https://www.wexcombe-herald.example/Ärger/漢字",
}


def message_of(letter: Letter) -> EmailMessage:
    message = email.message_from_bytes(FORMATS["eml"](letter), policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def in_a_letter(url: str) -> Letter:
    return the(written(lettered([home(url=url, title=url)])), "letter.erasure")


@pytest.mark.parametrize("name", HOSTILE)
def test_an_address_stays_one_line_of_harmless_characters(name: str) -> None:
    letter = in_a_letter(HOSTILE[name])
    (line,) = [line for line in letter.body.splitlines() if line.startswith("https://")]
    assert line.isascii() and line.isprintable() and " " not in line
    assert not set(line) & set("<>[]{}\"'\\")
    assert "[fill me in]" not in letter.blanks
    for make in FORMATS.values():
        made = make(letter)
        assert b"\x1b" not in made or made.startswith(b"PK")
    message = message_of(letter)
    assert [key for key in message if key.lower() in ("bcc", "cc", "from", "date", "to")] == []
    assert line in message.get_content().splitlines()
    assert line in [paragraph.text for paragraph in document_of(letter).paragraphs]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://[::1]/",
        "https://user:pass@www.wexcombe-herald.example/",
        "https://www.wexcombe-herald.example/" + "a" * 10_000,
        "https://",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_nobody_can_use_is_a_place_to_fill_in(url: str) -> None:
    letter = in_a_letter(url)
    shown = [line for line in letter.body.splitlines() if "//" in line]
    assert UNUSABLE in letter.blanks or shown == ["https://www.wexcombe-herald.example/"]
    assert "user:pass" not in letter.body and len(letter.body) < 4_000


def test_a_pages_title_never_stands_in_a_letter() -> None:
    title = "Give up your seat, Jane {{ 7 * 7 }}" * 300
    for letter in written(lettered([home(title=title)], alarmed=("f0001",))).written:
        assert "Give up" not in letter.subject + letter.body


def test_a_site_with_line_breaks_in_its_name_begins_no_header_and_leaves_no_folder() -> None:
    rule = next(rule for rule in shipped() if rule.id == "letter.erasure")
    letter = write_letter(rule, (), site=f"a.example\r\nBcc: x@example.org\r\n/../../etc {RTL}")
    message = message_of(letter)
    assert message["Bcc"] is None and "\n" not in message["Subject"]
    assert "/" not in letter.file_stem and ".." not in letter.file_stem.strip(".")


def test_a_draft_has_what_a_mail_program_needs_and_nothing_that_it_adds_itself() -> None:
    found = [met(1, "phone-1", "fact.personal_mobile", "national", site="archive.org")]
    letter = the(written(lettered(found)), "letter.archive_removal")
    message = message_of(letter)
    assert message["To"] == "info@archive.org" and message["X-Unsent"] == "1"
    assert message["From"] is None and message["Date"] is None and message["Message-ID"] is None
    assert message.get_content_type() == "text/plain" and message.get_content_charset() == "utf-8"
    assert "07700 900123" in message.get_content()
    raw = FORMATS["eml"](letter)
    assert max(map(len, raw.split(b"\r\n"))) <= 78 and raw.isascii()


def document_of(letter: Letter):  # type: ignore[no-untyped-def]
    return Document(io.BytesIO(FORMATS["docx"](letter)))


def test_a_document_is_byte_for_byte_the_same_and_has_no_time_in_it() -> None:
    letter = in_a_letter("https://www.wexcombe-herald.example/a")
    made = FORMATS["docx"](letter)
    assert made == FORMATS["docx"](letter)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = Document(io.BytesIO(made)).core_properties
    assert (told.author, told.title, told.language) == ("", letter.subject, "en-GB")


def test_a_document_has_the_letters_text_with_its_blanks_highlighted() -> None:
    letter = in_a_letter("https://www.wexcombe-herald.example/a")
    document = document_of(letter)
    lines = [
        letter.subject,
        *(line.removeprefix("- ") for line in letter.body.splitlines() if line),
    ]
    assert [paragraph.text for paragraph in document.paragraphs] == lines
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    marked = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert tuple(dict.fromkeys(marked)) == letter.blanks != ()


def test_text_has_lines_that_every_program_shows_but_whole_addresses() -> None:
    url = "https://www.wexcombe-herald.example/" + "news/" * 40
    text = FORMATS["txt"](in_a_letter(url)).decode()
    assert url in text.splitlines()
    assert all(
        len(line) <= WIDTH or line.startswith(("https:", "Subject:")) for line in text.splitlines()
    )


def test_the_guide_tells_of_each_file_of_what_was_kept_back_and_of_danger() -> None:
    letters = written(lettered([home(1), mobile(2, site="two.example")], alarmed=("f0001",)))
    files = list(letter_files(letters, ("txt",)))
    guide = files[0].content.decode()
    assert files[0].name == "read-this-first.txt"
    for file in files[1:]:
        path = f"{file.folder}/{file.name}".lstrip("/").removesuffix(".txt")
        assert f"- {path}" in guide
    assert "999" in guide and "Letters that were not written" in guide
    assert "wexcombe-herald.example): A warning" in " ".join(guide.split())
    assert len({(file.folder, file.name) for file in files}) == len(files)
    assert {f.folder for f in files if "complaint" in f.name and "ico" in f.name} == {"later"}


def test_sites_that_are_spelt_alike_keep_files_of_their_own() -> None:
    found = [
        home(1, site="a_b.example", url="https://a_b.example/"),
        home(2, site="a-b.example", url="https://a-b.example/"),
    ]
    names = [file.name for file in letter_files(written(lettered(found)), ("txt",))]
    assert len(names) == len(set(names))
