"""Which texts of an assessment were written by the rules or by this program, and by nobody else.

They hold no value of anybody, so they are printed as they are: an employer called "Police" must not
turn "tell the police" into dots. All other text may come from a page or from the person, and is
checked for private values before it is shown. `OWN` is the one place that tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, cast

from scanner.language import Language, said, spoken
from scanner.model.assessment import (
    Action,
    Asked,
    AssessedFinding,
    Assessment,
    Check,
    Combination,
    Escalation,
    Factor,
    Headline,
    LedgerLine,
    RemedyText,
    SeenByHand,
    Shot,
    Step,
)
from scanner.model.bands import Band, Standing
from scanner.model.coverage import CoverageStep, GroupCoverage
from scanner.model.facts import Fact, FactKind, Secret
from scanner.model.finding import Attribution, Finding, Question, Quote
from scanner.model.history import Followed, LetterSent, Proof, Turn
from scanner.model.letters import LetterText
from scanner.model.manual import ManualAnswer
from scanner.model.mosaic import (
    Mosaic,
    MosaicChain,
    MosaicLink,
    MosaicRemoval,
    MosaicTarget,
)
from scanner.model.outcome import OutcomeKind
from scanner.model.plan import Disclosure, LeftOut, Limitation, ManualCheck, Sent
from scanner.model.timetable import Due, Milestone, Timetable


class OwnWords(str):
    """Text of the rules or of this program. What is cut or joined from it is plain text again, and
    with that checked, unless `keeping` says otherwise."""

    __slots__ = ()


OWN: Mapping[type, frozenset[str]] = {
    kind: frozenset(names.split())
    for kind, names in {
        Mosaic: "rule_id",
        MosaicTarget: "id title fact_id",
        MosaicLink: "id title fact_id behind finding_ids staying_ids",
        MosaicChain: "target_id link_ids why remedy_ids",
        MosaicRemoval: "remedy_id title finding_ids",
        CoverageStep: "way do source_ids",
        GroupCoverage: "category",
        Assessment: "tool_version rules_digest score_model general schema",
        Headline: "kind sentence",
        Escalation: "signal_id title level say do finding_ids",
        Action: "remedy_id title why first_step link finding_ids after seen_ids",
        Due: "aims_at",
        Followed: "finding_id title",
        LetterSent: "id letter_id title finding_ids",
        Timetable: "rule_id title limits",
        Milestone: "id title time public still basis link",
        AssessedFinding: "title vector why because combination_ids remedy_id source_title category",
        Finding: "id probe_id source_id exposure form reasons",
        SeenByHand: "source_id source_title category exposure title vector why remedy_id",
        Factor: "letter rule_id why",
        Combination: "rule_id title say finding_ids",
        Question: "id probe_id text",
        RemedyText: "id title summary waits who proof dont_send cost after letters legal_basis "
        "backfire backfire_note verify why",
        Step: "do link",
        LetterText: "id title recipient to how_to_send email link sites exposes written after when "
        "when_not subject body",
        Check: "probe_id parent_id source_id origin title reason detail body_sha256 look_yourself",
        Asked: "fact_id",
        Shot: "probe_id kind file sha256",
        Sent: "fact_id",
        LeftOut: "source_id title detail",
        ManualCheck: "source_id title how exposes why_manual remedy_id category",
        ManualAnswer: "source_id",
        Limitation: "detail",
        Disclosure: "source_id controller",
        LedgerLine: "source_id controller what probe_id method",
    }.items()
}
"""Fields by type. Not among them: quotes, secrets, addresses, names of sites, and whatever the
person wrote."""

_EXCEPT: Mapping[type, Callable[[Any], str]] = {
    # The reason repeats why the person wants it public, in their own words.
    AssessedFinding: lambda item: "why" if item.finding.public_by_choice else "",
    # Where no rule names who runs a site, the name of the site stands there, and it is a page's.
    Disclosure: lambda item: "controller" if item.site in item.controller else "",
    LedgerLine: lambda item: "controller" if item.site in item.controller else "",
}
"""The field of an item that is another's after all; empty for none."""

_LEAVES = (Secret, Quote, Fact)
_PLAIN = frozenset(
    {
        *(str, int, float, bool, type(None), date, datetime, Quote),
        *(Attribution, Band, FactKind, OutcomeKind, Proof, Standing, Turn),
    }
)
"""What is met so often that it is not even looked into."""


def with_own_words(assessment: Assessment) -> Assessment:
    """The same assessment, with every text that `OWN` names, at whatever depth, as `OwnWords` in
    the language spoken."""
    return cast(Assessment, _told_apart(assessment))


def _told_apart(value: Any) -> Any:
    kind = value.__class__
    if kind is tuple:
        return tuple(map(_told_apart, value))
    names = _names_of(kind)
    if not names:
        return value
    own = OWN.get(kind, frozenset())
    if exception := _EXCEPT.get(kind):
        own = own - {exception(value)}
    changed: dict[str, Any] = {}
    for name in names:
        given = getattr(value, name)
        if name in own:
            given = _own(given)
        elif given.__class__ not in _PLAIN:
            given = _told_apart(given)
        changed[name] = given
    return kind(**changed)


@cache
def _names_of(kind: type) -> tuple[str, ...]:
    """The fields of what is looked into; empty for what is taken as it is."""
    if not is_dataclass(kind) or issubclass(kind, _LEAVES):
        return ()
    return tuple(item.name for item in fields(kind))


def _own(value: str | tuple[str, ...]) -> OwnWords | tuple[OwnWords, ...]:
    language = spoken()
    if isinstance(value, str):
        return _worded(value, language)
    return tuple(_worded(item, language) for item in value)


@lru_cache(maxsize=1 << 14)
def _worded(text: str, language: Language) -> OwnWords:
    """Reasons, titles and vectors are the same at many places."""
    return OwnWords(said(text))


def owned(make: Callable[..., str]) -> Callable[..., OwnWords]:
    """`make`, whose texts are all this program's own."""
    return lambda *given: OwnWords(make(*given))


def keeping(change: Callable[[str], str]) -> Callable[[str], str]:
    """`change`, which only shortens or re-cases a text: own words stay own words."""

    def changed(text: str) -> str:
        return OwnWords(change(text)) if isinstance(text, OwnWords) else change(text)

    return changed
