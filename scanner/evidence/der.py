"""The certificates of a time stamp in the order that DER wants.

A set's members are sorted in DER (X.690, section 11.6). OpenSSL's authority and others write the
certificates of a stamp (CMS, RFC 5652) in an order of their own, and strict readers turn that away.
They are outside of what is signed, and sorting changes no length: so they are sorted for reading,
and the stamp itself stays as it came.
"""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE = 0x30
_CERTIFICATES = 0xA0
_PATH = (_SEQUENCE, _SEQUENCE, 0xA0, _SEQUENCE)
"""TimeStampResp, its token (ContentInfo), that one's content, SignedData."""


def with_sorted_certificates(response: bytes) -> bytes:
    """The same time-stamp response with its certificates sorted; as it is when it is none."""
    try:
        start, end = 0, len(response)
        for depth, tag in enumerate(_PATH):
            # Of the response the first sequence is the status, the second the token.
            fitting = [each for each in _members(response, start, end) if response[each[0]] == tag]
            _, start, end = fitting[1 if depth == 1 else 0]
        for at, inner, after in _members(response, start, end):
            if response[at] == _CERTIFICATES:
                ordered = sorted(response[a:b] for a, _, b in _members(response, inner, after))
                return response[:inner] + b"".join(ordered) + response[after:]
    except (IndexError, ValueError):
        pass
    return response


def _members(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Of each value in a stretch: where it begins, where its content does, and where it ends."""
    while start < end:
        length, inner = content[start + 1], start + 2
        if length & 0x80:
            inner += length & 0x7F
            length = int.from_bytes(content[start + 2 : inner], "big")
        if inner + length > end:
            raise ValueError("a value reaches beyond what holds it")
        yield start, inner, inner + length
        start = inner + length
