"""Invented assessments of which letters are written, with the shipped letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from scanner.assess import letter_text
from scanner.model.assessment import AssessedFinding, Assessment, Escalation
from scanner.model.bands import Band, Standing
from scanner.model.facts import FactKind
from scanner.model.finding import Attribution, Quote, QuotePart
from scanner.model.letters import LetterText
from scanner.render.letters import Letter, Letters, letters_of
from scanner.resources import resource_folder
from scanner.rulebook.loader import load_rulebook
from tests.render import invented
from tests.render.exposed import assessed, finding, remedy, text

EVERY_LETTER = "rem.test.every"


@cache
def shipped() -> tuple[LetterText, ...]:
    book = load_rulebook([resource_folder("rules") / "letters"], shipped=False)
    return tuple(letter_text(rule) for rule in book.letters.values())


def met(
    number: int,
    fact_id: str,
    exposure: str,
    form: str,
    *,
    site: str = "wexcombe-herald.example",
    url: str | Quote = "",
    title: str = "A page",
    quote: str = "",
    attribution: Attribution = Attribution.CONFIRMED,
    standing: Standing = Standing.RISK,
    beside: tuple[str, ...] = ("name-1",),
) -> AssessedFinding:
    """A finding whose remedy leads to all letters."""
    address = text(url) if isinstance(url, str) and url else url or None
    plain = finding(
        number,
        fact_id,
        text(quote),
        site=site,
        url=address or None,
        title=text(title),
        attribution=attribution,
    )
    kind = FactKind(fact_id.rpartition("-")[0]) if "address" not in fact_id else FactKind.ADDRESS
    item = replace(plain, exposure=exposure, form=form, kind=kind, facts_beside=beside)
    return assessed(item, "Something of yours", Band.HIGH, 60, EVERY_LETTER, standing)


def lettered(
    findings: Sequence[AssessedFinding],
    *,
    alarmed: tuple[str, ...] = (),
    letters: tuple[str, ...] = (),
    backfire: str = "fix_now",
) -> Assessment:
    """An assessment of these findings; all shipped letters, or those of these ids, suit them.

    `alarmed`: ids of findings beside which a warning sign stands.
    """
    ids = letters or tuple(rule.id for rule in shipped())
    told = replace(remedy(EVERY_LETTER, "Write", backfire, "Keep proof."), letters=ids)
    signs = (
        Escalation(
            "esc.doxx", "A sign", "urgent", "Look.", ("Ring.",), Quote(), Quote(), tuple(alarmed)
        ),
    )
    return replace(
        invented.rich(),
        findings=tuple(findings),
        remedies=(told,),
        actions=(),
        letters=shipped(),
        escalations=signs if alarmed else (),
    )


def home(number: int = 1, **given: object) -> AssessedFinding:
    return met(number, "address-home", "fact.home_address", "house_street", **given)  # type: ignore[arg-type]


def mobile(number: int = 2, **given: object) -> AssessedFinding:
    return met(number, "phone-1", "fact.personal_mobile", "national", **given)  # type: ignore[arg-type]


def handle(number: int = 3, **given: object) -> AssessedFinding:
    return met(number, "handle-1", "fact.alias_handle", "account", **given)  # type: ignore[arg-type]


def written(assessment: Assessment, *only: str) -> Letters:
    return letters_of(assessment, only)


def the(letters: Letters, letter_id: str, site: str = "") -> Letter:
    """The one letter of that rule (and site)."""
    (found,) = [
        letter
        for letter in letters.written
        if letter.rule.id == letter_id and (not site or letter.site == site)
    ]
    return found


def masked(before: str, value: str, mask: str, after: str = "") -> Quote:
    return Quote((QuotePart(before), QuotePart(value, mask), QuotePart(after)))
