"""What a finding is called in a report, and why it matters."""

from __future__ import annotations

from scanner.model.facts import FactKind
from scanner.model.finding import Finding
from scanner.rulebook.book import RuleBook

_MEANT_TO_BE_PUBLIC = {
    FactKind.ADDRESS: "An address that you made public",
    FactKind.PHONE: "A telephone number that you made public",
    FactKind.EMAIL: "An e-mail address that you made public",
    FactKind.HANDLE: "An account that you made public",
    FactKind.EMPLOYER: "Your workplace",
}


def wording(book: RuleBook, finding: Finding) -> tuple[str, str]:
    """Title and reason, in plain words.

    The harm table speaks of private things, so what the person chose to publish is called
    otherwise: a campaign line is no "home telephone number".
    """
    if finding.public_by_choice:
        title = _MEANT_TO_BE_PUBLIC.get(finding.kind, "A detail that you made public")
        return title, f"You want this to be public: {finding.public_by_choice.rstrip('.')}."
    row = book.factors["harm"].rows.get(finding.exposure)
    if row is None:
        return "A private detail of yours", "No rule says how this weighs, so we assume the worst."
    return row.title, row.why
