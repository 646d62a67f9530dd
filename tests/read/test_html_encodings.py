"""Pages that name no encoding, or the wrong one."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest

from scanner.model.document import Document

Reading = Callable[..., Document]

RUSSIAN = "Совет собрался во вторник, чтобы решить вопрос о старой молочной ферме. " * 8
GREEK = "Το συμβούλιο συνεδρίασε την Τρίτη για να αποφασίσει για το παλιό γαλακτοκομείο. " * 8


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8"])
def test_western_page_without_a_declaration(reading: Reading, encoding: str) -> None:
    text = "Zoë's café took £12.50 at 14 Bramble Road"

    assert reading(f"<p>{text}</p>".encode(encoding)).text == text


def test_windows_quotes_and_dashes(reading: Reading) -> None:
    text = "“Jane’s office” – 01632 960155 €"

    assert reading(f"<p>{text}".encode("cp1252")).text == text


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (GREEK, "cp1253")])
def test_other_scripts_are_guessed(reading: Reading, text: str, encoding: str) -> None:
    assert reading(f"<p>{text}</p>".encode(encoding)).text == text.strip()


def test_western_bytes_in_a_page_that_says_utf8(reading: Reading) -> None:
    body = "<p>Café ".encode() + "£5 at Zoë’s".encode("cp1252") + "<p>naïve".encode()

    assert reading(body, "text/html; charset=utf-8").text == "Café £5 at Zoë’s\nnaïve"


def test_one_wrong_byte_in_an_undeclared_utf8_page(reading: Reading) -> None:
    body = "<p>é è ê ’ “ ” – £ </p>".encode() + b"<p>\xa35"

    assert reading(body).text == "é è ê ’ “ ” – £\n£5"


def test_page_cut_within_a_character(reading: Reading) -> None:
    assert reading("<p>Zoë’s café".encode()[:-1], "text/html; charset=utf-8").text == (
        "Zoë’s caf\ufffd"
    )


@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=utf-8"])
def test_noise_is_decoded_in_time(reading: Reading, content_type: str) -> None:
    noise = b"<p>" + random.Random(7).randbytes(1_000_000)
    started = time.process_time()
    reading(noise, content_type)

    assert time.process_time() - started < 5
