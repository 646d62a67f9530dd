"""PDFs: text by page, who made them, links; and what becomes of those that cannot be read."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import AccessPermission, EncryptionMethod

from scanner.model.document import Document, Place
from scanner.read.content import NotRead
from scanner.read.pdf import read_pdf
from scanner.read.pdf_process import PdfProcess
from tests.read.made_files import pdf

Reading = Callable[..., Document]


def test_text_by_page_with_what_the_file_says_of_itself(reading: Reading) -> None:
    body = pdf(
        "Statement of persons nominated",
        "MARLOW, Jane\n14 Bramble Road, Wexcombe",
        title="Nominations",
        author="A. Clerk",
    )

    document = reading(body, "application/pdf")

    assert [(s.place, s.path, document.text[s.start : s.end]) for s in document.segments] == [
        (Place.TITLE, "metadata/Title", "Nominations"),
        (Place.METADATA, "metadata/Author", "A. Clerk"),
        (Place.TEXT, "page 1", "Statement of persons nominated"),
        (Place.TEXT, "page 2", "MARLOW, Jane"),
        (Place.TEXT, "page 2", "14 Bramble Road, Wexcombe"),
    ]
    assert document.title == "Nominations"
    assert document.visible_words == 10
    assert (document.not_read, document.partly_read) == ("", "")


def test_a_word_parted_at_the_end_of_a_line_is_healed(reading: Reading) -> None:
    text = reading(pdf("She lives at 14 Bram-\nble Road with Ann Smith-\nJones.")).text

    assert "14 Bram\xadble Road" in text
    assert "Ann Smith-Jones" in text


def test_links_are_read(reading: Reading) -> None:
    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=11)
    document.cell(40, 6, "Write to me", link="mailto:jane.marlow@mailbox.example?subject=Hello")
    document.cell(40, 6, "My page", link="https://marlow-for-wexcombe.example/")

    read = reading(bytes(document.output()))

    links = [read.text[s.start : s.end] for s in read.segments if s.place is Place.LINK]
    assert links == ["jane.marlow@mailbox.example", "https://marlow-for-wexcombe.example/"]
    assert [link.url for link in read.links] == ["https://marlow-for-wexcombe.example/"]


def test_pages_without_text_are_told(reading: Reading) -> None:
    document = reading(pdf("Jane Marlow", "", ""))

    assert document.text == "Jane Marlow"
    assert document.partly_read == (
        "2 pages have no text: if they are pictures, look at them yourself"
    )


def test_a_scan_is_not_read(reading: Reading) -> None:
    document = reading(pdf(""))

    assert document.not_read == "a PDF of pictures without text: look at it yourself"


def test_a_locked_pdf_says_so(reading: Reading) -> None:
    document = FPDF()
    document.set_encryption(
        owner_password="owner",
        user_password="user",
        encryption_method=EncryptionMethod.RC4,
        permissions=AccessPermission.all(),
    )
    document.add_page()

    assert reading(bytes(document.output())).not_read == "a PDF that needs a password"


def test_stray_bytes_before_the_head_do_no_harm(reading: Reading) -> None:
    body = b"\r\n\r\n" + pdf("Jane Marlow")

    assert reading(body, "application/pdf").text == "Jane Marlow"
    assert reading(body, "").text == "Jane Marlow"


def test_only_so_many_pages_are_read(reading: Reading) -> None:
    document = reading(pdf(*["page"] * 502))

    assert document.partly_read == "only the first 500 of 502 pages were read"
    assert document.segments[-1].path == "page 500"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("timeout", "a PDF: it could not be opened in time"),
        ("died", "a PDF: it could not be opened within the bounds of memory and time"),
        ("missing", "a PDF: the program that opens PDFs could not be started"),
    ],
)
def test_what_went_wrong_is_told_in_plain_words(error: str, why: str) -> None:
    with pytest.raises(NotRead) as told:
        read_pdf(b"%PDF-", lambda _: {"error": error})

    assert str(told.value) == why


def test_one_process_opens_them_all_and_is_replaced_when_it_dies() -> None:
    process = PdfProcess()
    try:
        first = process.opened(pdf("one"))
        (child,) = [process._process]
        assert child is not None
        assert process.opened(pdf("two"))["pieces"] == [["text", "page 1", "two"]]
        assert process._process is child

        child.kill()
        child.wait()

        assert process.opened(pdf("one")) == first
    finally:
        process.close()


def test_a_process_that_takes_too_long_is_ended() -> None:
    process = PdfProcess(max_wait_s=0.0)
    try:
        assert process.opened(pdf("one")) == {"error": "timeout"}
        assert process._process is None
    finally:
        process.close()


def test_callers_in_threads_take_turns(reading: Reading) -> None:
    texts = [f"number {number}" for number in range(8)]
    found: dict[str, str] = {}

    def read_one(text: str) -> None:
        found[text] = reading(pdf(text)).text

    threads = [threading.Thread(target=read_one, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {text: text for text in texts}


def _text_of(body: bytes) -> str:
    return read_pdf(body).text


@pytest.mark.parametrize("method", ["spawn", "fork"])
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_workers_have_a_process_of_their_own(method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    assert _text_of(pdf("parent")) == "parent"

    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        assert list(pool.map(_text_of, [pdf("one"), pdf("two"), pdf("three")])) == [
            "one",
            "two",
            "three",
        ]

    assert _text_of(pdf("parent again")) == "parent again"


def test_the_process_ends_with_the_one_that_asked(tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(pdf("one"))
    program = (
        "import sys, os; from scanner.read import pdf_process as p\n"
        "p.shared.opened(open(sys.argv[1], 'rb').read())\n"
        "print(p.shared._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)"  # no farewell: atexit does not run
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "x.pdf")],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
        check=False,
    )

    # The child held the same standard error; that `run` came back shows that nobody holds it now.
    assert ended.stdout.strip().isdigit()


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
def test_keys_in_the_environment_stay_out_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETCURTAIN_TEST_KEY", "not for strangers")
    process = PdfProcess()
    try:
        process.opened(pdf("one"))
        child = process._process
        assert child is not None
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        assert b"PATH=" in environment
        assert b"NETCURTAIN_TEST_KEY" not in environment
        assert os.getpid() != child.pid
    finally:
        process.close()
