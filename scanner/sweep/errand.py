"""Whom a sweep looks for: made once, read in every process that searches.

To processes of other machines the people go sealed with the store's own keys, and what is found of
them comes back so. Who hands pieces of work on, such as a cluster's scheduler, can read neither;
each of the others opens the store with what it was given (`docs/cluster.md`).
"""

from __future__ import annotations

import pickle
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from scanner import __version__
from scanner.case.serial import dump, load
from scanner.case.store.database import Codec
from scanner.case.vault.unattended import own_vault
from scanner.errors import CaseError, PlanError
from scanner.model.subject import Subject
from scanner.rulebook.book import RuleBook
from scanner.rulebook.loader import load_rulebook
from scanner.sweep.hits import Hit
from scanner.sweep.opening import Opener

_NOT_ENCRYPTED = (
    "On a cluster of other machines a sweep needs a store with a passphrase, of which each worker "
    "knows: people's facts travel encrypted with its keys. `netcurtain passphrase set` sets one, "
    "docs/cluster.md shows how workers are given it; --engine local needs nothing of that."
)


@dataclass(frozen=True, slots=True)
class Errand:
    """Whom to look for, under which rules. Its `repr` shows nobody."""

    key: str
    """Of this sweep alone: a process makes its tables once."""
    people: bytes = field(repr=False)
    """The subjects, pickled; sealed afterwards if `is_sealed`."""
    rules: tuple[Path, ...]
    opener: Opener
    rules_digest: str
    is_sealed: bool = False
    version: str = __version__


def errand_for(
    people: Sequence[Subject], book: RuleBook, rules: Sequence[Path], opener: Opener
) -> Errand:
    """For processes of this program. `rules`: the folders that `book` has beside the shipped
    one."""
    key, pickled = secrets.token_hex(16), pickle.dumps(tuple(people))
    return Errand(key, pickled, tuple(rules), opener, book.digest)


def sealed(errand: Errand, codec: Codec | None) -> Errand:
    """The same for others, sealed with `codec`, that of the store. Raises PlanError when there is
    none, since no passphrase is set."""
    if codec is None:
        raise PlanError(_NOT_ENCRYPTED)
    people = codec.seal(errand.people, _people_at(errand))
    return replace(errand, people=people, is_sealed=True)


def opened(errand: Errand) -> tuple[tuple[Subject, ...], RuleBook]:
    """The people and the rules, in the process that is to search. Raises PlanError when it has
    another version, other rules or another store, RuleError, CaseError."""
    if errand.version != __version__:
        raise PlanError(
            f"A worker has netcurtain {__version__}, and the sweep is of {errand.version}: each "
            f"machine of the cluster needs the same version."
        )
    book = load_rulebook(errand.rules)
    if book.digest != errand.rules_digest:
        raise PlanError("A worker has other rules than the sweep was begun with.")
    people = errand.people
    if errand.is_sealed:
        try:
            people = _own_codec().unseal(people, _people_at(errand))
        except CaseError as error:
            raise PlanError(
                f"A worker cannot open what it was sent: it needs the address and the passphrase "
                f"of your store (NETCURTAIN_STORE, NETCURTAIN_PASSPHRASE_FILE). {error}"
            ) from None
    subjects: tuple[Subject, ...] = pickle.loads(people)  # noqa: S301  (our own)
    return subjects, book


def sealed_hits(errand: Errand, hits: tuple[Hit, ...]) -> bytes:
    """What was found, for the way back. Raises CaseError."""
    return _own_codec().seal(dump(hits, tuple[Hit, ...]), _hits_at(errand)) if hits else b""


def opened_hits(errand: Errand, content: bytes, codec: Codec) -> tuple[Hit, ...]:
    """What `sealed_hits` made. Raises CaseError for anything else."""
    hits: tuple[Hit, ...] = load(tuple[Hit, ...], codec.unseal(content, _hits_at(errand)))
    return hits


def _own_codec() -> Codec:
    codec = own_vault().codec
    if codec is None:
        raise PlanError("A worker's store has no passphrase, and so is another one than yours.")
    return codec


def _people_at(errand: Errand) -> str:
    return f"sweep/{errand.key}/people"


def _hits_at(errand: Errand) -> str:
    return f"sweep/{errand.key}/hits"
