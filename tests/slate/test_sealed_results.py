"""What is sealed for a person is opened by them alone."""

from __future__ import annotations

import gzip

import pyrage
import pytest

from scanner.errors import PassphraseError, SlateError
from scanner.model.slate import Person
from scanner.model.subject import Role
from scanner.slate.consenting import open_result, seal_result, unlock
from tests.slate.locked_keys import quickly_locked

FILES = {"report.html": b"<p>14 Bramble Road</p>\n", "deadlines.ics": b"", "letter.txt": b"\n\n\0"}


def _person(recipient: str) -> Person:
    return Person(1, "W1", "Jane Marlow", Role.CANDIDATE, recipient=recipient)


def test_only_the_key_of_the_person_opens_it() -> None:
    own, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    sealed = seal_result(_person(str(own.to_public())), FILES)
    assert b"Bramble" not in sealed
    assert open_result(sealed, str(own)).files == FILES
    with pytest.raises(SlateError):
        open_result(sealed, str(other))
    with pytest.raises(SlateError):
        open_result(sealed[:-1] + bytes([sealed[-1] ^ 1]), str(own))


def test_the_passphrase_unlocks_the_key() -> None:
    own = str(pyrage.x25519.Identity.generate())
    locked = quickly_locked(own, "heron lantern biscuit")
    assert unlock(locked, "heron lantern biscuit") == own
    for wrong in ("heron lantern", ""):
        with pytest.raises(PassphraseError):
            unlock(locked, wrong)


def test_who_has_no_key_gets_nothing_sealed() -> None:
    with pytest.raises(SlateError, match="no key"):
        seal_result(_person(""), FILES)


@pytest.mark.parametrize("name", ["../report.html", "a/b", "", ".hidden", "x\n"])
def test_a_name_cannot_lead_out_of_a_folder(name: str) -> None:
    own = pyrage.x25519.Identity.generate()
    with pytest.raises(SlateError):
        seal_result(_person(str(own.to_public())), {name: b""})


_HEAD = '{"schema": "netcurtain/sealed/1", "files": '


@pytest.mark.parametrize(
    ("told", "damage"),
    [
        ("", 0),
        ("no JSON", 0),
        ("[]", 0),
        ('{"schema": "another"}', 0),
        ("[" * 100_000, 0),
        (_HEAD + "[" * 100_000, 0),
        (_HEAD + "null}", 0),
        (_HEAD + '[{"name": "a", "bytes": 3}]}', 0),
        (_HEAD + '[{"name": "a", "bytes": -1}]}', 0),
        (_HEAD + '[{"name": "../a", "bytes": 1}]}', 0),
        (_HEAD + '[{"name": "a", "bytes": 1}, {"name": "a", "bytes": 1}]}', 0),
        (_HEAD + '[{"name": 7, "bytes": 1}]}', 0),
        # Of what is damaged nothing is taken: within its header, at once after it, in its middle.
        *((_HEAD + '[{"name": "a", "bytes": 1}]}', place) for place in (1, 10, 40)),
    ],
    ids=range(15),
)
def test_what_anybody_sealed_is_refused_in_words_unless_it_is_a_result(
    told: str, damage: int
) -> None:
    """Whoever has the form knows the key to seal to."""
    packed = gzip.compress(told.encode() + b"\n12", mtime=0)
    if damage:
        packed = packed[:damage] + b"\xff" * (len(packed) - damage)
    own = pyrage.x25519.Identity.generate()
    with pytest.raises(SlateError, match="no sealed result of netcurtain"):
        open_result(pyrage.encrypt(packed, [own.to_public()]), str(own))
