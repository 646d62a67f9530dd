"""The program that opens PDFs, run as a process of its own: a stranger's PDF meets 700,000 lines of
C++ here, and not beside a person's facts.

Reads length and bytes of a PDF from standard input and writes length and JSON to standard output,
until the input ends: so it never outlives the process that asked. It is started by its path, and
knows nothing of the rest of the program.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import signal
import struct
import sys
import time
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

MAX_PAGES = 500
MAX_TEXT = 2_000_000
"""Code points of all text of a PDF."""
MAX_SECONDS = 15.0
"""After which no further page is begun."""
MAX_CPU_SECONDS = 20
"""For one PDF: a single page that costs more ends the process."""
MAX_MEMORY = 1_500_000_000
"""Bytes of address space, the interpreter and the library's own maps included."""
MAX_ANNOTATIONS = 500
"""Links, notes and form fields looked at on one page."""

_METADATA = ("Title", "Author", "Subject", "Keywords", "Creator")
_NOTED = {"Contents": "note", "T": "name", "V": "field"}
"""Keys of an annotation that hold words, and what they are: a comment, whose it is (of a form
field: what it is called), what was filled in."""

Piece = tuple[str, str, str]
"""What it is (`text`, `link`, `note`, `name`, `field`, `metadata`), where it stands, its words."""


def main() -> None:
    """Answers until the input ends."""
    # A Ctrl-C is for the process that asked; when that ends, so does the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bound_memory()
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while (body := _received(source)) is not None:
        _bound_time()
        answer = json.dumps(opened(body)).encode()
        sink.write(struct.pack(">Q", len(answer)) + answer)
        sink.flush()


def opened(body: bytes) -> dict[str, Any]:
    """What a PDF says: `pieces`, `pages`, `read` and `empty` (pages without text), `attachments`;
    or the `error` that kept it shut: `password` or `broken`."""
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if "assword" in str(error) else "broken"}
    pieces: list[Piece] = []
    pages, done, empty = len(document), 0, 0
    size, ends = 0, time.monotonic() + MAX_SECONDS
    with contextlib.suppress(pypdfium2.PdfiumError):
        for name, words in document.get_metadata_dict().items():
            if name in _METADATA and words:
                pieces.append(("metadata", name, words[:10_000]))
    with contextlib.suppress(pypdfium2.PdfiumError):
        document.init_forms()
    for number in range(min(pages, MAX_PAGES)):
        if time.monotonic() > ends or size >= MAX_TEXT:
            break
        found = [(kind, f"page {number + 1}", words) for kind, words in _of_page(document, number)]
        empty += not any(kind == "text" for kind, _, _ in found)
        done += 1
        size += sum(len(words) for _, _, words in found)
        pieces += found
    attachments = int(pdfium.FPDFDoc_GetAttachmentCount(document.raw))
    document.close()
    return {
        "pieces": pieces,
        "pages": pages,
        "read": done,
        "empty": empty,
        "attachments": max(0, attachments),
    }


def _of_page(document: Any, number: int) -> Iterator[tuple[str, str]]:
    """Text, links, notes and form fields of a page; nothing of a page that is broken."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return
    with contextlib.suppress(pypdfium2.PdfiumError):
        words = page.get_textpage().get_text_bounded()[:MAX_TEXT]
        if words.strip():
            yield "text", words
    yield from _annotations(document, page)
    page.close()


def _annotations(document: Any, page: Any) -> Iterator[tuple[str, str]]:
    count = int(pdfium.FPDFPage_GetAnnotCount(page.raw))
    for index in range(min(count, MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        if target := _target(document, annotation):
            yield "link", target
        for key, kind in _NOTED.items():
            words = _value(annotation, key)
            if kind == "field" and not words:
                words = _filled_in(document, annotation)
            if words:
                yield kind, words
        pdfium.FPDFPage_CloseAnnot(annotation)


def _target(document: Any, annotation: Any) -> str:
    """Address that a link leads to."""
    link = pdfium.FPDFAnnot_GetLink(annotation)
    action = pdfium.FPDFLink_GetAction(link) if link else None
    if not action:
        return ""
    size = int(pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0))
    if not 1 < size < 4000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    return buffer.raw[: size - 1].decode("utf-8", "replace")


def _value(annotation: Any, key: str) -> str:
    name = key.encode()
    size = int(pdfium.FPDFAnnot_GetStringValue(annotation, name, None, 0))
    if not 2 < size < 200_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(annotation, name, _as_wide(buffer), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _filled_in(document: Any, annotation: Any) -> str:
    """The value of a form field whose widget does not hold it itself."""
    form = document.formenv
    if form is None or pdfium.FPDFAnnot_GetSubtype(annotation) != pdfium.FPDF_ANNOT_WIDGET:
        return ""
    size = int(pdfium.FPDFAnnot_GetFormFieldValue(form.raw, annotation, None, 0))
    if not 2 < size < 200_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetFormFieldValue(form.raw, annotation, _as_wide(buffer), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")


def _as_wide(buffer: Any) -> Any:
    return ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))


def _received(source: BinaryIO) -> bytes | None:
    head = source.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack(">Q", head)
    body = source.read(size)
    return body if len(body) == size else None


def _bound_memory() -> None:
    """Where the platform can: not on Windows, and macOS refuses some limits."""
    try:
        import resource
    except ImportError:
        return
    for limit, most in ((resource.RLIMIT_AS, MAX_MEMORY), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (most, most))


def _bound_time() -> None:
    """Allows this much more processor time from now on."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + MAX_CPU_SECONDS
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    main()
