"""What kind of content a file claims to hold, by its name; the reader corrects it by its bytes."""

from __future__ import annotations

import mimetypes

_OURS = {
    "md": "text/markdown",
    "markdown": "text/markdown",
    "rst": "text/plain",
    "log": "text/plain",
    "ini": "text/plain",
    "toml": "text/plain",
    "conf": "text/plain",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "ndjson": "application/x-ndjson",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
    "webmanifest": "application/manifest+json",
    "html": "text/html",
    "htm": "text/html",
    "xhtml": "application/xhtml+xml",
    "shtml": "text/html",
    "php": "text/html",
    "asp": "text/html",
    "aspx": "text/html",
    "jsp": "text/html",
    "xml": "application/xml",
    "rss": "application/rss+xml",
    "atom": "application/atom+xml",
    "kml": "application/vnd.google-earth.kml+xml",
    "gpx": "application/gpx+xml",
    "svg": "image/svg+xml",
    "vcf": "text/vcard",
    "vcard": "text/vcard",
    "ics": "text/calendar",
    "ldif": "text/plain",
    "eml": "message/rfc822",
    "mht": "multipart/related",
    "mhtml": "multipart/related",
    "mbox": "text/plain",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docm": "application/vnd.ms-word.document.macroenabled.12",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xlsm": "application/vnd.ms-excel.sheet.macroenabled.12",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "rtf": "application/rtf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "css": "text/css",
}
"""What we rely on, whatever the computer's own list says."""

_STANDARD = mimetypes.MimeTypes(filenames=())


def content_type_of(name: str) -> str:
    """The media type for a file's name, or an empty string when only its bytes can tell."""
    _, dot, extension = name.rpartition("/")[2].rpartition(".")
    if not dot:
        return ""
    if known := _OURS.get(extension.lower()):
        return known
    guessed, encoding = _STANDARD.guess_type(f"file.{extension.lower()}", strict=False)
    return "" if encoding else guessed or ""
