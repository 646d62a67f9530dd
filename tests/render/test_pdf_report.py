"""The report as PDF, as a reader, a screen reader and a validator's first questions see it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest

from scanner.model.edition import Edition
from scanner.render.page_marks import PageMarks
from scanner.render.pdf_report import PdfUnavailable, render_pdf, to_pdf
from tests.render import invented

# One report is shared, which takes seconds to make.
pytestmark = pytest.mark.xdist_group("pdf")

MARKS = PageMarks("OFFICIAL-SENSITIVE", 'CRIME/123/26 "}\\ ü')


@pytest.fixture(scope="module")
def made() -> bytes:
    return render_pdf(
        invented.rich(),
        edition=Edition(marking=MARKS.marking, case_reference=MARKS.reference),
    )


def texts(pdf: bytes) -> Iterator[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.get_textpage().get_text_range()


def test_every_page_has_its_marking_reference_and_number(made: bytes) -> None:
    pages = list(texts(made))
    assert len(pages) > 1
    for number, text in enumerate(pages, start=1):
        assert text.count(MARKS.marking) == 2
        assert MARKS.reference in text
        assert f"Page {number} of {len(pages)}" in text


def test_it_is_tagged_named_and_has_bookmarks(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "Jane Marlow" in str(document.docinfo["/Title"])
        assert document.open_metadata()["pdfuaid:part"] == "1"
        assert document.Root.Outlines.Count > 3
        tags = set(_tags(document.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/Link"} <= tags


def _tags(element: pikepdf.Object) -> Iterator[str]:
    if isinstance(element, pikepdf.Array):
        for item in element:
            yield from _tags(item)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            yield str(element.S)
        if "/K" in element:
            yield from _tags(element.K)


def test_all_fonts_are_embedded(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        described = [o for o in document.objects if isinstance(o, pikepdf.Dictionary)]
        fonts = [o for o in described if o.get("/Type") == "/FontDescriptor"]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_it_is_masked_unless_asked(made: bytes) -> None:
    text = "".join(texts(made))
    assert [v for v in (*invented.PRIVATE, invented.STRANGER) if v in text] == []
    revealed = "".join(texts(render_pdf(invented.rich(), reveal=True)))
    assert invented.MOBILE in revealed
    assert invented.STRANGER not in revealed


def test_it_does_nothing_when_opened(made: bytes) -> None:
    with pikepdf.open(io.BytesIO(made)) as document:
        assert "/OpenAction" not in document.Root
        assert "/AcroForm" not in document.Root
        actions = {
            str(item.get("/S"))
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/JavaScript", "/Launch")
        }
        assert actions == set()


def test_the_same_gives_the_same_bytes() -> None:
    few = invented.below_floor()
    assert render_pdf(few) == render_pdf(few)


def test_nothing_is_fetched(tmp_path: object, caplog: pytest.LogCaptureFixture) -> None:
    secret = f"{tmp_path}/secret.txt"
    page = f"<!doctype html><title>t</title><img alt=x src='file://{secret}'><p>text</p>"
    assert "text" in "".join(texts(to_pdf(page, PageMarks())))
    assert "a report loads nothing" in caplog.text


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfUnavailable, match=r"netcurtain\[pdf\]"):
        to_pdf("<p>", PageMarks())
