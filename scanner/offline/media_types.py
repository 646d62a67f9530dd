"""What kind of content a file claims to hold, by its name; the reader corrects it by its bytes."""

from __future__ import annotations

import mimetypes

from scanner.read.media_types import BY_EXTENSION

_ALSO = {
    "markdown": "text/markdown",
    "rst": "text/plain",
    "log": "text/plain",
    "ini": "text/plain",
    "toml": "text/plain",
    "conf": "text/plain",
    "ldif": "text/plain",
    "mbox": "text/plain",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
    "shtml": "text/html",
    "php": "text/html",
    "asp": "text/html",
    "aspx": "text/html",
    "jsp": "text/html",
}
"""Names of what people keep as files: text of their programs, and pages saved under the name that
the web gave them."""

_STANDARD = mimetypes.MimeTypes(filenames=())
"""Python's own list, without the computer's, so that the same files read the same everywhere."""


def content_type_of(name: str) -> str:
    """The media type for a file's name, or an empty string when only its bytes can tell."""
    _, dot, extension = name.rpartition("/")[2].lower().rpartition(".")
    if not dot:
        return ""
    if known := BY_EXTENSION.get(extension) or _ALSO.get(extension):
        return known
    guessed, encoding = _STANDARD.guess_type(f"file.{extension}", strict=False)
    return "" if encoding else guessed or ""
