"""The method statement of a pack: how the evidence came to be, facts apart from inference.

Plain text in English, made from what the check recorded of itself; it holds no value of the person
but the name.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from scanner.evidence.pack.details import PackDetails
from scanner.evidence.pack.layout import ASSESSMENT
from scanner.model.answer import Ending
from scanner.model.assessment import Assessment
from scanner.model.bands import Standing
from scanner.model.outcome import OutcomeKind
from scanner.model.subject import Basis

_WIDTH = 92
_OUTCOMES = {
    OutcomeKind.FOUND: "answered: the page or record was there and was read",
    OutcomeKind.ABSENT: "answered: proved that there is no such page or record",
    OutcomeKind.BLOCKED: "not answered: a wall, a challenge or a refusal stood before it",
    OutcomeKind.STALE: "not answered: the answer fits neither yes nor no",
    OutcomeKind.FAILED: "not answered: network, time limit, size, or a file that cannot be read",
    OutcomeKind.NOT_RUN: "never sent",
}
_ENDINGS = {
    Ending.COMPLETE: "The check ran to its end.",
    Ending.INTERRUPTED: "The operator stopped the check before its end.",
    Ending.TIME_LIMIT: "The check ended at the time limit that was set for it.",
    Ending.PROXY_FAILED: "The check ended early, as the proxy stopped working.",
}


def method_statement(
    assessment: Assessment, details: PackDetails, key: str, sha256: str, *, can_replay: bool
) -> bytes:
    """`key`: fingerprint of the key that seals. `sha256`: of the assessment's file, in hex.
    `can_replay`: whether the pack holds what judging again needs."""
    parts = [
        _title(assessment, details),
        _section("1. What was done (fact)", _done(assessment)),
        _section("2. With what (fact)", _means(assessment, details, key, sha256)),
        _section("3. What came back (fact)", _came_back(assessment)),
        _section("4. What was not looked at, and so is not known", _not_known(assessment)),
        _section("5. What is inference, and on what it rests", _inferred(assessment, details)),
        _section("6. Limits", _limits(details)),
        _section("7. How it can be checked and repeated", (_CHECKING, _REPLAY[can_replay])),
    ]
    return ("\n".join(parts)).encode()


def _title(assessment: Assessment, details: PackDetails) -> str:
    lines = [
        details.marking,
        "METHOD STATEMENT",
        "",
        f"Subject of the check: {assessment.person.name}",
        f"Reference: {details.reference or 'none given'}",
        f"Exhibit: {details.exhibit or 'none given'}",
        f"Made by: {details.operator}, {details.made_at}, with {details.tool}",
        "",
        *_wrapped(
            "This statement is made by a program from its own records. It is no witness "
            "statement: what a person did or saw has to be said by that person."
        ),
    ]
    if details.redacted:
        lines += ["", *_wrapped(_REDACTED.format(original=details.derived_from))]
    return "\n".join(lines).lstrip("\n") + "\n"


def _done(assessment: Assessment) -> Iterable[str]:
    consent = assessment.person.consent
    basis = (
        "the person's own consent, given by themself"
        if consent.basis is Basis.SELF
        else "the person's written consent"
    )
    yield (
        f"Public pages and services were asked over the network between "
        f"{_moment(assessment.started_at)} and {_moment(assessment.ended_at)} (UTC). "
        f"{_ENDINGS[assessment.ending]}"
    )
    yield (
        f"It rests on {basis}, of {consent.given_on.isoformat()}, valid until "
        f"{consent.valid_until.isoformat()}."
    )
    yield (
        "Only facts that the person gave were looked for. Nothing was logged in to, no barrier was "
        "passed round, and nothing was changed at any site: requests only read."
    )
    yield (
        f"{len(assessment.ledger)} requests left the machine. Each stands in the record of the "
        f"check with its time, its site, and which kinds of fact it carried in which form."
    )


def _means(assessment: Assessment, details: PackDetails, key: str, sha256: str) -> Iterable[str]:
    yield f"Program: netcurtain {assessment.tool_version}; the pack was made with {details.tool}."
    yield f"Rules, as SHA-256 over all of them: {assessment.rules_digest}"
    yield f"Score model: {assessment.score_model} (uncalibrated; it orders, it does not measure)."
    yield f"SHA-256 of {ASSESSMENT}: {sha256}"
    yield f"Fingerprint of the sealing key: {key}"


def _came_back(assessment: Assessment) -> Iterable[str]:
    counts = Counter(check.outcome for check in assessment.checks)
    yield f"{len(assessment.checks)} questions were planned or followed from answers:"
    for kind, meaning in _OUTCOMES.items():
        if counts[kind]:
            yield f"  {counts[kind]:>5}  {meaning}"
    coverage = assessment.coverage
    yield (
        f"Of what applies to this person, {coverage.answered} of {coverage.applicable} were "
        f"answered. Below a share of {coverage.floor:.0%} nothing reassuring may be said."
    )


def _not_known(assessment: Assessment) -> Iterable[str]:
    yield (
        "A source that gave no answer is neither clean nor found. Each stands in the record with "
        "its reason; none was left out of this pack."
    )
    if assessment.left_out:
        reasons = Counter(item.reason.value.replace("_", " ") for item in assessment.left_out)
        told = ", ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
        yield f"{len(assessment.left_out)} sources were not asked at all: {told}."
    waiting = sum(check.is_open for check in assessment.manual)
    if waiting:
        yield f"{waiting} places can only be looked at by a person, and were not."
    for limitation in dict.fromkeys(item.detail for item in assessment.limitations):
        yield f"Not confirmable by this check: {limitation}"


def _inferred(assessment: Assessment, details: PackDetails) -> Iterable[str]:
    counts = Counter(finding.standing for finding in assessment.findings)
    archive = "the original pack's archive" if details.redacted else "the archive"
    yield (
        f"That a text stands on a page is a fact: {archive} holds the page. That the text means "
        f"this person, and how harmful it is, is inference by the rules named above."
    )
    yield (
        "Whether a page is about this person is weighed from what stands beside the find (other "
        "facts, how many people bear the name), and each finding tells the reasons for and against."
    )
    for standing in Standing:
        if counts[standing]:
            yield f"  {counts[standing]:>5}  findings: {standing.value.replace('_', ' ')}"
    if assessment.questions:
        yield (
            f"{len(assessment.questions)} values beside the person's name are none that the person "
            f"gave. They are questions, not findings, and are masked."
        )


_REDACTED = (
    "This is a redacted copy, derived from the pack whose seal/contents.sha256 has the SHA-256 "
    "{original}. Of each answer it holds the reading, with values masked; "
    "police/redaction-log.json counts what was masked. The original is the record."
)


def _limits(details: PackDetails) -> Iterable[str]:
    yield (
        "The archive shows what was answered to this machine at those moments. Other visitors may "
        "be shown something else, and pages change."
    )
    yield (
        "Times are those of the clock of the machine that asked, in UTC; the capture log compares "
        "them with the clocks of the answering sites."
    )
    archive = "the original pack's archive" if details.redacted else "the archive"
    yield (
        f"Bodies of answers that a site confirmed unchanged (304) were fetched earlier; {archive} "
        f"says so and when."
    )
    if details.redacted:
        yield "Screenshots and prints are left out, since they cannot be masked for certain."
    else:
        yield (
            "Screenshots and prints, where there are any, are illustrations made from the archive. "
            "The archive is the record."
        )
    yield (
        "A signature proves that the holder of a key sealed these bytes. Whose key it is has to be "
        "known in another way."
    )


_CHECKING = (
    "`netcurtain verify PACK --key FINGERPRINT` checks every byte on another machine, offline. The "
    "same can be done with sha256sum and openssl alone; docs/verifying.md says how."
)
_REPLAY = {
    True: "`netcurtain replay PACK` judges the archived answers again, without a network, with the "
    "rules that are sealed in the pack. It needs the pack's passphrase. The same rules come to the "
    "same assessment, byte for byte.",
    False: "This pack cannot be judged again with `netcurtain replay`: it does not hold what that "
    "needs. The disclosure schedule says why.",
}


def _section(title: str, texts: Iterable[str]) -> str:
    lines = [title, "-" * len(title)]
    for text in texts:
        lines += [text] if text.startswith("  ") else _wrapped(text)
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
