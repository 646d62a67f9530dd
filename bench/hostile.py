"""Pages made to cost time: each must cost about what its length costs."""

from __future__ import annotations

SIZE = 500_000
"""Bytes of each page: five times a usual one."""


def _filled(piece: str) -> bytes:
    return (piece * (SIZE // len(piece) + 1))[:SIZE].encode()


HOSTILE: dict[str, bytes] = {
    "unclosed comments": _filled("<!--"),
    "nested elements": _filled("<div>"),
    "nested inline elements": _filled("<b>"),
    "attributes": b"<p " + _filled("data-a=1 "),
    "open links": _filled("<a href=x>y<div>"),
    "hidden elements": _filled("<i hidden>x"),
    "entities": _filled("&amp;x "),
    "white space": b"<p>x" + _filled(" \n"),
    "scripts with data": _filled('<script>x={"a":[</script>'),
    "digits": _filled("0"),
    "spaced digits": _filled("0 7 "),
    "telephone numbers": _filled("07700 900456 "),
    "at signs": _filled("a@"),
    "e-mail in words": _filled("x dot at "),
    "e-mail addresses": _filled("a.b@c.example "),
    "dates": _filled("14 March 1980 born "),
    "postcodes": _filled("WX4 7QT "),
    "doors": _filled("14 a street "),
    "one street": _filled("Bramble Road "),
    "one name": _filled("Jane Marlow "),
    "given names": _filled("Jane Jane "),
    "family names": _filled("Marlow, "),
    "own address": _filled("14 Bramble Road, Wexcombe, WX4 7QT "),
    "half an address": _filled("14 Bramble Road, "),
    "handles": _filled("@janemarlow/"),
    "zero-width characters": _filled("J\u200ba\u200bn\u200be "),
    "combining marks": _filled("e\u0301\u0302\u0303"),
}
