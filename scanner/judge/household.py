"""People of the household who are named with the person: told as a count and a question."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.judge.attributed import Attributor
from scanner.judge.identity import keyed_id
from scanner.judge.quotes import excerpt
from scanner.judge.records import Seen
from scanner.model.document import Document
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Question
from scanner.model.sighting import Sighting
from scanner.model.subject import Subject
from scanner.text.identities import page_identity
from scanner.text.quoting import mask_known


def household_question(
    subject: Subject,
    document: Document,
    seen: Seen,
    attributor: Attributor,
    address: str,
    key: bytes,
) -> Iterator[Question]:
    """At most one a page: how many of them stand there, not who they are."""
    named: dict[str, Sighting] = {}
    for sighting in attributor.mine:
        if sighting.kind is not FactKind.HOUSEHOLD_MEMBER or sighting.fact_id in named:
            continue
        if attributor.judged(sighting)[1].attribution is not Attribution.OTHER_PERSON:
            named[sighting.fact_id] = sighting
    if not named:
        return
    first = next(iter(named.values()))
    count = len(named)
    who = "1 person you live with is" if count == 1 else f"{count} people you live with are"
    yield Question(
        id=keyed_id(key, subject.id, FactKind.HOUSEHOLD_MEMBER.value, page_identity(address)),
        subject_id=subject.id,
        probe_id=document.probe_id,
        kind=FactKind.HOUSEHOLD_MEMBER,
        masked=f"{count}",
        text=f"{who} named with you here. Do they want to be?",
        url=mask_known(address, subject.facts),
        quote=excerpt(document, seen, subject, first.start, first.end, (first,)),
    )
